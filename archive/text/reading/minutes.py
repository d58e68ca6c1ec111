"""Read a whole text of minutes by rules."""

from archive.text.reading import days, particulars
from archive.text.reading.decisions import DecisionReader
from archive.text.reading.attendance import AttendanceReader, merged
from archive.text.reading.running import read_running
from archive.text.reading.shapes import NamesReading, Reading, Span
from archive.text.reading.source import Source
from archive.text.reading.speakers import read_speakers


def read_minutes(text: str) -> Reading:
    """Return everything the rules can tell of a text."""
    source = Source(text)
    title = particulars.read_title(source)
    quoted = particulars.quoted_from(source, title)
    last = source.line_at(quoted) if quoted < len(source.plain) else None
    reading = Reading("en", Span(0, len(text)))
    reading.attendance = read_attendance(source, last)
    head = len(text)
    reading.title = source.value(title) if title else None
    reading.date = days.meeting_day(source, title, 0)
    reading.start_time, reading.end_time = days.sitting_times(source, reading.date, head)
    reading.number = particulars.read_number(source, title)
    reading.document_number = particulars.read_document_number(source, head)
    reading.location = particulars.read_location(source, head)
    reading.resolutions = DecisionReader(source).read()
    return reading


def read_attendance(source: Source, last: int | None = None) -> NamesReading:
    """Return who was there: the lists; names in running text; or else those who spoke."""
    names = AttendanceReader(source, 0, last).read()
    for fallback in (read_running, read_speakers):
        if any(entry.status == "present" and entry.role not in ("chair", "recorder") for entry in names.entries):
            break
        names.entries = merged([*names.entries, *fallback(source)])
    return names
