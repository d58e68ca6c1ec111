"""Relations: what one resolution does to another."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from archive.models.resolution import Resolution, ResolutionQuerySet


class Forestalled(NamedTuple):
    """A resolution that was replaced or repealed before it took effect."""

    begins: dt.date
    ended_by: int
    ended_from: dt.date
    is_replaced: bool


class ResolutionRelationQuerySet(models.QuerySet["ResolutionRelation"]):
    def published(self) -> Self:
        """Keep relations whose two resolutions are both public; see also is_public() in visibility.py."""
        return self.filter(are_public())

    def directed(self) -> Self:
        """Keep relations from a later decision to an earlier one: all but "relates to"."""
        return self.exclude(kind=ResolutionRelation.Kind.RELATES_TO)

    def ending(self) -> Self:
        """Keep relations that end their target, between public resolutions that passed."""
        passed = Resolution.objects.published().passed()
        ending = self.filter(kind__in=ResolutionRelation.ENDING_KINDS)
        return ending.filter(is_among("source", passed), is_among("target", passed))

    def ending_by(self, day: dt.date) -> Self:
        """Keep relations whose target is no longer in force on a day. Runs one query at once.

        Usually it is enough that the source has begun; for a source that was itself ended before it
        began see effect_of().
        """
        forestalled = self.forestalled()
        effects = {key: effect_of(key, one.begins, forestalled) for key, one in forestalled.items()}
        acting = [key for key, effect in effects.items() if effect and effect <= day]
        begun = is_among("source", Resolution.objects.begun_by(day)) & ~models.Q(
            source__in=forestalled.keys()
        )
        return self.ending().filter(begun | models.Q(source__in=acting))

    def forestalled(self) -> dict[int, Forestalled]:
        """Return {primary key: Forestalled} of the few resolutions ended before they began."""
        rows = self.ending().annotate(
            begins=Coalesce("target__effective_date", "target__date"),
            ended_from=Coalesce("source__effective_date", "source__date"),
        )
        early = rows.filter(ended_from__lte=models.F("begins")).values_list(
            "target", "begins", "source", "ended_from", "kind"
        )
        replaces = ResolutionRelation.Kind.REPLACES
        return {
            target: Forestalled(begins, source, ended_from, kind == replaces)
            for target, begins, source, ended_from, kind in early
        }

    def touching(self, *, targets: Collection[int], sources: Collection[int]) -> Self:
        return self.filter(models.Q(target__in=targets) | models.Q(source__in=sources))

    def with_movers(self) -> Self:
        return self.select_related("source__mover", "source__seconder")

    def with_both(self) -> Self:
        together = self.select_related("source__meeting__body", "target__meeting__body")
        long = ("text", "summary", "chair_note")
        return together.defer(*(f"{end}__meeting__{name}" for end in ("source", "target") for name in long))

    def with_target(self) -> Self:
        together = self.select_related("target__meeting__body", "target__agenda_item")
        return together.defer("target__meeting__text", "target__meeting__summary")

    def by_age(self) -> Self:
        return self.order_by("pk")

    def in_order(self) -> Self:
        return self.order_by("source__date", "source__sequence", "pk")


def is_among(end: str, resolutions: ResolutionQuerySet) -> models.Q:
    """Return the condition that one end of a relation is among some resolutions.

    Asked of each relation: they are few, and a list of all resolutions that passed took 80 ms to make.
    """
    return models.Q(models.Exists(resolutions.filter(pk=models.OuterRef(end))))


@cache
def are_public() -> models.Q:
    """Return the condition of published(); kept, since each page of a resolution asks."""
    readable = Resolution.objects.published()
    return is_among("source", readable) & is_among("target", readable)


def effect_of(
    resolution: int, begins: dt.date, forestalled: Mapping[int, Forestalled], seen: tuple[int, ...] = ()
) -> dt.date | None:
    """Return from when a resolution ends what it replaces or repeals, or None if it never does.

    One that was repealed before it began never took effect. One that was replaced before it began
    left its work to its successor, and so on along the chain.
    """
    if resolution not in forestalled or resolution in seen:
        return begins
    fate = forestalled[resolution]
    effect = effect_of(fate.ended_by, fate.ended_from, forestalled, (*seen, resolution))
    if effect is None:  # what should have ended it never took effect
        return begins
    return effect if fate.is_replaced else None


class ResolutionRelation(models.Model):
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

    @property
    def is_ending(self) -> bool:
        return self.kind in self.ENDING_KINDS

    def clean(self) -> None:
        if self.source_id and self.target_id and self.closes_a_circle():
            raise ValidationError(
                {"target": _("That resolution already leads back to this one.")}, code="circle"
            )

    def closes_a_circle(self) -> bool:
        """Return whether directed relations lead from the target to the source; a query per step.

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
