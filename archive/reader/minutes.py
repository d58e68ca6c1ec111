"""Read a whole text of minutes by rules: here its title, number and place, and where its body begins."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.reader.actions import read_actions
from archive.reader.agenda import attach_to_items, read_agenda
from archive.reader.attendance import AttendanceReader, merge_entries
from archive.reader.attendance_doubts import doubt_chairs, doubted_counts
from archive.reader.attendance_text import add_comings, read_attendance_sentences, read_prose, with_aliases
from archive.reader.days import has_year, meeting_day, other_day
from archive.reader.decisions import read_decisions
from archive.reader.distribution import read_distribution
from archive.reader.line_kinds import NOISE
from archive.reader.modes import read_mode
from archive.reader.patterns import HAN_LETTER
from archive.reader.places import read_location
from archive.reader.results import Doubt, NameEntry, NamesReading, Reading, Span
from archive.reader.sitting_times import sitting_times
from archive.reader.source import Source
from archive.reader.speakers import read_speakers
from archive.reader.titles import quoted_from, read_document_number, read_number_as_written, read_title
from archive.text.folding import simplified

SAMPLE = 5_000
HAN_SHARE = 0.2


def read_minutes(text: str) -> Reading:
    """Return what the rules can tell of a finished text of minutes, in English or Chinese.

    Plain text or Markdown, with or without tables and HTML tags. Nothing is guessed that the text
    does not say, each value knows the stretch of the text it was read from, and no text raises but
    one beyond LONGEST_TEXT characters (TextTooLongError). Time grows with the length of the text:
    500 KB take about a second.
    """
    source = Source(text)
    title = read_title(source)
    # A record may quote the minutes of the meeting before it: those names are not of this one.
    quoted = quoted_from(source, title)
    last = source.line_at(quoted) if quoted < len(source.plain) else None
    reading = Reading(language_of(text), Span(0, len(text)))
    reading.attendance = read_attendance(source, last)
    reading.title = source.value(title) if title else None
    reading.date = meeting_day(source, title, 0)
    if reading.date and (other := other_day(text, reading.date)):
        reading.doubts["date"] = Doubt((reading.date, replace(reading.date, value=other)))
    elif reading.date and not has_year(reading.date):
        year = replace(reading.date, as_written=str(reading.date.value.year))
        reading.doubts["date"] = Doubt((reading.date, year))
    reading.start_time, reading.end_time = sitting_times(source, reading.date, len(text))
    reading.number, others = read_number_as_written(source, title)
    if reading.number and others:
        reading.doubts["number"] = Doubt((reading.number, *others))
    reading.doubts |= doubted_counts(reading.attendance)
    doubt_chairs(reading.attendance.entries)
    reading.document_number = read_document_number(source, len(text))
    reading.location = read_location(source, len(text))
    reading.mode = read_mode(source, reading.location)
    reading.copied_to, reading.issued_on, foot = read_distribution(source)
    reading.agenda = read_agenda(source)
    reading.resolutions = read_decisions(source, title)
    held = reading.date.value if reading.date else None
    names = [entry.name for entry in reading.attendance.entries]
    reading.actions = read_actions(source, reading.resolutions, held, names)
    attach_to_items(source, reading.agenda, [*reading.resolutions, *reading.actions])
    place_rest(source, reading, foot)
    return reading


def read_attendance(source: Source, last: int | None = None) -> NamesReading:
    """Return who was there: the lists; names in running text; or else those who spoke."""
    names = AttendanceReader(source, 0, last).read()
    roles = [entry for entry in names.entries if _is_only_role(entry)]
    listed = [entry for entry in names.entries if not _is_only_role(entry)]
    for fallback in (read_attendance_sentences, read_speakers):
        if any(entry.status in ("present", "") for entry in listed):
            break
        listed = merge_entries([*listed, *fallback(source)])
    told = [entry for entry in read_prose(source) if not _stands_in_list(entry, names)]
    names.entries = merge_entries(with_aliases(listed, [*roles, *told]))
    names.entries.sort(key=lambda entry: entry.span)
    for entry in names.entries:
        entry.status = entry.status or "present"
    add_comings(source, names.entries)
    taken = [entry.whole for entry in names.entries]
    names.not_placed = [
        span
        for span in names.not_placed
        if not any(span.start < other.end and other.start < span.end for other in taken)
        and not NOISE.fullmatch(source.lines[source.line_at(span.start)].text)
    ]
    return names


def _stands_in_list(entry: NameEntry, names: NamesReading) -> bool:
    """Say whether a name of a sentence is part of a list that was read: its commas are read once."""
    if entry.role in ("chair", "recorder"):
        return False
    return any(head.start <= entry.span.start < head.end for head in names.heads) and any(
        other.whole.start <= entry.span.start < other.whole.end for other in names.entries
    )


def _is_only_role(entry: NameEntry) -> bool:
    return entry.role in ("chair", "recorder") and entry.is_alone


def language_of(text: str) -> str:
    """Return en, zh-Hans or zh-Hant: Chinese if a fifth of the letters at the beginning are."""
    sample = text[:SAMPLE]
    han = "".join(HAN_LETTER.findall(sample))
    letters = sum(character.isalpha() for character in sample)
    if not letters or len(han) / letters < HAN_SHARE:
        return "en"
    changed = sum(one != other for one, other in zip(han, simplified(han), strict=True))
    return "zh-Hant" if changed > len(han) / 20 else "zh-Hans"


# Where the head ends

_LABEL = re.compile(
    r"[^:\n]{1,40}:|(?:[一二三四五六七八九十壹贰参肆伍陆]{1,3}、)?(?:时[ \t\u3000]{0,60}间"
    r"|地[ \t\u3000]{0,60}点|日[ \t\u3000]{0,60}期|主[ \t\u3000]{0,60}席|[记纪][ \t\u3000]{0,60}录)"
)
_FILLER = re.compile(
    r"(?:星期|周|礼拜)?[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?"
    r"|sun)(?:day)?|(?:date|time|place|venue|location|at|on|held|and|the|in|of|to|from|until|a|by|draft|p\.m|a\.m|pm|am|utc|est|edt|pst|pdt"
    r"|gmt|cet|cest|et|pt|beijing|meeting|minutes|[0-9]{1,2}|起|至|在|于|时间|主持|召开|同志|现将会议纪要如下|有|等)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Two sentences behind one another.
_RUNNING = re.compile(r"[a-z]{3}\. [^.\n]{40,}[a-z]{3}\. [A-Z\"]|。[^。\n]{20,400}。[^。\n]")
HEAD_LINES = 120


def place_rest(source: Source, reading: Reading, foot: int) -> None:
    covered = sorted(_covered(reading))
    body = _body_start(source, reading)
    reading.body = Span(body, max(body, foot))
    left = set(reading.attendance.not_placed)
    left |= set(_uncovered(source, covered, body))
    reading.not_placed = sorted(span for span in left if span.start < span.end)


def _covered(reading: Reading) -> Iterator[Span]:
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (entry.span for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
    yield from reading.attendance.heads
    yield from reading.attendance.not_placed


def _body_start(source: Source, reading: Reading) -> int:
    limit = source.lines[HEAD_LINES].start if len(source.lines) > HEAD_LINES else len(source.text)
    business = [item.name.span.start for item in reading.agenda] + [
        r.text.span.start for r in reading.resolutions
    ]
    limit = min([limit, *business])
    ends = [span.end for span in _particulars(reading) if span.start < limit]
    if not ends:
        return 0
    index = source.line_at(max(ends) - 1)
    # Running text that names them is the body itself.
    index += not _RUNNING.search(source.plain, source.lines[index].at, source.lines[index].stop)
    return source.lines[index].start if index < len(source.lines) else len(source.text)


def _particulars(reading: Reading) -> Iterator[Span]:
    single = (
        reading.title,
        reading.number,
        reading.document_number,
        reading.date,
        reading.location,
        reading.start_time,
    )
    yield from (value.span for value in single if value)
    # Who only spoke stands in the body itself.
    yield from reading.attendance.heads


def _uncovered(source: Source, covered: list[Span], end: int) -> Iterator[Span]:
    """Yield what of each line before an offset no value covers: no labels, weekdays or signs."""
    position = 0
    for line in source.lines:
        if line.start >= end:
            return
        while position < len(covered) and covered[position].end <= line.start:
            position += 1
        for gap in _gaps(line.at, line.stop, covered[position:]) if not NOISE.fullmatch(line.text) else ():
            start = gap.start
            # A line without a value is kept whole, with its label.
            if (label := _LABEL.match(source.plain, *gap)) and not (
                gap.start == line.at and gap.end >= line.stop
            ):
                start = label.end()
            span = source.trimmed(start, gap.end, strip=" .,;:，。；：、()[]|#-–—=_*~/")
            if _says_something(source.plain[span.start : span.end]):
                yield span


def _gaps(start: int, stop: int, covered: Iterable[Span]) -> Iterator[Span]:
    for span in covered:
        if span.start >= stop:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < stop:
        yield Span(start, stop)


def _says_something(words: str) -> bool:
    said = [word for word in _WORD.findall(words) if not _FILLER.fullmatch(word)]
    return len("".join(said)) > 1
