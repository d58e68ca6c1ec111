"""What usually comes next."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.next_meeting import Habit, next_day


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("past", "day", "habit"),
    [
        (["2023-09-05", "2023-08-29", "2023-08-22"], "2023-09-12", Habit(days=7)),
        (["2023-09-05", "2023-08-22", "2023-08-08"], "2023-09-19", Habit(days=14)),
        # Moved from Tuesday to Wednesday once: the next is a Tuesday again.
        (["2023-09-06", "2023-08-29", "2023-08-22", "2023-08-15"], "2023-09-12", Habit(days=7)),
        # The second Tuesday of the month.
        (["2023-09-12", "2023-08-08", "2023-07-11"], "2023-10-10", Habit(months=1, nth=2)),
        # The last Thursday, which is the fourth or the fifth.
        (["2023-08-31", "2023-07-27", "2023-06-29", "2023-05-25"], "2023-09-28", Habit(months=1, nth=5)),
        (["2023-08-15", "2023-07-15", "2023-06-15"], "2023-09-15", Habit(months=1)),
        (["2023-09-13", "2023-06-14", "2023-03-08"], "2023-12-13", Habit(months=3, nth=2)),
        (["2023-03-08", "2022-03-09"], "2024-03-13", Habit(months=12, nth=2)),
        # Across the end of a year.
        (["2023-12-12", "2023-11-14", "2023-10-10"], "2024-01-09", Habit(months=1, nth=2)),
    ],
)
def test_next_day_follows_the_habit(past: list[str], day: str, habit: Habit):
    assert next_day(days(*past)) == (dt.date.fromisoformat(day), habit)


@pytest.mark.parametrize(
    "past", [[], ["2023-09-05"], ["2023-09-05", "2023-09-05"], ["2023-09-05", "2023-09-02"]]
)
def test_next_day_guesses_nothing_without_a_habit(past: list[str]):
    assert next_day(days(*past)) is None


@given(st.lists(st.dates(dt.date(1000, 1, 1), dt.date(2998, 1, 1)), max_size=12))
def test_next_day_comes_after_the_last(past: list[dt.date]):
    found = next_day(past)

    assert found is None or found.date > max(past)
