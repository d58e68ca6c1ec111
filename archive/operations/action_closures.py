"""Follow-up of action items: open ones offered to the next meeting, and closed when it is published."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models

from archive.models import ActionClosure, ActionItem, Body, Meeting, MeetingBody

MOST_OFFERED = 100


class Outcome(NamedTuple):
    """What a meeting says of an action: "" for still open, otherwise done or dropped, and in what words."""

    status: str
    words: str = ""


def open_actions(body: Body | int, meeting: Meeting | None = None) -> list[ActionItem]:
    """Return the open actions that meetings of a body gave before one, the oldest first; one query.

    The meeting's own actions are left out: they are rows of its page.
    """
    bodies = MeetingBody.objects.of_body(body).values("meeting")
    given = models.Q(meeting__body=body) | models.Q(meeting__in=bodies)
    actions = ActionItem.objects.open().filter(given)
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


def close_actions(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Close the open actions that these meetings close; one query, and one for each action.

    Returns the earlier published meetings that gave them, each once: a fact came since of each.
    """
    keys = [meeting.pk for meeting in meetings]
    closures = ActionClosure.objects.filter(meeting__in=keys, action__status="open")
    changed: dict[int, Meeting] = {}
    for closure in closures.with_action().in_order():
        action = closure.action
        action.status, action.closed_at_id = closure.status, closure.meeting_id
        action.outcome = closure.outcome or action.outcome
        action.save(update_fields=["status", "closed_at", "outcome"])
        changed[action.meeting.pk] = action.meeting
    return [earlier for earlier in changed.values() if earlier.is_published and earlier.pk not in keys]
