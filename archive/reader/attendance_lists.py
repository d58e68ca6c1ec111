"""Where a list of those who were there ends: line by line, by what each line is."""

import re
from dataclasses import dataclass, field

from archive.reader.attendance_headings import Head
from archive.reader.line_kinds import kind_of
from archive.reader.name_words import is_latin_post, without_address
from archive.reader.people import Manner, is_series, is_wrapped, read_people
from archive.reader.results import Span
from archive.reader.source import Source, SourceLine
from archive.text.vocabulary import presence_of

_HAN_LABEL = re.compile(
    r"(?:[一二三四五六七八九十壹贰参肆伍陆柒捌玖拾]{1,3}、|\([一二三四五六七八九十]{1,2}\))|[^\s:]{2,10}:"
)
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)|。")
ENDS_A_LIST = frozenset(["head", "heading", "vote", "motion", "speaker"])
MOST_IN_A_ROLE = 3
_HAN = re.compile("[\u3400-\u9fff]")
BRACKET_NOTE = re.compile(r"^\(([^()\n]{1,12})\)[ \t\u3000]{0,60}(?=\S)")
ONLY_NOTE = re.compile(r"\([^()\n]{1,12}\)")
ENDS_OPEN = re.compile(r"(?:[,、;&]|\band)$")


@dataclass(slots=True)
class NameList:
    """One head with what follows it: the rest of its line and the lines that belong to it."""

    head: Head
    inline: Span
    lines: list[SourceLine] = field(default_factory=list)


class Gatherer:
    """Decides line by line whether a list goes on."""

    def __init__(self, source: Source, first: SourceLine, part: NameList) -> None:
        self.source = source
        self.first = first
        self.part = part
        self.taken = 0
        self._seen = 0
        self._blank = False
        self._is_new_page = False
        self._bulleted: bool | None = None

    def takes(self, line: SourceLine) -> bool:
        self._seen += 1
        kind = kind_of(self.source, line, inside=True).name
        if self.part.head.kind != "list" and len(self.part.lines) >= MOST_IN_A_ROLE:
            return False
        if kind == "noise":
            # The foot of a page, with the blank lines around it, parts nothing.
            self._blank, self._is_new_page = False, True
            return True
        if line.is_blank and "|" not in line.text:
            # A rule under a heading or across the page ends a list that has begun.
            self._blank = not self._is_new_page
            return not (line.text and self.part.lines)
        if line.is_blank:  # an empty row of a table
            return True
        if kind in ENDS_A_LIST or not self._belongs(line):
            return False
        self.part.lines.append(line)
        self.taken = self._seen
        self._blank = self._is_new_page = False
        return True

    def _belongs(self, line: SourceLine) -> bool:
        if line.bullet or line.checked is not None:
            return self._bullet_belongs(line)
        if self._bulleted:
            return not self._blank and line.indent > self.part.lines[-1].indent and len(line.text) < 120
        if self._blank and (self.part.inline.start < self.part.inline.end or self.part.lines):
            return False
        return self._plain_belongs(line)

    def _bullet_belongs(self, line: SourceLine) -> bool:
        begun = self.part.inline.start < self.part.inline.end
        if self._bulleted is False or (begun and line.indent <= self.first.indent and self.first.bullet):
            return False
        if self._blank and (begun or self._is_another_list(line)):
            return False
        if not self._reads(line) and ((self._blank and len(self.part.lines) > 1) or len(line.text) >= 40):
            return False
        self._bulleted = True
        return True

    def _is_another_list(self, line: SourceLine) -> bool:
        """Say whether an item behind a blank line is in another list: of another kind, or numbered anew."""
        if not self.part.lines:
            return False
        last, mark = self.part.lines[-1].bullet, line.bullet
        if not (last[:1].isdigit() and mark[:1].isdigit()):
            return last != mark
        return int(mark.rstrip(".)")) <= int(last.rstrip(".)"))

    def _plain_belongs(self, line: SourceLine) -> bool:
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
            wrapped = ENDS_OPEN.search(before.rstrip()) is not None
            indented = bool(before) and line.indent > self.first.indent
            before_colon, colon, behind = line.text.partition(":")
            label = bool(colon) and not is_latin_post(before_colon)
            label = label and not presence_of(re.split("[(,]", behind)[0].strip())
            below = self.part.inline.start == self.part.inline.end
            titled = without_address(line.text) != line.text
            wrapped = wrapped or titled or is_wrapped(before, line.text)
            belongs = (wrapped or indented or below or self._bulleted is False) and not label
            belongs = belongs and not _SENTENCE.search(line.text.rstrip(".")) and self._reads(line)
        if belongs and self.part.lines:
            self._bulleted = False
        return belongs

    def _han_belongs(self, line: SourceLine) -> bool:
        if BRACKET_NOTE.match(line.text) or ONLY_NOTE.fullmatch(line.text):
            return True
        label = _HAN_LABEL.match(line.text)
        if (
            label
            and (":" not in label[0] or line.indent <= self.first.indent)
            and not self._reads_post(line)
        ):
            return False
        return self._reads(line)

    def _reads_post(self, line: SourceLine) -> bool:
        entries, _ = read_people(self.source, line.span, Manner())
        return bool(entries) and bool(entries[0].label)

    def _reads(self, line: SourceLine) -> bool:
        one = not _HAN.search(line.text) and not is_series(line.text)
        entries, left = read_people(self.source, line.span, Manner(one_a_line=one))
        return len(entries) > 0 and len(left) <= len(entries)
