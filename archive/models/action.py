"""Action items: what is to be done after a meeting, whether it was done, and the meetings that close it."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.agenda import AgendaItem
from archive.models.body import Body, has_published_meeting
from archive.models.fields import count_of, manager_of
from archive.models.name_to_check import held_name
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.person import Person
from archive.models.resolution import Resolution
from archive.models.visibility import VisibleQuerySet, meeting_published


class ActionItemQuerySet(VisibleQuerySet["ActionItem"]):
    def open(self) -> Self:
        return self.filter(status=ActionItem.Status.OPEN)

    def overdue(self, today: dt.date) -> Self:
        """Keep open actions of earlier days, of published minutes: those of a draft may be misread."""
        return self.open().filter(meeting_published(), due_date__lt=today)

    def done(self) -> Self:
        return self.filter(status=ActionItem.Status.DONE)

    def dropped(self) -> Self:
        return self.filter(status=ActionItem.Status.DROPPED)

    def for_body(self, body: Body) -> Self:
        """Keep what a body gave to do, also in joint meetings; see also MeetingQuerySet.for_body()."""
        own = models.Q(meeting__body=body)
        joint = manager_of("MeetingBody").of_body(body).values("meeting")
        return self.filter(own | models.Q(meeting__in=joint) if body.meets_jointly else own)

    def since(self, day: dt.date) -> Self:
        """Keep what was given at meetings of which a day is not before another."""
        return self.filter(models.Q(meeting__date__gte=day) | models.Q(meeting__end_date__gte=day))

    def until(self, day: dt.date) -> Self:
        return self.filter(meeting__date__lte=day)

    def of_person(self, person: Person) -> Self:
        return self.filter(responsible=person)

    def of_body(self, body: Body) -> Self:
        """Keep actions that a body is responsible for, whichever body gave them."""
        return self.filter(responsible_body=body)

    def of_anyone_called(self, text: str) -> Self:
        people = Person.objects.matching(text).values("pk")
        bodies = Body.objects.matching(text).values("pk")
        return self.filter(
            models.Q(responsible__in=people)
            | models.Q(responsible_body__in=bodies)
            | models.Q(responsible_text__icontains=text.strip())
        )

    def with_links(self) -> Self:
        """Fetch related rows; add `body_has_page`: whether the responsible body has a public page."""
        has_page = has_published_meeting("responsible_body")
        together = self.select_related(
            "meeting__body", "resolution", "responsible", "responsible_body", "closed_at__body"
        )
        long = ("text", "summary", "chair_note")
        deferred = [f"{name}__{field}" for name in ("meeting", "closed_at") for field in long]
        return together.defer("resolution__text", *deferred).annotate(body_has_page=has_page)

    def with_carrying(self, today: dt.date) -> Self:
        """Add `carried_count`: the meetings of its body, joint ones too, over which each was carried.

        Counts published meetings held after the one that gave it: up to today while it is open, otherwise
        before the one that closed it, if that one is published.
        """
        is_open = models.When(
            status=ActionItem.Status.OPEN, then=models.Value(today + dt.timedelta(days=1))
        )
        is_closed = models.When(meeting_published("closed_at"), then="closed_at__date")
        before = models.Case(is_open, is_closed, default="meeting__date", output_field=models.DateField())
        first, last = models.OuterRef("meeting__date"), models.OuterRef("carried_before")
        own = manager_of("Meeting").published().held().filter(date__gt=first, date__lt=last)
        joint = manager_of("MeetingBody").published().held()
        joint = joint.filter(meeting__date__gt=first, meeting__date__lt=last)
        counts = (count_of(rows, "body", of="meeting__body") for rows in (own, joint))
        return self.alias(carried_before=before).annotate(carried_count=next(counts) + next(counts))

    def most_urgent_first(self) -> Self:
        return self.order_by(models.F("due_date").asc(nulls_last=True), "-meeting__date", "position", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-meeting__date", "-meeting__start_minute", "-meeting_id", "position", "pk")

    def counted_by_state(self, today: dt.date) -> dict[str, int]:
        """Return {state: number of actions}; an overdue one counts as open too. One query."""
        states = {
            "open": models.Q(status=ActionItem.Status.OPEN),
            "overdue": models.Q(status=ActionItem.Status.OPEN, due_date__lt=today),
            "done": models.Q(status=ActionItem.Status.DONE),
            "dropped": models.Q(status=ActionItem.Status.DROPPED),
        }
        return self.order_by().aggregate(
            **{name: models.Count("pk", filter=state) for name, state in states.items()}
        )

    def not_withdrawn(self) -> Self:
        return self.exclude(meeting__publication="withdrawn")

    def with_meeting(self) -> Self:
        related = self.select_related("meeting__body", "responsible", "responsible_body")
        return related.defer("meeting__text", "meeting__summary")

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class ActionItem(NamesAsWritten):
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
    responsible_as_written = written_name(_("responsible person as written"))
    responsible_body_as_written = written_name(_("responsible body as written"))
    responsible_to_check = held_name(_("responsible person, name to check"), "action_items")
    responsible_text = models.CharField(
        _("responsible, as written"),
        max_length=200,
        blank=True,
        help_text=_("For example 责任单位：防汛办."),
    )
    due_date = models.DateField(_("due on"), null=True, blank=True)
    # Empty where the words of the source were not understood: they are shown instead.
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN, blank=True)
    status_as_written = models.CharField(_("status as written"), max_length=200, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    closed_at = models.ForeignKey(
        "archive.Meeting",
        models.SET_NULL,
        related_name="closed_action_items",
        verbose_name=_("closed at"),
        null=True,
        blank=True,
    )

    WRITTEN = {
        "responsible": "responsible_as_written",
        "responsible_body": "responsible_body_as_written",
    }
    HELD = {"responsible": "responsible_to_check"}

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action item")
        verbose_name_plural = _("action items")
        indexes = [models.Index(fields=["status", "due_date"], name="action_item_follow_up")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="", status_as_written=""),
                name="action_status_or_words",
                violation_error_message=_("Choose a status, or write what the minutes say."),
            )
        ]

    def __str__(self) -> str:
        return self.description[:80]

    def clean(self) -> None:
        if not self.status and not self.status_as_written:
            raise ValidationError({"status": _("Choose a status, or write what the minutes say.")})

    @property
    def written_on(self) -> dt.date:
        return self.meeting.date

    @property
    def responsible_name(self) -> str:
        return self.responsible_as_written or (self.responsible.name if self.responsible else "")

    @property
    def responsible_body_name(self) -> str:
        body = self.responsible_body
        return self.responsible_body_as_written or (body.name if body else "")

    def days_overdue(self, today: dt.date) -> int:
        """Return the days since the due date of an open action; 0 if it is not overdue."""
        return (today - self.due_date).days if self.due_date and self.is_overdue(today) else 0

    def is_overdue(self, today: dt.date) -> bool:
        return self.status == self.Status.OPEN and self.due_date is not None and self.due_date < today


class ActionClosureQuerySet(models.QuerySet["ActionClosure"]):
    def with_action(self) -> Self:
        return self.select_related("action__meeting__body")

    def in_order(self) -> Self:
        return self.order_by("pk")


class ActionClosure(models.Model):
    """One action item that a meeting closes; nothing changes before that meeting is published.

    The minutes that gave the action may be public: publishing this one then corrects them. See also
    archive/operations/action_closures.py.
    """

    class Status(models.TextChoices):
        DONE = ActionItem.Status.DONE.value, _("Done")
        DROPPED = ActionItem.Status.DROPPED.value, _("Dropped")

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="closures", verbose_name=_("meeting")
    )
    action = models.ForeignKey(
        ActionItem, models.CASCADE, related_name="closures", verbose_name=_("action item")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DONE)
    outcome = models.TextField(_("outcome"), blank=True)

    objects = ActionClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed action item")
        verbose_name_plural = _("closed action items")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "action"],
                name="action_closed_once_a_meeting",
                violation_error_message=_("This meeting closes the same action item twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}"
