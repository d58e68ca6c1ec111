"""Official numbers of decisions, however they are written: 2023–014 is 2023-014, 第十五号 is 第15號."""

import re

from archive.text.folding import fold, in_both_scripts
from archive.text.numerals import read_numeral, write_count

DASHES = "-–—－−‐‑"
BRACKETS = ("〔〕", "[]", "［］", "【】", "()", "（）")
_DASH = re.compile(rf"\s*[{re.escape(DASHES)}]\s*")
_OPEN, _CLOSE = (re.compile(f"[{re.escape(''.join(pair[end] for pair in BRACKETS))}]") for end in (0, 1))
_COUNT = re.compile("[零〇一二三四五六七八九十百]+")
_DIGITS = re.compile("(?<=第)[0-9]+|[0-9]+(?=[号號])")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # ASCII to its full-width forms
_NARROW = {wide: code for code, wide in _WIDE.items()}


def number_key(written: str) -> str:
    """Return a number as it is compared: without blanks, in one case, width and script, in digits."""
    text = _CLOSE.sub(")", _OPEN.sub("(", _DASH.sub("-", fold(written.translate(_NARROW)))))
    return "".join(in_digits(text).split())


def number_spellings(written: str) -> set[str]:
    """Return the ways in which one number is likely to be written, to ask an index for; about a dozen."""
    narrow = written.translate(_NARROW)
    tight = "".join(_DASH.sub("-", narrow).split())
    found = {written, narrow, tight, tight.translate(_WIDE)}
    found |= {narrow.upper(), narrow.lower(), narrow.title(), narrow.capitalize()}
    found |= {_DASH.sub(dash, narrow) for dash in (*DASHES, *(f" {dash} " for dash in DASHES[:3]))}
    found |= {_CLOSE.sub(pair[1], _OPEN.sub(pair[0], narrow)) for pair in BRACKETS}
    found |= {in_digits(tight), _DIGITS.sub(lambda run: write_count(int(run[0])), tight)}
    return {spelling for one in found for spelling in in_both_scripts(one)}


def in_digits(text: str) -> str:
    def digits(run: re.Match[str]) -> str:
        number = read_numeral(run[0]) if len(run[0]) < 12 else None
        return run[0] if number is None else str(number)

    return _COUNT.sub(digits, text)
