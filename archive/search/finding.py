"""Ask the index what a query finds, and fetch what a page shows of it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from archive.models import Resolution
from archive.models.meeting import MeetingQuerySet
from archive.search.document import Kind, first_id, last_id
from archive.search.engines import engine
from archive.search.passages import shown
from archive.search.query import SearchQuery

Order = Literal["newest", "best"]
Key = tuple[int, int]  # kind and primary key
AnyKind = TypeVar("AnyKind", Kind, Kind | None)

# Ranking all matches of a common word costs 190 ms at 100,000 meetings, the newest 500 some 4 to 24 ms.
MOST_RANKED = 500


class Hit(NamedTuple):
    """One thing found: a Meeting with its list columns, or a Resolution with its meeting and body.

    `title` and `snippet`, the best passage, have the matches in <mark>.
    """

    kind: Kind
    object: Any
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Results:
    """What a query finds.

    `total` counts what the filters keep, `counts` the same by kind, all kinds. `bodies` (by primary
    key) and `years` count what each value of a filter would keep, so each without its own filter.
    `hits` are those of the page.
    """

    total: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    bodies: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    hits: Sequence[Hit] = ()


class Group(NamedTuple):
    """How many entries of one kind, body and year a query finds, within the dates asked for or not."""

    kind: int
    body: int
    year: int
    has_date: int
    number: int


class Scope(NamedTuple):
    """What a search is narrowed to; no bodies means all."""

    meetings: MeetingQuerySet
    bodies: Collection[int]
    since: dt.date | None
    until: dt.date | None
    kind: Kind | None

    def has_body(self, group: Group) -> bool:
        """Return whether the filter by body keeps a group."""
        return not self.bodies or group.body in self.bodies

    def has_kind(self, group: Group) -> bool:
        """Return whether the filter by kind keeps a group."""
        return self.kind is None or group.kind == self.kind


def find(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    *,
    bodies: Collection[int] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    kind: Kind | None = None,
    order: Order = "newest",
    page: int = 1,
    size: int = 20,
) -> Results:
    """Return what a query finds among the meetings that the reader may see.

    `bodies` are primary keys; `since` and `until` are days, both included. Newest first is by date;
    best match ranks the newest 500 and lists the rest after them, newest first. Both orders are stable.
    The engines rank differently, since bm25 and ts_rank are different formulas: what is found and
    every count is the same on both, and so is the order newest first.

    Costs one query for the counts and the keys of the page, newest first, or two for the best match;
    one for each kind of its rows; and some more where a match stands outside the text of a meeting.
    """
    scope = Scope(meetings, bodies, since, until, kind)
    return pages_of(query, scope, [kind], order, (page - 1) * size, size)[kind]


def find_by_kind(
    query: SearchQuery,
    meetings: MeetingQuerySet,
    *,
    bodies: Collection[int] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    order: Order = "newest",
    size: int = 10,
) -> dict[Kind, Results]:
    """Return the first page of each kind, as find() does; one query counts all."""
    return pages_of(query, Scope(meetings, bodies, since, until, None), list(Kind), order, 0, size)


def pages_of(
    query: SearchQuery, scope: Scope, kinds: Sequence[AnyKind], order: Order, start: int, size: int
) -> dict[AnyKind, Results]:
    """Return for each kind the counts, and the hits from a place on."""
    parts = [scope._replace(kind=kind) for kind in kinds]
    groups, newest = survey(query, scope, parts if order == "newest" else [], start, size)
    found = {}
    for number, (kind, part) in enumerate(zip(kinds, parts, strict=True)):
        results = tally(groups, part)
        keys = newest.get(number, [])
        if order == "best" and results.total > start:
            keys = best_keys(query, part, start, size)
        found[kind] = replace(results, hits=tuple(hits_of(keys, query, scope.meetings)))
    return found


def survey(
    query: SearchQuery, scope: Scope, parts: Sequence[Scope], start: int, size: int
) -> tuple[list[Group], dict[int, list[Key]]]:
    """Return all that a query finds, counted, and by number of part its newest keys from a place on.

    Counted is by kind, body, year and date: every count and facet follows from it. It is one statement,
    because matching is what costs: on PostgreSQL each text proposed by the index is asked for phrases.
    """
    if query.finds_nothing:
        return [], {}
    try:
        visible, visible_params = visible_condition(scope.meetings)
    except EmptyResultSet:  # meetings.none(), or a filter that Django knows to keep nothing
        return [], {}
    matched, params = engine().matched(query)
    slices = [newest_slice(number, part, start, size) for number, part in enumerate(parts)]
    sql = " UNION ALL ".join(
        [COUNTED.format(matched=matched, visible=visible), *(sql for sql, _ in slices)]
    )
    rows = rows_of(sql, (*params, *visible_params, *ids_of(scope), *chain(*(more for _, more in slices))))
    newest: dict[int, list[Key]] = defaultdict(list)
    for number, kind, key, _place, *_nothing in sorted(rows, key=lambda row: -row[3]):
        newest[number].append((kind, key))
    return [Group(*row[1:]) for row in rows if row[0] == -1], newest


# Rows of two sorts, told apart by the first column: groups have -1, keys the number of their part.
COUNTED = """
WITH {matched}, visible AS (SELECT matched.* FROM matched WHERE {visible})
SELECT -1 AS part, kind, body_id, year,
    CASE WHEN id BETWEEN %s AND %s THEN 1 ELSE 0 END AS has_date, count(*)
FROM visible GROUP BY kind, body_id, year, has_date
"""
NEWEST = """
SELECT * FROM (
    SELECT %s AS part, kind, object_id, id, 0 AS has_date, 0 AS number
    FROM visible WHERE {where} ORDER BY id DESC LIMIT %s OFFSET %s
) AS newest
"""


def newest_slice(number: int, scope: Scope, start: int, size: int) -> tuple[str, tuple[Any, ...]]:
    """Return the part of a survey that gives the newest keys, and its parameters."""
    where, params = condition(scope)
    return NEWEST.format(where=where), (number, *params, size, start)


def ids_of(scope: Scope) -> tuple[int, int]:
    """Return the lowest and the highest id within the dates asked for."""
    return first_id(scope.since or dt.date.min), last_id(scope.until or dt.date.max)


def tally(groups: Iterable[Group], scope: Scope) -> Results:
    """Return the counts and facets of some groups."""
    results = Results()
    for group in groups:
        has_body, has_kind = scope.has_body(group), scope.has_kind(group)
        if has_body and group.has_date:
            results.counts[Kind(group.kind)] += group.number
        if group.has_date and has_kind:
            results.bodies[group.body] += group.number
        if has_body and has_kind:
            results.years[group.year] += group.number
    kept = results.counts.total() if scope.kind is None else results.counts[scope.kind]
    return Results(kept, results.counts, results.bodies, results.years)


def best_keys(query: SearchQuery, scope: Scope, start: int, size: int) -> list[Key]:
    """Return what stands in a slice of the matches, the best of the newest first, then the rest."""
    best = ranked_keys(query, scope, start, min(size, MOST_RANKED - start)) if start < MOST_RANKED else []
    if start + size <= MOST_RANKED or len(best) < min(size, MOST_RANKED - start):
        return best
    _groups, rest = survey(query, scope, [scope], max(start, MOST_RANKED), size - len(best))
    return best + rest[0]


def ranked_keys(query: SearchQuery, scope: Scope, start: int, size: int) -> list[Key]:
    """Return what stands in a slice of the newest matches, the best first."""
    visible, visible_params = visible_condition(scope.meetings)
    where, where_params = condition(scope)
    scored, params = engine().scored(query, f"{visible} AND {where}")
    sql = f"""
        SELECT kind, object_id FROM ({scored}) AS scored ORDER BY score, id DESC LIMIT %s OFFSET %s
    """  # noqa: S608 - our own SQL; what was typed is in the parameters
    return rows_of(sql, (*params, *visible_params, *where_params, MOST_RANKED, size, start))


def condition(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """Return an SQL condition on the columns of `matched` that keeps what the filters do."""
    filters: list[tuple[str, tuple[Any, ...]]] = [("id BETWEEN %s AND %s", ids_of(scope))]
    if scope.kind is not None:
        filters.append(("kind = %s", (int(scope.kind),)))
    if scope.bodies:
        filters.append((f"body_id IN ({', '.join(['%s'] * len(scope.bodies))})", tuple(scope.bodies)))
    return " AND ".join(sql for sql, _params in filters), sum((params for _sql, params in filters), ())


def visible_condition(meetings: MeetingQuerySet) -> tuple[str, tuple[Any, ...]]:
    """Return an SQL condition that keeps what belongs to some meetings: the model decides.

    Each match is looked up, so that few matches cost little in an archive of any size.
    """
    theirs = meetings.order_by().filter(pk=RawSQL("matched.meeting_id", ())).values("pk")
    sql, params = theirs.query.sql_with_params()
    return f"EXISTS ({sql})", tuple(params)


def rows_of(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with engine().reading() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def hits_of(keys: Sequence[Key], query: SearchQuery, meetings: MeetingQuerySet) -> list[Hit]:
    """Return what stands on a page, in order; what may no longer be read is left out."""
    found: dict[Key, Any] = {}
    meeting_keys = [key for kind, key in keys if kind == Kind.MEETING]
    if meeting_keys:
        minutes = meetings.with_list_columns().defer(None).in_bulk(meeting_keys)
        found.update(((Kind.MEETING, key), row) for key, row in minutes.items())
    resolution_keys = [key for kind, key in keys if kind == Kind.RESOLUTION]
    if resolution_keys:
        theirs = meetings.order_by().filter(resolutions__in=resolution_keys).values("pk")
        open_ones = Resolution.objects.open_to_all().filter(meeting__in=theirs)
        decided = open_ones.with_meeting().select_related("mover", "seconder").in_bulk(resolution_keys)
        found.update(((Kind.RESOLUTION, key), row) for key, row in decided.items())
    readable = [key for key in keys if key in found]
    rows = [found[key] for key in readable]
    return [
        Hit(Kind(kind), row, *looks)
        for (kind, _key), row, looks in zip(readable, rows, shown(rows, query), strict=True)
    ]
