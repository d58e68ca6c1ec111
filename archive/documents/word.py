"""The text of a Word document (.docx), as one would copy it: headers, body, notes, footers."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from archive.documents import zip_package
from archive.documents.word_numbering import Levels, Numbering

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# What is deleted, moved away, said twice, or says how a character is pronounced.
PASSED_OVER = {
    *(qn("w:del"), qn("w:moveFrom"), qn("w:rt"), qn("w:pPr"), qn("w:sectPr"), qn("w:sdtPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
RUN, TEXT, BOX, VALUE = qn("w:r"), qn("w:t"), qn("w:txbxContent"), qn("w:val")
NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text, a paragraph or a row of a table at a time, cells parted by tabs.

    Raises RefusedFileError for bombs, macros, entities and damage, and what python-docx raises for a
    package that is no Word document.
    """
    zip_package.check(stream)
    document = docx.Document(stream)
    return lines(document)


def lines(document: Any) -> Iterator[str]:
    """Yield all lines of a document in the order they are read."""
    numbering = Numbering(document.part)
    margins = [margins_of(section) for section in document.sections]
    yield from written(blocks(numbering, once(head for heads, _feet in margins for head in heads)))
    yield from written(blocks(numbering, [document.element.body]))
    yield from written(blocks(numbering, notes(document.part)))
    yield from written(blocks(numbering, once(foot for _heads, feet in margins for foot in feet)))


def margins_of(section: Any) -> tuple[list[Any], list[Any]]:
    """Return the headers and the footers of a section, those of the one before left out."""
    heads = (section.first_page_header, section.header, section.even_page_header)
    feet = (section.first_page_footer, section.footer, section.even_page_footer)
    return own_elements(heads), own_elements(feet)


def own_elements(parts: Iterable[Any]) -> list[Any]:
    """Return the elements of headers or footers that a section does not take over from the one before."""
    return [part._element for part in parts if not part.is_linked_to_previous]


def once(elements: Iterable[Any]) -> list[Any]:
    """Return elements without those that say what one before says."""
    return list({"".join(element.itertext()): element for element in elements}.values())


def notes(part: Any) -> Iterator[Any]:
    """Yield each footnote and endnote, not the lines that Word draws above them."""
    for relation in part.rels.values():
        if relation.reltype in NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) not in SEPARATORS:
                    yield note


def written(found: Iterable[str]) -> Iterator[str]:
    """Yield each line with its end, and an empty one after them if there were any."""
    line = None
    for line in found:
        yield re.sub(r"[ \t]+$", "", line, flags=re.MULTILINE) + "\n"
    if line is not None:
        yield "\n"


def blocks(levels: Levels, elements: Iterable[Any]) -> Iterator[str]:
    """Yield the lines in some elements: paragraphs, rows, and what stands in their wrappings."""
    for element in elements:
        if element.tag == PARAGRAPH:
            yield from paragraph(levels, element)
        elif element.tag == TABLE:
            for row in element.iter(ROW):
                if next(row.iterancestors(TABLE)) is element:
                    yield from row_lines(levels, row)
        elif element.tag not in PASSED_OVER:
            yield from blocks(levels, element)


def row_lines(levels: Levels, row: Any) -> Iterator[str]:
    """Yield one line if each cell is one, else the lines of one cell after another."""
    cells = [list(blocks(levels, cell)) for cell in row.iter(CELL) if next(cell.iterancestors(ROW)) is row]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join("".join(cell) for cell in cells)
    else:
        for cell in cells:
            yield from cell


def paragraph(levels: Levels, element: Any) -> Iterator[str]:
    """Yield a paragraph after its number, then the lines of the boxes that hang on it."""
    text = "".join(inline(element))
    yield levels.mark(element) + text if text.strip() else ""
    for box in element.iter(BOX):
        if not any(parent.tag in PASSED_OVER for parent in box.iterancestors()):
            yield from blocks(levels, box)


def inline(element: Any) -> Iterator[str]:
    """Yield the text within a paragraph."""
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
