"""Versions of published meetings, and addresses that moved."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from archive.models.meeting import Meeting
from archive.models.url_prefix import shown_address, stored_address

# Kinds of versions that say what happened since, and correct nothing. They need no reason.
FACTS = ("approved", "document_added", "minutes_added", "cancelled", "postponed", "action_closed")

NEVER_REMOVED = _("Versions are never removed: the fingerprints of all later ones depend on them.")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def in_order(self) -> Self:
        """Order as published on the site: the order of the hash chain."""
        return self.order_by("pk")

    def newest_first(self) -> Self:
        return self.order_by("-number", "pk")

    def current(self) -> Self:
        """Keep the newest version of each meeting."""
        later = Revision.objects.filter(
            meeting=models.OuterRef("meeting"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))

    def earlier_than(self, version: "Revision") -> Self:
        return self.filter(meeting=version.meeting_id, number__lt=version.number)

    def corrections(self) -> Self:
        """Keep versions that take something back: corrections, withdrawals, meetings published again."""
        return self.filter(number__gt=1).exclude(kind__in=FACTS)

    def naming(self, addresses: Iterable[str]) -> Self:
        """Keep versions, not withheld, whose record refers to something at or below some addresses.

        Adds `is_current`: whether a version is the newest of its meeting.
        """
        refers = models.Q()
        for address in addresses:
            refers |= models.Q(snapshot__contains=f'"address":"{address}')
        later = Revision.objects.filter(
            meeting=models.OuterRef("meeting"), number__gt=models.OuterRef("number")
        )
        return self.filter(refers, withheld_at=None).annotate(is_current=~models.Exists(later))

    def withhold(self, *, at: dt.datetime, basis: str) -> int:
        """Withhold the records of these versions permanently; return how many were readable."""
        return self.filter(withheld_at=None).update(withheld_at=at, withheld_basis=basis)

    def with_previous_withheld(self) -> Self:
        previous = Revision.objects.filter(
            meeting=models.OuterRef("meeting"),
            number=models.OuterRef("number") - 1,
            withheld_at__isnull=False,
        )
        return self.annotate(previous_withheld=models.Exists(previous))

    def delete(self) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), set(self))


class Revision(models.Model):
    """One version of a published meeting. Rows are added and never removed; what they say never changes."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Published")
        CORRECTED = "corrected", _("Corrected")
        APPROVED = "approved", _("Approved")
        AMENDED = "amended", _("Amended by the body")
        REDACTED = "redacted", _("Redacted")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        # Facts that are no corrections, as APPROVED is: see FACTS.
        DOCUMENT_ADDED = "document_added", _("Document added")
        MINUTES_ADDED = "minutes_added", _("Minutes added")
        CANCELLED = "cancelled", _("Cancelled")
        POSTPONED = "postponed", _("Postponed")
        ACTION_CLOSED = "action_closed", _("Action item closed")

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
    # With it, the record's own author_sha256 proves who that is; without it, the public cannot guess.
    author_salt = models.CharField(max_length=32, blank=True, default="", editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    previous_sha256 = models.CharField(_("fingerprint of the version before"), max_length=64, blank=True)
    # Kept for the hash chain, but never shown: set by record.chain.withhold(), never cleared.
    withheld_at = models.DateTimeField(_("withheld"), null=True, blank=True)
    withheld_basis = models.TextField(_("why it is withheld"), blank=True)
    # Text, not JSONField: the fingerprint is of these very bytes, and jsonb would reorder them.
    snapshot = models.TextField(_("record"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        permissions = [("view_withheld", _("Can read what was redacted or withdrawn"))]
        indexes = [models.Index(fields=["created_at"], name="revision_time")]
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
                condition=models.Q(number=1) | ~models.Q(reason="") | models.Q(kind__in=FACTS),
                name="revision_says_why",
                violation_error_message=_("Say why: the public reads the reason."),
            ),
            models.CheckConstraint(
                condition=models.Q(withheld_at__isnull=True) | ~models.Q(withheld_basis=""),
                name="revision_withheld_says_why",
                violation_error_message=_("Say why it is withheld: the public reads the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {_('version')} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), {self})


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def newest(self, path: str) -> str:
        """Return where an address leads now, itself if it never moved; mostly one or two queries.

        Everything below an address moved with it; of two that moved, the longer one counts.
        """
        path = stored_address(path)
        for _step in range(MOST_STEPS):
            if not parents_of(path):
                break
            found = self.filter(old_path__in=parents_of(path)).order_by(Length("old_path"), "pk").last()
            if found is None:
                break
            path = found.new_path + path.removeprefix(found.old_path)
        return shown_address(path)

    def leading_to(self, path: str) -> list[str]:
        """Return every address that leads to one, itself first."""
        found = [path]
        for newer in found:  # grows while it is read: what moved twice is found too
            moved = self.filter(new_path__in=parents_of(newer)).values_list("old_path", "new_path")
            older = [old + newer.removeprefix(new) for old, new in moved]
            found += [one for one in older if one not in found]
        return found

    def to(self, path: str) -> models.QuerySet[Any, Any]:
        return self.filter(new_path=path).order_by("pk").values_list("old_path", flat=True)

    def lead(self, old: str, new: str) -> None:
        """Redirect an old address, and all that led to it, to a new one."""
        for moved in self.filter(new_path__startswith=old):
            moved.new_path = new + moved.new_path.removeprefix(old)
            moved.delete() if moved.new_path == moved.old_path else moved.save()
        self.update_or_create(old_path=old, defaults={"new_path": new})

    def given_up(self, beginning: str, *, owner: str) -> models.QuerySet[Any, Any]:
        """Return (old path,) of those with this prefix that do not lead to `owner`."""
        return self.filter(old_path__startswith=beginning).exclude(new_path=owner).values_list("old_path")

    def takes(self, path: str, *, owner: str = "") -> bool:
        """Return whether a path is an old one that leads elsewhere than to `owner`."""
        path, owner = stored_address(path), stored_address(owner)
        return self.filter(old_path=path).exclude(new_path=owner).exists()


MOST_STEPS = 5  # a body renamed and its meeting moved make two; more would be a circle
# /bodies/council/, /meetings/council/2023-08-23/
MOVABLE = re.compile(r"/(?:bodies|meetings|people)/(?:[-\w]+/){1,2}", re.ASCII)


def parents_of(path: str) -> list[str]:
    """Return the movable prefixes of a path: for a meeting's, its body's and its own."""
    found = MOVABLE.match(path)
    parts = found[0].split("/")[1:-1] if found else []
    return [f"/{'/'.join(parts[:count])}/" for count in range(2, len(parts) + 1)]


class Redirect(models.Model):
    """A former public address, with everything below it, and where it leads now."""

    old_path = models.CharField(_("old path"), max_length=300, unique=True)
    new_path = models.CharField(_("new path"), max_length=300)

    objects = RedirectQuerySet.as_manager()

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
