"""Check lists: [x] and [ ] as signs, with a word for those who hear the page."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import pgettext
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from archive.text.direction import reader_attributes

_BOX = re.compile(r"(?<![\w\].?(])\[([ xX])\](?![(\[:])")
# An empty one within a line is a gap that nobody filled in.
_BEGINS = re.compile(r"(?:^|\])[ \t]*(?:\d+[.)][ \t]*|[-*+][ \t]+)?\Z", re.MULTILINE)


def check_box(state: StateInline, silent: bool) -> bool:
    """Take a check box; a rule of the parser."""
    found = _BOX.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if found is None or found[1].upper() in state.env.get("references", ()):
        return False
    if found[1] == " " and not _BEGINS.search(state.src, max(0, state.pos - 12), state.pos):
        return False
    if not silent:
        token = state.push("check_box", "", 0)
        token.content = "☐" if found[1] == " " else "☑"
    state.pos = found.end()
    return True


def check_box_html(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    """Return the sign, named in the reader's language."""
    sign = tokens[index].content
    word = pgettext("of a check list", "open") if sign == "☐" else pgettext("of a check list", "done")
    return f'<span class="check" role="img" aria-label="{word}"{reader_attributes()}>{sign}</span>'
