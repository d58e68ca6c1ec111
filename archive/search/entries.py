"""The entries of the index: one for each resolution, meeting and document, the same on both engines."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from archive.models import Document, Meeting, Resolution
from archive.models.visibility import is_open
from archive.search.document import (
    document_fields,
    meeting_fields,
    meeting_titles,
    present_people,
    resolution_fields,
    resolution_titles,
    visible,
)
from archive.text.tokens import tokens

# Stands between two fields, so that no phrase runs from one into the next. It is punctuation, which
# no text gives as a token, and not ASCII, so that SQLite's tokenizer takes it for a token.
SEPARATOR = "¶"
END_OF_TITLES = "¶¶"  # stands once in every stream, so it also finds everything

# PostgreSQL holds at most 1 MiB of different tokens. Source: PostgreSQL manual, "Text search:
# limitations". What is over is found on neither engine, so that both find the same.
MOST_TOKEN_BYTES = 900_000

SEQUENCE_BITS = 20
DAY_BITS = 22


class Kind(IntEnum):
    """The units of a result, in the order they are listed: decisions first."""

    RESOLUTION = 3
    MEETING = 2
    DOCUMENT = 1


class Span(NamedTuple):
    """A range of ids, both ends included."""

    first: int
    last: int


def span_of(kind: Kind, since: dt.date | None = None, until: dt.date | None = None) -> Span:
    """Return the ids that entries of a kind and of some days can have.

    An id is the kind, then the day, then a sequence within that day. So entries by descending id are
    resolutions first, each kind newest first; a kind, a year or a span of days is one range of ids;
    and the small steps between ids keep SQLite's index small.
    """
    first = _id(kind, since or dt.date.min, 0)
    return Span(first, _id(kind, until or dt.date.max, (1 << SEQUENCE_BITS) - 1))


def _id(kind: Kind, day: dt.date, sequence: int) -> int:
    return (kind << DAY_BITS | day.toordinal()) << SEQUENCE_BITS | sequence


def kind_of(key: int) -> Kind:
    """Return the kind that an id stands for."""
    return Kind(key >> DAY_BITS + SEQUENCE_BITS)


def day_of(key: int) -> dt.date:
    """Return the day that an id stands for."""
    return dt.date.fromordinal(key >> SEQUENCE_BITS & (1 << DAY_BITS) - 1)


def mark(name: str, value: object) -> str:
    """Return the token by which a filter finds an entry; no text gives such a token."""
    return f"{SEPARATOR}{name}{value}".replace("_", "")


class Entry(NamedTuple):
    """One findable unit as both engines store it.

    `stream` holds its tokens, parted by blanks: those of its titles, END_OF_TITLES, those of its
    fields, then its marks. `body_id` and `result` are what facets count by.
    """

    kind: Kind
    object_id: int
    meeting_id: int
    body_id: int
    result: str
    day: dt.date
    stream: str

    @property
    def digest(self) -> str:
        """A fingerprint of the stream: 16 hexadecimal digits."""
        return hashlib.blake2b(self.stream.encode(), digest_size=8).hexdigest()

    @property
    def terms(self) -> set[str]:
        """The different tokens of its texts."""
        return {token for token in self.stream.split(" ") if not token.startswith(SEPARATOR)}


def entries_of(meeting: Meeting) -> list[Entry]:
    """Return what is findable of a meeting, each kind in ascending order: its last resolution first.

    An unpublished meeting gives none; nor does a resolution or document that hangs on a closed item.
    Costs no query if the meeting was fetched with_children().
    """
    if not meeting.is_published:
        return []
    common = common_marks(meeting)
    resolutions = sorted(meeting.resolutions.all(), key=lambda row: (row.sequence, row.pk), reverse=True)
    documents = sorted(meeting.documents.all(), key=lambda row: row.pk, reverse=True)
    return [
        *(resolution_entry(row, meeting, common) for row in resolutions if is_open(row)),
        *(document_entry(row, meeting, common) for row in documents if is_open(row)),
        meeting_entry(meeting, common),
    ]


def common_marks(meeting: Meeting) -> list[str]:
    """Return the marks of everything that belongs to a meeting."""
    people = dict.fromkeys(present_people(meeting))
    of_meeting = [mark("b", meeting.body_id), mark("k", meeting.classification)]
    return [*of_meeting, *(mark("p", person) for person in people)]


def resolution_entry(row: Resolution, meeting: Meeting, common: list[str]) -> Entry:
    """Return the entry of a resolution."""
    marks = [*common, mark("r", row.result)]
    if row.is_contested:
        marks.append(mark("c", ""))
    stream = stream_of(resolution_titles(row), resolution_fields(row), marks)
    key = row.pk, meeting.pk, meeting.body_id
    return Entry(Kind.RESOLUTION, *key, row.result, meeting.date, stream)


def document_entry(row: Document, meeting: Meeting, common: list[str]) -> Entry:
    """Return the entry of a document."""
    stream = stream_of([row.name], document_fields(row), common)
    return Entry(Kind.DOCUMENT, row.pk, meeting.pk, meeting.body_id, "", meeting.date, stream)


def meeting_entry(meeting: Meeting, common: list[str]) -> Entry:
    """Return the entry of the meeting itself."""
    stream = stream_of(meeting_titles(meeting), meeting_fields(meeting), common)
    return Entry(Kind.MEETING, meeting.pk, meeting.pk, meeting.body_id, "", meeting.date, stream)


def stream_of(titles: Iterable[str], fields: Iterable[str], marks: Iterable[str]) -> str:
    """Return the tokens of titles and fields, and some marks, as one text."""
    text = cut(" ".join([*joined(titles), END_OF_TITLES, *joined(fields)]))
    return f"{text} {SEPARATOR} {' '.join(marks)}"


def joined(fields: Iterable[str]) -> Iterator[str]:
    """Yield the tokens of each field, a separator between two."""
    is_first = True
    for field in fields:
        if found := tokens(visible(field)):
            if not is_first:
                yield SEPARATOR
            yield from found
            is_first = False


def cut(stream: str, limit: int = MOST_TOKEN_BYTES) -> str:
    """Return a stream up to where its different tokens exceed a number of bytes."""
    if len(stream) * 4 <= limit:
        return stream
    kept, seen, size = [], set(), 0
    for token in stream.split(" "):
        if token not in seen:
            seen.add(token)
            size += len(token.encode())
            if size > limit:
                break
        kept.append(token)
    return " ".join(kept)
