"""What was imported before, as digests: a later import is compared with it."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting


class Digests(models.Model):
    """Digests of an imported row; its words are not kept a second time, so a redaction misses none."""

    sha256 = models.CharField(_("SHA-256 of the line"), max_length=64)
    # As archive/operations/importing/source_digests.py makes them.
    digests = models.JSONField(_("digests"))

    class Meta:
        abstract = True


class ImportedRecordQuerySet(models.QuerySet["ImportedRecord"]):
    def known_lines(self, hashes: Iterable[str]) -> set[str]:
        """Return those of some SHA-256 that are of lines imported already; one query."""
        return set(self.filter(sha256__in=set(hashes)).values_list("sha256", flat=True))


class ImportedRecord(Digests):
    """Digests of an imported meeting."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="imported_record", verbose_name=_("meeting")
    )

    objects = ImportedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        indexes = [models.Index(fields=["sha256"], name="imported_record_line")]

    def __str__(self) -> str:
        return str(self.meeting)


class ImportedRow(Digests):
    """Digests of an imported row that is no meeting: a body, a person, a post, a topic, or a later event.

    `key` is the primary key of what `kind` names, as in other_rows.py. A key and no foreign key, because
    it says nothing once that is deleted, and keys are not used again.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.PositiveBigIntegerField(_("key"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
