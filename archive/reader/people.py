"""Read people in one stretch of a list: names with posts, units and notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archive.reader.chinese_names import is_chinese_post, read_chinese_names
from archive.reader.latin_names import is_plausible, read_latin_name, with_nick_behind
from archive.reader.name_words import (
    GENERATION,
    HELD_BY_SEVERAL,
    REASON,
    VACANT,
    is_latin_post,
    singular_title,
)
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.folding import one_script
from archive.text.names import tidy_name
from archive.text.vocabulary import role_in

# A stretch of a list

_OPENING, _CLOSING = "([{", ")]}"
_SEPARATOR = re.compile(
    r"(?<=\S)(?<!Mr)(?<!Mr\.)(?<!Dr)(?<!Dr\.)[ \n](?:and|AND|&)[ \n](?=\S)|[、,;|\t\n。]"
)
# A sentence behind the last name of a list: … and Ivy Hale. Councillor Ray attended by video.
_CAME = (
    r"(?:also |then |later )?(?:attended|participated|joined|arrived|left|came|dialled in|dialed in"
    r"|was (?:present|on the (?:phone|line)))\b(?! (?:as|for|on behalf|in place)\b)"
)
_SENTENCE_OF_ONE = re.compile(rf"\.[ \n]+(?=(?:[A-Z][\w.'’-]*[ ]){{1,5}}{_CAME})")
# What is said or resolved behind the last name: … and A Reeves. RESOLVED: that …; … Ray. Sorry not to have
_SENTENCE_BEHIND = re.compile(
    r"(?<=[a-z]{3})\.[ \n]+(?=(?:RESOLVED|AGREED|NOTED|Resolved|Agreed|Noted)\b|[0-9]"
    r"|[A-Z][a-z'’]+[ \n]+(?!(?:de|van|von|der|den|la|le|del|di|da|dos|bin|al|el|and)\b)[a-z]{2,}\b)"
)
_RESOLVES = re.compile(r"(?:resolved|agreed|noted)\b", re.IGNORECASE)
_CAME_SO = re.compile(rf"(?P<who>(?:[A-Z][\w.'’-]*[ ]){{1,5}})(?P<note>{_CAME}[^\n]*)")
_HEADS_A_BODY = re.compile(r"chair|presid|mayor|leader", re.IGNORECASE)
_PARTS = re.compile(r"[,;\t]| and | & |[ ]{3,}")
_COLUMN = re.compile(r"[ \t]{3,}")
_NEXT_ACCOUNT = re.compile(r"(?<=\S)[ ]{1,2}(?=@\w)")
_INITIAL = re.compile(r"(?:^|[ .])(?:[A-Z]|Cllrs?|Mrs?|Ms|Drs?|Prof|Revd?)\.$")
LONGEST_ENTRY = 200
LEAST_WRAPPED = 56


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
        if found and left and _is_first_post(source, left[-1], found[0]):
            found[0].label = source.written(Span(left.pop().start, piece.start)) + found[0].label
            found[0].role = found[0].role or role_in(found[0].label)
        if found and (post := _post_behind(source, entries, found[0])):
            found[0].label = f"{post}、{found[0].label}"
        if found is None:
            left.append(piece)
        else:
            entries.extend(found)
    _share_titles(source, entries)
    for entry in entries:
        entry.label = entry.label or manner.label
        entry.status = entry.status or manner.status
        if entry.role != "chair" or manner.role in ("", "chair") or "主持" in one_script(entry.label):
            entry.role = entry.role or manner.role
        else:  # who sits in as the chair of another body is not the chair of this one
            entry.role = manner.role
        if entry.status != "present":
            _keep_reason(entry)
    return entries, left


def _post_behind(source: Source, before: list[NameEntry], entry: NameEntry) -> str:
    """Return the first of the posts of a name that stands behind another's: 局长 吴敏 成员、局长 谭勇."""
    behind = source.plain[before[-1].whole.end : entry.whole.start] if before else ""
    post, sign, _ = behind.partition("、")
    words = re.sub(r"\s", "", post)
    if (
        not sign
        or not words
        or not entry.label
        or not is_chinese_post(words)
        or re.search("[,;()]", behind)
    ):
        return ""
    return source.as_spelt(words, Span(before[-1].whole.end, entry.whole.start))


def _is_first_post(source: Source, piece: Span, entry: NameEntry) -> bool:
    """Say whether a piece is the first of two posts before a name: 党委副书记、镇长 江雪梅."""
    behind = source.plain[piece.end : entry.span.start]
    return (
        behind.startswith("、")
        and is_chinese_post(re.sub(r"\W", "", behind))
        and not re.search("[ )]", source.plain[piece.start : piece.end])
        and is_chinese_post(source.plain[piece.start : piece.end])
    )


def _share_titles(source: Source, entries: list[NameEntry]) -> None:
    """Give a title of several, Councillors A, B and C, to each up to another title or a semicolon."""
    title = ""
    end = entries[0].whole.start if entries else 0
    grouped = any("," in source.plain[a.whole.end : b.whole.start] for a, b in pairwise(entries))
    for entry in entries:
        own, *more = entry.label.split(", ")
        if grouped and HELD_BY_SEVERAL.search(one_script(own)):
            title, end = own, entry.whole.end
            continue
        if (one := singular_title(own)) is not None:
            title, entry.label = one, ", ".join(filter(None, [one, *more]))
        elif ";" in source.plain[end : entry.whole.start] or (
            entry.label and not _HEADS_A_BODY.search(entry.label)
        ):
            title = ""
        elif title and not (HAN_LETTER.match(title) and "," in source.plain[end : entry.whole.start]):
            entry.label = ", ".join(filter(None, [title, entry.label]))
        end = entry.whole.end


def _keep_reason(entry: NameEntry) -> None:
    """Move why somebody was away from what the public reads to what it does not."""
    for name in ("label", "note"):
        parts = re.split("(, ?|，)", getattr(entry, name))
        why = [part for part in parts[::2] if REASON.search(one_script(part))]
        if why:
            kept = [part for part in parts[::2] if part not in why]
            setattr(entry, name, ", ".join(kept))
            entry.reason = ", ".join(filter(None, [entry.reason, *why]))


def _read_piece(
    source: Source, piece: Span, before: list[NameEntry], manner: Manner
) -> list[NameEntry] | None:
    """Return who a piece names; [] if it only adds to the one before, None if it holds no name."""
    words = source.plain[piece.start : piece.end]
    if words.strip(" ()").casefold() in VACANT:
        return []
    if _RESOLVES.match(words):
        return None
    if HAN_LETTER.search(words):
        found = read_chinese_names(source, piece)
        behind = re.sub(r"\W", "", source.plain[before[-1].span.end : piece.start]) if before else ""
        if not found and behind and is_chinese_post(behind) and is_chinese_post(words):
            before[-1].label += source.written(Span(piece.start - 1, piece.end))
            before[-1].whole = Span(before[-1].whole.start, piece.end)
            return []
        return found or None
    if len(words) > LONGEST_ENTRY:
        return None
    if came := _CAME_SO.fullmatch(words):
        return _who_came(source, piece, came)
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


def _who_came(source: Source, piece: Span, came: re.Match[str]) -> list[NameEntry] | None:
    """Read one person and how that person came: Councillor Ray attended by video."""
    entry = read_latin_name(source, Span(piece.start, piece.start + came.end("who")), one_a_line=True)
    if entry is None:
        return None
    entry.whole, entry.note = piece, tidy_name(came["note"])
    return [entry]


def _pieces(source: Source, span: Span, *, one: bool) -> Iterator[Span]:
    words = source.plain[span.start : span.end]
    is_han = HAN_LETTER.search(words) is not None
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
    found = [
        match.span()
        for match in _SEPARATOR.finditer(words)
        if match[0] != "\n" or not is_wrapped(*_lines_around(words, match.start()))
    ]
    found += [match.span() for match in _SENTENCE_OF_ONE.finditer(words)]
    found += [match.span() for match in _SENTENCE_BEHIND.finditer(words)]
    found += [match.span() for match in _COLUMN.finditer(words) if text[slice(*match.span())].isspace()]
    if words.startswith("@"):
        found += [match.span() for match in _NEXT_ACCOUNT.finditer(words)]
    outside = _outside_brackets(words, sorted(found))
    outside = [(first, last) for first, last in outside if not GENERATION.match(words, first)]
    hard = [place for place in outside if words[place[0]] not in ", "]
    if semicolons and any(words[first] == ";" for first, _ in hard):
        starts, ends = [0, *(last for _, last in hard)], [*(first for first, _ in hard), len(words)]
        series = [(a, b) for a, b in zip(starts, ends, strict=True) if is_series(words[a:b])]
        return [place for place in outside if place in hard or any(a <= place[0] < b for a, b in series)]
    return outside


def is_wrapped(before: str, after: str) -> bool:
    """Say whether a list was broken at the width of a page, between two words of one name or post."""
    before, after = before.rstrip(), after.lstrip()
    *whole, last = re.split("[,、]", before)
    if before.count("(") > before.count(")") and ")" in after:
        return True  # within a bracket
    if _INITIAL.search(before) and after[:1].isupper():
        return True  # between an initial, or a short title, and the family name
    if not whole or not after or before[-1] in ",;:、。." or before.endswith(" and"):
        return False
    if " " not in last.strip() and all(" " in piece.strip() for piece in whole):
        return True  # the forename alone at the end of a line
    width = len(before) * (1 if before.isascii() else 2)
    return width >= LEAST_WRAPPED and bool(re.search("[,、]| and ", after))


def is_series(words: str, *, least: int = 3) -> bool:
    """Say whether commas and "and" part names: Ann Lee, Bob Ray, Cy Poe; Councillors Lee, Ray and Poe."""
    if singular_title(words.split(None, 1)[0] if words.strip() else ""):
        return True
    pieces = [piece.strip() for piece in _PARTS.split(words) if piece.strip()]
    return len(pieces) >= least and all(
        is_plausible(piece) and not is_latin_post(piece) for piece in pieces
    )


def _lines_around(words: str, at: int) -> tuple[str, str]:
    end = words.find("\n", at + 1)
    return words[words.rfind("\n", 0, at) + 1 : at], words[at + 1 : end if end >= 0 else len(words)]


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
