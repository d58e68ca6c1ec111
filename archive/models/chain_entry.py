"""Entries of the hash chain that are no versions: what the public reads beside the records."""

from typing import Any, NoReturn, Self

from django.db import models

from archive.models.revision import NEVER_REMOVED


class ChainEntryQuerySet(models.QuerySet["ChainEntry"]):
    def in_order(self) -> Self:
        return self.order_by("pk")

    def delete(self) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), set(self))


class ChainEntry(models.Model):
    """What some rows became: marks of withheld versions, redirects. Never changed or removed, and shown to
    nobody.

    On the chain it stands after the version `after_version` (0 for none) and after all earlier entries.
    """

    after_version = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, unique=True)
    previous_sha256 = models.CharField(max_length=64, blank=True, unique=True)
    # Text, as in Revision.snapshot: the fingerprint is of these very bytes.
    content = models.TextField()

    objects = ChainEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise models.ProtectedError(str(NEVER_REMOVED), {self})
