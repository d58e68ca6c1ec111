"""Votes: how each person voted, where that was recorded."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.person import Person
from archive.models.resolution import Resolution
from archive.models.visibility import VisibleQuerySet


class VoteQuerySet(VisibleQuerySet["Vote"]):
    """Questions asked of votes."""

    def in_order(self) -> Self:
        """Order as entered."""
        return self.order_by("pk")

    def dissenting(self) -> Self:
        """Keep votes against, and abstentions."""
        return self.filter(option__in=Vote.DISSENTING)

    def newest_first(self) -> Self:
        """Order by the date of the meeting, the latest first, then as decided."""
        return self.order_by("-resolution__date", "-resolution__meeting_id", "resolution__sequence", "pk")

    def with_resolution(self) -> Self:
        """Fetch the resolution with each, its meeting and body."""
        together = self.select_related("resolution__meeting__body")
        return together.defer("resolution__meeting__text", "resolution__meeting__summary")

    def for_voter(self, person: Person) -> Self:
        """Keep votes of a person."""
        return self.filter(voter=person)

    def counted_by_option(self) -> dict[str, int]:
        """Return {option: number of votes} in the order of the options: it is shown as a list."""
        counted = dict(self.order_by().values_list("option").annotate(models.Count("pk")))
        return {option: counted[option] for option in Vote.Option.values if option in counted}


class Vote(models.Model):
    """How one person voted on one resolution."""

    class Option(models.TextChoices):
        YES = "yes", _("For")
        NO = "no", _("Against")
        ABSTAIN = "abstain", _("Abstained")
        RECUSED = "recused", _("Recused")
        NOT_VOTING = "not_voting", _("Not voting")
        ABSENT = "absent", _("Absent")

    DISSENTING = (Option.NO, Option.ABSTAIN)

    resolution = models.ForeignKey(
        Resolution, models.CASCADE, related_name="votes", verbose_name=_("resolution")
    )
    voter = models.ForeignKey(Person, models.PROTECT, related_name="votes", verbose_name=_("voter"))
    option = models.CharField(_("vote"), max_length=20, choices=Option)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "voter"],
                name="vote_once",
                violation_error_message=_("This person voted twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.get_option_display()}"

    @property
    def is_dissenting(self) -> bool:
        """Whether it is against the resolution, or an abstention."""
        return self.option in self.DISSENTING
