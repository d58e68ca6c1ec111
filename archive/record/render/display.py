"""Dates, labels of stored choices and excerpts, as people read them in the active language."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models.meeting import joined_names
from archive.text.hours import next_days, read_hours
from archive.text.markdown import markdown_to_text

# Django's own formats for Chinese lack the weekday and cannot name a month of a year.
_CHINESE_DATES = {
    ("day", "long"): "Y年n月j日 l",
    ("day", "plain"): "Y年n月j日",
    ("day", "short"): "Y年n月j日",
    ("month", "long"): "Y年n月",
    ("month", "plain"): "Y年n月",
    ("month", "short"): "Y年n月",
}
DATE_FORMATS = {
    "en": {
        ("day", "long"): "l j F Y",
        ("day", "plain"): "j F Y",
        ("day", "short"): "j M Y",
        ("month", "long"): "F Y",
        ("month", "plain"): "F Y",
        ("month", "short"): "M Y",
    },
    "zh-hans": _CHINESE_DATES,
    "zh-hant": _CHINESE_DATES,
}
YEAR_FORMATS = {"en": "Y", "zh-hans": "Y年", "zh-hant": "Y年"}


def written_date(date: dt.date, precision: str = "day", style: str = "plain") -> str:
    """Return a date as the reader's language writes it, no more precise than it is known.

    Styles: long (Wednesday 23 August 2023), plain (23 August 2023), short (23 Aug 2023).
    """
    language = get_language() or "en"
    formats = DATE_FORMATS.get(language, DATE_FORMATS["en"])
    year_format = YEAR_FORMATS.get(language, "Y")
    return format_date(date, formats.get((precision, style), year_format))


def resolution_title(record: Mapping[str, Any]) -> str:
    """Return the title of a resolution, otherwise its official number or its number in the meeting."""
    if written := record["name"] or record["identifier"]:
        return str(written)
    return _("Resolution %(number)s") % {"number": record["sequence"]}


def written_days(
    first: dt.date, last: dt.date | None = None, precision: str = "day", style: str = "plain"
) -> str:
    """Return the days of a meeting as written_date() does one: 9–11 April 2024, 2024年4月9日至11日."""
    if last is None or last <= first:
        return written_date(first, precision, style)
    return "".join(ends_of_days(first, last, style))


def ends_of_days(first: dt.date, last: dt.date, style: str = "plain") -> tuple[str, str, str]:
    """Return the first day, what joins it, and the last; what both share is said once.

    English says it with the last, Chinese with the first. Weekdays are left out.
    """
    style = "short" if style == "short" else "plain"
    is_same_year = first.year == last.year
    is_same_month = is_same_year and first.month == last.month
    if (get_language() or "en").startswith("zh"):
        end = "j日" if is_same_month else "n月j日" if is_same_year else "Y年n月j日"
        return written_date(first, "day", style), "至", format_date(last, end)
    month = "M" if style == "short" else "F"
    begin = "j" if is_same_month else f"j {month}" if is_same_year else f"j {month} Y"
    return format_date(first, begin), "–" if is_same_month else " – ", written_date(last, "day", style)


def last_day_in(record: dict[str, Any]) -> dt.date | None:
    """Return the last day in a meeting's record, None if there is only one."""
    return dt.date.fromisoformat(record["end_date"]) if record.get("end_date") else None


def days_in(record: dict[str, Any], style: str = "plain") -> str:
    """Return the days in a meeting's record, no more precise than they are known."""
    first = dt.date.fromisoformat(record["date"])
    return written_days(first, last_day_in(record), record["date_precision"], style)


def written_time(time: str, *, is_next_day: bool) -> str:
    """Return a time of a Record without seconds, and that it is of the next day: 01:10 (next day)."""
    return _("%(time)s (next day)") % {"time": time[:5]} if is_next_day else time[:5]


def written_hours(row: dict[str, Any]) -> str:
    """Return the hours of a meeting or sitting in a Record: 19:00–01:10 (next day), 09:00, or ""."""
    start, end = row["start_time"], row["end_time"]
    if row.get("end_date"):
        return hours_over_days(start, end)
    ended = written_time(end, is_next_day=read_hours(row).ends_next_day) if end else ""
    return f"{(start or '')[:5]}–{ended}" if ended else (start or "")[:5]


def hours_over_days(start: str | None, end: str | None) -> str:
    values = {"start": (start or "")[:5], "end": (end or "")[:5]}
    if start and end:
        return _("from %(start)s on the first day to %(end)s on the last") % values
    if end:
        return _("until %(end)s on the last day") % values
    return _("from %(start)s on the first day") % values if start else ""


def written_presence(row: dict[str, Any], meeting: dict[str, Any]) -> tuple[str, str]:
    """Return when somebody of the attendance came and left, in words; "" for what is not known."""
    times = zip((row["arrived_at"], row["left_at"]), next_days(row, meeting), strict=True)
    came, went = (written_time(time, is_next_day=is_late) if time else "" for time, is_late in times)
    return came, went


def iso_date(meeting: dict[str, Any]) -> str:
    """Return the date in a meeting's record, no more precise than it is known: 2023-08-23 or 2023-08."""
    length = {"year": 4, "month": 7}.get(meeting["date_precision"], 10)
    return str(meeting["date"][:length])


def choice_label(value: str, field: str) -> str:
    """Return the label of a stored choice in the active language; any other value as it is.

    `field` names the model and the field: "resolution.result".
    """
    model_name, _dot, field_name = field.partition(".")
    model_field = apps.get_model("archive", model_name)._meta.get_field(field_name)
    return str(dict(model_field.flatchoices).get(value, value))


def excerpt(source: str, length: int) -> str:
    """Return the beginning of a Markdown text without its markup; `length` in characters."""
    return Truncator(without_markup(source[: 4 * length])).chars(length)


@lru_cache(maxsize=1024)
def without_markup(source: str) -> str:
    """Return a Markdown text in one line; kept, because a feed asks for the same beginnings each time."""
    return " ".join(markdown_to_text(source).split())


def bodies_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what names the bodies of a meeting, in order: of a joint meeting several."""
    return [record["body"], *(row["body"] for row in record.get("other_bodies", ()))]


def body_names(record: dict[str, Any]) -> str:
    """Return the names of a meeting's bodies, as a list in the active language."""
    if "other_bodies" not in record:
        return str(record["body"]["name"])
    return joined_names(body["name"] for body in bodies_of(record))


def result_words(row: dict[str, Any], labels: dict[str, Any]) -> str:
    """Return the label of a resolution's result, or its words as written if they were not understood."""
    result, written = row.get("result", ""), row.get("result_as_written", "")
    return written if written and result in {"", "not_recorded"} else str(labels.get(result, ""))
