"""Bodies: the councils, committees, bureaux, boards and groups that meet."""

import datetime as dt
from functools import cache
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from archive.models.fields import (
    LanguageField,
    SortKeyField,
    in_order,
    key_of,
    manager_of,
)
from archive.models.slugs import Listed, is_former_slug
from archive.models.url_prefix import address_of


class Branch(NamedTuple):
    body: "Body"
    children: "list[Branch]"


@cache
def has_published_meeting(column: str) -> models.Q:
    """Return the condition that the body that a column of the outer row names has a public page.

    Kept, since many pages ask, and it takes longer to put together than to run.
    """
    body = models.OuterRef(column)
    own = manager_of("Meeting").published().filter(body=body)
    return models.Exists(own) | models.Exists(joint_meetings(body).published())


def joint_meetings(body: "models.OuterRef | Body") -> Any:
    """Return a row for each joint meeting of a body of which it is not the first."""
    return manager_of("MeetingBody").of_body(body)


@cache
def has_joint_meeting() -> models.Exists:
    """Return the condition that a body joined a meeting of another; kept, as has_published_meeting() is."""
    return models.Exists(joint_meetings(models.OuterRef("pk")))


class BodyQuerySet(models.QuerySet["Body"]):
    def with_joint(self) -> Self:
        """Add `meets_jointly`, which saves for_body() of meetings and of their rows a query."""
        return self.annotate(meets_jointly=has_joint_meeting())

    def known(self) -> Self:
        """Keep bodies with a published meeting, without counts: one index lookup for each."""
        return self.filter(has_published_meeting("pk"))

    def names(self) -> models.QuerySet[Any, Any]:
        """Return (pk, slug, name, language) of each, for menus."""
        return self.values_list("pk", "slug", "name", "language", named=True)

    def known_as(self, name: str) -> Self:
        """Keep the body with this name of today, then those that had it or are also written so."""
        others = manager_of("OtherName").of_bodies().with_keys([key_of(name)])
        today = models.Case(models.When(name=name, then=0), default=1)
        known = models.Q(name=name) | models.Q(pk__in=others.values("body"))
        return self.filter(known).order_by(today, "pk")

    def matching(self, text: str) -> Self:
        """Keep bodies of whose name, in either language, or other name a text is a part."""
        name = text.strip()
        others = manager_of("OtherName").of_bodies().containing(name)
        return self.filter(
            models.Q(name__icontains=name)
            | models.Q(alternate_name__icontains=name)
            | models.Q(pk__in=others.values("body"))
        )

    def at(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def answerable(self) -> Self:
        """Keep bodies with a published meeting, or with an action that one gave them."""
        actions = manager_of("ActionItem").published().filter(responsible_body=models.OuterRef("pk"))
        return self.filter(has_published_meeting("pk") | models.Exists(actions))

    def that_met(self) -> Self:
        """Keep bodies with a meeting, drafts included, the latest first; adds `last_date`."""
        met = self.annotate(last_date=models.Max("meetings__date")).exclude(last_date=None)
        return met.order_by("-last_date", "sort_key", "pk")

    def under(self, body: "Body") -> Self:
        return self.filter(parent=body)

    def parent_of(self, body: "Body") -> Self:
        return self.filter(pk=body.parent_id)

    def by_name(self) -> Self:
        return self.order_by("sort_key", "pk")

    def counted(self) -> "list[Body]":
        """Return those with published meetings, with `meeting_count`, `first_date` and `last_date`.

        A list, of two queries: as subqueries for each body, the counts took longer to put together than
        both take to run.
        """
        counts = counts_by_body()
        rows: list[Body] = [body for body in self if body.pk in counts]
        for body in rows:
            body.meeting_count, body.first_date, body.last_date = counts[body.pk]
        return rows

    def as_tree(self) -> list[Branch]:
        """Return the bodies with published meetings as a tree, each beneath the nearest one above it.

        What stands between them and has published nothing is not named. A list, because a queryset has no
        levels. Costs two queries. What stands under itself, which clean() refuses, is left out.
        """
        rows = self.counted()
        parents = {body.pk: body.parent_id for body in self}
        known = {body.pk for body in rows}
        children: dict[int | None, list[Body]] = {}
        for body in rows:
            children.setdefault(nearest(body.parent_id, known, parents), []).append(body)
        return branches(children, None)


def counts_by_body() -> dict[int, tuple[int, dt.date, dt.date]]:
    """Return number, first and last day of the published meetings of each body that has any; one query."""
    own = manager_of("Meeting").published().order_by().values_list("body")
    joint = manager_of("MeetingBody").published().order_by().values_list("body")
    rows = (
        some.annotate(models.Count("pk"), models.Min(date), models.Max(date))
        for some, date in ((own, "date"), (joint, "meeting__date"))
    )
    found: dict[int, tuple[int, dt.date, dt.date]] = {}
    for body, count, first, last in next(rows).union(next(rows), all=True):
        before = found.get(body, (0, first, last))
        found[body] = before[0] + count, min(before[1], first), max(before[2], last)
    return found


def nearest(key: int | None, known: set[int], parents: dict[int, int | None]) -> int | None:
    """Return the first key that is known, on the way up from one; None if there is none."""
    passed = set()
    while key is not None and key not in known and key not in passed:
        passed.add(key)
        key = parents.get(key)
    return key if key in known else None


class Body(Listed):
    class Classification(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        COUNCIL = "council", _("Council")
        COMMITTEE = "committee", _("Committee")
        BUREAU = "bureau", _("Bureau")
        BOARD = "board", _("Board")
        WORKING_GROUP = "working_group", _("Working group")
        OTHER = "other", _("Other")

    class Approval(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        BY_CHAIR = "by_chair", _("By the chair")
        AT_LATER_MEETING = "at_later_meeting", _("At a later meeting")
        NONE = "none", _("Not approved")

    APPROVING = (Approval.BY_CHAIR, Approval.AT_LATER_MEETING)

    name = models.CharField(_("name"), max_length=200, help_text=_("In full, as on the minutes."))
    alternate_name = models.CharField(
        _("alternate name"),
        max_length=200,
        blank=True,
        help_text=_("The same name in the other language or in Latin letters."),
    )
    sort_key = SortKeyField(_("sort key"))
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Part of every address of this body's meetings; made from the name if left empty."),
    )
    classification = models.CharField(
        _("classification"),
        max_length=20,
        choices=Classification,
        default=Classification.NOT_KNOWN,
        blank=True,
    )
    classification_as_written = models.CharField(_("classification as written"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name=_("parent body"),
        null=True,
        blank=True,
    )
    language = LanguageField(_("language"), help_text=_("Of its minutes: en, zh-Hans, zh-Hant, …"))
    approval = models.CharField(
        _("approval of minutes"),
        max_length=20,
        choices=Approval,
        default=Approval.NOT_KNOWN,
        blank=True,
        help_text=_("Only a body that approves its minutes has any that are “not yet approved”."),
    )
    keeps_register = models.BooleanField(
        _("keeps a register"),
        default=False,
        help_text=_("What ends its decisions is recorded here, so they can be called in force."),
    )
    register_checked_on = models.DateField(_("register last checked on"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_("How many members with a vote it has when none is missing; for staff."),
    )
    description = models.TextField(_("description"), blank=True)
    founding_date = models.DateField(_("founded on"), null=True, blank=True)
    dissolution_date = models.DateField(_("dissolved on"), null=True, blank=True)

    # Of its published meetings; added by BodyQuerySet.counted().
    meeting_count: int
    first_date: dt.date
    last_date: dt.date

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            in_order(
                "founding_date",
                "dissolution_date",
                "body_dissolved_after_founding",
                _("A body cannot be dissolved before it was founded."),
            ),
            models.CheckConstraint(
                condition=models.Q(keeps_register=False) | models.Q(register_checked_on__isnull=False),
                name="body_register_checked",
                violation_error_message=_("Say on which day the register was last checked."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="body_not_its_own_parent",
                violation_error_message=_("A body cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def meets_jointly(self) -> bool:
        """Whether it met with others in a meeting of which it is not the first body; a query."""
        return bool(joint_meetings(self).exists())

    def get_absolute_url(self) -> str:
        return address_of("body_detail", self.slug)

    def name_on(self, day: dt.date) -> str:
        """Return the name of a day: a former one if it was used then. One query."""
        former = self.other_names.former_on(day).first()
        return former.name if former else self.name

    def clean(self) -> None:
        if self.keeps_register and self.register_checked_on is None:
            message = _("Say on which day the register was last checked.")
            raise ValidationError({"register_checked_on": message})
        if self.register_checked_on and self.register_checked_on > timezone.localdate():
            raise ValidationError({"register_checked_on": _("This day is yet to come.")})
        if self.slug and is_former_slug(self, self.slug):
            raise ValidationError({"slug": _("This address once was that of another body.")})
        if self in self.ancestors():
            raise ValidationError({"parent": _("This body is above itself: choose another parent.")})

    def ancestors(self) -> "list[Body]":
        """Return the bodies above this one, the nearest first, each once; a query for each."""
        found: list[Body] = []
        ancestor = self.parent
        while ancestor and ancestor not in found:
            found.append(ancestor)
            ancestor = ancestor.parent
        return found


def branches(children: dict[int | None, list[Body]], parent: int | None) -> list[Branch]:
    return [Branch(body, branches(children, body.pk)) for body in children.get(parent, [])]
