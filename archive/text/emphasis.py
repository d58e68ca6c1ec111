"""Emphasis in Chinese, Japanese and Korean text, where no blank stands around the asterisks.

CommonMark reads **决定：**同意 as no emphasis at all, since a full stop or colon before the second ** and
no blank after it look like an opening. Source of the rule: the CJK-friendly amendments to CommonMark,
github.com/tats-u/markdown-cjk-friendly (specification.md), for CommonMark issue 650.
"""

import re
import unicodedata
from collections.abc import MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

# The old letters of Hangul are narrow; ideographs may be followed by a selector of their form.
_CJK_BY_NAME = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\U000e0100-\U000e01ef]")
_FORM_SELECTOR = re.compile("[\ufe00-\ufe0e]")


class CjkInline(ParserInline):
    """The inline parser, with emphasis that knows wide characters."""

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        state = _CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _CjkState(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - so in the parser
        """Beside a wide character, punctuation does not decide whether a run opens or closes."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before, main_before = _before(self.src, start)
        after = self.src[end] if end < self.posMax else " "
        blank_before, blank_after = isWhiteSpace(ord(main_before)), isWhiteSpace(ord(after))
        if blank_before or blank_after:
            return Scanned(not blank_after, not blank_before, end - start)
        opens, closes = _is_punctuation(main_before), _is_punctuation(after)
        if canSplitWord:
            if _is_cjk(after) or _is_cjk(before) or _is_wide_quote(self.src, start, end):
                return Scanned(True, True, end - start)
            opens, closes = opens or not closes, closes or not opens
        return Scanned(opens, closes, end - start)


def _before(text: str, place: int) -> tuple[str, str]:
    """Return the character before a place, twice: as it is, and the one that a selector belongs to."""
    if not place:
        return " ", " "
    before = text[place - 1]
    if place > 1 and _FORM_SELECTOR.match(before) and not isWhiteSpace(ord(text[place - 2])):
        return text[place - 2], text[place - 2]
    return before, before


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _is_cjk(character: str) -> bool:
    """Return whether a character is written in the width of an ideograph, emoji aside."""
    if character < "\u1100":
        return False
    if unicodedata.east_asian_width(character) not in "WFH":
        return bool(_CJK_BY_NAME.match(character))
    is_symbol = unicodedata.category(character) in {"So", "Sk"}
    return not is_symbol or "\u2e80" <= character < "\U0001f000"


def _is_wide_quote(text: str, start: int, end: int) -> bool:
    """Return whether “…”, …… or —— of Chinese text stands beside the run; its width Unicode leaves open.

    The amendments ask for a selector that nobody types. The character behind it tells as much.
    """
    before, behind = text[start - 1 : start], text[start - 2 : start - 1]
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    return any(
        _is_ambiguous(mark) and bool(other) and _is_cjk(other)
        for mark, other in ((before, behind), (after, beyond))
    )


def _is_ambiguous(mark: str) -> bool:
    return bool(mark) and unicodedata.east_asian_width(mark) == "A" and isPunctChar(mark)
