"""Approve minutes, of one meeting or of many at once: an act of its own, never a correction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Meeting, Revision
from archive.models.write_lock import one_writer
from archive.operations.publish.publication import locked, save_edits, with_children
from archive.record.versions import write_versions
from archive.search.index import index


class CannotApprove(Exception):  # noqa: N818 - named as CannotPublish is
    """Nothing was approved: `reasons` say why, one for each meeting that stands in the way."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def approve(
    meeting: Meeting,
    *,
    on: dt.date,
    at_meeting: Meeting | None = None,
    by: Any = None,
    at: dt.datetime | None = None,
) -> None:
    """Record that the minutes were approved on a day, and by which later meeting. Raises CannotApprove."""
    approve_all([meeting.pk], on=on, at_meeting=at_meeting, by=by, at=at)
    meeting.refresh_from_db()


@one_writer()
def approve_all(
    keys: Sequence[int],
    *,
    on: dt.date,
    at_meeting: Meeting | None = None,
    by: Any = None,
    at: dt.datetime | None = None,
) -> list[Meeting]:
    """Record that the minutes with these primary keys were approved on a day; all or none.

    Each published meeting gets a version of kind "approved"; drafts are only marked. The same number of
    queries for any number. Raises CannotApprove.
    """
    at = at or timezone.now()
    meetings = locked(keys, Meeting.objects.select_related("body"))
    reasons = [why for one in meetings if (why := why_not_approved(one, on, at_meeting))]
    if reasons:
        raise CannotApprove(reasons)
    for meeting in meetings:
        meeting.approved_on, meeting.approved_at = on, at_meeting
    save_edits(meetings, "approved_on", "approved_at")
    published = with_children([one.pk for one in meetings if one.is_published])
    if published:
        write_versions(published, kind=Revision.Kind.APPROVED, reason="", at=at, by=by)
        index(published)
    return meetings


def why_not_approved(meeting: Meeting, on: dt.date | None = None, at_meeting: Meeting | None = None) -> str:
    """Return why minutes cannot be approved, on a day and at a meeting if known; "" if they can."""
    values = {"meeting": meeting}
    if meeting.approved_on:
        return _("“%(meeting)s” is approved already: its date is changed by a correction.") % values
    if meeting.publication == Meeting.Publication.WITHDRAWN:
        return _("“%(meeting)s” was withdrawn.") % values
    if meeting.status != Meeting.Status.HELD:
        return _("“%(meeting)s” was not held, so there are no minutes to approve.") % values
    if on and on < meeting.date:
        return _("“%(meeting)s” was held after that day.") % values
    if at_meeting and (at_meeting.pk == meeting.pk or at_meeting.date < meeting.date):
        return _("“%(meeting)s” was not held before the meeting that is to approve it.") % values
    return ""
