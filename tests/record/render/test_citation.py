import datetime as dt
import re
from typing import Any

import pytest

from archive.record.build import Record
from archive.record.render.citation import Citation, citation_of, escaped
from archive.record.versions import canonical, fingerprint

TODAY = dt.date(2026, 11, 23)
ADDRESS = "https://example.org/meetings/council/2023-08-23/v2/"


def record(**fields: Any) -> Record:
    """Return as much of a record as a citation needs."""
    version = {
        "number": 2,
        "kind": "corrected",
        "reason": "A name.",
        "created_at": "2023-09-01T08:00:00+00:00",
    }
    return {
        "name": "Flood duties",
        "language": "en",
        "date": "2023-08-23",
        "date_precision": "day",
        "body": {"name": "City Council"},
        "address": "/meetings/council/2023-08-23/",
        "version": version,
    } | fields


def cite(resolution: Record | None = None, **fields: Any) -> Citation:
    return citation_of(record(**fields), address=ADDRESS, today=TODAY, resolution=resolution)


SHA = fingerprint(canonical(record()))[:12]
RESOLUTION = {"sequence": 3, "name": "Buy a pump", "identifier": "2023-031"}


def test_plain_citation_is_pinned_to_the_version():
    assert cite().plain == (
        "City Council. Flood duties. Minutes of 2023-08-23, version 2 "
        f"(SHA-256 {SHA}…). {ADDRESS}, accessed 2026-11-23."
    )


def test_gbt7714_citation_is_that_of_an_electronic_document():
    assert cite().gbt7714 == (
        f"City Council. Flood duties: minutes of 2023-08-23, version 2, SHA-256 {SHA}[EB/OL]. "
        f"(2023-09-01)[2026-11-23]. {ADDRESS}."
    )


def test_bibtex_entry_has_a_key_and_fields():
    note = f"Minutes of 2023-08-23, version 2 of 2023-09-01, SHA-256 {SHA}, accessed 2026-11-23"

    assert cite().bibtex == (
        "@misc{council-2023-08-23-v2,\n"
        "  author = {{City Council}},\n"
        "  title = {{Flood duties}},\n"
        "  year = {2023},\n"
        "  month = aug,\n"
        "  day = {23},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  version = {2},\n"
        f"  note = {{{note}}},\n"
        "}"
    )


def test_resolution_is_cited_with_its_meeting_and_place():
    citation = cite(RESOLUTION)

    assert citation.plain.startswith("City Council. Buy a pump, in: Flood duties. Minutes of")
    assert f"{ADDRESS}#resolution-3, accessed" in citation.plain
    assert f"[2026-11-23]. {ADDRESS}#resolution-3." in citation.gbt7714
    assert citation.bibtex.startswith("@misc{council-2023-08-23-v2-r3,\n")
    assert f"  url = {{{ADDRESS}#resolution-3}},\n" in citation.bibtex


@pytest.mark.parametrize(
    ("fields", "title"),
    [({"name": ""}, "2023-031"), ({"name": "", "identifier": ""}, "Resolution 3")],
)
def test_resolution_without_a_title_is_cited_by_number(fields, title):
    assert cite(RESOLUTION | fields).plain.startswith(f"City Council. {title}, in: Flood duties.")


@pytest.mark.parametrize(
    ("precision", "date", "lines"),
    [
        ("month", "2023-08", "  year = {2023},\n  month = aug,\n  url"),
        ("year", "2023", "  year = {2023},\n  url"),
    ],
)
def test_citation_is_no_more_precise_than_the_date(precision, date, lines):
    citation = cite(date_precision=precision)

    assert f"Minutes of {date}, version 2" in citation.plain
    assert lines in citation.bibtex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("R&D #1, 50 %", r"R\&D \#1, 50 \%"),
        ("a_b $5 ~ ^", r"a\_b \$5 \textasciitilde{} \textasciicircum{}"),
        ("C:\\files", r"C:\textbackslash{}files"),
        ("{draft", r"\textbraceleft{}draft"),
        ("draft}", r"draft\textbraceright{}"),
        ("防汛「会议」", "防汛「会议」"),
    ],
)
def test_escaped_means_nothing_to_tex(text, tex):
    assert escaped(text) == tex


@pytest.mark.parametrize(
    "name", ["a } b", "a { b", "a \\} b", "x},\n  note = {forged", "}}\n@misc{forged,"]
)
def test_bibtex_entry_stays_one_whatever_the_title(name):
    entry = cite(name=name).bibtex

    depth = [0]
    for sign in re.findall("[{}]", entry):
        depth.append(depth[-1] + (1 if sign == "{" else -1))
    assert min(depth[1:-1]) == 1
    assert depth[-1] == 0
    assert entry.count("\n") == 9


def test_citation_sets_its_own_full_stops_and_stays_on_one_line():
    citation = cite(name="Flood duties.\nPart 2.", body={"name": "Water Board Ltd."})

    assert citation.plain.startswith("Water Board Ltd. Flood duties. Part 2. Minutes of")
    assert "\n" not in citation.plain + citation.gbt7714


def test_citation_of_a_chinese_record_is_in_chinese_for_any_reader():
    citation = cite(language="zh-Hans", name="防汛会议", body={"name": "漯河市应急管理局"})

    assert citation.gbt7714.startswith("漯河市应急管理局. 防汛会议: ")
    assert "minutes" not in citation.gbt7714
    assert "Minutes" not in citation.plain
