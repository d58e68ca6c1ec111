"""Action items that a meeting closes: done with when it is published, as corrections of earlier minutes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import ActionClosure, Meeting
from archive.record.render.plain import heading_language


def closures_of(meetings: Iterable[Meeting]) -> list[ActionClosure]:
    """Return what some meetings close and is still open; one query."""
    found = ActionClosure.objects.filter(meeting__in=list(meetings), action__status="open")
    return list(found.with_action().in_order())


def close(closure: ActionClosure) -> Meeting:
    """Write into an action what became of it; return the meeting that gave it."""
    action = closure.action
    action.status, action.closed_at_id = closure.status, closure.meeting_id
    action.outcome = closure.outcome or action.outcome
    action.save(update_fields=["status", "closed_at", "outcome"])
    return action.meeting


def reason_of(meeting: Meeting, at: dt.date) -> str:
    """Return why minutes are corrected whose actions a later meeting closed, in their language."""
    with translation.override(heading_language(meeting.language)):
        return _("An action item was closed at the meeting of %(date)s.") % {"date": at.isoformat()}


def close_all(meetings: Iterable[Meeting], correct: Any, **written: Any) -> None:
    """Close what these meetings close; each earlier meeting that is public gets one more version.

    `correct` is the operation of that name, which this one serves and so cannot import.
    """
    meetings = list(meetings)
    changed: dict[int, tuple[Meeting, dt.date]] = {}
    dates = {meeting.pk: meeting.date for meeting in meetings}
    for closure in closures_of(meetings):
        earlier = close(closure)
        changed[earlier.pk] = (earlier, dates[closure.meeting_id])
    for earlier, date in changed.values():
        if earlier.is_published and earlier.pk not in dates:
            correct(earlier, kind="corrected", reason=reason_of(earlier, date), **written)
