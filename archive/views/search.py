"""The search page."""

from collections import Counter
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import search as index
from archive.forms.search import SearchForm
from archive.models import Meeting
from archive.search import Kind, Results, SearchQuery
from archive.templatetags.archive import year_bars
from archive.views.paging import Page

PAGE = 20  # hits of the kind asked for
BEGINNING = 5  # hits of each kind where none is asked for: both kinds are seen at once
FACET = 8  # bodies shown at once; the rest are folded


class Section(NamedTuple):
    """The hits of one kind; `name` is that of the kind in the address."""

    name: str
    results: Results
    page: Page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was searched for: decisions first, then meetings, or one of them page by page."""
    form = SearchForm(request.GET)
    is_valid = form.is_valid()
    query = index.parse(form.cleaned_data.get("q", ""))
    context = {"form": form, "query": query, "is_valid": is_valid}
    if is_valid and not query.finds_nothing:
        sections = sections_of(form, query)
        context |= {"sections": sections} | facets_of(form, sections)
    return render(request, "search/search.html", context)


def sections_of(form: SearchForm, query: SearchQuery) -> list[Section]:
    """Return the hits: the beginning of each kind, or one page of the kind asked for."""
    meetings = Meeting.objects.published()
    kind, number = form.cleaned_data["kind"], form.cleaned_data["page"] or 1
    if kind is None:
        found = index.find_by_kind(query, meetings, size=BEGINNING, **form.narrowing)
        return [section(kind, results, 1, BEGINNING) for kind, results in found.items()]
    results = index.find(query, meetings, kind=kind, page=number, size=PAGE, **form.narrowing)
    asked = section(kind, results, number, PAGE)
    if number > asked.page.pages:
        raise Http404(_("This list has no page %(number)s.") % {"number": number})
    return [asked]


def section(kind: Kind, results: Results, number: int, size: int) -> Section:
    """Return one page of one kind."""
    name = "resolutions" if kind == Kind.RESOLUTION else "meetings"
    return Section(name, results, Page(list(results.hits), number, results.total, size))


def facets_of(form: SearchForm, sections: list[Section]) -> dict[str, Any]:
    """Return counts for the page: by kind, and by body and year over the kinds that are shown."""
    counts = sections[0].results.counts
    by_body: Counter[int] = sum((part.results.bodies for part in sections), start=Counter())
    by_year: Counter[int] = sum((part.results.years for part in sections), start=Counter())
    chosen = form.cleaned_data["body"]
    bodies = [
        (body, by_body[body.pk], body in chosen)
        for body in form.bodies.values()
        if by_body[body.pk] or body in chosen
    ]
    bodies.sort(key=lambda row: (not row[2], -row[1]))
    bars = year_bars(sorted(by_year.items()))
    for bar in bars["bars"]:
        bar["url"] = form.query_for_year(bar["year"])
    return {
        "total": sum(part.results.total for part in sections),
        "resolution_count": counts[Kind.RESOLUTION],
        "meeting_count": counts[Kind.MEETING],
        "all_count": counts.total(),
        "bodies": bodies[:FACET],
        "more_bodies": bodies[FACET:],
        "years": bars,
    }
