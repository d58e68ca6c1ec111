"""Read one stretch of a list of names: Latin and Chinese names with their posts, units and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.reader.people_en import read_latin_name, with_nick_behind
from archive.reader.people_zh import read_chinese_names
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.reader.words import is_latin_post, role_in
from archive.text.pinyin import HAN

_HAN = re.compile(f"[{HAN}]")
_OPENING, _CLOSING = "([{", ")]}"
_SEPARATOR = re.compile(r"[、,;|\t\n。]|(?<=\S) (?:and|AND|&) (?=\S)")
_COLUMN = re.compile(r"[ \t]{3,}")
LONGEST_ENTRY = 200


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list is to be read: what its head said, and whether one line is one person."""

    status: str = "present"
    role: str = ""
    label: str = ""
    one_a_line: bool = False


def read_people(source: Source, span: Span, manner: Manner) -> tuple[list[NameEntry], list[Span]]:
    """Return the people in a stretch of the source, in order, and the stretches that name nobody."""
    entries: list[NameEntry] = []
    left: list[Span] = []
    for piece in _pieces(source, span, one=manner.one_a_line):
        found = _read_piece(source, piece, entries, manner)
        if found is None:
            left.append(piece)
        else:
            entries.extend(found)
    return [_in_manner(entry, manner) for entry in entries], left


def _in_manner(entry: NameEntry, manner: Manner) -> NameEntry:
    """Fill in what the entry itself did not say from the head that it stands under."""
    label = entry.label or manner.label
    status = entry.status or manner.status
    return replace(entry, label=label, status=status, role=entry.role or manner.role)


def _read_piece(
    source: Source, piece: Span, before: list[NameEntry], manner: Manner
) -> list[NameEntry] | None:
    """Return who a piece names; [] if it only adds to the one before, None if it names nobody."""
    words = source.plain[piece.start : piece.end]
    if _HAN.search(words):
        return read_chinese_names(source, piece) or None
    if len(words) > LONGEST_ENTRY:
        return None
    if before and not manner.one_a_line and is_latin_post(words):
        last = before[-1]
        last.label = ", ".join(filter(None, [last.label, words.strip()]))
        last.role = last.role or role_in(words)
        last.whole = Span(last.whole.start, piece.end)
        return []
    entry = read_latin_name(source, piece, one_a_line=manner.one_a_line)
    if entry and manner.one_a_line:
        entry = with_nick_behind(source, entry)
    return [entry] if entry else None


def _pieces(source: Source, span: Span, *, one: bool) -> Iterator[Span]:
    """Yield the parts that separators outside brackets make."""
    words = source.plain[span.start : span.end]
    is_han = _HAN.search(words) is not None
    if one and not is_han:
        breaks = [match.span() for match in re.finditer(r"\n", words)]
    else:
        breaks = _breaks(words, source.text[span.start : span.end], semicolons=not is_han)
    start = 0
    for first, last in [*breaks, (len(words), len(words))]:
        piece = source.trimmed(span.start + start, span.start + first, strip=".")
        if piece.start < piece.end:
            yield piece
        start = last


def _breaks(words: str, text: str, *, semicolons: bool) -> list[tuple[int, int]]:
    """Return where a list is parted; where there are semicolons, commas only part name and post."""
    found = [match.span() for match in _SEPARATOR.finditer(words)]
    found += [match.span() for match in _COLUMN.finditer(words) if text[slice(*match.span())].isspace()]
    outside = _outside_brackets(words, sorted(found))
    if semicolons and any(words[first] == ";" for first, _ in outside):
        return [(first, last) for first, last in outside if words[first] not in ", "]
    return outside


def _outside_brackets(words: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    depth = 0
    outside = []
    position = 0
    for first, last in found:
        for character in words[position:first]:
            if character in _OPENING:
                depth += 1
            elif character in _CLOSING:
                depth = max(0, depth - 1)
        position = first
        # A line that ends inside a bracket never closed it.
        if words[first] == "\n":
            depth = 0
        if depth == 0:
            outside.append((first, last))
    return outside
