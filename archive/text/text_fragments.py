"""The part of an address that leads a browser to words on the page, and marks them there: #:~:text=words.

Source: WICG, URL Fragment Text Directives. A browser that does not know it opens the page at its top.
"""

import re
from html import unescape
from urllib.parse import quote

_MARKED = re.compile(r"<mark>([^<]*)</mark>((?:[^\S\n]+[^\s<…]+){0,4}(?=\s)|)")


def text_fragment(html: str) -> str:
    """Return the fragment for the first words in <mark> and a few after them, "" where none are marked."""
    found = _MARKED.search(html)
    if not found or not found[1].strip():
        return ""
    words = unescape(found[1] + found[2]).strip()
    return "#:~:text=" + quote(words, safe="").replace("-", "%2D")
