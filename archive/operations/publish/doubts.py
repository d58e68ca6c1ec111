"""Doubts: what may be wrong with minutes. Shown before publication, never blocking it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Attendance, Meeting, Resolution, Vote
from archive.models.visibility import is_open
from archive.text.personal_numbers import personal_numbers


class Problem(NamedTuple):
    """What is wrong with a meeting, and the field where it is corrected.

    `field` is a field of the meeting, or a relation to its rows ("attendances"): then `row` is the
    primary key of the row, None for all rows or an unsaved one, and `column` its field.
    `is_block` is False for a doubt, which may turn out to be right.
    """

    field: str
    message: str
    is_block: bool = True
    row: int | None = None
    column: str = ""


def doubts_of(meeting: Meeting, today: dt.date) -> list[Problem]:
    """Return all doubts about a meeting; no query if it comes from with_children()."""
    found = [*time_doubts(meeting, today), *attendance_doubts(meeting)]
    for row in meeting.resolutions.all():
        found += vote_doubts(meeting, row)
    return found + list(personal_doubts(meeting))


def doubt(field: str, message: str, row: Any = None, column: str = "") -> Problem:
    return Problem(field, message, is_block=False, row=row and row.pk, column=column)


def time_doubts(meeting: Meeting, today: dt.date) -> Iterator[Problem]:
    """Doubt a meeting held in the future, and one that ends before it starts."""
    if meeting.date and meeting.date > today and meeting.status == Meeting.Status.HELD:
        yield doubt("date", _("The date is in the future."))
    if meeting.start_time and meeting.end_time and meeting.end_time < meeting.start_time:
        yield doubt("end_time", _("It ends before it starts."))


# Who was there


def attendance_doubts(meeting: Meeting) -> Iterator[Problem]:
    """Doubt counts that differ from the rows, and a chair who was not present."""
    rows = list(meeting.attendances.all())
    for row in rows:
        if row.role == Attendance.Role.CHAIR and row.status != Attendance.Status.PRESENT:
            message = _("%(name)s is in the chair, but not present.") % {"name": row.person}
            yield doubt("attendances", message, row, "status")
    if not rows or meeting.attendance_status != Meeting.AttendanceStatus.RECORDED:
        return
    present = [row for row in rows if row.status == Attendance.Status.PRESENT]
    yield from count_doubts("expected_count", meeting.expected_count, rows)
    yield from count_doubts("present_count", meeting.present_count, present)


def count_doubts(field: str, declared: int | None, rows: list[Attendance]) -> Iterator[Problem]:
    """Doubt a head-count that equals neither the number of rows nor that of members among them."""
    members = [row for row in rows if row.role in Attendance.MEMBER_ROLES]
    if declared is not None and declared not in {len(rows), len(members)}:
        message = _("The count says %(declared)s, the attendance lists %(listed)s.")
        yield doubt(field, message % {"declared": declared, "listed": len(members)})


# Votes

COUNTED = {
    "yes_count": Vote.Option.YES,
    "no_count": Vote.Option.NO,
    "abstain_count": Vote.Option.ABSTAIN,
}


def vote_doubts(meeting: Meeting, resolution: Resolution) -> Iterator[Problem]:
    """Doubt counts that differ from the roll call, and votes of people who were not present."""
    votes = list(resolution.votes.all())
    number = {"number": resolution.sequence}
    for column, option in COUNTED.items():
        declared = getattr(resolution, column)
        called = sum(vote.option == option for vote in votes)
        if votes and declared is not None and declared != called:
            message = _("Resolution %(number)s: the count says %(declared)s, the roll call %(called)s.")
            values = number | {"declared": declared, "called": called}
            yield doubt("resolutions", message % values, resolution, column)
    for voter in voters_away(meeting, votes):
        message = _("Resolution %(number)s: %(name)s voted, but is not listed as present.")
        yield doubt("resolutions", message % (number | {"name": voter}), resolution, "votes")


def voters_away(meeting: Meeting, votes: list[Vote]) -> list[Any]:
    """Return those who voted but are not listed as present; [] where attendance was not recorded."""
    rows = meeting.attendances.all()
    if not rows or meeting.attendance_status != Meeting.AttendanceStatus.RECORDED:
        return []
    present = {row.person_id for row in rows if row.status == Attendance.Status.PRESENT}
    return [
        vote.voter for vote in votes if vote.option != Vote.Option.ABSENT and vote.voter_id not in present
    ]


# Personal data

ROWS = ("attendances", "agenda_items", "resolutions", "action_items", "documents")
# Digits in these may look like a telephone number.
NOT_CHECKED = {"source_url", "url", "sha256", "media_type", "slug", "file", "source", "document_number"}


def personal_doubts(meeting: Meeting) -> Iterator[Problem]:
    """Doubt what looks like an identity-card or telephone number in texts that will be public."""
    yield from personal_doubts_in(meeting, lambda column: (column, "", None))
    for name in ROWS:
        for row in filter(is_open, getattr(meeting, name).all()):
            yield from personal_doubts_in(row, lambda column, row=row, name=name: (name, column, row))  # type: ignore[misc]
    for resolution in filter(is_open, meeting.resolutions.all()):
        for vote in resolution.votes.all():
            place = ("resolutions", "votes", resolution)
            yield from personal_doubts_in(vote, lambda _column, place=place: place)  # type: ignore[misc]


def personal_doubts_in(
    row: models.Model, place_of: Callable[[str], tuple[str, str, Any]]
) -> Iterator[Problem]:
    """Doubt personal numbers in the texts of one row; `place_of` gives (field, column, row)."""
    for column in text_columns(type(row)):
        for kind in personal_numbers(getattr(row, column)):
            field, name, owner = place_of(column)
            yield doubt(field, str(PERSONAL[kind]), owner, name)


PERSONAL = {
    "identity card": gettext_lazy("A text seems to hold the number of an identity card."),
    "telephone": gettext_lazy("A text seems to hold a telephone number."),
}


def text_columns(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that hold free text."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in NOT_CHECKED
    ]
