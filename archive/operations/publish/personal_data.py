"""Doubts about personal data in every text of a meeting that becomes public."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models import Meeting
from archive.models.visibility import is_open, shows_field
from archive.operations.publish.problems import Problem, doubt
from archive.text.home_addresses import home_addresses
from archive.text.personal_numbers import personal_numbers

ROWS = (
    *("sittings", "attendances", "agenda_items", "resolutions", "action_items", "documents"),
    "translations",
)
# Digits in these may look like a telephone number.
NOT_CHECKED = {"source_url", "url", "sha256", "media_type", "slug", "file", "source", "document_number"}

SENTENCES = {
    "identity card": _("A text seems to hold the number of an identity card: %s"),
    "bank account": _("A text seems to hold the number of a bank account or card: %s"),
    "telephone": _("A text seems to hold a telephone number: %s"),
    "home address": _("A text seems to hold the address of a private person: %s"),
}


def personal_doubts(meeting: Meeting) -> Iterator[Problem]:
    """Doubt numbers and addresses of people; no query if the meeting comes from with_children()."""
    yield from row_doubts(meeting)
    for name in ROWS:
        for row in filter(is_open, getattr(meeting, name).all()):
            yield from row_doubts(row, name)
    for resolution in filter(is_open, meeting.resolutions.all()):
        for name in ("votes", "relations"):
            for row in filter(is_open, getattr(resolution, name).all()):
                for problem in row_doubts(row):
                    yield problem._replace(field="resolutions", row=resolution.pk, column=name)


def row_doubts(row: Any, name: str = "") -> Iterator[Problem]:
    """Yield doubts about the public texts of a meeting, or of one of its rows of a kind."""
    columns = text_columns(row._meta.model)
    for column in columns if name else (one for one in columns if shows_column(row, one)):
        for problem in personal_in(column, getattr(row, column)):
            yield problem._replace(field=name, row=row.pk, column=column) if name else problem


def shows_column(row: Any, column: str) -> bool:
    return not isinstance(row, Meeting) or shows_field(row, column)


def personal_in(field: str, text: str) -> Iterator[Problem]:
    if not text:
        return
    found: dict[str, list[str]] = {}
    for one in [*personal_numbers(text), *home_addresses(text)]:
        found.setdefault(one.kind, []).append(one.text)
    for kind, texts in found.items():
        yield doubt(field, SENTENCES[kind] % ", ".join(texts), kind=kind)


@cache
def text_columns(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in NOT_CHECKED
    ]
