"""Resolutions: what was decided, with which result, and what is in force."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from archive.models.agenda import AgendaItem
from archive.models.body import Body
from archive.models.fields import CountField, in_order, manager_of
from archive.models.name_to_check import held_name
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.person import Person
from archive.models.url_prefix import address_of
from archive.models.visibility import VisibleQuerySet, is_open
from archive.models.write_lock import one_writer
from archive.text.procedural import is_procedural_motion


class ResolutionQuerySet(VisibleQuerySet["Resolution"]):
    def for_body(self, body: Body) -> Self:
        """Keep what a body decided, also in joint meetings; see also MeetingQuerySet.for_body()."""
        own = models.Q(body=body)
        joint = manager_of("MeetingBody").of_body(body).values("meeting")
        return self.filter(own | models.Q(meeting__in=joint) if body.meets_jointly else own)

    def with_result(self, result: str) -> Self:
        return self.filter(result=result)

    def since(self, day: dt.date) -> Self:
        """Keep decisions of meetings of which a day is not before another; see MeetingQuerySet.since()."""
        return self.filter(models.Q(date__gte=day) | models.Q(meeting__end_date__gte=day))

    def until(self, day: dt.date) -> Self:
        return self.filter(date__lte=day)

    def moved_by(self, person: Person) -> Self:
        return self.filter(mover=person)

    def seconded_by(self, person: Person) -> Self:
        return self.filter(seconder=person)

    def numbered(self, meeting: Any, sequence: int) -> Self:
        return self.filter(meeting=meeting, sequence=sequence)

    def for_meeting(self, meeting: Any) -> Self:
        return self.filter(meeting=meeting)

    def of_matters(self) -> Self:
        return self.filter(matter__isnull=False)

    def in_matters_of(self, others: "ResolutionQuerySet") -> Self:
        return self.filter(matter__in=others.order_by().values("matter"))

    def with_keys(self, keys: Collection[int]) -> Self:
        return self.filter(pk__in=keys)

    def contested(self) -> Self:
        """Keep resolutions with a vote against or an abstention, by count or by roll call."""
        votes = manager_of("Vote").dissenting()
        counted = models.Q(no_count__gt=0) | models.Q(abstain_count__gt=0)
        return self.filter(counted | models.Exists(votes.filter(resolution=models.OuterRef("pk"))))

    def passed(self) -> Self:
        return self.filter(result__in=Resolution.PASSED_RESULTS)

    def registrable(self) -> Self:
        """Keep what passed and can be in force at all; see also Resolution.is_registrable."""
        rules = self.passed().filter(is_procedural=False, amends_motion=None)
        return rules.exclude(classification__in=Resolution.NEVER_IN_FORCE)

    def of_kept_registers(self) -> Self:
        """Keep resolutions of bodies whose staff record what ends a decision."""
        return self.filter(body__keeps_register=True)

    def register_counts(self) -> tuple[int, dt.date | None]:
        """Return how many bodies that keep a register vouch for, and since when at least; a query."""
        kept = self.of_kept_registers().order_by()
        counted = kept.aggregate(count=models.Count("pk"), since=models.Min("body__register_checked_on"))
        return counted["count"], counted["since"]

    def begun_by(self, day: dt.date) -> Self:
        """Keep resolutions in effect by a day: from the effective date, otherwise the meeting's."""
        return self.alias(begins=Coalesce("effective_date", "date")).filter(begins__lte=day)

    def in_force_on(self, day: dt.date) -> Self:
        """Keep resolutions that nothing public ends by a day. Runs one query at once.

        Only of bodies that keep a register is that the same as being in force: see of_kept_registers().

        That is: registrable, begun, not expired, and neither replaced nor repealed by one that is itself
        published, passed and begun. What ends a resolution ends it for good: when a repeal is repealed
        or expires, what it repealed does not revive. Source: Interpretation Act 1978, section 15, and
        the common practice of councils.
        """
        relations = manager_of("ResolutionRelation")
        unexpired = self.registrable().begun_by(day).exclude(expiry_date__lt=day)
        return unexpired.exclude(pk__in=relations.ending_by(day).values("target"))

    def newest_first(self) -> Self:
        """Order as their meetings are, see MeetingQuerySet.newest_first()."""
        return self.order_by("-date", "-start_minute", "-meeting_id", "sequence", "pk")

    def oldest_first(self) -> Self:
        return self.order_by("date", "start_minute", "meeting_id", "sequence", "pk")

    def by_matter(self) -> Self:
        return self.order_by("matter_id", "date", "start_minute", "meeting_id", "sequence", "pk")

    def in_order(self) -> Self:
        return self.order_by("sequence", "pk")

    def with_amendments_beneath(self) -> Self:
        """Order as in_order(), but each amendment, and each amendment of one, after what it amends."""
        motion, main = "amends_motion__sequence", "amends_motion__amends_motion__sequence"
        is_deeper, is_amendment = (
            models.Q(**{f"{main}__isnull": False}),
            models.Q(amends_motion__isnull=False),
        )
        second = models.Case(
            models.When(is_deeper, then=models.F(motion)),
            models.When(is_amendment, then=models.F("sequence")),
            default=0,
        )
        third = models.Case(models.When(is_deeper, then=models.F("sequence")), default=0)
        return self.order_by(Coalesce(main, motion, "sequence"), second, third, "pk")

    def addresses_only(self) -> Self:
        return self.select_related("meeting__body").only("sequence", "meeting__slug", "meeting__body__slug")

    def with_motions(self) -> Self:
        """Fetch the motion that each amends, and whether the public may read it."""
        return self.select_related("amends_motion__agenda_item")

    def with_people(self) -> Self:
        return self.select_related("mover", "seconder")

    def with_sittings(self) -> Self:
        """Fetch the sittings of each meeting, with one query."""
        return self.prefetch_related("meeting__sittings")

    def with_meeting(self) -> Self:
        return self.select_related("meeting__body", "matter").defer("meeting__text")


class Resolution(NamesAsWritten):
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
        UNANIMOUS_CONSENT = "unanimous_consent", _("Unanimous consent")  # asked for, and nobody objected
        DIRECTIVE = "directive", _("Directive")
        NOT_RECORDED = "not_recorded", _("Not recorded")

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        ADOPTED_AS_AMENDED = "adopted_as_amended", _("Adopted as amended")
        AGREED_IN_PRINCIPLE = "agreed_in_principle", _("Agreed in principle")
        REJECTED = "rejected", _("Rejected")
        TIED = "tied", _("Tied")
        LOST_FOR_WANT_OF_SECOND = "lost_for_want_of_second", _("Lost for want of a second")
        DEFERRED = "deferred", _("Deferred")
        TABLED = "tabled", _("Laid on the table")
        REFERRED = "referred", _("Referred")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        NOTED = "noted", _("Noted")
        # The source does not say; an empty result is one that staff have yet to fill in.
        NOT_RECORDED = "not_recorded", _("Not recorded")

    NEVER_IN_FORCE = (
        Classification.AMENDMENT,  # its effect is in what it amended
        Classification.APPOINTMENT,
        Classification.APPROVAL_OF_MINUTES,
    )
    FAILED_RESULTS = (
        Result.REJECTED,
        Result.TIED,
        Result.LOST_FOR_WANT_OF_SECOND,
        Result.DEFERRED,
        Result.TABLED,
        Result.WITHDRAWN,
    )
    PASSED_RESULTS = (Result.ADOPTED, Result.ADOPTED_AS_AMENDED, Result.AGREED_IN_PRINCIPLE)

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
    # A motion of the same meeting; what amends a decision of another meeting is a ResolutionRelation.
    amends_motion = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="amendments",
        verbose_name=_("amendment to"),
        null=True,
        blank=True,
        help_text=_("The motion of this meeting that it was moved to change."),
    )
    # Copies of the meeting's, kept by Meeting.save(), so that the register is read from one index.
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="resolutions", verbose_name=_("body"), editable=False
    )
    date = models.DateField(_("date"), editable=False)
    start_minute = models.PositiveSmallIntegerField(_("order within the day"), default=0, editable=False)

    name = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    identifier = models.CharField(
        _("official number"),
        max_length=100,
        blank=True,
        help_text=_("For example 2023-031. It may return when the matter is taken up again."),
    )
    matter = models.ForeignKey(
        "archive.Matter",
        models.PROTECT,
        related_name="steps",
        verbose_name=_("matter"),
        null=True,
        blank=True,
        help_text=_("What was taken up before or since, here or in another body."),
    )
    classification = models.CharField(
        _("classification"), max_length=20, choices=Classification, default=Classification.RESOLUTION
    )
    classification_as_written = models.CharField(_("classification as written"), max_length=200, blank=True)
    is_procedural = models.BooleanField(
        _("procedural"),
        default=False,
        help_text=_("On the meeting itself, an election or a report: never listed as in force."),
    )
    result = models.CharField(_("result"), max_length=30, choices=Result, blank=True)
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
    mover_as_written = written_name(_("mover as written"))
    seconder_as_written = written_name(_("seconder as written"))
    mover_to_check = held_name(_("mover, name to check"), "moved_resolutions")
    seconder_to_check = held_name(_("seconder, name to check"), "seconded_resolutions")
    decision_method = models.CharField(
        _("decided by"), max_length=20, choices=DecisionMethod, default=DecisionMethod.NOT_RECORDED
    )
    yes_count = CountField(_("for"), null=True, blank=True)
    no_count = CountField(_("against"), null=True, blank=True)
    abstain_count = CountField(_("abstained"), null=True, blank=True)
    taken_at = models.TimeField(
        _("taken at"), null=True, blank=True, help_text=_("The hour of the decision: 20:40.")
    )
    effective_date = models.DateField(_("in force from"), null=True, blank=True)
    expiry_date = models.DateField(_("in force until"), null=True, blank=True)
    is_disclosed = models.BooleanField(
        _("public although closed"),
        default=False,
        help_text=_("The public reads this decision even if its item or its meeting is closed."),
    )

    WRITTEN = {"mover": "mover_as_written", "seconder": "seconder_as_written"}
    HELD = {"mover": "mover_to_check", "seconder": "seconder_to_check"}

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
            models.CheckConstraint(
                condition=~models.Q(amends_motion=models.F("id")),
                name="resolution_not_amending_itself",
                violation_error_message=_("A resolution cannot amend itself."),
            ),
            in_order(
                "effective_date",
                "expiry_date",
                "resolution_expires_after_effect",
                _("A resolution cannot expire before it is in force."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-date", "-start_minute", "-meeting", "sequence", "id"], name="resolution_newest"
            ),
            models.Index(fields=["result", "-date"], name="resolution_by_result"),
            models.Index(
                fields=["identifier"], condition=~models.Q(identifier=""), name="resolution_by_number"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the meeting's body and date, and the next sequence if it has none yet.

        A new one is procedural if its words say so; staff may say otherwise later.
        """
        if self._state.adding:
            self.mark_if_procedural()
        self.body_id, self.date = self.meeting.body_id, self.meeting.date
        self.start_minute = self.meeting.start_minute
        self.follow_motion()
        if self.sequence is None:
            self.take_sequence()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the public address; costs two queries unless the meeting and body are fetched."""
        if not self.meeting.slug:
            return f"{self.meeting.get_absolute_url()}#resolution-{self.sequence}"
        return address_of("resolution_detail", self.meeting.body.slug, self.meeting.slug, self.sequence)

    def follow_motion(self) -> None:
        """Be an amendment, and stand under the motion's agenda item, if nothing else was said.

        What amends a motion of a closed item is closed too.
        """
        if self.amends_motion is None:
            return
        if self.classification == self.Classification.RESOLUTION:
            self.classification = self.Classification.AMENDMENT
        if self.agenda_item is None:
            self.agenda_item = self.amends_motion.agenda_item

    def mark_if_procedural(self) -> None:
        self.is_procedural = self.is_procedural or is_procedural_motion(self.name, self.text)

    def take_sequence(self) -> None:
        """Take the meeting's next sequence; a sequence is never used again."""
        with one_writer():
            meetings = type(self.meeting).objects.filter(pk=self.meeting_id)
            meetings.update(next_sequence=models.F("next_sequence") + 1)
            self.sequence = meetings.values_list("next_sequence", flat=True).get() - 1

    def clean(self) -> None:
        if not self.name and not self.text:
            raise ValidationError({"text": _("Give the resolution a title or a text.")})
        if self.amends_motion and self.amends_motion.meeting_id != self.meeting_id:
            raise ValidationError({"amends_motion": _("That motion is of another meeting.")})
        if self.amends_itself():
            raise ValidationError({"amends_motion": _("It would amend itself.")})

    def amends_itself(self) -> bool:
        """Return whether the motions that it amends lead back to it; a query for each not fetched."""
        reached, motion = [self], self.amends_motion
        while motion is not None and motion not in reached:
            reached.append(motion)
            motion = motion.amends_motion
        return motion is not None

    @property
    def label(self) -> str:
        return self.name or self.identifier or self.text[:80]

    @property
    def written_on(self) -> dt.date:
        return self.date

    @property
    def public_motion(self) -> "Resolution | None":
        """The motion it amends, if the public may read that too; fetch it with its agenda item."""
        motion = self.amends_motion
        if motion is None:
            return None
        motion.meeting = self.meeting
        return motion if is_open(motion) else None

    @property
    def has_counts(self) -> bool:
        return any(count is not None for count in (self.yes_count, self.no_count, self.abstain_count))

    @property
    def begins(self) -> dt.date:
        return self.effective_date or self.date

    @property
    def is_passed(self) -> bool:
        return self.result in self.PASSED_RESULTS

    @property
    def is_registrable(self) -> bool:
        """Whether it could be in force at all; see also ResolutionQuerySet.registrable()."""
        is_rule = not self.is_procedural and self.amends_motion_id is None
        return is_rule and self.classification not in self.NEVER_IN_FORCE

    @property
    def is_contested(self) -> bool:
        """Whether it has a vote against or an abstention. One query unless votes are prefetched.

        See also ResolutionQuerySet.contested().
        """
        return bool(self.no_count or self.abstain_count) or any(
            vote.is_dissenting for vote in self.votes.all()
        )
