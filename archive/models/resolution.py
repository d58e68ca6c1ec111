"""Resolutions: what was decided, how it was voted, and what it changed."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.agenda import AgendaItem
from archive.models.body import Body
from archive.models.fields import in_order
from archive.models.person import Person


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    """Questions asked of resolutions."""

    def open_to_all(self) -> Self:
        """Keep resolutions that hang on no closed item; whether they are published is another question."""
        return self.exclude(agenda_item__is_public=False)

    def published(self) -> Self:
        """Keep resolutions the public may read."""
        return self.open_to_all().filter(meeting__publication="published")

    def for_body(self, body: Body) -> Self:
        """Keep resolutions of a body."""
        return self.filter(body=body)

    def with_result(self, result: str) -> Self:
        """Keep resolutions with one result."""
        return self.filter(result=result)

    def since(self, day: dt.date) -> Self:
        """Keep resolutions of meetings on or after a day."""
        return self.filter(date__gte=day)

    def until(self, day: dt.date) -> Self:
        """Keep resolutions of meetings on or before a day."""
        return self.filter(date__lte=day)

    def moved_by(self, person: Person) -> Self:
        """Keep resolutions that a person moved."""
        return self.filter(mover=person)

    def newest_first(self) -> Self:
        """Order by the date of the meeting, the latest first, then as decided."""
        return self.order_by("-date", "-meeting_id", "sequence", "pk")

    def in_order(self) -> Self:
        """Order as decided within a meeting."""
        return self.order_by("sequence", "pk")

    def addresses_only(self) -> Self:
        """Fetch no more than the address of each is made of."""
        return self.select_related("meeting__body").only("sequence", "meeting__slug", "meeting__body__slug")

    def with_meeting(self) -> Self:
        """Fetch the meeting and its body with each."""
        return self.select_related("meeting__body").defer("meeting__text")


class Resolution(models.Model):
    """One decision of a meeting, whatever its result."""

    class Classification(models.TextChoices):
        RESOLUTION = "resolution", _("Resolution")
        MOTION = "motion", _("Motion")
        AMENDMENT = "amendment", _("Amendment")
        DIRECTIVE = "directive", _("Directive")
        APPOINTMENT = "appointment", _("Appointment")
        APPROVAL_OF_MINUTES = "approval_of_minutes", _("Approval of minutes")

    class DecisionMethod(models.TextChoices):
        CONSENSUS = "consensus", _("Consensus")
        SHOW_OF_HANDS = "show_of_hands", _("Show of hands")
        ROLL_CALL = "roll_call", _("Roll call")
        SECRET_BALLOT = "secret_ballot", _("Secret ballot")
        WRITTEN = "written", _("In writing")
        DIRECTIVE = "directive", _("Directive")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        ADOPTED_AS_AMENDED = "adopted_as_amended", _("Adopted as amended")
        AGREED_IN_PRINCIPLE = "agreed_in_principle", _("Agreed in principle")
        REJECTED = "rejected", _("Rejected")
        DEFERRED = "deferred", _("Deferred")
        REFERRED = "referred", _("Referred")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        NOTED = "noted", _("Noted")
        # The source does not say; an empty result is one that staff have yet to fill in.
        NOT_RECORDED = "not_recorded", _("Not recorded")

    meeting = models.ForeignKey(
        "archive.Meeting", models.CASCADE, related_name="resolutions", verbose_name=_("meeting")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.RESTRICT,
        related_name="resolutions",
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
    )
    sequence = models.PositiveIntegerField(_("sequence"), editable=False)
    # Copies of the meeting's, kept by Meeting.save(): the first for the rule on identifiers, both so
    # that the register is read from one index.
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="resolutions", verbose_name=_("body"), editable=False
    )
    date = models.DateField(_("date"), editable=False)

    name = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    identifier = models.CharField(
        _("official number"), max_length=100, blank=True, help_text=_("For example 2023-031.")
    )
    classification = models.CharField(
        _("classification"), max_length=20, choices=Classification, default=Classification.RESOLUTION
    )
    result = models.CharField(_("result"), max_length=20, choices=Result, blank=True)
    result_as_written = models.CharField(_("result as written"), max_length=200, blank=True)
    mover = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="moved_resolutions",
        verbose_name=_("moved by"),
        null=True,
        blank=True,
    )
    seconder = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="seconded_resolutions",
        verbose_name=_("seconded by"),
        null=True,
        blank=True,
    )
    decision_method = models.CharField(
        _("decided by"), max_length=20, choices=DecisionMethod, default=DecisionMethod.NOT_RECORDED
    )
    yes_count = models.PositiveIntegerField(_("for"), null=True, blank=True)
    no_count = models.PositiveIntegerField(_("against"), null=True, blank=True)
    abstain_count = models.PositiveIntegerField(_("abstained"), null=True, blank=True)
    effective_date = models.DateField(_("in force from"), null=True, blank=True)
    expiry_date = models.DateField(_("in force until"), null=True, blank=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sequence"],
                name="resolution_sequence_once",
                violation_error_message=_("This meeting already has a resolution with this sequence."),
            ),
            models.UniqueConstraint(
                fields=["body", "identifier"],
                condition=~models.Q(identifier=""),
                name="resolution_identifier_once",
                violation_error_message=_("This body already has a resolution with this official number."),
            ),
            in_order(
                "effective_date",
                "expiry_date",
                "resolution_expires_after_effect",
                _("A resolution cannot expire before it is in force."),
            ),
        ]
        indexes = [
            models.Index(fields=["-date", "-meeting", "sequence", "id"], name="resolution_newest"),
            models.Index(fields=["result", "-date"], name="resolution_by_result"),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the meeting's body and date and the next sequence if it has none."""
        self.body_id, self.date = self.meeting.body_id, self.meeting.date
        if self.sequence is None:
            self.take_sequence()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the public address; costs two queries unless the meeting and body are fetched."""
        if not self.meeting.slug:
            return f"{self.meeting.get_absolute_url()}#resolution-{self.sequence}"
        return reverse("resolution_detail", args=[self.meeting.body.slug, self.meeting.slug, self.sequence])

    def take_sequence(self) -> None:
        """Take the meeting's next sequence, which no other resolution of it ever gets again."""
        with transaction.atomic():
            meetings = type(self.meeting).objects.filter(pk=self.meeting_id)
            meetings.update(next_sequence=models.F("next_sequence") + 1)
            self.sequence = meetings.values_list("next_sequence", flat=True).get() - 1

    def clean(self) -> None:
        """Ask for something to read."""
        if not self.name and not self.text:
            raise ValidationError({"text": _("Give the resolution a title or a text.")})

    @property
    def label(self) -> str:
        """The title, else the number, else the beginning of the text."""
        return self.name or self.identifier or self.text[:80]

    @property
    def has_counts(self) -> bool:
        """Whether a count of votes was recorded; one that was not is null, never 0–0."""
        return any(n is not None for n in (self.yes_count, self.no_count, self.abstain_count))

    @property
    def is_contested(self) -> bool:
        """Whether somebody voted against it or abstained. Costs one query unless votes are prefetched."""
        dissent = {Vote.Option.NO, Vote.Option.ABSTAIN}
        return bool(self.no_count or self.abstain_count) or any(
            vote.option in dissent for vote in self.votes.all()
        )


class VoteQuerySet(models.QuerySet["Vote"]):
    """Questions asked of votes."""

    def published(self) -> Self:
        """Keep votes on resolutions the public may read."""
        return self.filter(resolution__in=Resolution.objects.published())

    def in_order(self) -> Self:
        """Order as entered."""
        return self.order_by("pk")

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
