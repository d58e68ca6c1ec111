"""What usually comes next: the day and the number of a body's next meeting, by its last ones."""

import calendar
import datetime as dt
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_DAYS_OF_A_MONTH = 30.44  # on average, in the Gregorian calendar
_MONTHLY = (1, 2, 3, 6, 12)
_LAST = 5  # "the last Thursday", which is the fourth in one month and the fifth in another
_TENS = ("", "十", "百")
_HAN_DIGITS = "零一二三四五六七八九"


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


# Numbers


def next_number(written: str, *, year: int, last_year: int, restarts: bool = False) -> str:
    """Return the number that follows one, written alike: 第81次 → 第82次, 第九次 → 第十次, 2023-7 → 2023-8.

    A year within it becomes the new year. Where a body counts anew each year (`restarts`), the first of a
    new year is 1. What holds no number, or several, gives "".
    """
    runs = [
        run
        for run in re.finditer(rf"\d+|[{_HAN_DIGITS}〇十百]+", written)
        if (count := _count(run[0])) is not None and count != last_year
    ]
    if len(runs) != 1:
        return ""
    [run] = runs
    is_first = restarts and year > last_year
    count = 1 if is_first else (_count(run[0]) or 0) + 1
    following = written[: run.start()] + _written_as(count, run[0]) + written[run.end() :]
    return following.replace(str(last_year), str(year)) if year != last_year else following


def count_of(written: str) -> int | None:
    """Return what a number counts if it holds one run of digits, Chinese ones too: 第十二次 → 12."""
    counts = [_count(run) for run in re.findall(rf"\d+|[{_HAN_DIGITS}〇十百]+", written)]
    return counts[0] if len(counts) == 1 else None


def _count(run: str) -> int | None:
    if run[0].isdecimal():
        return int(run) if len(run) < 8 else None
    return _HAN_NUMBERS.get(run.replace("〇", "零"))


def _written_as(count: int, like: str) -> str:
    if not like[0].isdecimal():
        return _han(count)
    digits = str(count).zfill(len(like) if like[0] == "0" else 0)
    if unicodedata.normalize("NFKC", like) == like:
        return digits
    return digits.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def _han(count: int) -> str:
    """Return a number from 1 to 999 as Chinese writes it: 十, 二十一, 一百零五."""
    digits = str(count)
    parts = []
    for place, digit in enumerate(map(int, digits)):
        unit = _TENS[len(digits) - 1 - place] if len(digits) <= 3 else ""
        if digit:
            parts.append(_HAN_DIGITS[digit] + unit)
        elif any(digits[place + 1 :].replace("0", "")):
            parts.append(_HAN_DIGITS[0])
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


_HAN_NUMBERS = {_han(count): count for count in range(1, 1000)}
