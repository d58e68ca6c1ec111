"""New from last meeting: proposed values of the next meeting of a body, each with its reason.

Nothing is saved. Decisions are never copied: a new decision must be typed.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from archive.models import Attendance, Body, Meeting, Membership
from archive.text.meeting_numbers import next_number, read_meeting_number
from archive.text.next_meeting import Habit, next_day

Row = dict[str, Any]  # a row of the attendance: {field: value}, people by their primary keys

# Alternates are left out: they come only in the place of others.
ROLES = {
    Membership.Role.CHAIR: Attendance.Role.CHAIR,
    Membership.Role.VICE_CHAIR: Attendance.Role.MEMBER,
    Membership.Role.SECRETARY: Attendance.Role.MEMBER,
    Membership.Role.MEMBER: Attendance.Role.MEMBER,
    Membership.Role.OBSERVER: Attendance.Role.IN_ATTENDANCE,
}
LISTED = gettext_lazy(
    "Those listed last time, all present: no memberships are recorded. Change the exceptions."
)
OFFICERS = (Attendance.Role.CHAIR, Attendance.Role.RECORDER)
MOST_LOOKED_AT = 24  # meetings: two years of monthly ones, enough to see whether numbers restart


@dataclass
class Proposal:
    """Proposed values of the next meeting.

    `values` are by field of a meeting, `reasons` the sentence for each. `rows` are the attendance:
    {field: value}, people by primary keys; `rows_reason` says in a sentence who they are.
    """

    body: Body
    last: Meeting | None
    values: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    rows_reason: str = ""

    def add(self, name: str, value: Any, reason: str) -> None:
        if value not in (None, ""):
            self.values[name], self.reasons[name] = value, reason


def propose(body: Body, *, on: dt.date | None = None) -> Proposal:
    """Return the proposal for the next meeting of a body, on a day if one is given; three queries."""
    proposal = propose_facts(body, on=on)
    proposal.rows, proposal.rows_reason = roster(body, proposal.last, proposal.values.get("date"))
    return proposal


def propose_facts(body: Body, *, on: dt.date | None = None) -> Proposal:
    """Return the proposal without its attendance; one query.

    Drafts count too: the last meeting may not be published yet. A joint meeting that another body comes
    first in is left out: its number, its room and its people are that body's.
    """
    held = Meeting.objects.led_by(body).exclude(status=Meeting.Status.CANCELLED)
    latest = list(held.newest_first().defer("text", "summary")[:MOST_LOOKED_AT])
    last = latest[0] if latest else None
    proposal = Proposal(body, last, {"body": body.pk, "language": body.language})
    if last is not None:
        add_copies(proposal, last)
    add_date(proposal, latest, on)
    if last is not None:
        day = proposal.values.get("date") or last.date
        add_number(proposal, latest, day)
        add_title(proposal, latest, day)
    return proposal


def add_copies(proposal: Proposal, last: Meeting) -> None:
    reason = _("As last time, on %(date)s.") % {"date": as_words(last.date)}
    copied = ("location", "start_time", "classification", "attendance_mode", "language", "quorum")
    for name in (*copied, "number_series"):
        proposal.add(name, getattr(last, name), reason)
    proposal.add("attendance_status", last.attendance_status, reason)


def add_date(proposal: Proposal, latest: Sequence[Meeting], on: dt.date | None) -> None:
    if on is not None:
        proposal.add("date", on, _("As you chose."))
        return
    regular = [one.date for one in latest if one.date_precision == Meeting.Precision.DAY]
    if found := next_day(regular):
        proposal.add("date", found.date, habit_sentence(found.habit, found.date))


def add_number(proposal: Proposal, latest: Sequence[Meeting], day: dt.date) -> None:
    """Propose the number that follows the highest of the last meeting's series."""
    in_series = (one for one in latest if one.number_series == latest[0].number_series)
    read = [(one, read_meeting_number(one.number)) for one in in_series]
    numbered = [(one, number) for one, number in read if number]
    if not numbered:
        return
    term = numbered[0][1].term
    last, _number = max(
        (pair for pair in numbered if pair[1].term == term), key=lambda pair: (pair[0].year, pair[1].value)
    )
    restarts = any(
        newer.year > older.year and later.term == earlier.term and later.value < earlier.value
        for (newer, later), (older, earlier) in itertools.pairwise(numbered)
    )
    number = next_number(last.number, year=day.year, last_year=last.year, restarts=restarts)
    proposal.add("number", number, _("Follows %(number)s.") % {"number": last.number})


def add_title(proposal: Proposal, latest: Sequence[Meeting], day: dt.date) -> None:
    """Propose the last title with the new number or date in it, or a title that was used twice."""
    last = latest[0]
    number = proposal.values.get("number", "")
    title = last.name
    if last.number and number and last.number in title:
        title = title.replace(last.number, number)
    for old, new in zip(days_in_titles(last.date), days_in_titles(day), strict=True):
        title = title.replace(old, new)
    if title != last.name:
        proposal.add("name", title, _("As last time, with the new number or date."))
    elif len(latest) > 1 and latest[1].name == title:
        proposal.add("name", title, _("As the last two times."))


def days_in_titles(day: dt.date) -> list[str]:
    """Return a day in the ways titles write it; a form that contains another one comes first."""
    month = f"{day:%B}"
    return [
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
    ]


# Attendance


def roster(body: Body, last: Meeting | None, day: dt.date | None) -> tuple[list[Row], str]:
    """Return rows of the members of the day, all present, and a sentence that says why; two queries.

    In the order of the last meeting, new members by rank behind them; chair and recorder as last time.
    Of a body without memberships, the people listed last time.
    """
    before = list(last.attendances.of_people().in_order()) if last else []
    terms = Membership.objects.filter(body=body).by_rank()
    members = {
        term.person_id: term for term in (terms.covering(day) if day else terms.filter(end_date=None))
    }
    if not members:
        kept = [row for row in before if row.role in Attendance.MEMBER_ROLES]
        return [proposed_row(row, None) for row in kept], str(LISTED) if kept else ""
    rows = member_rows(members, before)
    return rows, _("The members of that day, all present. Change the exceptions.")


def member_rows(members: dict[int, Membership], before: list[Attendance]) -> list[Row]:
    known = {row.person_id: row for row in before if row.person_id}
    kept = [row for row in before if row.person_id in members or row.role == Attendance.Role.RECORDER]
    chaired = any(row.role == Attendance.Role.CHAIR and row.person_id in members for row in before)
    pairs: list[tuple[Attendance | None, Membership | None]]
    pairs = [(row, members.get(row.person_id or 0)) for row in kept]
    pairs += [(None, term) for key, term in members.items() if key not in known]
    rows = [proposed_row(row, term) for row, term in pairs if term is None or term.role in ROLES]
    return without_second_chair(rows, by_habit=chaired, before=known)


def proposed_row(before: Attendance | None, term: Membership | None) -> Row:
    role = ROLES[Membership.Role(term.role)] if term and term.role else Attendance.Role.MEMBER
    if before is not None and (before.role in OFFICERS or term is None):
        role = Attendance.Role(before.role)
    label = term.label if term and term.label else (before.label if before else "")
    row = {
        "person": before.person_id if before else term and term.person_id,
        "role": role.value,
        "status": Attendance.Status.PRESENT.value,
        "label": label,
    }
    return row | ({"voting": False} if term and not term.voting_right else {})


def without_second_chair(rows: list[Row], *, by_habit: bool, before: dict[int, Attendance]) -> list[Row]:
    """Leave one person in the chair: the last one if still a member, otherwise the body's chair."""
    for row in rows:
        last = before.get(row["person"])
        presided = last is not None and last.role == Attendance.Role.CHAIR
        if row["role"] == Attendance.Role.CHAIR and by_habit and not presided:
            row["role"] = Attendance.Role.MEMBER.value
    return rows


# Words


def as_words(day: dt.date) -> str:
    return format_date(day, pgettext("format of a date", "j F Y"))


def habit_sentence(habit: Habit, day: dt.date) -> str:
    often = str(OFTEN[habit.days, habit.months])
    if not habit.months:
        return often
    if not habit.nth:
        return _("%(often)s On the same day of the month.") % {"often": often}
    which = {"often": often, "nth": NTH[habit.nth], "weekday": format_date(day, "l")}
    return _("%(often)s On the %(nth)s %(weekday)s.") % which


OFTEN = {
    (7, 0): gettext_lazy("This body meets every week."),
    (14, 0): gettext_lazy("This body meets every two weeks."),
    (0, 1): gettext_lazy("This body meets every month."),
    (0, 2): gettext_lazy("This body meets every two months."),
    (0, 3): gettext_lazy("This body meets every three months."),
    (0, 6): gettext_lazy("This body meets every six months."),
    (0, 12): gettext_lazy("This body meets every year."),
}
NTH = {
    1: pgettext_lazy("weekday of a month", "first"),
    2: pgettext_lazy("weekday of a month", "second"),
    3: pgettext_lazy("weekday of a month", "third"),
    4: pgettext_lazy("weekday of a month", "fourth"),
    5: pgettext_lazy("weekday of a month", "last"),
}
