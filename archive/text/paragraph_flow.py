"""Paragraphs for the eye: a wall of one line is parted at sentences, text wrapped at a width is joined.

Only the page is mended; the record keeps the text as it came.
"""

import copy
import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_LINE = 1500
_PART = 700  # characters at which a part may end
_SENTENCE_END = re.compile(r"[。！？](?:[」』”’）】]*)|[.!?][)\"”’\]]*\s+(?=[A-Z“\"(\[])")
_MARKUP_PAIRS = re.compile(r"\*\*|~~|`")

# A column of names is narrower than this, and so is a telephone number's.
_NARROWEST = 40
_FEWEST_LINES = 4
_FULL_STOP = re.compile(r"[.!?。！？:：;；][)\"”’」』）]*\Z")
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]"
)


def flow(state: StateCore) -> None:
    """Mend the paragraphs among the blocks; a rule of the parser, before words are read."""
    if "as_text" in state.env:
        return
    mended: list[Token] = []
    place = 0
    for index, token in enumerate(state.tokens):
        if token.type == "paragraph_open":
            inline = state.tokens[index + 1]
            paragraphs = list(_paragraphs(_joined(inline.content)))
            inline.content = paragraphs[0]
            if len(paragraphs) > 1:
                mended += state.tokens[place:index]
                mended += _blocks(state.tokens[index : index + 3], paragraphs)
                place = index + 3
    if place:
        state.tokens = mended + state.tokens[place:]


def _blocks(paragraph: list[Token], texts: list[str]) -> Iterator[Token]:
    for text in texts:
        opening, inline, closing = (copy.copy(token) for token in paragraph)
        opening.hidden = closing.hidden = False
        inline.content, inline.children = text, []
        yield from (opening, inline, closing)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text: its lines together, but the parts of a long one by themselves."""
    if len(text) <= LONGEST_LINE:
        yield text
        return
    together: list[str] = []
    for line in text.split("\n"):
        if len(line) <= LONGEST_LINE:
            together.append(line)
            continue
        if together:
            yield "\n".join(together)
            together = []
        yield from _parts(line)
    if together:
        yield "\n".join(together)


def _parts(line: str) -> Iterator[str]:
    """Yield the sentences of a line in parts, none of which ends within a link or between asterisks."""
    begin = 0
    for match in _SENTENCE_END.finditer(line):
        if match.end() - begin < _PART or len(line) - match.end() < _PART / 4:
            continue
        part = line[begin : match.end()]
        if match.end() - begin > 20 * _PART or _is_closed(part):
            yield part.rstrip()
            begin = match.end()
    yield line[begin:]


def _is_closed(part: str) -> bool:
    return (
        part.count("[") == part.count("]")
        and part.count("<") == part.count(">")
        and part.count("*") % 2 == part.count("_") % 2 == 0
        and len(_MARKUP_PAIRS.findall(part)) % 2 == 0
    )


def _joined(text: str) -> str:
    """Return a paragraph with its lines joined where they were wrapped at a width."""
    if text.count("\n") < _FEWEST_LINES - 1:
        return text
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    widest = max(widths)
    is_wrapped = [
        width >= 0.9 * widest and not _FULL_STOP.search(line)
        for line, width in zip(lines[:-1], widths, strict=False)
    ]
    if widest < _NARROWEST or sum(is_wrapped) * 2 <= len(is_wrapped):
        return text
    joined = lines[0]
    for before, width, line in zip(lines, widths, lines[1:], strict=False):
        is_break = width < 0.75 * widest or before.endswith(("  ", "\\"))
        joined += ("\n" if is_break else _joint(before, line)) + line
    return joined


def _width(line: str) -> int:
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines that were one: nothing in Chinese, or after a hyphen."""
    if _WIDE.match(before[-1:]) and _WIDE.match(after[:1]):
        return ""
    return "" if re.search(r"\w-\Z", before) and after[:1].islower() else " "
