"""Joint meetings: the other bodies that met together with a meeting's first one."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.body import Body
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.visibility import VisibleQuerySet


class MeetingBodyQuerySet(VisibleQuerySet["MeetingBody"]):
    def of_body(self, body: Body | int | models.OuterRef) -> Self:
        return self.filter(body=body)

    def held(self) -> Self:
        return self.filter(meeting__status="held")

    def joining(self, one: Body, other: Body) -> Self:
        """Keep the rows of meetings of which one of two bodies is the first and the other joined it."""
        pairs = models.Q(meeting__body=one, body=other) | models.Q(meeting__body=other, body=one)
        return self.filter(pairs).select_related("meeting__body")

    def of_meeting(self, meeting: Any) -> Self:
        return self.filter(meeting=meeting)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class MeetingBody(NamesAsWritten):
    """Another body of a joint meeting; Meeting.body is the first, and gives the address."""

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="other_bodies", verbose_name=_("meeting")
    )
    position = models.PositiveIntegerField(_("position"))
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="joint_meetings", verbose_name=_("other body")
    )
    name_as_written = written_name(_("body as written"))

    WRITTEN = {"body": "name_as_written"}

    objects = MeetingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("other body of a joint meeting")
        verbose_name_plural = _("other bodies of a joint meeting")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body"],
                name="meeting_body_once",
                violation_error_message=_("This body is listed already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="meeting_body_position_once",
                violation_error_message=_("Two bodies have the same position."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_as_written or str(self.body)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and update the meeting's copy of the names."""
        super().save(*args, **kwargs)
        self.meeting.note_other_bodies()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.meeting.note_other_bodies()
        return deleted

    def clean(self) -> None:
        if self.body_id and self.body_id == self.meeting.body_id:
            raise ValidationError({"body": _("This is the meeting’s first body: name the others only.")})

    @property
    def written_on(self) -> Any:
        return self.meeting.date
