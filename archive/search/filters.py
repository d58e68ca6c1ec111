"""Filters of a search, and the one place where query, filters and visible meetings become a request."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet

from archive.models import Body, Meeting, OtherName, Person
from archive.models.meeting import MeetingQuerySet
from archive.replicas import reading_connection
from archive.search.engines.base import LIMITS, Limits, MatchRequest
from archive.search.entries import END_OF_TITLES, Kind, mark, span_of
from archive.search.query import Field, SearchQuery
from archive.text.folding import fold_for_search

NOTHING = mark("b", 0)  # no body has this key
MOST_PEOPLE = 300  # that one typed name may stand for


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; what is empty narrows nothing.

    Of `bodies` (primary keys), `results` and `classifications` any will do; of `people` (primary keys)
    all were present. `since` and `until` are days, both included. `contested` keeps resolutions with
    votes against or abstentions.
    """

    bodies: Collection[int] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    results: Collection[str] = ()
    people: Collection[int] = ()
    classifications: Collection[str] = ()
    contested: bool = False

    @property
    def is_narrow(self) -> bool:
        return self != Filters()


NO_FILTERS = Filters()


class Composed(NamedTuple):
    """A search put together.

    `request` is for all that is kept. `words` is the query with its fields resolved and no filter: what
    ranking goes by. The last two count bodies and results, each without its own filter; they equal the
    request's query where there is no such filter.
    """

    request: MatchRequest
    words: SearchQuery
    without_bodies: SearchQuery
    without_results: SearchQuery


def compose(
    query: SearchQuery,
    filters: Filters,
    meetings: MeetingQuerySet,
    kinds: tuple[Kind, ...] = tuple(Kind),
    limits: Limits = LIMITS,
) -> Composed | None:
    """Return what to ask an engine for what a query and filters keep of some meetings; None if nothing.

    Costs the queries of visible_condition() and compose_visible(); none if nothing is asked.
    """
    if asks_nothing(query, filters):
        return None
    visible = visible_condition(meetings)
    return compose_visible(query, filters, visible, kinds, limits) if visible else None


def asks_nothing(query: SearchQuery, filters: Filters) -> bool:
    return query.finds_nothing and (bool(query.without) or not filters.is_narrow)


def compose_visible(
    query: SearchQuery,
    filters: Filters,
    visible: tuple[str, tuple[Any, ...]],
    kinds: tuple[Kind, ...] = tuple(Kind),
    limits: Limits = LIMITS,
) -> Composed:
    """Return what to ask an engine, of what an SQL condition keeps; the query must ask for something.

    Costs one query for each body: that was typed, two for each person:, and one for a first day.
    """
    words, filters = resolved(query, filters)
    filters, visible = with_lasting(filters, visible)
    shared = words
    for person in filters.people:
        shared = shared.also(mark("p", person))
    if filters.classifications:
        shared = shared.also(*(mark("k", name) for name in filters.classifications))
    if filters.contested:
        shared = shared.also(mark("c", ""))
    bodies = [mark("b", body) for body in filters.bodies]
    results = [mark("r", result) for result in filters.results]
    without_bodies = shared.also(*results) if results else shared
    without_results = shared.also(*bodies) if bodies else shared
    kept = without_results.also(*results) if results else without_results
    request = MatchRequest(kept, kinds, filters.since, filters.until, visible, limits=limits)
    return Composed(request, words, without_bodies, without_results)


def resolved(query: SearchQuery, filters: Filters) -> tuple[SearchQuery, Filters]:
    for field in query.fields:
        if field.name == "year":
            filters = within(filters, *field.years)
        else:
            marks = marks_of(field)
            query = query.but_not(*marks) if field.excluded else query.also(*(marks or [NOTHING]))
    if not query.clauses:
        query = query.also(END_OF_TITLES)
    return replace(query, fields=()), filters


def within(filters: Filters, since: dt.date | None, until: dt.date | None) -> Filters:
    latest = [day for day in (filters.since, since) if day]
    earliest = [day for day in (filters.until, until) if day]
    return replace(filters, since=max(latest, default=None), until=min(earliest, default=None))


Visible = tuple[str, tuple[Any, ...]]


def with_lasting(filters: Filters, visible: Visible) -> tuple[Filters, Visible]:
    """Return filters and a condition that also keep meetings which began before the first day, and lasted.

    The index holds an entry under the first day of its meeting. So the search begins with the earliest of
    these meetings, and the condition leaves out what else there is of the days between. Their matches are
    then missing from the counts by year, which are those of all days. Usually there are no such meetings.
    """
    if filters.since is None:
        return filters, visible
    lasting = list(Meeting.objects.published().lasting_into(filters.since).values_list("pk", "date"))
    if not lasting:
        return filters, visible
    keys, earliest = [key for key, _day in lasting], min(day for _key, day in lasting)
    between = [span_of(kind, earliest, filters.since - dt.timedelta(days=1)) for kind in Kind]
    ranges = " OR ".join(["{id} BETWEEN %s AND %s"] * len(between))
    places = ", ".join(["%s"] * len(keys))
    theirs = f"SELECT id FROM archive_search_entry WHERE meeting_id IN ({places})"  # noqa: S608 - placeholders only
    condition = f"{visible[0]} AND ({{id}} IN ({theirs}) OR NOT ({ranges}))"
    bounds = [bound for span in between for bound in span]
    return replace(filters, since=earliest), (condition, (*visible[1], *keys, *bounds))


def marks_of(field: Field) -> list[str]:
    if field.name == "result":
        return [mark("r", result) for result in field.results]
    if field.name == "person":
        return [mark("p", key) for key in people_named(field.value)]
    return [mark("b", key) for key in bodies_named(field.value)]


def people_named(text: str) -> list[int]:
    """Return the primary keys of people of whose name a text is a part, or of whom it is the address."""
    addressed = list(Person.objects.filter(slug=text).values_list("pk", flat=True))
    if addressed:
        return addressed
    people = Person.objects.matching(text).by_name()
    return list(people.values_list("pk", flat=True)[:MOST_PEOPLE])


def bodies_named(text: str) -> list[int]:
    """Return the primary keys of bodies with a text in a name, today's or another, or in the address.

    Two queries.
    """
    wanted = solid(text)
    named: list[tuple[Any, ...]] = [*Body.objects.values_list("pk", "name", "alternate_name", "slug")]
    named += OtherName.objects.of_bodies().values_list("body", "name")
    found = (key for key, *names in named if any(wanted in solid(name) for name in names))
    return list(dict.fromkeys(found))


def solid(text: str) -> str:
    return "".join(fold_for_search(text).split())


def visible_condition(meetings: MeetingQuerySet) -> tuple[str, tuple[Any, ...]] | None:
    """Return an SQL condition on `{id}` that keeps what belongs to some meetings: the model decides.

    It comes with its parameters, and is None where there is nothing to be seen.

    Of all that is published the index holds nothing more, unless rows were changed past it: such
    entries, usually none, are found from the meetings that are not published, and left out by id.
    Of fewer meetings each match is looked up. Costs a query for the former.
    """
    try:
        sql, params = meetings.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # meetings.none(), or a filter that Django knows to keep nothing
        return None
    if (sql, params) != all_published():
        theirs = f"SELECT id FROM archive_search_entry WHERE meeting_id IN ({sql})"  # noqa: S608 - Django's own SQL
        return f"AND {{id}} IN ({theirs})", tuple(params)
    hidden = stale_ids()
    return (f"AND {{id}} NOT IN ({', '.join(map(str, hidden))})", ()) if hidden else ("", ())


@cache
def all_published() -> tuple[str, tuple[Any, ...]]:
    """Return the statement for the keys of all that is published; kept, since each search compares."""
    return Meeting.objects.published().values("pk").query.sql_with_params()


# CROSS JOIN tells SQLite to begin with the few meetings of the partial index meeting_not_published:
# by its statistics it would rather look up the meeting of every entry, 130 ms at 100,000.
STALE = """
SELECT entry.id FROM archive_meeting AS meeting CROSS JOIN archive_search_entry AS entry
WHERE NOT (meeting.publication = 'published') AND entry.meeting_id = meeting.id
"""


def stale_ids() -> list[int]:
    with reading_connection().cursor() as cursor:
        cursor.execute(STALE)
        return [key for (key,) in cursor.fetchall()]
