"""What usually comes next."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.next_meeting import Habit, count_of, next_day, next_number


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


@pytest.mark.parametrize(
    ("written", "following"),
    [
        ("12", "13"),
        ("第81次", "第82次"),
        ("第九次", "第十次"),
        ("第十九次", "第二十次"),
        ("第九十九次", "第一百次"),
        ("第一〇四次", ""),
        ("第一百零九次", "第一百一十次"),
        ("No. 007", "No. 008"),
        ("第９次", "第１０次"),
        ("2023-7", "2023-8"),
        ("三届二次", ""),
        ("", ""),
        ("special", ""),
    ],
)
def test_next_number_is_written_like_the_last(written: str, following: str):
    assert next_number(written, year=2023, last_year=2023) == following


def test_next_number_of_a_new_year_carries_the_year():
    assert next_number("2023-7", year=2024, last_year=2023) == "2024-8"
    assert next_number("2023-7", year=2024, last_year=2023, restarts=True) == "2024-1"
    assert next_number("第十二次", year=2024, last_year=2023, restarts=True) == "第一次"


def test_chinese_numbers_follow_one_another():
    written, counts = "第一次", []
    for _step in range(998):
        written = next_number(written, year=2023, last_year=2023)
        counts.append(count_of(written))

    assert counts == list(range(2, 1000))


@given(st.text(max_size=30))
def test_any_number_is_taken(written: str):
    next_number(written, year=2024, last_year=2023)
    count_of(written)
