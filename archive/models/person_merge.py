"""People entered twice: how two became one, so that it can be undone, and who was found to be two."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.person import Person


class PersonMergeQuerySet(models.QuerySet["PersonMerge"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class PersonMerge(models.Model):
    """One person merged into another, with every row that moved, so that it can be undone."""

    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges", verbose_name=_("person who is kept")
    )
    absorbed_key = models.BigIntegerField(_("key of the person who was merged"))
    absorbed_name = models.CharField(_("person who was merged"), max_length=200)
    # What moved, by primary keys, and in full what was removed; see operations/people/merge.py.
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

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")
        default_permissions = ("add", "change", "view")  # to change one is to undo it

    def __str__(self) -> str:
        return f"{self.absorbed_name} → {self.kept}"


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
