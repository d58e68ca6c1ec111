"""Read people in one stretch of a list: names with posts, units and notes; Latin ones in full here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.reader.name_words import COURTESY, NOBODY, is_latin_post, status_in, without_address
from archive.reader.people_zh import read_chinese_names
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.names import tidy_name
from archive.text.pinyin import HAN
from archive.text.vocabulary import role_in

_NAME_ENDS = re.compile(r"\(|\[|,|;|:|\||\s[-–—]+(?=\s|\w)|[-–—]+\s|\s*/|\s@(?=\w)|\s[<\"]|\s=|\t|\s{3,}")
_ADDRESS = re.compile(r"\W*(?:https?|mailto):|\W*www\.", re.IGNORECASE)
_TEAM = re.compile(r"@[\w.-]+/[\w.-]+")
_FOR = re.compile(
    r"\b(?:substitut(?:e|ing)|alternate|deputi[sz]ing|standing in|proxy|acting)?\s*\b(?:for|"
    r"on behalf of|in place of)\s+"
    r"(?P<name>[^\W\d_][^,;()|]{1,60})",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^(?P<name>.{2,60}?)\s+(?:for|on behalf of|in place of)\s+(?P<other>[^\W\d_].{1,60})$", re.IGNORECASE
)
_LATE = re.compile(
    r"\b(?:joined|left|arrived|late|early|partial|until|from \d|remote|online|phone)\b", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"^[0-9]{1,2}\s+(?=\D)|[¹²³⁴⁵†‡*]+$|^\W+")
_BAD = re.compile(
    r"https?:|[={}<>\"?!%$#^~]|\[e-mail removed|\b(?:will|was|were|is|are|the|to|has|have|"
    r"that|with|this|please|no|not|for|approved|of|this|from|we|you|all)\b"
)
_ONLY_BRACKETS = re.compile(r"[()\[\]|/\"]")
_DETAIL_BREAKS = re.compile(r",|;|:\s|\s[-–—]+\s|\t|\s{3,}")
_ONLY_MARKS = re.compile(r"^[\W\d_]*$")
_NEVER = frozenset(
    (
        "log logs audio video recording recordings agenda minutes notes meeting meetings topic "
        "topics issue issues welcome discussion update updates announcements introduction "
        "introductions business utc gmt est edt pst pdt cet approval review report item items "
        "motion motions vote votes"
    ).split()
)
LONGEST_NAME = 45
MOST_WORDS = 6


def is_plausible(name: str) -> bool:
    """Say whether words can be the name of a person: short, not a sentence, not a word for nobody."""
    if len(name) < 2 or len(name) > LONGEST_NAME or name.casefold().strip(" .:") in NOBODY:
        return False
    words = name.split()
    if len(words) > MOST_WORDS or _ONLY_MARKS.match(name) or _BAD.search(name):
        return False
    if any(word.casefold().strip(".:()") in _NEVER for word in words):
        return False
    lower = [word for word in words if word[:1].islower()]
    return len(words) < 3 or len(lower) <= len(words) // 2


def read_latin_name(source: Source, piece: Span, *, one_a_line: bool) -> NameEntry | None:
    words = source.plain[piece.start : piece.end]
    if _TEAM.search(words) or _ADDRESS.match(words):
        return None
    cut = _NAME_ENDS.search(words, 1)
    span = source.trimmed(piece.start, piece.start + (cut.start() if cut else len(words)), strip=".")
    details = words[cut.start() :] if cut else ""
    entry = _named(source, span, piece)
    if entry is None and cut and is_latin_post(words[: cut.start()]):
        return _after_post(source, piece, cut)
    return _with_details(entry, details) if entry else None


def _after_post(source: Source, piece: Span, cut: re.Match[str]) -> NameEntry | None:
    """Read "Treasurer: Jane Smith" and "Chair - Jane Smith"."""
    rest = source.trimmed(piece.start + cut.end(), piece.end)
    entry = read_latin_name(source, rest, one_a_line=True) if rest.start < rest.end else None
    if entry:
        post = source.plain[piece.start : piece.start + cut.start()].strip()
        entry.label = ", ".join(filter(None, [post, entry.label]))
        entry.role = entry.role or role_in(post)
        entry.whole = piece
    return entry


def _named(source: Source, span: Span, piece: Span) -> NameEntry | None:
    words = source.plain[span.start : span.end]
    if footnote := _FOOTNOTE.match(words):
        span = source.trimmed(span.start + footnote.end(), span.end)
        words = source.plain[span.start : span.end]
    on_behalf = ""
    if instead := _INSTEAD.match(words):
        span = Span(span.start, span.start + instead.end("name"))
        words, on_behalf = instead["name"], tidy_name(instead["other"])
    bare = without_address(words)
    at = len(words) - len(bare)
    name = tidy_name(bare.lstrip("@").rstrip("*¹²³⁴⁵†‡ "))
    if not is_plausible(name) or is_latin_post(words):
        return None
    address = words[:at].strip()
    label = "" if address.casefold() in COURTESY else address
    start = span.start + at + (1 if bare.startswith("@") else 0)
    span = source.trimmed(start, span.end, strip="*¹²³⁴⁵†‡")
    return NameEntry(
        name, source.written(span), span, piece, label, role_in(label), status="", on_behalf_of=on_behalf
    )


def _with_details(entry: NameEntry, details: str) -> NameEntry:
    """Add what stands behind a name: unit, post, status, the person represented."""
    told = _ONLY_BRACKETS.sub(", ", details)
    parts = [part.strip(" .-–—*:") for part in _DETAIL_BREAKS.split(told)]
    labels: list[str] = []
    notes: list[str] = []
    for part in parts:
        if not part or part.startswith("@") or _ONLY_MARKS.match(part):
            continue
        if (stand_in := _FOR.search(part)) and not entry.on_behalf_of and not _LATE.search(part):
            entry.on_behalf_of = tidy_name(stand_in["name"])
            continue
        entry.role = entry.role or role_in(part)
        status = status_in(part)
        entry.status = entry.status or status
        (notes if status or _LATE.search(part) else labels).append(part)
    if entry.status == "present" and not entry.note:
        entry.status = ""
    entry.label = tidy_name(", ".join(filter(None, [entry.label, *labels])))
    entry.note = tidy_name(", ".join(notes))
    return entry


def with_nick_behind(source: Source, entry: NameEntry) -> NameEntry:
    """Take a line of two columns, nick and full name, by the name."""
    label = entry.label
    if " " in entry.name or len(label.split()) < 2 or not is_plausible(label) or not label[0].isupper():
        return entry
    at = source.plain.find(label, entry.span.end, entry.whole.end)
    if at < 0 or source.plain[entry.span.end : at].strip(" |\t") or at - entry.span.end < 3:
        return entry
    span = Span(at, at + len(label))
    return replace(entry, name=label, name_as_written=source.written(span), span=span, label=entry.name)


# A stretch of a list

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
    label = entry.label or manner.label
    status = entry.status or manner.status
    return replace(entry, label=label, status=status, role=entry.role or manner.role)


def _read_piece(
    source: Source, piece: Span, before: list[NameEntry], manner: Manner
) -> list[NameEntry] | None:
    """Return who a piece names; [] if it only adds to the one before, None if it holds no name."""
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
