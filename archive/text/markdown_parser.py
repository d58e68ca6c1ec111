"""The parser of Markdown as minutes write it: CommonMark with rules of our own."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from archive.text.check_boxes import check_box, check_box_html
from archive.text.direction import reader_attributes
from archive.text.emphasis import CjkInline
from archive.text.instruction_lines import instruction
from archive.text.links import bare_link, may_link
from archive.text.paragraph_flow import flow
from archive.text.raw_html import html_block, html_inline, markup_names
from archive.text.redaction import REDACTED, show_redactions

# The parser silently drops what lies deeper than its own limit of 100. Here it stays, as text.
_DEEPEST_BLOCK = 60

# The parser looks for the end of each bracket up to the end of its paragraph: 20 s for 90 open ones
# before 200,000 characters of emphasis. Brackets that hold plain words are cheap; the others times
# the length of their paragraph may come to this (1.2 s at most), beyond it a text is shown without
# links. Of 5,897 real minutes the worst comes to 270,000.
_MOST_BRACKET_WORK = 1_000_000
_HARD_BRACKET = re.compile(r"\[(?![^\[\]`\\<\n]*\])")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

_BlockRule = Callable[[StateBlock, int, int, bool], bool]


def _limited(rule: _BlockRule) -> _BlockRule:
    """Return a block rule that leaves its text to the next rule when nested too deeply."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _DEEPEST_BLOCK and rule(state, start, end, silent)

    return limited


def _parser(*disabled: str) -> MarkdownIt:
    """Return a CommonMark parser with tables and strikethrough, set for minutes.

    Line breaks are kept. In most minutes a line is a statement: a speaker's label, a name on the
    roll, a line of a chat log; joined they read as one muddle (transcripts of a parliament have 700
    such lines each). Only text that was wrapped at a width is joined (paragraph_flow.py).

    Indented lines are not code: minutes indent to show structure, in spaces, and as code blocks
    they would neither wrap nor read as text. Fences remain.
    """
    parser = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
    parser.inline = CjkInline()
    parser.validateLink = may_link  # type: ignore[method-assign, assignment]
    parser.block.ruler.at("blockquote", _limited(blockquote), {"alt": _INTERRUPTS})
    parser.block.ruler.at("list", _limited(list_block), {"alt": _INTERRUPTS[:-1]})
    parser.inline.ruler.before("link", "redaction", _redaction)
    parser.inline.ruler.before("link", "check_box", check_box)
    parser.inline.ruler.before("newline", "bare_link", bare_link)
    parser.inline.ruler.after("autolink", "raw_html", html_inline)
    parser.block.ruler.before("table", "instruction", instruction, {"alt": _INTERRUPTS})
    parser.block.ruler.before("heading", "raw_html", html_block, {"alt": _INTERRUPTS[:-1]})
    parser.disable(["html_block", "html_inline"])
    parser.core.ruler.before("inline", "flow", flow)
    parser.add_render_rule("redaction", _redaction_html)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("raw_html", _raw_html)
    parser.add_render_rule("check_box", check_box_html)
    return parser.disable(["code", *disabled])


def _redaction(state: StateInline, silent: bool) -> bool:
    match = REDACTED.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    if not silent:
        token = state.push("redaction", "", 0)
        token.content, token.meta = show_redactions(match[0]), {"basis": match[1]}
    state.pos = match.end()
    return True


def _redaction_html(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    """Return the block: its label in the reader's language, its basis in that of the text."""
    label, basis = escapeHtml(_("Redacted:")), escapeHtml(tokens[index].meta["basis"])
    return f'<span class="redacted"><span{reader_attributes()}>{label}</span> {basis}</span>'


def _raw_html(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return str(tokens[index].meta["html"])


def _fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Return code as a region that scrolls sideways, also by keyboard; the regions are numbered."""
    env["fences"] = env.get("fences", 0) + 1
    label = _("Code") if env["fences"] == 1 else f"{_('Code')} ({env['fences']})"
    html = str(renderer.fence(tokens, index, options, env))
    return html.replace("<pre", f'<pre tabindex="0" role="region" aria-label="{escapeHtml(label)}"', 1)


# What these blocks may interrupt, as in the parser's own table of rules.
_INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]
_PARSER = _parser()
_LINKLESS_PARSER = _parser("link", "image")


def parser_for(source: str) -> MarkdownIt:
    paragraphs = _BLANK_LINE.split(source)
    work = sum(len(part) * len(_HARD_BRACKET.findall(part)) for part in paragraphs)
    return _LINKLESS_PARSER if work > _MOST_BRACKET_WORK else _PARSER


def parse(parser: MarkdownIt, source: str, **env: Any) -> list[Token]:
    """Return the tokens of a text; with `as_text` addresses stay whole."""
    if "<" in source:
        env["markup"] = markup_names(source)
    return parser.parse(source, env)
