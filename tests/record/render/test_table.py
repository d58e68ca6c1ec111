"""Columns of the tables, from parts of a Record alone, and cells that no spreadsheet runs."""

import csv

import pytest

from archive.record.build import Record
from archive.record.render.table import (
    Columns,
    action_columns,
    csv_text,
    found_columns,
    meeting_columns,
    resolution_columns,
    safe_cell,
)
from tests.record.sample import listed, parts_of, sample_record, sample_resolution

pytestmark = pytest.mark.any_engine


def absolute(address: str) -> str:
    return f"https://example.org{address}"


def read(columns: Columns, *parts: list[Record], language: str = "en") -> list[dict[str, str]]:
    """Return the rows of a table as {heading: cell}."""
    text = "".join(csv_text(columns, parts, language))
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True)))


def test_meeting_has_its_counts_and_labels():
    (row,) = read(meeting_columns(absolute), [listed(sample_record(date_precision="month"))])

    assert [row[name] for name in ("Date", "Kind", "Present", "Resolutions")] == [
        "2023-08",
        "Regular",
        "7",
        "1",
    ]
    assert row["Address"] == "https://example.org/meetings/harbour/2023-08-23/"


def test_result_as_written_stands_where_none_was_chosen():
    resolutions = [sample_resolution(result="", result_as_written="Carried", mover=None)]
    record = sample_record(resolutions=resolutions)

    (row,) = read(resolution_columns(absolute), parts_of(record, "resolutions"))

    assert (row["Result"], row["Moved by"], row["Abstained"]) == ("Carried", "", "")


def test_action_names_person_and_body():
    responsible = {"responsible": {"name": "Ann"}, "responsible_body": {"name": "Board"}}
    parts = parts_of(sample_record(), "action_items")

    (row,) = read(action_columns(absolute), [parts[0] | responsible])

    assert (row["Responsible person"], row["Responsible body"]) == ("Ann", "Board")
    assert (row["Status"], row["Due"]) == ("Open", "2023-10-01")


def test_search_results_of_three_kinds_share_a_table():
    whole = listed(sample_record())
    found = {"meeting": whole, "address": "/a/", "text": "The beginning", "key": 1}
    resolution = {"kind": "resolution", **sample_resolution(name="", identifier="")}
    parts = [found | {"kind": kind, "name": kind} for kind in ("meeting", "document")]

    rows = read(
        found_columns({"meeting": "M", "resolution": "R", "document": "D"}, absolute),
        [resolution | found],
        parts,
    )

    assert [(row["Found in"], row["Title"], row["Result"]) for row in rows] == [
        ("R", "The beginning", "Adopted"),
        ("M", "meeting", ""),
        ("D", "document", ""),
    ]


def test_every_part_is_in_the_language_asked_for():
    parts = [[listed(sample_record(name="[[redacted: privacy]]"))]] * 2

    rows = read(meeting_columns(absolute), *parts, language="zh-hans")

    assert [row["Title"] for row in rows] == ["〔已删去：privacy〕"] * 2


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("1-2", "1-2"),
        ("", ""),
        (-1, -1),
        (None, None),
        ("[[redacted: privacy]]", "[Redacted: privacy]"),
    ],
)
def test_no_cell_is_a_formula(value, cell):
    assert safe_cell(value) == cell
