"""Tags and filters for records: dates, numbers, labels, languages and people."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from archive.models import ActionItem, Meeting, ResolutionRelation
from archive.record.approval import awaits_approval
from archive.record.render.display import (
    choice_label,
    ends_of_days,
    excerpt,
    resolution_title,
    written_date,
)
from archive.record.render.page import MeetingPage
from archive.templatetags.site import page_language
from archive.text.direction import direction, has_right_to_left
from archive.text.redaction import show_redactions
from archive.text.tokens import cjk_count

register = template.Library()
register.filter("excerpt", excerpt)
register.filter("label", choice_label)  # {{ row.result|label:"resolution.result" }}


# Languages


@register.simple_tag
def lang_if_other(language: str, text: str = "") -> SafeString:
    """Return ` lang="…"` for text in another language than the page, with its direction; "" otherwise.

    Give the text too if it is a name: in a Chinese record "Li Wei" is not Chinese, and in an
    English one 李伟 is. A name that may run from right to left is set apart by `dir="auto"`.
    """
    tag = written_language(language, text) if text else language
    is_other = bool(tag) and tag != page_language()
    runs = direction(tag) if is_other and not text else ""
    if text and (has_right_to_left(text) or (is_other and direction(tag) == "rtl")):
        runs = "auto"
    lang = format_html(' lang="{}"', tag) if is_other else ""
    return format_html("{}{}", lang, format_html(' dir="{}"', runs) if runs in {"rtl", "auto"} else "")


@register.simple_tag
def lang_and_dir(language: str = "") -> SafeString:
    """Return ` lang="…" dir="…"` for text within that of another language; "" is that of the page."""
    tag = language or page_language()
    return format_html(' lang="{}" dir="{}"', tag, direction(tag))


@register.filter
def bdi(name: str) -> str:
    """Return a name set apart from the direction of what stands around it, where it could mix with it."""
    return format_html("<bdi>{}</bdi>", name) if has_right_to_left(name) else name


def written_language(language: str, text: str) -> str:
    """Return the language of a short text as its script shows it; "" if it does not show."""
    ideographs = cjk_count(text)
    if language.startswith("zh"):
        return language if ideographs else "en"
    is_chinese = ideographs > len(text) / 2 and language not in {"ja", "ko"}
    return "zh" if is_chinese else language


@register.filter
def language_name(tag: str) -> str:
    """Return what a language calls itself; the tag where Django does not know it."""
    try:
        return str(get_language_info(tag.lower())["name_local"])
    except KeyError:
        return tag


@register.simple_tag
def is_to_be_approved(minutes: MeetingPage, meeting: Meeting) -> bool:
    """Return whether the minutes of a version are plausibly still to be approved."""
    return awaits_approval(
        meeting, is_held=minutes.is_held, approved_on=minutes.approved_on, today=timezone.localdate()
    )


@register.simple_tag
def person_link(person: dict[str, str | None]) -> SafeString:
    name = person["name"] or ""
    lang = lang_if_other("", name)
    if not person["slug"]:
        return format_html("<span{}>{}</span>", lang, bdi(name))
    url = reverse("person_detail", args=[person["slug"]])
    return format_html('<a href="{}"{}>{}</a>', url, lang, bdi(name))


# Dates

ISO_FORMATS = {"day": "Y-m-d", "month": "Y-m", "year": "Y"}


@register.simple_tag
def when(
    date: dt.date | None, precision: str = "day", style: str = "plain", last: dt.date | None = None
) -> SafeString:
    """Return a date in <time>, or the first and the last of several days; "" for None.

    See written_date() for the styles.
    """
    if date is None:
        return SafeString("")
    if last and last > date:
        begin, joined, end = ends_of_days(date, last, style)
        html = '<time datetime="{}">{}</time>{}<time datetime="{}">{}</time>'
        return format_html(html, date.isoformat(), begin, joined, last.isoformat(), end)
    machine = format_date(date, ISO_FORMATS[precision])
    return format_html('<time datetime="{}">{}</time>', machine, written_date(date, precision, style))


@register.simple_tag
def register_day(date: dt.date, precision: str = "day", last: dt.date | None = None) -> SafeString:
    """Return the date column of a register: the day large, month and year beneath; or the several days."""
    if last is None or last <= date:
        return day_column(date, precision, get_language())
    is_one_month = (date.year, date.month) == (last.year, last.month)
    large = f"{date:%d}–{last:%d}" if is_one_month else f"{date:%d}"
    small = written_date(date, "month", "short") if is_one_month else when(date, "day", "short", last)
    return format_html('<span class="day"><b>{}</b> {}</span>', large, small)


@lru_cache(maxsize=4096)
def day_column(date: dt.date, precision: str, _language: str | None) -> SafeString:
    """Return the date column in the active language, which is part of the cache key; 60 µs once."""
    machine = format_date(date, ISO_FORMATS[precision])
    if precision == "year":
        large, small = date.strftime("%Y"), ""
    elif precision == "month":
        large, small = "", written_date(date, "month", "short")
    else:
        large, small = date.strftime("%d"), written_date(date, "month", "short")
    large_html = format_html("<b>{}</b>", large) if large else ""
    return format_html('<time class="day" datetime="{}">{} {}</time>', machine, large_html, small)


@register.filter
def month(date: dt.date, precision: str = "month") -> str:
    return written_date(date, "year" if precision == "year" else "month")


# Counts


@register.filter
def grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def redactions(text: str) -> str:
    """Return a text on one line with its redactions in the reader's language: [Redacted: personal data]."""
    return show_redactions(text)


@register.filter
def days_overdue(action: ActionItem, today: dt.date) -> int:
    return action.days_overdue(today)


@register.inclusion_tag("search/_field.html")
def search_field(form: Form, name: str) -> dict[str, Any]:
    field = form[name]
    return {"name": name, "label": field.label, "value": field.data, "errors": field.errors}


# Labels


@register.filter
def passive(kind: str) -> str:
    """Return the label of a relation from the other side: "amended by"."""
    return str(dict(ResolutionRelation.PASSIVE).get(ResolutionRelation.Kind(kind), kind))


register.filter(resolution_title)


RESULT_CLASSES = {
    "adopted": "adopted",
    "adopted_as_amended": "adopted",
    "agreed_in_principle": "adopted",
    "rejected": "rejected",
    "tied": "rejected",
    "lost_for_want_of_second": "rejected",
    "deferred": "deferred",
    "tabled": "deferred",
    "referred": "deferred",
}


@register.filter
def result_class(result: str) -> str:
    """Return the CSS class of a result: adopted, rejected, deferred, or ""."""
    return RESULT_CLASSES.get(result, "")
