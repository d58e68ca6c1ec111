"""The text of OpenDocument files."""

import io

import pytest

from archive.documents import RefusedFileError, open_document
from tests import samples

NUMBERED = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    "</text:list-style>"
)


def text_of(body: str, **parts: str) -> str:
    return "".join(open_document.read(io.BytesIO(samples.open_document(body, **parts)))).strip("\n")


def test_paragraphs_headings_blanks_and_breaks():
    body = (
        '<text:h>Minutes</text:h><text:p>One<text:s text:c="3"/>two<text:tab/>three'
        "<text:line-break/>four</text:p>"
    )

    assert text_of(body) == "Minutes\nOne   two\tthree\nfour"


def test_items_bear_their_numbers():
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('Inner', '')}</text:list>"
    items = item.format("First", inner) + item.format("Second", "")
    body = f'<text:list text:style-name="L1">{items}</text:list>'

    assert text_of(body, styles=NUMBERED) == "1.\tFirst\na)\tInner\n2.\tSecond"


def test_rows_of_a_table_are_lines():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('张三')}{cell.format('组长')}</table:table-row>"

    assert text_of(f"<table:table>{row}{row}</table:table>") == "张三\t组长\n张三\t组长"


def test_remarks_deletions_and_hidden_words_are_left_out():
    hidden = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        "<text:p>Seen<office:annotation><text:p>remark</text:p></office:annotation> and"
        '<text:span text:style-name="T1">secret</text:span> read</text:p>'
    )

    assert text_of(body, styles=hidden) == "Seen and read"


def test_notes_and_boxes_follow_their_paragraph():
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note</text:p></text:note-body></text:note>"
    )

    assert text_of(f"<text:p>Word{note} goes on</text:p>") == "Word goes on\nA note"


def test_head_and_foot_of_pages_stand_once_around_the_text():
    margins = (
        "<style:header><text:p>Alder Council</text:p></style:header>"
        "<style:header-first><text:p>Alder Council</text:p></style:header-first>"
        "<style:footer><text:p>Signed</text:p></style:footer>"
    )

    assert text_of("<text:p>Text</text:p>", margins=margins).split("\n\n") == [
        "Alder Council",
        "Text",
        "Signed",
    ]


def test_package_without_a_text_is_refused():
    with pytest.raises(RefusedFileError):
        open_document.read(io.BytesIO(samples.package(content_xml=b"<a/>")))
