"""Full-text search as a filter on a resolution queryset."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db.models.expressions import RawSQL

from archive.models import Meeting
from archive.models.resolution import ResolutionQuerySet
from archive.search.engines.base import LIMITS, engine
from archive.search.entries import Kind
from archive.search.filters import NO_FILTERS, compose
from archive.search.query import SearchQuery


def matching(query: SearchQuery, resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    """Keep the published resolutions among some that match a query.

    What it returns is a queryset like any other, which the database narrows, counts and slices. Costs
    a query at once, and those of the fields that were typed.
    """
    search = compose(query, NO_FILTERS, Meeting.objects.published(), (Kind.RESOLUTION,))
    if search is None:
        return resolutions.none()
    sql, params = engine().objects(search.request, search.request.span(Kind.RESOLUTION))
    return resolutions.filter(pk__in=RawSQL(sql, params))  # noqa: S611 - the engine's own SQL


@contextmanager
def in_time(query: SearchQuery | None, seconds: float = LIMITS.seconds) -> Iterator[None]:
    """Let queries on what matching() keeps end after some seconds, with SearchTimeoutError.

    Without words to look for, nothing is limited.
    """
    with engine().reading(seconds) if query else nullcontext():
        yield
