"""Votes: who voted how on a resolution, in whose name, and with which weight."""

import datetime as dt
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.name_to_check import held_name
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.person import Person
from archive.models.resolution import Resolution
from archive.models.visibility import VisibleQuerySet
from archive.text.numerals import plain_decimal


class VoteQuerySet(VisibleQuerySet["Vote"]):
    def in_order(self) -> Self:
        return self.order_by("pk")

    def dissenting(self) -> Self:
        return self.filter(option__in=Vote.DISSENTING)

    def newest_first(self) -> Self:
        newest = ("-resolution__date", "-resolution__start_minute", "-resolution__meeting_id")
        return self.order_by(*newest, "resolution__sequence", "pk")

    def with_resolution(self) -> Self:
        together = self.select_related("resolution__meeting__body", "proxy")
        return together.defer("resolution__meeting__text", "resolution__meeting__summary")

    def by_proxy(self) -> Self:
        return self.exclude(proxy_as_written="")

    def for_voter(self, person: Person) -> Self:
        return self.filter(voter=person)

    def counted_by_option(self) -> dict[str, int]:
        """Return {option: number of votes}, in the order of the options."""
        counted = dict(self.order_by().values_list("option").annotate(models.Count("pk")))
        return {option: counted[option] for option in Vote.Option.values if option in counted}


class Vote(NamesAsWritten):
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
    voter: models.ForeignKey[Person | None, Any] = models.ForeignKey(  # as Attendance.person
        Person, models.PROTECT, related_name="votes", verbose_name=_("voter"), null=True, blank=True
    )
    name_to_check = held_name(_("name to check"), "votes")
    name_as_written = written_name(_("name as written"))
    # Empty where the words of the source were not understood: they are shown instead, and not counted.
    option = models.CharField(_("vote"), max_length=20, choices=Option, blank=True)
    option_as_written = models.CharField(_("vote as written"), max_length=200, blank=True)
    is_casting = models.BooleanField(
        _("casting vote"),
        default=False,
        help_text=_("It broke a tie. Who had voted before has that vote in a row of its own."),
    )
    proxy = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="proxy_votes",
        verbose_name=_("by proxy of"),
        null=True,
        blank=True,
        help_text=_("Who cast the vote in the name of the voter."),
    )
    proxy_as_written = written_name(_("proxy as written"))
    proxy_to_check = held_name(_("proxy, name to check"), "proxy_votes")
    weight = models.DecimalField(
        _("weight"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("How much the vote counts, for example 2.5. Left empty: 1."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    WRITTEN = {"voter": "name_as_written", "proxy": "proxy_as_written"}
    HELD = {"voter": "name_to_check", "proxy": "proxy_to_check"}

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "voter", "is_casting"],
                name="vote_once",
                violation_error_message=_("This person voted twice."),
            ),
            models.CheckConstraint(
                condition=~models.Q(proxy=models.F("voter")),
                name="vote_proxy_is_another",
                violation_error_message=_("A proxy is another person than the voter."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gt=0),
                name="vote_weight_above_zero",
                violation_error_message=_("The weight of a vote is more than 0."),
            ),
            models.CheckConstraint(
                condition=models.Q(voter__isnull=False) | models.Q(name_to_check__isnull=False),
                name="vote_of_somebody",
                violation_error_message=_("Say who it was."),
            ),
            models.CheckConstraint(
                condition=~models.Q(option="", option_as_written=""),
                name="vote_option_or_words",
                violation_error_message=_("Choose a vote, or write what the minutes say."),
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.name_as_written or self.voter}: {self.get_option_display() or self.option_as_written}"
        )

    def clean(self) -> None:
        if not self.voter_id and self.voter is None and not self.name_to_check_id:  # new ones have no key
            raise ValidationError({"voter": _("Say who it was.")})
        if not self.option and not self.option_as_written:
            raise ValidationError({"option": _("Choose a vote, or write what the minutes say.")})
        if self.proxy is not None and self.proxy == self.voter:
            raise ValidationError({"proxy": _("A proxy is another person than the voter.")})
        if self.weight is not None and self.weight <= 0:
            raise ValidationError({"weight": _("The weight of a vote is more than 0.")})

    @property
    def written_on(self) -> dt.date:
        return self.resolution.date

    @property
    def is_dissenting(self) -> bool:
        return self.option in self.DISSENTING

    @property
    def marks(self) -> dict[str, Any]:
        """What else is told of the vote, with the keys of a record; fetch its proxy with it."""
        page = self.proxy.slug if self.proxy and self.proxy.has_public_page else None
        return {
            "is_casting": self.is_casting,
            "proxy": self.proxy and {"name": self.proxy_as_written or self.proxy.name, "slug": page},
            "weight": self.weight and plain_decimal(self.weight),
        }

    @property
    def counted_weight(self) -> Decimal:
        return Decimal(1) if self.weight is None else self.weight
