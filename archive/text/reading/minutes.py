"""Read a whole text of minutes by rules."""

from archive.text.reading.attendance import AttendanceReader, merged
from archive.text.reading.running import read_running
from archive.text.reading.shapes import NamesReading, Reading, Span
from archive.text.reading.source import Source
from archive.text.reading.speakers import read_speakers


def read_minutes(text: str) -> Reading:
    """Return everything the rules can tell of a text."""
    source = Source(text)
    reading = Reading("en", Span(0, len(text)))
    reading.attendance = read_attendance(source)
    return reading


def read_attendance(source: Source, last: int | None = None) -> NamesReading:
    """Return who was there: the lists; names in running text; or else those who spoke."""
    names = AttendanceReader(source, 0, last).read()
    for fallback in (read_running, read_speakers):
        if any(entry.status == "present" and entry.role not in ("chair", "recorder") for entry in names.entries):
            break
        names.entries = merged([*names.entries, *fallback(source)])
    return names
