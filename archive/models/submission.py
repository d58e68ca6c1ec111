"""Drafts that a clerk hands to those who publish, and what comes back with a remark."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting
from archive.models.staff_act import account_name

LONGEST_REMARK = 500


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of_meetings(self, meetings: Iterable[Any]) -> Self:
        return self.filter(meeting__in=meetings)

    def waiting(self) -> Self:
        return self.filter(returned_at=None)

    def returned(self) -> Self:
        return self.exclude(returned_at=None)

    def with_people(self) -> Self:
        return self.select_related("submitted_by", "returned_by")


class Submission(models.Model):
    """How a submitted draft stands now: it waits for publication, or was returned and why.

    Submitting again begins it anew, and publishing deletes it; the staff log keeps every step.
    """

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, related_name="submission", verbose_name=_("meeting")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("submitted by"),
        null=True,
    )
    submitted_at = models.DateTimeField(_("submitted"))
    # Of the meeting, when it was submitted: with another one it was changed since.
    edit_number = models.PositiveIntegerField(_("number of the edit"), default=0)
    remark = models.TextField(_("remark"), blank=True, max_length=LONGEST_REMARK)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("returned by"),
        null=True,
    )
    returned_at = models.DateTimeField(_("returned"), null=True)
    return_remark = models.TextField(_("why it was returned"), blank=True, max_length=LONGEST_REMARK)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned_at=None, return_remark="")
                | (models.Q(returned_at__isnull=False) & ~models.Q(return_remark="")),
                name="submission_returned_says_why",
                violation_error_message=_("Say why it is returned: the clerk reads it on the draft."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {_('returned') if self.returned_at else _('submitted')}"

    @property
    def is_waiting(self) -> bool:
        return self.returned_at is None

    @property
    def submitter(self) -> str:
        return account_name(self.submitted_by)

    @property
    def returner(self) -> str:
        return account_name(self.returned_by)
