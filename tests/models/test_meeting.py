"""Meetings: what is asked of them, their addresses, and what may not be deleted."""

import datetime as dt
from operator import attrgetter
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.test.utils import CaptureQueriesContext

from archive.models import Meeting, Resolution
from archive.models.fields import Literal
from archive.models.meeting_body import MeetingBody
from archive.operations.publish import withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_span,
    make_vote,
)

pytestmark = pytest.mark.django_db


def names(meetings: QuerySet[Meeting]) -> list[str]:
    return [meeting.name for meeting in meetings]


@pytest.fixture
def one_of_each() -> None:
    make_draft(name="draft")
    make_meeting(name="published")
    withdraw(make_meeting(name="withdrawn"), reason="Entered twice.")


@pytest.mark.usefixtures("one_of_each")
@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("published", ["published"]),
        ("drafts", ["draft"]),
        ("ever_published", ["published", "withdrawn"]),
    ],
)
def test_publication_narrows(method: str, expected: list[str]):
    assert names(getattr(Meeting.objects, method)().order_by("name")) == expected


def test_for_body():
    board = make_body()
    make_draft(name="of the board", body=board)
    make_draft(name="of others")

    assert names(Meeting.objects.for_body(board)) == ["of the board"]


def test_for_person_takes_any_status_once():
    person = make_person()
    make_attendance(make_draft(name="excused"), person=person, status="excused")
    make_attendance(make_draft(name="present"), person=person)
    make_attendance(make_draft(name="others"))

    assert names(Meeting.objects.for_person(person).order_by("name")) == ["excused", "present"]


def test_for_person_tells_nothing_of_attendance_that_is_not_public():
    person = make_person()
    make_attendance(make_meeting(attendance_status="not_public"), person=person)

    assert names(Meeting.objects.for_person(person)) == []


def test_in_year_takes_its_first_and_last_day():
    for date in ("2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"):
        make_draft(name=date, date=dt.date.fromisoformat(date))

    assert names(Meeting.objects.in_year(2023).oldest_first()) == ["2023-01-01", "2023-12-31"]


def test_since_and_until_take_the_day_itself():
    for number in (22, 23, 24):
        make_draft(name=str(number), date=dt.date(2023, 8, number))
    day = dt.date(2023, 8, 23)

    assert names(Meeting.objects.since(day).oldest_first()) == ["23", "24"]
    assert names(Meeting.objects.until(day).oldest_first()) == ["22", "23"]


def test_classified():
    make_draft(name="special", classification="special")
    make_draft(name="regular")

    assert names(Meeting.objects.classified("special")) == ["special"]


def test_before_and_after_part_meetings_of_one_day():
    days = [dt.date(2023, 8, day) for day in (22, 23, 23, 23, 24)]
    first, morning, noon, evening, last = [make_draft(name=str(n), date=d) for n, d in enumerate(days)]

    assert list(Meeting.objects.before(noon).newest_first()) == [morning, first]
    assert list(Meeting.objects.after(noon).oldest_first()) == [evening, last]


def test_list_columns_count_what_the_public_may_see():
    meeting = make_draft(present=2, items=1, resolutions=1)
    make_attendance(meeting, status="absent")
    closed = meeting.agenda_items.get()
    closed.is_public = False
    closed.save()
    make_resolution(meeting, agenda_item=closed)

    listed = Meeting.objects.with_list_columns().get()

    assert attrgetter("present_rows", "resolution_count")(listed) == (2, 1)


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({}, 2),
        ({"present_count": 41}, 41),
        ({"present_count": 0}, 0),
        ({"present_count": 41, "attendance_status": "not_public"}, None),
    ],
)
def test_present_total_prefers_the_declared_count(fields: dict, total: int | None):
    make_draft(present=2, **fields)

    assert Meeting.objects.with_list_columns().get().present_total == total


def test_present_total_of_a_meeting_without_rows_is_unknown():
    make_draft()

    assert Meeting.objects.with_list_columns().get().present_total is None


def test_counted_by_year_begins_with_the_earliest():
    for year in (2023, 2011, 2023):
        make_draft(date=dt.date(year, 5, 1))

    assert Meeting.objects.counted_by_year() == [(2011, 1), (2023, 2)]


@pytest.mark.parametrize("count", [1, 3])
def test_with_children_query_count(django_assert_num_queries, count: int):
    for _ in range(count):
        meeting = make_draft(present=count, items=count, resolutions=count)
        make_vote(meeting.resolutions.all()[0])
        make_action(meeting, responsible=make_person())
        make_document(meeting)
        make_span(meeting.attendances.all()[0], from_item=meeting.agenda_items.all()[0])

    with django_assert_num_queries(9):
        meetings = list(Meeting.objects.with_children())

    assert [len(meeting.resolutions.all()) for meeting in meetings] == [count] * count


def test_with_children_asks_no_table_without_rows(django_assert_num_queries):
    make_draft(present=1, resolutions=1)

    with django_assert_num_queries(4):
        meeting = Meeting.objects.with_children().get()

    [person], [resolution] = meeting.attendances.all(), meeting.resolutions.all()
    empty = [meeting.agenda_items, meeting.sittings, meeting.documents, meeting.translations]
    with django_assert_num_queries(0):
        assert [list(rows.all()) for rows in (*empty, person.spans, resolution.votes)] == [[]] * 6


def test_with_children_fetches_earlier_meetings_that_are_named(django_assert_num_queries):
    earlier = make_draft(items=1)
    later = make_draft(items=2)
    Meeting.objects.filter(pk=later.pk).update(approved_at=earlier)
    later.agenda_items.filter(position=2).update(continued_from=earlier.agenda_items.get())

    with django_assert_num_queries(5):
        meeting = Meeting.objects.with_children().get(pk=later.pk)

    with django_assert_num_queries(0):
        [first, second] = meeting.agenda_items.all()
        assert meeting.approved_at
        assert meeting.approved_at.body == earlier.body
        assert second.continued_from
        assert second.continued_from.meeting.body == earlier.body
        assert first.continued_from is None


def test_draft_address_is_its_preview():
    meeting = make_draft()

    assert meeting.get_absolute_url() == f"/preview/{meeting.pk}/"


def test_published_address_is_body_and_day():
    meeting = make_meeting(body=make_body("Town Council"), date=dt.date(2023, 8, 23))

    assert meeting.get_absolute_url() == "/meetings/town-council/2023-08-23/"


def test_withdrawn_address_stays():
    meeting = make_meeting(body=make_body("Town Council"), date=dt.date(2023, 8, 23))

    withdraw(meeting, reason="Entered twice.")

    assert meeting.get_absolute_url() == "/meetings/town-council/2023-08-23/"


def test_year_follows_the_date():
    meeting = make_draft(date=dt.date(2022, 12, 31))
    meeting.date = dt.date(2023, 1, 1)

    meeting.save(update_fields=["date"])

    assert Meeting.objects.get().year == 2023


def test_resolutions_follow_body_and_date():
    meeting = make_draft(resolutions=1, date=dt.date(2023, 8, 23))
    other = make_body()
    meeting.body, meeting.date = other, dt.date(2023, 8, 24)

    meeting.save()

    assert Resolution.objects.values_list("body", "date").get() == (other.pk, dt.date(2023, 8, 24))


def test_draft_is_deleted_with_all_that_hangs_on_it():
    meeting = make_draft(present=1, resolutions=2)
    item = make_item(meeting)
    decided = make_resolution(meeting, agenda_item=item)
    decided.relations.create(target=meeting.resolutions.get(sequence=1), kind="amends")
    make_vote(decided)
    make_action(meeting, agenda_item=item, resolution=decided)
    make_document(meeting, resolution=decided)

    meeting.delete()

    assert not Meeting.objects.exists()
    assert not Resolution.objects.exists()


def test_draft_that_others_act_upon_cannot_be_deleted():
    target = make_resolution(make_draft())
    make_resolution(make_draft()).relations.create(target=target, kind="amends")

    with pytest.raises(RestrictedError):
        target.meeting.delete()


@pytest.mark.parametrize("state", ["published", "withdrawn"])
@pytest.mark.parametrize("route", ["instance", "queryset", "body"])
def test_meeting_with_versions_cannot_be_deleted(state: str, route: str):
    meeting = make_meeting()
    if state == "withdrawn":
        withdraw(meeting, reason="Entered twice.")
    rows: dict[str, Any] = {"instance": meeting, "queryset": Meeting.objects.all(), "body": meeting.body}

    with pytest.raises(ProtectedError):
        rows[route].delete()

    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_versions_cannot_be_deleted():
    revision = make_meeting().revisions.get()

    with pytest.raises(ProtectedError, match="never removed"):
        revision.delete()
    with pytest.raises(ProtectedError, match="never removed"):
        revision.meeting.revisions.all().delete()


@pytest.mark.django_db(transaction=True)
def test_database_itself_keeps_meetings_with_versions():
    meeting = make_meeting()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_meeting WHERE id = %s", [meeting.pk])

    assert Meeting.objects.get() == meeting


def test_approving_meeting_cannot_be_deleted():
    later = make_draft()
    make_draft(approved_at=later)

    with pytest.raises(ProtectedError):
        later.delete()


def test_published_meetings_are_counted_by_an_index_alone(engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL knows what a bound word is before it plans")
    with CaptureQueriesContext(connection) as queries:
        Meeting.objects.published().count()

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        [plan] = cursor.fetchall()

    assert "publication\" = 'published'" in queries[0]["sql"]
    assert "USING INDEX meeting_" in plan[3]


@pytest.mark.parametrize(("way", "order"), [("before", "newest_first"), ("after", "oldest_first")])
def test_neighbours_are_found_in_a_range_of_an_index(engine: str, way: str, order: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL reads a table as small as this one whole")
    meeting = make_meeting()
    of_body = Meeting.objects.published().for_body(meeting.body)

    plan = getattr(getattr(of_body, way)(meeting), order)().explain()

    assert "USING INDEX meeting_newest_of_body (body_id=? AND date" in plan


def test_literal_is_a_plain_word():
    with pytest.raises(ValueError, match="no plain word"):
        Meeting.objects.filter(publication=Literal("it's")).count()


# What waits for entry or approval

TODAY = dt.date(2023, 9, 1)
BEFORE = dt.date(2023, 8, 23)
EMPTY: dict[str, Any] = {"date": BEFORE, "text": "", "summary": ""}


def test_meeting_past_its_day_with_nothing_entered_waits_for_minutes():
    waiting = [make_draft(**EMPTY), make_draft(**EMPTY, status="scheduled", items=1)]

    assert list(Meeting.objects.due_for_entry(TODAY).oldest_first()) == waiting


@pytest.mark.parametrize(
    "fields",
    [
        EMPTY | {"text": "The committee met."},
        EMPTY | {"summary": "It met."},
        EMPTY | {"items": 1},
        EMPTY | {"resolutions": 1},
        EMPTY | {"date": TODAY},
        EMPTY | {"status": "cancelled"},
        EMPTY | {"disclosure": "closed"},
    ],
)
def test_other_meetings_wait_for_no_minutes(fields):
    make_draft(**fields)

    assert list(Meeting.objects.due_for_entry(TODAY)) == []


def test_published_agenda_waits_for_minutes_until_it_is_withdrawn():
    agenda = make_meeting(**EMPTY, status="scheduled", items=1)

    assert list(Meeting.objects.due_for_entry(TODAY)) == [agenda]

    Meeting.objects.update(publication="withdrawn")
    assert list(Meeting.objects.due_for_entry(TODAY)) == []


def test_draft_is_either_begun_or_without_minutes():
    make_draft(**EMPTY)
    make_meeting()
    make_draft(disclosure="closed")
    begun, coming = make_draft(date=BEFORE), make_draft(**EMPTY | {"date": TODAY})

    assert list(Meeting.objects.being_entered(TODAY).oldest_first()) == [begun, coming]


def test_unapproved_leaves_out_what_nobody_approves():
    body = make_body(approval="at_later_meeting")
    waiting = make_meeting(body=body)
    make_draft(body=body)
    make_meeting(body=body, approved_on=TODAY)
    make_meeting(body=body, status="cancelled")
    make_meeting(body=make_body(approval="none"))
    make_meeting(body=make_body())

    assert list(Meeting.objects.unapproved()) == [waiting]


def test_next_date_is_that_of_the_body_and_not_cancelled():
    meeting = make_meeting(date=BEFORE)
    make_draft(date=BEFORE + dt.timedelta(1))
    for days, status in ((2, "cancelled"), (3, "scheduled"), (4, "held")):
        make_draft(body=meeting.body, date=BEFORE + dt.timedelta(days), status=status)

    found: Any = Meeting.objects.with_next_date().get(pk=meeting.pk)
    assert found.next_date == dt.date(2023, 8, 26)


def test_absence_counts_count_each_kind():
    meeting = make_draft(present=2)
    for status in ("excused", "excused", "absent"):
        make_attendance(meeting, status=status)

    counted: Any = Meeting.objects.with_absence_counts().get()

    assert (counted.excused_rows, counted.absent_rows) == (2, 1)


def test_next_after_follows_the_list_and_begins_again():
    days = [dt.date(2023, 8, day) for day in (3, 2, 1)]
    first, second, third = (make_draft(date=day) for day in days)
    drafts = Meeting.objects.drafts()

    assert [drafts.next_after(one) for one in (first, second, third)] == [second, third, first]


def test_next_after_the_only_draft_is_none():
    only = make_draft()
    make_item(only)
    make_resolution(only)

    assert Meeting.objects.drafts().next_after(only) is None


def test_present_total_does_not_count_officers_alone():
    meeting = make_meeting()
    make_attendance(meeting, role="chair")
    make_attendance(meeting, role="recorder")

    assert Meeting.objects.with_list_columns().get().present_total is None


def test_rows_added_to_a_meeting_that_had_none_are_found():
    first, second = Meeting.objects.with_children().filter(pk__in=[make_draft().pk, make_draft().pk])

    first.sittings.create(date=first.date)
    MeetingBody.objects.create(meeting=first, body=make_body("Foundation"), position=1)

    assert [len(one.sittings.all()) for one in (first, second)] == [1, 0]
    assert [one.other_bodies.filter(body__name="Foundation").count() for one in (first, second)] == [1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_sittings_cost_two_queries(django_assert_num_queries, count: int):
    for _ in range(count):
        make_meeting().sittings.create(date=dt.date(2024, 5, 2))

    with django_assert_num_queries(3):
        found = [list(one.sittings.all()) for one in Meeting.objects.with_sittings()]

    assert len(found) == count
    assert all(found)
