"""Fetch what a page of results shows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from archive.models import Document, Resolution
from archive.models.meeting import MeetingQuerySet
from archive.search.entries import Kind
from archive.search.passages import BEGINNING, shown
from archive.search.query import SearchQuery


class Hit(NamedTuple):
    """One thing found: a Meeting with its list columns, or a Resolution or Document with its meeting.

    `title` and `snippet`, the best passage, have the matches in <mark>. Their texts are deferred:
    `beginning` holds as much of them as most passages need.
    """

    kind: Kind
    object: Any
    title: SafeString
    snippet: SafeString


def hits_of(
    kind: Kind, keys: Sequence[int], query: SearchQuery, meetings: MeetingQuerySet
) -> tuple[Hit, ...]:
    """Return what stands on a page, in order; what may no longer be read is left out."""
    if not keys:
        return ()
    found = rows_of(kind, keys, meetings).in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    return tuple(Hit(kind, row, *looks) for row, looks in zip(rows, shown(rows, query), strict=True))


def rows_of(kind: Kind, keys: Sequence[int], meetings: MeetingQuerySet) -> QuerySet[Any]:
    """Return the rows of a kind that may be read, with what a page shows of them but the whole text."""
    beginning = Left("text", BEGINNING)
    if kind == Kind.MEETING:
        return meetings.order_by().with_list_columns().annotate(beginning=beginning)
    if kind == Kind.RESOLUTION:
        theirs = meetings.order_by().filter(resolutions__in=keys).values("pk")
        decided = Resolution.objects.open_to_all().filter(meeting__in=theirs)
        people = decided.with_meeting().select_related("mover", "seconder")
        return people.defer("meeting__text", "meeting__chair_note", "text").annotate(beginning=beginning)
    theirs = meetings.order_by().filter(documents__in=keys).values("pk")
    papers = Document.objects.published().filter(meeting__in=theirs).select_related("meeting__body")
    return papers.defer("meeting__text", "meeting__chair_note", "text").annotate(beginning=beginning)
