"""Addresses in texts: which may be a link, and those that stand bare among the words."""

import re
from typing import Any

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Up to the first colon, unless a path, query or anchor begins before. Source: RFC 3986, section 4.2.
_SCHEME = re.compile(r"[^/?#:]*:")
_LINKED_SCHEMES = frozenset(["http:", "https:", "mailto:", "tel:"])
_PICTURE = re.compile(r"data:image/(gif|png|jpeg|webp);")  # its link is taken away, see link()

_BARE_SCHEME = re.compile(r"https?\Z", re.IGNORECASE)
# Ideographs only where a part of the address begins with them: 见https://a.example/b请看 ends at b.
_IDEOGRAPHS = "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]"
_BARE_REST = re.compile(
    r"[^\W_](?:[!#-&(-;=?@A-Z_a-z~$+,.%-]|[\u00a1-\u02ff\u0370-\u1fff]|(?<=[/=#_-])" + _IDEOGRAPHS + "+)*"
)
_TRAILING = re.compile(r"[.,;:!?'*_~]+\Z")
_LONGEST_LABEL = 60


def may_link(address: str) -> bool:
    """Return whether an address is of the site itself, or of a kind that a reader expects of a link."""
    scheme = _SCHEME.match(address.lower())
    return not scheme or scheme[0] in _LINKED_SCHEMES or bool(_PICTURE.match(address.lower()))


def link(address: str, label: list[Token]) -> list[Token]:
    """Return the tokens of a link; where the address is itself a picture (data:), the label alone.

    It is marked as not vouched for.
    """
    if address.lower().startswith("data:"):
        return [token for token in label if token.content != address]
    attributes: dict[str, Any] = {"href": address, "rel": "nofollow noopener"}
    return [Token("link_open", "a", 1, attrs=attributes), *label, Token("link_close", "a", -1)]


def bare_link(state: StateInline, silent: bool) -> bool:
    """Make a link of an address that stands in the text; a rule of the parser, tried at each colon."""
    place = state.pos
    if silent or state.linkLevel or not state.src.startswith("://", place) or "as_text" in state.env:
        return False
    scheme = _BARE_SCHEME.search(state.src, max(0, place - 6), place)
    rest = scheme and _BARE_REST.match(state.src, place + 3, state.posMax)
    if not scheme or not rest or not state.pending.endswith(scheme[0]):
        return False
    address = f"{scheme[0]}://{_without_trailing(rest[0])}"
    state.pending = state.pending[: -len(scheme[0])]
    for token in link(address, [text_token(short_address(address))]):
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.attrs, pushed.content = token.attrs, token.content
    state.pos = scheme.start() + len(address)
    return True


def _without_trailing(rest: str) -> str:
    """Return what belongs to the address: no full stop after it, no bracket that is not opened in it."""
    while True:
        kept = _TRAILING.sub("", rest)
        if kept.endswith(")") and kept.count(")") > kept.count("("):
            kept = kept[:-1]
        if kept == rest or len(kept) < 2:
            return kept
        rest = kept


def short_address(address: str) -> str:
    """Return an address as it is shown: without https://, a long one with its middle left out."""
    shown = re.sub(r"\Ahttps?://(?:www\.)?", "", address, flags=re.IGNORECASE)
    shown = shown.removesuffix("/") or address
    return shown if len(shown) <= _LONGEST_LABEL else f"{shown[:40]}…{shown[-16:]}"


def text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)
