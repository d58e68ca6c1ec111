"""Documents: files and links that belong to a meeting."""

from pathlib import PurePath
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.documents.extraction import TextStatus
from archive.models.agenda import AgendaItem
from archive.models.fields import LanguageField
from archive.models.resolution import Resolution
from archive.models.visibility import VisibleQuerySet
from archive.text.slugs import slug


def upload_path(document: "Document", filename: str) -> str:
    path = PurePath(filename)
    return f"{document.meeting_id}/{slug(path.stem, fallback='document')}{path.suffix.lower()[:10]}"


class DocumentQuerySet(VisibleQuerySet["Document"]):
    def with_file(self) -> Self:
        return self.exclude(file="")

    def with_text_status(self, *statuses: str) -> Self:
        return self.filter(text_status__in=statuses)

    def not_looked_into(self) -> Self:
        """Keep files stored before text extraction existed."""
        return self.with_file().filter(text_status="")

    def text_notes(self) -> dict[str, str]:
        """Return {address: note about its text} of the documents that have such a note."""
        told = self.with_file().with_text_status(*Document.TOLD_STATUSES).defer("text")
        return {document.get_absolute_url(): document.text_note for document in told}

    def without_text(self) -> Self:
        """Keep documents without extracted text, such as scans: only their titles can be searched."""
        return self.filter(text="")

    def of_minutes(self) -> Self:
        kinds = Document.Classification
        return self.filter(classification__in=(kinds.MINUTES, kinds.SIGNED_COPY))

    def in_order(self) -> Self:
        return self.order_by("pk")


class Document(models.Model):
    class Classification(models.TextChoices):
        AGENDA = "agenda", _("Agenda")
        MINUTES = "minutes", _("Minutes")
        SIGNED_COPY = "signed_copy", _("Signed copy")
        ATTACHMENT = "attachment", _("Attachment")
        PRESENTATION = "presentation", _("Presentation")
        RECORDING = "recording", _("Recording")

    TextStatus = TextStatus
    TOLD_STATUSES = (TextStatus.IN_PART, TextStatus.NO_TEXT, TextStatus.NOT_READABLE)

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="documents", verbose_name=_("meeting")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.RESTRICT,
        related_name="documents",
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
    )
    resolution = models.ForeignKey(
        Resolution,
        models.RESTRICT,
        related_name="documents",
        verbose_name=_("resolution"),
        null=True,
        blank=True,
    )
    classification = models.CharField(
        _("classification"), max_length=20, choices=Classification, default=Classification.ATTACHMENT
    )
    classification_as_written = models.CharField(_("classification as written"), max_length=200, blank=True)
    name = models.CharField(_("title"), max_length=300)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=300, blank=True)
    url = models.URLField(_("or an address"), max_length=1000, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)
    language = LanguageField(_("language"), default="", blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    text = models.TextField(_("text"), blank=True, editable=False)
    text_status = models.CharField(
        _("searchable text"), max_length=20, choices=TextStatus, blank=True, default="", editable=False
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(file="") & ~models.Q(url="")) | (~models.Q(file="") & models.Q(url="")),
                name="document_file_or_address",
                violation_error_message=_("Give either a file or an address, and not both."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.url:
            return self.url
        return reverse("document_file", args=[self.pk, PurePath(str(self.file.name)).name])

    @property
    def text_note(self) -> str:
        """A note if full-text search cannot find all of this document, otherwise ""."""
        if self.text_status == self.TextStatus.NO_TEXT and self.media_type == "application/pdf":
            return gettext("scanned, no text")
        if self.text_status == self.TextStatus.IN_PART:
            return gettext("only part of its text could be read")
        return "" if self.text_status not in self.TOLD_STATUSES else gettext("no text that can be read")
