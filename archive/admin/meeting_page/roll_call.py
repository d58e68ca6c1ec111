"""The roll call on a meeting's page: all present vote for a motion, and the clerk enters the exceptions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.form_page import FormPage
from archive.admin.meeting_page.read_text import fill_in
from archive.forms.desk.attendance_rows import AttendanceFormSet
from archive.forms.desk.roll_call import CELL, RollCallFormSet, grid, listed_rows, voters_sent
from archive.models import Vote

ROLL_CALL = "_roll_call"
RIGHTS = ("archive.add_vote", "archive.change_vote", "archive.delete_vote")


def may_call_roll(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.has_perms(RIGHTS))


def begin_roll_call(page: FormPage) -> None:
    """Step: let all who are present vote for the motion of one row; votes that it has stay."""
    fields: Any = page.fields.copy()
    row = str(fields.pop(ROLL_CALL)[-1])
    voters = voters_sent(fields, "attendances")
    for voter in voters if row.startswith("resolutions-") else ():
        fields.setdefault(f"{row}-{CELL}{voter}", Vote.Option.YES.value)
    if not voters:
        page.tell(_("Nobody is listed as present, so nobody can vote."), messages.WARNING)
    fill_in(page, fields)


def pair_of(formsets: list[Any]) -> tuple[AttendanceFormSet, RollCallFormSet] | None:
    attendance = next((one for one in formsets if isinstance(one, AttendanceFormSet)), None)
    resolutions = next((one for one in formsets if isinstance(one, RollCallFormSet)), None)
    return (attendance, resolutions) if attendance and resolutions else None


def roll_call_context(page: FormPage) -> dict[str, Any]:
    if not page.may_change or not may_call_roll(page.request) or not (pair := pair_of(page.formsets)):
        return {}
    return {"roll_call": grid(*pair)}


def are_voters_listed(formsets: list[Any]) -> bool:
    """Return whether all whose vote is entered are in the attendance; add errors if not."""
    pair = pair_of(formsets)
    return pair is None or pair[1].check_voters(listed_rows(pair[0]))


def save_votes(formsets: list[Any]) -> None:
    if pair := pair_of(formsets):
        pair[1].save_votes(listed_rows(pair[0]))
