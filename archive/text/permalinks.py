"""An address for each paragraph, made of its words: the same in every version that has them."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token

LABEL = "here"  # id of the words that the page has once, and by which each link is read aloud
_SHORTEST_ITEM = 40  # characters; a name on a list needs no address of its own
_LENGTH = 7


def fingerprint(text: str) -> str:
    """Return a short name for a paragraph, the same however its words are spaced, marked or printed."""
    words = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
    digest = hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=8).digest()
    return base64.b32encode(digest).decode()[:_LENGTH].lower()


def add_permalinks(blocks: Sequence[Token], texts: Sequence[str], prefix: str) -> None:
    """Give the paragraphs among the blocks an id and a link to it, in place.

    `texts` are the words of each block. Paragraphs of equal words are numbered from the second.
    """
    seen: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.type != "paragraph_open" or not re.search(r"\w", texts[index + 1]):
            continue
        holder = blocks[index - 1] if block.hidden and index else block
        if block.hidden and (holder.type != "list_item_open" or len(texts[index + 1]) < _SHORTEST_ITEM):
            continue
        name = fingerprint(texts[index + 1])
        seen[name] = seen.get(name, 0) + 1
        anchor = f"{prefix}p-{name}" + (f"-{seen[name]}" if seen[name] > 1 else "")
        holder.attrSet("id", anchor)
        attributes: dict[str, Any] = {"class": "pilcrow", "href": f"#{anchor}", "aria-labelledby": LABEL}
        link = Token("link_open", "a", 1, attrs=attributes)
        words = blocks[index + 1]
        words.children = [
            *(words.children or []),
            link,
            Token("text", "", 0, content="¶"),
            Token("link_close", "a", -1),
        ]
