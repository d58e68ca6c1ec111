"""Who is likely to be at a meeting: the members of the day, in the order of the last meeting."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.models import Attendance, Body, Meeting, Membership

Row = dict[str, Any]  # a row of the attendance: {field: value}, people by their primary keys

# An alternate comes when somebody else does not, which nobody knows beforehand.
ROLES = {
    Membership.Role.CHAIR: Attendance.Role.CHAIR,
    Membership.Role.VICE_CHAIR: Attendance.Role.MEMBER,
    Membership.Role.SECRETARY: Attendance.Role.MEMBER,
    Membership.Role.MEMBER: Attendance.Role.MEMBER,
    Membership.Role.OBSERVER: Attendance.Role.IN_ATTENDANCE,
}
LISTED = gettext_noop(
    "Those listed last time, all present: no memberships are recorded. Change the exceptions."
)
OFFICERS = (Attendance.Role.CHAIR, Attendance.Role.RECORDER)


def roster(body: Body, last: Meeting | None, day: dt.date | None) -> tuple[list[Row], str]:
    """Return who is likely to be there, all present, and a sentence that says why; two queries.

    Those whose membership covers the day, in the order of the last meeting, newcomers by rank behind them;
    who chaired or recorded last does so again. Of a body without memberships, those listed last time.
    """
    before = list(last.attendances.in_order()) if last else []
    terms = Membership.objects.filter(body=body).by_rank()
    members = {
        term.person_id: term for term in (terms.covering(day) if day else terms.filter(end_date=None))
    }
    if not members:
        kept = [row for row in before if row.role in Attendance.MEMBER_ROLES]
        return [row_of(row, None) for row in kept], _(LISTED) if kept else ""
    rows = rows_of(members, before)
    return rows, _("The members of that day, all present. Change the exceptions.")


def rows_of(members: dict[int, Membership], before: list[Attendance]) -> list[Row]:
    """Return the rows of members, and of who recorded last though no member."""
    known = {row.person_id: row for row in before}
    kept = [row for row in before if row.person_id in members or row.role == Attendance.Role.RECORDER]
    chaired = any(row.role == Attendance.Role.CHAIR and row.person_id in members for row in before)
    rows = [
        row_of(row, members.get(row.person_id)) for row in kept if is_listed(members.get(row.person_id))
    ]
    for key, term in members.items():
        if key not in known and is_listed(term):
            rows.append(row_of(None, term))
    return without_second_chair(rows, by_habit=chaired, before=known)


def is_listed(term: Membership | None) -> bool:
    """Return whether somebody is expected: whoever is no alternate."""
    return term is None or term.role in ROLES


def row_of(before: Attendance | None, term: Membership | None) -> Row:
    """Return the row of a person by their last attendance, their membership, or both."""
    role = ROLES[Membership.Role(term.role)] if term else Attendance.Role.MEMBER
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
    """Leave one in the chair: who presided last time if still a member, else whom the body has there."""
    for row in rows:
        last = before.get(row["person"])
        presided = last is not None and last.role == Attendance.Role.CHAIR
        if row["role"] == Attendance.Role.CHAIR and by_habit and not presided:
            row["role"] = Attendance.Role.MEMBER.value
    return rows
