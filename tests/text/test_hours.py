"""Hours of a meeting: what is past midnight, and the order of a day."""

import datetime as dt

import pytest

from archive.text.hours import Hours, start_minute_of


def at(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("start", "end", "is_next_day", "length"),
    [
        ("19:00", "01:10", True, 370),
        ("19:00", "00:00", True, 300),
        ("09:00", "11:30", False, 150),
        ("09:00", "09:00", False, 0),
        (None, "01:10", False, None),
        ("19:00", None, False, None),
    ],
)
def test_end_before_the_start_is_on_the_next_day(start, end, is_next_day, length):
    hours = Hours(at(start), at(end))

    assert (hours.ends_next_day, hours.length_minutes) == (is_next_day, length)


@pytest.mark.parametrize(
    ("start", "end", "time", "expected"),
    [
        ("19:00", "01:10", "00:30", True),
        ("19:00", "01:10", "01:20", True),  # stayed on for a word
        ("19:00", "01:10", "18:50", False),  # early
        ("19:00", "01:10", "22:00", False),
        ("19:00", None, "00:30", True),
        ("09:00", None, "08:30", False),
        ("09:00", "11:30", "08:30", False),
        ("19:00", "19:00", "18:55", False),
        (None, "01:10", "00:30", False),
    ],
)
def test_who_comes_or_leaves_before_the_start_does_so_on_the_nearer_day(start, end, time, expected):
    assert Hours(at(start), at(end)).is_next_day(dt.time.fromisoformat(time)) is expected


@pytest.mark.parametrize(
    ("start", "arrived", "left", "expected"),
    [
        ("19:00", "22:00", "00:30", (1320, 1470)),
        ("19:00", "00:10", "00:30", (1450, 1470)),
        (None, "22:00", "00:30", (1320, 1470)),
        ("09:00", "10:00", "09:30", (600, 570)),  # no midnight explains it
        ("19:00", None, "00:30", (None, 1470)),
    ],
)
def test_arrival_and_departure_are_counted_from_one_midnight(start, arrived, left, expected):
    assert Hours(at(start), None).minutes_of(at(arrived), at(left)) == expected


def test_meetings_of_a_day_are_ordered_by_start_the_unknown_first():
    starts = [at("14:00"), None, at("09:00"), at("00:00")]

    assert sorted(starts, key=start_minute_of) == [None, at("00:00"), at("09:00"), at("14:00")]
