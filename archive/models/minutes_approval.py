"""What the minutes of a meeting say of earlier minutes: approved as they stand, or with changes."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting


class MinutesApprovalQuerySet(models.QuerySet["MinutesApproval"]):
    def with_changes_to_enter(self) -> Self:
        """Keep those of published meetings whose changes were not entered yet."""
        owed = self.filter(how=MinutesApproval.How.WITH_CHANGES, minutes__approved_on=None)
        return owed.filter(meeting__publication=Meeting.Publication.PUBLISHED)

    def newest_first(self) -> Self:
        return self.order_by("-meeting__date", "-pk")


class MinutesApproval(models.Model):
    """One line of a meeting's minutes that approves earlier ones; it counts once these are published.

    See also archive/operations/minutes_approvals.py.
    """

    class How(models.TextChoices):
        AS_THEY_STAND = "as_they_stand", _("As they stand")
        WITH_CHANGES = "with_changes", _("With changes")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="minutes_approvals", verbose_name=_("meeting")
    )
    minutes = models.ForeignKey(
        Meeting, models.CASCADE, related_name="approvals_noted", verbose_name=_("minutes")
    )
    how = models.CharField(_("approved"), max_length=20, choices=How)

    objects = MinutesApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of minutes")
        verbose_name_plural = _("approvals of minutes")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "minutes"],
                name="minutes_approved_once_a_meeting",
                violation_error_message=_("This meeting approves the same minutes twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.get_how_display()}"
