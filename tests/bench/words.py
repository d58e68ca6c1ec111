"""Words in the frequencies of natural language, English and Chinese, and terms kept out of them."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from archive.text.folding import fold
from archive.text.tokens import tokens

# What the language and its minutes use most, in falling order; the rest of a vocabulary is made up.
COMMON_ENGLISH = """
the of and to in a that for is on be was by with as at this it from are an or not which will have has
council committee motion meeting item report budget public members staff city approved plan street
project carried seconded moved minutes agenda resolution chair services community water road park
planning support funding school safety review development contract discussion request local housing
vote year notice board policy amendment ordinance tax grant permit traffic building land fire health
"""
ONSETS = "b br c cl d dr f fl g gr h j l m n p pl pr r s sl st t tr v w"
VOWELS = "a e i o u ai ea oo ou"
MIDDLES = "l m n r t d"
CODAS = "b ck d g l ll m n nd nt p r rd rm rn rt sh sk st t th x"
ENDINGS = ("", "s", "ed", "ing", "er", "ers", "ment", "al")  # most are reduced to the same stem
SHORT = 0.4  # of the roots have one syllable
ROOTS = 4_000  # with their endings some 30,000 words
CHINESE_WORDS = 30_000
# Of Chinese words as they stand in a text, some three in ten have one character and six have two.
LENGTHS, SHARES = (1, 2, 3), (30, 60, 10)
# The first level of GB 2312: its 3,755 commonest characters, by rows and columns.
ROWS, COLUMNS = range(0xB0, 0xD8), range(0xA1, 0xFF)
# Stand in names and titles here, so no planted term may hold them. See also rows.py.
FIXED_CHINESE = "关于的会议纪要市委员财政水务教育应急管理局第次张王李陈刘伟芳娜敏静"


class Vocabulary:
    """Words of one language, drawn as often as their rank says.

    Weights are (rank + 2.7) ** -1.1. Source: B. Mandelbrot (1953), as a correction of Zipf's law.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.weights = list(accumulate((rank + 2.7) ** -1.1 for rank in range(1, len(words) + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Return so many words."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


class Words(NamedTuple):
    """Both vocabularies, and what they never hold: roots of English words, and Chinese characters."""

    english: Vocabulary
    chinese: Vocabulary
    kept_roots: list[str]
    kept_characters: list[str]


def make_words(chance: random.Random, *, kept_roots: int, kept_characters: int) -> Words:
    """Make vocabularies, and keep so many roots and characters out of them."""
    roots = made_roots(chance, kept_roots + ROOTS)
    kept = roots[:kept_roots]
    stems = {stem_of(root) for root in kept}
    made = [root + ending for root in roots[kept_roots:] for ending in ENDINGS]
    chance.shuffle(made)
    english = [word for word in (*COMMON_ENGLISH.split(), *made) if stem_of(word) not in stems]
    characters = list(common_characters())
    chance.shuffle(characters)
    usable = [sign for sign in characters if sign not in FIXED_CHINESE]
    kept_signs = usable[:kept_characters]
    left = Vocabulary([sign for sign in characters if sign not in set(kept_signs)])
    return Words(Vocabulary(english), Vocabulary(made_chinese(chance, left)), kept, kept_signs)


def made_roots(chance: random.Random, count: int) -> list[str]:
    """Return different roots, no two with the same stem: some of one syllable, most of two."""
    roots: dict[str, str] = {}
    while len(roots) < count:
        # The first are those kept for terms, which must not be words that names consist of.
        is_short = len(roots) > count - ROOTS and chance.random() < SHORT
        parts = (ONSETS, VOWELS, CODAS) if is_short else (ONSETS, VOWELS, MIDDLES, VOWELS, CODAS)
        root = "".join(chance.choice(part.split()) for part in parts)
        roots.setdefault(stem_of(root), root)
    return list(roots.values())


def stem_of(word: str) -> str:
    """Return the search token of a word."""
    [stem] = tokens(word)
    return stem


def common_characters() -> Iterator[str]:
    """Yield common characters that stand for themselves in a search."""
    for row in ROWS:
        for column in COLUMNS:
            sign = bytes([row, column]).decode("gb2312", errors="ignore")
            if sign and fold(sign) == sign:
                yield sign


def made_chinese(chance: random.Random, characters: Vocabulary) -> list[str]:
    """Return different words of common characters."""
    words: dict[str, None] = {}
    while len(words) < CHINESE_WORDS:
        [length] = chance.choices(LENGTHS, SHARES)
        words["".join(characters.draw(chance, length))] = None
    return list(words)
