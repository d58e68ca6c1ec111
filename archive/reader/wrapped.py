"""Join the lines of a paragraph that was broken at a fixed width, as mail and typed minutes break them.

A line was broken if the first word of the next would not have fitted on it: the width is the longest line.
What begins something of its own (an item, a label, a heading, a row) is never joined to what stands before.
"""

import itertools
import re

NARROWEST, WIDEST = 60, 100  # columns that texts are broken at
FEWEST_BLANKS = 4  # in a line of words; an address has none
MOST_LONGER = 0.02  # share of lines that may be longer, an address or a row
_BEGINS = re.compile(
    r"\s*(?:[-*+•·●○◦▪‣■◆–#>|=_☐☑☒□✓✔✗✘\[]|[0-9]{1,4}[.)/]|\(?[a-zA-Z0-9]{1,3}\)"
    r"|(?:\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]?[ ]+)?<[^<>\s]{1,30}>[ ]"
    r"|[A-Z][\w '’/&-]{0,40}:|$)"
)
_HAN = re.compile("[\u3400-\u9fff]")
_NEXT_WORD = re.compile(r"\s*(\S+)")
_QUOTED = re.compile(r"(?:>[ ]?)+")
CHINESE_NARROWEST, CHINESE_WIDEST = 26, 60
_GOES_ON = re.compile("[\u3400-\u9fff、，,]$")
# What begins nothing of its own: no number, label or indented paragraph.
_CHINESE_TEXT = re.compile(
    r"(?![一二三四五六七八九十壹贰贰叁参貳參肆伍陆陸柒捌玖拾]{1,3}[、.]|第\S{1,4}[条條项項次]|[^\s。,，]{1,8}[:：]|[0-9]{1,3}[.、])"
    "[\u3400-\u9fff0-9]"
)
_CELL = re.compile(r"[|\t]")
_CLAUSE = re.compile("[.,:;]")


def without_wraps(text: str) -> str:
    """Return the text, each break within a paragraph a blank; its length and all offsets stay."""
    lines = text.split("\n")
    if chinese := _full_chinese_lines(lines):
        return _joined(lines, chinese)
    lengths = [len(line.rstrip()) for line in lines]
    width = max((length for length in lengths if length <= WIDEST), default=0)
    longer = sum(length > WIDEST for length in lengths)
    if width < NARROWEST or longer > len(lines) * MOST_LONGER:
        return text
    full = [index for index in range(len(lines) - 1) if _is_full(lines, index, lengths[index], width)]
    joined = {index for index in full if not _has_ended(lines[index])}
    # One long line alone may be a title or a list: what goes on below in small letters shows the width.
    if len(full) < 2 and not any(_goes_on(lines[index], lines[index + 1].lstrip("> ")) for index in joined):
        return text
    return _joined(lines, joined)


def _full_chinese_lines(lines: list[str]) -> set[int]:
    """Return the Chinese lines that are as long as the longest and go on below, if two or more do.

    A sign that may not begin a line makes one longer or shorter by a character.
    """
    lengths = [len(line.rstrip()) if _HAN.search(line) and not _CELL.search(line) else 0 for line in lines]
    width = max(lengths)
    if not CHINESE_NARROWEST <= width <= CHINESE_WIDEST:
        return set()
    full = {
        index
        for index, (line, after) in enumerate(itertools.pairwise(lines))
        if lengths[index] >= width - 1 and _GOES_ON.search(line.rstrip()) and _CHINESE_TEXT.match(after)
    }
    return full if len(full) > 1 else set()


def _joined(lines: list[str], joined: set[int]) -> str:
    for index in joined:  # the sign of a quoted line stands within its paragraph
        sign = _QUOTED.match(lines[index + 1])
        lines[index + 1] = " " * sign.end() + lines[index + 1][sign.end() :] if sign else lines[index + 1]
    ends = (" " if index in joined else "\n" for index in range(len(lines) - 1))
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _is_full(lines: list[str], index: int, length: int, width: int) -> bool:
    """Say whether the first word of the next line had no room on this one, and begins nothing."""
    line, after = lines[index], lines[index + 1]
    if (sign := _QUOTED.match(after)) and line.startswith(sign[0]):
        after = after[sign.end() :]
    word = _NEXT_WORD.match(after)
    if word is None or not width - 30 < length <= width or length + 1 + len(word[1]) <= width:
        return False
    if line.count(" ") < FEWEST_BLANKS + len(line) - len(line.lstrip()):
        return False
    if any(sign in words for words in (line, after) for sign in "\t|") or line.lstrip().startswith("#"):
        return False
    return not (_BEGINS.match(after) or _HAN.search(line) or _HAN.search(after))


def _has_ended(line: str) -> bool:
    """Say whether a line ends a sentence or a head; a label that stands behind a sentence does not."""
    line = line.rstrip(" \"'”’)]")
    behind = line[-40:].rpartition(". ")[2] if ". " in line[-40:] else line
    return line.endswith((".", "!", "?", ";")) or (line.endswith(":") and behind == line)


def _goes_on(line: str, after: str) -> bool:
    """Say whether a line runs on for sure: in small letters, in a bracket, in the midst of a clause."""
    words = _CLAUSE.split(line)[-1].split() if _CLAUSE.search(line) else []
    in_clause = sum(word[:1].islower() for word in words) > 2
    return after.lstrip()[:1].islower() or in_clause or line.rfind("(") > line.rfind(")")
