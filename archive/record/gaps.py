"""Gaps in the published record: missing meeting numbers, and coverage by year; drafts do not count."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from archive.models import Meeting
from archive.models.meeting import MeetingQuerySet
from archive.text.meeting_numbers import MeetingNumber, Range, missing, read_meeting_number


class Number(NamedTuple):
    year: int
    date: dt.date
    numbered: MeetingNumber


class Series(NamedTuple):
    """A series of numbers with its missing `ranges`; `year` is None if it runs across years.

    `name` is what the body calls it, where it counts several.
    """

    body: int
    pattern: str
    year: int | None
    known: int
    ranges: list[Range]
    name: str = ""

    @property
    def size(self) -> int:
        return sum(one.size for one in self.ranges)

    @property
    def written(self) -> list[str]:
        """The missing numbers in the body's own form: 第2–43次."""
        return [one.written_in(self.pattern) for one in self.ranges]


def series_of(meetings: MeetingQuerySet) -> list[Series]:
    """Return the series of numbers in which some are missing, by body, the latest year first; one query.

    Withdrawn meetings still count: it is known what became of them. A series that starts again in a
    later year is taken year by year and from 1; any other between its lowest and highest number. The
    number of a joint meeting is that of its first body; whether it also is the others' is not known, so
    theirs do not lack it.
    """
    found: dict[tuple[int, str, str], list[Number]] = defaultdict(list)
    shared: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    rows = meetings.ever_published().numbered().oldest_first()
    columns = ("number_series", "year", "date", "number")
    for body, is_first, named, year, date, written in rows.by_each_body(*columns):
        if numbered := read_meeting_number(written):
            if is_first:
                found[body, named, numbered.series].append(Number(year, date, numbered))
            else:
                shared[body, named, numbered.series].add(numbered.value)
    series = [
        one._replace(name=key[1])
        for key, numbers in found.items()
        for one in split(key[0], numbers, shared[key])
    ]
    return sorted((one for one in series if one.ranges), key=lambda one: (one.body, -(one.year or 0)))


def split(body: int, numbers: list[Number], shared: Collection[int] = ()) -> list[Series]:
    """Return the numbers of one pattern as one series, or as one for each year if they start again.

    `shared` are numbers that are not missing either.
    """
    if not starts_again(numbers):
        return [series(body, None, numbers, shared)]
    years: dict[int, list[Number]] = defaultdict(list)
    for number in numbers:
        years[number.year].append(number)
    return [series(body, year, rows, shared) for year, rows in years.items()]


def starts_again(numbers: list[Number]) -> bool:
    """Return whether a later year has a number that is not above all those of the year before."""
    years: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        years[number.year].append(number.numbered.value)
    return any(min(years[later]) <= max(years[earlier]) for earlier, later in pairwise(sorted(years)))


def series(body: int, year: int | None, numbers: list[Number], shared: Collection[int] = ()) -> Series:
    counts = {number.numbered.value for number in numbers}
    since = None if year is None else min(1, *counts)
    known = counts | {number for number in shared if number < max(counts)}
    lowest = min(counts) if since is None else since
    ranges = missing({number for number in known if number >= lowest}, since=since)
    return Series(body, numbers[-1].numbered.pattern, year, len(counts), ranges)


class Coverage(NamedTuple):
    """Meetings held in a year, and how many have a recorded attendance and are approved."""

    year: int
    held: int
    recorded: int
    approved: int


def coverage_of(meetings: MeetingQuerySet) -> list[Coverage]:
    """Return the coverage by year of published meetings, the earliest first; one query."""
    return [Coverage(*row) for row in meetings.published().held().covered_by_year()]


def days_since(meeting: Meeting, today: dt.date) -> int | None:
    return (today - meeting.date).days if meeting.date_precision == Meeting.Precision.DAY else None
