"""Meetings that wait for somebody's work: what staff ask, and the public never does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.body import Body
from archive.models.fields import count_of
from archive.models.resolution import Resolution

if TYPE_CHECKING:
    from archive.models.meeting import Meeting, MeetingQuerySet


class WaitingQuestions:
    """The questions of the desk, for the queryset of meetings."""

    def due_for_entry(self: Any, today: dt.date) -> MeetingQuerySet:
        """Keep meetings whose day has passed, of which nobody has entered what happened.

        Of one still said to be scheduled an agenda is no answer. Nobody waits for the minutes of one
        that is not open.
        """
        has_items = models.Exists(AgendaItem.objects.filter(meeting=models.OuterRef("pk")))
        has_resolutions = models.Exists(Resolution.objects.filter(meeting=models.OuterRef("pk")))
        scheduled = models.Q(status="scheduled", text="")
        # Drafts only: a published meeting that was held has something to read, see the gate.
        held = models.Q(publication="draft", status="held", text="", summary="") & ~models.Q(has_items)
        waiting = self.filter(scheduled | held, date__lt=today, disclosure="open")
        return waiting.exclude(publication="withdrawn").filter(~models.Q(has_resolutions))

    def being_entered(self: Any, today: dt.date) -> MeetingQuerySet:
        """Keep open drafts that somebody has begun, or whose day has not come."""
        empty = self.model._default_manager.all().due_for_entry(today)
        return self.filter(publication="draft", disclosure="open").exclude(pk__in=empty.values("pk"))

    def unapproved(self: Any) -> MeetingQuerySet:
        """Keep published minutes that their body, or its chair, has yet to approve."""
        return self.filter(publication="published", status="held", approved_on=None).exclude(
            body__approval=Body.Approval.NONE
        )

    def next_after(self: Any, meeting: Meeting) -> Meeting | None:
        """Return the meeting after one in the order of newest_first(), from the last one on to the first.

        None if there is no other. Costs a query, or two.
        """
        others = self.exclude(pk=meeting.pk)
        return others.before(meeting).newest_first().first() or others.newest_first().first()

    def with_next_date(self: Any) -> MeetingQuerySet:
        """Add `next_date`: when the body of each meets, or met, after it; None if that is not known."""
        later = self.model._default_manager.filter(
            body=models.OuterRef("body"), date__gt=models.OuterRef("date")
        ).exclude(status="cancelled")
        return self.annotate(next_date=models.Subquery(later.order_by("date").values("date")[:1]))

    def with_absence_counts(self: Any) -> MeetingQuerySet:
        """Add `excused_rows` and `absent_rows`: how many were excused, and how many did not come."""
        return self.annotate(
            excused_rows=count_of(Attendance.objects.filter(status="excused")),
            absent_rows=count_of(Attendance.objects.filter(status="absent")),
        )
