"""Lines for the program that once made a page, not for its readers: kramdown, Liquid, front matter.

The record keeps them, the page does not show them.
"""

import re

from markdown_it.rules_block import StateBlock

_INSTRUCTION = re.compile(r"\{:[^{}\n]*\}|\{::[^{}\n]*/?\}|\{%[^\n]*%\}")
# kramdown puts its table of contents in the place of this list.
_CONTENTS = re.compile(
    r"(?:[-*+]|1\.)[ \t]+[^\n]{0,60}(?:toc|contents|目[录錄])[^\n]{0,60}\n[ \t]*\{:\s*toc\b[^{}\n]*\}",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[\w-]+:[^\n]*\n|[ \t#-][^\n]*\n|\n)*?---[ \t]*(?=\n|\Z)")


def instruction(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Drop the lines at `start` that are such instructions alone; a rule of the parser."""
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 1] not in {"{", "-", "*", "+", "1"}:
        return False
    found = _found(state, first, state.eMarks[start], is_first=start == 0)
    if found is None:
        return False
    if not silent:
        line = start
        while line < end and state.bMarks[line] < found:
            line += 1
        state.line = line
    return True


def _found(state: StateBlock, first: int, end_of_line: int, *, is_first: bool) -> int | None:
    """Return where the instruction that begins here ends, None if there is none."""
    if state.src[first] == "{":
        line = state.src[first:end_of_line].rstrip()
        return end_of_line if _INSTRUCTION.fullmatch(line) else None
    if is_first and state.src.startswith("---", first):
        found = _FRONT_MATTER.match(state.src, first)
        return found.end() if found and ":" in found[0] else None
    found = _CONTENTS.match(state.src, first)
    return found.end() if found else None
