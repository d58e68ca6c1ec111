"""Turn the Markdown of minutes into safe HTML, and into plain text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from archive.text.links import link, short_address, text_token
from archive.text.markdown_parser import parse, parser_for
from archive.text.paragraph_flow import LONGEST_LINE
from archive.text.paragraph_looks import dress_paragraphs, paragraph_html
from archive.text.permalinks import add_permalinks
from archive.text.raw_html import balanced
from archive.text.speakers import Speaker, speaker_heads, speakers_of

DEEPEST_HEADING = 6
LONGEST_ANCHOR = 60
LONGEST_LABEL = 80

# One line without a character that could be markup is one paragraph. Most resolutions are such a
# line, and one session holds 482 of them: 5 ms instead of 50.
_PLAIN_LINE = re.compile(r"[^\s\d{#>+\-|=:\\`*_\[\]<&!~\x00-\x1f][^\\`*_\[\]<&!~\x00-\x1f]*")


class RenderedHeading(NamedTuple):
    """A heading as rendered: its level from 1 to 6, its text and the id it can be linked by."""

    level: int
    text: str
    anchor: str


class Rendered(NamedTuple):
    """Safe HTML, its headings in order, and who speaks if it is a transcript with permalinks."""

    html: SafeString
    headings: list[RenderedHeading]
    speakers: Sequence[Speaker] = ()


def render(
    source: str,
    *,
    heading_level: int = 2,
    anchor_prefix: str = "",
    site: str = "",
    title: str = "",
    permalinks: bool = False,
) -> Rendered:
    """Return Markdown as HTML that is safe in a page, and its headings.

    Of raw HTML a few tags remain (raw_html.py). The highest heading of the source becomes
    `heading_level` (1 to 6), those beneath it follow without a jump, none goes beyond h6. Every
    heading gets an id of its own: the prefix and its words, Chinese ones included. A page that renders
    several texts, or has ids itself, tells them apart by `anchor_prefix`; its `title` is not said again
    at the beginning. Images become links: no page loads anything from elsewhere. A link to an address
    of this site (/people/ann/) gets the path before it below which the site stands, `site`. With
    `permalinks` each paragraph has an id, and a link to itself at its end.
    """
    if not permalinks and _is_plain_line(source):
        return Rendered(mark_safe(paragraph_html(source.strip())), [])  # noqa: S308 - escaped
    parser = parser_for(source)
    blocks = _without_title(_without_empty_headings(parse(parser, source)), title)
    for block in blocks:
        block.children = _safe_inline(block.children or [])
        for token in block.children:
            if re.match("/(?!/)", address := str(token.attrs.get("href", ""))):
                token.attrs["href"] = f"{site}{address}"
    texts = [_text_of(block.children or []) for block in blocks]
    speaker_heads(blocks, texts)
    dress_paragraphs(blocks)
    if permalinks:
        add_permalinks(blocks, texts, anchor_prefix)
    speakers = speakers_of(blocks, texts) if permalinks else []
    headings = _place_headings(blocks, heading_level, anchor_prefix)
    html = parser.renderer.render(_with_tables_wrapped(blocks), parser.options, {})
    if any(token.type == "raw_html" for block in blocks for token in [block, *(block.children or [])]):
        html = balanced(html)
    return Rendered(mark_safe(html), headings, speakers)  # noqa: S308 - the parser escapes all text


def _is_plain_line(source: str) -> bool:
    is_short = len(source) < LONGEST_LINE
    return is_short and "://" not in source and bool(_PLAIN_LINE.fullmatch(source))


def markdown_to_text(source: str) -> str:
    """Return the text of Markdown without its markup, blocks parted by a blank line."""
    return "\n\n".join(filter(None, _plain_blocks(parse(parser_for(source), source, as_text=True))))


def _without_empty_headings(blocks: Sequence[Token]) -> list[Token]:
    """Drop headings that hold nothing: a screen reader would announce them all the same."""
    kept: list[Token] = []
    for block in blocks:
        kept.append(block)
        if block.type == "heading_close" and not kept[-2].content.strip():
            del kept[-3:]
    return kept


def _without_title(blocks: list[Token], title: str) -> list[Token]:
    """Drop the first block if it is a heading that says what the page says above it."""
    if not title or not blocks or blocks[0].type != "heading_open":
        return blocks
    is_title = _anchor_words(_text_of(blocks[1].children or [])) == _anchor_words(title)
    return blocks[3:] if is_title else blocks


def _place_headings(blocks: Sequence[Token], highest: int, prefix: str) -> list[RenderedHeading]:
    """Give the headings among the blocks their level and id, in place, and return them."""
    headings: list[RenderedHeading] = []
    taken: dict[str, int] = {}
    above: list[int] = []  # levels of the source, from the highest heading to this one
    for index, block in enumerate(blocks):
        if block.type != "heading_open":
            continue
        level = int(block.tag[1])
        above = [*(one for one in above if one < level), level]
        shown = min(highest + len(above) - 1, DEEPEST_HEADING)
        text = _text_of(blocks[index + 1].children or [])
        anchor = prefix + _unique(_anchor_words(text), taken, "{}-{}")
        block.tag = blocks[index + 2].tag = f"h{shown}"
        block.attrSet("id", anchor)
        headings.append(RenderedHeading(shown, text, anchor))
    return headings


def _anchor_words(text: str) -> str:
    """Return the words of a heading in any script, joined by hyphens, for use as an id."""
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).casefold())
    return words.strip("-")[:LONGEST_ANCHOR].rstrip("-") or "section"


def _unique(wanted: str, taken: dict[str, int], numbered: str) -> str:
    """Return the wanted name, numbered from 2 where it is taken, and remember it as taken.

    `taken` holds for each name how often it was wanted, so that equal headings cost no search.
    """
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = numbered.format(wanted, taken[wanted])
    taken[name] = 1
    return name


def _safe_inline(tokens: Sequence[Token]) -> list[Token]:
    """Mark links as not vouched for, and turn images into links; data: addresses lose theirs.

    The parser shows addresses that may_link() refuses as text.
    """
    safe: list[Token] = []
    address = ""
    start, is_bare = 0, False
    for token in tokens:
        if token.type == "link_open":
            address, start, is_bare = str(token.attrs["href"]), len(safe), token.info == "auto"
        elif token.type == "link_close":
            label = safe[start:]
            if is_bare or not _text_of(label).strip():
                label = [text_token(short_address(_text_of(label).strip() or address))]
            safe[start:] = link(address, label)
            address = ""
        elif token.type == "image":
            safe += _image_link(token, inside_link=bool(address))
        else:
            safe.append(token)
    return safe


def _image_link(image: Token, *, inside_link: bool) -> list[Token]:
    """Return a link to an image with its description as text; within a link the text alone."""
    address = str(image.attrs["src"])
    description = _text_of([image])
    if inside_link:
        return [text_token(description)]
    return link(address, [text_token(description or address)])


def _with_tables_wrapped(blocks: Sequence[Token]) -> list[Token]:
    """Return the blocks with each table in a region that scrolls sideways, also by keyboard."""
    wrapped: list[Token] = []
    labels: dict[str, int] = {}
    is_headless = is_dropped = False
    for index, block in enumerate(blocks):
        if block.type == "table_open":
            label = _table_label(blocks, index)
            is_headless = not label
            wrapped.append(_scroll_region(label, labels))
        is_dropped = is_headless and (is_dropped or block.type == "thead_open")
        if not is_dropped:
            wrapped.append(block)
        is_dropped = is_dropped and block.type != "thead_close"
        if block.type == "table_close":
            wrapped.append(Token("scroll_close", "div", -1, block=True))
        elif block.type in ("th_open", "td_open"):
            _dress_cell(block, blocks[index + 1], blocks[index + 2])
    return wrapped


def _scroll_region(label: str, labels: dict[str, int]) -> Token:
    attributes: dict[str, Any] = {"class": "scroll", "tabindex": "0"}
    if label:  # a region without a name is no landmark
        attributes |= {"role": "region", "aria-label": _unique(label, labels, "{} ({})")}
    return Token("scroll_open", "div", 1, attrs=attributes, block=True)


def _table_label(blocks: Sequence[Token], opening: int) -> str:
    """Return the column heads of a table: a name in the language of the text itself."""
    heads: list[str] = []
    for block in blocks[opening:]:
        if block.type == "thead_close":
            break
        heads.append(_text_of(block.children or []).strip())
    return ", ".join(filter(None, heads))[:LONGEST_LABEL]


def _dress_cell(cell: Token, words: Token, closing: Token) -> None:
    """Say alignment by class, as our Content-Security-Policy allows no style, and scope of heads."""
    alignment = str(cell.attrs.pop("style", "")).removeprefix("text-align:")
    if alignment:
        cell.attrSet("class", f"align-{alignment}")
    if cell.tag == "th" and not words.content.strip():
        cell.tag = closing.tag = "td"  # a head that says nothing heads nothing
    elif cell.tag == "th":
        cell.attrSet("scope", "col")


def _plain_blocks(blocks: Sequence[Token]) -> Iterator[str]:
    """Yield the text of each block; a row of a table is one, its cells parted by blanks."""
    cells: list[str] | None = None
    for block in blocks:
        text = _text_of(block.children) if block.children else block.content
        if block.type == "tr_open":
            cells = []
        elif block.type == "tr_close":
            yield " ".join(cells or [])
            cells = None
        elif cells is None:
            yield text.strip()
        elif text:
            cells.append(text)


def _text_of(tokens: Sequence[Token]) -> str:
    return "".join(_words_of(token) for token in tokens)


def _words_of(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return _text_of(token.children) if token.type == "image" and token.children else token.content
