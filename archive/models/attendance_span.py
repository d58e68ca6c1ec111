"""Part of a meeting for which somebody was there or not: by hours, by agenda items, or by both."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.visibility import NOT_PUBLIC, meeting_published
from archive.text.hours import are_backwards

NO_END = _("Say from or until when: an hour, or an agenda item.")
NO_ABSENCE = _("A reason is given for being out of the room only.")
LAST = 2**31 - 1  # above any position
# See also visibility.has_unclear_end().
HAS_UNCLEAR_END = Q(from_item__is_public=False, to_item__isnull=True, to_time__isnull=False) | Q(
    to_item__is_public=False, from_item__isnull=True, from_time__isnull=False
)
BOUNDS = ("from_time", "to_time", "from_item", "to_item")


class AttendanceSpanQuerySet(models.QuerySet["AttendanceSpan"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_items(self) -> Self:
        return self.in_order().select_related("from_item", "to_item")

    def open_to_all(self) -> Self:
        """Keep spans that may be shown once their meeting is published; see also visibility.is_open()."""
        items = AgendaItem.objects.filter(meeting=OuterRef("attendance__meeting"), is_public=True)
        covered = items.filter(
            position__gte=Coalesce(OuterRef("from_item__position"), 0),
            position__lte=Coalesce(OuterRef("to_item__position"), LAST),
        )
        told = self.exclude(attendance__meeting__attendance_status=NOT_PUBLIC)
        has_no_items = Q(from_item__isnull=True, to_item__isnull=True)
        return told.filter(has_no_items | models.Exists(covered)).exclude(HAS_UNCLEAR_END)

    def published(self) -> Self:
        return self.open_to_all().filter(meeting_published("attendance__meeting"))

    def declaring_interest(self) -> Self:
        return self.filter(reason=AttendanceSpan.Reason.INTEREST_DECLARED)


class AttendanceSpan(models.Model):
    """Both ends are included; an end that is not given is that of the meeting.

    A person may have several. `absent`: out of the room then, and in it otherwise. `present`: only then
    in the room. Hours before the start of the meeting are those of the next day.
    """

    class Kind(models.TextChoices):
        PRESENT = "present", _("Present only then")
        ABSENT = "absent", _("Out of the room")

    class Reason(models.TextChoices):
        NONE = "", _("Not given")
        INTEREST_DECLARED = "interest_declared", _("Interest declared")
        OTHER = "other", _("Another reason")

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, related_name="spans", verbose_name=_("attendance")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ABSENT)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    from_time = models.TimeField(_("from"), null=True, blank=True)
    to_time = models.TimeField(_("until"), null=True, blank=True)
    from_item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        related_name="spans_from",
        verbose_name=_("from agenda item"),
        null=True,
        blank=True,
    )
    to_item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        related_name="spans_to",
        verbose_name=_("to agenda item"),
        null=True,
        blank=True,
    )
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("For staff only: the public never reads it.")
    )

    objects = AttendanceSpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence in part")
        verbose_name_plural = _("presence in part")
        constraints = [
            models.CheckConstraint(
                condition=~Q(**{f"{name}__isnull": True for name in BOUNDS}),
                name="attendance_span_has_an_end",
                violation_error_message=NO_END,
            ),
            models.CheckConstraint(
                condition=Q(kind="absent") | Q(reason=""),
                name="attendance_span_reason_of_absence",
                violation_error_message=NO_ABSENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.get_kind_display()}"

    def clean(self) -> None:
        """Check also what is in other rows, and what an import is to be told in words."""
        if all(getattr(self, name) is None for name in BOUNDS):
            raise ValidationError(NO_END)
        if self.kind == self.Kind.PRESENT and self.reason:
            raise ValidationError({"reason": NO_ABSENCE})
        for name in ("from_item", "to_item"):
            item = getattr(self, name)
            if item is not None and item.meeting != self.meeting:
                raise ValidationError({name: _("This agenda item is of another meeting.")})
        if self.from_item and self.to_item and self.to_item.position < self.from_item.position:
            raise ValidationError({"to_item": _("The last agenda item comes before the first.")})

        if are_backwards(self.meeting.hours, self.from_time, self.to_time):
            raise ValidationError({"to_time": _("It ends before it begins.")})

    @property
    def meeting(self) -> Any:
        return self.attendance.meeting
