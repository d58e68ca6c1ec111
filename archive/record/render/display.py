"""Dates, labels of stored choices and excerpts, as people read them in the active language."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator
from django.utils.translation import get_language

from archive.text.markdown import markdown_to_text

# Django's own formats for zh_Hans lack the weekday and cannot name a month of a year.
DATE_FORMATS = {
    "en": {
        ("day", "long"): "l j F Y",
        ("day", "plain"): "j F Y",
        ("day", "short"): "j M Y",
        ("month", "long"): "F Y",
        ("month", "plain"): "F Y",
        ("month", "short"): "M Y",
    },
    "zh-hans": {
        ("day", "long"): "Y年n月j日 l",
        ("day", "plain"): "Y年n月j日",
        ("day", "short"): "Y年n月j日",
        ("month", "long"): "Y年n月",
        ("month", "plain"): "Y年n月",
        ("month", "short"): "Y年n月",
    },
}
YEAR_FORMATS = {"en": "Y", "zh-hans": "Y年"}


def written_date(date: dt.date, precision: str = "day", style: str = "plain") -> str:
    """Return a date as the reader's language writes it, no more precise than it is known.

    Styles: long (Wednesday 23 August 2023), plain (23 August 2023), short (23 Aug 2023).
    """
    language = get_language() or "en"
    formats = DATE_FORMATS.get(language, DATE_FORMATS["en"])
    year_format = YEAR_FORMATS.get(language, "Y")
    return format_date(date, formats.get((precision, style), year_format))


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
    return Truncator(" ".join(markdown_to_text(source[: 4 * length]).split())).chars(length)


def result_words(row: dict[str, Any], labels: dict[str, Any]) -> str:
    """Return the label of a resolution's result, or its words as written if they were not understood."""
    result, written = row.get("result", ""), row.get("result_as_written", "")
    return written if written and result in {"", "not_recorded"} else str(labels.get(result, ""))
