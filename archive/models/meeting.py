"""Meetings: the record to which everything else belongs."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from archive.models.action import ActionItem
from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.attendance_span import AttendanceSpan
from archive.models.body import Body
from archive.models.document import Document
from archive.models.fields import CountField, LanguageField, count_of, in_order, with_fields
from archive.models.meeting_body import MeetingBody
from archive.models.meeting_children import fetch_children, fetch_sittings
from archive.models.meeting_translation import MeetingTranslation
from archive.models.names_as_written import NamesAsWritten, written_name
from archive.models.person import Membership, Person
from archive.models.resolution import Resolution, ResolutionQuerySet
from archive.models.url_prefix import address_of
from archive.models.visibility import PUBLISHED_MEETING, is_public, shows_field, tells_attendance
from archive.text.hours import Hours, start_minute_of

# SQLite stores these columns after the long texts; to read them is to read through the texts.
BEHIND_TEXT = (
    *("text", "chair_note", "copied_to", "issued_on"),
    *("classification_as_written", "attendance_mode_as_written"),
)
TIME: "models.TimeField[Any, Any]" = models.TimeField()


def date_in_titles(day: dt.date) -> str:
    """Return a day as a title names it in the reader's language: 2024-03-18, 2024年3月18日."""
    return format_date(day, pgettext("date in a title", "Y-m-d")) if isinstance(day, dt.date) else str(day)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    # By publication

    def published(self) -> Self:
        return self.filter(PUBLISHED_MEETING)

    def ever_published(self) -> Self:
        """Keep meetings with a public address; the page of a withdrawn one says only that."""
        return self.filter(publication__in=[Meeting.Publication.PUBLISHED, Meeting.Publication.WITHDRAWN])

    def withdrawn(self) -> Self:
        return self.filter(publication=Meeting.Publication.WITHDRAWN)

    def not_withdrawn(self) -> Self:
        return self.exclude(publication=Meeting.Publication.WITHDRAWN)

    def drafts(self) -> Self:
        return self.filter(publication=Meeting.Publication.DRAFT)

    # By facts

    def for_body(self, body: Body) -> Self:
        """Keep meetings of a body, joint ones of which it is not the first among them.

        One query for a body that came without `meets_jointly`. Where it never is another's guest, the
        statement names one column, so that an index gives the meetings in their order.
        """
        own = models.Q(body=body)
        joint = MeetingBody.objects.of_body(body).values("meeting")
        return self.filter(own | models.Q(pk__in=joint) if body.meets_jointly else own)

    def led_by(self, body: Body) -> Self:
        """Keep meetings of which a body is the only one or the first; see also for_body()."""
        return self.filter(body=body)

    def for_person(self, person: Person) -> Self:
        """Keep meetings whose public attendance lists a person, whatever the status."""
        return self.filter(pk__in=Attendance.objects.open_to_all().for_person(person).values("meeting"))

    def deciding(self, resolutions: ResolutionQuerySet) -> Self:
        return self.filter(pk__in=resolutions.order_by().values("meeting"))

    def in_year(self, year: int) -> Self:
        return self.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))

    def beginning(self, first: dt.date, precision: str) -> Self:
        """Keep meetings that began on a day, or in the month or year that begins with it."""
        if precision == "day":
            return self.filter(date=first)
        in_year = self.in_year(first.year)
        return in_year.filter(date__month=first.month) if precision == "month" else in_year

    def since(self, day: dt.date) -> Self:
        """Keep meetings of which a day is not before another; one of several days is found on each."""
        return self.filter(models.Q(date__gte=day) | models.Q(end_date__gte=day))

    def lasting_into(self, day: dt.date) -> Self:
        """Keep meetings that began before a day and had not ended; there are few."""
        return self.filter(end_date__gte=day, date__lt=day)

    def until(self, day: dt.date) -> Self:
        return self.filter(date__lte=day)

    def on_days_before(self, day: dt.date) -> Self:
        return self.filter(date__lt=day)

    def with_keys(self, keys: Sequence[int]) -> Self:
        return self.filter(pk__in=keys)

    def before(self, meeting: "Meeting") -> Self:
        """Keep meetings earlier than one, in the order of newest_first()."""
        # The first condition follows from the second, and is a range of an index.
        earlier = models.Q(start_minute__lt=meeting.start_minute)
        same_start = models.Q(start_minute=meeting.start_minute, pk__lt=meeting.pk)
        same_day = models.Q(earlier | same_start, date=meeting.date)
        return self.filter(models.Q(date__lt=meeting.date) | same_day, date__lte=meeting.date)

    def after(self, meeting: "Meeting") -> Self:
        """Keep meetings later than one, in the order of oldest_first()."""
        later = models.Q(start_minute__gt=meeting.start_minute)
        same_start = models.Q(start_minute=meeting.start_minute, pk__gt=meeting.pk)
        same_day = models.Q(later | same_start, date=meeting.date)
        return self.filter(models.Q(date__gt=meeting.date) | same_day, date__gte=meeting.date)

    def on_known_days(self) -> Self:
        return self.filter(date_precision=Meeting.Precision.DAY)

    def over_by(self, today: dt.date) -> Self:
        """Keep meetings whose day, month or year, as precise as it is known, was over before today."""
        return self.filter(
            models.Q(date_precision="day", date__lt=today)
            | models.Q(date_precision="month", date__lt=today.replace(day=1))
            | models.Q(date_precision="year", date__lt=today.replace(month=1, day=1))
        )

    def held(self) -> Self:
        return self.filter(status="held")

    def assembled(self) -> Self:
        """Leave out what was decided by circulation, where nobody met."""
        return self.exclude(attendance_mode="by_circulation")

    def classified(self, classification: str) -> Self:
        return self.filter(classification=classification)

    def numbered(self) -> Self:
        return self.exclude(number="")

    def numbered_in(self, bodies: set[int], years: set[int]) -> Self:
        return self.filter(body__in=bodies, year__in=years).numbered()

    def slugs_beside(self, meeting: "Meeting", day: str) -> models.QuerySet[Any, Any]:
        """Return (slug,) of the body's other meetings whose slug begins with a day."""
        others = self.filter(body=meeting.body_id, slug__startswith=day).exclude(pk=meeting.pk)
        return others.values_list("slug")

    # For the desk

    def due_for_entry(self, today: dt.date) -> Self:
        """Keep open meetings whose day has passed and whose minutes have not been entered.

        An agenda alone is enough for a draft that was held, not for one still said to be scheduled.
        """
        has_items = models.Exists(AgendaItem.objects.filter(meeting=models.OuterRef("pk")))
        has_resolutions = models.Exists(Resolution.objects.filter(meeting=models.OuterRef("pk")))
        scheduled = models.Q(status="scheduled", text="")
        # Drafts only: a published meeting that was held has something to read, see the gate.
        held = models.Q(publication="draft", status="held", text="", summary="") & ~models.Q(has_items)
        waiting = self.filter(scheduled | held, date__lt=today, disclosure="open")
        return waiting.exclude(publication="withdrawn").filter(~models.Q(has_resolutions))

    def being_entered(self, today: dt.date) -> Self:
        """Keep open drafts that have some content, or whose day has not come."""
        empty = Meeting.objects.due_for_entry(today)
        return self.drafts().filter(disclosure="open").exclude(pk__in=empty.values("pk"))

    def submitted(self) -> Self:
        """Keep drafts that wait for whoever publishes; see submission.py."""
        return self.drafts().filter(submission__isnull=False, submission__returned_at=None)

    def returned(self) -> Self:
        """Keep drafts that were submitted and came back with a remark."""
        return self.drafts().filter(submission__returned_at__isnull=False)

    def not_handed_over(self) -> Self:
        return self.filter(submission=None)

    def last_handed_over(self) -> Self:
        """Order by when each was submitted or returned, the last first."""
        last = Coalesce("submission__returned_at", "submission__submitted_at")
        return self.order_by(last.desc(), "-pk")

    def with_submission(self) -> Self:
        """Fetch how each was submitted, and by whom; see Meeting.handed_over."""
        return self.select_related("submission__submitted_by", "submission__returned_by")

    def unapproved(self) -> Self:
        """Keep published minutes that their body, or its chair, has yet to approve."""
        waiting = self.filter(publication="published", status="held").without_approval()
        return waiting.filter(body__approval__in=Body.APPROVING)

    def next_after(self, meeting: "Meeting") -> "Meeting | None":
        """Return the next meeting in the order of newest_first(), wrapping around to the first.

        None if there is no other. One or two queries.
        """
        others = self.exclude(pk=meeting.pk)
        return others.before(meeting).newest_first().first() or others.newest_first().first()

    def without_approval(self) -> Self:
        return self.filter(approved_on=None)

    def with_next_date(self) -> Self:
        """Add `next_date`: of the body's next meeting that is not cancelled, joint ones among them."""
        joint = MeetingBody.objects.of_body(models.OuterRef(models.OuterRef("body")))
        of_body = models.Q(body=models.OuterRef("body")) | models.Q(pk__in=joint.values("meeting"))
        later = Meeting.objects.filter(of_body, date__gt=models.OuterRef("date"))
        dates = later.exclude(status="cancelled").order_by("date").values("date")
        return self.annotate(next_date=models.Subquery(dates[:1]))

    def with_absence_counts(self) -> Self:
        return self.annotate(
            excused_rows=count_of(Attendance.objects.filter(status="excused")),
            absent_rows=count_of(Attendance.objects.filter(status="absent")),
        )

    # By what is recorded

    def without_text(self) -> Self:
        """Keep meetings with no text beyond titles: there is little to search."""
        rows = (AgendaItem.objects, Resolution.objects)
        told = (kind.filter(meeting=models.OuterRef("pk")).exclude(text="") for kind in rows)
        return self.filter(*(~models.Exists(texts) for texts in told), text="")

    def without_minutes(self) -> Self:
        """Keep meetings that were only announced, or held without public minutes.

        Minutes are a text, the text of an agenda item, a resolution, or a document of that kind.
        """
        items = AgendaItem.objects.open_to_all().exclude(text="")
        papers = Document.objects.published().of_minutes()
        rows = (items, Resolution.objects.open_to_all(), papers)
        told = [models.Exists(each.filter(meeting=models.OuterRef("pk"))) for each in rows]
        announced = Meeting.objects.filter(status="scheduled").values("pk")
        silent = Meeting.objects.filter(~(told[0] | told[1] | told[2]), text="").held().values("pk")
        return self.filter(models.Q(pk__in=announced) | models.Q(pk__in=silent))

    def with_member(self, person: Person) -> Self:
        """Keep meetings on days when a person was a member of the body, by its roster."""
        memberships = Membership.objects.expected().for_person(person).of_bodies_of("pk", "body")
        return self.filter(models.Exists(memberships.covering(models.OuterRef("date"))))

    def silent_about(self, person: Person) -> Self:
        """Keep meetings whose recorded, public attendance does not list a person."""
        rows = Attendance.objects.published().recorded().for_person(person)
        return self.exclude(pk__in=rows.values("meeting"))

    def covered_by_year(self) -> list[tuple[int, int, int, int]]:
        """Return (year, meetings, with attendance recorded, approved), oldest first. A list, not lazy."""
        recorded = models.Q(attendance_status="recorded")
        counted = self.order_by("year").values("year")
        return list(
            counted.annotate(
                held=models.Count("pk"),
                recorded=models.Count("pk", filter=recorded),
                approved=models.Count("pk", filter=models.Q(approved_on__isnull=False)),
            ).values_list("year", "held", "recorded", "approved")
        )

    def listing_absences(self, bodies: Collection[int], share: float) -> set[tuple[int, int]]:
        """Return (body, year) where at least a share of the recorded meetings lists somebody as away."""
        away = Attendance.objects.filter(meeting=models.OuterRef("pk")).exclude(status="present")
        recorded = self.order_by().filter(body__in=bodies, attendance_status="recorded")
        marked = recorded.annotate(lists=models.Exists(away)).values("body", "year")
        counted = marked.annotate(
            number=models.Count("pk"), listing=models.Count("pk", filter=models.Q(lists=True))
        )
        rows = counted.values_list("body", "year", "number", "listing")
        return {(body, year) for body, year, number, listing in rows if listing >= max(1, share * number)}

    def by_each_body(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield (body, is it the first, values of the columns) for each body of each meeting, in order.

        One query. The order must be that of one of ours, so that the rows of a meeting follow each other.
        """
        last = None
        for key, first, other, *values in self.values_list("pk", "body", "other_bodies__body", *columns):
            if key != last:
                yield first, True, *values
            if other:
                yield other, False, *values
            last = key

    def counted_by_year(self) -> list[tuple[int, int]]:
        """Return (year, number of meetings), oldest first. A list, not lazy."""
        counted = self.order_by("year").values_list("year").annotate(models.Count("pk"))
        return [(year, count) for year, count in counted]

    # Orders, and what is fetched with each

    def newest_first(self) -> Self:
        """Order by day, then by start, then by entry; a start that is not known counts as the earliest."""
        return self.order_by("-date", "-start_minute", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("date", "start_minute", "pk")

    def with_joint_body(self) -> Self:
        """Fetch the body; add `body_meets_jointly`, which is its `meets_jointly`."""
        joint = MeetingBody.objects.of_body(models.OuterRef("body"))
        return self.select_related("body").annotate(body_meets_jointly=models.Exists(joint))

    def addresses_only(self) -> Self:
        return self.select_related("body").only("slug", "body__slug")

    def with_other_bodies(self) -> Self:
        """Keep meetings with rows or names of other bodies; fetch these, and what an address needs."""
        joint = models.Q(pk__in=MeetingBody.objects.values("meeting"))
        others = models.Prefetch("other_bodies", MeetingBody.objects.in_order())
        named = self.filter(joint | ~models.Q(other_bodies_as_written="")).select_related("body")
        return named.only("slug", "body__slug", "other_bodies_as_written").prefetch_related(others)

    def as_neighbours(self) -> Self:
        """Fetch what a link from the meeting before or after says: the day, the start, the address."""
        shown = "date", "date_precision", "end_date", "start_time", "disclosure", "shown_of_closed"
        named = "name", "language"  # where two of a day have no hours
        return self.addresses_only().only("slug", "body__slug", *shown, *named)

    def with_matters_marked(self) -> Self:
        """Add `has_matters`: whether a decision belongs to a matter."""
        decided = Resolution.objects.of_matters().filter(meeting=models.OuterRef("pk"))
        return self.annotate(has_matters=models.Exists(decided))

    def with_list_columns(self) -> Self:
        """Fetch the columns of a list; add `present_rows` and `resolution_count`."""
        return self.select_related("body").defer(*BEHIND_TEXT).annotate(**list_counts())

    def with_children(self) -> Self:
        """Fetch every row of each meeting, in the order recorded: see meeting_children.py."""
        return self.select_related("body").then(fetch_children)

    def with_sittings(self) -> Self:
        """Fetch the sittings: a query, and one more where there are any."""
        return self.then(fetch_sittings)

    _then: Callable[[Sequence["Meeting"]], None] | None = None

    def then(self, fetch: Callable[[Sequence["Meeting"]], None]) -> Self:
        """Call `fetch` with the rows when they have been fetched, to fetch more with them."""
        rows = self._clone()
        rows._then = fetch
        return rows

    def _clone(self) -> Self:
        rows = super()._clone()  # type: ignore[misc]
        rows._then = self._then
        return rows

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._then and self._result_cache:
            self._then(self._result_cache)

    def with_findable_rows(self) -> Self:
        """Fetch what the index needs beside the current version, with one query per table."""
        resolutions = Resolution.objects.in_order().select_related("mover", "seconder", "matter")
        return (
            self.select_related("body")
            .defer(*BEHIND_TEXT)
            .prefetch_related(
                *searched_people(),
                models.Prefetch("resolutions", resolutions.defer("text")),
                models.Prefetch("documents", Document.objects.in_order()),
            )
        )

    def with_gate_rows(self) -> Self:
        """Fetch the rows that may block publication, with one query per table."""
        resolutions = Resolution.objects.in_order().select_related("agenda_item")
        rows = models.Prefetch("resolutions", resolutions)
        prefetched = ("attendances", "agenda_items", "translations", rows)
        return self.select_related("body").prefetch_related(*prefetched)


@cache
def list_counts() -> dict[str, Coalesce]:
    """Return `present_rows` and `resolution_count`; kept, since they take longer to build than to run."""
    return {
        "present_rows": Attendance.objects.count_of_lists(),
        "resolution_count": count_of(Resolution.objects.open_to_all()),
    }


def searched_rows() -> tuple[models.Prefetch, ...]:
    """Return the prefetches of the rows that are searched as part of the meeting itself."""
    items = models.Prefetch("agenda_items", AgendaItem.objects.in_order())
    translations = models.Prefetch("translations", MeetingTranslation.objects.in_order())
    return items, translations, *searched_people()


def searched_people() -> tuple[models.Prefetch, ...]:
    """Return the prefetches of those who attended, and of those responsible for action items."""
    actions = ActionItem.objects.in_order().select_related(
        "responsible", "responsible_body", "agenda_item", "resolution__agenda_item"
    )
    declared = AttendanceSpan.objects.open_to_all().declaring_interest()
    people = Attendance.objects.in_order().select_related("person")
    people = people.annotate(
        declares_interest=models.Exists(declared.filter(attendance=models.OuterRef("pk")))
    )
    return (
        models.Prefetch("attendances", people),
        models.Prefetch("action_items", actions),
    )


class Meeting(NamesAsWritten):
    class Classification(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        REGULAR = "regular", _("Regular")
        SPECIAL = "special", _("Special")
        EXTENDED = "extended", _("Extended")
        EMERGENCY = "emergency", _("Emergency")
        ANNUAL = "annual", _("Annual")
        STUDY = "study", _("Study session")

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    class Mode(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("Mixed")
        BY_CIRCULATION = "by_circulation", _("By circulation")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class AttendanceStatus(models.TextChoices):
        NOT_KNOWN = "", _("Not known")
        RECORDED = "recorded", _("Recorded")
        COUNTS_ONLY = "counts_only", _("Counts only")
        NOT_RECORDED = "not_recorded", _("Not recorded")
        NOT_PUBLIC = "not_public", _("Not public")

    class Disclosure(models.TextChoices):
        OPEN = "open", pgettext_lazy("disclosure", "Open")
        ON_REQUEST = "on_request", _("On request")
        CLOSED = "closed", _("Closed")

    class ShownOfClosed(models.TextChoices):
        """What is shown of a meeting that is not open, beside the decisions that are marked public."""

        NOTHING_MORE = "", _("Decisions marked public")
        FACTS = "facts", _("Also the hours, the place and the summary")
        ATTENDANCE = "attendance", _("Also who was there")

    class Publication(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # What it was
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    body_as_written = written_name(_("body as written"))
    date = models.DateField(
        _("date"), help_text=_("For example 2023-08-23, 23 August 2023 or 2023年8月23日.")
    )
    date_precision = models.CharField(
        _("precision of the date"), max_length=10, choices=Precision, default=Precision.DAY
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only of a meeting of several days.")
    )
    start_time = models.TimeField(_("start"), null=True, blank=True)
    end_time = models.TimeField(
        _("end"), null=True, blank=True, help_text=_("Before the start: on the next day.")
    )
    # Copied from the start, so that the order of a day is an index on both engines, nulls or not.
    start_minute = models.PositiveSmallIntegerField(_("order within the day"), default=0, editable=False)
    name = models.CharField(_("title"), max_length=500)
    alternate_name = models.CharField(
        _("alternate title"),
        max_length=500,
        blank=True,
        help_text=_("The same title in the other language."),
    )
    number = models.CharField(
        _("number"), max_length=50, blank=True, help_text=_("As written: 第81次, 12.")
    )
    number_series = models.CharField(
        _("series of numbers"),
        max_length=50,
        blank=True,
        help_text=_("If the body counts several kinds of meetings apart: 党委会, 局长办公会."),
    )
    classification = models.CharField(
        _("classification"),
        max_length=20,
        choices=Classification,
        default=Classification.NOT_KNOWN,
        blank=True,
    )
    classification_as_written = models.CharField(_("classification as written"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.HELD)
    location = models.CharField(_("place"), max_length=300, blank=True)
    attendance_mode = models.CharField(
        _("attendance mode"), max_length=20, choices=Mode, default=Mode.NOT_KNOWN, blank=True
    )
    attendance_mode_as_written = models.CharField(
        _("attendance mode as written"), max_length=200, blank=True
    )
    language = LanguageField(_("language"), help_text=_("Of the minutes: en, zh-Hans, zh-Hant, …"))
    document_number = models.CharField(
        _("document number"),
        max_length=100,
        blank=True,
        help_text=_("文号, for example 漯应急纪〔2023〕5号."),
    )
    copied_to = models.CharField(
        _("copied to"),
        max_length=500,
        blank=True,
        help_text=_("抄送, for example 市政府办公室，各县区应急管理局."),
    )
    issued_on = models.DateField(
        _("issued on"), null=True, blank=True, help_text=_("印发: when the minutes were sent out.")
    )

    # Where it comes from
    source = models.CharField(
        _("source"), max_length=100, blank=True, help_text=_("Short name of where the record comes from.")
    )
    source_url = models.CharField(
        _("source address"), max_length=1000, blank=True, help_text=_("Where the original is.")
    )
    licence = models.CharField(
        _("licence"), max_length=500, blank=True, help_text=_("On what terms the text may be used.")
    )

    # Who was there
    attendance_status = models.CharField(
        _("attendance"),
        max_length=20,
        choices=AttendanceStatus,
        default=AttendanceStatus.NOT_KNOWN,
        blank=True,
    )
    chair_note = models.CharField(
        _("why nobody is recorded in the chair"),
        max_length=300,
        blank=True,
        help_text=_("The public reads it, for example: The minutes do not say who was in the chair."),
    )
    expected_count = CountField(_("expected (应到)"), null=True, blank=True)
    present_count = CountField(_("present (实到)"), null=True, blank=True)
    quorum = CountField(_("quorum"), null=True, blank=True)

    # Who may read it
    disclosure = models.CharField(
        _("disclosure"), max_length=20, choices=Disclosure, default=Disclosure.OPEN
    )
    disclosure_basis = models.CharField(
        _("basis of the disclosure"),
        max_length=500,
        blank=True,
        help_text=_("Law or rule, where not open. The public reads it."),
    )
    shown_of_closed = models.CharField(
        _("shown of it, if not open"),
        max_length=20,
        choices=ShownOfClosed,
        default=ShownOfClosed.NOTHING_MORE,
        blank=True,
        help_text=_("Its title, bodies, date and number are public as soon as it is published."),
    )
    publication = models.CharField(
        _("publication"), max_length=20, choices=Publication, default=Publication.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    slug = models.CharField(_("address"), max_length=40, blank=True, editable=False)
    edit_number = models.PositiveIntegerField(_("edit number"), default=0, editable=False)
    next_sequence = models.PositiveIntegerField(_("next resolution"), default=1, editable=False)

    # Approval
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_at = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="approves",
        verbose_name=_("approved at"),
        null=True,
        blank=True,
    )

    # Long texts come last: SQLite reads a row from its start, and walks through a text of 200 KB to
    # reach what stands behind it.
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences for lists."))
    text = models.TextField(_("text"), blank=True, help_text=_("The minutes, in Markdown."))

    # Names of the other bodies of a joint meeting, one a line: a copy, so that no list fetches them.
    other_bodies_as_written = models.TextField(_("other bodies as written"), blank=True, editable=False)

    WRITTEN = {"body": "body_as_written"}

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        permissions = [
            ("publish_meeting", _("Can publish meetings")),
            ("correct_meeting", _("Can correct published meetings")),
            ("withdraw_meeting", _("Can withdraw published meetings")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number_series", "year", "number"],
                condition=~models.Q(number=""),
                name="meeting_number_once_a_year",
                violation_error_message=_("This body already has a meeting with this number in that year."),
            ),
            models.UniqueConstraint(
                fields=["body", "slug"],
                condition=~models.Q(slug=""),
                name="meeting_address_once",
                violation_error_message=_("Another meeting of this body already has this address."),
            ),
            models.UniqueConstraint(
                fields=["source", "source_url"],
                condition=~models.Q(source=""),
                name="meeting_imported_once",
                violation_error_message=_("This record was imported already."),
            ),
            models.CheckConstraint(
                condition=models.Q(publication="draft")
                | (models.Q(published_at__isnull=False) & ~models.Q(slug="")),
                name="meeting_published_has_address",
                violation_error_message=_("What was published has an address and a time of publication."),
            ),
            in_order(
                "date", "end_date", "meeting_ends_after_start", _("The last day is before the first.")
            ),
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(date_precision="day"),
                name="meeting_of_known_days",
                violation_error_message=_("Give the exact first day too, or no last day."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-date", "-start_minute", "-id"],
                condition=models.Q(publication="published"),
                name="meeting_newest",
            ),
            models.Index(
                fields=["body", "-date", "-start_minute", "-id"],
                condition=models.Q(publication="published"),
                name="meeting_newest_of_body",
            ),
            models.Index(
                fields=["year"], condition=models.Q(publication="published"), name="meeting_by_year"
            ),
            # Few, and asked for by every search: see archive.search.filters.STALE.
            models.Index(
                fields=["id"], condition=~models.Q(publication="published"), name="meeting_not_published"
            ),
            models.Index(
                fields=["end_date"], condition=models.Q(end_date__isnull=False), name="meeting_of_days"
            ),
            models.Index(fields=["publication"], condition=models.Q(text=""), name="meeting_without_text"),
            # Few rows each: see without_minutes(), which would otherwise read every text to find it empty.
            models.Index(fields=["date"], condition=models.Q(status="scheduled"), name="meeting_announced"),
            models.Index(fields=["date"], condition=models.Q(text=""), name="meeting_without_minutes"),
        ]

    def __str__(self) -> str:
        return gettext("%(body)s, %(date)s: %(name)s") % {
            "body": self.body_as_written or self.body,
            "date": date_in_titles(self.date),
            "name": self.name,
        }

    @property
    def written_on(self) -> dt.date:
        return self.date

    @property
    def body_name(self) -> str:
        """The name of its body, or the names of all, as the minutes write them."""
        return joined_names([self.body_as_written or self.body.name, *self.names_of_others])

    @property
    def names_of_others(self) -> list[str]:
        """The names of the other bodies of a joint meeting, as written, in their order."""
        return self.other_bodies_as_written.split("\n") if self.other_bodies_as_written else []

    def joint_rows(self) -> "list[MeetingBody]":
        """The other bodies of a joint meeting, in order; a query, none of any other meeting."""
        if not self.other_bodies_as_written:
            return []
        return list(self.other_bodies.in_order().select_related("body"))

    def note_other_bodies(self) -> None:
        """Copy the names of the other bodies of a joint meeting; whoever writes them in bulk calls this."""
        names = self.other_bodies.in_order().values_list("name_as_written", flat=True)
        self.other_bodies_as_written = "\n".join(names)
        kept = Meeting.objects.filter(pk=self.pk)
        kept.update(other_bodies_as_written=self.other_bodies_as_written)

    @property
    def shown_summary(self) -> str:
        return self.summary if shows_field(self, "summary") else ""

    @property
    def shown_start(self) -> dt.time | None:
        return self.start_time if shows_field(self, "start_time") else None

    def empty_hidden(self, *fields: str) -> None:
        """Empty those of some fields that the public may not read, on this copy: it must not be saved."""
        for field in fields:
            if not shows_field(self, field):
                self.__dict__[field] = None if self._meta.get_field(field).null else ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and update the copies of body and date in the resolutions."""
        self.fill_derived()
        is_new = self._state.adding or kwargs.get("force_insert")
        if kwargs.get("update_fields") is None and not is_new:
            kwargs["update_fields"] = self.saved_fields()
        super().save(*args, **with_fields(kwargs, "year", "start_minute"))
        copied = {"body": self.body_id, "date": self.date, "start_minute": self.start_minute}
        self.resolutions.exclude(**copied).update(**copied)

    def get_absolute_url(self) -> str:
        """Return the public address, or the staff preview of a meeting that was never published."""
        if self.slug:
            return address_of("meeting_detail", self.body.slug, self.slug)
        return reverse("meeting_preview", args=[self.pk])

    def saved_fields(self) -> set[str]:
        """Return the fields that save() updates: all but the counter of resolutions.

        This copy may be older than a resolution added since, and would reuse its sequence.
        See also Resolution.take_sequence().
        """
        kept = {"id", "next_sequence"} | self.get_deferred_fields()
        return {field.name for field in self._meta.concrete_fields if field.attname not in kept}

    def fill_derived(self) -> None:
        """Set what follows from other fields; bulk_create calls no save(), so its callers call this."""
        self.year = self.date.year
        self.start_minute = start_minute_of(self.hours.start)

    @property
    def last_day(self) -> dt.date:
        return self.end_date or self.date

    @property
    def hours(self) -> Hours:
        """Its hours; if it lasted several days, the end is on the last of them and not among these."""
        times = ("start_time",) if self.last_day != self.date else ("start_time", "end_time")
        # Before it is fetched from the database, a meeting may hold what was typed.
        return Hours(*(TIME.to_python(getattr(self, name)) for name in times))

    @property
    def is_published(self) -> bool:
        return is_public(self)

    @property
    def handed_over(self) -> Any:
        """How a draft was submitted, or None. Costs one query unless it came with_submission()."""
        return getattr(self, "submission", None) if self.publication == self.Publication.DRAFT else None

    @property
    def present_total(self) -> int | None:
        """The declared count of people present, otherwise the rows if they are a list of people.

        Needs with_list_columns(). See also MeetingPage.present_total.
        """
        if not tells_attendance(self):
            return None
        is_list = self.attendance_status == Meeting.AttendanceStatus.RECORDED
        rows: int = self.present_rows if is_list else 0  # type: ignore[attr-defined]
        return self.present_count if self.present_count is not None else rows or None


def joined_names(names: Iterable[str]) -> str:
    """Return names as a list in the reader's language: Finance Committee, Housing Committee."""
    return pgettext("between the parts of a list", ", ").join(names)
