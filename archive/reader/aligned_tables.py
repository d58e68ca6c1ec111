"""Tables whose columns blanks align, as in typed minutes and in the text of a PDF: each gap becomes a bar.

What has columns beside each other and no known heads of a table, as two lists of names, is left as it is.
"""

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from archive.text.folding import one_script
from archive.text.language_files import keys_of, words_of
from archive.text.vocabulary import bare_key, presence_of, vote_option_of

_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")
_NAMES = re.compile(
    r"(?:full |board |council |committee |voting )?(?:name|member|councill?or|director|trustee|commissioner"
    r"|supervisor|attendee|participant)s?|姓[ \u3000]*名|委员|成员|人员|董事|理事|监事"
    r"|代表|议员|参会人员|出席人员",
    re.IGNORECASE,
)
_BESIDE_NAMES = frozenset(
    (
        "role roles position post title office party ward organisation organization company unit "
        "affiliation attendance status presence term "
        "职务 职位 职称 单位 部门 处室 出席情况 签到 状态 备注 党派"
    ).split()
)
_DECISION_HEADS = frozenset(
    bare_key(head)
    for column in keys_of("decision_columns")
    for head in words_of("decision_columns", column).split(",")
)
WIDEST_HEAD = 30
LEAST_ROWS = 2
MOST_ROWS = 500


class Cell(NamedTuple):
    """A cell of a line: its characters from `start` to `end`, on the page from `left` to `right`."""

    start: int
    end: int
    left: int
    right: int


def with_bars(text: str) -> str:
    """Return a text of the same length whose aligned tables have a bar before each further column."""
    if "  " not in text and "\u3000\u3000" not in text:
        return text
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        heads = _heads(lines[index])
        following = index + 1
        if heads:
            rows = {index: _barred(lines[index], heads, heads)}
            while following < len(lines) and following - index < MOST_ROWS:
                row = _barred(lines[following], _cells(lines[following]), heads)
                if row is None:
                    break
                rows[following] = row
                following += 1
            if len(rows) > LEAST_ROWS:
                for at, row in rows.items():
                    lines[at] = row or lines[at]
        index = following
    return "\n".join(lines)


def _heads(line: str) -> list[Cell]:
    """Return the cells of a line that heads a table; [] of any other."""
    if "  " not in line and "\u3000\u3000" not in line:
        return []
    cells = _cells(line)
    words = [one_script(line[cell.start : cell.end]) for cell in cells]
    return cells if 2 <= len(words) <= 9 and _is_head(tuple(words)) else []


@lru_cache(2_000)
def _is_head(words: tuple[str, ...]) -> bool:
    """Say whether words head a table of people, of who voted how, or of decisions."""
    if any(len(word) > WIDEST_HEAD for word in words):
        return False
    others = [word for word in words if not _NAMES.fullmatch(word)]
    if len(others) < len(words):
        beside = (
            bare_key(word) in _BESIDE_NAMES or presence_of(word) or vote_option_of(word) for word in others
        )
        return bool(others) and all(beside)
    return len(words) >= 3 and all(bare_key(word) in _DECISION_HEADS for word in words)


def _cells(line: str) -> list[Cell]:
    found = []
    left = end = 0
    for match in _CELL.finditer(line):
        left += _width(line[end : match.start()])
        right = left + _width(match[0])
        found.append(Cell(match.start(), match.end(), left, right))
        left, end = right, match.end()
    return found


def _width(words: str) -> int:
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def _barred(line: str, cells: list[Cell], heads: list[Cell]) -> str | None:
    """Return a row with a bar before each further column; None if its cells stand in no columns."""
    if len(cells) < 2:
        return None
    columns = [_column(cell, heads) for cell in cells]
    if columns[0] != 0 or any(one >= other for one, other in itertools.pairwise(columns)):
        return None
    characters = list(line)
    for number in range(1, len(cells)):
        gap = cells[number].start - cells[number - 1].end
        bars = columns[number] - columns[number - 1]
        if gap < max(bars, 1):
            return None
        characters[cells[number].start - bars : cells[number].start] = "|" * bars
    return "".join(characters)


def _column(cell: Cell, heads: list[Cell]) -> int:
    """Return the column whose head a cell stands below: the one it overlaps most, otherwise the nearest."""
    overlaps = [min(cell.right, head.right) - max(cell.left, head.left) for head in heads]
    return max(range(len(heads)), key=lambda column: (overlaps[column], -column))
