"""What a person typed into the search box, understood: any string gives a query."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from archive.text.folding import fold
from archive.text.tokens import LONGEST_TOKEN, Phrase, is_cjk, phrase, tokens_with_offsets

LONGEST_QUERY = 1000
MOST_TERMS = 32

# A quotation may stay open to the end. Typed quotation marks are mixed freely, so each of a family closes.
_PIECES = re.compile(
    r"""
    (?P<minus>(?<!\S)-(?=\S))?
    (?:
        (?P<opened>["“”„＂]) (?P<western>[^"“”„＂]*) ["“”„＂]?
      | [「『] (?P<chinese>[^「『」』]*) [」』]?
      | (?P<word>[^\s"“”„＂「『」』]+)
    )
    """,
    re.VERBOSE,
)
_STARS = "*＊"


class Term(NamedTuple):
    """One word or quotation as typed, and the phrases of which a text must hold one."""

    text: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class SearchQuery:
    """What to look for: of each clause any term, and none of `without`.

    `is_cut` says that the text was too long and its end was not read.
    """

    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    is_cut: bool = False

    @property
    def finds_nothing(self) -> bool:
        """Whether there is nothing to look for: only punctuation, or only what must not be there."""
        return not self.clauses

    @property
    def is_plain(self) -> bool:
        """Whether all of it is plain words that must all be there: nothing to explain."""
        terms = [term for clause in self.clauses for term in clause]
        plain = all(" " not in term.text and not term.text.endswith("*") for term in terms)
        return plain and len(terms) == len(self.clauses) and not self.without and not self.is_cut


def parse(text: str) -> SearchQuery:
    """Return the query that a text means; every string has one.

    Words and quotations ("…", “…”, 「…」) must all be found, in any order. A minus directly before one
    excludes it, OR between two asks for either, a star after a word finds what begins with it. A word
    of several tokens (budget-2024, 应急管理) is a phrase. Everything else is read as punctuation.
    Read are the first 1,000 characters and the first 32 terms.
    """
    clauses: list[list[Term]] = []
    without: list[Term] = []
    connector = ""
    pieces = list(_PIECES.finditer(text[:LONGEST_QUERY]))
    read = 0
    for number, piece in enumerate(pieces):
        if clauses and number < len(pieces) - 1 and piece[0] in ("OR", "AND"):
            connector = piece[0]
            continue
        term = _term(piece)
        if term is None:
            continue
        if read == MOST_TERMS:
            return _query(clauses, without, is_cut=True)
        read += 1
        if piece["minus"]:
            without.append(term)
        elif connector == "OR":
            clauses[-1].append(term)
        else:
            clauses.append([term])
        connector = ""
    return _query(clauses, without, is_cut=len(text) > LONGEST_QUERY)


def _query(clauses: list[list[Term]], without: list[Term], *, is_cut: bool) -> SearchQuery:
    return SearchQuery(tuple(tuple(clause) for clause in clauses), tuple(without), is_cut)


def _term(piece: re.Match[str]) -> Term | None:
    """Return the term of a piece, or None where it is punctuation only."""
    word = piece["word"]
    text = word.rstrip(_STARS) if word else piece["western"] or piece["chinese"] or ""
    found = phrase(text)
    if not found.tokens:
        return None
    if word and text != word and text[-1].isalnum():
        return Term(f"{text}*", _beginnings(text, found))
    return Term(" ".join(text.split()), (found,))


def _beginnings(text: str, found: Phrase) -> tuple[Phrase, ...]:
    """Return the phrases for a text with a star: its last word as typed begins one, or is one.

    Indexed are stems, so flooding* asks for what begins with flooding and for flood itself.
    """
    last = tokens_with_offsets(text)[-1]
    if is_cjk(found.tokens[-1][0]):
        return (found,)  # a Chinese phrase is found inside longer runs as it is
    typed = fold(text[last.start : last.end])[:LONGEST_TOKEN]
    beginning = Phrase((*found.tokens[:-1], typed), prefix=True)
    return (beginning,) if typed == last.text else (beginning, found)
