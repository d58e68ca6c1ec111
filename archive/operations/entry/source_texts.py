"""Source texts of minutes: kept as they came, and shown with what was read marked."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import PurePath
from typing import Any, NamedTuple

from django.core.files import File
from django.utils.translation import gettext as _

from archive.documents.extraction import Extracted, TextStatus
from archive.documents.media_types import facts_of
from archive.models import Document, Meeting, SourceText, StaffAct
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


def fingerprint_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of_words(text: str) -> str:
    """Return what is the same for a text pasted, and read from files of several kinds; "" without words."""
    words = " ".join(text.split())
    return fingerprint_of_text(words) if words else ""


def keep_text(text: str, *, by: Any = None) -> SourceText:
    """Keep a pasted text, once."""
    return pending(text, fingerprint_of_text(text), by=by)


def keep_file(file: File, extracted: Extracted, *, by: Any = None) -> SourceText:
    """Keep a file with the text that was read in it, once."""
    name, sha256 = name_of(file), facts_of(file).sha256
    return pending(extracted.text, sha256, by=by, name=name, file=file, text_status=extracted.status)


def name_of(file: File) -> str:
    """Return the name of a file without folders, and without marks that would turn or hide a part of it."""
    name = PurePath((file.name or "").replace("\\", "/")).name
    return "".join(one for one in name if one.isprintable())[:300]


@one_writer()
def pending(
    text: str,
    sha256: str,
    *,
    by: Any = None,
    name: str = "",
    file: File | None = None,
    **fields: Any,
) -> SourceText:
    """Return the source that waits with this fingerprint, where this user may open it, or a new one."""
    waiting = SourceText.objects.open_to(by) if by else SourceText.objects.waiting()
    if (known := waiting.with_fingerprint(sha256).order_by("pk").first()) is not None:
        return known
    words = fingerprint_of_words(text)
    source = SourceText(text=text, sha256=sha256, words_sha256=words, created_by=by, name=name, **fields)
    if file is not None:
        file.seek(0)
        source.file.save(name or "file", file, save=False)
        file.seek(0)
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
    """Link a text to the meeting that was read from it, with the passages that are settled.

    The file that it came in becomes a document of the meeting. It is not public, since minutes as they
    were written may say what the record leaves out, such as why somebody was away.
    """
    source = read.source
    if source.meeting_id not in (None, meeting.pk):
        return
    if source.meeting_id is None and source.file:
        add_document(source, meeting)
    source.meeting, source.settled = meeting, sorted(read.settled)
    source.save(update_fields=["meeting", "settled"])


def add_document(source: SourceText, meeting: Meeting) -> None:
    with source.file.open("rb") as opened:
        file = File(opened, name=source.name)
        media_type, size, sha256 = facts_of(file)
        document = Document(
            meeting=meeting,
            classification=Document.Classification.MINUTES,
            name=PurePath(source.name).stem[:300] or source.name,
            is_public=False,
            media_type=media_type,
            size=size,
            sha256=sha256,
            text=source.text,
            text_status=source.text_status or TextStatus.EXTRACTED,
        )
        document.file.save(source.name, file, save=False)
        document.save()


def spans_of(reading: Reading) -> Iterator[Span]:
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
