"""Relations: what one resolution does to another."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.resolution import Resolution


class ResolutionRelationQuerySet(models.QuerySet["ResolutionRelation"]):
    """Questions asked of relations."""

    def onto(self, meeting: Any, sequence: int) -> Self:
        """Keep what was done to one resolution of a meeting by others that the public may read."""
        return self.filter(
            target__meeting=meeting,
            target__sequence=sequence,
            source__in=Resolution.objects.published().values("pk"),
        )

    def with_source(self) -> Self:
        """Fetch the resolution that acts with each, and its meeting and body."""
        return self.select_related("source__meeting__body").defer("source__meeting__text")

    def with_target(self) -> Self:
        """Fetch the resolution acted upon with each, its agenda item, and its meeting and body."""
        together = self.select_related("target__meeting__body", "target__agenda_item")
        return together.defer("target__meeting__text", "target__meeting__summary")

    def by_age(self) -> Self:
        """Order as entered."""
        return self.order_by("pk")

    def in_order(self) -> Self:
        """Order by the date of the resolution that acts, the earliest first."""
        return self.order_by("source__date", "source__sequence", "pk")


class ResolutionRelation(models.Model):
    """What one resolution does to another."""

    class Kind(models.TextChoices):
        AMENDS = "amends", _("amends")
        REPLACES = "replaces", _("replaces")
        REPEALS = "repeals", _("repeals")
        REPEALS_IN_PART = "repeals_in_part", _("repeals in part")
        IMPLEMENTS = "implements", _("implements")
        RELATES_TO = "relates_to", _("relates to")

    # The same, worded from the other side.
    PASSIVE = {
        Kind.AMENDS: _("amended by"),
        Kind.REPLACES: _("replaced by"),
        Kind.REPEALS: _("repealed by"),
        Kind.REPEALS_IN_PART: _("repealed in part by"),
        Kind.IMPLEMENTS: _("implemented by"),
        Kind.RELATES_TO: _("relates to"),
    }
    ENDING_KINDS = (Kind.REPLACES, Kind.REPEALS)

    source = models.ForeignKey(
        Resolution, models.CASCADE, related_name="relations", verbose_name=_("resolution")
    )
    target = models.ForeignKey(
        Resolution,
        models.RESTRICT,
        related_name="reverse_relations",
        verbose_name=_("the other resolution"),
    )
    kind = models.CharField(_("relation"), max_length=20, choices=Kind)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ResolutionRelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="relation_once",
                violation_error_message=_("This relation is listed twice."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="relation_not_to_itself",
                violation_error_message=_("A resolution cannot relate to itself."),
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=models.Q(kind__in=["replaces", "repeals"]),
                name="relation_replaced_once",
                violation_error_message=_(
                    "That resolution is no longer in force: it was replaced or repealed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"

    def clean(self) -> None:
        """Refuse a relation that leads back to where it starts."""
        if self.source_id and self.target_id and self.closes_a_circle():
            raise ValidationError(
                {"target": _("That resolution already leads back to this one.")}, code="circle"
            )

    def closes_a_circle(self) -> bool:
        """Return whether the target reaches the source by any relations with a direction; a query a step.

        All kinds but "relates to" lead from a later decision to an earlier one, so a mixed circle is
        as impossible as one of a single kind.
        """
        if self.kind == self.Kind.RELATES_TO:
            return False
        others = ResolutionRelation.objects.exclude(kind=self.Kind.RELATES_TO).exclude(pk=self.pk)
        reached: set[int] = set()
        step = {self.target_id}
        while step - reached:
            reached |= step
            step = set(others.filter(source__in=step).values_list("target_id", flat=True))
        return self.source_id in reached
