"""Highlight matches: titles and the best passage of a text as HTML with <mark>."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, zip_longest
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString, mark_safe

from archive.models import Document, Meeting, Resolution
from archive.models.meeting import searched_rows
from archive.record.build import searched_meeting, searched_resolution
from archive.record.render.search_entry import (
    meeting_texts,
    resolution_texts,
    resolution_titles,
    without_addresses,
)
from archive.search.entries import attendees_of, names_around, names_today
from archive.search.query import SearchQuery
from archive.text.folding import ACCENTS, LEFT_OUT, fold_for_search
from archive.text.redaction import show_redactions
from archive.text.tokens import (
    CJK,
    JOINTS,
    SIGNED_NAMES,
    Phrase,
    Token,
    cjk_count,
    is_cjk,
    is_word_mark,
    words_with_offsets,
)

START, END = "\x02", "\x03"

# Tokens with their places cost 0.7 to 2.7 µs a character, a regular expression about 0.01 µs: it
# proposes places, and only what stands around them is read closely.
MOST_PLACES = 40  # read closely in one text in search of a passage with all words of the query

# Signs of Markdown that a passage need not show: emphasis, code, and headings, quotations and bullets
# at the start of a line. A single underscore stays, for it stands within names too.
_MARKS = r"[\x02\x03]"
_SIGNS = re.compile(
    rf"\*+|__+|`+|~~|^[^\S\n]*(?:\#{{1,6}}(?={_MARKS}?\s)|>+|[-+](?=\s))|\\(?=[^\w\s])|\|", re.MULTILINE
)

# What may stand within a word that is found without it: accents, vowel signs, the joints of 8,600.
_UNREAD = "".join(f"{chr(block[0])}-{chr(block[-1])}" for block in (ACCENTS, *LEFT_OUT))
_BETWEEN_LETTERS = f"[{_UNREAD}{re.escape(JOINTS)}\u2011]*"


class MatchSpan(NamedTuple):
    """Where a clause of the query was found."""

    start: int
    end: int
    clause: int


class Wanted(NamedTuple):
    """A phrase to mark, and which clause of the query it belongs to."""

    phrase: Phrase
    clause: int


class Passage(NamedTuple):
    """A passage as HTML, and how many clauses of the query it shows."""

    html: SafeString
    clauses: int


def snippet(text: str, query: SearchQuery, *, width: int = 240) -> SafeString:
    """Return the best passage of a text as HTML with the matches in <mark>.

    The best is the one with the most clauses of the query in it, the earliest of equals. Takes
    Markdown, drops its signs, and escapes the rest. `width` counts characters; a Chinese character
    counts for two, as it is as wide. An unmatched text gives its beginning, an empty one "".
    """
    return best_passage(text, query, width=width).html


def best_passage(text: str, query: SearchQuery, *, width: int = 240) -> Passage:
    """Return the passage that snippet() returns, and how many clauses of the query it shows."""
    text = without_addresses(text)
    width = width_in(text, width)
    spans = best_window(text, query, width)
    start = max(0, spans[0].start - width // 4) if spans else 0
    return Passage(passage(text, spans, start, width), clauses_in(spans))


def marked(text: str, query: SearchQuery) -> SafeString:
    """Return a short text, such as a title, whole and as HTML with the matches in <mark>."""
    return to_html(with_marks(text, spans_in(text, wanted_of(query))))


def width_in(text: str, width: int) -> int:
    beginning = text[:200]
    return width // 2 if cjk_count(beginning) * 3 > len(beginning) else width


def wanted_of(query: SearchQuery) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(phrase, number)
        for number, clause in enumerate(query.clauses)
        for term in clause
        for phrase in term.phrases
        if not is_word_mark(phrase.tokens[0])
    )


def best_window(text: str, query: SearchQuery, width: int) -> list[MatchSpan]:
    wanted = wanted_of(query)
    best: list[MatchSpan] = []
    for start, end in islice(stretches(text, wanted, width), MOST_PLACES):
        found = spans_in(text[start:end], wanted)
        spans = [MatchSpan(span.start + start, span.end + start, span.clause) for span in found]
        best = max(best, densest(spans, width), key=clauses_in)
        if clauses_in(best) == len(query.clauses):
            break
    return best


def clauses_in(spans: Sequence[MatchSpan]) -> int:
    return len({span.clause for span in spans})


def densest(spans: list[MatchSpan], width: int) -> list[MatchSpan]:
    """Return the spans of the passage that holds the most clauses, the earliest of equals."""
    windows = [
        [span for span in spans[number:] if span.end <= first.start + width * 3 // 4]
        for number, first in enumerate(spans)
    ]
    return max(windows, key=clauses_in, default=[])


def stretches(text: str, wanted: tuple[Wanted, ...], width: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the parts of a text that may hold a phrase, each as wide as a passage."""
    if not wanted:
        return
    longest = max(sum(map(len, want.phrase.tokens)) + len(want.phrase.tokens) for want in wanted)
    read_to = 0
    for place in pattern_of(wanted).finditer(text):
        if place.start() >= read_to:
            start = boundary(text, max(0, place.start() - 2 * longest))
            read_to = boundary(text, place.end() + 2 * longest + width)
            yield start, read_to
            read_to -= 2 * longest  # a phrase may begin here and end beyond


@lru_cache(maxsize=64)
def pattern_of(wanted: tuple[Wanted, ...]) -> re.Pattern[str]:
    """Return an expression for the longest part of each phrase, in any spelling that folds to it.

    Kept for the texts of a page: to make it took as long as to read one of them.
    """
    parts = {max(compact(want.phrase.tokens).split(), key=len) for want in wanted}
    return re.compile("|".join(map(part_pattern, sorted(parts))))


def compact(tokens: Sequence[str]) -> str:
    """Return tokens as one text in which phrases can be found: 应急 急管 管理 理 2023 → 应急管理 2023.

    Bigrams that follow each other become the run of characters they came from, which takes less than
    half the space. A word, and the lone last character of a run, is followed by a blank.
    """
    pieces = []
    for token, following in zip_longest(tokens, tokens[1:], fillvalue=""):
        if len(token) != 2 or not is_cjk(token[0]):
            pieces.append(f"{token} ")
        else:
            pieces.append(token[0] if following[:1] == token[1] else token)
    return "".join(pieces)


def part_pattern(part: str) -> str:
    """Return an expression for a Chinese run, or for the beginning of a word, which stemming keeps."""
    if is_cjk(part[0]):
        return r"\s*".join(map(spellings, part))  # lines are wrapped within words
    beginning = "".join(letter_patterns(part[: max(2, len(part) - 2)]))
    signed = [f"(?i:{re.escape(name)})" for name, token in SIGNED_NAMES.items() if token == part]
    return rf"(?<![^\W_{CJK}])(?:{'|'.join([beginning, *signed])})"


def letter_patterns(letters: str) -> Iterator[str]:
    place = 0
    while place < len(letters):
        pair = letters[place : place + 2]
        pattern = _BETWEEN_LETTERS.join(map(spellings, pair))
        if ligatures := spellings_by_character().get(pair):  # æ, ß
            yield f"(?:{pattern}|[{re.escape(ligatures)}]){_BETWEEN_LETTERS}"
            place += 2
        else:
            yield f"{spellings(letters[place])}{_BETWEEN_LETTERS}"
            place += 1


def spellings(character: str) -> str:
    others = {character, character.upper(), *spellings_by_character().get(character, "")}
    return f"[{''.join(re.escape(other) for other in sorted(others) if len(other) == 1)}]"


@cache
def spellings_by_character() -> dict[str, str]:
    """Return, by folded character, the Latin, Arabic and Chinese characters that fold to it; 0.1 s once."""
    blocks = (
        (0x00C0, 0x0250), (0x0600, 0x0700), (0x1E00, 0x1F00), (0x2E80, 0x2FE0), (0x3400, 0xA000),
        (0xF900, 0xFB00), (0xFF00, 0xFFF0),
    )  # fmt: skip
    spelled: dict[str, str] = defaultdict(str)
    for character in map(chr, chain.from_iterable(range(*block) for block in blocks)):
        spelled[fold_for_search(character)] += character
    return spelled


def boundary(text: str, position: int) -> int:
    """Return the nearest place before a position where no word is cut; the position if there is none.

    A Latin word at the very beginning of the text is not cut either.
    """
    if position >= len(text):
        return len(text)
    blank = max(text.rfind(blank, max(0, position - 80), position) for blank in " \n")
    if blank < 0 and position < 80 and text[:position].isascii():
        return 0
    return position if blank < 0 else blank


def spans_in(text: str, wanted: Sequence[Wanted]) -> list[MatchSpan]:
    found, joined = words_with_offsets(text)
    by_token: dict[str, list[Wanted]] = defaultdict(list)
    beginnings = [want for want in wanted if want.phrase.prefix and len(want.phrase.tokens) == 1]
    for want in wanted:
        by_token[want.phrase.tokens[0]].append(want)
    spans = []
    for place, token in enumerate(found):
        for phrase, clause in by_token.get(token.text, ()):
            last = last_token(found, place, phrase)
            if last is not None:
                spans.append(MatchSpan(token.start, end_of(last, phrase), clause))
        for phrase, clause in beginnings:
            if begins_with(text, token, phrase.tokens[0]):
                spans.append(MatchSpan(token.start, end_of(token, phrase), clause))
    for token in joined:
        for phrase, clause in by_token.get(token.text, ()):
            if len(phrase.tokens) == 1:
                spans.append(MatchSpan(token.start, token.end, clause))
    return sorted(spans)


def begins_with(text: str, token: Token, beginning: str) -> bool:
    """Return whether a token begins so, or the word as written, of which it is the stem."""
    return token.text.startswith(beginning) or (
        not is_cjk(beginning[0]) and fold_for_search(text[token.start : token.end]).startswith(beginning)
    )


def last_token(found: Sequence[Token], place: int, phrase: Phrase) -> Token | None:
    """Return the token that a phrase starting at a place ends with; None if it does not stand there."""
    there = found[place : place + len(phrase.tokens)]
    if len(there) < len(phrase.tokens):
        return None
    *middle, last = [(token.text, wanted) for token, wanted in zip(there, phrase.tokens, strict=True)]
    fits = last[0].startswith(last[1]) if phrase.prefix else last[0] == last[1]
    return there[-1] if fits and all(text == wanted for text, wanted in middle) else None


def end_of(last: Token, phrase: Phrase) -> int:
    """Return where a phrase ends: a lone character that begins a token of two is marked alone."""
    wanted = phrase.tokens[-1]
    if len(wanted) < len(last.text) and is_cjk(wanted[-1]):
        return last.start + len(wanted)
    return last.end


def passage(text: str, spans: Sequence[MatchSpan], start: int, width: int) -> SafeString:
    start = boundary(text, start) if start else 0
    end = boundary(text, start + width)
    end = max(end, *(span.end for span in spans)) if spans else end
    inside = [MatchSpan(s - start, e - start, clause) for s, e, clause in spans]
    shown = tidied(with_marks(text[start:end], inside))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return to_html(f"{before}{shown}{after}" if shown else "")


def with_marks(text: str, spans: Sequence[MatchSpan]) -> str:
    """Return a text with a sign before and after each match; matches that touch become one."""
    pieces, position = [], 0
    for start, end in merged(spans):
        pieces += [plain(text[position:start]), START, plain(text[start:end]), END]
        position = end
    return "".join([*pieces, plain(text[position:])])


def merged(spans: Sequence[MatchSpan]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end, _clause in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def plain(text: str) -> str:
    return text.replace(START, "").replace(END, "")


def tidied(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text).split())


def to_html(text: str) -> SafeString:
    escaped = html.escape(text)
    return mark_safe(escaped.replace(START, "<mark>").replace(END, "</mark>"))  # noqa: S308 - escaped just above


# Passages of rows

# Characters fetched of each text at first. Half of 5,897 texts were shorter; those of 200,000 cost
# PostgreSQL a millisecond each to fetch.
BEGINNING = 6_000

Row = Meeting | Resolution | Document


class Excerpt(NamedTuple):
    """What a page shows of a hit: its title and its best passage, the matches in <mark>."""

    title: SafeString
    snippet: SafeString


def passages_of(rows: Sequence[Any], query: SearchQuery) -> list[Excerpt]:
    """Return what a page shows of each row; the rows are of one kind and have their `beginning`.

    The whole text is fetched only where the beginning does not show all of the query, in one query;
    the children of meetings only for those that match neither in the title nor in the text, in one
    query a table.
    """
    titles = [title_of(row, query) for row in rows]
    passages = {row.pk: best_of(beginnings_of(row), query) for row in rows}
    fetch_texts([row for row in rows if is_cut(row) and passages[row.pk].clauses < len(query.clauses)])
    for row in rows:
        if "text" in row.__dict__:
            passages[row.pk] = best_of(texts_of(row), query)
    elsewhere = [
        row
        for row, title in zip(rows, titles, strict=True)
        if query.clauses and not passages[row.pk].clauses and "<mark>" not in title
    ]
    # To put the queries together takes longer than to run them.
    if meetings := [row for row in elsewhere if isinstance(row, Meeting)]:
        prefetch_related_objects(meetings, *searched_rows())
    for row in elsewhere:
        passages[row.pk] = best_of([*beginnings_of(row), *all_texts_of(row)], query)
        if isinstance(row, Meeting):
            row.passage_language = language_of(row, passages[row.pk], query)  # type: ignore[attr-defined]
    return [Excerpt(title, passages[row.pk].html) for row, title in zip(rows, titles, strict=True)]


def language_of(row: Meeting, passage: Passage, query: SearchQuery) -> str:
    """Return the language of the translation that a passage is from, "" if it is from none."""
    found = ((one.language, [one.name, one.summary, one.text]) for one in row.translations.all())
    return next((language for language, texts in found if best_of(texts, query) == passage), "")


def title_of(row: Row, query: SearchQuery) -> SafeString:
    if not isinstance(row, Resolution):
        return marked(show_redactions(row.name), query)
    written = row.name or row.identifier
    beginning = beginning_of(row)
    title = written or beginning[:80]
    is_whole = written or title == beginning
    return marked(show_redactions(title) if is_whole else f"{title}…", query)


def is_cut(row: Any) -> bool:
    return len(row.beginning) == BEGINNING


def beginning_of(row: Any) -> str:
    """Return the beginning of a text, without a redaction whose sign was cut in two."""
    begun: str = row.beginning
    opened = begun.rfind("[[")
    return begun[:opened] if is_cut(row) and opened > begun.rfind("]]") else begun


def beginnings_of(row: Row) -> list[str]:
    return [row.summary, beginning_of(row)] if isinstance(row, Meeting) else [beginning_of(row)]


def fetch_texts(rows: Sequence[Any]) -> None:
    if not rows:
        return
    texts = dict(type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "text"))
    for row in rows:
        row.text = texts.get(row.pk, "")


def texts_of(row: Row) -> list[str]:
    return [row.summary, row.text] if isinstance(row, Meeting) else [row.text]


def all_texts_of(row: Row) -> list[str]:
    """Return all that a match may stand in, as the index holds it; what is not loaded counts as empty."""
    row.__dict__.setdefault("text", "")
    if isinstance(row, Meeting):
        record = searched_meeting(row)
        titles = [row.alternate_name, *(one["name"] for one in record["translations"])]
        return [*meeting_texts(record, attendees_of(row), names_around(row)), *titles]
    if isinstance(row, Resolution):
        record = searched_resolution(row)
        return [
            *resolution_texts(record, names_today(row.mover, row.seconder)),
            *resolution_titles(record),
        ]
    return [row.name]


def best_of(texts: Iterable[str], query: SearchQuery) -> Passage:
    passages = [best_passage(show_redactions(text), query) for text in texts if text]
    return max(passages, key=lambda passage: passage.clauses, default=Passage(SafeString(""), 0))
