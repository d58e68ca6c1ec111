"""Other names of people and bodies, with the days between which they were used (Popolo other_names)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.body import Body
from archive.models.fields import LONGEST_KEY, has_key, in_order, key_of, with_fields, without_blanks
from archive.models.person import Person
from archive.text.names import sort_name


class OtherNameQuerySet(models.QuerySet["OtherName"]):
    def of_people(self) -> Self:
        return self.filter(person__isnull=False)

    def of_bodies(self) -> Self:
        return self.filter(body__isnull=False)

    def with_keys(self, keys: Iterable[str]) -> Self:
        """Keep names with one of these keys, as key_of() makes them."""
        return self.filter(name_key__in=keys)

    def containing(self, text: str) -> Self:
        """Keep names of which a text is a part, in either Chinese script or in pinyin."""
        letters = "".join(text.lower().split())
        found = has_key(text, in_part=True) | models.Q(letters__contains=letters)
        return self.alias(letters=without_blanks("name", "sort_name")).filter(found)

    def former_on(self, day: dt.date) -> Self:
        """Keep former names that were used on a day; one without an end is not known to have been."""
        begun = models.Q(start_date__isnull=True) | models.Q(start_date__lte=day)
        return self.filter(begun, kind=OtherName.Kind.FORMER, end_date__gte=day).order_by("end_date", "pk")

    def latest_first(self) -> Self:
        return self.order_by(
            models.F("end_date").desc(nulls_last=True), models.F("start_date").desc(nulls_last=True), "pk"
        )


class OtherName(models.Model):
    """A name that a person or body also has or had; people find by it, and imports obey it."""

    class Kind(models.TextChoices):
        FORMER = "former", _("Former name")
        SPELLING = "spelling", _("Other spelling")
        TRANSLATION = "translation", _("Translation")
        ABBREVIATION = "abbreviation", _("Abbreviation")

    person = models.ForeignKey(
        Person,
        models.CASCADE,
        related_name="other_names",
        verbose_name=_("person"),
        null=True,
        blank=True,
    )
    body = models.ForeignKey(
        Body, models.CASCADE, related_name="other_names", verbose_name=_("body"), null=True, blank=True
    )
    name = models.CharField(_("other name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.FORMER)
    start_date = models.DateField(pgettext_lazy("of a name", "from"), null=True, blank=True)
    end_date = models.DateField(
        pgettext_lazy("of a name", "until"),
        null=True,
        blank=True,
        help_text=_("The last day on which this was the name."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("The public reads it: for example, on marriage.")
    )
    name_key = models.CharField(_("key of the name"), max_length=LONGEST_KEY, db_index=True, editable=False)
    sort_name = models.CharField(_("sorted as"), max_length=LONGEST_KEY, editable=False)

    objects = OtherNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, body__isnull=True)
                | models.Q(person__isnull=True, body__isnull=False),
                name="other_name_of_one",
                violation_error_message=_("A name is that of a person or of a body."),
            ),
            in_order(
                "start_date",
                "end_date",
                "other_name_ends_after_start",
                _("A name cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = key_of(self.name)
        self.sort_name = sort_name(self.name)[:LONGEST_KEY]
        super().save(*args, **with_fields(kwargs, "name_key", "sort_name"))
