"""Follow-up of action items: open ones offered to the next meeting, and closed when it is published."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import ActionClosure, ActionItem, Body, Meeting
from archive.record.render.plain import heading_language

MOST_OFFERED = 100


class Outcome(NamedTuple):
    """What a meeting says of an action: "" for still open, otherwise done or dropped, and in what words."""

    status: str
    words: str = ""


def open_actions(body: Body | int, meeting: Meeting | None = None) -> list[ActionItem]:
    """Return the open actions that meetings of a body gave before one, the oldest first; one query.

    The meeting's own actions are left out: they are rows of its page.
    """
    actions = ActionItem.objects.open().filter(meeting__body=body)
    if meeting is not None and meeting.pk:
        actions = actions.exclude(meeting=meeting).filter(meeting__date__lte=meeting.date)
    actions = actions.exclude(meeting__publication=Meeting.Publication.WITHDRAWN)
    found = actions.select_related("meeting", "responsible", "responsible_body")
    return list(
        found.order_by(models.F("due_date").asc(nulls_last=True), "meeting__date", "pk")[:MOST_OFFERED]
    )


def outcomes_of(meeting: Meeting) -> dict[int, Outcome]:
    """Return what a meeting says so far: {primary key of the action: outcome}; one query."""
    return {row.action_id: Outcome(row.status, row.outcome) for row in meeting.closures.in_order()}


def note_outcomes(meeting: Meeting, outcomes: Mapping[int, Outcome]) -> None:
    """Store what a draft says of the actions offered; the actions do not change before it is published."""
    closed = {key: outcome for key, outcome in outcomes.items() if outcome.status}
    meeting.closures.filter(action__in=set(outcomes) - set(closed)).delete()
    for key, outcome in closed.items():
        ActionClosure.objects.update_or_create(
            meeting=meeting, action_id=key, defaults={"status": outcome.status, "outcome": outcome.words}
        )


def close_actions(meetings: Iterable[Meeting]) -> list[tuple[Meeting, str]]:
    """Close the open actions that these meetings close.

    Returns the earlier published meetings that gave them, each once with the reason for its correction,
    in the language of its minutes. One query, and one for each action.
    """
    dates = {meeting.pk: meeting.date for meeting in meetings}
    closures = ActionClosure.objects.filter(meeting__in=list(dates), action__status="open")
    changed: dict[int, tuple[Meeting, dt.date]] = {}
    for closure in closures.with_action().in_order():
        action = closure.action
        action.status, action.closed_at_id = closure.status, closure.meeting_id
        action.outcome = closure.outcome or action.outcome
        action.save(update_fields=["status", "closed_at", "outcome"])
        changed[action.meeting.pk] = (action.meeting, dates[closure.meeting_id])
    return [
        (earlier, closing_reason(earlier, date))
        for earlier, date in changed.values()
        if earlier.is_published and earlier.pk not in dates
    ]


def closing_reason(meeting: Meeting, at: dt.date) -> str:
    """Return why a meeting is corrected whose actions a later one closed, in its own language."""
    with translation.override(heading_language(meeting.language)):
        return _("An action item was closed at the meeting of %(date)s.") % {"date": at.isoformat()}
