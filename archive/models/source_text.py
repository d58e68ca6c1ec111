"""Texts that meetings were read from: kept with their meeting, for staff only."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from archive.documents.extraction import TextStatus
from archive.models.reach import has_limit
from archive.text.slugs import slug


def source_path(source: "SourceText", filename: str) -> str:
    """Return the storage path, by hash, so that no file overwrites another."""
    path = PurePath(filename)
    return f"sources/{source.sha256[:16]}/{slug(path.stem, fallback='source')}{path.suffix.lower()[:10]}"


UNREAD = models.Q(people_count=None, refusal="")  # see also SourceText.is_unread


class SourceTextQuerySet(models.QuerySet["SourceText"]):
    def waiting(self) -> Self:
        """Keep texts that no meeting was made from yet."""
        return self.filter(meeting=None)

    def open_to(self, user: Any) -> Self:
        """Keep waiting texts that a user may check: their own, and those without a user.

        Of which body these are nobody knows yet, so who is limited to bodies may check only the own ones.
        """
        own = models.Q(created_by=user)
        return self.waiting().filter(own if has_limit(user) else own | models.Q(created_by=None))

    def of_draft(self, key: Any) -> "SourceText | None":
        return self.filter(meeting=key).exclude(text="").first()

    def with_fingerprint(self, sha256: str) -> Self:
        return self.filter(sha256=sha256)

    def of_prints(self, prints: Collection[str]) -> Self:
        """Keep sources of which the bytes or the words have one of these fingerprints."""
        return self.filter(models.Q(sha256__in=prints) | models.Q(words_sha256__in=prints))

    def taken(self, meetings: models.QuerySet[Any]) -> Self:
        """Keep those that one of these meetings was made from, with it."""
        return self.filter(meeting__in=meetings).select_related("meeting__body")

    def unread(self) -> Self:
        return self.filter(UNREAD)

    def counted(self) -> dict[str, int]:
        """Return how many there are, and how many of them are unread or not taken; one query."""
        found: dict[str, int] = self.aggregate(
            total=models.Count("pk"),
            unread=models.Count("pk", filter=UNREAD),
            refused=models.Count("pk", filter=~models.Q(refusal="")),
        )
        return found

    def with_first_words(self) -> Self:
        """Fetch the first words alone of the texts, which are long."""
        return self.defer("text").annotate(first_words=Left("text", 80))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")


class SourceText(models.Model):
    """A text as pasted or uploaded, from which a meeting was read.

    No public page, file, feed, search, export or version ever shows it; staff see it beside the draft.
    """

    meeting = models.OneToOneField(
        "archive.Meeting",
        models.CASCADE,
        related_name="source_text",
        verbose_name=_("meeting"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("file"), max_length=300, blank=True)
    file = models.FileField(_("original"), upload_to=source_path, max_length=300, blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, db_index=True)
    created_at = models.DateTimeField(_("read"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("read by"),
        null=True,
        blank=True,
    )
    words_sha256 = models.CharField(
        _("fingerprint of the words"), max_length=64, blank=True, default="", db_index=True
    )
    text_status = models.CharField(
        _("searchable text"), max_length=20, choices=TextStatus, blank=True, default=""
    )
    refusal = models.CharField(_("why it is not taken"), max_length=500, blank=True, default="")
    # What the table of waiting files shows: as read, or as a clerk typed it; the counts are None before.
    body_name = models.CharField(_("body"), max_length=200, blank=True, default="")
    day = models.CharField(_("date"), max_length=100, blank=True, default="")
    title = models.CharField(_("title"), max_length=500, blank=True, default="")
    people_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    doubt_count = models.PositiveIntegerField(_("doubts"), null=True, blank=True)
    # Where the passages begin that the clerk placed or dismissed: the rest still waits.
    settled = models.JSONField(_("settled passages"), default=list, blank=True)
    text = models.TextField(_("text"), blank=True)

    objects = SourceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("source text")
        verbose_name_plural = _("source texts")

    def __str__(self) -> str:
        words: str = self.name or getattr(self, "first_words", "") or self.text[:80]
        return words

    @property
    def has_text(self) -> bool:
        """Return whether text was read in it, without fetching that."""
        return self.text_status in (TextStatus.EXTRACTED, TextStatus.IN_PART)

    @property
    def is_unread(self) -> bool:
        """Return whether it is still to be read; see also SourceTextQuerySet.unread()."""
        return self.people_count is None and not self.refusal
