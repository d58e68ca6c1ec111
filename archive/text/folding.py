"""Fold spelling differences that a reader does not mean: width, case, accents, script."""

import unicodedata

from opencc import OpenCC

# Characters alone, never phrases: a phrase folds differently from its characters, and then a part
# of a word would no longer be found inside it, nor could a match be mapped to the text as written.
_SIMPLIFIER = OpenCC("t2s")
_TRADITIONALISER = OpenCC("s2t")
_FROM_HONG_KONG = OpenCC("hk2s")
_TO_TAIWAN = OpenCC("s2tw")

# Letters that Unicode does not take apart into a base letter and an accent. For addresses and sort keys;
# search does not fold them.
UNDECOMPOSED = str.maketrans(
    {"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "œ": "oe", "þ": "th"}
)

VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_ACCENTS = range(0x0300, 0x0370)
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))


class _CharacterMap(dict[int, str]):
    """A table for str.translate that works out each character once and remembers it."""

    def __missing__(self, code: int) -> str:
        value = self[code] = self.replacement(code)
        return value

    def replacement(self, code: int) -> str:
        raise NotImplementedError


class _SimplifiedCharacters(_CharacterMap):
    def replacement(self, code: int) -> str:
        if not any(code in block for block in _HAN):
            return chr(code)
        converted: str = _SIMPLIFIER.convert(chr(code))
        return converted


class _CharactersOfOneScript(_CharacterMap):
    """Every form of a character as one: also those that two standards simplify differently (著, 着)."""

    def replacement(self, code: int) -> str:
        if not any(code in block for block in _HAN):
            return chr(code)
        traditional: str = _TO_TAIWAN.convert(_FROM_HONG_KONG.convert(chr(code)))
        return traditional.translate(_SIMPLIFIED).translate(_SIMPLIFIED)


class _FoldedCharacters(_CharacterMap):
    def replacement(self, code: int) -> str:
        character = chr(code)
        if is_invisible(character):
            return ""
        caseless = unicodedata.normalize("NFKC", character).casefold()
        # Only this block of marks is dropped, so that the voicing marks of kana and the vowel signs
        # of Indic scripts, letters to their readers, survive the way through NFKD and back.
        parts = unicodedata.normalize("NFKD", caseless)
        bare = "".join(part for part in parts if ord(part) not in _ACCENTS)
        return unicodedata.normalize("NFKC", bare).translate(_SIMPLIFIED)


_SIMPLIFIED = _SimplifiedCharacters()
_ONE_SCRIPT = _CharactersOfOneScript()
_FOLDED = _FoldedCharacters()


def simplified(text: str) -> str:
    """Return the text with traditional Chinese characters made simplified, one by one."""
    return text.translate(_SIMPLIFIED)


def one_script(text: str) -> str:
    """Return a text of the same length in which it no longer shows which Chinese script it was written in.

    Mostly simplified(); a character and what any standard makes of it give one: 着 and 著, 餘, 馀 and 余.
    To compare and to match patterns, never to be shown.
    """
    return text.translate(_ONE_SCRIPT)


def in_both_scripts(text: str) -> list[str]:
    """Return a text as it is, in simplified and in traditional Chinese, each once.

    To look for it in texts that were not folded. Of the traditional forms that one simplified character
    may stand for (发: 發, 髮) it gives the one that the words around it ask for.
    """
    return list(dict.fromkeys([text, simplified(text), _TRADITIONALISER.convert(text)]))


def fold(text: str) -> str:
    """Return the text as search compares it.

    Each character is folded by itself: NFKC, case, accents (U+0300–036F), then traditional to
    simplified Chinese. Characters without a width (soft hyphen, zero-width space, variation
    selectors) vanish, as in NFKC_Casefold. One character may give none, one or several.

    Source: Unicode Standard Annex 44, NFKC_Casefold; OpenCC dictionary t2s.
    """
    return text.translate(_FOLDED)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the index it came from."""
    if text.isascii():  # each character folds to one
        return fold(text), list(range(len(text)))
    pieces = [_FOLDED[ord(character)] for character in text]
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), offsets


def is_invisible(character: str) -> bool:
    """Return whether a character only steers display and so must not part a word in two.

    Source: Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
    """
    if any(ord(character) in block for block in VARIATION_SELECTORS):
        return True
    return unicodedata.category(character) == "Cf"
