"""Giving drafts another body, one or many: what was read or imported under a wrong one."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.models import Body, Meeting, StaffAct
from archive.models.staff_act import changed, note
from archive.models.write_lock import one_writer
from archive.operations.entry.same_day import meetings_of_day
from archive.operations.publish import locked


@one_writer()
def assign_body(keys: Sequence[int], body: Body, *, by: Any) -> list[str]:
    """Give the drafts with these primary keys a body; return why each other meeting keeps its own."""
    refusals = []
    for meeting in locked(keys, Meeting.objects.select_related("body")):
        if why := why_not_assigned(meeting, body):
            refusals.append(f"“{meeting}”: {why}")
            continue
        before, meeting.body = meeting.body, body
        meeting.edit_number += 1
        meeting.save()
        note(StaffAct.Kind.CHANGED, meeting, [changed("body", str(before), str(body))], by=by)
    return refusals


def why_not_assigned(meeting: Meeting, body: Body) -> str:
    """Return why a meeting cannot be given a body, "" if it can."""
    if meeting.publication != Meeting.Publication.DRAFT or meeting.slug:
        return _("It is no draft.")
    if meeting.body_id == body.pk:
        return _("It has this body already.")
    if meeting.other_bodies.of_body(body).exists():
        return _("This body takes part in the joint meeting already.")
    if meeting.minutes_approvals.exists() or meeting.closures.exists():
        return _("It approves minutes or closes action items of its body: take that back first.")
    if meeting.resolutions.of_matters().exists():
        return _("Its decisions belong to matters of its body: take them out first.")
    is_exact = meeting.date_precision == Meeting.Precision.DAY
    if is_exact and meetings_of_day(body, meeting.date).exists():
        return _("This body has a meeting on this day already.")
    return broken_rule(meeting, body)


def broken_rule(meeting: Meeting, body: Body) -> str:
    """Return what a rule of the database says of the meeting with this body, "" if it keeps them all."""
    own = meeting.body
    meeting.body = body
    try:
        meeting.validate_constraints()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    finally:
        meeting.body = own
    return ""
