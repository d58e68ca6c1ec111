"""Names of people and bodies: how they are matched, sorted and shown."""

import re
import unicodedata
from itertools import pairwise

from archive.text.folding import simplified
from archive.text.pinyin import HAN, HAN_RUN, name_syllables
from archive.text.tokens import is_cjk

_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\u00ad", "-"),
        # The dot within transliterated names (卡尔·马克思) is typed in many ways.
        **dict.fromkeys("\u2022\u2027\u22c5\u30fb\uff65", "\u00b7"),
    }
)
_UNSEEN = dict.fromkeys(map(ord, "\x00\u200b\u2060\ufeff"))
_BLANK = re.compile(r"\s")
_LATIN_NAME = re.compile(rf"((?:(?![{HAN}])[^(（\[])+)(.*)", re.DOTALL)
_PARTICLES = frozenset(
    "af al av bin d' da de del della den der di dos du el ibn la le ten ter van von zu".split()
)
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common, to match people by.

    陈　瑩, 陳瑩 and 陈莹 give one key; so do Gary O'Neall and GARY  O’Neall. Accents stay: a key
    joins records without asking anyone, and José and Jose, or Müller and Muller, may be two people
    in one assembly. Search folds accents, because there a person looks at what was found.
    """
    unified = name.translate(_UNIFIED).translate(_UNSEEN)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unified).casefold())
    return simplified(_without_padding(folded.translate(_UNIFIED)))


def tidy_name(name: str) -> str:
    """Return a name as it is shown: no padding, and ideographs that keyboards can type.

    PDF files hold compatibility ideographs (U+F900–FAFF) that look like the usual ones and are
    not found by them. Everything else stays as the minutes wrote it.
    """
    usual = "".join(
        unicodedata.normalize("NFKC", character) if _is_compatibility_ideograph(character) else character
        for character in name
    )
    return _without_padding(usual.translate(_UNSEEN))


def sort_name(name: str) -> str:
    """Return a name as lists order it: family name first.

    Latin: Gary O'Neall → O'Neall, Gary; Ludwig van Beethoven → van Beethoven, Ludwig. A name with a
    comma has been inverted already. Chinese: by pinyin, capitalised so that it mixes with Latin
    names in an ordering by code point: 曾志伟 → Zeng Zhi Wei.
    """
    tidied = tidy_name(name).removeprefix("@")
    latin = _LATIN_NAME.match(tidied)
    if latin is None:
        return HAN_RUN.sub(_romanised, tidied)
    # What follows in brackets or in another script is not part of the name that is inverted.
    return " ".join(filter(None, [_inverted(latin[1].strip()), latin[2]]))


def _without_padding(name: str) -> str:
    """Collapse blanks, and drop those within a Chinese name: 阮　森 was padded to three squares."""
    words = name.split()
    spaced = words[:1]
    for before, word in pairwise(words):
        if not (is_cjk(before[-1]) and is_cjk(word[0])):
            spaced.append(" ")
        spaced.append(word)
    return "".join(spaced)


def _is_compatibility_ideograph(character: str) -> bool:
    return "\uf900" <= character <= "\ufaff" or "\U0002f800" <= character <= "\U0002fa1f"


def _romanised(run: re.Match[str]) -> str:
    return " ".join(syllable.capitalize() for syllable in name_syllables(run[0])) or run[0]


def _inverted(name: str) -> str:
    words = name.split(" ")
    suffix = f" {words.pop()}" if words[-1].casefold() in _SUFFIXES and len(words) > 1 else ""
    if "," in name or len(words) == 1:
        return name
    first = len(words) - 1
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return f"{' '.join(words[first:])}, {' '.join(words[:first])}{suffix}"
