"""The numbers that Word draws before paragraphs."""

from typing import Any

import docx
import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from archive.documents.word_numbering import Numbering, digits_of


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
