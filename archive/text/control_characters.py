"""Texts that go into other formats, without what those cannot hold."""

import re

# What XML 1.0 cannot hold, not even escaped, nor iCalendar. Sources: XML 1.0, production 2 (Char);
# RFC 5545, section 3.1 (CONTROL).
_NEVER_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return a text without control characters other than tabs and line breaks, and half characters."""
    return _NEVER_PRINTED.sub("", text)
