"""The text of a page of HTML, as one would copy it from a browser."""

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from archive.documents.plain_text import MOST_BYTES, decoded, encoding_of, text_up_to_limit

UNSEEN = {"noscript", "script", "style", "svg", "template", "textarea", "title"}
PARAGRAPHS = {"blockquote", "dl", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table"}
LINES = {
    *("address", "article", "aside", "body", "caption", "dd", "details", "div", "dt", "figure", "footer"),
    *("form", "header", "hr", "legend", "li", "main", "nav", "section", "summary", "tr", "ul"),
}
CELLS = {"td", "th"}

# Source: HTML Living Standard, 13.2.3.2 "Determining the character encoding", the first 1,024 bytes.
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text; of a page larger than MOST_BYTES its beginning, and it does not end: ValueError.

    Raises RefusedFileError for what is no text.
    """
    data = stream.read(MOST_BYTES + 1)
    return text_of_source(source_of(data[:MOST_BYTES]), is_whole=len(data) <= MOST_BYTES)


def text_of_source(source: str, *, is_whole: bool) -> Iterator[str]:
    page = PageText()
    # In time that grows with the page; html.parser's grows with the square for what is never closed.
    parser = etree.HTMLParser(target=page, huge_tree=True)
    parser.feed(source or " ")
    parser.close()
    yield from text_up_to_limit(page.text, is_whole=is_whole)


def source_of(data: bytes) -> str:
    """Return the source of a page: what it declares is believed where the bytes allow it."""
    found = _DECLARED.search(data[:1024])
    if not found or encoding_of(data).startswith("utf"):
        return decoded(data)
    try:
        name = codecs.lookup(found[1].decode()).name
        return data.decode("gb18030" if name in {"gb2312", "gbk"} else name)
    except (LookupError, UnicodeError):
        return decoded(data)


class PageText:
    """Collects what a browser shows, as lxml's parser calls it: lines for blocks, tabs between cells."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.unseen = 0  # elements around this place that a browser does not show
        self.marked = "- "
        self.lists: list[int | None] = []  # number of the last item, None where items have none
        self.pre = 0
        self.cells = 0  # so far in this row

    @property
    def text(self) -> str:
        """What was collected: at most one empty line in a row, no blanks at the ends of lines."""
        lines = [line.strip(" \t") for line in "".join(self.pieces).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"

    def start(self, tag: str, _attributes: Any) -> None:
        self.unseen += tag in UNSEEN
        if tag in {"ol", "ul"}:
            self.lists.append(0 if tag == "ol" else None)
        self.pre += tag == "pre"
        self.break_at(tag)
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append(self.mark())
        elif tag in CELLS:
            self.pieces.append("\t" if self.cells else "")
            self.cells += 1
        elif tag == "tr":
            self.cells = 0

    def end(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()
        self.pre -= tag == "pre" and self.pre > 0
        self.break_at(tag)

    def data(self, data: str) -> None:
        text = data if self.pre else _BLANKS.sub(" ", data)
        if not self.unseen and not (text == " " and self.pieces[-1:] and self.pieces[-1].endswith("\n")):
            self.pieces.append(text)

    def close(self) -> None:
        """Do nothing more; lxml asks for it."""

    def break_at(self, tag: str) -> None:
        """Begin a new line, or a new paragraph; not between the mark of an item and its text."""
        if tag not in PARAGRAPHS | LINES or self.pieces[-1:] == [self.marked]:
            return
        is_paragraph = tag in PARAGRAPHS and not (tag in {"ol", "p"} and self.lists)
        wanted = "\n\n" if is_paragraph else "\n"
        if self.pieces and self.pieces[-1] in {"\n", "\n\n"}:
            wanted = max(wanted, self.pieces.pop())
        self.pieces.append(wanted)

    def mark(self) -> str:
        if not self.lists or self.lists[-1] is None:
            self.marked = "- "
        else:
            self.lists[-1] += 1
            self.marked = f"{self.lists[-1]}. "
        return self.marked
