"""Named parts of the patterns for Chinese minutes."""

import re

from archive.text.pinyin import HAN

HAN_LETTER = re.compile(f"[{HAN}]")
PAD = "[ \t\u3000]{0,60}"  # between the characters of a word, as printed heads have it


def padded(words: str) -> str:
    """Return a pattern for any of some words, the longest first, with or without blanks within.

    Commas and blanks part the words.
    """
    parts = words.replace(",", " ").split()
    return "|".join(PAD.join(word) for word in sorted(parts, key=len, reverse=True))
