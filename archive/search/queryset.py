"""Words looked for among resolutions that something else has narrowed: movers, or what was in force."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db.models.expressions import RawSQL

from archive.models import Meeting
from archive.models.resolution import ResolutionQuerySet
from archive.search.engines import engine
from archive.search.engines.base import Look
from archive.search.entries import Kind
from archive.search.filters import Filters, resolved
from archive.search.find import SECONDS, visible_condition
from archive.search.query import SearchQuery


def holding(query: SearchQuery, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    """Keep the published resolutions among some that hold what a query looks for.

    What it returns is a queryset like any other, which the database narrows, counts and slices. Costs
    a query at once, and those of the fields that were typed.
    """
    if query.finds_nothing:
        return resolutions.none()
    words, filters = resolved(query, Filters())
    visible = visible_condition(Meeting.objects.published())
    asked = Look(words, (Kind.RESOLUTION,), filters.since, filters.until, visible)
    sql, params = engine().objects(asked, asked.span(Kind.RESOLUTION))
    return resolutions.filter(pk__in=RawSQL(sql, params))  # noqa: S611 - the engine's own SQL


@contextmanager
def in_time(query: SearchQuery | None) -> Iterator[None]:
    """Let queries on what holding() keeps end after five seconds, with SearchTimeoutError.

    Without words to look for, nothing is limited.
    """
    with engine().reading(SECONDS) if query else nullcontext():
        yield
