"""What was searched for and not found."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchMissQuerySet(models.QuerySet["SearchMiss"]):
    def for_term(self, term: str) -> Self:
        return self.filter(term=term)

    def rarest_first(self) -> Self:
        return self.order_by("count", "last_on", "pk")

    def commonest_first(self) -> Self:
        return self.order_by("-count", "-last_on", "-pk")


class SearchMiss(models.Model):
    """A term that found nothing. Of the reader nothing is stored, of the time only the day."""

    term = models.CharField(_("term"), max_length=64, unique=True)
    count = models.PositiveIntegerField(_("searches"), default=1)
    last_on = models.DateField(_("last searched on"))

    objects = SearchMissQuerySet.as_manager()

    class Meta:
        verbose_name = _("term not found")
        verbose_name_plural = _("terms not found")
        indexes = [models.Index(fields=["count", "last_on", "id"], name="search_miss_rarest")]

    def __str__(self) -> str:
        return self.term
