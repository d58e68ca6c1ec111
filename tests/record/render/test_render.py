"""Renderers take all that they say from the Record: without a database, and nothing that is not in it."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string

from archive.models import Body, Meeting
from archive.record.build import Record
from archive.record.render import json_ld
from archive.record.render.calendar import calendar_of
from archive.record.render.citation import citation_of
from archive.record.render.feed import meeting_item, resolution_item
from archive.record.render.gongwen import OfficialPaper
from archive.record.render.page import MeetingPage
from archive.record.render.plain import plain_text
from archive.record.render.table import action_columns, csv_text, meeting_columns, resolution_columns
from tests.record.sample import listed, parts_of, sample_record

# No test here may touch the database: pytest-django fails one that does.
pytestmark = pytest.mark.any_engine

TODAY = dt.date(2024, 1, 1)


def absolute(address: str) -> str:
    return f"https://example.org{address}"


def page(record: Record) -> str:
    context = {
        "minutes": MeetingPage(record),
        "meeting": Meeting(body=Body(slug="harbour"), slug="2023-08-23"),
    }
    return render_to_string("meetings/_minutes.html", context)


def gongwen(record: Record) -> str:
    minutes = MeetingPage(record)
    return render_to_string("meetings/_gongwen.html", {"minutes": minutes, "paper": OfficialPaper(minutes)})


def linked_data(record: Record) -> str:
    minutes = MeetingPage(record)
    data = [json_ld.meeting_data(minutes, absolute)]
    data += [json_ld.resolution_data(minutes, row, absolute) for row in minutes.resolutions]
    return json.dumps(data, ensure_ascii=False)


def citation(record: Record) -> str:
    where = absolute(record["address"])
    return str(
        [
            citation_of(record, address=where, today=TODAY, resolution=row, sha256="ab" * 32)
            for row in (None, *record["resolutions"])
        ]
    )


def calendar(record: Record) -> str:
    return calendar_of([listed(record)], name="Calendar", address=absolute("/"), absolute=absolute).decode()


def table(record: Record) -> str:
    texts = [
        csv_text(meeting_columns(absolute), [[listed(record)]], "en"),
        csv_text(resolution_columns(absolute), [parts_of(record, "resolutions")], "en"),
        csv_text(action_columns(absolute), [parts_of(record, "action_items")], "en"),
    ]
    return "".join(text for pieces in texts for text in pieces)


def feed(record: Record) -> str:
    items = [meeting_item(listed(record)), *map(resolution_item, parts_of(record, "resolutions"))]
    return str(items)


FORMS: dict[str, Callable[[Record], str]] = {
    form.__name__: form
    for form in (page, gongwen, plain_text, linked_data, citation, calendar, table, feed)
}

NO_BODY = {"name": "", "alternate_name": "", "slug": "h", "language": ""}

# A word of the sample, the forms that say it, and what to remove from the Record.
REMOVALS: list[tuple[str, set[str], dict[str, Any]]] = [
    ("Evening", set(FORMS), {"name": "Morning"}),
    ("Harbourboard", set(FORMS), {"body": NO_BODY}),
    ("Lighthouse", {"page", "gongwen", "plain_text", "linked_data", "calendar", "table"}, {"location": ""}),
    ("Summarised", {"page", "plain_text", "linked_data", "calendar", "table", "feed"}, {"summary": ""}),
    ("Textbody", {"page", "gongwen", "plain_text"}, {"text": ""}),
    ("Chair Chen", {"page", "gongwen", "plain_text"}, {"attendances": []}),
    ("Agendapoint", {"page", "gongwen", "plain_text"}, {"agenda_items": []}),
    (
        "Pumpsname",
        {"page", "gongwen", "plain_text", "linked_data", "citation", "table", "feed"},
        {"resolutions": []},
    ),
    ("Buypumps", {"page", "gongwen", "plain_text", "linked_data", "table", "feed"}, {"resolutions": []}),
    ("Mover Mills", {"page", "plain_text", "table"}, {"resolutions": []}),
    ("Askoffers", {"page", "gongwen", "plain_text", "table"}, {"action_items": []}),
    ("Papername", {"page", "plain_text"}, {"documents": []}),
]


@pytest.mark.parametrize(("word", "forms", "removal"), REMOVALS)
def test_what_is_taken_out_of_the_record_is_in_no_form_of_it(word: str, forms: set[str], removal: Record):
    before, after = sample_record(), sample_record(**removal)

    assert {name for name, form in FORMS.items() if word in form(before)} == forms
    assert {name for name, form in FORMS.items() if word in form(after)} == set()


@pytest.mark.parametrize("name", FORMS)
def test_form_does_not_change_the_record(name: str):
    record = sample_record()

    FORMS[name](record)

    assert record == sample_record()


@pytest.mark.parametrize("name", FORMS)
def test_form_of_a_record_without_a_format_is_the_same(name: str):
    new, old = sample_record(), sample_record()
    del old["format"]

    assert FORMS[name](old) == FORMS[name](new)
