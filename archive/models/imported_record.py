"""What a meeting's source said when it was imported, as digests: to tell later what changed where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting


class ImportedRecord(models.Model):
    """Digests of an imported meeting; its words are not kept a second time, so a redaction misses none."""

    meeting = models.OneToOneField(
        Meeting, models.CASCADE, primary_key=True, related_name="imported_record", verbose_name=_("meeting")
    )
    sha256 = models.CharField(_("SHA-256 of the line"), max_length=64)
    # As archive/operations/importing/source_digests.py makes them.
    digests = models.JSONField(_("digests"))

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")

    def __str__(self) -> str:
        return str(self.meeting)
