"""Short ASCII names for addresses."""

import re
import unicodedata
from collections.abc import Callable
from itertools import count

from archive.text.folding import UNDECOMPOSED
from archive.text.pinyin import HAN_RUN, syllables

LONGEST_SLUG = 60

_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_SEPARATORS = re.compile("[^a-z0-9]+")


def slug(text: str, fallback: str = "record", reading: Callable[[str], list[str]] = syllables) -> str:
    """Return an address part for a text: a–z, 0–9 and single hyphens, 1 to 60 characters.

    Chinese becomes one syllable after the other, as `reading` reads it: 漯应急纪〔2023〕5号 →
    luo-ying-ji-ji-2023-5-hao. A text that leaves nothing (another script, only signs) gives `fallback`.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(UNDECOMPOSED)
    latin = HAN_RUN.sub(lambda run: f" {' '.join(reading(run[0]))} ", plain)
    parts = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", latin))
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return _shortened(_SEPARATORS.sub("-", bare).strip("-"), LONGEST_SLUG) or fallback


def unique_slug(base: str, taken: Callable[[str], bool]) -> str:
    """Return the base, or the base with the first of -2, -3, … that is not taken.

    Asks `taken` once for each candidate. A long base is shortened to keep within 60 characters.
    """
    if not taken(base):
        return base
    for number in count(2):
        suffix = f"-{number}"
        candidate = _shortened(base, LONGEST_SLUG - len(suffix)) + suffix
        if not taken(candidate):
            break
    return candidate


def _shortened(words: str, length: int) -> str:
    """Cut hyphenated words to a length, between words where there is a hyphen."""
    if len(words) <= length:
        return words
    return words[: length + 1].rpartition("-")[0] or words[:length]
