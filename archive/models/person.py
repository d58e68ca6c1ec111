"""People, and the posts they hold in bodies."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from string import ascii_lowercase
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.body import Body, has_published_meeting
from archive.models.fields import (
    LONGEST_KEY,
    SortKeyField,
    count_of,
    has_key,
    in_order,
    key_of,
    manager_of,
    with_fields,
    without_blanks,
)
from archive.models.slugs import Listed
from archive.models.url_prefix import address_of
from archive.text.folding import in_both_scripts
from archive.text.names import sort_key, sort_name
from archive.text.pinyin import HAN_RUN
from archive.text.stroke_order import stroke_key

SLUG = re.compile(r"[-\w]+", re.ASCII)
ENDING_SOON = dt.timedelta(days=60)
MOST_KEYS = 1000  # in one query: SQLite takes 32,766 values


def part_of_name(text: str) -> models.Q:
    """Return the condition that a text is part of a name; needs the aliases of matching()."""
    letters = "".join(text.lower().split())
    found = has_key(text, in_part=True) | models.Q(letters__contains=letters)
    key = "" if HAN_RUN.search(text) else "".join(sort_key(text).split())  # 王伟 is not 汪玮
    if key:
        found |= models.Q(key_letters__contains=key)
    for written in in_both_scripts(text):
        found |= models.Q(alternate_name__icontains=written)
    others = manager_of("OtherName").of_people().containing(text)
    return found | models.Q(pk__in=others.values("person"))


# Where records name people, the commonest first: a person found there is not looked for further.
NAMED_BY = {
    "Attendance": ("person", "on_behalf_of"),
    "Resolution": ("mover", "seconder"),
    "Vote": ("voter", "proxy"),
    "ActionItem": ("responsible",),
}


@cache
def is_named() -> models.Q:
    """Return the condition that anything published names a person; see also has_published_meeting()."""
    naming = models.Q()
    for model, names in NAMED_BY.items():
        rows = manager_of(model).published()
        for name in names:
            # Few rows name a mover or a substitute: asked so, PostgreSQL reads only those.
            given = rows.filter(**{f"{name}__isnull": False})
            naming |= models.Q(models.Exists(given.filter(**{name: models.OuterRef("pk")})))
    return naming


class PersonQuerySet(models.QuerySet["Person"]):
    def with_public_page(self) -> Self:
        """Keep people who may have a page and are named in anything published."""
        return self.named_in_public().filter(has_public_page=True)

    def named_in_public(self) -> Self:
        """Keep people who are named in anything published, whether or not they may have a page."""
        return self.filter(is_named())

    def named(self, name: str) -> Self:
        """Keep people with this name of today, ignoring spaces, case and Chinese script."""
        return self.filter(name_key=key_of(name))

    def known_as(self, names: Iterable[str]) -> dict[str, list["Person"]]:
        """Return {key_of(a name): people} for names that any are known by; not lazy, two queries.

        Whoever has the name today comes first, then who had it or is also written so; of equals, the
        one entered first.
        """
        keys = sorted({key_of(name) for name in names} - {""})
        known: dict[str, list[Person]] = {}
        for start in range(0, len(keys), MOST_KEYS):
            some = keys[start : start + MOST_KEYS]
            others = manager_of("OtherName").of_people().with_keys(some).filter(person__in=self)
            owned = [(one.name_key, one) for one in self.filter(name_key__in=some).order_by("pk")]
            known_too = others.select_related("person").order_by("person")
            for key, person in (*owned, *((other.name_key, other.person) for other in known_too)):
                people = known.setdefault(key, [])
                if person not in people:
                    people.append(person)
        return known

    def at_address(self, slug: str) -> "Person | None":
        """Return the person whose address this is or was; a few queries."""
        if found := self.filter(slug=slug).first():
            return found
        is_slug = SLUG.fullmatch(slug)
        path = manager_of("Redirect").newest(reverse("person_detail", args=[slug])) if is_slug else ""
        return self.filter(slug=path.rstrip("/").rpartition("/")[2]).first()

    def with_post(self, label: str, people: Iterable["Person"]) -> Self:
        """Keep those of some people who hold or held a post, or attended under it."""
        of_these = {"person__in": [person.pk for person in people], "label": label}
        posts = Membership.objects.filter(**of_these).values("person")
        attended = manager_of("Attendance").filter(**of_these).values("person")
        return self.filter(models.Q(pk__in=posts) | models.Q(pk__in=attended))

    def with_namesakes(self) -> Self:
        """Add `has_namesake`: whether another person has the same name today."""
        others = Person.objects.filter(name_key=models.OuterRef("name_key")).exclude(
            pk=models.OuterRef("pk")
        )
        return self.annotate(has_namesake=models.Exists(others))

    def posts_of_namesakes(self, people: "Iterable[Person]") -> dict[int, str]:
        """Return the public `post_text` of those of some people who have a namesake, by primary key.

        Needs with_namesakes(). One query, none if nobody has one: few do.
        """
        keys = [person.pk for person in people if person.has_namesake]  # type: ignore[attr-defined]
        rows = Person.objects.filter(pk__in=keys).with_posts(in_public=True) if keys else ()
        return {person.pk: person.post_text for person in rows}

    def with_posts(self, *, in_public: bool = False) -> Self:
        """Add what tells namesakes apart, for `post_text`: the last post, or as what they attended last."""
        of_person = {"person": models.OuterRef("pk")}
        memberships = Membership.objects.filter(**of_person).newest_first()
        attended = manager_of("Attendance").filter(**of_person).newest_first()
        if in_public:
            memberships = memberships.filter(has_published_meeting("body"))
            attended = manager_of("Attendance").published().filter(**of_person).newest_first()
        columns = {"post": memberships, "attended": attended}
        places = {"post": "body__name", "attended": "meeting__body__name"}
        found = {}
        for kind, rows in columns.items():
            found[f"{kind}_as"] = models.Subquery(rows.values("label")[:1])
            found[f"{kind}_in"] = models.Subquery(rows.values(places[kind])[:1])
        return self.annotate(post_role=models.Subquery(memberships.values("role")[:1]), **found)

    def called(self, text: str) -> Self:
        """Keep the person with this slug first, then people with this name, also in the other language.

        Other names count as much as that of today.
        """
        others = manager_of("OtherName").of_people().filter(has_key(text))
        name = has_key(text) | models.Q(alternate_name__iexact=text.strip())
        name |= models.Q(pk__in=others.values("person"))
        by_address = models.Case(models.When(slug=text, then=0), default=1)
        return self.filter(name | models.Q(slug=text)).order_by(by_address, "sort_key", "pk")

    def matching(self, text: str) -> Self:
        """Keep people with the text, or each of its words, in their name or another name of theirs.

        In either language and script; Chinese names also by their pinyin, with or without spaces: 陈莹,
        陳瑩, chen ying and chenying.
        """
        whole = part_of_name(text.strip())
        each = models.Q()
        for word in text.split():
            each &= part_of_name(word)
        # Apart, because PostgreSQL joins no texts of different collations.
        letters, keys = without_blanks("name_key", "alternate_name"), without_blanks("sort_key")
        return self.alias(letters=letters, key_letters=keys).filter(whole | each)

    def with_meeting_counts(self) -> Self:
        """Add `meeting_count`: the published meetings that list each, present or not."""
        attendances = manager_of("Attendance").published()
        return self.annotate(meeting_count=count_of(attendances, "person"))

    def with_other_names(self) -> Self:
        """Fetch all other names too, in one query more."""
        return self.prefetch_related(models.Prefetch("other_names", manager_of("OtherName").latest_first()))

    def by_name(self) -> Self:
        """Order by family name; Chinese names by pinyin."""
        return self.order_by("sort_key", "pk")

    def under_letter(self, letter: str) -> Self:
        """Keep those whose name is sorted under a letter, a to z; Chinese names by pinyin."""
        return self.filter(sort_key__gte=letter, sort_key__lt=chr(ord(letter) + 1))

    def letters(self) -> list[str]:
        """Return the letters a to z under which somebody is sorted."""
        first = models.functions.Substr("sort_key", 1, 1)
        found = self.order_by().annotate(first=first).values_list("first", flat=True).distinct()
        return sorted(set(found) & set(ascii_lowercase))

    def keys_by_strokes(self) -> list[int]:
        """Return primary keys by stroke count of the names. A list: databases do not know strokes.

        Costs one query, and 40 ms of sorting for 4,800 people.
        """
        rows = self.order_by("pk").values_list("pk", "name", "sort_key")
        return [pk for _key, pk in sorted((stroke_key(name, by), pk) for pk, name, by in rows)]


class Person(Listed):
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=200,
        help_text=_("As usually written: 孙全中, Kate Stewart."),
    )
    alternate_name = models.CharField(
        _("alternate name"),
        max_length=200,
        blank=True,
        help_text=_("The same name in the other language or in Latin letters."),
    )
    sort_name = models.CharField(
        _("sorted as"), max_length=LONGEST_KEY, blank=True, help_text=_("Made from the name if left empty.")
    )
    sort_key = SortKeyField(_("sort key"))
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Made from the name if left empty."),
    )
    name_key = models.CharField(_("key of the name"), max_length=LONGEST_KEY, db_index=True, editable=False)
    has_public_page = models.BooleanField(_("has a public page"), default=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["sort_key", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = key_of(self.name)
        super().save(*args, **with_fields(kwargs, "name_key"))

    def get_absolute_url(self) -> str:
        """Return the public address; it answers 404 for a person without a public page."""
        return address_of("person_detail", self.slug)

    def name_on(self, day: dt.date) -> str:
        """Return the name of a day: a former one if it was used then. One query."""
        former = self.other_names.former_on(day).first()
        return former.name if former else self.name

    @property
    def post_text(self) -> str:
        """The last post and its body, or as what and where they attended last; "" without with_posts()."""
        found: Any = self
        if body := getattr(self, "post_in", ""):
            return f"{found.post_as or Membership.Role(found.post_role).label}, {body}"
        return ", ".join(filter(None, [getattr(self, "attended_as", ""), getattr(self, "attended_in", "")]))

    @property
    def sorted_as(self) -> str:
        """The name as lists order it: as staff say in `sort_name`, otherwise family name first."""
        return self.sort_name or sort_name(self.name)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def published(self) -> Self:
        """Keep posts in bodies with a published meeting, of people who are named in anything published."""
        named = Person.objects.named_in_public().filter(pk=models.OuterRef("person"))
        return self.in_known_bodies().filter(models.Exists(named))

    def in_known_bodies(self) -> Self:
        return self.filter(has_published_meeting("body"))

    def open_to(self, bodies: frozenset[int] | None) -> Self:
        """Keep terms in bodies that an account reaches, None for all, or that the public may know of."""
        if bodies is None:
            return self
        return self.filter(models.Q(body__in=bodies) | has_published_meeting("body"))

    def covering(self, day: dt.date | models.OuterRef) -> Self:
        """Keep memberships in force on a day, or an outer row's day; a missing start or end is open."""
        has_begun = models.Q(start_date__isnull=True) | models.Q(start_date__lte=day)
        has_not_ended = models.Q(end_date__isnull=True) | models.Q(end_date__gte=day)
        return self.filter(has_begun, has_not_ended)

    def not_over_by(self, day: dt.date) -> Self:
        """Keep memberships that end on a day or later, or have no end; also those still to begin."""
        return self.filter(models.Q(end_date__isnull=True) | models.Q(end_date__gte=day))

    def for_person(self, person: "Person | models.OuterRef") -> Self:
        return self.filter(person=person)

    def of_body(self, body: Body | models.OuterRef) -> Self:
        return self.filter(body=body)

    def of_bodies_of(self, meeting: str, body: str) -> Self:
        """Keep memberships of the bodies of an outer row's meeting, of a joint one all of them.

        `meeting` and `body` are the paths from that row to the meeting and to its first body.
        """
        others = manager_of("MeetingBody").of_meeting(models.OuterRef(models.OuterRef(meeting)))
        return self.filter(models.Q(body=models.OuterRef(body)) | models.Q(body__in=others.values("body")))

    def counted(self, day: dt.date) -> dict[str, int]:
        """Return how many of a day vote (`voting`), how many do not, and how many terms are `ending` soon.

        Soon is within ENDING_SOON. One query.
        """
        votes = models.Q(voting_right=True) & ~models.Q(role__in=Membership.WITHOUT_SEAT)
        ending = models.Q(end_date__lte=day + ENDING_SOON)
        return self.covering(day).aggregate(
            voting=models.Count("pk", filter=votes),
            without_vote=models.Count("pk", filter=~votes),
            ending=models.Count("pk", filter=ending),
        )

    def expected(self) -> Self:
        """Keep memberships that oblige to attend: no alternates, observers and roles not known."""
        return self.exclude(role__in=("", *Membership.WITHOUT_SEAT))

    def with_body(self) -> Self:
        return self.select_related("body")

    def with_person(self) -> Self:
        people = Person.objects.with_public_page()
        has_page = models.Exists(people.filter(pk=models.OuterRef("person")))
        return self.select_related("person").annotate(person_has_page=has_page)

    def newest_first(self) -> Self:
        return self.order_by(
            models.F("end_date").desc(nulls_first=True), models.F("start_date").desc(nulls_last=True), "pk"
        )

    def by_rank(self) -> Self:
        ranks = [models.When(role=role, then=rank) for rank, role in enumerate(Membership.Role.values)]
        last = models.Value(len(ranks))
        since = models.F("start_date").asc(nulls_last=True)  # databases differ if they are not told
        return self.order_by(models.Case(*ranks, default=last), since, "pk")


class Membership(models.Model):
    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("of a body", "Chair")
        VICE_CHAIR = "vice_chair", _("Vice-chair")
        SECRETARY = "secretary", _("Secretary")
        MEMBER = "member", _("Member")
        ALTERNATE = "alternate", _("Alternate")
        OBSERVER = "observer", _("Observer")

    WITHOUT_SEAT = (Role.ALTERNATE, Role.OBSERVER)

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    # Empty where the words of the source were not understood: they are the exact title.
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER, blank=True)
    label = models.CharField(
        _("exact title"), max_length=200, blank=True, help_text=_("For example 党委书记、局长.")
    )
    voting_right = models.BooleanField(_("may vote"), default=True)
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            in_order(
                "start_date",
                "end_date",
                "membership_ends_after_start",
                _("A term cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role="", label=""),
                name="membership_role_or_title",
                violation_error_message=_("Choose a role, or write the exact title."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.label or self.get_role_display()}, {self.body}"
