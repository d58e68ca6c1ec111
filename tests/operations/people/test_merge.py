"""Two people become one."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from archive.models import (
    DistinctPeople,
    Meeting,
    NameToCheck,
    Person,
    PersonMerge,
    Redirect,
    Revision,
)
from archive.operations.people import REFERENCES, CannotMerge, merge_people, plan_merge
from archive.record.verify import problems_of_record
from archive.search.index import check_index
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_membership,
    make_person,
    make_resolution,
    make_vote,
)
from tests.operations.importing.test_meetings import imported
from tests.operations.people.pairs import both_at, counts, make_busy, make_two, publish_now

pytestmark = pytest.mark.django_db


# What moves


def test_references_are_all_that_name_a_person():
    fields: Any = Person._meta.get_fields(include_hidden=True)
    relations = [one for one in fields if one.auto_created and not one.concrete]
    named = {(one.related_model, one.field.name) for one in relations}

    known = {(one.model, one.field) for one in REFERENCES}
    # What was decided of a name that is not shaped like one is kept by merge_people() itself.
    decided = {(NameToCheck, "people"), (NameToCheck.people.through, "person")}
    assert named - known == {(DistinctPeople, "first"), (DistinctPeople, "second"), *decided}
    assert known <= named


def test_merge_moves_all_that_names_a_person():
    kept, absorbed = make_two()
    make_busy(absorbed)
    merge_people(absorbed, make_person(), decisions={})

    merge_people(kept, absorbed, decisions={})

    assert counts(kept) == dict.fromkeys(counts(kept), 1) | {
        "PersonMerge.kept": 2,
        "OtherName.person": 3,  # its own, and those of the two that were merged
    }
    assert not Person.objects.filter(pk=absorbed.pk).exists()


def test_merge_is_remembered():
    kept, absorbed = make_two()

    merge_people(kept, absorbed, decisions={})

    merge = PersonMerge.objects.get()
    assert (str(merge), merge.undone_at) == ("Kate Stuart → Kate Stewart", None)


def test_old_address_leads_to_the_person_kept(client: Client):
    kept, absorbed = make_two()
    make_attendance(meeting := make_draft(), person=absorbed)
    Redirect.objects.create(old_path="/people/k-stuart/", new_path="/people/stuart/")
    merge_people(kept, absorbed, decisions={})
    Meeting.objects.get(pk=meeting.pk)

    for old in ("/people/stuart/", "/people/k-stuart/"):
        assert client.get(old).headers["Location"] == "/people/kate/"
    assert make_person("Stuart").slug == "stuart-2"


def test_name_as_the_minutes_wrote_it_is_recorded():
    kept, absorbed = make_two()
    written = make_attendance(make_draft(), person=absorbed, name_as_written="K. Stuart")
    unwritten = make_attendance(make_draft(), person=absorbed)

    merge_people(kept, absorbed, decisions={})

    names = {row.pk: row.name_as_written for row in kept.attendances.all()}
    assert names == {written.pk: "K. Stuart", unwritten.pk: "Kate Stuart"}


@pytest.mark.parametrize(
    ("kept", "absorbed", "alternate"),
    [
        ({"name": "陈莹"}, {"name": "Chen Ying"}, "Chen Ying"),
        ({"name": "Chen Ying"}, {"name": "Chen Yin", "alternate_name": "陈莹"}, "陈莹"),
        ({"name": "陈莹", "alternate_name": "Ying Chen"}, {"name": "Chen Ying"}, "Ying Chen"),
        ({"name": "Kate Stewart"}, {"name": "Kate Stuart"}, ""),
    ],
)
def test_name_in_the_other_script_is_kept(kept, absorbed, alternate):
    person = make_person(**kept)

    merge_people(person, make_person(**absorbed), decisions={})

    person.refresh_from_db()
    assert person.alternate_name == alternate


def test_page_that_was_closed_stays_closed():
    kept, absorbed = make_two()
    Person.objects.filter(pk=absorbed.pk).update(has_public_page=False)

    merge_people(kept, absorbed, decisions={})

    kept.refresh_from_db()
    assert not kept.has_public_page


def test_same_post_stands_once():
    kept, absorbed = make_two()
    body = make_body()
    for person in (kept, absorbed):
        make_membership(person=person, body=body, label="Chair", start_date=dt.date(2020, 1, 1))
    make_membership(person=absorbed, body=body, label="Chair", start_date=dt.date(2016, 1, 1))

    merge_people(kept, absorbed, decisions={})

    assert kept.memberships.count() == 2


def test_open_page_of_a_meeting_notices():
    kept, absorbed = make_two()
    make_attendance(moved := make_draft(), person=absorbed)
    make_attendance(untouched := make_draft(), person=kept)

    merge_people(kept, absorbed, decisions={})

    numbers = [Meeting.objects.get(pk=one.pk).edit_number for one in (moved, untouched)]
    assert numbers == [1, 0]


# Published meetings


def test_published_record_stays_as_it_is(client: Client):
    kept, absorbed = make_two()
    meeting = make_busy(absorbed)
    before = publish_now(meeting)

    merge_people(kept, absorbed, decisions={})

    assert Revision.objects.get().snapshot == before
    page = client.get(meeting.get_absolute_url()).text
    assert "Kate Stuart" in page
    assert list(problems_of_record()) == []


def test_index_is_right_after_a_merge():
    kept, absorbed = make_two()
    make_attendance(meeting := make_draft(), person=absorbed)
    publish_now(meeting)
    assert list(check_index()) == []

    merge_people(kept, absorbed, decisions={})

    assert list(check_index()) == []


# Conflicts


@pytest.mark.parametrize(("decision", "status"), [("kept", "excused"), ("absorbed", "present")])
def test_row_that_was_chosen_stays(decision: str, status: str):
    kept, absorbed = make_two()
    key = both_at(make_draft(), kept, absorbed)

    merge_people(kept, absorbed, decisions={key: decision})

    assert [row.status for row in kept.attendances.all()] == [status]


@pytest.mark.parametrize(("decision", "option"), [("kept", "yes"), ("absorbed", "no")])
def test_vote_that_was_chosen_stays(decision: str, option: str):
    kept, absorbed = make_two()
    resolution = make_resolution(make_draft())
    make_vote(resolution, "yes", voter=kept)
    vote = make_vote(resolution, "no", voter=absorbed)

    merge_people(kept, absorbed, decisions={f"vote-{vote.pk}": decision})

    assert [row.option for row in resolution.votes.all()] == [option]


@pytest.mark.parametrize("decisions", [{}, {"attendance-0": "kept"}, {"attendance-1": "both"}])
def test_conflict_must_be_decided(decisions):
    kept, absorbed = make_two()
    both_at(make_draft(), kept, absorbed)

    with pytest.raises(CannotMerge, match="Say of each pair"):
        merge_people(kept, absorbed, decisions=decisions)

    assert kept.attendances.count() == absorbed.attendances.count() == 1


def test_published_meeting_that_loses_a_row_gets_a_version():
    kept, absorbed = make_two()
    key = both_at(meeting := make_draft(language="zh-Hans"), kept, absorbed)
    publish_now(meeting)

    merge_people(kept, absorbed, decisions={key: "absorbed"})

    version = Revision.objects.get(number=2)
    names = [row["person"]["name"] for row in json.loads(version.snapshot)["attendances"]]
    assert (version.kind, names) == ("corrected", ["Kate Stuart"])
    assert version.reason == "同一人被列了两次。"


@pytest.mark.parametrize("field", ["attendance_status", "agenda_item"])
def test_what_the_public_does_not_read_needs_no_version(field: str):
    kept, absorbed = make_two()
    meeting = make_draft()
    if field == "attendance_status":
        meeting.attendance_status = "not_public"
        meeting.save()
        key = both_at(meeting, kept, absorbed)
    else:
        item = meeting.agenda_items.create(position=1, is_public=False)
        resolution = make_resolution(meeting, agenda_item=item)
        make_vote(resolution, voter=kept)
        key = f"vote-{make_vote(resolution, voter=absorbed).pk}"
    publish_now(meeting)

    merge_people(kept, absorbed, decisions={key: "kept"}, may_correct=False)

    assert Revision.objects.count() == 1


def test_who_may_not_correct_cannot_take_a_row_from_published_minutes():
    kept, absorbed = make_two()
    key = both_at(meeting := make_draft(), kept, absorbed)
    publish_now(meeting)

    with pytest.raises(CannotMerge, match="only a user who may correct"):
        merge_people(kept, absorbed, decisions={key: "kept"}, may_correct=False)

    assert Person.objects.filter(pk=absorbed.pk).exists()


def test_nobody_is_merged_with_themselves():
    person = make_person()

    with pytest.raises(CannotMerge, match="not two people"):
        merge_people(person, Person.objects.get(pk=person.pk), decisions={})


def test_who_stood_in_for_another_is_another():
    kept, absorbed = make_two()
    make_attendance(make_draft(), person=absorbed, on_behalf_of=kept)

    with pytest.raises(CannotMerge, match="one stood in for the other"):
        merge_people(kept, absorbed, decisions={})


def test_who_is_gone_cannot_be_merged():
    kept, absorbed = make_two()
    stale = Person.objects.get(pk=absorbed.pk)
    merge_people(kept, absorbed, decisions={})

    with pytest.raises(CannotMerge, match="in the meantime"):
        merge_people(kept, stale, decisions={})


def test_plan_doubts_what_speaks_against_it():
    kept, absorbed = make_two()
    both_at(make_draft(), kept, absorbed)
    make_resolution(make_draft(), mover=kept, seconder=absorbed)
    absorbed.has_public_page = False

    assert plan_merge(kept, absorbed).doubts == [
        "Both are listed at 1 meeting: perhaps they are two.",
        "One moved 1 resolution that the other seconded.",
        "Only one of them has a public page: there will be none.",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_plan_query_count(django_assert_num_queries, count: int):
    kept, absorbed = make_two()
    for _ in range(count):
        make_attendance(make_busy(absorbed), person=kept)

    with django_assert_num_queries(28):
        plan = plan_merge(kept, absorbed)

    assert len(plan.conflicts) == count


# Names


def test_merge_keeps_names_as_written_in_every_role():
    kept, absorbed = make_two()
    meeting = make_busy(absorbed)

    merge_people(kept, absorbed, decisions={})

    [resolution], [action] = meeting.resolutions.all(), meeting.action_items.all()
    written = [row.name_as_written for row in (*kept.attendances.all(), *kept.votes.all())]
    written += [row.on_behalf_of_as_written for row in kept.substitutions.all()]
    written += [resolution.mover_as_written, resolution.seconder_as_written, action.responsible_as_written]
    assert written == ["Kate Stuart"] * 6


def test_import_obeys_what_a_merge_said_about_a_spelling(tmp_path):
    kept, absorbed = make_person("陈盈盈"), make_person("陈盈")
    merge_people(kept, absorbed, decisions={})

    meeting = imported(tmp_path, attendances=[{"person": "陈盈", "role": "chair"}])

    [attendance] = meeting.attendances.all()
    assert (attendance.person, attendance.name_as_written) == (kept, "陈盈")
    assert Person.objects.count() == 1


def test_merge_of_namesakes_adds_no_other_name():
    kept, absorbed = make_person("Kate Stewart"), make_person("KATE STEWART")

    merge_people(kept, absorbed, decisions={})

    assert not kept.other_names.exists()
