"""CSV tables of the lists: the same rows and filters as on the page, all pages of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.conditional_get import require_valid, unless_unchanged
from archive.forms.public.filters import MeetingFilterForm, ResolutionFilterForm
from archive.models import Meeting, Resolution
from archive.paging import rows_at
from archive.record.build import Record, listed_meeting, listed_resolution
from archive.record.feed_ids import meetings_of
from archive.record.render.table import Columns, csv_text, meeting_columns, resolution_columns
from archive.search.queryset import in_time

CHUNK = 200  # rows fetched at once


@require_safe
def meetings_table(request: HttpRequest) -> HttpResponseBase:
    """Send the meetings that the filters of their list keep."""
    form = MeetingFilterForm(request.GET)
    require_valid(form)
    meetings = form.apply(Meeting.objects.published())
    rows = meetings.with_list_columns().newest_first()

    def make() -> HttpResponseBase:
        columns = meeting_columns(request.build_absolute_uri)
        return csv_response("meetings", columns, records_of(rows, listed_meeting))

    return unless_unchanged(request, meetings, make)


@require_safe
def resolutions_table(request: HttpRequest) -> HttpResponseBase:
    """Send the resolutions that the filters and the words of the register keep."""
    form = ResolutionFilterForm(request.GET)
    require_valid(form)
    resolutions = form.kept(Resolution.objects.published())
    rows = resolutions.with_meeting().with_people().newest_first()

    def make() -> HttpResponseBase:
        columns = resolution_columns(request.build_absolute_uri)
        return csv_response("resolutions", columns, records_of(rows, listed_resolution))

    with in_time(form.words):
        return unless_unchanged(request, meetings_of(resolutions), make)


def csv_response(name: str, columns: Columns, parts: Iterable[list[Record]]) -> StreamingHttpResponse:
    """Return records as a CSV file, sent part by part."""
    content = csv_text(columns, parts, get_language() or "en")
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def records_of(
    rows: QuerySet[Any], record: Callable[[Any], Record], chunk: int = CHUNK
) -> Iterator[list[Record]]:
    """Return the records of all rows in order, `chunk` at once.

    All keys are fetched at once, when this is called: a cursor that stays open while a slow client
    takes the file would keep SQLite from truncating its write-ahead log.
    """
    keys = list(rows.values_list("pk", flat=True))
    parts = (keys[start : start + chunk] for start in range(0, len(keys), chunk))
    return ([record(row) for row in rows_at(rows, part)] for part in parts)
