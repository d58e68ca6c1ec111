"""The text of a Word document."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from archive.documents import RefusedFileError, word
from archive.documents.word import Numbering, digits_of
from tests import samples


def text_of(content: bytes) -> str:
    return "".join(word.read(io.BytesIO(content)))


def lines_of(*paragraphs: str, change: Any = lambda document: None) -> list[str]:
    return text_of(samples.word(*paragraphs, change=change)).splitlines()


def body_with(xml: str) -> Any:
    """Return a change that puts a paragraph of XML, or another element, first in the body."""
    element = parse_xml(xml.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1))
    return lambda document: document.element.body.insert(0, element)


def test_paragraphs_and_tables_come_in_their_order():
    def change(document: Any) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["姓名", "职务", "陈莹", "局长"], strict=True):
            cell.text = text
        document.add_paragraph("After it")

    assert lines_of("会议纪要", change=change) == ["会议纪要", "姓名\t职务", "陈莹\t局长", "After it", ""]


def test_cells_of_several_lines_follow_each_other():
    def change(document: Any) -> None:
        left, right = document.add_table(1, 2).rows[0].cells
        left.text = "内容"
        right.text = "First"
        right.add_paragraph("Second")

    assert lines_of(change=change) == ["内容", "First", "Second", ""]


def test_table_in_a_table_is_read_once():
    def change(document: Any) -> None:
        cell = document.add_table(1, 1).rows[0].cells[0]
        cell.text = "Outer"
        cell.add_table(1, 1).rows[0].cells[0].text = "Inner"

    assert [line for line in lines_of(change=change) if line] == ["Outer", "Inner"]


def test_headers_come_first_and_footers_last_each_once():
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Council of Luohe"
        document.sections[0].footer.paragraphs[0].text = "Page"
        other = document.add_section()
        other.header.is_linked_to_previous = False
        other.header.paragraphs[0].text = "Council of Luohe"

    assert lines_of("Body", change=change) == ["Council of Luohe", "", "Body", "", "", "Page", ""]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:ins><w:r><w:t>added</w:t></w:r></w:ins>", "added"),
        ("<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>", ""),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "linked"),
        ("<w:sdt><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt>", "filled in"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>", ""),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r>', "shown"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", ""),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
         "boxed"),
    ],
)  # fmt: skip
def test_only_what_a_reader_sees_is_read(inside: str, text: str):
    assert "\n".join(lines_of(change=body_with(f"<w:p>{inside}</w:p>"))).strip() == text


def test_content_control_around_paragraphs_is_read():
    inside = "<w:sdt><w:sdtContent><w:p><w:r><w:t>within</w:t></w:r></w:p></w:sdtContent></w:sdt>"

    assert lines_of("after", change=body_with(inside)) == ["within", "after", ""]


def test_numbers_that_word_draws_are_written():
    def change(document: Any) -> None:
        document.add_paragraph("First", style="List Number")
        document.add_paragraph("Second", style="List Number")
        document.add_paragraph("A point", style="List Bullet")

    assert lines_of(change=change) == ["1.\tFirst", "2.\tSecond", "-\tA point", ""]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 and nothing more", "broken"),
        (samples.package(word__vbaProject_bin=b"x"), "macros"),
    ],
)
def test_packages_that_lie_are_refused(content: bytes, reason: str):
    with pytest.raises(RefusedFileError) as refused:
        text_of(content)

    assert refused.value.reason == reason


def test_another_package_is_no_word_document():
    with pytest.raises(KeyError):
        text_of(samples.package(content_xml=b"<a/>"))


# The numbers before paragraphs


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (3, "decimal", "3"),
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "taiwaneseCountingThousand", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (1000, "chineseCounting", "1000"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (12, "ideographZodiac", "亥"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (14, "lowerRoman", "xiv"),
        (49, "upperRoman", "XLIX"),
        (400, "upperRoman", "400"),
        (7, "none", ""),
        (7, "ordinalText", "7"),
    ],
)
def test_digits(number: int, digits: str, text: str):
    assert digits_of(number, digits) == text


def numbered(*levels: tuple[str, str]) -> Any:
    """Return a document with one list, 99, of some levels: (digits, pattern) each."""
    document = docx.Document()
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{digits}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (digits, pattern) in enumerate(levels)
    )
    lists = document.part.numbering_part.element
    lists.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{inner}</w:abstractNum>'))
    lists.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>'))
    return document


def marks(document: Any, *depths: int) -> list[str]:
    """Return what stands before paragraphs at some depths of the list."""
    numbering, found = Numbering(document.part), []
    for depth in depths:
        properties = document.add_paragraph("text")._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = 99
        properties.get_or_add_ilvl().val = depth
        found.append(numbering.mark(document.paragraphs[-1]._p))
    return found


def test_levels_count_within_the_one_above():
    document = numbered(("chineseCounting", "%1、"), ("decimal", "%2."), ("decimal", "%2.%3"))

    found = marks(document, 0, 1, 1, 2, 0, 1)

    assert found == ["一、\t", "1.\t", "2.\t", "2.1\t", "二、\t", "1.\t"]


def test_level_that_is_not_defined_has_no_number():
    assert marks(numbered(("decimal", "%1.")), 5) == [""]


def test_paragraph_of_no_list_has_no_number():
    document = docx.Document()

    assert Numbering(document.part).mark(document.add_paragraph("text")._p) == ""
