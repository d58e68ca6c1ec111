"""The Markdown of a fragment of HTML that was copied from a word processor or a web page."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.documents.html import UNSEEN

HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
LISTS = {"ol", "ul"}
CELLS = {"td", "th"}
BLOCKS = {
    *HEADINGS,
    *LISTS,
    *("address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "footer", "form"),
    *("header", "hr", "html", "li", "main", "nav", "p", "pre", "section", "table", "tbody", "tr"),
}
_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")
_MARKUP = re.compile(r"([\\`*])")
_ITEM = re.compile(r" *(?:-|\d+\.) ")
_BOLD = re.compile(r"font-weight:\s*(bold|[6-9]00)")
_LIGHT = re.compile(r"font-weight:\s*(normal|400)")
_WORD_ITEM = re.compile(r"mso-list:\s*l\d+ level(\d)")
# Emphasis that ends in a mark and is followed by a letter is none: CommonMark 0.31, 6.2, right-flanking.
_EMPHASIS = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)


def markdown_of(source: str) -> str:
    """Return headings, bold, italics, lists, tables and links as Markdown, the rest as plain paragraphs."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    parser.feed(source or " ")
    try:
        root = parser.close()
    except etree.XMLSyntaxError:  # there is nothing in it
        return ""
    return joined(blocks(root)) if root is not None else ""


def joined(found: Iterator[str]) -> str:
    """Return blocks with a blank line between them, but none between the items of a list."""
    text, before = "", ""
    for block in found:
        gap = "\n" if _ITEM.match(before) and _ITEM.match(block) else "\n\n"
        text += (gap if text else "") + block
        before = block
    return text


def blocks(element: Any) -> Iterator[str]:
    line = [said(element.text)]
    for child in element:
        if is_block(child):
            yield from paragraph(line)
            yield from block(child)
            line = []
        else:
            line.append(inline(child))
        line.append(said(child.tail))
    yield from paragraph(line)


def is_block(element: Any) -> bool:
    return element.tag in BLOCKS or any(below.tag in BLOCKS for below in element.iterdescendants())


def paragraph(line: list[str]) -> Iterator[str]:
    lines = [part.strip() for part in "".join(line).replace("****", "").split("\n")]
    if text := "\n".join(filter(None, lines)):
        yield re.sub(r"^([#>])", r"\\\1", text)


def block(element: Any) -> Iterator[str]:
    tag = element.tag
    if tag in HEADINGS:
        text = " ".join(blocks(element)).replace("**", "").replace("\n", " ")
        yield from [f"{HEADINGS[tag]} {text}"] if text else []
    elif tag in LISTS:
        yield from items(element)
    elif tag == "table":
        yield from table(element)
    elif tag == "blockquote":
        yield from ["> " + joined(blocks(element)).replace("\n", "\n> ")]
    elif word_item := _WORD_ITEM.search(element.get("style", "")):
        yield from item_of_word(element, int(word_item[1]))
    elif tag not in UNSEEN:
        yield from blocks(element)


def items(element: Any, depth: int = 0) -> Iterator[str]:
    number = 0
    for child in element:
        if child.tag in LISTS:  # Word and Google put a list within a list beside its item
            yield from items(child, depth + 1)
            continue
        number += 1
        mark = f"{number}." if element.tag == "ol" else "-"
        within = [below for below in child if below.tag in LISTS]
        for below in within:
            child.remove(below)
        text = " ".join(blocks(child)).replace("\n", " ")
        yield from [f"{'   ' * depth}{mark} {text}"] if text else []
        for below in within:
            yield from items(below, depth + 1)


def item_of_word(element: Any, level: int) -> Iterator[str]:
    """Return an item of a list in Word, which is a paragraph that begins with its mark."""
    marks = [below for below in element.iter("span") if "mso-list:" in below.get("style", "")]
    mark = "".join(marks[0].itertext()).strip() if marks else ""
    text = " ".join(blocks(element))
    kind = "1." if re.match(r"[(（]?\w{1,4}[.)、）]", mark) else "-"
    yield from [f"{'   ' * (level - 1)}{kind} {text}"] if text else []


def table(element: Any) -> Iterator[str]:
    rows = [[cell for cell in row if cell.tag in CELLS] for row in element.iter("tr")]
    width = max(map(len, rows), default=0)
    if width < 2:  # it only frames what is in it
        yield from (text for row in rows for cell in row for text in blocks(cell))
        return
    lines = [[cell_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows if row]
    lines.insert(1, ["---"] * width)
    yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell_text(cell: Any) -> str:
    return " ".join(blocks(cell)).replace("\n", " ").replace("|", r"\|")


def inline(element: Any) -> str:
    tag, style = element.tag, element.get("style", "")
    if tag in UNSEEN or "mso-list:" in style:
        return ""
    if tag == "br":
        return "\n"
    text = said(element.text) + "".join(inline(child) + said(child.tail) for child in element)
    if tag == "a" and re.match(r"https?://|mailto:", address := element.get("href", "")):
        return (
            f"[{text.strip()}]({address.replace(' ', '%20').replace(')', '%29')})" if text.strip() else ""
        )
    if _BOLD.search(style) or (tag in {"b", "strong"} and not _LIGHT.search(style)):
        return emphasised(text, "**")
    return emphasised(text, "*") if tag in {"em", "i"} else text


def emphasised(text: str, mark: str) -> str:
    found = _EMPHASIS.fullmatch(text)
    if not found or not found[2] or mark in text:
        return text
    return f"{found[1]}{mark}{found[2]}{mark}{found[3]}"


def said(text: str | None) -> str:
    return _MARKUP.sub(r"\\\1", _BLANKS.sub(" ", text or ""))
