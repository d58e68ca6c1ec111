"""The search page: hits, facet counts, choices, the chart of years; its OpenSearch description."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from archive.forms.public.search import KIND_LABELS, KINDS, SearchForm
from archive.models import Document, Meeting, Person, Resolution
from archive.operations.failed_searches import count_misses
from archive.record.render.display import resolution_title, result_words
from archive.search.engines.base import LIMITS, Limits, SearchTimeoutError
from archive.search.entries import Kind
from archive.search.facets import count_each
from archive.search.find import Order, Place, Results, find, find_by_kind
from archive.search.hits import Hit
from archive.search.suggest import Suggestion, advise
from archive.templatetags.archive import grouped, lang_if_other, register_day, result_class
from archive.templatetags.charts import CHART_HEIGHT, bars_of
from archive.text.control_characters import printable
from archive.text.redaction import show_redactions
from archive.text.text_fragments import text_fragment

PAGE = 20  # hits of the kind asked for
MOST_NAMESAKES = 9  # to choose from
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
    context |= facet_choices(form, list(found.values())) | {"namesakes": namesakes_of(form)}
    if not total:
        context |= advice_for(request, form, limits)
    return context


def namesakes_of(form: SearchForm) -> list[tuple[Person, str]]:
    """Return (person, address of the search for this person alone) of several who have a name asked for."""
    found = []
    for field in form.query.fields:
        if field.name == "person" and not field.excluded:
            people = list(
                Person.objects.with_public_page().called(field.value).with_posts(in_public=True)[:9]
            )
            if len(people) > 1 and people[0].slug != field.value:
                found += [(person, form.address(person=person.slug)) for person in people]
    return found


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


# What the page shows: hits, facets, the chart of years


FACET = 8  # bodies shown at once; the rest are folded


# Hits


def hit_rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return the row of each hit; costs no query."""
    results, papers = dict(Resolution.Result.choices), dict(Document.Classification.choices)
    return [hit_row(hit) | hit_details(hit, results, papers) for hit in hits]


def hit_row(hit: Hit) -> dict[str, Any]:
    row, meeting = hit.object, hit.meeting
    language = (row.language if hit.kind == Kind.DOCUMENT else "") or meeting.language
    translated = getattr(row, "passage_language", "")
    place = "" if hit.kind == Kind.DOCUMENT else text_fragment(hit.snippet)
    return {
        "url": row.get_absolute_url() + (f"?text={translated}" if translated else "") + place,
        "title": hit.title,
        "title_lang": lang_if_other(language, str(hit.title)),
        "snippet": hit.snippet,
        "lang": lang_if_other(translated or language),
        "day": register_day(meeting.date, meeting.date_precision, meeting.end_date),
        "body": meeting.body_name,
        "body_lang": lang_if_other(meeting.body.language, meeting.body_name),
        "present": present_of(meeting),
    }


def present_of(meeting: Meeting) -> str:
    count = meeting.present_total
    if count is None:
        return ""
    if meeting.attendance_mode == Meeting.Mode.BY_CIRCULATION:
        return ngettext("%(count)s signed", "%(count)s signed", count) % {"count": count}
    return ngettext("%(count)s present", "%(count)s present", count) % {"count": count}


def hit_details(hit: Hit, results: dict[str, Any], papers: dict[str, Any]) -> dict[str, Any]:
    """Return what rows of one kind add; `results` and `papers` are {stored choice: label}."""
    row = hit.object
    if hit.kind == Kind.MEETING:
        count = row.resolution_count
        text = ngettext("%(count)s resolution", "%(count)s resolutions", count) % {"count": count}
        return {"note": text if count else ""}
    context = {
        "meeting_url": hit.meeting.get_absolute_url(),
        "meeting": show_redactions(hit.meeting.name),
        "meeting_lang": lang_if_other(hit.meeting.language, hit.meeting.name),
    }
    if hit.kind == Kind.DOCUMENT:
        return context | {"note": str(papers[row.classification])}
    if motion := row.public_motion:
        title = resolution_title(vars(motion))
        context["motion"] = show_redactions(title)
        context["motion_url"] = motion.get_absolute_url()
        context["motion_lang"] = lang_if_other(hit.meeting.language, title)
    return context | {
        "result": result_words(vars(row), results),
        "result_class": result_class(row.result),
        "note": row.identifier if row.name else "",
    }


# Counts and facets


def counts_in_words(counts: Counter[Kind]) -> str:
    parts = [count_in_words(kind, counts[kind]) for kind in Kind if counts[kind]]
    return pgettext("between the parts of a list", ", ").join(parts)


def count_in_words(kind: Kind, count: int) -> str:
    texts = {
        Kind.RESOLUTION: ngettext("%(number)s resolution", "%(number)s resolutions", count),
        Kind.MEETING: ngettext("%(number)s meeting", "%(number)s meetings", count),
        Kind.DOCUMENT: ngettext("%(number)s document", "%(number)s documents", count),
    }
    return texts[kind] % {"number": grouped(count)}


def all_link_text(kind: Kind, count: int) -> str:
    texts = {
        Kind.RESOLUTION: _("All %(count)s resolutions"),
        Kind.MEETING: _("All %(count)s meetings"),
        Kind.DOCUMENT: _("All %(count)s documents"),
    }
    return texts[kind] % {"count": grouped(count)}


def kind_choices(form: SearchForm, counts: Counter[Kind] | None) -> list[dict[str, Any]]:
    """Return the choice of kinds with their counts; None means that counts are not known."""
    chosen = form.values.get("in", "")
    kinds = [{"name": "", "label": _("All"), "count": "" if counts is None else grouped(counts.total())}]
    for name, kind in KINDS.items():
        count = "" if counts is None else grouped(counts[kind])
        kinds.append({"name": name, "label": str(KIND_LABELS[name]), "count": count})
    return [kind | {"is_chosen": kind["name"] == chosen} for kind in kinds]


def body_choices(form: SearchForm, counts: Counter[int] | None, *, is_estimate: bool) -> dict[str, Any]:
    """Return bodies to choose from: chosen ones first, then by count; FACET of them, and the rest."""
    chosen = form.values.getlist("body")
    rows = [
        body_choice(body, counts, is_chosen=slug in chosen, is_estimate=is_estimate)
        for slug, body in form.bodies.items()
        if counts is None or counts[body.pk] or slug in chosen
    ]
    if counts is not None:
        rows.sort(key=lambda row: (not row["is_chosen"], -row["number"]))
    return {"bodies": rows[:FACET], "more_bodies": rows[FACET:]}


def body_choice(
    body: Any, counts: Counter[int] | None, *, is_chosen: bool, is_estimate: bool
) -> dict[str, Any]:
    number = 0 if counts is None else counts[body.pk]
    return {
        "slug": body.slug,
        "name": body.name,
        "lang": lang_if_other(body.language, body.name),
        "number": number,
        "count": "" if counts is None else amount(number, is_estimate=is_estimate),
        "is_chosen": is_chosen,
    }


def result_choices(
    form: SearchForm, counts: Counter[str] | None, *, is_estimate: bool
) -> list[dict[str, Any]]:
    chosen = form.values.getlist("result")
    return [
        {
            "name": result,
            "label": str(label),
            "count": "" if counts is None else amount(counts[result], is_estimate=is_estimate),
            "is_chosen": result in chosen,
        }
        for result, label in Resolution.Result.choices
        if counts is None or counts[result] or result in chosen
    ]


def amount(number: int, *, is_estimate: bool) -> str:
    """Return a number; an estimated one is rounded to three digits: "about 1,230"."""
    if not is_estimate or not number:
        return grouped(number)
    digits = max(0, len(str(number)) - 3)
    return _("about %(number)s") % {"number": grouped(round(number, -digits))}


def year_chart(form: SearchForm, counts: Counter[int]) -> dict[str, Any]:
    """Return the bar chart of hits by year; each bar links to its year."""
    beginning = form.address("since", "until")
    joint = "" if beginning == "?" else "&"
    bars = bars_of(sorted(counts.items()), lambda year: f"{beginning}{joint}since={year}&until={year}")
    text = _("%(year)s: %(count)s found")
    for bar in bars:
        bar["text"] = text % {"year": bar["year"], "count": grouped(bar["count"])}
    return {"bars": bars, "height": CHART_HEIGHT}


def facet_choices(form: SearchForm, found: Sequence[Results]) -> dict[str, Any]:
    is_estimate = any(results.is_estimate for results in found)
    by_body: Counter[int] = sum((results.bodies for results in found), start=Counter())
    by_result: Counter[str] = sum((results.results for results in found), start=Counter())
    by_year: Counter[int] = sum((results.years for results in found), start=Counter())
    return {
        "kinds": kind_choices(form, found[0].counts),
        "results": result_choices(form, by_result, is_estimate=is_estimate),
        "years": year_chart(form, by_year),
        "is_estimate": is_estimate,
        **body_choices(form, by_body, is_estimate=is_estimate),
    }


def choices_without_counts(form: SearchForm) -> dict[str, Any]:
    return {
        "kinds": kind_choices(form, None),
        "results": result_choices(form, None, is_estimate=False),
        **body_choices(form, None, is_estimate=False),
    }
