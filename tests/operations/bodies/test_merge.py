"""Two bodies become one, and two again."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import (
    Body,
    BodyMerge,
    Matter,
    Meeting,
    Membership,
    OtherName,
    PublicChange,
    Redirect,
    Resolution,
    Revision,
)
from archive.models.reach import DeskLimit
from archive.operations.bodies import BODY_REFERENCES, merge_bodies, plan_body_merge, undo_body_merge
from archive.operations.merge_rows import CannotMerge
from archive.operations.publish import correct
from archive.record.verify import problems_of_record
from archive.search.index import check_index
from tests.factories import (
    make_action,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_other_name,
    make_person,
    make_resolution,
)
from tests.operations.importing.test_meetings import imported

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 5, 3)


def make_two() -> tuple[Body, Body]:
    return make_body("Harbour Board", slug="harbour"), make_body("Harbor Board", slug="harbor")


def make_busy(body: Body) -> Meeting:
    """Make a meeting in which a body does all that rows can say of one."""
    meeting = make_draft(body=body, date=DAY)
    make_resolution(meeting)
    make_action(meeting, responsible_body=body)
    make_membership(body=body)
    make_body(parent=body)
    Matter.objects.create(body=body, identifier="2023-031")
    make_other_name(body, "The Board")
    return meeting


def stored() -> list[list[dict[str, Any]]]:
    """Return all rows that a merge may touch, as stored."""
    models: Any = (Body, Matter, Resolution, Membership, OtherName, Redirect)
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    return [*rows, list(Meeting.objects.order_by("pk").values("pk", "body", "slug", "body_as_written"))]


def correct_place(meeting: Meeting) -> None:
    row = Meeting.objects.get(pk=meeting.pk)
    row.location = "Hall"
    row.save()
    correct(row, kind=Revision.Kind.CORRECTED, reason="Place added.")


# What moves


def test_body_references_are_all_that_name_a_body():
    fields: Any = Body._meta.get_fields(include_hidden=True)
    relations = [one for one in fields if one.auto_created and not one.concrete]
    # A merge gives no account the right to reach more: see archive/models/reach.py.
    limits = {DeskLimit, DeskLimit.bodies.through}
    relations = [one for one in relations if one.related_model not in limits]

    assert {(one.related_model, one.field.name) for one in relations} == {
        (one.model, one.field) for one in BODY_REFERENCES
    }


def test_merge_moves_all_that_names_a_body():
    kept, absorbed = make_two()
    make_busy(absorbed)
    merge_bodies(absorbed, make_body(), by=None)

    merge_bodies(kept, absorbed)

    counts = {one.name: one.rows(kept).count() for one in BODY_REFERENCES}
    own = {"BodyMerge.kept": 2, "OtherName.body": 3, "MeetingBody.body": 0}
    assert counts == dict.fromkeys(counts, 1) | own
    assert not Body.objects.filter(slug="harbor").exists()


def test_old_addresses_lead_to_the_body_kept(client: Client):
    kept, absorbed = make_two()
    meeting = make_meeting(body=absorbed, date=DAY)
    Redirect.objects.create(old_path="/bodies/port/", new_path="/bodies/harbor/")
    Redirect.objects.create(old_path="/meetings/port/", new_path="/meetings/harbor/")

    merge_bodies(kept, absorbed)

    moved = {old: client.get(f"/{old}/").headers["Location"] for old in ("bodies/harbor", "bodies/port")}
    assert set(moved.values()) == {"/bodies/harbour/"}
    for old in ("harbor", "port"):
        found = client.get(f"/meetings/{old}/2023-05-03/history/").headers["Location"]
        assert found == "/meetings/harbour/2023-05-03/history/"
    meeting.refresh_from_db()
    assert meeting.get_absolute_url() == "/meetings/harbour/2023-05-03/"
    assert make_body("Harbor").slug == "harbor-2"


def test_meeting_of_the_same_day_gets_an_address_of_its_own(client: Client):
    kept, absorbed = make_two()
    make_meeting(body=kept, date=DAY)
    moved = make_meeting(body=absorbed, date=DAY)
    second = make_meeting(body=absorbed, date=DAY)

    merge_bodies(kept, absorbed)

    moved.refresh_from_db()
    second.refresh_from_db()
    assert (moved.slug, second.slug) == ("2023-05-03-3", "2023-05-03-2")
    found = client.get("/meetings/harbor/2023-05-03/").headers["Location"]
    assert found == "/meetings/harbour/2023-05-03-3/"


def test_address_that_a_meeting_of_the_body_kept_once_had_is_not_taken():
    kept, absorbed = make_two()
    Redirect.objects.create(
        old_path="/meetings/harbour/2023-05-03/", new_path="/meetings/harbour/2023-05-04/"
    )
    moved = make_meeting(body=absorbed, date=DAY)

    merge_bodies(kept, absorbed)

    moved.refresh_from_db()
    assert moved.slug == "2023-05-03-2"


def test_published_minutes_keep_the_name_and_need_no_version(client: Client):
    kept, absorbed = make_two()
    meeting = make_busy(absorbed)
    meeting = make_meeting(body=absorbed, date=DAY)

    merge_bodies(kept, absorbed)

    meeting = Meeting.objects.get(pk=meeting.pk)
    assert Revision.objects.count() == 1
    assert list(problems_of_record()) == []
    assert list(check_index()) == []
    assert "Harbor Board" in client.get(meeting.get_absolute_url()).text
    assert "Harbor Board" in client.get("/meetings/").text


def test_correction_after_a_merge_keeps_the_name():
    kept, absorbed = make_two()
    meeting = make_meeting(body=absorbed, date=DAY)
    merge_bodies(kept, absorbed)

    correct_place(meeting)

    assert '"name":"Harbor Board"' in Revision.objects.get(number=2).snapshot
    assert list(problems_of_record()) == []


def test_import_obeys_a_merge_of_bodies(tmp_path):
    kept, absorbed = make_two()
    merge_bodies(kept, absorbed)

    meeting = imported(tmp_path, body="Harbor  Board")

    assert (meeting.body, meeting.body_as_written) == (kept, "Harbor  Board")
    assert Body.objects.count() == 1


def test_same_post_in_both_stands_once():
    kept, absorbed = make_two()
    person = make_person()
    for body in (kept, absorbed):
        make_membership(person=person, body=body, label="Chair")

    merge_bodies(kept, absorbed)

    assert kept.memberships.count() == 1


def test_facts_that_only_one_has_are_kept_but_no_register_of_half():
    kept, absorbed = make_two()
    Body.objects.filter(pk=kept.pk).update(keeps_register=True, register_checked_on=DAY)
    Body.objects.filter(pk=absorbed.pk).update(
        name="港务局", classification="board", approval="by_chair", description="Ships."
    )

    merge_bodies(kept, absorbed)

    kept.refresh_from_db()
    facts = (kept.alternate_name, kept.classification, kept.approval, kept.description, kept.keeps_register)
    assert facts == ("港务局", "board", "by_chair", "Ships.", False)


def test_merge_is_in_the_public_log_with_what_was_logged_of_both():
    kept, absorbed = make_two()
    make_meeting(body=absorbed, date=DAY)
    post = make_membership(body=absorbed)
    fields = {"subject": "person", "key": post.person_id, "name": "P", "what": "post"}
    PublicChange.objects.create(body_key=absorbed.pk, created_at="2023-05-03T00:00Z", **fields)

    merge_bodies(kept, absorbed)

    logged = list(PublicChange.objects.order_by("pk").values_list("subject", "key", "body_key", "what"))
    assert logged[:2] == [
        ("person", post.person_id, kept.pk, "post"),
        ("body", kept.pk, None, "merged"),
    ]


# What blocks it


def test_two_meetings_with_one_number_are_named_before_anything_is_written():
    kept, absorbed = make_two()
    make_draft(body=kept, date=DAY, number="12", name="May")
    make_draft(body=absorbed, date=DAY, number="12", name="Spring")
    before = stored()

    with pytest.raises(CannotMerge, match="Spring” cannot move: This body already has a meeting"):
        merge_bodies(kept, absorbed)

    assert stored() == before


def test_meetings_with_one_number_in_two_years_may_meet():
    kept, absorbed = make_two()
    make_draft(body=kept, date=DAY, number="12")
    make_draft(body=absorbed, date=dt.date(2022, 5, 3), number="12")

    merge_bodies(kept, absorbed)

    assert kept.meetings.count() == 2


def test_body_below_another_cannot_take_its_place():
    kept, absorbed = make_two()
    middle = make_body(parent=absorbed)
    Body.objects.filter(pk=kept.pk).update(parent=middle)

    with pytest.raises(CannotMerge, match="keep the other one"):
        merge_bodies(kept, absorbed)
    merge_bodies(absorbed, kept)

    assert Body.objects.count() == 2


def test_no_body_is_merged_with_itself():
    body = make_body()

    with pytest.raises(CannotMerge, match="not two bodies"):
        merge_bodies(body, Body.objects.get(pk=body.pk))


def test_who_may_not_correct_cannot_merge_bodies_that_the_public_reads():
    kept, absorbed = make_two()
    make_meeting(body=absorbed)

    with pytest.raises(CannotMerge, match="may correct"):
        merge_bodies(kept, absorbed, may_correct=False)


def test_body_that_is_gone_cannot_be_merged():
    kept, absorbed = make_two()
    stale = Body.objects.get(pk=absorbed.pk)
    merge_bodies(kept, absorbed)

    with pytest.raises(CannotMerge, match="in the meantime"):
        merge_bodies(kept, stale)


def test_plan_of_bodies_doubts_what_speaks_against_it():
    kept, absorbed = make_two()
    for body in (kept, absorbed):
        make_draft(body=body, date=DAY)
    Body.objects.filter(pk=absorbed.pk).update(parent=kept)
    kept.keeps_register = True

    assert plan_body_merge(kept, Body.objects.get(pk=absorbed.pk)).doubts == [
        "Both met on 1 day: perhaps they are two.",
        "One is below the other: perhaps they are two.",
        "Only one of them keeps a register: nothing will be called in force until that is checked.",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_plan_of_bodies_query_count(django_assert_num_queries, count: int):
    kept, absorbed = make_two()
    for _ in range(count):
        make_busy(absorbed)

    with django_assert_num_queries(21):
        plan = plan_body_merge(kept, absorbed)

    assert {move.reference.name: move.total for move in plan.moves}["Meeting.body"] == count


# Undoing


def test_undoing_a_merge_of_bodies_brings_everything_back(client: Client):
    kept, absorbed = make_two()
    make_busy(absorbed)
    make_meeting(body=kept, date=DAY)
    meeting = make_meeting(body=absorbed, date=DAY)
    person = make_person()
    for body in (kept, absorbed):
        make_membership(person=person, body=body)
    Redirect.objects.create(old_path="/bodies/port/", new_path="/bodies/harbor/")
    before = stored()

    undone = undo_body_merge(merge_bodies(kept, absorbed))

    [*rows, redirects, meetings] = stored()
    assert [*rows, meetings] == [*before[:5], before[6]]
    assert {row["old_path"]: row["new_path"] for row in redirects} == {
        "/bodies/port/": "/bodies/harbor/",
        "/meetings/harbour/2023-05-03-2/": "/meetings/harbor/2023-05-03/",
    }
    assert (undone.restored.name, undone.left) == ("Harbor Board", 0)
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert list(problems_of_record()) == []
    assert list(check_index()) == []


def test_meetings_go_back_with_their_addresses_since():
    kept, absorbed = make_two()
    old = make_meeting(body=absorbed, date=DAY)
    merge = merge_bodies(kept, absorbed)
    new = make_draft(body=kept, date=dt.date(2023, 6, 3))
    Meeting.objects.get(pk=old.pk)

    undo_body_merge(merge)

    assert Redirect.objects.newest("/meetings/harbour/2023-05-03/") == "/meetings/harbor/2023-05-03/"
    new.refresh_from_db()
    assert new.body == kept


def test_meeting_moved_elsewhere_since_stays_and_is_found_by_its_first_address():
    kept, absorbed = make_two()
    meeting, other = make_meeting(body=absorbed, date=DAY), make_body("Other", slug="other")
    merge = merge_bodies(kept, absorbed)
    row = Meeting.objects.get(pk=meeting.pk)
    row.body = other
    row.save()
    correct(row, kind=Revision.Kind.CORRECTED, reason="It was another body.")

    undone = undo_body_merge(merge)

    assert undone.left == 1
    assert Redirect.objects.newest("/meetings/harbor/2023-05-03/") == "/meetings/other/2023-05-03/"
    assert list(problems_of_record()) == []


def test_undoing_writes_versions_for_meetings_of_bodies_corrected_in_between():
    kept, absorbed = make_two()
    corrected, untouched = (make_meeting(body=absorbed, date=DAY.replace(day=day)) for day in (4, 5))
    merge = merge_bodies(kept, absorbed)
    correct_place(corrected)

    undo_body_merge(merge)

    assert list(problems_of_record()) == []
    last = Revision.objects.get(meeting=corrected, number=3)
    assert last.reason == "Two bodies were taken for one."
    assert '"slug":"harbor"' in last.snapshot
    assert untouched.revisions.count() == 1


def test_undo_hides_no_tampering():
    kept, absorbed = make_two()
    meeting = make_meeting(body=absorbed, date=DAY)
    merge = merge_bodies(kept, absorbed)
    correct_place(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(text="Forged.")

    undo_body_merge(merge)

    assert len(list(problems_of_record())) == 1


def test_parent_that_went_below_since_is_not_above_again():
    top = make_body("Top")
    kept, absorbed = make_two()
    Body.objects.filter(pk=absorbed.pk).update(parent=top)
    absorbed.refresh_from_db()
    child = make_body(parent=absorbed)
    merge = merge_bodies(kept, absorbed)
    Body.objects.filter(pk=top.pk).update(parent=child)

    undone = undo_body_merge(merge)

    assert undone.restored.parent is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merges_of_bodies_are_undone_in_any_order(order):
    first, second, third = (make_body(name, slug=name) for name in ("a", "b", "c"))
    for body in (first, second, third):
        make_draft(body=body)
    before = stored()

    merges = [merge_bodies(second, first), merge_bodies(third, second)]
    for number in order:
        undo_body_merge(merges[number])

    assert stored() == before


def test_undoing_a_merge_of_bodies_twice_is_refused():
    merge = merge_bodies(*make_two())
    undo_body_merge(merge)

    with pytest.raises(CannotMerge, match="undone already"):
        undo_body_merge(merge)
    assert BodyMerge.objects.get().undone_at
