"""Gather the lines that belong to the head of a list of names."""

import re
from dataclasses import dataclass, field

from archive.reader.attendance_headings import Head, heads_in
from archive.reader.people import Manner, read_people
from archive.reader.results import Span
from archive.reader.source import Line, Source
from archive.reader.words import is_latin_post

_HAN = re.compile("[\u3400-\u9fff]")
_ENDS_OPEN = re.compile(r"(?:[,、;&]|\band)$")
_HAN_LABEL = re.compile(
    r"(?:[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}、|\([一二三四五六七八九十]{1,2}\))|[^\s:]{2,10}:"
)
_BRACKET_NOTE = re.compile(r"^\(([^()\n]{1,12})\)[ \t\u3000]{0,60}(?=\S)")
_ONLY_NOTE = re.compile(r"\([^()\n]{1,12}\)")
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)|。")
MOST_IN_A_ROLE = 3


@dataclass(slots=True)
class NameList:
    """One head with what follows it: the rest of its line and the lines that belong to it."""

    head: Head
    inline: Span
    lines: list[Line] = field(default_factory=list)


class Gatherer:
    """Decides line by line whether a list goes on."""

    def __init__(self, source: Source, first: Line, part: NameList) -> None:
        self.source = source
        self.first = first
        self.part = part
        self.taken = 0
        self._seen = 0
        self._blank = False
        self._bulleted: bool | None = None

    def takes(self, line: Line) -> bool:
        """Say whether a line belongs to the list; blank lines may stand within it."""
        self._seen += 1
        if self.part.head.kind != "list" and len(self.part.lines) >= MOST_IN_A_ROLE:
            return False
        if line.is_blank and "|" not in line.text:
            # A rule under a heading or across the page ends a list that has begun.
            self._blank = True
            return not (line.text and self.part.lines)
        if not self._belongs(line):
            return False
        self.part.lines.append(line)
        self.taken = self._seen
        self._blank = False
        return True

    def _belongs(self, line: Line) -> bool:
        if line.heading or heads_in(self.source, line, inside=True):
            return False
        if line.bullet or line.checked is not None:
            return self._bullet_belongs(line)
        if self._bulleted:
            return not self._blank and line.indent > self.part.lines[-1].indent and len(line.text) < 120
        if self._blank and (self.part.inline.start < self.part.inline.end or self.part.lines):
            return False
        return self._plain_belongs(line)

    def _bullet_belongs(self, line: Line) -> bool:
        begun = self.part.inline.start < self.part.inline.end
        if self._bulleted is False or (begun and line.indent <= self.first.indent and self.first.bullet):
            return False
        if begun and self._blank:
            return False
        if not self._reads(line) and ((self._blank and len(self.part.lines) > 1) or len(line.text) >= 40):
            return False
        self._bulleted = True
        return True

    def _plain_belongs(self, line: Line) -> bool:
        if (
            len(line.text) > 160
            and not _HAN.search(line.text)
            and line.text.count(",") < len(line.text) // 40
        ):
            return False
        if _HAN.search(line.text):
            belongs = self._han_belongs(line)
        else:
            before = self.source.plain[self.part.inline.start : self.part.inline.end]
            before = self.part.lines[-1].text if self.part.lines else before
            wrapped = _ENDS_OPEN.search(before.rstrip()) is not None
            indented = bool(before) and line.indent > self.first.indent
            label = ":" in line.text and not is_latin_post(line.text.split(":")[0])
            below = self.part.inline.start == self.part.inline.end
            belongs = (wrapped or indented or below or self._bulleted is False) and not label
            belongs = belongs and not _SENTENCE.search(line.text.rstrip(".")) and self._reads(line)
        if belongs and self.part.lines:
            self._bulleted = False
        return belongs

    def _han_belongs(self, line: Line) -> bool:
        if _BRACKET_NOTE.match(line.text) or _ONLY_NOTE.fullmatch(line.text):
            return True
        label = _HAN_LABEL.match(line.text)
        if (
            label
            and (":" not in label[0] or line.indent <= self.first.indent)
            and not self._reads_post(line)
        ):
            return False
        return self._reads(line)

    def _reads_post(self, line: Line) -> bool:
        entries, _ = read_people(self.source, line.span, Manner())
        return bool(entries) and bool(entries[0].label)

    def _reads(self, line: Line) -> bool:
        """Say whether a line holds little but names."""
        entries, left = read_people(self.source, line.span, Manner(one_a_line=not _HAN.search(line.text)))
        return len(entries) > 0 and len(left) <= len(entries)
