"""Names that are not shaped like names: they wait for a decision, which is remembered."""

import functools
import operator
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.fields import LONGEST_KEY, count_of, key_of, with_fields
from archive.models.person import MOST_KEYS, Person


class NameToCheckQuerySet(models.QuerySet["NameToCheck"]):
    def waiting(self) -> Self:
        return self.filter(decision="")

    def decided(self) -> Self:
        return self.exclude(decision="")

    def oldest_first(self) -> Self:
        return self.order_by("pk")

    def by_key(self, names: Iterable[str]) -> dict[str, "NameToCheck"]:
        """Return {key_of(a name): its row} of those that are known; not lazy, two queries."""
        keys = sorted({key_of(name) for name in names} - {""})
        rows = (
            self.filter(name_key__in=keys[at : at + MOST_KEYS]) for at in range(0, len(keys), MOST_KEYS)
        )
        return {row.name_key: row for some in rows for row in some.prefetch_related("people")}

    def with_places(self) -> Self:
        """Add `place_count`: in how many rows of meetings it stands."""
        found = [
            count_of(field.related_model._default_manager.all(), field.field.name)
            for field in NameToCheck._meta.related_objects
        ]
        return self.annotate(place_count=functools.reduce(operator.add, found))


def held_name(label: Any, related_name: str) -> "models.ForeignKey[NameToCheck | None, Any]":
    """Return the key of a row to the name that waits where a person would be named."""
    return models.ForeignKey(
        "archive.NameToCheck",
        models.PROTECT,
        related_name=related_name,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
    )


class NameToCheck(models.Model):
    """Words that stand where a name should; the rows that name them say where they were read."""

    class Decision(models.TextChoices):
        WAITING = "", _("To be decided")
        PERSON = "person", _("A person")
        SEVERAL = "several", _("Several people")
        NOBODY = "nobody", _("Not a person")

    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    name_key = models.CharField(_("key of the name"), max_length=LONGEST_KEY, unique=True, editable=False)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, blank=True, default="")
    people = models.ManyToManyField(
        Person, verbose_name=_("people"), blank=True, related_name="checked_names"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first read"), auto_now_add=True)

    objects = NameToCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("name to check")
        verbose_name_plural = _("names to check")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = key_of(self.name)
        super().save(*args, **with_fields(kwargs, "name_key"))
