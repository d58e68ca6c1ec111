"""Source texts of minutes: kept as they came, and shown with what was read marked."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import PurePath
from typing import Any, NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _

from archive.documents.media_types import facts_of
from archive.models import Meeting, SourceText, StaffAct
from archive.models.staff_act import note
from archive.models.write_lock import one_writer
from archive.operations.entry.reading_rows import body_named
from archive.reader.minutes import read_minutes
from archive.reader.results import LONGEST_TEXT, MOST_LINES, Reading, Span
from archive.reader.source import is_too_long
from archive.text.names import name_key


class Piece(NamedTuple):
    """A piece of a source: `kind` is "read", "left" (not placed) or "" (neither).

    `anchor` is the id to link to, "" if nothing begins here.
    """

    text: str
    kind: str
    anchor: str


class UnplacedPassage(NamedTuple):
    """A passage that the reader could not place: its offset and its text."""

    start: int
    text: str


def refusal_of(text: str) -> str:
    """Return why a text cannot be read, as a sentence for the clerk; "" if it can."""
    if not is_too_long(text):
        return ""
    most = {"characters": f"{LONGEST_TEXT:,}", "lines": f"{MOST_LINES:,}"}
    sentence = _("The text is too long to be read: at most %(characters)s characters in %(lines)s lines.")
    return sentence % most


def keep_text(text: str, *, by: Any = None) -> SourceText:
    """Keep a pasted text, once."""
    return pending(text, hashlib.sha256(text.encode()).hexdigest(), by=by)


def keep_file(file: File, text: str, *, by: Any = None) -> SourceText:
    """Keep a file with the text that was read in it, once."""
    file.seek(0)
    return pending(text, facts_of(file).sha256, by=by, name=PurePath(file.name or "").name, file=file)


@one_writer()
def pending(
    text: str, sha256: str, *, by: Any = None, name: str = "", file: File | None = None
) -> SourceText:
    waiting = SourceText.objects.waiting().with_fingerprint(sha256).order_by("pk").first()
    if waiting is not None:
        return waiting
    source = SourceText(text=text, sha256=sha256, created_by=by, name=name[:300])
    if file is not None:
        source.file.save(name, file, save=False)
    source.save()
    return source


def drop(source: SourceText) -> None:
    """Delete a pending text; one that belongs to a meeting stays."""
    if source.meeting_id is None:
        note(StaffAct.Kind.DELETED, source, is_struck=True)  # its words are nobody's record yet
        source.delete()


class ReadSource:
    """A source with what was read from it; reading 500 KB takes under a second."""

    def __init__(self, source: SourceText, settled: Iterable[int] = ()) -> None:
        self.source = source
        self.reading: Reading = read_minutes(source.text)
        self.settled = {*settled, *source.settled}

    def left(self) -> list[Span]:
        """Return what was not read, without passages that were placed or dismissed."""
        spans = {*self.reading.not_placed, *self.reading.attendance.not_placed} - self.names_of_body
        return [span for span in sorted(spans) if span.start not in self.settled]

    @cached_property
    def names_of_body(self) -> set[Span]:
        """The lines of the head that are the name of the body, as whose minutes the text is read."""
        text, start = self.source.text, self.reading.body.start
        head = [span for span in self.reading.not_placed if span.end <= start]
        body = body_named(self.reading, text) if head else None
        names = (body.name, body.alternate_name, *map(str, body.other_names.all())) if body else ()
        keys = {name_key(name) for name in names if name}
        return {span for span in head if name_key(text[span.start : span.end]) in keys}

    def not_placed(self) -> list[UnplacedPassage]:
        return [
            UnplacedPassage(span.start, self.source.text[span.start : span.end].strip())
            for span in self.left()
        ]

    def pieces(self) -> list[Piece]:
        """Return the whole source in pieces, in order; every character is in one of them."""
        text = self.source.text
        read, left = list(spans_of(self.reading)), self.left()
        anchors = {span.start for span in (*read, *left)}
        ends = {span.end for span in (*read, *left)}
        cuts = sorted({0, len(text), *anchors, *ends})
        is_read, is_left = covered(read, cuts), covered(left, cuts)
        return [
            Piece(
                text[start:end],
                "read" if start in is_read else "left" if start in is_left else "",
                f"read-{start}" if start in anchors else "",
            )
            for start, end in itertools.pairwise(cuts)
        ]


def covered(spans: Iterable[Span], cuts: list[int]) -> set[int]:
    """Return the cuts that lie within spans; the end of a span is outside it."""
    changes: dict[int, int] = {}
    for span in spans:
        changes[span.start] = changes.get(span.start, 0) + 1
        changes[span.end] = changes.get(span.end, 0) - 1
    depth, found = 0, set()
    for cut in cuts:
        depth += changes.get(cut, 0)
        if depth > 0:
            found.add(cut)
    return found


def attach(read: ReadSource, meeting: Meeting) -> None:
    """Link a text to the meeting that was read from it, with the passages that are settled."""
    source = read.source
    if source.meeting_id in (None, meeting.pk):
        source.meeting, source.settled = meeting, sorted(read.settled)
        source.save(update_fields=["meeting", "settled"])


def spans_of(reading: Reading) -> Iterator[Span]:
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
