"""Changing published minutes."""

from django.test import Client

from archive.models import Meeting, Vote
from archive.operations.publish import publish
from tests.admin.pages import change, errors, filled, notes, row, save
from tests.factories import make_draft, make_meeting, make_person, make_resolution, make_vote


def versions(meeting: Meeting) -> list[tuple[int, str, str]]:
    rows = meeting.revisions.in_order()
    return list(rows.values_list("number", "kind", "reason"))


def test_correction_writes_the_next_version(publisher: Client):
    meeting = make_meeting(name="Misspelt")
    fields = filled(publisher, change(meeting), name="Spelt", correction_reason="A slip")

    save(publisher, change(meeting), fields | {"correction_kind": "amended"})

    assert versions(meeting) == [(1, "published", ""), (2, "amended", "A slip")]
    assert '"name":"Spelt"' in meeting.revisions.get(number=2).snapshot
    assert meeting.revisions.get(number=2).created_by is not None


def test_correction_of_a_row_writes_the_next_version(publisher: Client):
    meeting = make_meeting(present=1, items=2)
    fields = filled(publisher, change(meeting), correction_reason="He was a guest")

    save(publisher, change(meeting), fields | row("attendances", 0, role="guest"))

    assert versions(meeting)[1:] == [(2, "corrected", "He was a guest")]


def test_correction_that_changes_nothing_writes_nothing(publisher: Client):
    meeting = make_meeting(present=2, items=2, resolutions=2, text="One\n\ntwo\n")
    fields = filled(publisher, change(meeting), correction_reason="Nothing", text="One\r\n\r\ntwo")

    response = save(publisher, change(meeting), fields)

    assert versions(meeting) == [(1, "published", "")]
    assert "Nothing was changed" in notes(response)[0]


def test_correction_needs_a_reason_and_loses_nothing(publisher: Client):
    meeting = make_meeting()

    response = publisher.post(change(meeting), filled(publisher, change(meeting), name="Typed title"))

    assert list(errors(response)) == ["correction_reason"]
    assert "Typed title" in response.text
    assert not Meeting.objects.filter(name="Typed title").exists()


def test_correction_cannot_close_the_minutes(publisher: Client):
    meeting = make_meeting()
    fields = filled(publisher, change(meeting), disclosure="closed", correction_reason="Closed")

    response = publisher.post(change(meeting), fields)

    assert "Its earlier versions stay public" in errors(response)["disclosure"][0]


def test_clerk_reads_published_minutes_but_cannot_change_them(clerk: Client):
    meeting = make_meeting(name="Public title", present=1)

    page = clerk.get(change(meeting))
    response = clerk.post(change(meeting), {"name": "Changed", "correction_reason": "Mine"})

    assert "Public title" in page.text
    assert "correction_reason" not in page.text
    assert 'name="_save"' not in page.text
    assert response.status_code == 403


def test_clerk_reads_who_was_out_of_the_room(clerk: Client):
    meeting = make_draft(present=1, items=2)
    item = meeting.agenda_items.in_order()[1]
    meeting.attendances.get().spans.create(
        position=1, kind="absent", reason="interest_declared", from_item=item, to_item=item
    )
    publish(meeting)

    page = clerk.get(change(meeting))

    assert "item 2: interest declared" in page.text


def test_draft_is_saved_without_a_reason(publisher: Client):
    meeting = make_draft()

    save(publisher, change(meeting), filled(publisher, change(meeting), name="Changed"))

    meeting.refresh_from_db()
    assert (meeting.name, versions(meeting)) == ("Changed", [])


def address(resolution) -> str:
    return f"/desk/archive/resolution/{resolution.pk}/change/"


def test_resolution_takes_votes_and_relations(clerk: Client):
    resolution, older = make_resolution(make_draft()), make_resolution(make_draft())
    fields = filled(clerk, address(resolution), **{"votes-TOTAL_FORMS": 1, "relations-TOTAL_FORMS": 1})
    fields |= row("votes", 0, voter=make_person().pk, option="recused")
    fields |= row("relations", 0, kind="replaces", target=older.pk)

    save(clerk, address(resolution), fields)

    assert [vote.option for vote in resolution.votes.all()] == ["recused"]
    assert [relation.target for relation in resolution.relations.all()] == [older]


def test_resolution_ended_twice_in_one_go_is_told(clerk: Client):
    resolution, older = make_resolution(make_draft()), make_resolution(make_draft())
    fields = filled(clerk, address(resolution), **{"relations-TOTAL_FORMS": 2})
    fields |= row("relations", 0, kind="replaces", target=older.pk)
    fields |= row("relations", 1, kind="repeals", target=older.pk)

    response = clerk.post(address(resolution), fields)

    assert list(errors(response)) == ["relations-1-target"]


def test_vote_on_a_published_resolution_is_a_correction(publisher: Client):
    meeting = make_meeting(resolutions=1)
    resolution = meeting.resolutions.get()
    make_vote(resolution, Vote.Option.YES)
    fields = filled(publisher, address(resolution), correction_reason="She voted against")

    save(publisher, address(resolution), fields | row("votes", 0, option="no"))

    assert resolution.votes.get().option == "no"
    assert versions(meeting)[1:] == [(2, "corrected", "She voted against")]


def test_clerk_cannot_change_a_published_resolution(clerk: Client):
    resolution = make_meeting(resolutions=1).resolutions.get()

    response = clerk.post(address(resolution), {"name": "Changed"})

    assert response.status_code == 403
