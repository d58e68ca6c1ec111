"""People and bodies entered twice: how two became one, so that it can be undone, and who is two."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.body import Body
from archive.models.person import Person


class MergeQuerySet(models.QuerySet[Any]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Merge(models.Model):
    """One row merged into another, with every row that moved, so that it can be undone."""

    absorbed_key = models.BigIntegerField(_("key of what was merged"))
    # What moved, by primary keys, and in full what was removed; see operations/merge_rows.py.
    moved = models.JSONField(_("what moved"))
    created_at = models.DateTimeField(_("merged"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("merged by"),
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("undone by"),
        null=True,
        blank=True,
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "view")  # to change one is to undo it

    def __str__(self) -> str:
        return f"{self.absorbed_name} → {self.kept}"  # type: ignore[attr-defined]


class PersonMerge(Merge):
    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", verbose_name=_("person who is kept")
    )
    absorbed_name = models.CharField(_("person who was merged"), max_length=200)

    class Meta(Merge.Meta):
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")


class BodyMerge(Merge):
    kept = models.ForeignKey(
        Body, models.PROTECT, related_name="merges", verbose_name=_("body that is kept")
    )
    absorbed_name = models.CharField(_("body that was merged"), max_length=200)

    class Meta(Merge.Meta):
        verbose_name = _("merge of two bodies")
        verbose_name_plural = _("merges of bodies")


class DistinctPeopleQuerySet(models.QuerySet["DistinctPeople"]):
    def concerning(self, person: Person) -> Self:
        return self.filter(models.Q(first=person) | models.Q(second=person))

    def pairs(self) -> set[tuple[int, int]]:
        """Return {(smaller primary key, larger primary key)}."""
        return set(self.values_list("first", "second"))


class DistinctPeople(models.Model):
    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("other person"))

    objects = DistinctPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="distinct_people_once",
                violation_error_message=_("These two are known to be two people."),
            ),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="distinct_people_in_order",
                violation_error_message=_("The person entered first comes first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
