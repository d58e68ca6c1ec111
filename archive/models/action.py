"""Action items: what somebody is to do after a meeting, and whether it was done."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.agenda import AgendaItem
from archive.models.body import Body
from archive.models.person import Person
from archive.models.resolution import Resolution


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Questions asked of action items."""

    def published(self) -> Self:
        """Keep actions of published meetings that hang on nothing closed."""
        return (
            self.filter(meeting__publication="published")
            .exclude(agenda_item__is_public=False)
            .exclude(resolution__agenda_item__is_public=False)
        )

    def open(self) -> Self:
        """Keep actions still to be done."""
        return self.filter(status=ActionItem.Status.OPEN)

    def overdue(self, today: dt.date) -> Self:
        """Keep open actions whose day has passed."""
        return self.open().filter(due_date__lt=today)

    def for_body(self, body: Body) -> Self:
        """Keep actions given by meetings of a body."""
        return self.filter(meeting__body=body)

    def not_withdrawn(self) -> Self:
        """Keep actions of meetings that were not withdrawn."""
        return self.exclude(meeting__publication="withdrawn")

    def with_meeting(self) -> Self:
        """Fetch the meeting and its body with each, and who is responsible."""
        related = self.select_related("meeting__body", "responsible", "responsible_body")
        return related.defer("meeting__text", "meeting__summary")

    def most_urgent_first(self) -> Self:
        """Order by the day due, the earliest first."""
        return self.order_by("due_date", "pk")

    def in_order(self) -> Self:
        """Order as recorded."""
        return self.order_by("position", "pk")


class ActionItem(models.Model):
    """One thing to be done, by whom and by when."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow-up", "Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="action_items", verbose_name=_("meeting")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.RESTRICT,
        related_name="action_items",
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
    )
    resolution = models.ForeignKey(
        Resolution,
        models.RESTRICT,
        related_name="action_items",
        verbose_name=_("resolution"),
        null=True,
        blank=True,
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    description = models.TextField(_("what is to be done"))
    responsible = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="action_items",
        verbose_name=_("responsible person"),
        null=True,
        blank=True,
    )
    responsible_body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="action_items",
        verbose_name=_("responsible body"),
        null=True,
        blank=True,
    )
    responsible_text = models.CharField(
        _("responsible, as written"),
        max_length=200,
        blank=True,
        help_text=_("For example 责任单位：防汛办."),
    )
    due_date = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    outcome = models.TextField(_("outcome"), blank=True)
    closed_at = models.ForeignKey(
        "archive.Meeting",
        models.SET_NULL,
        related_name="closed_action_items",
        verbose_name=_("closed at"),
        null=True,
        blank=True,
    )

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        indexes = [models.Index(fields=["status", "due_date"], name="action_item_follow_up")]

    def __str__(self) -> str:
        return self.description[:80]

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether the action is open and its day has passed."""
        return self.status == self.Status.OPEN and self.due_date is not None and self.due_date < today
