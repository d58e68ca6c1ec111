"""One list of names: what is one person, what is a line that was broken, whose is a note."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.reader.attendance_lists import (
    BRACKET_NOTE,
    ENDS_OPEN,
    ONLY_NOTE,
    NameList,
)
from archive.reader.chinese_names import is_person
from archive.reader.name_words import is_latin_post
from archive.reader.patterns import HAN_LETTER
from archive.reader.people import Manner, is_series, is_wrapped, read_people
from archive.reader.people_tables import add_cell
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source, SourceLine

UNIT_LABEL = re.compile(r"([^:()、,\n]{2,14}?)[ \t\u3000]{0,60}:[ \t\u3000]{0,60}(?=\S)")
_COUNT_AND_COLON = re.compile(r"[0-9]{1,3}\b[^:,;\n]{0,40}:[ ]*")
_COMPANY = re.compile(
    r"\b(?:Inc|Ltd|LLC|Corp|Co|GmbH|University|College|Company|Foundation|Institute|Department|Office|Bank|"
    r"Group|Council|Association|Trust|Society|School|Labs?)\b"
)
_HALF_DAYS = frozenset(["上午", "下午", "晚上"])
LONGEST_LIST_LINE = 20_000


def read_name_list(source: Source, part: NameList) -> tuple[list[NameEntry], list[Span]]:
    manner = Manner(part.head.status, part.head.role, part.head.label)
    inline = part.inline
    lines = part.lines
    if inline.start < inline.end and lines and not lines[0].bullet and lines[0].checked is None:
        first = source.lines[source.line_at(inline.start)]
        first = replace(first, at=inline.start, text=source.plain[slice(*inline)], bullet="")
        if _is_one_a_line([first, *lines]):
            inline, lines = Span(inline.start, inline.start), [first, *lines]
        else:
            inline, lines = _joined(source, inline, lines)
    entries, left = _read_noted(source, inline, manner) if inline.start < inline.end else ([], [])
    one = _one_a_line(lines, under_head=part.head.value > 0)
    parent = -1
    for line in lines if one else _unwrapped(source, lines):
        if line.is_blank:
            continue
        if ONLY_NOTE.fullmatch(line.text):
            manner = replace(manner, label=source.as_spelt(line.text.strip("() "), line.span))
            continue
        if parent >= 0 and line.indent >= parent + 2:
            continue
        found, unread = _read_line(source, line, manner, one=one)
        entries += found
        left += unread
        parent = line.indent if found and line.bullet else -1
    return entries, left


def _joined(source: Source, inline: Span, lines: list[SourceLine]) -> tuple[Span, list[SourceLine]]:
    taken = 0
    is_han = HAN_LETTER.search(source.plain[inline.start : inline.end])
    before = source.plain[inline.start : inline.end]
    while taken < len(lines) and not lines[taken].bullet and lines[taken].checked is None:
        if is_han and not _goes_on(before, lines[taken].text):
            break
        before = lines[taken].text
        taken += 1
    if not taken:
        return inline, lines
    return Span(inline.start, lines[taken - 1].stop), lines[taken:]


def _is_one_a_line(lines: list[SourceLine]) -> bool:
    """Say whether commas only part a name from its post or company, in some line at least."""
    parts = [part.strip() for line in lines for part in line.text.split(",")[1:]]
    return (
        bool(parts)
        and all(
            not part.isascii() or _COMPANY.search(part) or is_latin_post(part) or part[:1].islower()
            for part in parts
        )
        and all(part.isascii() and part for part in parts)
    )


def _one_a_line(lines: list[SourceLine], *, under_head: bool) -> bool:
    full = [line for line in lines if not line.is_blank]
    commas = [line.text.count(",") + line.text.count(";") for line in full]
    # Two names on the only line under a head, or a name and a company.
    pair = under_head and len(full) == 1 and not _COMPANY.search(full[0].text)
    if not commas or (not full[0].bullet and is_series(full[0].text, least=2 if pair else 3)):
        return False
    return sum(commas) <= 2.2 * len(commas) and (len(commas) > 1 or commas[0] < 2)


def _unwrapped(source: Source, lines: list[SourceLine]) -> Iterator[SourceLine]:
    """Yield lines, those that go on with the list of the line before joined to it."""
    last: SourceLine | None = None
    for line in lines:
        if (
            last
            and not line.bullet
            and line.text
            and last.end + 1 == line.start
            and _goes_on(last.text, line.text)
        ):
            text = source.plain[last.at : line.stop]
            last = replace(last, end=line.end, stop=line.stop, text=text)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _goes_on(before: str, after: str) -> bool:
    return ENDS_OPEN.search(before) is not None or is_wrapped(before.rsplit("\n", 1)[-1], after)


def _read_line(
    source: Source, line: SourceLine, manner: Manner, *, one: bool
) -> tuple[list[NameEntry], list[Span]]:
    if line.checked is not None:
        status = manner.status if line.checked else "absent"
        manner = replace(manner, status=status)
    if line.text.startswith("~~"):
        manner = replace(manner, status="absent")
    if line.is_row:
        return _read_row(source, line, manner)
    return _read_noted(source, line.span, replace(manner, one_a_line=one))


def _read_row(source: Source, line: SourceLine, manner: Manner) -> tuple[list[NameEntry], list[Span]]:
    """Read a row below a head: a name with its post or unit, or as many names as cells."""
    spans = [span for span in source.cells(line) if span.start < span.end]
    found = [read_people(source, span, manner) for span in spans]
    entries, left = found[0] if found else ([], [])
    if len(entries) == 1 and len(spans) == 2:
        add_cell(source, entries[0], "", spans[1])
        return entries, left
    return [entry for some, _ in found for entry in some], [span for _, some in found for span in some]


def _read_noted(source: Source, span: Span, manner: Manner) -> tuple[list[NameEntry], list[Span]]:
    """Read a stretch whose first bracket may hold the post of all in it: (理事) 王祥宇、林俐暉."""
    if span.end - span.start > LONGEST_LIST_LINE:
        return [], [span]
    if lead := _COUNT_AND_COLON.match(source.plain, *span):
        span = source.trimmed(lead.end(), span.end)
    words = source.plain[span.start : span.end]
    note = BRACKET_NOTE.match(words) or UNIT_LABEL.match(words)
    if note and HAN_LETTER.search(note[1]) and not (is_person(note[1].strip()) and ":" in note[0]):
        label = re.sub(r"\s", "", note[1])
        manner = replace(manner, label="" if label in _HALF_DAYS else source.as_spelt(label, span))
        span = source.trimmed(span.start + note.end(), span.end)
    return read_people(source, span, manner)
