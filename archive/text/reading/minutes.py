"""Read a whole text of minutes by rules."""

from archive.text.reading.attendance import AttendanceReader
from archive.text.reading.shapes import Reading, Span
from archive.text.reading.source import Source


def read_minutes(text: str) -> Reading:
    """Return everything the rules can tell of a text."""
    source = Source(text)
    reading = Reading("en", Span(0, len(text)))
    reading.attendance = AttendanceReader(source).read()
    return reading

