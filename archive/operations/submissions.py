"""Drafts handed to those who publish, one or many, and returned with a remark."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.models import Meeting, StaffAct, Submission
from archive.models.staff_act import changed, note
from archive.models.write_lock import one_writer
from archive.operations.publish import locked


@one_writer()
def submit(keys: Sequence[int], *, by: Any, remark: str = "") -> list[str]:
    """Submit the meetings with these primary keys that can be, and return why each other one cannot."""
    refusals = []
    for meeting in locked(keys, Meeting.objects.select_related("body").with_submission()):
        if why := why_not_submitted(meeting):
            refusals.append(why)
            continue
        state = {"submitted_by": by, "submitted_at": timezone.now(), "edit_number": meeting.edit_number}
        never_returned = {"returned_by": None, "returned_at": None, "return_remark": ""}
        Submission.objects.update_or_create(
            meeting=meeting, defaults={**state, **never_returned, "remark": remark}
        )
        note_step(StaffAct.Kind.SUBMITTED, meeting, remark, by)
    return refusals


def why_not_submitted(meeting: Meeting) -> str:
    """Return why a meeting cannot be submitted, "" if it can."""
    if meeting.publication != Meeting.Publication.DRAFT:
        return _("“%s” is no draft, so there is nothing to submit.") % meeting
    submission = meeting.handed_over
    if submission and submission.is_waiting:
        when = date_format(timezone.localtime(submission.submitted_at), "SHORT_DATETIME_FORMAT")
        words = {"meeting": meeting, "who": submission.submitter, "when": when}
        return _("“%(meeting)s” was submitted already, by %(who)s on %(when)s.") % words
    return ""


@one_writer()
def return_submitted(keys: Sequence[int], *, by: Any, remark: str) -> list[str]:
    """Return the submitted drafts with these primary keys; give why each other one is not returned.

    Raises ValueError without a remark.
    """
    if not remark.strip():
        raise ValueError("A draft is returned with a remark.")
    refusals = []
    for meeting in locked(keys, Meeting.objects.select_related("body").with_submission()):
        submission = meeting.handed_over
        if submission is None or not submission.is_waiting:
            refusals.append(_("“%s” does not wait for publication, so it is not returned.") % meeting)
            continue
        submission.returned_by, submission.returned_at = by, timezone.now()
        submission.return_remark = remark.strip()
        submission.save()
        note_step(StaffAct.Kind.RETURNED, meeting, remark.strip(), by)
    return refusals


def note_step(kind: str, meeting: Meeting, remark: str, by: Any) -> None:
    note(kind, meeting, [changed("remark", None, remark)] if remark else (), by=by)
