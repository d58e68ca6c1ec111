"""Attendance rate: how often a person was present at the meetings of their bodies, year by year."""

from collections import Counter, defaultdict
from typing import NamedTuple

from archive.models import Attendance, Meeting, Person

Status = Attendance.Status

# Of the recorded meetings of a body in a year, as many must list somebody as absent or excused before all
# of them are taken to list who was absent. A meeting at which nobody was missing lists nobody, so a single
# meeting says nothing; and a single list of absent people is no habit.
HABIT = 1 / 4
AWAY = (Status.ABSENT, Status.EXCUSED)


class Presence(NamedTuple):
    """Numbers of meetings: present, excused, absent, and unrecorded.

    `rated` are those whose minutes can tell who was absent, and `rated_present` at how many of these the
    person was present. `represented` are those of the excused and absent at which somebody stood in.
    """

    present: int
    excused: int
    absent: int
    unrecorded: int
    rated_present: int = 0
    rated: int = 0
    represented: int = 0

    @property
    def percent(self) -> int:
        """The rate in whole per cent, of the meetings rated; 0 if there are none."""
        return round(100 * self.rated_present / self.rated) if self.rated else 0

    @property
    def only_named(self) -> int:
        """At how many meetings the person is named as present that do not list who was absent."""
        return self.present - self.rated_present

    @property
    def by_status(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("present", "excused", "absent", "unrecorded")}


def presence_by_year(person: Person) -> dict[int, Presence]:
    """Return {year: presence} over the meetings for which a person was a member on that day.

    These are published meetings that were held, of bodies whose roster lists the person that day as
    more than an alternate or observer, and those whose minutes list the person as chair, recorder or
    member. Where the attendance was not recorded, does not mention the person, or is not understood, the
    meeting is unrecorded: absence is never inferred. A meeting is rated if its body lists absences in
    that year, or if it accounts for everybody on the roster; of a joint meeting it is the first body, which
    kept the minutes. A meeting counts once, however many sittings it had and bodies that met; whoever is
    out for a part is present, and whoever is represented is absent. What was decided by circulation does
    not count: nobody was there. The earliest year comes first. Costs three queries.
    """
    meetings = Meeting.objects.published().held().assembled()
    rows = Attendance.objects.published().held().assembled().recorded().for_person(person)
    rows = rows.of_members_that_day().with_whole_rosters().with_substitutes()
    found = rows.counted_by_body_and_year()
    habits = meetings.listing_absences({body for body, *_rest in found}, HABIT)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for body, year, status, is_whole, is_represented, count in found:
        counts[year][status or "unrecorded"] += count
        counts[year]["represented"] += count if is_represented and status in AWAY else 0
        if status and (is_whole or (body, year) in habits):
            counts[year]["rated"] += count
            counts[year]["rated_present"] += count if status == Status.PRESENT else 0
    silent = meetings.with_member(person).silent_about(person)
    for year, count in silent.counted_by_year():
        counts[year]["unrecorded"] += count
    return {
        year: Presence(**{name: counts[year][name] for name in Presence._fields}) for year in sorted(counts)
    }


def presence_in_all(years: dict[int, Presence]) -> Presence:
    return Presence(*(sum(column) for column in zip(*years.values(), strict=True))) if years else NOBODY


NOBODY = Presence(0, 0, 0, 0)
