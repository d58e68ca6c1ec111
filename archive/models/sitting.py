"""Sittings: the parts of a meeting that was adjourned and resumed."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.visibility import VisibleQuerySet
from archive.text.hours import Hours


class SittingQuerySet(VisibleQuerySet["Sitting"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Sitting(models.Model):
    """One sitting of a meeting; only what was adjourned and resumed, or lasted days, has any."""

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="sittings", verbose_name=_("meeting")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    date = models.DateField(_("date"))
    start_time = models.TimeField(_("start"), null=True, blank=True)
    end_time = models.TimeField(
        _("end"), null=True, blank=True, help_text=_("Before the start: on the next day.")
    )
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("For example: adjourned for want of a quorum.")
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="sitting_position_once",
                violation_error_message=_("Two sittings have this position."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.date)

    def clean(self) -> None:
        """Refuse a day that is not one of the meeting's, which no database rule can know."""
        first, last = self.meeting.date, self.meeting.last_day
        if self.date and first and last and not first <= self.date <= last:
            raise ValidationError(
                {"date": _("This is not a day of the meeting: see its date and its last day.")}
            )

    @property
    def hours(self) -> Hours:
        return Hours(self.start_time, self.end_time)
