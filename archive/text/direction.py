"""Which way a text runs: that of its language's script, or of its letters."""

import re

from django.utils.translation import get_language

# Languages whose usual script runs from right to left, and those scripts. Source: CLDR,
# scriptMetadata.txt and likelySubtags.xml; the old ones without readers are left out.
_LANGUAGES = frozenset(
    "ar arc ary arz azb bal bgn bqi ckb dv fa glk he iw ks lrc luz mzn nqo pnb ps".split()
)
_LANGUAGES |= frozenset("rhg sd sdh skr syr ug ur yi".split())
_SCRIPTS = frozenset("adlm arab aran hebr mand nkoo rohg samr syrc thaa yezi".split())
_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def direction(tag: str) -> str:
    """Return the direction of a language as HTML says it: rtl, ltr, or auto where it is not known."""
    language, *subtags = tag.lower().split("-")
    if language in {"", "und", "mul", "zxx"}:
        return "auto"
    script = next((part for part in subtags if len(part) == 4 and part.isalpha()), "")
    is_leftward = script in _SCRIPTS if script else language in _LANGUAGES
    return "rtl" if is_leftward else "ltr"


def has_right_to_left(text: str) -> bool:
    return bool(_LETTERS.search(text))


def language_tag(code: str) -> str:
    """Return the tag of an interface language: zh-Hans, not Django's zh-hans."""
    language, _hyphen, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def reader_attributes() -> str:
    """Return ` lang="…" dir="…"` for words of the interface within a text."""
    tag = language_tag(get_language() or "en")
    return f' lang="{tag}" dir="{direction(tag)}"'
