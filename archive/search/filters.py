"""What narrows a search: the filters of the form, and the fields typed among the words."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from archive.models import Body, Person
from archive.search.entries import END_OF_TITLES, mark
from archive.search.fields import Field
from archive.search.query import SearchQuery
from archive.text.folding import fold

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
        """Whether anything is narrowed."""
        return self != Filters()


def with_filters(query: SearchQuery, filters: Filters) -> SearchQuery:
    """Return the query for what the filters keep too, but for those by body, result and date.

    The two former are looked at apart, so that each facet is counted without its own filter.
    """
    for person in filters.people:
        query = query.also(mark("p", person))
    if filters.classifications:
        query = query.also(*(mark("k", name) for name in filters.classifications))
    return query.also(mark("c", "")) if filters.contested else query


def in_bodies(query: SearchQuery, filters: Filters) -> SearchQuery:
    """Return the query for what belongs to the bodies too."""
    return query.also(*(mark("b", body) for body in filters.bodies)) if filters.bodies else query


def with_results(query: SearchQuery, filters: Filters) -> SearchQuery:
    """Return the query for what has one of the results too."""
    return query.also(*(mark("r", result) for result in filters.results)) if filters.results else query


def resolved(query: SearchQuery, filters: Filters) -> tuple[SearchQuery, Filters]:
    """Return a query whose fields have become marks to look for, and dates among the filters.

    Costs one query for each body: that was typed, and two for each person:.
    """
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
    """Return filters that keep no more than some days either."""
    latest = [day for day in (filters.since, since) if day]
    earliest = [day for day in (filters.until, until) if day]
    return replace(filters, since=max(latest, default=None), until=min(earliest, default=None))


def marks_of(field: Field) -> list[str]:
    """Return the marks of what a field names; none where nothing is called so."""
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
    """Return the primary keys of bodies of whose name, in either language, or address a text is a part."""
    wanted = "".join(fold(text).split())
    named = Body.objects.values_list("pk", "name", "alternate_name", "slug")
    return [key for key, *names in named if any(wanted in "".join(fold(name).split()) for name in names)]
