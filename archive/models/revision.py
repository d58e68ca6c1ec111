"""Versions of published meetings, and addresses that moved."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting

NEVER_REMOVED = _("Versions are never removed: the fingerprints of all later ones hang on them.")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions asked of versions."""

    def in_order(self) -> Self:
        """Order as published on the site: the order of the chain of fingerprints."""
        return self.order_by("pk")

    def newest_first(self) -> Self:
        """Order by version, the current one first."""
        return self.order_by("-number", "pk")

    def delete(self) -> NoReturn:
        """Refuse: versions are never removed."""
        raise models.ProtectedError(str(NEVER_REMOVED), set(self))


class Revision(models.Model):
    """One version of a published meeting. Rows are added, never changed and never removed."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        CORRECTED = "corrected", _("Corrected")
        APPROVED = "approved", _("Approved")
        AMENDED = "amended", _("Amended by the body")
        REDACTED = "redacted", _("Redacted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="revisions", verbose_name=_("meeting")
    )
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("created by"),
        null=True,
        blank=True,
    )
    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    previous_sha256 = models.CharField(_("fingerprint of the version before"), max_length=64, blank=True)
    # Text, not JSONField: the fingerprint is of these very bytes, and jsonb would reorder them.
    snapshot = models.TextField(_("record"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="revision_number_once",
                violation_error_message=_("This meeting already has a version with this number."),
            ),
            # The chain never forks: each version is followed by one, and only the first follows none.
            models.UniqueConstraint(
                fields=["previous_sha256"],
                name="revision_chain_is_a_line",
                violation_error_message=_("Another version already follows that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="revision_says_why",
                violation_error_message=_("Say why: the public reads the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {_('version')} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a version; refuse to change one."""
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: versions are never removed."""
        raise models.ProtectedError(str(NEVER_REMOVED), {self})


class Redirect(models.Model):
    """An address that once was public, and where it leads now."""

    old_path = models.CharField(_("old path"), max_length=300, unique=True)
    new_path = models.CharField(_("new path"), max_length=300)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("An address cannot lead to itself."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"
