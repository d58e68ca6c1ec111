"""The search page, and its OpenSearch description for browsers."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.forms.public.search import KIND_LABELS, KINDS, SearchForm
from archive.models import Document, Meeting
from archive.operations.failed_searches import count_misses
from archive.search.engines.base import LIMITS, Limits, SearchTimeoutError
from archive.search.entries import Kind
from archive.search.facets import count_each
from archive.search.find import Order, Place, Results, find, find_by_kind
from archive.search.suggest import Suggestion, advise
from archive.text.control_characters import printable
from archive.views.search_results import (
    all_link_text,
    choices_without_counts,
    counts_in_words,
    facet_choices,
    hit_rows,
)

PAGE = 20  # hits of the kind asked for
BEGINNING = 5  # hits of each kind where none is asked for: all kinds are seen at once
DAY = 24 * 3600

NAMES = {kind: name for name, kind in KINDS.items()}


@require_safe
def search(request: HttpRequest, limits: Limits = LIMITS) -> HttpResponse:
    """Show hits of every kind, decisions first, or one kind page by page."""
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form, "is_valid": form.is_valid()}
    status = 200
    if not form.is_valid() or form.asks_nothing:
        context |= choices_without_counts(form)
    else:
        try:
            context |= answer_to(request, form, limits)
        except SearchTimeoutError:
            context |= {"is_slow": True} | choices_without_counts(form)
            status = 503
    return render(request, "search/search.html", context, status=status)


def answer_to(request: HttpRequest, form: SearchForm, limits: Limits) -> dict[str, Any]:
    found = find_results(form, limits)
    kinds = list(found)
    total = sum(results.total for results in found.values())
    context: dict[str, Any] = {
        "counts": counts_in_words(found[kinds[0]].counts),
        "sections": [section(form, kind, results) for kind, results in found.items() if results.total],
        "total": total,
    }
    context |= facet_choices(form, list(found.values()))
    if not total:
        context |= advice_for(request, form, limits)
    return context


def find_results(form: SearchForm, limits: Limits) -> dict[Kind, Results]:
    """Return the first hits of each kind, or a page of the kind asked for. Raises Http404 past the end."""
    meetings, kind = Meeting.objects.published(), form.cleaned_data["kind"]
    order: Order = "best" if form.cleaned_data["order"] else "newest"
    if kind is None:
        return find_by_kind(form.query, meetings, form.filters, order=order, size=BEGINNING, limits=limits)
    place = asked_place(form)
    results = find(form.query, meetings, form.filters, kind=kind, order=order, place=place, limits=limits)
    if place.start and not results.hits:
        raise Http404(_("This list has no page %(number)s.") % {"number": form.cleaned_data["page"]})
    return {kind: results}


def asked_place(form: SearchForm) -> Place:
    """Return the page asked for: keyset pagination by date, or a page number among the best matches."""
    values = form.cleaned_data
    if values["before"] is not None:
        return Place(PAGE, below=values["before"])
    if values["after"] is not None:
        return Place(PAGE, above=values["after"])
    is_ranked = values["order"] == "best"
    return Place(PAGE, start=((values["page"] or 1) - 1) * PAGE if is_ranked else 0)


def section(form: SearchForm, kind: Kind, results: Results) -> dict[str, Any]:
    name = NAMES[kind]
    part = {"name": name, "label": str(KIND_LABELS[name]), "total": results.total}
    part["hits"] = hit_rows(results.hits)
    if form.cleaned_data["kind"]:
        return part | steps_of(form, results)
    if results.total > BEGINNING:
        part |= {"all": all_link_text(kind, results.total), "all_url": form.address(**{"in": name})}
    return part


def steps_of(form: SearchForm, results: Results) -> dict[str, str]:
    """Return the addresses of the pages before and after, "" where there is no such page."""
    number = form.cleaned_data["page"] or 1
    place = asked_place(form)
    steps = {"first": "", "newer": "", "older": ""}
    if results.newer is not None:
        steps["newer"] = form.address(after=results.newer)
    if results.older is not None:
        steps["older"] = form.address(before=results.older)
    if results.next_start is not None:
        steps["older"] = form.address(page=number + 1)
    if place.start:
        steps["newer"] = form.address(page=number - 1) if number > 2 else form.address()
    elif place.below is not None or place.above is not None:
        steps["first"] = form.address()
    return steps


def advice_for(request: HttpRequest, form: SearchForm, limits: Limits) -> dict[str, Any]:
    """Return suggestions for a search without hits, and log the terms that match nothing."""
    meetings, text = Meeting.objects.published(), form.cleaned_data["q"]
    advice = advise(text, meetings, form.filters, form.query_for, limits.advice_seconds)
    if is_counted(request):
        count_misses(text, advice.lost, timezone.localdate())
    return {
        "suggestions": [
            {"suggestion": each, "url": suggestion_query(form, each)} for each in advice.suggestions
        ],
        "relaxed": relaxed(form),
        "meetings_without_text": meetings.without_text().count(),
        "documents_without_text": Document.objects.published().without_text().count(),
    }


def suggestion_query(form: SearchForm, suggestion: Suggestion) -> str:
    """Return the query string of a suggestion: with the filters, unless they leave nothing of it."""
    if suggestion.is_unfiltered:
        return "?" + urlencode({"q": suggestion.text})
    return form.address("in", q=suggestion.text)


def relaxed(form: SearchForm) -> list[dict[str, Any]]:
    """Return which filters to remove so that something is found, the smallest step first.

    For all filters together the text is "". Costs a search for each filter that is set.
    """
    found = []
    for chip, other in form.relaxed():
        [counts] = count_each([other.query], Meeting.objects.published(), other.filters)
        kind = other.cleaned_data["kind"]
        total = counts.total() if kind is None else counts[kind]
        if total:
            found.append({"text": chip.text, "url": chip.query, "total": total})
    return sorted(found, key=lambda row: row["total"])


ROBOTS = ("bot", "crawl", "spider", "slurp", "preview", "monitor", "curl", "wget", "python-")


def is_counted(request: HttpRequest) -> bool:
    """Return whether a person reads this page: no robot, no program, no prefetch of a browser."""
    agent = request.headers.get("User-Agent", "").lower()
    is_early = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and not is_early and not any(name in agent for name in ROBOTS)


@require_safe
@cache_control(public=True, max_age=DAY)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Send the OpenSearch description, by which browsers search from the address bar."""
    name = printable(settings.SITE_NAME)
    context = {
        "short_name": name[:16],  # as long as it may be. Source: OpenSearch 1.1, "ShortName"
        "long_name": name[:48],
        "description": _("Search what was decided, who was there, and what came of it."),
        "example": _("flood prevention"),
        "page": request.build_absolute_uri(reverse("search")),
        "feed": request.build_absolute_uri(reverse("search_feed")),
        "itself": request.build_absolute_uri(reverse("opensearch")),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "search/opensearch.xml", context, content_type=kind)
