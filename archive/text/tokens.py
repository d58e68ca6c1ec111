"""The one stream of search tokens, for documents and for queries, on both engines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

# The class itself, not snowballstemmer.stemmer("english"): that one hands out PyStemmer where it is
# installed, whose rules may be of another version, and then index and query would disagree.
from snowballstemmer.english_stemmer import EnglishStemmer

from archive.text.folding import fold_for_search, fold_for_search_with_offsets

LONGEST_TOKEN = 64

_HANGUL = "\uac00-\ud7a3"
_HAN_AND_KANA = (
    "\u3005-\u3007"  # 々 〆 〇
    "\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # Hangzhou numerals and repeat marks
    "\u3041-\u3096\u3099\u309a\u309d-\u309f"  # hiragana
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # katakana, without its middle dot
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001aff0-\U0001b16f"  # supplements of kana
    "\U00020000-\U0003fffd"
)
CJK = _HAN_AND_KANA + _HANGUL


_CJK_CHARACTER = re.compile(f"[{CJK}]")


def _marks() -> str:
    """Return the combining marks of all scripts as the inside of a regular expression set."""
    first_planes = map(chr, range(0x20000))  # beyond are only variation selectors, which fold away
    marks = (mark for mark in first_planes if unicodedata.category(mark).startswith("M"))
    return "".join(mark for mark in marks if not _CJK_CHARACTER.match(mark))


_LETTERS = rf"[^\W_{CJK}]+"
# What most words are, tried first: looking each letter up among all scripts takes four times as long.
_ASCII_WORD = r"[a-z0-9]++(?=[\x00-/:-`{-\x7f]|\Z)"
# Names that are nothing but their signs: otherwise C, C++ and C# were one word.
SIGNED_NAMES = {"c++": "cpp", "c#": "csharp", "f#": "fsharp"}
_SIGNED_NAME = r"c\+\+(?!\+)|[cf]#(?![^\W_])"
_RUNS = re.compile(
    rf"([{CJK}]+)|({_SIGNED_NAME}|{_ASCII_WORD}|{_LETTERS}(?:[{_marks()}]+(?:{_LETTERS})?)*)"
)
# One word that is also written in one piece, or one number: co-operative, Hawai'i, 8,600; folded.
_JOINT = r"[-\u2010'\u2019]"
_JOINED = re.compile(
    rf"(?<![^\W_])(?<!{_JOINT})[a-z]++(?:{_JOINT}[a-z]++){{1,3}}(?!{_JOINT}?[^\W_])"
    r"|(?<![^\W_])(?<![,.])[0-9]{1,3}(?:,[0-9]{3})+(?![^\W_]|,[0-9])"
)
_ENDING = re.compile(r"['\u2019](?:s|t|d|m|ll|re|ve)\Z")  # of the city's, don't
_WORD_MARK = "¶w"
JOINTS = "-\u2010'\u2019,"  # folded
_WITHOUT_JOINTS = dict.fromkeys(map(ord, JOINTS))

# Minutes copied from a PDF are wrapped in the middle of words. CSS drops such a break between two
# wide characters, but not beside Hangul: Korean parts its words with blanks, so a break is one.
# Source: CSS Text Module Level 3, segment break transformation rules.
_WRAP = re.compile(rf"(?<=[{_HAN_AND_KANA}])[^\S\n]*\n[^\S\n]*(?=[{_HAN_AND_KANA}])")

_stemmer = EnglishStemmer()
_stemmer_lock = Lock()


class Token(NamedTuple):
    """A search token and the span of the original text that it stands for."""

    text: str
    start: int
    end: int


class Words(NamedTuple):
    """What a text is found by: its tokens in order, and each once joined words and words as written."""

    tokens: list[str]
    joined: list[str]
    whole: list[str]


class Phrase(NamedTuple):
    """Tokens that must follow each other.

    With `prefix` the last token is a lone CJK character and stands for any token that begins so.
    """

    tokens: tuple[str, ...]
    prefix: bool

    @property
    def run(self) -> str:
        """How the phrase stands in a stream of tokens, but for the blank before it."""
        return f"{' '.join(self.tokens)}{'' if self.prefix else ' '}"


def is_cjk(character: str) -> bool:
    """Say whether a character is Han, kana or a Hangul syllable: written without blanks."""
    return _CJK_CHARACTER.match(character) is not None


def cjk_count(text: str) -> int:
    return 0 if text.isascii() else len(_CJK_CHARACTER.findall(text))


def tokens(text: str) -> list[str]:
    """Return the search tokens of a text, in order.

    A word gives one token, reduced to its English stem. Of a run of CJK characters, each gives the
    token of itself and its neighbour and the last stands alone: 应急管理 → 应急 急管 管理 理. Every
    character so starts exactly one token. No token holds ASCII other than a–z and 0–9.
    """
    return _tokens_of(_unwrapped(fold_for_search(text)), set())


def words(text: str) -> Words:
    """Return all that a text is found by; the second and third lists in the order of the alphabet.

    Joined are words and numbers that signs part: co-operative as cooper, 8,600 as 8600. Whole are words
    whose stem is another: useful, for useful*.
    """
    folded = _unwrapped(fold_for_search(text))
    whole: set[str] = set()
    found = _tokens_of(folded, whole)
    joined = {token for match in _JOINED.finditer(folded) if (token := _token_of_joined(match[0]))}
    return Words(found, sorted(joined), sorted(whole))


def word_mark(word: str) -> str:
    """Return the token by which a word as written is found, or with a star what begins so."""
    return f"{_WORD_MARK}{word}"


def is_word_mark(token: str) -> bool:
    return token.startswith(_WORD_MARK)


def joined_token(text: str) -> str:
    """Return the token of a text that is one joined word or number; "" if it is none."""
    folded = fold_for_search(text)
    return _token_of_joined(folded) if _JOINED.fullmatch(folded) else ""


def _tokens_of(folded: str, whole: set[str]) -> list[str]:
    """Return the tokens of a folded text, and put into `whole` the words whose stem is another."""
    found: list[str] = []
    for characters, word in _RUNS.findall(folded):
        if characters:
            found += map("".join, pairwise(characters))
            found.append(characters[-1])
        else:
            found.append(token := _token_of_word(word))
            if token != word and len(word) <= LONGEST_TOKEN and word.isalpha():
                whole.add(word)
    return found


def _token_of_word(word: str) -> str:
    return SIGNED_NAMES.get(word) or _stem(word[:LONGEST_TOKEN])


def _token_of_joined(written: str) -> str:
    ended = _ENDING.sub("", written)
    plain = ended.translate(_WITHOUT_JOINTS)
    return _stem(plain) if len(ended) > len(plain) <= LONGEST_TOKEN else ""


def tokens_with_offsets(text: str) -> list[Token]:
    """Return the tokens of a text, each with where it starts and ends in the original.

    The token texts are those of tokens(). A bigram spans both of its characters.
    """
    return _placed(text, *_unwrapped_with_offsets(text))


def words_with_offsets(text: str) -> tuple[list[Token], list[Token]]:
    """Return the tokens of a text and those of its joined words and numbers, each with where it stands."""
    folded, offsets = _unwrapped_with_offsets(text)
    joined = [
        Token(token, offsets[match.start()], _end_of_cluster(text, offsets[match.end() - 1]))
        for match in _JOINED.finditer(folded)
        if (token := _token_of_joined(match[0]))
    ]
    return _placed(text, folded, offsets), joined


def _placed(text: str, folded: str, offsets: list[int]) -> list[Token]:
    return [
        Token(token, offsets[start], _end_of_cluster(text, offsets[end - 1]))
        for run in _RUNS.finditer(folded)
        for token, start, end in _spans(run)
    ]


def phrase(text: str) -> Phrase:
    """Return the tokens to look for so that a text is found as a phrase, also inside longer words.

    The lone last character of a CJK run says that the run ended there. At the end of a query it did
    not: 应急 gives 应急 only, which is found in 应急管理.
    """
    found = tokens(text)
    if not found or not is_cjk(found[-1][0]):
        return Phrase(tuple(found), prefix=False)
    if len(found) > 1 and len(found[-2]) > 1 and is_cjk(found[-2][0]):
        return Phrase(tuple(found[:-1]), prefix=False)
    return Phrase(tuple(found), prefix=True)


def _unwrapped(folded: str) -> str:
    return _WRAP.sub("", folded) if "\n" in folded else folded


def _unwrapped_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold as _unwrapped(fold_for_search(text)) does and keep where each character came from."""
    folded, offsets = fold_for_search_with_offsets(text)
    pieces, kept, position = [], [], 0
    for wrap in _WRAP.finditer(folded):
        pieces.append(folded[position : wrap.start()])
        kept += offsets[position : wrap.start()]
        position = wrap.end()
    return "".join([*pieces, folded[position:]]), kept + offsets[position:]


def _spans(run: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    if word := run[2]:
        yield _token_of_word(word), run.start(), run.end()
        return
    for start in range(run.start(), run.end()):
        end = min(start + 2, run.end())
        yield run.string[start:end], start, end


def _end_of_cluster(text: str, index: int) -> int:
    """Return where the character at an index ends, its accents and selectors included."""
    end = index + 1
    while end < len(text) and text[end] > "\x7f" and not fold_for_search(text[end]):
        end += 1
    return end


# 66 MB of minutes from 39 sources held 75,000 different words.
@lru_cache(maxsize=1 << 17)
def _stem(word: str) -> str:
    """Return the stem of an ASCII word, and anything else unchanged.

    Source: Snowball English (Porter2) stemmer.
    """
    if not (word.isascii() and word.isalpha()):
        return word
    with _stemmer_lock:  # the stemmer keeps the word it works on in itself
        stem: str = _stemmer.stemWord(word)
    return stem
