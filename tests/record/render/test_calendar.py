"""Calendar events, from parts of a Record alone."""

import datetime as dt
from typing import Any

import pytest

from archive.record.render.calendar import event_of, events_of
from tests.record.sample import listed, sample_record

pytestmark = pytest.mark.any_engine


def event(**changes: Any) -> Any:
    return event_of(listed(sample_record(**changes)), lambda address: f"https://example.org{address}")


def test_event_says_when_where_and_what(settings):
    settings.TIME_ZONE = "Asia/Shanghai"

    found = event()

    assert found["SUMMARY"] == "Harbourboard: Evening"
    assert (found["LOCATION"], found["DESCRIPTION"]) == ("Lighthouse", "Summarised")
    assert found.start == dt.datetime(2023, 8, 23, 1, 0, tzinfo=dt.UTC)
    assert found.end == dt.datetime(2023, 8, 23, 3, 30, tzinfo=dt.UTC)
    assert found["URL"] == "https://example.org/meetings/harbour/2023-08-23/"
    assert (found["UID"], found["SEQUENCE"]) == (f"{'ef' * 32}@minutebook", 0)
    assert (found["STATUS"], found["TRANSP"]) == ("CONFIRMED", "OPAQUE")


@pytest.mark.parametrize("end", [None, "09:00:00"])
def test_event_that_does_not_end_after_it_begins_has_no_end(end: str | None):
    assert "DTEND" not in event(end_time=end)


@pytest.mark.parametrize(
    ("hours", "last", "expected"),
    [
        (
            ("19:00:00", "01:00:00"),
            "2023-08-24",
            ("2023-08-23T19:00:00+00:00", "2023-08-24T01:00:00+00:00"),
        ),
        (("14:00:00", "12:00:00"), "2023-08-24", ("2023-08-23", "2023-08-25")),
        (("19:00:00", "20:00:00"), "2023-08-24", ("2023-08-23", "2023-08-25")),
        (("19:00:00", "01:00:00"), "2023-08-25", ("2023-08-23", "2023-08-26")),
    ],
)
def test_night_that_names_its_last_day_too_keeps_its_hours(settings, hours, last, expected):
    settings.TIME_ZONE = "UTC"
    meeting = listed(sample_record(start_time=hours[0], end_time=hours[1], end_date=last))

    [found] = events_of(meeting, lambda address: f"https://example.org{address}")

    ends: list[Any] = [found["DTSTART"], found["DTEND"]]
    assert tuple(end.dt.isoformat() for end in ends) == expected


def test_event_without_hours_is_the_day():
    found = event(start_time=None)

    assert found["DTSTART"].dt == dt.date(2023, 8, 23)
    assert (found["TRANSP"], "DTEND" in found) == ("TRANSPARENT", False)


def test_cancelled_meeting_is_a_cancelled_event():
    assert event(status="cancelled")["STATUS"] == "CANCELLED"


def test_redactions_are_in_words():
    found = event(name="A [[redacted: privacy]]", location="[[redacted: privacy]]")

    assert found["SUMMARY"] == "Harbourboard: A [Redacted: privacy]"
    assert found["LOCATION"] == "[Redacted: privacy]"
