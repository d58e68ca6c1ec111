"""Names of people and bodies: how they are matched, sorted and shown."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

from archive.text.folding import UNDECOMPOSED, fold, simplified
from archive.text.pinyin import HAN, HAN_RUN, name_syllables, syllables
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
# Small ones as minutes write them; with a capital they belong to the family name, as in Van Doren.
# Source: Chicago Manual of Style, 17th edition, 8.5 and 16.71; SBL Handbook of Style, 6.2.
_PARTICLES = frozenset(
    "af al av da das de del della delle den der di dos du el la las le los mac ní nic ó st st. ter uí van "
    "vande vander von zu".split()
)
_SMALL_PARTICLES = frozenset("bin bint d' do dei e ibn ten".split())  # with a capital, a name of its own
_BETWEEN_FAMILY_NAMES = frozenset(["y", "i", "e"])  # Ortega y Gasset
_SUFFIXES = frozenset(
    "jr sr jnr snr júnior filho neto esq ii iii iv 2nd 3rd obe mbe cbe kbe dbe gbe kcb gcb cmg kcmg cvo "
    "frs mp mla mep msp jp qc kc sc phd md dds".split()
)
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc"))
_ARTICLE = re.compile(r"\s*the\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d+\b")
_COMMA = re.compile("[,\uff0c\u3001]")
_MIDDLE_DOT = "\u00b7"


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
    """Return a person's name as lists order it: family name first.

    Latin: Gary O'Neall → O'Neall, Gary; Ludwig van Beethoven → van Beethoven, Ludwig; Walter Greene,
    Jr. → Greene, Walter, Jr. Any other name with a comma has been inverted already. Chinese: by pinyin,
    the first character read as a family name: 曾志伟 → Zeng Zhi Wei.
    """
    tidied = tidy_name(name).removeprefix("@")
    latin = _LATIN_NAME.match(tidied)
    if latin is None:
        return HAN_RUN.sub(lambda run: _romanised(run[0], reading_of(tidied)), tidied)
    # What follows in brackets or in another script is not part of the name that is inverted.
    return " ".join(filter(None, [_inverted(latin[1].strip()), latin[2]]))


def reading_of(name: str) -> Callable[[str], list[str]]:
    """Return how the Chinese of a person's name is read: with a family name, except in 查理·布朗."""
    return syllables if _MIDDLE_DOT in name.translate(_UNIFIED) else name_syllables


def sort_key(text: str) -> str:
    """Return what orders named things, compared by code point: blind to case, accents and signs.

    Chinese by pinyin, numbers by their value, "The" left out. What stands before a comma counts
    first: Green, Zoe before Green Smith, Adam. Pass a person's name through sort_name() before.
    """
    article = _ARTICLE.match(text)
    plain = fold(text[article.end() :] if article else text).translate(UNDECOMPOSED).translate(_APOSTROPHES)
    latin = HAN_RUN.sub(lambda run: f" {' '.join(syllables(run[0])) or run[0]} ", plain)
    numbered = _NUMBER.sub(lambda number: number[0].zfill(8), latin)
    return "  ".join(filter(None, map(_words_alone, _COMMA.split(numbered)))) or text


def _words_alone(text: str) -> str:
    return " ".join("".join(one if unicodedata.category(one)[0] in "LNM" else " " for one in text).split())


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


def _romanised(run: str, reading: Callable[[str], list[str]]) -> str:
    return " ".join(syllable.capitalize() for syllable in reading(run)) or run


def _inverted(name: str) -> str:
    words = name.split(" ")
    last = len(words)
    while last > 1 and words[last - 1].replace(".", "").strip(",").casefold() in _SUFFIXES:
        last -= 1
    words, suffixes = words[:last], words[last:]
    comma = "," if suffixes and words[-1].endswith(",") else ""
    words[-1] = words[-1].removesuffix(comma)
    if len(words) > 1 and "," not in " ".join(words):
        first = _start_of_family(words)
        words = [*words[first:-1], f"{words[-1]},", *words[:first]]
    return " ".join(filter(None, [f"{' '.join(words)}{comma}", *suffixes]))


def _start_of_family(words: list[str]) -> int:
    first = len(words) - 1
    if first > 2 and words[first - 1] in _BETWEEN_FAMILY_NAMES:
        first -= 2
    while first > 1 and (words[first - 1].casefold() in _PARTICLES or words[first - 1] in _SMALL_PARTICLES):
        first -= 1
    return first
