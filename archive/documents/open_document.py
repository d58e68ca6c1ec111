"""The text of an OpenDocument text (.odt) as one would copy it, with the numbers before list items."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from lxml import etree

from archive.documents import BROKEN, RefusedFileError
from archive.documents.containers import check_package
from archive.documents.word import digits_of, ended_lines

# Source: OpenDocument 1.3 part 3, 2.2.1 and chapters 5, 6, 9.
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
OFFICE, STYLE, TABLE, TEXT = (
    f"{{{NAMESPACE.format(name)}}}" for name in ("office", "style", "table", "text")
)
DRAW = f"{{{NAMESPACE.format('drawing')}}}"
PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
# What is deleted, a remark, said twice, or says how a character is pronounced.
PASSED_OVER = {
    *(f"{TEXT}tracked-changes", f"{TEXT}ruby-text", f"{TEXT}table-of-content", f"{TEXT}hidden-text"),
    *(f"{TEXT}note-citation", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}hidden-paragraph"),
    *(f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls"),
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
}
LATER = {f"{TEXT}note-body", f"{DRAW}text-box"}  # stands in a paragraph and is one of its own
BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}soft-page-break": ""}
DIGITS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
MOST_BLANKS = 40
DEEPEST_LIST = 10


class Level(NamedTuple):
    """How a level of a list is marked: in which digits, or as a bullet (""), between which signs."""

    digits: str
    before: str
    after: str
    start: int


class Styles(NamedTuple):
    """What the paragraphs of a document look like, as far as it matters for their text."""

    lists: dict[str, dict[int, Level]]
    hidden: set[str]


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text, a paragraph or a row of a table at a time, cells parted by tabs.

    Raises RefusedFileError for what a package may not hold, and for one that is no such document.
    """
    check_package(stream)
    with zipfile.ZipFile(stream) as package:
        content = parsed(package, "content.xml")
        body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise RefusedFileError(BROKEN)
        margins = parsed(package, "styles.xml")
    return document_lines(body, styles_of(content), margins)


def parsed(package: zipfile.ZipFile, name: str) -> Any:
    try:
        source = package.read(name)
    except KeyError:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(source, parser)


def document_lines(body: Any, styles: Styles, margins: Any) -> Iterator[str]:
    for name, element in (("header", margins), ("", body), ("footer", margins)):
        parts = [element] if not name else own_margins(element, name)
        for part in parts:
            yield from ended_lines(blocks(part, styles))


def own_margins(document: Any, name: str) -> list[Any]:
    """Return the heads or feet of the pages, equal ones once."""
    found = [] if document is None else document.iter(f"{STYLE}{name}", f"{STYLE}{name}-first")
    return list({"".join(part.itertext()): part for part in found}.values())


def styles_of(document: Any) -> Styles:
    lists = {
        style.get(f"{STYLE}name"): {int(level.get(f"{TEXT}level", 1)): level_of(level) for level in style}
        for style in document.iter(f"{TEXT}list-style")
    }
    hidden = {
        look.getparent().get(f"{STYLE}name")
        for look in document.iter(f"{STYLE}text-properties")
        if look.get(f"{TEXT}display") == "none"
    }
    return Styles(lists, hidden)


def level_of(level: Any) -> Level:
    written = level.get(f"{STYLE}num-format", "")
    digits = DIGITS.get(written) or ("chineseCounting" if written[:1] == "一" else "")
    before, after = level.get(f"{STYLE}num-prefix", ""), level.get(f"{STYLE}num-suffix", "")
    return Level(digits, before, after, int(level.get(f"{TEXT}start-value", 1)))


def blocks(element: Any, styles: Styles, mark: str = "") -> Iterator[str]:
    """Yield the lines of what is in an element; `mark` stands before the first of them."""
    for child in element:
        if child.tag in PARAGRAPHS:
            yield from paragraph(child, styles, mark)
            mark = ""
        elif child.tag == f"{TEXT}list":
            yield from items(child, styles, "", 1, defaultdict(int))
        elif child.tag == f"{TABLE}table":
            yield from rows(child, styles)
        elif child.tag not in PASSED_OVER:
            yield from blocks(child, styles, mark)


def items(element: Any, styles: Styles, style: str, depth: int, counts: dict[int, int]) -> Iterator[str]:
    """Yield the lines of a list; each level of it counts its own items."""
    style = element.get(f"{TEXT}style-name", style)
    level = styles.lists.get(style, {}).get(min(depth, DEEPEST_LIST))
    counts[depth] = (level.start if level else 1) - 1
    for item in element:
        mark = ""
        if item.tag == f"{TEXT}list-item" and level is not None:
            counts[depth] += 1
            digits = digits_of(counts[depth], level.digits) if level.digits else "-"
            mark = f"{level.before}{digits}{level.after}\t" if level.digits else "-\t"
        for child in item:
            if child.tag == f"{TEXT}list":
                yield from items(child, styles, style, depth + 1, counts)
            elif child.tag in PARAGRAPHS:
                yield from paragraph(child, styles, mark)
                mark = ""


def rows(table: Any, styles: Styles) -> Iterator[str]:
    """Yield one line for a row if each cell is one, else the lines of one cell after another."""
    for row in table.iter(f"{TABLE}table-row"):
        if next(row.iterancestors(f"{TABLE}table")) is not table:
            continue
        cells = [list(blocks(cell, styles)) for cell in row if cell.tag == f"{TABLE}table-cell"]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join("".join(cell) for cell in cells)
        else:
            for cell in cells:
                yield from cell


def paragraph(element: Any, styles: Styles, mark: str = "") -> Iterator[str]:
    """Yield a paragraph, then the lines of the notes and text boxes that are anchored in it."""
    text = "".join(inline(element, styles))
    yield mark + text if text.strip() else ""
    for part in element.iter(*LATER):
        if not any(parent.tag in PASSED_OVER for parent in part.iterancestors()):
            yield from blocks(part, styles)


def inline(element: Any, styles: Styles) -> Iterator[str]:
    if element.get(f"{TEXT}style-name") in styles.hidden:
        return
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c", 1)), MOST_BLANKS)
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in PASSED_OVER | LATER:
            yield from inline(child, styles)
        yield child.tail or ""
