"""The rows of a list or a search, with the filters of its page: as CSV, and a search also as a feed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.conditional_get import require_valid, unless_unchanged
from archive.feeds import NEWEST, ArchiveFeed
from archive.forms.public.filters import MeetingFilterForm, ResolutionFilterForm
from archive.forms.public.search import KIND_LABELS, KINDS, SearchForm
from archive.models import Meeting, Resolution
from archive.paging import rows_at
from archive.record.build import Record, followed_version, found_part, listed_meeting, tabled_resolution
from archive.record.feed_ids import meetings_of, with_versions
from archive.record.render.feed import FeedItem, found_item
from archive.record.render.table import (
    Columns,
    csv_text,
    found_columns,
    in_force_columns,
    meeting_columns,
    resolution_columns,
)
from archive.search.engines.base import LIMITS, Limits, SearchTimeoutError
from archive.search.entries import Kind
from archive.search.find import Place, find, in_time
from archive.search.hits import list_all, meeting_of

CHUNK = 200  # rows fetched at once


# Lists


@require_safe
def meetings_table(request: HttpRequest) -> HttpResponseBase:
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
    form = ResolutionFilterForm(request.GET)
    require_valid(form)
    resolutions = form.kept(Resolution.objects.published())
    rows = resolutions.with_meeting().with_people().with_motions().with_sittings().newest_first()

    def make() -> HttpResponseBase:
        columns = resolution_columns(request.build_absolute_uri)
        if day := form.cleaned_data["in_force"]:
            columns |= in_force_columns(day)
        return csv_response("resolutions", columns, records_of(rows, tabled_resolution))

    with in_time(form.words):
        return unless_unchanged(request, meetings_of(resolutions), make)


def csv_response(name: str, columns: Columns, parts: Iterable[list[Record]]) -> StreamingHttpResponse:
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


# Search


@require_safe
def search_feed(request: HttpRequest) -> HttpResponseBase:
    form = SearchForm(request.GET)
    require_valid(form)

    def make() -> HttpResponseBase:
        name = _("“%(text)s”") % {"text": form.cleaned_data["q"]} if form.cleaned_data["q"] else _("Search")
        page, items = reverse("search"), newest_items(form)
        return ArchiveFeed(request, name=name, page=page, items=items, form=form)(request)

    try:
        return unless_unchanged(request, Meeting.objects.published(), make)
    except SearchTimeoutError:
        return too_slow()


def newest_items(form: SearchForm) -> list[FeedItem]:
    if form.asks_nothing:
        return []
    meetings = Meeting.objects.published()
    pages = (
        find(form.query, meetings, form.filters, kind=kind, place=Place(NEWEST)).hits
        for kind in kinds_asked(form)
    )
    hits = sorted(chain.from_iterable(pages), key=lambda hit: hit.meeting.date, reverse=True)[:NEWEST]
    rows = with_versions(meetings).in_bulk({hit.meeting.pk for hit in hits})
    versions = {key: {"version": followed_version(row)} for key, row in rows.items()}
    return [
        found_item(part_of(hit.kind, hit.object) | version, hit.snippet)
        for hit in hits
        if (version := versions.get(hit.meeting.pk))
    ]


def kinds_asked(form: SearchForm) -> list[Kind]:
    kind = form.cleaned_data["kind"]
    return list(Kind) if kind is None else [kind]


def too_slow() -> HttpResponse:
    text = _("This search took too long. Ask for fewer words, or fewer years.")
    return HttpResponse(f"{text}\n", status=503, content_type="text/plain; charset=utf-8")


@require_safe
def search_table(request: HttpRequest, limits: Limits = LIMITS) -> HttpResponseBase:
    form = SearchForm(request.GET)
    require_valid(form)
    parts = found_parts(form, limits)
    try:
        first = next(parts, [])  # found before anything is sent, so that it can still fail
    except SearchTimeoutError:
        return too_slow()
    kinds = {KINDS[name].name.lower(): str(text) for name, text in KIND_LABELS.items()}
    columns = found_columns(kinds, request.build_absolute_uri)
    return csv_response("search", columns, chain([first], parts))


def found_parts(form: SearchForm, limits: Limits) -> Iterator[list[Record]]:
    if form.asks_nothing:
        return
    meetings = Meeting.objects.published()
    for kind in kinds_asked(form):
        for rows in list_all(form.query, meetings, form.filters, kind=kind, limits=limits):
            yield [part_of(kind, row) for row in rows]


def part_of(kind: Kind, row: Any) -> Record:
    return found_part(kind.name.lower(), row, meeting_of(kind, row))
