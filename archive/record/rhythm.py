"""Rhythm: where the days of a body's meetings, which carry no numbers, let a gap be seen."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from archive.models.meeting import MeetingQuerySet
from archive.text.meeting_numbers import read_meeting_number

# Conservative on purpose: a gap is told only where a reader of the calendar would see one too.
AROUND = 6  # intervals before and after one that it is measured by
FEWEST_INTERVALS = 8
STEADY = 3 / 4  # of the intervals around, which are at most one and a half times the usual one
TIMES, SHORTEST_GAP = 3, 45  # a gap has three times the usual interval, and more days than holidays take
FEWEST_YEARS, SAME = 5, 2 / 3  # of the whole years, which have the same number of meetings


class Gap(NamedTuple):
    """Two meetings that follow each other late; `usual` is the number of days between others."""

    after: dt.date
    before: dt.date
    usual: int

    @property
    def days(self) -> int:
        return (self.before - self.after).days


class ShortYear(NamedTuple):
    year: int
    held: int
    usual: int


class Rhythm(NamedTuple):
    """Whether a body's meetings have numbers or a rhythm, and what breaks the latter, the latest first."""

    numbered: int
    unnumbered: int
    is_steady: bool
    gaps: list[Gap]
    short_years: list[ShortYear]


NO_RHYTHM = Rhythm(0, 0, False, [], [])


def rhythms_of(meetings: MeetingQuerySet) -> dict[int, Rhythm]:
    """Return {body: rhythm} of meetings with a public address; one query.

    A joint meeting counts for each of its bodies. Cancelled and withdrawn meetings count: it is known what
    became of them. Where most meetings carry
    numbers, these tell what is missing, and the rhythm is not judged.
    """
    rows = meetings.ever_published().exclude(status="scheduled").oldest_first()
    found: dict[int, list[tuple[dt.date, bool, bool]]] = defaultdict(list)
    for body, _first, date, precision, number in rows.by_each_body("date", "date_precision", "number"):
        found[body].append((date, precision == "day", read_meeting_number(number) is not None))
    return {body: rhythm_of(days) for body, days in found.items()}


def rhythm_of(days: list[tuple[dt.date, bool, bool]]) -> Rhythm:
    """Return the rhythm of (date, is to the day, is numbered), the earliest first."""
    numbered = sum(is_numbered for _date, _known, is_numbered in days)
    unnumbered = len(days) - numbered
    if numbered > unnumbered or not all(known for _date, known, _number in days):
        return Rhythm(numbered, unnumbered, False, [], [])
    dates = sorted({date for date, _known, _number in days})
    gaps, short = gaps_between(dates), short_years(dates)
    is_steady = gaps is not None or short is not None
    return Rhythm(numbered, unnumbered, is_steady, (gaps or [])[::-1], (short or [])[::-1])


def gaps_between(dates: list[dt.date]) -> list[Gap] | None:
    """Return intervals out of step with those around; None unless half of all stretches are steady."""
    intervals = [(later - earlier).days for earlier, later in pairwise(dates)]
    found, judged, steady = [], 0, 0
    for place, days in enumerate(intervals):
        around = intervals[max(0, place - AROUND) : place] + intervals[place + 1 : place + 1 + AROUND]
        if len(around) < FEWEST_INTERVALS:
            continue
        judged, usual = judged + 1, median(around)
        if sum(other <= 1.5 * usual for other in around) < STEADY * len(around):
            continue
        steady += 1
        if days >= max(TIMES * usual, SHORTEST_GAP):
            found.append(Gap(dates[place], dates[place + 1], round(usual)))
    return found if steady and 2 * steady >= judged else None


def short_years(dates: list[dt.date]) -> list[ShortYear] | None:
    """Return whole years with fewer meetings than most; None if most do not have the same number.

    The first and the last year may not be whole.
    """
    counts = Counter(date.year for date in dates)
    years = range(min(counts) + 1, max(counts)) if counts else range(0)
    if len(years) < FEWEST_YEARS:
        return None
    usual, times = Counter(counts[year] for year in years).most_common(1)[0]
    if usual < 2 or times < SAME * len(years):
        return None
    return [ShortYear(year, counts[year], usual) for year in years if counts[year] < usual]
