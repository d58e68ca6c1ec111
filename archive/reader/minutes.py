"""Read a whole text of minutes by rules."""

import re

from archive.reader.actions import read_actions
from archive.reader.agenda import read_agenda
from archive.reader.attendance import AttendanceReader, merge_entries
from archive.reader.attendance_text import (
    read_attendance_sentences,
    read_prose,
    read_speakers,
    with_aliases,
)
from archive.reader.days import meeting_day, sitting_times
from archive.reader.decisions import read_decisions
from archive.reader.front_matter import (
    place_rest,
    quoted_from,
    read_document_number,
    read_location,
    read_number_as_written,
    read_title,
)
from archive.reader.results import NameEntry, NamesReading, Reading, Span
from archive.reader.source import Source
from archive.text.folding import simplified
from archive.text.pinyin import HAN

_HAN = re.compile(f"[{HAN}]")
SAMPLE = 5_000
HAN_SHARE = 0.2


def read_minutes(text: str) -> Reading:
    """Return what the rules can tell of a finished text of minutes, in English or Chinese.

    Plain text or Markdown, with or without tables and HTML tags. Nothing is guessed that the text
    does not say, each value knows the stretch of the text it was read from, and no text raises but
    one beyond LONGEST_TEXT characters (TextTooLongError). Time grows with the length of the text:
    500,000 characters take less than a second.
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
    reading.start_time, reading.end_time = sitting_times(source, reading.date, len(text))
    reading.number = read_number_as_written(source, title)
    reading.document_number = read_document_number(source, len(text))
    reading.location = read_location(source, len(text))
    reading.agenda = read_agenda(source)
    reading.resolutions = read_decisions(source)
    reading.actions = read_actions(source)
    place_rest(source, reading)
    return reading


def read_attendance(source: Source, last: int | None = None) -> NamesReading:
    """Return who was there: the lists; names in running text; or else those who spoke."""
    names = AttendanceReader(source, 0, last).read()
    roles = [entry for entry in names.entries if _is_only_role(entry)]
    listed = [entry for entry in names.entries if not _is_only_role(entry)]
    for fallback in (read_attendance_sentences, read_speakers):
        if any(entry.status == "present" for entry in listed):
            break
        listed = merge_entries([*listed, *fallback(source)])
    names.entries = merge_entries(with_aliases(listed, [*roles, *read_prose(source)]))
    names.entries.sort(key=lambda entry: entry.span)
    return names


def _is_only_role(entry: NameEntry) -> bool:
    return entry.role in ("chair", "recorder") and entry.is_alone


def language_of(text: str) -> str:
    """Return en, zh-Hans or zh-Hant: Chinese if a fifth of the letters at the beginning are."""
    sample = text[:SAMPLE]
    han = "".join(_HAN.findall(sample))
    letters = sum(character.isalpha() for character in sample)
    if not letters or len(han) / letters < HAN_SHARE:
        return "en"
    changed = sum(one != other for one, other in zip(han, simplified(han), strict=True))
    return "zh-Hant" if changed > len(han) / 20 else "zh-Hans"
