"""What Chromium prints: the foot of every page, and a 纪要 as GB/T 9704 has it."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page

from tests.factories import make_attendance, make_body, make_draft, make_person
from tests.latest import latest_version

pytestmark = pytest.mark.any_engine

POINT = 25.4 / 72  # millimetres
A4 = (210, 297)  # millimetres
LEVEL = 1.5  # millimetres


def make_minutes(**fields: Any):
    from archive.operations.publish import publish  # noqa: PLC0415 - needs Django set up

    body = make_body("应急局", slug="bureau", language="zh-Hans")
    meeting = make_draft(body=body, date=dt.date(2023, 8, 23), language="zh-Hans", name="办公会", **fields)
    for name, status in (("贺文静", "present"), ("周国栋", "excused")):
        make_attendance(meeting, person=make_person(name), status=status)
    publish(meeting)
    return meeting


class Line(NamedTuple):
    """A line of a printed page: millimetres from the left and the top, and what it says without blanks."""

    left: float
    top: float
    text: str


def printed(page: Page, address: str) -> list[list[Line]]:
    """Return the pages that Chromium prints of an address, each as its lines."""
    page.goto(address)
    document = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [lines_of(sheet) for sheet in document]


def lines_of(sheet: pdfium.PdfPage) -> list[Line]:
    """Return the lines of a page of A4 from the top down; signs whose feet are nearly level share one."""
    size = tuple(round(side * POINT) for side in sheet.get_size())
    assert size == A4
    lines: list[list[Line]] = []
    for sign in sorted(signs_of(sheet), key=attrgetter("top")):
        if not lines or sign.top - lines[-1][0].top > LEVEL:
            lines.append([])
        lines[-1].append(sign)
    return [line_of(signs) for signs in lines]


def signs_of(sheet: pdfium.PdfPage) -> Iterator[Line]:
    """Yield the signs of a page but for blanks, each as a line of its own."""
    text = sheet.get_textpage()
    for index in range(text.count_chars()):
        left, bottom, _right, _top = text.get_charbox(index, loose=True)
        if sign := text.get_text_range(index, 1).strip():
            yield Line(left * POINT, A4[1] - bottom * POINT, sign)


def line_of(signs: list[Line]) -> Line:
    """Return signs as a line."""
    return Line(min(signs).left, signs[0].top, "".join(sign.text for sign in sorted(signs)))


@pytest.fixture
def long_minutes():
    """Return minutes of three pages, of one sign alone: so every line is full."""
    return make_minutes(text="防" * 28 * 50, copied_to="市政府办公室", issued_on=dt.date(2023, 8, 25))


def test_each_page_of_minutes_says_what_was_printed(page: Page, long_minutes):
    sheets = printed(page, long_minutes.get_absolute_url())

    fingerprint = f"Version1,SHA-256{latest_version(long_minutes).sha256}"
    assert len(sheets) > 1
    for number, lines in enumerate(sheets, start=1):
        foot = "".join(line.text for line in lines[-3:])
        assert "/meetings/bureau/2023-08-23/v1/" in foot
        assert fingerprint in foot
        assert f"{number}/{len(sheets)}" in foot


def test_paper_has_no_navigation(page: Page, long_minutes):
    lines = printed(page, long_minutes.get_absolute_url())[0]

    text = "".join(line.text for line in lines)
    assert [word for word in ("Skiptocontent", "Corrections", "Onthispage") if word in text] == []


def test_official_layout_has_the_margins_of_the_standard(page: Page, long_minutes):
    sheets = printed(page, f"{long_minutes.get_absolute_url()}print/")

    lines = [line for sheet in sheets for line in sheet if set(line.text) == {"防"}]
    assert {round(line.left) for line in lines if len(line.text) == 28} == {28}
    assert all(37 < line.top < 37 + 225 for line in lines)


def test_official_layout_has_22_lines_of_28_characters(page: Page, long_minutes):
    sheets = printed(page, f"{long_minutes.get_absolute_url()}print/")

    tops = [line.top for line in sheets[1] if line.text == "防" * 28]
    assert len(tops) == 22
    assert [round(below - above) for above, below in pairwise(tops)] == [10] * 21


def test_official_layout_ends_with_who_was_there_and_to_whom_it_went(page: Page):
    meeting = make_minutes(copied_to="市政府办公室", issued_on=dt.date(2023, 8, 25))

    (lines,) = printed(page, f"{meeting.get_absolute_url()}print/")

    tops = {line.text: line.top for line in lines}
    copied, issued = tops["抄送：市政府办公室。"], tops["应急局2023年8月25日印发"]
    assert tops["出席：贺文静"] < tops["请假：周国栋"] < copied < issued
    assert 37 + 225 - 10 < issued < 37 + 225  # the last line


def test_official_layout_has_its_page_numbers_outside(page: Page, long_minutes):
    sheets = printed(page, f"{long_minutes.get_absolute_url()}print/")

    for number, lines in enumerate(sheets, start=1):
        (left,) = [line.left for line in lines if line.text == f"—{number}—"]
        assert left > 105 if number % 2 else left < 105
