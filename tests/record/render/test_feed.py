"""Feed items, from parts of a Record alone."""

import datetime as dt

import pytest
from django.utils import translation

from archive.models import Body, Meeting, Revision
from archive.record.feed_ids import permanent_id
from archive.record.history import Correction, MeetingHeading
from archive.record.render.feed import correction_item, found_item, meeting_item, resolution_item
from tests.record.sample import listed, parts_of, sample_record, sample_resolution

pytestmark = pytest.mark.any_engine

MOMENT = dt.datetime(2023, 9, 1, 8, 30, tzinfo=dt.UTC)


def test_meeting_item_says_who_met_when_and_about_what():
    item = meeting_item(listed(sample_record()))

    assert (item.title, item.description) == ("Harbourboard, 23 August 2023: Evening", "Summarised")
    assert (item.author, item.language) == ("Harbourboard", "zh-Hans")
    assert (item.published, item.updated) == (MOMENT, MOMENT)
    assert item.guid == permanent_id("ef" * 32)
    assert item.link == "/meetings/harbour/2023-08-23/"


def test_meeting_item_without_a_summary_begins_the_text():
    item = meeting_item(listed(sample_record(summary="", text="# Flood\n\nThe *pumps* are old.")))

    assert item.description == "Flood The pumps are old."


def test_item_is_in_the_language_of_the_reader():
    with translation.override("zh-hans"):
        item = meeting_item(listed(sample_record(date_precision="month", name="[[redacted: privacy]]")))

    assert item.title.startswith("Harbourboard，2023年8月：")
    assert "[[" not in item.title


def test_resolution_item_says_how_it_ended():
    (part,) = parts_of(sample_record(), "resolutions")

    item = resolution_item(part)

    assert item.title == "Harbourboard, 23 August 2023: Pumpsname (Adopted)"
    assert item.description == "Buypumps"
    assert item.guid.endswith("?resolution=1")


@pytest.mark.parametrize(("identifier", "title"), [("R-1", "R-1"), ("", "x" * 80)])
def test_resolution_item_without_a_name_has_its_number_or_beginning(identifier: str, title: str):
    row = sample_resolution(name="", identifier=identifier, text="x" * 90, result="")
    (part,) = parts_of(sample_record(resolutions=[row]), "resolutions")

    assert resolution_item(part).title == f"Harbourboard, 23 August 2023: {title}"


@pytest.mark.parametrize(
    ("kind", "ending"), [("meeting", ""), ("resolution", "?resolution=1"), ("document", "?document=5")]
)
def test_item_of_a_search_result_has_the_passage_and_an_id_of_its_own(kind: str, ending: str):
    (part,) = parts_of(sample_record(), "resolutions")
    found = part if kind == "resolution" else {**part, "result": ""}

    item = found_item(found | {"kind": kind, "key": 5}, "A <mark>pump</mark>.")

    assert item.description == "A <mark>pump</mark>."
    assert item.guid == permanent_id("ef" * 32) + ending


def test_correction_item_says_what_happened_and_why():
    meeting = Meeting(body=Body(slug="board"), slug="2023-08-23")
    version = Revision(
        meeting=meeting,
        number=2,
        kind="corrected",
        reason="A \x0b name.",
        created_at=MOMENT,
        sha256="ab" * 32,
    )
    heading = MeetingHeading("Evening", "en", "2023-08-23", "day", "Board", "en")

    item = correction_item(Correction(version, heading, is_readable=True))

    assert (item.title, item.description) == ("Corrected: Evening", "A  name.")
    assert item.link == "/meetings/board/2023-08-23/changes/1..2/"
    assert item.guid == permanent_id("ab" * 32)
    assert (item.published, item.author) == (MOMENT, None)


def test_permanent_id_is_a_named_information_uri():
    # Source: RFC 6920, section 8.1: the sha-256 of "Hello World!".
    sha256 = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"

    assert permanent_id(sha256) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
