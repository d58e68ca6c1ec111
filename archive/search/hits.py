"""Fetch what a page or a table of results shows: rows by the keys that the index gives."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from archive.models import Document, Meeting, Resolution
from archive.models.meeting import MeetingQuerySet, list_counts
from archive.record.build import shown_beginning
from archive.search.engines.base import LIMITS, Limits, MatchCounts, MatchRequest, PageRequest, engine
from archive.search.entries import Kind
from archive.search.filters import NO_FILTERS, Filters, compose
from archive.search.highlight import BEGINNING, passages_of
from archive.search.query import SearchQuery

# Of 60 columns a hit has, these are shown, or searched for the passage: to make objects of them all
# took longer than the query.
BODY = ("name", "alternate_name", "slug", "language")
MEETING = (
    "name",
    "slug",
    "body_as_written",
    "other_bodies_as_written",
    "date",
    "end_date",
    "date_precision",
    "language",
    "attendance_mode",
    "attendance_status",
    "present_count",
    "disclosure",
    "shown_of_closed",
)
ELSEWHERE = ("alternate_name", "number", "number_series", "document_number", "location", "summary")
RESOLUTION = (
    "name",
    "mover_as_written",
    "seconder_as_written",
    "identifier",
    "sequence",
    "date",
    "result",
    "result_as_written",
)
NAMED_MOTION = ("name", "identifier", "sequence", "is_disclosed", "meeting")
NAMED_MATTER = ("identifier", "name", "alternate_name", "slug")
DOCUMENT = ("name", "file", "url", "language", "classification")


class Hit(NamedTuple):
    """One thing found: a Meeting, or a Resolution or Document with its meeting; the meeting with its body.

    The meeting has `present_rows`, as present_total asks for, and `resolution_count`. `title` and
    `snippet`, the best passage, have the matches in <mark>. Texts are deferred: `beginning` holds as
    much of them as most passages need.
    """

    kind: Kind
    object: Any
    title: SafeString
    snippet: SafeString

    @property
    def meeting(self) -> Any:
        return meeting_of(self.kind, self.object)


def hits_of(
    keys: Mapping[Kind, Sequence[int]], query: SearchQuery, meetings: MeetingQuerySet
) -> dict[Kind, tuple[Hit, ...]]:
    """Return what stands on a page by kind, in order; what may no longer be read is left out."""
    found = fetched(keys, meetings)
    return {
        kind: tuple(
            Hit(kind, row, *looks) for row, looks in zip(rows, passages_of(rows, query), strict=True)
        )
        for kind, rows in found.items()
    }


def fetched(keys: Mapping[Kind, Sequence[int]], meetings: MeetingQuerySet) -> dict[Kind, list[Any]]:
    """Return the rows that have some keys by kind, in order, but for those that may not be read.

    Costs a query for each kind and one for all the meetings.
    """
    found = {kind: readable_rows(kind).in_bulk(some) for kind, some in keys.items()}
    owners = [meeting_of(kind, row) for kind, rows in found.items() for row in rows.values()]
    counts = meeting_counts(meetings, {meeting.pk for meeting in owners})
    for meeting in owners:
        meeting.present_rows, meeting.resolution_count = counts.get(meeting.pk, (0, 0))
    for meeting in found.get(Kind.MEETING, {}).values():
        meeting.empty_hidden(*ELSEWHERE, "text")
        meeting.beginning = shown_beginning(meeting)
    return {
        kind: [rows[key] for key in keys[kind] if key in rows and meeting_of(kind, rows[key]).pk in counts]
        for kind, rows in found.items()
    }


def meeting_of(kind: Kind, row: Any) -> Any:
    return row if kind == Kind.MEETING else row.meeting


def meeting_counts(meetings: MeetingQuerySet, keys: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return how many were present at the meetings that have some keys, and what they decided.

    Those that may not be read are left out.
    """
    if not keys:
        return {}
    rows = meetings.order_by().filter(pk__in=keys)
    values = rows.annotate(**list_counts()).values_list("pk", *list_counts())
    return {key: (present, decided) for key, present, decided in values}


@cache
def readable_rows(kind: Kind) -> QuerySet[Any]:
    """Return the rows of a kind that may be read if their meeting may, with what a page shows of them.

    That is all but the whole text. Kept, since to put it together takes as long as the query itself.
    """
    shared = [*of("meeting", MEETING), *of("meeting__body", BODY)]
    rows: QuerySet[Any]
    if kind == Kind.MEETING:
        rows = Meeting.objects.select_related("body").only(*MEETING, *ELSEWHERE, *of("body", BODY))
    elif kind == Kind.RESOLUTION:
        others = [*of("mover", ("name",)), *of("seconder", ("name",)), *of("matter", NAMED_MATTER)]
        others += of("amends_motion", NAMED_MOTION) + of("amends_motion__agenda_item", ("is_public",))
        decisions = Resolution.objects.open_to_all().with_people().with_motions()
        decisions = decisions.select_related("meeting__body", "matter")
        rows = decisions.only(*RESOLUTION, *shared, *others)
    else:
        papers = Document.objects.open_to_all().select_related("meeting__body")
        rows = papers.only(*DOCUMENT, *shared)
    return rows.order_by().annotate(beginning=Left("text", BEGINNING))


def of(path: str, columns: Sequence[str]) -> list[str]:
    return [path, *(f"{path}__{column}" for column in columns)]


# Keys and rows without passages


def list_all(
    query: SearchQuery, meetings: MeetingQuerySet, filters: Filters, *, kind: Kind, limits: Limits = LIMITS
) -> Iterator[list[Any]]:
    """Yield all rows of a kind that a query finds, newest first, so many at once, as Hit has them.

    Each chunk is a search of its own, next below the one before, so that nothing stays open while a
    slow reader takes the answer. What is published meanwhile may be missing, nothing comes twice.
    Raises SearchTimeoutError if one takes more than five seconds, ValueError for a query that finds
    nothing by itself and no filters, since that would be everything.
    """
    if query.finds_nothing and not filters.is_narrow:
        raise ValueError("There is nothing to look for.")
    search = compose(query, filters, meetings, (kind,), limits)
    below = None
    while search:
        found, keys = keys_of_page(search.request, limits.rows, below)
        yield fetched({kind: keys}, meetings)[kind]
        [ids] = found.pages
        if len(ids) <= limits.rows:
            return
        below = ids[limits.rows - 1]


def newest_keys(
    query: SearchQuery, meetings: MeetingQuerySet, filters: Filters = NO_FILTERS, *, kind: Kind, most: int
) -> tuple[list[int], int]:
    """Return the primary keys of the newest of a kind that a query finds, and how many it finds."""
    search = compose(query, filters, meetings, (kind,))
    if search is None:
        return [], 0
    found, keys = keys_of_page(search.request, most)
    return keys, found.totals[kind]


def keys_of_page(
    request: MatchRequest, size: int, below: int | None = None
) -> tuple[MatchCounts, list[int]]:
    """Return the counts of a request for one kind, with a page of it, and the primary keys of that page.

    The ids of the page are one more than its size if there are more.
    """
    page = PageRequest(request.span(request.kinds[0]), size, below)
    with engine().reading(request.limits.seconds) as cursor:
        found = engine().match(cursor, replace(request, wants_years=False, pages=(page,)))
        ids = found.pages[0][:size]
        objects = objects_of(cursor, ids)
    return found, [objects[key] for key in ids if key in objects]


def objects_of(cursor: CursorWrapper, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    places = ", ".join(["%s"] * len(ids))
    cursor.execute(f"SELECT id, object_id FROM archive_search_entry WHERE id IN ({places})", ids)  # noqa: S608 - placeholders only
    return dict(cursor.fetchall())
