"""Hours of a meeting: which of them are past midnight, and how meetings of a day are ordered."""

import datetime as dt
from typing import NamedTuple

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


def minutes(time: dt.time) -> int:
    """Return the minutes since midnight."""
    return time.hour * 60 + time.minute


def start_minute_of(start: dt.time | None) -> int:
    """Return what meetings of one day are ordered by: 1 to 1440, or 0 if the start is not known."""
    return 0 if start is None else 1 + minutes(start)
