"""Attendance: who was there, who was excused, who was not."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.name_to_check import held_name
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.person import Membership, Person
from archive.models.visibility import VisibleQuerySet
from archive.models.vote import Vote


class AttendanceQuerySet(VisibleQuerySet["Attendance"]):
    def recorded(self) -> Self:
        """Keep rows of meetings whose attendance was recorded by name, not only counted."""
        return self.filter(meeting__attendance_status="recorded")

    def for_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def of_people(self) -> Self:
        """Leave out names that wait to be checked."""
        return self.filter(person__isnull=False)

    def present(self) -> Self:
        return self.filter(status=Attendance.Status.PRESENT)

    def count_of_lists(self) -> Coalesce:
        """Return a subquery: how many were present by the rows of the outer meeting, 0 if they do not say.

        They do if they list more people than who was in the chair and took the minutes, and no name in
        them waits. Each row is read once.
        """
        present = models.Q(status=Attendance.Status.PRESENT)
        rows = self.order_by().filter(meeting=models.OuterRef("pk")).values("meeting")
        rows = rows.annotate(
            present=models.Count("pk", filter=present),
            listed=models.Count("pk", filter=~models.Q(role__in=Attendance.OFFICERS)),
            waiting=models.Count("pk", filter=present & models.Q(person=None)),
        )
        lists = rows.filter(listed__gt=0, waiting=0).values("present")
        return Coalesce(models.Subquery(lists, output_field=models.IntegerField()), 0)

    def held(self) -> Self:
        return self.filter(meeting__status="held")

    def assembled(self) -> Self:
        """Leave out rows of those who signed a circulation, where nobody met."""
        return self.exclude(meeting__attendance_mode="by_circulation")

    def of_members_that_day(self) -> Self:
        """Keep rows of people who were members on the day, by the minutes or by the body's roster."""
        memberships = Membership.objects.expected().for_person(models.OuterRef("person"))
        of_body = memberships.of_bodies_of("meeting", "meeting__body")
        on_roster = models.Exists(of_body.covering(models.OuterRef("meeting__date")))
        return self.filter(models.Q(role__in=Attendance.MEMBER_ROLES) | on_roster)

    def with_whole_rosters(self) -> Self:
        """Add `is_whole`: whether there is a roster of that day, and a row for everybody on it."""
        roster = Membership.objects.expected().of_bodies_of("meeting", "meeting__body")
        roster = roster.covering(models.OuterRef("meeting__date"))
        rows = Attendance.objects.filter(
            meeting=models.OuterRef(models.OuterRef("meeting")), person=models.OuterRef("person")
        )
        has_nobody_missing = ~models.Exists(roster.filter(~models.Exists(rows)))
        return self.annotate(is_whole=models.Exists(roster) & has_nobody_missing)

    def with_substitutes(self) -> Self:
        """Add `is_represented`: whether somebody attended, or openly voted, in the name of the person."""
        meeting, person = models.OuterRef("meeting"), models.OuterRef("person")
        substitutes = Attendance.objects.present().filter(meeting=meeting, on_behalf_of=person)
        proxies = Vote.objects.open_to_all().by_proxy().filter(resolution__meeting=meeting, voter=person)
        return self.annotate(is_represented=models.Exists(substitutes) | models.Exists(proxies))

    def counted_by_body_and_year(self) -> list[tuple[int, int, str, bool, bool, int]]:
        """Return (body, year, status, is_whole, is_represented, number of rows). A list, not lazy.

        Needs with_whole_rosters() and with_substitutes().
        """
        columns = ("meeting__body", "meeting__year", "status", "is_whole", "is_represented")
        counted = self.order_by().values_list(*columns).annotate(models.Count("pk"))
        return [
            (body, year, status, bool(is_whole), bool(is_represented), count)
            for body, year, status, is_whole, is_represented, count in counted
        ]

    def in_order(self) -> Self:
        """Order as recorded: in Chinese minutes the order carries rank."""
        return self.order_by("position", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-meeting__date", "-meeting__start_minute", "-meeting_id", "pk")

    def with_meeting(self) -> Self:
        return self.select_related("meeting__body").defer("meeting__text", "meeting__summary")


class Attendance(NamesAsWritten):
    """One person's attendance of one meeting; absence is stored, never inferred."""

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("of a meeting", "Chair")
        RECORDER = "recorder", _("Recorder")
        MEMBER = "member", _("Member")
        IN_ATTENDANCE = "in_attendance", _("In attendance")
        PRESENTER = "presenter", _("Presenter")
        GUEST = "guest", _("Guest")

    class Status(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        REMOTE = "remote", _("Remote")

    MEMBER_ROLES = (Role.CHAIR, Role.RECORDER, Role.MEMBER)
    OFFICERS = (Role.CHAIR, Role.RECORDER)

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="attendances", verbose_name=_("meeting")
    )
    # Without a person, the row keeps the place of a name that waits: name_as_written, shown without a link.
    # Typed as Any: only record/build.py and the desk meet such a row.
    person: models.ForeignKey[Person | None, Any] = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="attendances",
        verbose_name=_("person"),
        null=True,
        blank=True,
    )
    name_to_check = held_name(_("name to check"), "attendances")
    position = models.PositiveIntegerField(_("position"), default=0)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    # Empty where the words of the source were not understood: they are shown instead.
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PRESENT, blank=True
    )
    status_as_written = models.CharField(_("status as written"), max_length=200, blank=True)
    label = models.CharField(
        _("post that day"), max_length=200, blank=True, help_text=_("Post or unit, as written.")
    )
    name_as_written = models.CharField(_("name as written"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode, blank=True)
    arrived_at = models.TimeField(_("arrived at"), null=True, blank=True)
    left_at = models.TimeField(_("left at"), null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="substitutions",
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
    )
    on_behalf_of_as_written = written_name(_("on behalf of, as written"))
    on_behalf_of_to_check = held_name(_("on behalf of, name to check"), "substitutions")
    voting = models.BooleanField(_("voting"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    private_note = models.CharField(
        _("note for staff"),
        max_length=500,
        blank=True,
        help_text=_("For example why somebody was absent. The public never reads it."),
    )

    WRITTEN = {"person": "name_as_written", "on_behalf_of": "on_behalf_of_as_written"}
    TYPED = frozenset({"name_as_written"})
    HELD = {"person": "name_to_check", "on_behalf_of": "on_behalf_of_to_check"}

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_person_once",
                violation_error_message=_("This person is listed twice."),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False)
                | (models.Q(name_to_check__isnull=False) & ~models.Q(name_as_written="")),
                name="attendance_of_somebody",
                violation_error_message=_("Say who it was."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="", status_as_written=""),
                name="attendance_status_or_words",
                violation_error_message=_("Choose a status, or write what the minutes say."),
            ),
        ]

    def __str__(self) -> str:
        status = self.get_status_display() or self.status_as_written
        return f"{self.name_as_written or self.person}, {status}"

    def clean(self) -> None:
        if not self.person_id and self.person is None and not self.name_to_check_id:  # new ones have no key
            raise ValidationError({"person": _("Say who it was.")})
        if not self.status and not self.status_as_written:
            raise ValidationError({"status": _("Choose a status, or write what the minutes say.")})

    @property
    def written_on(self) -> dt.date:
        return self.meeting.date
