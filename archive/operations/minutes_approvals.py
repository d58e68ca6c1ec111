"""Approval of earlier minutes in those of the next meeting: noted in the draft, done when it is published.

Minutes approved with changes are approved by the version that holds the changes, so that nobody reads
the old words as approved ones.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from archive.models import Body, Meeting, MinutesApproval
from archive.record.approval import PLAUSIBLE

MOST_OFFERED = 4  # the last meeting, and a special one or two; older ones are approved from the list


def minutes_to_approve(meeting: Meeting) -> list[Meeting]:
    """Return published minutes of the meeting's body that it may approve, the oldest first; one query.

    `meeting` needs its body and its date, and may be new. Nothing for a body whose minutes are approved
    otherwise, or never.
    """
    if meeting.body.approval not in {Body.Approval.AT_LATER_MEETING, Body.Approval.NOT_KNOWN}:
        return []
    earlier = Meeting.objects.led_by(meeting.body).published().held().without_approval()
    earlier = earlier.on_days_before(meeting.date).since(meeting.date - PLAUSIBLE)
    return list(earlier.defer("text", "summary").newest_first()[:MOST_OFFERED])[::-1]


def approvals_noted(meeting: Meeting) -> dict[int, str]:
    """Return what a meeting says so far: {primary key of the minutes: how}; one query."""
    return dict(meeting.minutes_approvals.values_list("minutes", "how"))


def note_approvals(meeting: Meeting, answers: Mapping[int, str]) -> None:
    """Store what a draft says of the minutes offered, "" for not now; they change when it is published."""
    given = {key: how for key, how in answers.items() if how}
    meeting.minutes_approvals.filter(minutes__in=set(answers) - set(given)).delete()
    for key, how in given.items():
        MinutesApproval.objects.update_or_create(meeting=meeting, minutes_id=key, defaults={"how": how})


def approve_noted(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Mark the minutes that these meetings approve as they stand; return them, each once.

    Only meetings that were held approve. One query, and one for each that is marked.
    """
    held = [meeting.pk for meeting in meetings if meeting.status == Meeting.Status.HELD]
    noted = MinutesApproval.objects.filter(meeting__in=held, how=MinutesApproval.How.AS_THEY_STAND)
    approved: dict[int, Meeting] = {}
    for one in noted.select_related("meeting", "minutes__body").order_by("pk"):
        minutes = approved.get(one.minutes_id, one.minutes)
        if minutes.is_published and minutes.approved_on is None and minutes.pk not in held:
            mark_approved(minutes, one.meeting)
            approved[minutes.pk] = minutes
    return list(approved.values())


def approval_with_changes(minutes: Meeting) -> MinutesApproval | None:
    """Return what approved these minutes with changes that are not entered yet, or None; one query."""
    owed = minutes.approvals_noted.with_changes_to_enter().select_related("meeting__body")
    return owed.newest_first().first()


def approve_amended(minutes: Meeting) -> None:
    """Mark minutes whose changes are being entered as approved by the meeting that asked for them."""
    if minutes.approved_on is None and (owed := approval_with_changes(minutes)):
        mark_approved(minutes, owed.meeting)


def with_changes_owed(meetings: Any) -> Any:
    """Add `changed_on`: the day of the meeting that asked for changes not entered yet, or None."""
    owed = MinutesApproval.objects.filter(minutes=models.OuterRef("pk")).with_changes_to_enter()
    return meetings.annotate(changed_on=models.Subquery(owed.newest_first().values("meeting__date")[:1]))


def mark_approved(minutes: Meeting, at_meeting: Meeting) -> None:
    minutes.approved_on, minutes.approved_at = at_meeting.date, at_meeting
    minutes.save(update_fields=["approved_on", "approved_at"])
