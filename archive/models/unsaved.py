"""What staff typed and have not saved: kept while they type, and offered back."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.staff_act import account_name

KEPT_DAYS = 30


class UnsavedEntryQuerySet(models.QuerySet["UnsavedEntry"]):
    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)

    def on_page(self, path: str) -> Self:
        return self.filter(path=path)

    def unsettled(self) -> Self:
        """Keep those that were neither saved nor dropped; see archive/operations/autosave.py."""
        return self.exclude(typed="")

    def of_others(self, user: Any, *, since: dt.datetime) -> Self:
        """Keep what other users typed lately and did not save; fetches them, and no typed text."""
        typed = self.exclude(user=user).filter(saved_at__gte=since).unsettled()
        return typed.select_related("user").defer("typed")

    def older_than(self, now: dt.datetime) -> Self:
        return self.filter(saved_at__lt=now - dt.timedelta(days=KEPT_DAYS))

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")


class UnsavedEntry(models.Model):
    """All fields of one page of the desk as typed, valid or not, rows included.

    The meeting itself is left alone: a half-typed date could not be stored in it, and a colleague who
    has it open would be stopped by each pause in another user's typing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsaved_entries", verbose_name=_("user")
    )
    path = models.CharField(_("page"), max_length=300)
    key = models.CharField(_("key"), max_length=32, help_text=_("One for each time the page is opened."))
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    saved_at = models.DateTimeField(_("kept"))
    typed = models.TextField(_("what was typed"))

    objects = UnsavedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved entry")
        verbose_name_plural = _("unsaved entries")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="unsaved_entry_once",
                violation_error_message=_("What was typed on this page is kept already."),
            )
        ]
        indexes = [models.Index(fields=["user", "path", "-saved_at"], name="unsaved_entry_of_page")]

    def __str__(self) -> str:
        return f"{self.user}, {self.path}"

    @property
    def who(self) -> str:
        return account_name(self.user)
