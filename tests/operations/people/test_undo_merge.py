"""A merge of people is undone."""

import datetime as dt

import pytest

from archive.models import (
    Attendance,
    Person,
    Revision,
)
from archive.operations.people import CannotMerge, merge_people, undo_merge
from archive.record.verify import problems_of_record
from archive.record.versions import current_snapshot
from archive.search.index import check_index
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_person,
    make_span,
)
from tests.operations.people.pairs import both_at, make_busy, make_two, publish_now, rows

pytestmark = pytest.mark.django_db


def test_undoing_brings_everything_back():
    kept, absorbed = make_two()
    make_busy(absorbed)
    key = both_at(make_draft(), kept, absorbed)
    for person in (kept, absorbed):
        make_membership(
            person=person, body=(body := make_body("Council", slug="council-1")) if person is kept else body
        )
    before = rows()

    merge = merge_people(kept, absorbed, decisions={key: "absorbed"})
    undone = undo_merge(merge)

    assert rows() == before
    assert (undone.restored.name, undone.left) == ("Kate Stuart", 0)


@pytest.mark.parametrize("stays", ["kept", "absorbed"])
def test_undoing_brings_back_for_what_the_row_that_was_dropped_says_they_left(stays: str):
    kept, absorbed = make_two()
    meeting = make_draft(items=2)
    key = both_at(meeting, kept, absorbed)
    first, second = meeting.agenda_items.in_order()
    for row in meeting.attendances.all():
        make_span(row, from_item=first, to_item=first, reason="interest_declared", note="owns a plot")
        make_span(row, from_item=second, from_time=dt.time(20, 15))
    publish_now(meeting)
    before = rows()

    merge = merge_people(kept, absorbed, decisions={key: stays})
    assert [row.spans.count() for row in meeting.attendances.all()] == [2]
    undone = undo_merge(merge)

    assert (rows(), undone.left) == (before, 0)
    assert list(problems_of_record()) == []


def test_span_of_an_agenda_item_deleted_since_is_left_and_the_row_comes_back():
    kept, absorbed = make_two()
    meeting = make_draft(items=1)
    key = both_at(meeting, kept, absorbed)
    item = meeting.agenda_items.get()
    make_span(meeting.attendances.get(person=absorbed), from_item=item)
    merge = merge_people(kept, absorbed, decisions={key: "kept"})
    item.delete()

    undone = undo_merge(merge)

    assert undone.left == 1
    assert undone.restored.attendances.get().spans.count() == 0


def test_undoing_leaves_what_was_changed_since():
    kept, absorbed = make_two()
    row = make_attendance(make_draft(), person=absorbed)
    other = make_attendance(make_draft(), person=absorbed)
    merge = merge_people(kept, absorbed, decisions={})
    Attendance.objects.filter(pk=row.pk).update(person=make_person())

    undone = undo_merge(merge)

    assert undone.left == 1
    assert list(undone.restored.attendances.all()) == [other]


def test_undoing_twice_is_refused():
    merge = merge_people(*make_two(), decisions={})
    undo_merge(merge)

    with pytest.raises(CannotMerge, match="undone already"):
        undo_merge(merge)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merges_are_undone_in_any_order(order):
    first, second, third = (
        make_person("A", slug="a"),
        make_person("B", slug="b"),
        make_person("C", slug="c"),
    )
    for person in (first, second, third):
        make_attendance(make_draft(), person=person)
    before = rows()

    merges = [merge_people(second, first, decisions={}), merge_people(third, second, decisions={})]
    for number in order:
        undo_merge(merges[number])

    assert rows() == before


def test_address_given_away_since_is_not_taken_back():
    kept, absorbed = make_two()
    merge = merge_people(kept, absorbed, decisions={})
    Person.objects.filter(pk=kept.pk).update(slug="stuart")

    assert undo_merge(merge).restored.slug == "kate-stuart"


def test_undoing_in_published_minutes_writes_a_version():
    kept, absorbed = make_two()
    key = both_at(meeting := make_draft(), kept, absorbed)
    publish_now(meeting)
    merge = merge_people(kept, absorbed, decisions={key: "kept"})

    with pytest.raises(CannotMerge, match="only a user who may correct"):
        undo_merge(merge, may_correct=False)
    undo_merge(merge)

    meeting.refresh_from_db()
    attendances = (current_snapshot(meeting) or {})["attendances"]
    assert [row["person"]["name"] for row in attendances] == ["Kate Stewart", "Kate Stuart"]
    assert Revision.objects.get(number=3).reason == "Two people were taken for one."


def test_removed_row_without_room_stays_away():
    kept, absorbed = make_two()
    key = both_at(meeting := make_draft(), kept, absorbed)
    merge = merge_people(kept, absorbed, decisions={key: "kept"})
    meeting.delete()

    assert undo_merge(merge).left == 1


def test_undoing_keeps_the_index_right():
    kept, absorbed = make_two()
    make_meeting()
    make_attendance(meeting := make_draft(), person=absorbed)
    publish_now(meeting)

    undo_merge(merge_people(kept, absorbed, decisions={}))

    assert list(check_index()) == []
