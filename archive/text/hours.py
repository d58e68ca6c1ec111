"""Hours of a meeting: which of them are past midnight, and how meetings of a day are ordered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

DAY = 24 * 60  # minutes


class Hours(NamedTuple):
    """Start and end of what began and ended in one go: an end before the start is on the next day."""

    start: dt.time | None = None
    end: dt.time | None = None

    @property
    def ends_next_day(self) -> bool:
        return self.start is not None and self.end is not None and self.end < self.start

    @property
    def length_minutes(self) -> int | None:
        """From start to end, 0 to 1439; None if one of them is not known."""
        if self.start is None or self.end is None:
            return None
        return (minutes(self.end) - minutes(self.start)) % DAY

    def minute_of(self, time: dt.time) -> int:
        """Return when somebody came or left, in minutes from the midnight before the start."""
        return minutes(time) + (DAY if self.is_next_day(time) else 0)

    def is_next_day(self, time: dt.time) -> bool:
        """Return whether somebody who came or left at a time did so on the next day.

        A time before the start is on the day to which it is nearer: 18:50 and 00:30 of 19:00 to 01:10.
        """
        if self.start is None or time >= self.start:
            return False
        start = minutes(self.start)
        end = start + (self.length_minutes or 0)
        early, late = start - minutes(time), max(0, minutes(time) + DAY - end)
        return late < early

    def minutes_of(self, arrived: dt.time | None, left: dt.time | None) -> tuple[int | None, int | None]:
        """Return arrival and departure as minute_of() does; one who leaves at an earlier time left later.

        The departure is before the arrival only if the start of the meeting makes it so.
        """
        came = None if arrived is None else self.minute_of(arrived)
        went = None if left is None else self.minute_of(left)
        if self.start is None and came is not None and went is not None and went < came:
            went += DAY
        return came, went


def read_hours(row: Mapping[str, Any]) -> Hours:
    """Return the hours of a meeting or a sitting in a Record, {"start_time": "19:00:00", …}.

    The end of a meeting of several days is on the last of them, and not among these.
    """
    start, end = row.get("start_time"), None if row.get("end_date") else row.get("end_time")
    return Hours(
        dt.time.fromisoformat(start) if start else None, dt.time.fromisoformat(end) if end else None
    )


def next_days(row: Mapping[str, Any], meeting: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return whether somebody came, and whether they left, on the next day: a row of the attendance.

    Of a meeting of several days nobody knows which of them is meant, so neither is said.
    """
    if meeting.get("end_date"):
        return False, False
    times = (row[name] and dt.time.fromisoformat(row[name]) for name in ("arrived_at", "left_at"))
    came, went = (minute or 0 for minute in read_hours(meeting).minutes_of(*times))
    return came >= DAY, went >= DAY


def minutes(time: dt.time) -> int:
    """Return the minutes since midnight."""
    return time.hour * 60 + time.minute


def start_minute_of(start: dt.time | None) -> int:
    """Return what meetings of one day are ordered by: 1 to 1440, or 0 if the start is not known."""
    return 0 if start is None else 1 + minutes(start)


def are_backwards(hours: Hours, first: dt.time | None, last: dt.time | None) -> bool:
    """Return whether the end of a part of a meeting is before its beginning, on whichever day both are."""
    if hours.start is None or first is None or last is None:
        return False
    return hours.minute_of(last) < hours.minute_of(first)
