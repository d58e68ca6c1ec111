"""The pairs of fields that can contradict each other: one row each, with its condition, sentence and field.

Those of resolutions stand in resolution_contradictions.py, those of who was in the room at a decision in
presence_contradictions.py. A row doubts what cannot be, or hardly ever.
What is only rare raises nothing: a rejection by a majority (two thirds may be asked for), a meeting past
midnight (up to 18 hours), a decision that applies to earlier days.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from archive.models import Attendance, Meeting
from archive.operations.publish.presence_contradictions import presence_contradictions
from archive.operations.publish.problems import Contradiction, Found, Problem, doubt, told
from archive.operations.publish.resolution_contradictions import (
    OF_RESOLUTION,
    held_by_resolutions,
    is_decided,
)
from archive.text.hours import Hours
from archive.text.tokens import cjk_count

LONGEST_SITTING = 18 * 60  # minutes


def contradictions(meeting: Meeting, today: dt.date) -> Iterator[Problem]:
    """Yield the doubts of all tables; no query if the meeting comes from with_children()."""
    for row in of_meeting(today):
        if found := row.condition(meeting):
            yield doubt(row.column, told(row, found))
    for name, table in TABLES.items():
        parts = list(getattr(meeting, name).all())
        for part, held in zip(parts, table.held(parts), strict=True):
            for row in asked_of(name, held):
                if found := row.condition(part):
                    values = {**table.name_of(part), **(found if isinstance(found, Mapping) else {})}
                    yield doubt(name, told(row, values), part, row.column)
    yield from presence_contradictions(meeting)


@cache
def asked_of(name: str, held: frozenset[str]) -> list[Contradiction]:
    """Return the conditions to ask of a row of a table that holds some things."""
    return [row for row in TABLES[name].rows if not row.about or row.about in held]


# The meeting


@lru_cache(1)
def of_meeting(today: dt.date) -> tuple[Contradiction, ...]:
    held, scheduled = Meeting.Status.HELD, Meeting.Status.SCHEDULED
    return (
        Contradiction(
            "date",
            _("The date is in the future."),
            lambda m: m.date and m.date > today and m.status == held,
        ),
        Contradiction(
            "status",
            _("It is said to be still to come, but its day has passed and it has minutes."),
            lambda m: m.status == scheduled and m.date and m.date < today and bool(m.text.strip()),
        ),
        Contradiction(
            "status",
            _("It is said not to have been held, but it has decisions."),
            lambda m: m.status != held and any(is_decided(one) for one in m.resolutions.all()),
        ),
        Contradiction(
            "disclosure_basis",
            _("It is not open, and does not say why: the public reads the basis."),
            lambda m: m.disclosure != Meeting.Disclosure.OPEN and not m.disclosure_basis.strip(),
        ),
        Contradiction(
            "approved_on",
            _("It is approved on a day to come."),
            lambda m: m.approved_on and m.approved_on > today,
        ),
        *OF_MEETING,
    )


def ends_early(hours: Hours) -> bool:
    """Return whether an end before the start is hardly that of the next day: so long no sitting lasts."""
    return hours.ends_next_day and (hours.length_minutes or 0) > LONGEST_SITTING


def outside_hours(row: Attendance) -> tuple[bool, bool]:
    """Return whether somebody came after the end, and left before the start; of one day's meeting."""
    meeting, hours = row.meeting, row.meeting.hours
    if meeting.last_day != meeting.date:
        return False, False
    came, went = hours.minutes_of(row.arrived_at, row.left_at)
    start, length = meeting.start_time, hours.length_minutes
    if start is None:
        return False, False
    begun = hours.minute_of(start)
    is_late = came is not None and length is not None and came > begun + length
    return is_late, went is not None and went < begun


def left_before_arriving(row: Attendance) -> bool:
    came, went = row.meeting.hours.minutes_of(row.arrived_at, row.left_at)
    if came is None or went is None or row.meeting.last_day != row.meeting.date:
        return False
    return went < came or went - came > LONGEST_SITTING


def overlapping(meeting: Meeting) -> Found:
    """Find the first sitting that begins before the one above it has ended, as far as hours are known."""
    ended = None
    for number, row in enumerate(meeting.sittings.all(), start=1):
        if ended and dt.datetime.combine(row.date, row.start_time or dt.time.max) < ended:
            return {"number": number}
        length = dt.timedelta(minutes=row.hours.length_minutes or 0)
        ended = dt.datetime.combine(row.date, row.start_time or dt.time.min) + length
    return None


def present_total(meeting: Meeting) -> int | None:
    """Return how many were present: as counted, otherwise as listed if attendance was recorded."""
    if meeting.present_count is not None:
        return meeting.present_count
    if meeting.attendance_status != Meeting.AttendanceStatus.RECORDED:
        return None
    rows = [row for row in meeting.attendances.all() if row.status == Attendance.Status.PRESENT]
    return None if any(map(is_uncounted, rows)) else len(rows) or None


def is_uncounted(row: Attendance) -> bool:
    """Return whether a row does not say whether one person was there: a name to check, words unknown."""
    return row.name_to_check_id is not None or not row.status


def lacks_quorum(meeting: Meeting) -> Found:
    present = present_total(meeting)
    is_short = present is not None and meeting.quorum is not None and present < meeting.quorum
    return (
        is_short
        and meeting.status == Meeting.Status.HELD
        and meeting.attendance_mode != Meeting.Mode.BY_CIRCULATION  # nobody was present anywhere
        and {"quorum": meeting.quorum, "present": present}
    )


def more(larger: str, smaller: str) -> Callable[[Meeting], Found]:
    def condition(meeting: Meeting) -> Found:
        first, second = getattr(meeting, larger), getattr(meeting, smaller)
        return (
            first is not None
            and second is not None
            and first > second
            and {"first": first, "second": second}
        )

    return condition


def count_unlike_rows(field: str, *statuses: str) -> Callable[[Meeting], Found]:
    """Doubt a head-count that equals neither the number of rows nor that of members among them."""

    def condition(meeting: Meeting) -> Found:
        declared, listed = getattr(meeting, field), list(meeting.attendances.all())
        if declared is None or not listed or meeting.attendance_status != Meeting.AttendanceStatus.RECORDED:
            return None
        if any(map(is_uncounted, listed)):
            return None
        rows = [row for row in listed if row.status in statuses]
        members = sum(row.role in Attendance.MEMBER_ROLES for row in rows)
        return declared not in {len(rows), members} and {"declared": declared, "listed": members}

    return condition


def is_outside_life(meeting: Meeting) -> Found:
    body, date = meeting.body_id and meeting.body, meeting.date
    if not body or not date or meeting.date_precision != Meeting.Precision.DAY:
        return None
    began, ended = body.founding_date, body.dissolution_date
    return bool((began and date < began) or (ended and date > ended))


def approving(condition: Callable[[Meeting, Meeting], Found]) -> Callable[[Meeting], Found]:
    return lambda meeting: bool(meeting.approved_at and condition(meeting, meeting.approved_at))


def speaks_otherwise(meeting: Meeting) -> Found:
    """Return whether a text of 200 letters or more is hardly written in the script of its language."""
    is_han = meeting.language.split("-")[0].lower() in {"zh", "ja", "yue", "ko", "lzh"}
    beginning = meeting.text[:5000]
    letters = "" if beginning.isascii() and not is_han else "".join(filter(str.isalpha, beginning))
    if len(letters) < 200:
        return None
    share = cjk_count(letters) / len(letters)
    return share < 0.02 if is_han else share > 0.7


_VIRTUAL = re.compile(
    r"https?:|zoom|teams|webex|skype|jitsi|hangout|google meet|online|on-line|virtual|remote|phone|call|"
    "irc|slack|discord|youtube|web|internet|conference|腾讯|騰訊|钉钉|視訊|视频|視頻|线上|線上|"
    "网络|網路|網絡|远程|遠距|电话|電話",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[〔\[(（【](\d{4})[〕\])）】]")


def is_numbered_before(meeting: Meeting) -> Found:
    year = _YEAR.search(meeting.document_number)
    return bool(year and meeting.date and int(year[1]) < meeting.date.year)


OF_MEETING = (
    Contradiction("end_time", _("It ends before it starts."), lambda m: ends_early(m.hours)),
    Contradiction(
        "end_time",
        _("It ends at the hour at which it starts."),
        lambda m: m.hours.length_minutes == 0,
    ),
    Contradiction(
        "sittings",
        _("Sitting %(number)s begins before the one above it has ended."),
        overlapping,
    ),
    Contradiction(
        "sittings",
        _("A sitting ends before it starts."),
        lambda m: any(ends_early(row.hours) for row in m.sittings.all()),
    ),
    Contradiction(
        "start_time",
        _("The hour is given, but not the day."),
        lambda m: m.date_precision != Meeting.Precision.DAY and m.start_time,
    ),
    Contradiction("date", _("The body did not exist on that day."), is_outside_life),
    Contradiction(
        "expected_count",
        _("%(declared)s are said to be expected, the attendance lists %(listed)s."),
        count_unlike_rows("expected_count", *Attendance.Status.values),
    ),
    Contradiction(
        "present_count",
        _("%(declared)s are said to be present, the attendance lists %(listed)s."),
        count_unlike_rows("present_count", Attendance.Status.PRESENT),
    ),
    Contradiction(
        "present_count",
        _("%(first)s are said to be present, of %(second)s expected."),
        more("present_count", "expected_count"),
    ),
    Contradiction("quorum", _("The quorum is %(quorum)s, but %(present)s were present."), lacks_quorum),
    Contradiction(
        "quorum", _("The quorum is %(first)s, of %(second)s expected."), more("quorum", "expected_count")
    ),
    Contradiction(
        "chair_note",
        _("Somebody is in the chair, and a note says why nobody is."),
        lambda m: (
            m.chair_note.strip()
            and any(row.role == Attendance.Role.CHAIR and not is_away(row) for row in m.attendances.all())
        ),
    ),
    Contradiction(
        "attendance_status",
        _("Attendance is said not to be recorded, but people are listed."),
        lambda m: (
            m.attendance_status == Meeting.AttendanceStatus.NOT_RECORDED
            and any(row.role == Attendance.Role.MEMBER for row in m.attendances.all())
        ),
    ),
    Contradiction(
        "location",
        _("It is said to have been online, but has a place."),
        lambda m: (
            m.attendance_mode == Meeting.Mode.ONLINE
            and m.location.strip()
            and not _VIRTUAL.search(m.location)
        ),
    ),
    Contradiction(
        "location",
        _("It is said to have been by circulation, but has a place."),
        lambda m: m.attendance_mode == Meeting.Mode.BY_CIRCULATION and m.location.strip(),
    ),
    Contradiction(
        "approved_on",
        _("It is approved before it was held."),
        lambda m: m.approved_on and m.date and m.approved_on < m.date,
    ),
    Contradiction(
        "approved_on",
        _("It is approved, but was not held."),
        lambda m: m.approved_on and m.status != Meeting.Status.HELD,
    ),
    Contradiction(
        "approved_at",
        _("It is approved at a meeting that is not later."),
        approving(lambda m, at: m.date and at.date and (at.date < m.date or at.pk == m.pk)),
    ),
    Contradiction(
        "approved_at",
        _("It is approved at a meeting of another day than the day of approval."),
        approving(lambda m, at: m.approved_on and at.date != m.approved_on and at.date_precision == "day"),
    ),
    Contradiction(
        "approved_at",
        _("It is approved at a meeting that was not held."),
        approving(lambda m, at: at.status == Meeting.Status.CANCELLED),
    ),
    Contradiction(
        "issued_on",
        _("It was sent out before it was held."),
        lambda m: m.issued_on and m.date and m.issued_on < m.date,
    ),
    Contradiction("document_number", _("The document number is of an earlier year."), is_numbered_before),
    Contradiction(
        "language", _("The text does not seem to be in the language that is given."), speaks_otherwise
    ),
)


# Attendance


def is_away(row: Attendance) -> bool:
    return row.status != Attendance.Status.PRESENT


def stands_in_for_a_present_one(row: Attendance) -> Found:
    others = {one.person_id for one in row.meeting.attendances.all() if not is_away(one)}
    return row.on_behalf_of_id in others or row.on_behalf_of_id == row.person_id


def held_by_attendances(rows: Iterable[Attendance]) -> Iterator[frozenset[str]]:
    """Yield for each row which of these it has: "hours", "principal" (for whom somebody stands in)."""
    for row in rows:
        hours = {"hours"} if row.arrived_at or row.left_at else set()
        yield frozenset(hours | ({"principal"} if row.on_behalf_of_id else set()))


OF_ATTENDANCE = (
    Contradiction(
        "status",
        _("%(name)s is in the chair, but not present."),
        lambda row: row.role == Attendance.Role.CHAIR and is_away(row),
    ),
    Contradiction(
        "status",
        _("%(name)s took the minutes, but was not present."),
        lambda row: row.role == Attendance.Role.RECORDER and is_away(row),
    ),
    Contradiction(
        "status",
        _("%(name)s was not present, but came or left at an hour."),
        is_away,
        "hours",
    ),
    Contradiction(
        "spans",
        _("%(name)s was not present, but was in or out of the room for a part."),
        lambda row: is_away(row) and row.spans.all(),
    ),
    Contradiction(
        "arrived_at",
        _("%(name)s came after the end."),
        lambda row: outside_hours(row)[0],
        "hours",
    ),
    Contradiction(
        "left_at",
        _("%(name)s left before the start."),
        lambda row: outside_hours(row)[1],
        "hours",
    ),
    Contradiction("left_at", _("%(name)s left before arriving."), left_before_arriving, "hours"),
    Contradiction(
        "mode",
        _("%(name)s was there in person, but the meeting was online."),
        lambda row: (
            row.mode == Attendance.Mode.IN_PERSON and row.meeting.attendance_mode == Meeting.Mode.ONLINE
        ),
    ),
    Contradiction(
        "mode",
        _("%(name)s took part from afar, but the meeting was in person."),
        lambda row: (
            row.mode == Attendance.Mode.REMOTE and row.meeting.attendance_mode == Meeting.Mode.IN_PERSON
        ),
    ),
    Contradiction(
        "on_behalf_of",
        _("%(name)s stands in for a person who was present."),
        stands_in_for_a_present_one,
        "principal",
    ),
)


# Items and actions

OF_ITEM = (
    Contradiction(
        "continued_from",
        _("“%(name)s” is continued from a later meeting."),
        lambda row: row.continued_from and row.continued_from.meeting.date > row.meeting.date,
    ),
)
OF_ACTION = (
    Contradiction(
        "due_date",
        _("“%(name)s” was due before it was given."),
        lambda row: row.due_date and row.meeting.date and row.due_date < row.meeting.date,
    ),
    Contradiction(
        "closed_at",
        _("“%(name)s” was closed at an earlier meeting."),
        lambda row: row.closed_at and row.meeting.date and row.closed_at.date < row.meeting.date,
    ),
    Contradiction(
        "status",
        _("“%(name)s” is open, but a meeting closed it."),
        lambda row: row.closed_at and row.status == row.Status.OPEN,
    ),
)


def nothing_held(rows: Sequence[Any]) -> list[frozenset[str]]:
    return [frozenset()] * len(rows)


class Table(NamedTuple):
    """Conditions of one kind of rows, how their sentences name a row, and what each of all rows holds."""

    rows: tuple[Contradiction, ...]
    name_of: Callable[[Any], dict[str, Any]]
    held: Callable[[Sequence[Any]], Iterable[frozenset[str]]] = nothing_held


TABLES = {
    "attendances": Table(
        OF_ATTENDANCE, lambda row: {"name": row.name_as_written or row.person}, held_by_attendances
    ),
    "agenda_items": Table(OF_ITEM, lambda row: {"name": row.name}),
    "resolutions": Table(OF_RESOLUTION, lambda row: {"number": row.sequence}, held_by_resolutions),
    "action_items": Table(OF_ACTION, lambda row: {"name": str(row)}),
}
