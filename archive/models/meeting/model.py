"""One meeting of a body, with its minutes."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.body import Body
from archive.models.fields import LanguageField
from archive.models.meeting.queryset import MeetingQuerySet
from archive.models.visibility import is_public, tells_attendance


class Meeting(models.Model):
    """One meeting of a body, and its minutes."""

    class Classification(models.TextChoices):
        REGULAR = "regular", _("Regular")
        SPECIAL = "special", _("Special")
        EXTENDED = "extended", _("Extended")
        EMERGENCY = "emergency", _("Emergency")
        ANNUAL = "annual", _("Annual")
        STUDY = "study", _("Study session")

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("Mixed")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class AttendanceStatus(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        COUNTS_ONLY = "counts_only", _("Counts only")
        NOT_RECORDED = "not_recorded", _("Not recorded")
        NOT_PUBLIC = "not_public", _("Not public")

    class Disclosure(models.TextChoices):
        OPEN = "open", pgettext_lazy("disclosure", "Open")
        ON_REQUEST = "on_request", _("On request")
        CLOSED = "closed", _("Closed")

    class Publication(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # What it was
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    date = models.DateField(
        _("date"), help_text=_("For example 2023-08-23, 23 August 2023 or 2023年8月23日.")
    )
    date_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=Precision, default=Precision.DAY
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    start_time = models.TimeField(_("start"), null=True, blank=True)
    end_time = models.TimeField(_("end"), null=True, blank=True)
    name = models.CharField(_("title"), max_length=500)
    alternate_name = models.CharField(
        _("alternate title"),
        max_length=500,
        blank=True,
        help_text=_("The same title in the other language."),
    )
    number = models.CharField(
        _("number"), max_length=50, blank=True, help_text=_("As written: 第81次, 12.")
    )
    classification = models.CharField(
        _("classification"), max_length=20, choices=Classification, default=Classification.REGULAR
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.HELD)
    location = models.CharField(_("place"), max_length=300, blank=True)
    attendance_mode = models.CharField(
        _("attendance mode"), max_length=20, choices=Mode, default=Mode.IN_PERSON
    )
    language = LanguageField(_("language"), help_text=_("Of the minutes: en, zh-Hans, zh-Hant, …"))
    document_number = models.CharField(
        _("document number"),
        max_length=100,
        blank=True,
        help_text=_("文号, for example 漯应急纪〔2023〕5号."),
    )
    copied_to = models.CharField(
        _("copied to"),
        max_length=500,
        blank=True,
        help_text=_("抄送, for example 市政府办公室，各县区应急管理局."),
    )
    issued_on = models.DateField(
        _("issued on"), null=True, blank=True, help_text=_("印发: when the minutes were sent out.")
    )

    # Where it comes from
    source = models.CharField(
        _("source"), max_length=100, blank=True, help_text=_("Short name of where the record comes from.")
    )
    source_url = models.CharField(
        _("source address"), max_length=1000, blank=True, help_text=_("Where the original is.")
    )
    licence = models.CharField(
        _("licence"), max_length=500, blank=True, help_text=_("On what terms the text may be used.")
    )

    # Who was there
    attendance_status = models.CharField(
        _("attendance"), max_length=20, choices=AttendanceStatus, default=AttendanceStatus.RECORDED
    )
    chair_note = models.CharField(
        _("why nobody is recorded in the chair"),
        max_length=300,
        blank=True,
        help_text=_("The public reads it, for example: The minutes do not say who was in the chair."),
    )
    expected_count = models.PositiveIntegerField(_("expected (应到)"), null=True, blank=True)
    present_count = models.PositiveIntegerField(_("present (实到)"), null=True, blank=True)
    quorum = models.PositiveIntegerField(_("quorum"), null=True, blank=True)

    # Who may read it
    disclosure = models.CharField(
        _("disclosure"), max_length=20, choices=Disclosure, default=Disclosure.OPEN
    )
    disclosure_basis = models.CharField(
        _("basis of the disclosure"),
        max_length=500,
        blank=True,
        help_text=_("Law or rule, where not open."),
    )
    publication = models.CharField(
        _("publication"), max_length=20, choices=Publication, default=Publication.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    slug = models.CharField(_("address"), max_length=40, blank=True, editable=False)
    edit_number = models.PositiveIntegerField(_("edit number"), default=0, editable=False)
    next_sequence = models.PositiveIntegerField(_("next resolution"), default=1, editable=False)

    # Approval
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_at = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="approves",
        verbose_name=_("approved at"),
        null=True,
        blank=True,
    )

    # Long texts come last: SQLite reads a row from its start, and walks through a text of 200 KB to
    # reach what stands behind it.
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences for lists."))
    text = models.TextField(_("text"), blank=True, help_text=_("The minutes, in Markdown."))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        permissions = [
            ("publish_meeting", _("Can publish meetings")),
            ("correct_meeting", _("Can correct published meetings")),
            ("withdraw_meeting", _("Can withdraw published meetings")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"],
                condition=~models.Q(number=""),
                name="meeting_number_once_a_year",
                violation_error_message=_("This body already has a meeting with this number in that year."),
            ),
            models.UniqueConstraint(
                fields=["body", "slug"],
                condition=~models.Q(slug=""),
                name="meeting_address_once",
                violation_error_message=_("Another meeting of this body already has this address."),
            ),
            models.UniqueConstraint(
                fields=["source", "source_url"],
                condition=~models.Q(source=""),
                name="meeting_imported_once",
                violation_error_message=_("This record was imported already."),
            ),
            models.CheckConstraint(
                condition=models.Q(publication="draft")
                | (models.Q(published_at__isnull=False) & ~models.Q(slug="")),
                name="meeting_published_has_address",
                violation_error_message=_("What was published has an address and a time of publication."),
            ),
            models.CheckConstraint(
                condition=~models.Q(publication="published") | models.Q(disclosure="open"),
                name="meeting_published_is_open",
                violation_error_message=_("Only an open meeting can be published; withdraw it first."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-date", "-id"], condition=models.Q(publication="published"), name="meeting_newest"
            ),
            models.Index(
                fields=["body", "-date", "-id"],
                condition=models.Q(publication="published"),
                name="meeting_newest_of_body",
            ),
            models.Index(
                fields=["year"], condition=models.Q(publication="published"), name="meeting_by_year"
            ),
            # Few, and asked for by every search: see archive.search.find.STALE.
            models.Index(
                fields=["id"], condition=~models.Q(publication="published"), name="meeting_not_published"
            ),
            models.Index(fields=["publication"], condition=models.Q(text=""), name="meeting_without_text"),
            # Few rows each: see without_minutes(), which else would read every text to find it empty.
            models.Index(fields=["date"], condition=models.Q(status="scheduled"), name="meeting_announced"),
            models.Index(fields=["date"], condition=models.Q(text=""), name="meeting_without_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.date}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the copies that resolutions hold of body and date."""
        self.fill_derived()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "year"}
        elif not (self._state.adding or kwargs.get("force_insert")):
            kwargs["update_fields"] = self.saved_fields()
        super().save(*args, **kwargs)
        self.resolutions.exclude(body=self.body_id, date=self.date).update(
            body=self.body_id, date=self.date
        )

    def get_absolute_url(self) -> str:
        """Return the public address, or for what was never published the one that staff may see."""
        if self.slug:
            return reverse("meeting_detail", args=[self.body.slug, self.slug])
        return reverse("meeting_preview", args=[self.pk])

    def saved_fields(self) -> set[str]:
        """Return the fields that save() writes of a stored meeting: all but the counter of resolutions.

        This copy may be older than a resolution added since, and would give its sequence once more.
        See also Resolution.take_sequence().
        """
        kept = {"id", "next_sequence"} | self.get_deferred_fields()
        return {field.name for field in self._meta.concrete_fields if field.attname not in kept}

    def fill_derived(self) -> None:
        """Set what follows from other fields; bulk_create calls no save(), so its callers call this."""
        self.year = self.date.year

    @property
    def is_published(self) -> bool:
        """Whether the public may read it."""
        return is_public(self)

    @property
    def present_total(self) -> int | None:
        """How many were there: the declared count, else the rows; needs with_list_columns()."""
        if not tells_attendance(self):
            return None
        rows: int = self.present_rows  # type: ignore[attr-defined]
        return self.present_count if self.present_count is not None else rows or None
