"""Predict the day of a body's next meeting from its last ones."""

import calendar
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_DAYS_OF_A_MONTH = 30.44  # on average, in the Gregorian calendar
_MONTHLY = (1, 2, 3, 6, 12)
_LAST = 5  # "the last Thursday", which is the fourth in one month and the fifth in another


class Habit(NamedTuple):
    """How often a body meets: every so many `days`, or every so many `months`; the other is 0.

    `nth` is which weekday of the month it is, 5 for the last one, and 0 if the day of the month counts.
    """

    days: int = 0
    months: int = 0
    nth: int = 0


class Next(NamedTuple):
    """The day that comes next by a habit."""

    date: dt.date
    habit: Habit


def next_day(days: Sequence[dt.date]) -> Next | None:
    """Return the day after the last one by the habit that the last ones show, or None if they show none.

    Takes the days of past meetings in any order; two are enough, more than eight are not looked at.
    """
    newest = sorted(set(days), reverse=True)[:8]
    if len(newest) < 2:
        return None
    gap = median((later - earlier).days for later, earlier in itertools.pairwise(newest))
    for every in (7, 14):
        if abs(gap - every) <= 1:
            return _after_days(newest, every)
    months = round(gap / _DAYS_OF_A_MONTH)
    if months in _MONTHLY and abs(gap - months * _DAYS_OF_A_MONTH) <= 4 + 3 * months:
        return _after_months(newest, months)
    return None


def _after_days(newest: list[dt.date], every: int) -> Next:
    """Count on from the last meeting, on the weekday that is usual: one may have been moved by a day."""
    [(weekday, _count)] = Counter(day.weekday() for day in newest).most_common(1)
    day = newest[0] + dt.timedelta(days=every)
    shift = (weekday - day.weekday() + 3) % 7 - 3
    return Next(day + dt.timedelta(days=shift), Habit(days=every))


def _after_months(newest: list[dt.date], months: int) -> Next:
    year, month = divmod(newest[0].year * 12 + newest[0].month - 1 + months, 12)
    half = len(newest) / 2
    weekdays = Counter((_nth(day), day.weekday()) for day in newest)
    weekdays += Counter((_LAST, day.weekday()) for day in newest if _is_last(day) and _nth(day) < _LAST)
    (nth, weekday), count = max(weekdays.items(), key=lambda item: (item[1], item[0][0] == _LAST))
    day_of_month, day_count = Counter(day.day for day in newest).most_common(1)[0]
    if day_count > half and day_count >= count:
        last = calendar.monthrange(year, month + 1)[1]
        return Next(dt.date(year, month + 1, min(day_of_month, last)), Habit(months=months))
    if count < half:  # of a body that keeps to no day, the last meeting is the best guess
        nth, weekday = _nth(newest[0]), newest[0].weekday()
    return Next(_nth_weekday(year, month + 1, nth, weekday), Habit(months=months, nth=nth))


def _nth(day: dt.date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last(day: dt.date) -> bool:
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> dt.date:
    first = dt.date(year, month, 1)
    found = [
        first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * week)
        for week in range(5)
        if (weekday - first.weekday()) % 7 + 7 * week < calendar.monthrange(year, month)[1]
    ]
    return found[min(nth, len(found)) - 1]
