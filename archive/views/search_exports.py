"""What a search finds as a feed and as a table: the same query string, the same filters."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import search as index
from archive.conditional_get import require_valid, unless_unchanged
from archive.feeds import NEWEST, ArchiveFeed, heading_of
from archive.forms.public.search import KIND_LABELS, KINDS, SearchForm
from archive.models import Meeting, Resolution
from archive.record.feed_ids import with_versions
from archive.record.history import named_by
from archive.record.render.display import choice_label
from archive.search import Hit, Kind, Place, SearchTimeoutError
from archive.text.control_characters import printable
from archive.text.redaction import shown
from archive.views.csv_tables import Columns, day_of, labels, lines

NOT_MARKED = SafeString("")  # a table shows titles as they are


class SearchFeed(ArchiveFeed):
    """What a search finds, by the dates of the meetings; entries are (Hit, Meeting with its versions)."""

    def item_title(self, item: Any) -> str:
        """Return who met, when, and what was found there."""
        hit = item[0]
        name = shown(name_of(hit))
        if hit.kind == Kind.RESOLUTION and hit.object.result:
            values = {"name": name, "result": choice_label(hit.object.result, "resolution.result")}
            name = _("%(name)s (%(result)s)") % values
        return printable(heading_of(hit.meeting, name))

    def item_description(self, item: Any) -> str:
        """Return the passage that was found, as HTML."""
        return printable(item[0].snippet)

    def item_link(self, item: Any) -> str:
        """Return where it is read."""
        address: str = item[0].object.get_absolute_url()
        return address

    def item_author_name(self, item: Any) -> str:
        """Return who met."""
        return printable(item[0].meeting.body.name)

    def item_guid(self, item: Any) -> str:
        """Return a name that stays when the meeting's address changes."""
        hit, meeting = item
        name = named_by(meeting.first_sha256)
        if hit.kind == Kind.RESOLUTION:
            return f"{name}?resolution={hit.object.sequence}"
        return name if hit.kind == Kind.MEETING else f"{name}?document={hit.object.pk}"

    def item_pubdate(self, item: Any) -> Any:
        """Return when the minutes were published."""
        return item[1].published_at

    def item_updateddate(self, item: Any) -> Any:
        """Return when they last changed."""
        return item[1].changed_at

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        """Return the language of the minutes."""
        return {"language": item[0].meeting.language}


def name_of(hit: Hit) -> str:
    """Return what a thing found is called; of a resolution without a title or number how it begins."""
    row = hit.object
    if hit.kind == Kind.RESOLUTION:
        return str(row.name or row.identifier or row.beginning[:80])
    return str(row.name)


@require_safe
def search_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest of what a search finds."""
    form = SearchForm(request.GET)
    require_valid(form)

    def make() -> HttpResponseBase:
        name = _("“%(text)s”") % {"text": form.cleaned_data["q"]} if form.cleaned_data["q"] else _("Search")
        feed = SearchFeed(request, name=name, page=reverse("search"), entries=newest_of(form))
        return feed(request)

    try:
        return unless_unchanged(request, Meeting.objects.published(), make)
    except SearchTimeoutError:
        return too_slow()


def newest_of(form: SearchForm) -> list[tuple[Hit, Meeting]]:
    """Return the newest hits of the kinds asked for, each with its meeting's versions."""
    if form.asks_nothing:
        return []
    meetings = Meeting.objects.published()
    pages = (
        index.find(form.query, meetings, form.filters, kind=kind, place=Place(NEWEST)).hits
        for kind in kinds_of(form)
    )
    hits = sorted(chain.from_iterable(pages), key=lambda hit: hit.meeting.date, reverse=True)[:NEWEST]
    versions = with_versions(meetings).in_bulk({hit.meeting.pk for hit in hits})
    return [(hit, versions[hit.meeting.pk]) for hit in hits if hit.meeting.pk in versions]


def kinds_of(form: SearchForm) -> list[Kind]:
    """Return the kinds asked for."""
    kind = form.cleaned_data["kind"]
    return list(Kind) if kind is None else [kind]


def too_slow() -> HttpResponse:
    """Answer a program whose search takes too long."""
    text = _("This search took too long. Ask for fewer words, or fewer years.")
    return HttpResponse(f"{text}\n", status=503, content_type="text/plain; charset=utf-8")


@require_safe
def search_table(request: HttpRequest) -> HttpResponseBase:
    """Send all that a search finds, decisions first."""
    form = SearchForm(request.GET)
    require_valid(form)
    rows = rows_of(form)
    try:
        beginning = list(next(rows, []))  # made before anything is sent, so that it can still fail
    except SearchTimeoutError:
        return too_slow()
    content = lines(columns_of(request), chain([beginning], rows), get_language() or "en")
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def rows_of(form: SearchForm) -> Iterator[list[Hit]]:
    """Yield what a search finds, some hundreds at a time; without titles and passages marked."""
    if form.asks_nothing:
        return
    meetings = Meeting.objects.published()
    for kind in kinds_of(form):
        for rows in index.list_all(form.query, meetings, form.filters, kind=kind):
            yield [Hit(kind, row, NOT_MARKED, NOT_MARKED) for row in rows]


def columns_of(request: HttpRequest) -> Columns:
    """Return {heading: what stands beneath it} of a table of what was found."""
    kinds = {KINDS[name]: str(text) for name, text in KIND_LABELS.items()}
    results = labels(Resolution.Result)

    def result_of(hit: Hit) -> str:
        """Return how a resolution ended, "" of what is none."""
        is_resolution = hit.kind == Kind.RESOLUTION
        return results.get(hit.object.result, hit.object.result_as_written) if is_resolution else ""

    return {
        _("Found in"): lambda hit: kinds[hit.kind],
        _("Date"): lambda hit: day_of(hit.meeting),
        _("Body"): lambda hit: hit.meeting.body.name,
        _("Meeting"): lambda hit: hit.meeting.name,
        _("Number"): lambda hit: hit.object.identifier if hit.kind == Kind.RESOLUTION else "",
        _("Title"): name_of,
        _("Result"): result_of,
        _("Present"): lambda hit: hit.meeting.present_total,
        _("Language"): lambda hit: hit.meeting.language,
        _("Address"): lambda hit: request.build_absolute_uri(hit.object.get_absolute_url()),
    }
