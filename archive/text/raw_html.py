"""HTML inside Markdown: the few tags that shape a text are kept, others leave their words behind.

Real minutes come from wikis, word processors and GitHub, and hold <table>, <br>, <details>; they also
hold <ann> hello (a chat), List<T> (code) and words about the <video> element. So a tag is markup only
where its name is closed somewhere in the text, or never needs to be; all else is shown as written.

Each tag is written anew with its address and spans alone, and nh3 goes over the whole at the end: it
closes what is open and lets nothing through that the renderer does not itself make.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple

import nh3
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from archive.text.links import may_link

KEPT = frozenset(
    "table thead tbody tfoot tr td th p ul ol li b strong i em sub sup details summary".split()
)
VOID = frozenset(["br", "hr"])
_LOST_WITH_TEXT = ("script", "style")
_BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd div dl dt fieldset figcaption "
    "figure footer form header html main nav pre section".split()
)
_IN_LINES = frozenset("a abbr cite code font ins kbd label mark q s small span strike time tt u".split())
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NEVER_CLOSED = frozenset("br hr img wbr col".split())
_STARTS_BLOCK = KEPT - frozenset("b strong i em sub sup".split()) | _BLOCKS | _HEADINGS | {"hr"}
_OPEN_ENDED = {
    "li": frozenset(["ul", "ol"]),
    "p": _STARTS_BLOCK - {"p", "hr"},
    "tr": frozenset(["table"]),
    "td": frozenset(["table"]),
    "th": frozenset(["table"]),
}

_MOST_NESTED = 100  # the parser of nh3 takes seconds for some thousand
_WIDEST_SPAN = 100

_TAG = r"</?[a-z][\w:-]*(?:[\s/][^<>]*)?>"
_MARK = re.compile(rf"<!--|<!doctype\b[^<>]*>|<\?[^<>]*>|{_TAG}", re.IGNORECASE)
_NAME = re.compile(r"<(/?)([a-z][\w:-]*)", re.IGNORECASE)
_VALUE = r"\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
_ATTRIBUTES = {
    name: re.compile(rf"[\s\"']{name}{_VALUE}", re.IGNORECASE)
    for name in ("href", "src", "alt", "colspan", "rowspan")
}
_EMPTY = re.compile(r"<p>\s*</p>\n?")

# What the renderer makes itself, with the attributes that it gives.
_OWN = {
    "a": {"href", "rel", "class", "aria-label", "aria-labelledby"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "pre": {"tabindex", "role", "aria-label"},
    "span": {"class", "lang", "dir", "role", "aria-label"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "p": {"class", "id"},
    "b": {"class"},
    "li": {"id"},
} | {name: {"id", "class"} for name in _HEADINGS}
_CLEANER = nh3.Cleaner(
    tags=set(KEPT | VOID | set(_OWN) | {"blockquote", "s"}),
    attributes=_OWN,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)


class Mark(NamedTuple):
    """A tag, comment, script or the like in a text: where it stands, and its name ("" of a comment)."""

    start: int
    end: int
    name: str
    closes: bool

    @property
    def is_dropped(self) -> bool:
        """Whether it goes with all that it holds."""
        return not self.name


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a text in order. What has no end is no mark."""
    place = 0
    endless: set[str] = set()
    for match in _MARK.finditer(text):
        mark = _mark(match, endless) if match.start() >= place else None
        if mark:
            place = mark.end
            yield mark


def _mark(match: re.Match[str], endless: set[str]) -> Mark | None:
    """Return the mark that begins as matched; `endless` remembers what ends nowhere after here."""
    found = _NAME.match(match[0])
    name, closes = (found[2].lower(), bool(found[1])) if found else ("", False)
    end = {"<!--": "-->"}.get(match[0]) or (f"</{name}" if name in _LOST_WITH_TEXT and not closes else "")
    if not end:
        return Mark(match.start(), match.end(), name, closes)
    place = -1 if end in endless else _after(match.string, end, match.end())
    if place < 0:
        endless.add(end)
        return None
    return Mark(match.start(), place, "", closes=False)


def _after(text: str, end: str, place: int) -> int:
    """Return where the mark of this end is over, -1 if nowhere."""
    found = re.compile(re.escape(end), re.IGNORECASE).search(text, place)
    if found is None or end == "-->":
        return found.end() if found else -1
    return text.find(">", found.end()) + 1 or -1


def markup_names(text: str) -> frozenset[str]:
    """Return the names of tags that are markup in this text; none where they are nested without sense."""
    opened: set[str] = set()
    closed: set[str] = set()
    plain: set[str] = set()  # what is markup by its attributes, or closes itself
    depth = deepest = 0
    for mark in marks(text):
        (closed if mark.closes else opened).add(mark.name)
        if not mark.closes and ("=" in text[mark.start : mark.end] or text[mark.end - 2] == "/"):
            plain.add(mark.name)
        if mark.name in _STARTS_BLOCK:
            depth = max(depth - 1, 0) if mark.closes else depth + (mark.name not in {"p", "hr", "col"})
            deepest = max(deepest, depth)
    if deepest > _MOST_NESTED:
        return frozenset()
    names = frozenset(opened & closed) | _NEVER_CLOSED | ((closed | plain) & (KEPT | _BLOCKS | _IN_LINES))
    return names | {name for name, around in _OPEN_ENDED.items() if name in opened and names & around}


def html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take lines that begin with a tag, up to a blank one; a rule of the parser.

    What stands between the tags is read as Markdown within a line.
    """
    names = state.env.get("markup", frozenset())
    first = state.bMarks[start] + state.tShift[start]
    if not names or state.src[first : first + 1] != "<":
        return False
    opening = _MARK.match(state.src, first)
    mark = _mark(opening, set()) if opening else None
    if mark is None or not _stands_for_block(mark, names):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and (
        state.bMarks[line] < mark.end or (not state.isEmpty(line) and state.sCount[line] >= state.blkIndent)
    ):
        line += 1
    state.line = line
    _push_pieces(state, state.getLines(start, line, state.blkIndent, True), names)
    return True


def _stands_for_block(mark: Mark, names: frozenset[str]) -> bool:
    return mark.is_dropped or (mark.name in _STARTS_BLOCK and mark.name in names)


def _push_pieces(state: StateBlock, text: str, names: frozenset[str]) -> None:
    place = 0
    for mark in marks(text):
        if _stands_for_block(mark, names):
            _push_words(state, text[place : mark.start])
            _push_tag(state, clean_tag(mark, text, names) or "")
            place = mark.end
    _push_words(state, text[place:])


def _push_words(state: StateBlock, text: str) -> None:
    if text.strip():
        token = state.push("inline", "", 0)
        token.content, token.children = re.sub(r"\s*\n\s*", " ", text).strip("\n"), []


def _push_tag(state: StateBlock | StateInline, html: str) -> None:
    token = state.push("raw_html", "", 0)
    token.meta = {"html": html}
    token.content = "\n" if html == "<br>" else unescape(re.sub("<[^>]*>", "", html))


def html_inline(state: StateInline, silent: bool) -> bool:
    """Take one tag or comment within a line; a rule of the parser."""
    names = state.env.get("markup", frozenset())
    if not names or state.src[state.pos] != "<":
        return False
    found = _MARK.match(state.src, state.pos, state.posMax)
    mark = _mark(found, state.__dict__.setdefault("endless", set())) if found else None
    html = clean_tag(mark, state.src, names) if mark else None
    if mark is None or html is None:
        return False
    if not silent:
        _push_tag(state, html)
        state.linkLevel = max(0, state.linkLevel + html.startswith("<a ") - (html == "</a>"))
    state.pos = mark.end
    return True


def clean_tag(mark: Mark, source: str, names: frozenset[str]) -> str | None:
    """Return a tag written anew, "" if it is dropped, None where it is not markup but words."""
    name = mark.name
    if mark.is_dropped:
        return ""
    if name not in names:
        return None
    if name in VOID:
        return f"<{name}>"
    slash = "/" if mark.closes else ""
    if name in _HEADINGS:
        return "</strong></p>" if mark.closes else "<p><strong>"
    if name in _BLOCKS:
        return f"<{slash}p>"
    if name == "table":
        return "</table></div>" if mark.closes else '<div class="scroll" tabindex="0"><table>'
    written = source[mark.start : mark.end]
    if name == "img":
        return _image(written)
    if name == "a" and not written.endswith("/>"):
        return "</a>" if mark.closes else _link(_attribute(written, "href"))
    if name in {"td", "th"} and not mark.closes:
        return f"<{name}{_span(written, 'colspan')}{_span(written, 'rowspan')}>"
    return f"<{slash}{name}>" if name in KEPT else ""


def balanced(html: str) -> str:
    """Return HTML in which every tag is closed where it must be."""
    return _EMPTY.sub("", _CLEANER.clean(html))


def _attribute(tag: str, name: str) -> str:
    found = _ATTRIBUTES[name].search(tag)
    return unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


def _link(address: str) -> str:
    if not address or not may_link(address) or address.lower().startswith("data:"):
        return ""
    return f'<a href="{escape(address)}" rel="nofollow noopener">'


def _image(tag: str) -> str:
    """Return a link to a picture, as for those of Markdown."""
    address, description = _attribute(tag, "src"), _attribute(tag, "alt")
    link = _link(address)
    return f"{link}{escape(description or address)}</a>" if link else escape(description)


def _span(tag: str, name: str) -> str:
    value = _attribute(tag, name)
    is_span = re.fullmatch(r"[0-9]{1,3}", value) and 1 < int(value) <= _WIDEST_SPAN
    return f' {name}="{int(value)}"' if is_span else ""
