"""Fetch what a page of results shows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from archive.models import Attendance, Document, Resolution
from archive.models.fields import count_of
from archive.models.meeting import MeetingQuerySet
from archive.search.entries import Kind
from archive.search.passages import BEGINNING, shown
from archive.search.query import SearchQuery

# Of 60 columns a hit has, these are shown, or searched for the passage: to make objects of them all
# took longer than the query.
BODY = ("name", "alternate_name", "slug", "language")
MEETING = ("name", "slug", "date", "date_precision", "language", "attendance_status", "present_count")
ELSEWHERE = ("alternate_name", "number", "document_number", "location", "summary")
RESOLUTION = ("name", "identifier", "sequence", "date", "result", "result_as_written")
DOCUMENT = ("name", "file", "url", "language", "classification")


class Hit(NamedTuple):
    """One thing found: a Meeting, or a Resolution or Document with its meeting; the meeting with its body.

    The meeting has `present_rows`, as present_total asks for, and where it is the hit also
    `resolution_count`. `title` and `snippet`, the best passage, have the matches in <mark>. Texts are
    deferred: `beginning` holds as much of them as most passages need.
    """

    kind: Kind
    object: Any
    title: SafeString
    snippet: SafeString

    @property
    def meeting(self) -> Any:
        """The meeting, of which the hit may be a part."""
        return self.object if self.kind == Kind.MEETING else self.object.meeting


def hits_of(
    kind: Kind, keys: Sequence[int], query: SearchQuery, meetings: MeetingQuerySet
) -> tuple[Hit, ...]:
    """Return what stands on a page, in order; what may no longer be read is left out."""
    rows = fetched(kind, keys, meetings)
    return tuple(Hit(kind, row, *looks) for row, looks in zip(rows, shown(rows, query), strict=True))


def fetched(kind: Kind, keys: Sequence[int], meetings: MeetingQuerySet) -> list[Any]:
    """Return the rows that have some keys, in order, but for those that may not be read; one query."""
    if not keys:
        return []
    found = rows_of(kind, keys, meetings).in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    if kind != Kind.MEETING:
        for row in rows:
            row.meeting.present_rows = row.present_rows
    return rows


def rows_of(kind: Kind, keys: Sequence[int], meetings: MeetingQuerySet) -> QuerySet[Any]:
    """Return the rows of a kind that may be read, with what a page shows of them but the whole text."""
    rows = readable_rows(kind, keys, meetings)
    owner = "pk" if kind == Kind.MEETING else "meeting"
    present = count_of(Attendance.objects.present(), of=owner)
    return rows.annotate(beginning=Left("text", BEGINNING), present_rows=present)


def readable_rows(kind: Kind, keys: Sequence[int], meetings: MeetingQuerySet) -> QuerySet[Any]:
    """Return the rows of a kind that may be read, with the columns that are needed."""
    if kind == Kind.MEETING:
        columns = [*MEETING, *ELSEWHERE, *of("body", BODY)]
        decided = count_of(Resolution.objects.open_to_all())
        return meetings.order_by().select_related("body").only(*columns).annotate(resolution_count=decided)
    shared = [*of("meeting", MEETING), *of("meeting__body", BODY)]
    if kind == Kind.RESOLUTION:
        theirs = meetings.order_by().filter(resolutions__in=keys).values("pk")
        people = [*of("mover", ("name",)), *of("seconder", ("name",))]
        decisions = Resolution.objects.open_to_all().filter(meeting__in=theirs)
        related = decisions.select_related("meeting__body", "mover", "seconder")
        return related.only(*RESOLUTION, *shared, *people)
    theirs = meetings.order_by().filter(documents__in=keys).values("pk")
    papers = Document.objects.published().filter(meeting__in=theirs)
    return papers.select_related("meeting__body").only(*DOCUMENT, *shared)


def of(path: str, columns: Sequence[str]) -> list[str]:
    """Return the names of columns of a related row, and of the key that leads to it."""
    return [path, *(f"{path}__{column}" for column in columns)]
