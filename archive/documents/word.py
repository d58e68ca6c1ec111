"""The text of a Word document (.docx) as one would copy it, with the numbers before paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from archive.documents.containers import check_package
from archive.text.numerals import write_count

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# What is deleted, moved away, said twice, or says how a character is pronounced.
PASSED_OVER = {
    *(qn("w:del"), qn("w:moveFrom"), qn("w:rt"), qn("w:pPr"), qn("w:sectPr"), qn("w:sdtPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
RUN, TEXT, BOX = qn("w:r"), qn("w:t"), qn("w:txbxContent")
NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
VALUE, LEVEL, ID = qn("w:val"), qn("w:ilvl"), qn("w:numId")
PROPERTIES = qn("w:numPr")
DEEPEST_STYLE = 10
CAPITALS = dict(zip("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰", strict=True))
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "ideographDigital", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "japaneseCounting", "taiwaneseDigital"),
}
SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


# The numbers before paragraphs, which stand nowhere in their text: 一、 (2) iii.


class Level(NamedTuple):
    """How one level of a list is numbered: where it starts, in which digits, and in what they stand."""

    start: int
    digits: str
    pattern: str  # "%1、", "%1.%2"


class Numbering:
    """Counts the numbered paragraphs of a document as Word would."""

    def __init__(self, part: Any) -> None:
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.lists, self.starts = lists_of(part)
        self.styles = {
            style.get(qn("w:styleId")): style for style in part.styles.element.iter(qn("w:style"))
        }

    def mark(self, paragraph: Any) -> str:
        properties = self.properties_of(paragraph)
        number, depth = value_of(properties, ID), int(value_of(properties, LEVEL) or 0)
        levels = self.lists.get(number, {})
        if depth not in levels:
            return ""
        if levels[depth].digits == "bullet":
            return "-\t"
        counts = self.counts[self.starts.get(number, number)]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self.filled(levels, depth, counts) + "\t"

    def properties_of(self, paragraph: Any) -> Any:
        """Return the numbering that a paragraph has itself, or that its style gives it, or None."""
        properties, own = paragraph.pPr, None
        style = value_of(properties, qn("w:pStyle"))
        for _step in range(DEEPEST_STYLE):
            own = properties.find(PROPERTIES) if properties is not None else None
            if own is not None or style not in self.styles:
                return own
            found = self.styles[style]
            properties, style = found.find(qn("w:pPr")), value_of(found, qn("w:basedOn"))
        return own

    def filled(self, levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
        def number(place: re.Match[str]) -> str:
            level = int(place[1]) - 1
            if level not in levels:
                return ""
            return digits_of(counts.get(level, levels[level].start), levels[level].digits)

        return re.sub(r"%([1-9])", number, levels[depth].pattern)


def lists_of(part: Any) -> tuple[dict[str, dict[int, Level]], dict[str, str]]:
    try:
        element = part.numbering_part.element
    except (KeyError, NotImplementedError):  # python-docx makes none where there is none
        return {}, {}
    kinds = {
        kind.get(qn("w:abstractNumId")): {
            int(level.get(LEVEL)): level_of(level) for level in kind.iter(qn("w:lvl"))
        }
        for kind in element.iter(qn("w:abstractNum"))
    }
    lists, goes_on = {}, {}
    for one in element.iter(qn("w:num")):
        number, kind = one.get(ID), value_of(one, qn("w:abstractNumId"))
        lists[number] = kinds.get(kind, {})
        if one.find(qn("w:lvlOverride")) is None:
            goes_on[number] = f"abstract {kind}"
    return lists, goes_on


def level_of(level: Any) -> Level:
    start = value_of(level, qn("w:start"))
    pattern = value_of(level, qn("w:lvlText"))
    return Level(int(start or 1), value_of(level, qn("w:numFmt")) or "decimal", pattern)


def value_of(element: Any, name: str) -> str:
    child = element.find(name) if element is not None else None
    return child.get(VALUE, "") if child is not None else ""


def digits_of(number: int, digits: str) -> str:
    """Return a number as Word writes it in some digits; in plain ones where these are not known."""
    if digits == "none":
        return ""
    if digits in CHINESE:
        return write_count(number)
    if digits in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return "".join(CAPITALS.get(digit, digit) for digit in write_count(number))
    if digits in {"ideographTraditional", "ideographZodiac"}:
        row = STEMS if digits == "ideographTraditional" else BRANCHES
        return row[(number - 1) % len(row)]
    if digits in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if digits == "upperLetter" else letter
    if digits in {"lowerRoman", "upperRoman"}:
        return roman(number).upper() if digits == "upperRoman" else roman(number)
    return str(number)


def roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


# The text


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text, a paragraph or a row of a table at a time, cells parted by tabs.

    Raises RefusedFileError for bombs, macros, entities and damage, and what python-docx raises for a
    package that is no Word document.
    """
    check_package(stream)
    document = docx.Document(stream)
    return document_lines(document)


def document_lines(document: Any) -> Iterator[str]:
    numbering = Numbering(document.part)
    margins = [margins_of(section) for section in document.sections]
    yield from ended_lines(
        blocks(numbering, without_repeats(head for heads, _feet in margins for head in heads))
    )
    yield from ended_lines(blocks(numbering, [document.element.body]))
    yield from ended_lines(blocks(numbering, notes(document.part)))
    yield from ended_lines(
        blocks(numbering, without_repeats(foot for _heads, feet in margins for foot in feet))
    )


def margins_of(section: Any) -> tuple[list[Any], list[Any]]:
    heads = (section.first_page_header, section.header, section.even_page_header)
    feet = (section.first_page_footer, section.footer, section.even_page_footer)
    return own_elements(heads), own_elements(feet)


def own_elements(parts: Iterable[Any]) -> list[Any]:
    return [part._element for part in parts if not part.is_linked_to_previous]


def without_repeats(elements: Iterable[Any]) -> list[Any]:
    return list({"".join(element.itertext()): element for element in elements}.values())


def notes(part: Any) -> Iterator[Any]:
    """Yield each footnote and endnote, not the lines that Word draws above them."""
    for relation in part.rels.values():
        if relation.reltype in NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) not in SEPARATORS:
                    yield note


def ended_lines(found: Iterable[str]) -> Iterator[str]:
    line = None
    for line in found:
        yield re.sub(r"[ \t]+$", "", line, flags=re.MULTILINE) + "\n"
    if line is not None:
        yield "\n"


def blocks(levels: Numbering, elements: Iterable[Any]) -> Iterator[str]:
    for element in elements:
        if element.tag == PARAGRAPH:
            yield from paragraph(levels, element)
        elif element.tag == TABLE:
            for row in element.iter(ROW):
                if next(row.iterancestors(TABLE)) is element:
                    yield from table_row_lines(levels, row)
        elif element.tag not in PASSED_OVER:
            yield from blocks(levels, element)


def table_row_lines(levels: Numbering, row: Any) -> Iterator[str]:
    """Yield one line if each cell is one, else the lines of one cell after another."""
    cells = [list(blocks(levels, cell)) for cell in row.iter(CELL) if next(cell.iterancestors(ROW)) is row]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join("".join(cell) for cell in cells)
    else:
        for cell in cells:
            yield from cell


def paragraph(levels: Numbering, element: Any) -> Iterator[str]:
    """Yield a paragraph after its number, then the lines of the text boxes anchored to it."""
    text = "".join(inline(element))
    yield levels.mark(element) + text if text.strip() else ""
    for box in element.iter(BOX):
        if not any(parent.tag in PASSED_OVER for parent in box.iterancestors()):
            yield from blocks(levels, box)


def inline(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in PASSED_OVER and child.tag != BOX and not is_hidden(child):
            yield from inline(child)


def is_hidden(element: Any) -> bool:
    """Return whether this is a run formatted as hidden: its writer kept it from readers."""
    if element.tag != RUN or (mark := element.find(qn("w:rPr"))) is None:
        return False
    vanish = mark.find(qn("w:vanish"))
    return vanish is not None and vanish.get(VALUE, "true") not in {"0", "false", "off"}
