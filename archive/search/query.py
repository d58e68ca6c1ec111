"""What a person typed into the search box, understood: any string gives a query."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive.text.folding import fold_for_search
from archive.text.numerals import HAN_DIGITS, read_numeral, write_count
from archive.text.tokens import (
    LONGEST_TOKEN,
    Phrase,
    is_cjk,
    joined_token,
    phrase,
    tokens,
    tokens_with_offsets,
    word_mark,
)
from archive.text.vocabulary import results_meant

LONGEST_QUERY = 1000
MOST_TERMS = 32
MOST_TOKENS = 100  # to look for 400 times the same word in a row took three seconds
SHORTEST_BEGINNING = 2  # Latin letters before a star; one begins half of all words

# A quotation may stay open to the end. Typed quotation marks are mixed freely, so each of a family closes.
_PIECE = re.compile(
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
_FIELD = re.compile(
    r"""
    (?<!\S)(?P<minus>-)?
    (?P<field>\w{1,12}[:：]
        (?: ["“”„＂][^"“”„＂]*["“”„＂]? | [「『][^「『」』]*[」』]? | [^\s"“”„＂「『」』]+ )
    )
    """,
    re.VERBOSE,
)
# Folded, so that BODY：, 機構: and 机构： are one.
FIELD_NAMES = {
    "body": ("body", "council", "committee", "机构", "单位", "部门"),
    "year": ("year", "years", "年", "年份", "年度"),
    "person": ("person", "people", "name", "人", "人员", "姓名"),
    "result": ("result", "outcome", "结果"),
}
FIELD_OF = {name: field for field, names in FIELD_NAMES.items() for name in names}

_NAMED = re.compile(r"(?P<name>\w+)\s*[:：](?P<value>.*)", re.DOTALL)
# Digits only: \d would take other scripts' too, and the text is folded already.
_YEARS = re.compile(
    r"(?P<first>[1-9][0-9]{3})?年?(?P<range>-|–|—|~|\.\.|至|到)?(?P<last>[1-9][0-9]{3})?年?"
)

_STARS = "*＊"
# The number of an article, a case, a session: 第12条, 第十二次.
_ORDINAL = re.compile(f"第(?P<number>[0-9０-９]{{1,3}}|[{HAN_DIGITS}零两兩十百廿卅]+)")
_SIMPLE = re.compile(r"[^\s:：-][^\s:：]*")  # means itself without quotation marks

# Endings of English words. A stem may be shorter than what stands before a star: organiz* means
# organization, of which the index holds organ.
_ENDINGS = (
    "ational", "ation", "ations", "ed", "edly", "ement", "ements", "er", "ers", "es", "ful", "fully",
    "ible", "ibility", "able", "ability", "ic", "ical", "ically", "ies", "ing", "ingly", "ings", "ion",
    "ions", "ise", "ism", "ist", "ists", "ity", "ive", "ively", "ization", "izations", "ize", "ized",
    "izes", "izing", "ly", "ment", "ments", "ness", "ous", "ously", "s", "ship", "tion", "tions", "ual",
    "ually", "ure", "y",
)  # fmt: skip
_TAILS = sorted({ending[start:] for ending in _ENDINGS for start in range(len(ending))})


class Field(NamedTuple):
    """A filter typed as a word; `name` is one of FIELD_NAMES, `value` what was typed behind the colon."""

    name: str
    value: str
    excluded: bool = False

    @property
    def years(self) -> tuple[dt.date | None, dt.date | None]:
        found = _YEARS.fullmatch(fold_for_search(self.value).strip())
        if found is None:
            return None, None
        first, last = found["first"], found["last"]
        if not found["range"]:
            last = first
        return (
            dt.date(int(first), 1, 1) if first else None,
            dt.date(int(last), 12, 31) if last else None,
        )

    @property
    def results(self) -> tuple[str, ...]:
        return results_meant(self.value)


def field_of(text: str, *, excluded: bool = False) -> Field | None:
    """Return the field that a word means, None if it is none: 10:30, budget:2024 and re: are words.

    A year that is no year and a result that is none are words too.
    """
    found = _NAMED.fullmatch(text)
    name = FIELD_OF.get(fold_for_search(found["name"])) if found else None
    if found is None or name is None:
        return None
    field = Field(name, " ".join(found["value"].split()).strip('"“”„＂「」『』'), excluded)
    return field if is_meant(field) else None


def is_meant(field: Field) -> bool:
    if field.name == "year":
        first, last = field.years
        is_possible = first is None or last is None or first <= last
        return not field.excluded and field.years != (None, None) and is_possible
    if field.name == "result":
        return bool(field.results)
    return bool(tokens(field.value))


class Term(NamedTuple):
    """One word or quotation as typed, and the phrases of which a text must hold one."""

    text: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class SearchQuery:
    """What to look for: of each clause any term, none of `without`, and what the fields say.

    `is_cut` says that the text was too long and its end was not read.
    """

    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    fields: tuple[Field, ...] = ()
    is_cut: bool = field(default=False, compare=False)

    @property
    def finds_nothing(self) -> bool:
        """Whether there is nothing to look for: only punctuation, or only what must not be there."""
        return not self.clauses and not any(not field.excluded for field in self.fields)

    @property
    def is_plain(self) -> bool:
        terms = [term for clause in self.clauses for term in clause]
        plain = all(" " not in term.text and not term.text.endswith("*") for term in terms)
        whole = not self.without and not self.fields and not self.is_cut
        return plain and len(terms) == len(self.clauses) and whole

    @property
    def has_beginnings(self) -> bool:
        """Whether some of it asks for whatever begins so: for an index, one list merged from many."""
        terms = [term for clause in (*self.clauses, self.without) for term in clause]
        return any(phrase.prefix for term in terms for phrase in term.phrases)

    def also(self, *tokens: str) -> "SearchQuery":
        """Return the query for what also holds any of some tokens."""
        terms = tuple(Term(token, (Phrase((token,), prefix=False),)) for token in tokens)
        return replace(self, clauses=(*self.clauses, terms))

    def but_not(self, *tokens: str) -> "SearchQuery":
        terms = tuple(Term(token, (Phrase((token,), prefix=False),)) for token in tokens)
        return replace(self, without=(*self.without, *terms))


def parse(text: str) -> SearchQuery:
    """Return the query that a text means; every string has one.

    Words and quotations ("…", “…”, 「…」) must all be found, in any order. A minus directly before one
    excludes it, OR between two asks for either, a star after a word finds what begins with it. A word
    of several tokens (budget-2024, 应急管理) is a phrase. body:, year:, person: and result:, and their
    Chinese names, narrow the search; see FIELD_NAMES. Everything else is read as
    punctuation. Read are the first 1,000 characters, 100 tokens and 32 terms.
    """
    clauses: list[list[Term]] = []
    without: list[Term] = []
    fields: list[Field] = []
    connector = ""
    beginning = _beginning(text)
    pieces = list(_pieces(beginning))
    for number, (raw, is_excluded, meaning) in enumerate(pieces):
        if clauses and number < len(pieces) - 1 and raw in ("OR", "AND"):
            connector = raw
            continue
        if meaning is None:
            continue
        if sum(map(len, clauses)) + len(without) + len(fields) == MOST_TERMS:
            return _query(clauses, without, fields, is_cut=True)
        if isinstance(meaning, Field):
            fields.append(meaning)
        elif is_excluded:
            without.append(meaning)
        elif connector == "OR":
            clauses[-1].append(meaning)
        else:
            clauses.append([meaning])
        connector = ""
    return _query(clauses, without, fields, is_cut=len(beginning) < len(text))


def _beginning(text: str) -> str:
    text = text[:LONGEST_QUERY]
    found = tokens_with_offsets(text) if len(text) > MOST_TOKENS else []
    return text[: found[MOST_TOKENS - 1].end] if len(found) > MOST_TOKENS else text


def written(query: SearchQuery) -> str:
    """Return a text that means a query to parse(); of a star after quoted words only the words."""
    clauses = (" OR ".join(_written(term.text) for term in clause) for clause in query.clauses)
    without = (f"-{_written(term.text)}" for term in query.without)
    fields = (f'{"-" * field.excluded}{field.name}:"{field.value}"' for field in query.fields)
    return " ".join([*clauses, *without, *fields])


def _written(text: str) -> str:
    is_word = _SIMPLE.fullmatch(text) and text not in ("OR", "AND")
    return text if is_word else f'"{text}"'


def _query(
    clauses: list[list[Term]], without: list[Term], fields: list[Field], *, is_cut: bool
) -> SearchQuery:
    return SearchQuery(tuple(map(tuple, clauses)), tuple(without), tuple(fields), is_cut)


class _Piece(NamedTuple):
    """A piece as typed, whether a minus stands before it, and its meaning, None for punctuation."""

    raw: str
    is_excluded: bool
    meaning: Term | Field | None


def _pieces(text: str) -> Iterator[_Piece]:
    position = 0
    while piece := _PIECE.search(text, position):
        typed = _FIELD.match(text, piece.start())
        field = field_of(typed["field"], excluded=bool(typed["minus"])) if typed else None
        if typed and field:
            yield _Piece(typed[0], field.excluded, field)
            position = typed.end()
        else:
            yield _Piece(piece[0], bool(piece["minus"]), _term(piece))
            position = piece.end()


def _term(piece: re.Match[str]) -> Term | None:
    word = piece["word"]
    text = word.rstrip(_STARS) if word else piece["western"] or piece["chinese"] or ""
    found = phrase(text)
    if not found.tokens:
        return None
    if word and text != word and text[-1].isalnum():
        return Term(f"{text}*", _beginnings(text, found))
    return Term(" ".join(text.split()), (found, *_other_phrases(text)))


def _other_phrases(text: str) -> Iterator[Phrase]:
    """Yield what else a text is written as: co-operative in one word, 第十二条 as 第12条, the reverse."""
    if token := joined_token(text):
        yield Phrase((token,), prefix=False)
    for other in dict.fromkeys([_ORDINAL.sub(_in_digits, text), _ORDINAL.sub(_in_words, text)]):
        if other != text:
            yield phrase(other)


def _in_digits(ordinal: re.Match[str]) -> str:
    number = read_numeral(ordinal["number"])
    return ordinal[0] if number is None else f"第{number}"


def _in_words(ordinal: re.Match[str]) -> str:
    number = read_numeral(unicodedata.normalize("NFKC", ordinal["number"]))
    return ordinal[0] if number is None else f"第{write_count(number)}"


def _beginnings(text: str, found: Phrase) -> tuple[Phrase, ...]:
    """Return the phrases for a text with a star: its last word as typed begins one, or is one.

    Indexed are stems, and beside them the words that their stem does not show: flooding* asks for both.
    Within a phrase there are only stems, and organ is taken for organiz*.
    """
    last = tokens_with_offsets(text)[-1]
    if is_cjk(found.tokens[-1][0]):
        return (found,)  # a Chinese phrase is found inside longer runs as it is
    typed = fold_for_search(text[last.start : last.end])[:LONGEST_TOKEN]
    if len(typed) < SHORTEST_BEGINNING:
        return (found,)
    before = found.tokens[:-1]
    if not before:
        return Phrase((typed,), prefix=True), Phrase((word_mark(typed),), prefix=True)
    stems = {last.text, *_stems(typed)}
    whole = [Phrase((*before, stem), prefix=False) for stem in sorted(stems) if not stem.startswith(typed)]
    return (Phrase((*before, typed), prefix=True), *whole)


def _stems(typed: str) -> set[str]:
    if not (typed.isascii() and typed.isalpha() and len(typed) > 3):
        return set()
    return {stem for tail in _TAILS for stem in tokens(typed + tail) if len(stem) < len(typed)}
