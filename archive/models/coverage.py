"""What meetings cover: of which years, with what told of them, and whose members were due at them."""

import datetime as dt
from typing import Any, Self

from django.db import models

from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.document import Document
from archive.models.person import Membership, Person
from archive.models.resolution import Resolution


class CoverageQuerySet(models.QuerySet[Any]):
    """Questions asked of many meetings at once; see MeetingQuerySet for the rest."""

    def held(self) -> Self:
        """Keep meetings that took place."""
        return self.filter(status="held")

    def with_member(self, person: Person) -> Self:
        """Keep meetings on whose day a person was a member of the body, by its roster."""
        memberships = Membership.objects.expected().for_person(person).of_body(models.OuterRef("body"))
        return self.filter(models.Exists(memberships.covering(models.OuterRef("date"))))

    def silent_about(self, person: Person) -> Self:
        """Leave out meetings whose recorded attendance lists a person, if that may be told."""
        rows = Attendance.objects.published().recorded().for_person(person)
        return self.exclude(pk__in=rows.values("meeting"))

    def numbered(self) -> Self:
        """Keep meetings that have a number."""
        return self.exclude(number="")

    def over_by(self, today: dt.date) -> Self:
        """Keep meetings whose day, month or year was over before a day."""
        return self.filter(
            models.Q(date_precision="day", date__lt=today)
            | models.Q(date_precision="month", date__lt=today.replace(day=1))
            | models.Q(date_precision="year", date__lt=today.replace(month=1, day=1))
        )

    def without_minutes(self) -> Self:
        """Keep meetings that were only announced, or held but of which nothing says what happened there.

        Minutes are a text, the text of an agenda item, a resolution, or a document of that kind.
        """
        items = AgendaItem.objects.open_to_all().exclude(text="")
        papers = Document.objects.published().of_minutes()
        rows = (items, Resolution.objects.open_to_all(), papers)
        told = [models.Exists(each.filter(meeting=models.OuterRef("pk"))) for each in rows]
        announced = self.model.objects.filter(status="scheduled").values("pk")
        silent = self.model.objects.filter(~(told[0] | told[1] | told[2]), text="").held().values("pk")
        return self.filter(models.Q(pk__in=announced) | models.Q(pk__in=silent))

    def covered_by_year(self) -> list[tuple[int, int, int, int]]:
        """Return (year, number of meetings, attendance recorded, approved), earliest first: it is drawn."""
        recorded = models.Q(attendance_status="recorded")
        counted = self.order_by("year").values("year")
        return list(
            counted.annotate(
                held=models.Count("pk"),
                recorded=models.Count("pk", filter=recorded),
                approved=models.Count("pk", filter=models.Q(approved_on__isnull=False)),
            ).values_list("year", "held", "recorded", "approved")
        )

    def counted_by_year(self) -> list[tuple[int, int]]:
        """Return (year, number of meetings), earliest first: a list, because it is drawn as a chart."""
        counted = self.order_by("year").values_list("year").annotate(models.Count("pk"))
        return [(year, count) for year, count in counted]
