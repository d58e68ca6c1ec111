"""What a meeting says became of action items that earlier meetings gave."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.action import ActionItem


class ActionClosureQuerySet(models.QuerySet["ActionClosure"]):
    """Questions asked of closures."""

    def with_action(self) -> Self:
        """Fetch the action with each, and the meeting that gave it."""
        return self.select_related("action__meeting__body")

    def in_order(self) -> Self:
        """Order as entered."""
        return self.order_by("pk")


class ActionClosure(models.Model):
    """One action item that a meeting closes; nothing changes before that meeting is published.

    The minutes that gave the action may be public: until then nobody is told, and then it is a correction
    of theirs. See also operations/publish/action_closures.py.
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
