"""Attendance rate: how often a person was present at the meetings of their bodies, year by year."""

from collections import Counter
from typing import NamedTuple

from archive.models import Attendance, Meeting, Person

Status = Attendance.Status


class Presence(NamedTuple):
    """Numbers of meetings: present, excused, absent, and unrecorded."""

    present: int
    excused: int
    absent: int
    unrecorded: int

    @property
    def total(self) -> int:
        """The meetings whose minutes say whether the person was there."""
        return self.present + self.excused + self.absent

    @property
    def percent(self) -> int:
        """The rate in whole per cent; 0 if there is nothing to count."""
        return round(100 * self.present / self.total) if self.total else 0


def presence_by_year(person: Person) -> dict[int, Presence]:
    """Return {year: presence} over the meetings for which a person was a member on that day.

    These are published meetings that were held, of bodies whose roster lists the person that day as
    more than an alternate or observer, and those whose minutes list the person as chair, recorder or
    member. Where the attendance was not recorded, or does not mention the person, the meeting is
    unrecorded: absence is never inferred. The earliest year comes first. Costs two queries.
    """
    rows = Attendance.objects.published().held().recorded().for_person(person).of_members_that_day()
    counts: Counter[tuple[int, str]] = Counter()
    for year, status, count in rows.counted_by_year():
        counts[year, status] += count
    silent = Meeting.objects.published().held().with_member(person).silent_about(person)
    for year, count in silent.counted_by_year():
        counts[year, ""] += count
    kinds = (Status.PRESENT, Status.EXCUSED, Status.ABSENT, "")
    years = sorted({year for year, _status in counts})
    return {year: Presence(*(counts[year, kind] for kind in kinds)) for year in years}


def presence_in_all(years: dict[int, Presence]) -> Presence:
    return Presence(*(sum(column) for column in zip(*years.values(), strict=True))) if years else NOBODY


NOBODY = Presence(0, 0, 0, 0)
