"""Calendars hold what was published of meetings on known days, and each event keeps its name."""

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from archive.models import Meeting
from archive.operations.publish import correct, move_meeting, withdraw
from tests.factories import make_body, make_draft, make_meeting

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)
NINE, ELEVEN = dt.time(9), dt.time(11, 30)


def calendar(client, address: str = "/calendar.ics") -> Any:
    """Return a calendar as the library reads it, which must have nothing to complain of."""
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content)
    assert [component.errors for component in found.walk() if component.errors] == []
    return found


def events(client, address: str = "/calendar.ics") -> list[Any]:
    return calendar(client, address).events


def make_evening(**fields: Any) -> Meeting:
    fields.setdefault("date", DAY)
    return make_meeting(body=make_body("Council", slug="council"), name="Evening", **fields)


def test_calendar_says_when_where_and_what(client, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    make_evening(start_time=NINE, end_time=ELEVEN, location="Hall; upstairs", summary="Pumps,\nand more.")

    (event,) = events(client)

    assert event["SUMMARY"] == "Council: Evening"
    assert event["LOCATION"] == "Hall; upstairs"
    assert event["DESCRIPTION"] == "Pumps,\nand more."
    assert event["URL"] == "http://testserver/meetings/council/2023-08-23/"
    assert event.start == dt.datetime(2023, 8, 23, 1, 0, tzinfo=dt.UTC)
    assert event.end == dt.datetime(2023, 8, 23, 3, 30, tzinfo=dt.UTC)
    assert event["STATUS"] == "CONFIRMED"


def test_calendar_names_itself_in_both_ways(client):
    make_evening()

    found = calendar(client, "/bodies/council/calendar.ics")

    assert found["NAME"] == found["X-WR-CALNAME"] == "Council: Minutebook"
    assert found["SOURCE"] == "http://testserver/bodies/council/calendar.ics"
    assert found["METHOD"] == "PUBLISH"


def test_calendar_repeats_nothing_that_was_put_into_its_address(client):
    make_evening()

    found = calendar(client, "/calendar.ics?year=2023&note=" + "x" * 200)

    assert found["SOURCE"] == "http://testserver/calendar.ics"


def test_meeting_without_hours_is_an_event_of_the_day_that_keeps_nobody_busy(client):
    make_evening()

    (event,) = events(client)

    assert event["DTSTART"].dt == DAY
    assert "DTEND" not in event
    assert event["TRANSP"] == "TRANSPARENT"


def test_meeting_that_ends_before_it_begins_ends_on_the_next_day(client):
    make_evening(start_time=dt.time(19), end_time=dt.time(1, 10))

    [event] = events(client)
    assert (event.end - event.start, event.end.date()) == (
        dt.timedelta(hours=6, minutes=10),
        DAY + dt.timedelta(days=1),
    )


def test_cancelled_meeting_is_cancelled(client):
    make_evening(status="cancelled")

    assert events(client)[0]["STATUS"] == "CANCELLED"


def test_event_keeps_its_name_when_the_meeting_moves_or_is_cancelled(client):
    meeting = make_evening(status="scheduled")
    before = events(client)[0]
    move_meeting(meeting, date=dt.date(2023, 8, 24), reason="Put off.")
    meeting.refresh_from_db()
    meeting.status = "cancelled"
    meeting.save()
    correct(meeting, kind="corrected", reason="Called off.")

    (event,) = events(client)

    assert event["UID"] == before["UID"]
    assert (before["SEQUENCE"], event["SEQUENCE"]) == (0, 2)
    assert event["DTSTART"].dt == dt.date(2023, 8, 24)


def test_two_meetings_of_a_day_have_two_names(client):
    body = make_evening().body
    make_meeting(body=body, date=DAY)

    assert len({event["UID"] for event in events(client)}) == 2


@pytest.mark.parametrize("address", ["/calendar.ics", "/bodies/council/calendar.ics"])
def test_meeting_to_come_is_in_the_calendar_once_it_is_published(client, address: str):
    body = make_evening().body
    make_draft(body=body, name="Secret", date=dt.date(2101, 1, 1), status="scheduled")
    make_meeting(body=body, name="Next", date=dt.date(2100, 1, 1), status="scheduled")

    assert [event["SUMMARY"] for event in events(client, address)] == ["Council: Next", "Council: Evening"]


def test_withdrawn_meeting_and_one_of_an_unknown_day_are_not_in_the_calendar(client):
    body = make_evening().body
    make_meeting(body=body, date=dt.date(2011, 5, 1), date_precision="month")
    withdraw(make_meeting(body=body, name="Withdrawn"), reason="Entered twice.")

    assert [event["SUMMARY"] for event in events(client)] == ["Council: Evening"]


def test_calendar_of_a_body_holds_its_meetings_only(client):
    make_evening()
    make_meeting(body=make_body("Board"))

    assert [event["SUMMARY"] for event in events(client, "/bodies/council/calendar.ics")] == [
        "Council: Evening"
    ]


def test_calendar_survives_what_it_cannot_hold(client):
    make_evening(location="Hall\x0b\x1b", summary="[[redacted: privacy]] and 😀\r\n" + "防" * 300)

    (event,) = events(client)

    assert event["LOCATION"] == "Hall"
    assert event["DESCRIPTION"].startswith("[Redacted: privacy] and 😀\n防防")


def test_lines_of_a_calendar_are_no_longer_than_the_standard_allows(client):
    make_evening(summary="防" * 300)

    content = client.get("/calendar.ics").content

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("address", ["/calendar.ics", "/bodies/council/calendar.ics"])
def test_calendar_that_has_not_changed_answers_304(client, address: str):
    make_evening()
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address).content == first.content


def test_empty_calendar_is_a_calendar(client):
    assert events(client) == []


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_query_count(client, django_assert_num_queries, count: int):
    for _ in range(count):
        make_meeting()

    with django_assert_num_queries(7):
        found = events(client)

    assert len(found) == count
