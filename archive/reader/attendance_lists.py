"""Where a list of those who were there ends: line by line, by what each line is; lists side by side."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.reader.attendance_headings import Head, begins_votes, head_at
from archive.reader.line_kinds import kind_of
from archive.reader.name_words import is_latin_post, without_address
from archive.reader.patterns import HAN_LETTER
from archive.reader.people import Manner, is_series, is_wrapped, read_people
from archive.reader.results import Span
from archive.reader.source import Source, SourceLine
from archive.text.vocabulary import presence_of

_HAN_LABEL = re.compile(
    r"(?:[一二三四五六七八九十壹贰参肆伍陆柒捌玖拾]{1,3}、|\([一二三四五六七八九十]{1,2}\))|[^\s:]{2,10}:"
)
_SENTENCE = re.compile(r"[^\W\d_]{3}(?<!Cllr)(?<!Cllrs)(?<!Mrs)(?<!Prof)(?<!Revd)(?<!Supt)[.!?](?:\s|$)|。")
_NO_UNIT = re.compile(r"[^\s:]{0,8}(?:纪要|议题|议程|时间|地点|方式|附件|链接|主题|日期):")
ENDS_A_LIST = frozenset(["head", "heading", "vote", "motion", "speaker"])
MOST_IN_A_ROLE = 3
BRACKET_NOTE = re.compile(r"^\(([^()\n]{1,12})\)[ \t\u3000]{0,60}(?=\S)")
ONLY_NOTE = re.compile(r"\([^()\n]{1,12}\)")
ENDS_OPEN = re.compile(r"(?:[,、;&]|\band)$")
_COLON = re.compile(r"[^:(]*:(?![0-9])")
_GAP = re.compile(r"\t|[ \u3000]{3,}|(?<=\S)[ ]?\|")
_GAP_SIGNS = ("|", "\t", "   ", "\u3000")
SLACK = 4
LONGEST_ROW = 1_000


@dataclass(slots=True)
class NameList:
    """One head with what follows it: the rest of its line and the lines that belong to it."""

    head: Head
    inline: Span
    lines: list[SourceLine] = field(default_factory=list)


# Lists in columns: PRESENT: … and ABSENT: … on one line, the names of each below it


class Columns(NamedTuple):
    """Lists that stand side by side, and the index of the first line after them."""

    parts: list[NameList]
    end: int


def columns_at(source: Source, lines: list[SourceLine], index: int) -> Columns | None:
    """Return the lists whose heads share a line, each with the cells below its head; None if none do."""
    starts, parts = _heads_of_columns(source, lines[index])
    if len(parts) < 2:
        return None
    edge = starts[0] + (SLACK if parts[0].lines else 0)  # names stand below a head alone, or behind it
    by_tab = "\t\t" not in lines[index].text
    following = index + 1
    begun = False
    while following < len(lines):
        line = lines[following]
        below = [] if line.is_blank else list(_cells_at(source, line, by_tab=by_tab))
        if line.is_blank and begun and "|" not in line.text:
            break
        if below and below[0][0] < edge and (line.is_row or len(below) < 2):
            break
        if below and (kind_of(source, line, inside=True).name in ENDS_A_LIST or not _names(source, below)):
            break
        for column, cell in below:
            number = max((n for n, start in enumerate(starts) if start <= column + SLACK), default=0)
            parts[number].lines.append(_cell_line(source, line, cell))
            begun = True
        following += 1
    return Columns(parts, following) if begun else None


def _heads_of_columns(source: Source, line: SourceLine) -> tuple[list[int], list[NameList]]:
    starts: list[int] = []
    parts: list[NameList] = []
    if not any(sign in line.text for sign in _GAP_SIGNS):
        return starts, parts
    if not _GAP.search(line.text) or len(line.text) > LONGEST_ROW:
        return starts, parts
    for column, cell in _cells_at(source, line, by_tab="\t\t" not in line.text):
        head = head_at(source, _cell_line(source, line, cell), cell.start, inside=bool(parts))
        if head and head.kind == "list":
            starts.append(column)
            parts.append(NameList(head, Span(head.value, head.value)))
        elif not parts:
            break
        # The names beside a head stand in its own cell or in the next.
        names = source.trimmed(head.value, cell.end, strip="|") if head else cell
        if names.start < names.end:
            parts[-1].lines.append(_cell_line(source, line, names))
    return starts, parts if len({part.head.status + part.head.role for part in parts}) > 1 else []


def _names(source: Source, below: list[tuple[int, Span]]) -> bool:
    return any(read_people(source, cell, Manner(one_a_line=True))[0] for _, cell in below)


def _cell_line(source: Source, line: SourceLine, cell: Span) -> SourceLine:
    words = source.plain[slice(*cell)]
    return SourceLine(*cell, *cell, words, line.indent, line.heading, "", line.checked)


def _cells_at(source: Source, line: SourceLine, *, by_tab: bool) -> Iterator[tuple[int, Span]]:
    """Yield the cells of a row with their numbers, or of a line with gaps with their places on it.

    `by_tab` tells that each tab parts two columns, rather than reaching as far as a column begins.
    """
    if line.is_row:
        for number, span in enumerate(source.cells(line)):
            if span.start < span.end:
                yield number * 10, span
        return
    gaps = [match.span() for match in _GAP.finditer(source.plain, line.at, line.stop)]
    starts, stops = [line.at, *(last for _, last in gaps)], [*(first for first, _ in gaps), line.stop]
    for place in zip(starts, stops, strict=True):
        span = source.trimmed(*place, strip="-•*")
        if span.start < span.end:
            yield _column(source.plain[line.start : span.start], by_tab=by_tab), span


def _column(before: str, *, by_tab: bool) -> int:
    """Return where on its line a word stands, a tab filled up and a Chinese character two wide."""
    if by_tab and "\t" in before:
        return before.count("\t") * 10
    wide = "".join("  " if unicodedata.east_asian_width(sign) in "WF" else sign for sign in before)
    return len(wide.expandtabs(8))


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
        if begins_votes(self.source.plain, line.at, line.stop):
            return False
        if kind in ENDS_A_LIST or self._is_another_row(line) or not self._belongs(line):
            return False
        self.part.lines.append(line)
        self.taken = self._seen
        self._blank = self._is_new_page = False
        return True

    def _is_another_row(self, line: SourceLine) -> bool:
        """Say whether a row under a row with head and names has a head of its own: | 议题 | 加装电梯 |."""
        if not (line.is_row and self.first.is_row) or self.part.inline.start == self.part.inline.end:
            return False
        full = [span for span in self.source.cells(line) if span.start < span.end]
        return len(full) > 1 and full[0] == self.source.cells(line)[0]

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
        if begun and line.bullet[:1].isdigit():  # an item of business
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
            and not HAN_LETTER.search(line.text)
            and line.text.count(",") < len(line.text) // 40
        ):
            return False
        if HAN_LETTER.search(line.text):
            belongs = self._han_belongs(line)
        else:
            before = self.source.plain[self.part.inline.start : self.part.inline.end]
            before = self.part.lines[-1].text if self.part.lines else before
            wrapped = ENDS_OPEN.search(before.rstrip()) is not None or line.text.startswith("and ")
            indented = bool(before) and line.indent > self.first.indent
            colon = _COLON.match(line.text)
            behind = line.text[colon.end() :] if colon else ""
            label = colon is not None and not is_latin_post(colon[0].rstrip(":"))
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
        if _NO_UNIT.match(line.text):
            return False
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
        one = not HAN_LETTER.search(line.text) and not is_series(line.text)
        span = Span(line.at + len("and ") * line.text.startswith("and "), line.stop)
        entries, left = read_people(self.source, span, Manner(one_a_line=one))
        return len(entries) > 0 and len(left) <= len(entries)
