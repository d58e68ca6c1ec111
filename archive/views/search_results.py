"""Template context of search results: hits, facet counts, choices and the chart of years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from archive.forms.public.search import KIND_LABELS, KINDS, SearchForm
from archive.models import Document, Meeting, Resolution
from archive.record.render.display import result_words
from archive.search.entries import Kind
from archive.search.find import Results
from archive.search.hits import Hit
from archive.templatetags.archive import grouped, lang_if_other, register_day, result_class
from archive.templatetags.charts import CHART_HEIGHT, bars_of
from archive.text.redaction import show_redactions

FACET = 8  # bodies shown at once; the rest are folded


# Hits


def hit_rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return the row of each hit; costs no query."""
    results, papers = dict(Resolution.Result.choices), dict(Document.Classification.choices)
    return [hit_row(hit) | hit_details(hit, results, papers) for hit in hits]


def hit_row(hit: Hit) -> dict[str, Any]:
    row, meeting = hit.object, hit.meeting
    language = (row.language if hit.kind == Kind.DOCUMENT else "") or meeting.language
    return {
        "url": row.get_absolute_url(),
        "title": hit.title,
        "title_lang": lang_if_other(language, str(hit.title)),
        "snippet": hit.snippet,
        "lang": lang_if_other(language),
        "day": register_day(meeting.date, meeting.date_precision),
        "body": meeting.body_name,
        "body_lang": lang_if_other(meeting.body.language, meeting.body_name),
        "present": present_of(meeting),
    }


def present_of(meeting: Meeting) -> str:
    """Return "5 present", or "" where the number is not known."""
    count = meeting.present_total
    if count is None:
        return ""
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
    return context | {
        "result": result_words(vars(row), results),
        "result_class": result_class(row.result),
        "note": row.identifier if row.name else "",
    }


# Counts and facets


def counts_in_words(counts: Counter[Kind]) -> str:
    """Return how many of each kind were found, decisions first, without kinds that have no hit."""
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
    """Return the choices of every facet with their counts over the kinds that are shown."""
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
