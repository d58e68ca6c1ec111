"""Questions asked of meetings, and what is fetched with them."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from archive.models.action import ActionItem
from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.body import Body
from archive.models.coverage import CoverageQuerySet
from archive.models.document import Document
from archive.models.fields import count_of
from archive.models.person import Person
from archive.models.relation import ResolutionRelation
from archive.models.resolution import Resolution, ResolutionQuerySet
from archive.models.visibility import PUBLISHED_MEETING
from archive.models.vote import Vote
from archive.models.waiting import WaitingQuestions

if TYPE_CHECKING:
    from archive.models.meeting.model import Meeting

# In a row of SQLite these stand at the end; to read them is to walk through the text before them.
BEHIND_TEXT = ("text", "chair_note", "copied_to", "issued_on")


class MeetingQuerySet(WaitingQuestions, CoverageQuerySet):
    """Questions asked of meetings."""

    def published(self) -> Self:
        """Keep meetings whose minutes the public may read."""
        return self.filter(PUBLISHED_MEETING)

    def ever_published(self) -> Self:
        """Keep meetings that have a public address: withdrawn ones too, whose page only says so."""
        return self.filter(
            publication__in=[self.model.Publication.PUBLISHED, self.model.Publication.WITHDRAWN]
        )

    def drafts(self) -> Self:
        """Keep meetings that were never published."""
        return self.filter(publication=self.model.Publication.DRAFT)

    def for_body(self, body: Body) -> Self:
        """Keep meetings of a body."""
        return self.filter(body=body)

    def for_person(self, person: Person) -> Self:
        """Keep meetings with an attendance row of a person, whatever its status, if that may be told."""
        return self.filter(pk__in=Attendance.objects.open_to_all().for_person(person).values("meeting"))

    def deciding(self, resolutions: ResolutionQuerySet) -> Self:
        """Keep meetings that took one of some resolutions."""
        return self.filter(pk__in=resolutions.order_by().values("meeting"))

    def in_year(self, year: int) -> Self:
        """Keep meetings of a calendar year."""
        return self.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))

    def since(self, day: dt.date) -> Self:
        """Keep meetings on or after a day."""
        return self.filter(date__gte=day)

    def until(self, day: dt.date) -> Self:
        """Keep meetings on or before a day."""
        return self.filter(date__lte=day)

    def on_known_days(self) -> Self:
        """Keep meetings of which the day is known, not only the month or the year."""
        return self.filter(date_precision=self.model.Precision.DAY)

    def classified(self, classification: str) -> Self:
        """Keep meetings of one classification."""
        return self.filter(classification=classification)

    def before(self, meeting: "Meeting") -> Self:
        """Keep meetings earlier than one, in the order of newest_first()."""
        # The first condition follows from the second, and is a range of an index.
        same_day = models.Q(date=meeting.date, pk__lt=meeting.pk)
        return self.filter(models.Q(date__lt=meeting.date) | same_day, date__lte=meeting.date)

    def after(self, meeting: "Meeting") -> Self:
        """Keep meetings later than one, in the order of oldest_first()."""
        same_day = models.Q(date=meeting.date, pk__gt=meeting.pk)
        return self.filter(models.Q(date__gt=meeting.date) | same_day, date__gte=meeting.date)

    def without_text(self) -> Self:
        """Keep meetings of which nothing longer than titles was entered: there is little to search."""
        rows = (AgendaItem.objects, Resolution.objects)
        told = (kind.filter(meeting=models.OuterRef("pk")).exclude(text="") for kind in rows)
        return self.filter(*(~models.Exists(texts) for texts in told), text="")

    def newest_first(self) -> Self:
        """Order by date, the latest first."""
        return self.order_by("-date", "-pk")

    def oldest_first(self) -> Self:
        """Order by date, the earliest first."""
        return self.order_by("date", "pk")

    def with_list_columns(self) -> Self:
        """Add what a list shows of each: body, `present_rows` and `resolution_count`."""
        return (
            self.select_related("body")
            .defer(*BEHIND_TEXT)
            .annotate(
                present_rows=count_of(Attendance.objects.present()),
                resolution_count=count_of(Resolution.objects.open_to_all()),
            )
        )

    def addresses_only(self) -> Self:
        """Fetch no more than the address of each is made of."""
        return self.select_related("body").only("slug", "body__slug")

    def with_children(self) -> Self:
        """Fetch all that hangs on each meeting, in the order recorded, in one query a table."""
        people = Attendance.objects.in_order().select_related("person", "on_behalf_of")
        items = AgendaItem.objects.in_order().select_related("continued_from__meeting__body")
        resolutions = Resolution.objects.in_order().select_related("mover", "seconder", "agenda_item")
        actions = ActionItem.objects.in_order().select_related(
            "responsible", "responsible_body", "agenda_item", "resolution__agenda_item", "closed_at__body"
        )
        documents = Document.objects.in_order().select_related("agenda_item", "resolution__agenda_item")
        return self.select_related("body", "approved_at__body").prefetch_related(
            models.Prefetch("attendances", people),
            models.Prefetch("agenda_items", items),
            models.Prefetch("resolutions", resolutions),
            models.Prefetch("resolutions__votes", Vote.objects.in_order().select_related("voter")),
            models.Prefetch("resolutions__relations", ResolutionRelation.objects.with_target().by_age()),
            models.Prefetch("action_items", actions),
            models.Prefetch("documents", documents),
        )

    def with_findable_rows(self) -> Self:
        """Fetch of each meeting what is searched, in one query a table."""
        resolutions = Resolution.objects.select_related("mover", "seconder", "agenda_item")
        documents = Document.objects.select_related("agenda_item", "resolution__agenda_item")
        actions = ActionItem.objects.select_related(
            "responsible", "responsible_body", "agenda_item", "resolution__agenda_item"
        )
        return self.select_related("body").prefetch_related(
            models.Prefetch("attendances", Attendance.objects.select_related("person")),
            "agenda_items",
            models.Prefetch("resolutions", resolutions),
            "resolutions__votes",
            models.Prefetch("action_items", actions),
            models.Prefetch("documents", documents),
        )

    def with_gate_rows(self) -> Self:
        """Fetch of each meeting what may block its publication, in one query a table."""
        resolutions = Resolution.objects.in_order().select_related("agenda_item")
        prefetched = ("attendances", "agenda_items", models.Prefetch("resolutions", resolutions))
        return self.select_related("body").prefetch_related(*prefetched)

    def numbered_in(self, bodies: set[int], years: set[int]) -> Self:
        """Keep meetings of some bodies in some years that have a number."""
        return self.filter(body__in=bodies, year__in=years).exclude(number="")

    def slugs_beside(self, meeting: "Meeting", day: str) -> models.QuerySet[Any, Any]:
        """Return (last part of the address,) of a body's other meetings whose address begins with a day."""
        others = self.filter(body=meeting.body_id, slug__startswith=day).exclude(pk=meeting.pk)
        return others.values_list("slug")
