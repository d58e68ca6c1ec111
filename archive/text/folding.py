"""Fold spelling differences that a reader does not mean: width, case, accents, script."""

import unicodedata

from opencc import OpenCC

# Characters alone, never phrases: a phrase folds differently from its characters, and then a part
# of a word would no longer be found inside it, nor could a match be mapped to the text as written.
_SIMPLIFIER = OpenCC("t2s")
_TRADITIONALISER = OpenCC("s2t")
_FROM_HONG_KONG = OpenCC("hk2s")
_TO_TAIWAN = OpenCC("s2tw")

# Letters that Unicode does not take apart into a base letter and an accent.
UNDECOMPOSED = str.maketrans(
    {"æ": "ae", "ð": "d", "đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "œ": "oe", "þ": "th"}
)

# The supplement of radicals comes out of PDF files made with common fonts: 市⻓ for 市长. NFKC folds the
# radicals of Kangxi only. Source: Unicode 14, EquivalentUnifiedIdeograph.txt.
_RADICALS = "".join(chr(code) for code in range(0x2E81, 0x2EF3) if code not in (0x2E9A, 0x2E9F))
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
)
RADICALS = str.maketrans(dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)))

# Characters with which mainland China and Taiwan spell one word (计划 計畫, 答复 答覆), the first for all.
# Source: phrases and characters of OpenCC's dictionary t2s that differ.
_SPELLED_ALIKE = "着著 划画 复覆 了瞭 借藉 巨钜 沉沈 苏甦 炼链 仿彷 抵牴 账帐 浚濬 彻澈 侄姪"
_ONE_SPELLING = str.maketrans({other: group[0] for group in _SPELLED_ALIKE.split() for other in group[1:]})

VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
ACCENTS = range(0x0300, 0x0370)
# Marks that readers leave out when they type: vowels of Arabic and the stretching of its lines, points of
# Hebrew, and the letters that stand for an apostrophe (Hawaiʻi).
LEFT_OUT = (
    range(0x02B9, 0x02C0), range(0x0591, 0x05BE), range(0x05BF, 0x05C8), range(0x0610, 0x061B),
    range(0x0640, 0x0641), range(0x064B, 0x0660), range(0x0670, 0x0671), range(0x06D6, 0x06DD),
    range(0x06DF, 0x06E5), range(0x06E7, 0x06E9), range(0x06EA, 0x06EE),
)  # fmt: skip
_LEFT_OUT = frozenset(chr(code) for block in LEFT_OUT for code in block)
# Source: Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point, without category Cf.
_IGNORABLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
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
        bare = "".join(part for part in parts if ord(part) not in ACCENTS)
        return unicodedata.normalize("NFKC", bare).translate(_SIMPLIFIED)


class _SearchedCharacters(_CharacterMap):
    def replacement(self, code: int) -> str:
        character = chr(code)
        if character in _IGNORABLE:
            return ""
        parts = unicodedata.normalize("NFD", fold(character.translate(RADICALS)))
        letters = "".join(part for part in parts if part not in _LEFT_OUT).translate(UNDECOMPOSED)
        return unicodedata.normalize("NFC", letters).translate(_ONE_SCRIPT).translate(_ONE_SPELLING)


_SIMPLIFIED = _SimplifiedCharacters()
_ONE_SCRIPT = _CharactersOfOneScript()
_FOLDED = _FoldedCharacters()
_SEARCHED = _SearchedCharacters()


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
    """Return the text without what a reader does not mean by its spelling.

    Each character is folded by itself: NFKC, case, accents (U+0300–036F), then traditional to
    simplified Chinese. Characters without a width (soft hyphen, zero-width space, variation
    selectors) vanish, as in NFKC_Casefold. One character may give none, one or several.

    Source: Unicode Standard Annex 44, NFKC_Casefold; OpenCC dictionary t2s.
    """
    return text.translate(_FOLDED)


def fold_for_search(text: str) -> str:
    """Return the text as search compares it: folded further than names and words, which join or decide.

    Also one are ł and l, ø and o; radicals out of PDF files and their characters; Chinese characters with
    which the mainland and Taiwan spell one word (计划, 計畫). Vowel signs of Arabic and Hebrew vanish, and
    letters that stand for an apostrophe.
    """
    return text.translate(_SEARCHED)


def fold_for_search_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the text of fold_for_search() and, for each of its characters, the index it came from."""
    if text.isascii():  # each character folds to one
        return fold_for_search(text), list(range(len(text)))
    pieces = [_SEARCHED[ord(character)] for character in text]
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), offsets


def is_invisible(character: str) -> bool:
    """Return whether a character only steers display and so must not part a word in two.

    Source: Unicode, DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
    """
    if any(ord(character) in block for block in VARIATION_SELECTORS):
        return True
    return unicodedata.category(character) == "Cf"
