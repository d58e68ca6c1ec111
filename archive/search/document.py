"""What is findable of a meeting and of its resolutions: change it here, for both engines at once."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import zip_longest
from typing import Any, NamedTuple

from archive.models import Meeting, Resolution
from archive.text.tokens import is_cjk, tokens

# Stands between two fields, so that no phrase runs from one into the next. It is punctuation, which
# no text gives as a token, and not ASCII, so that SQLite's tokenizer takes it for a token.
SEPARATOR = "¶"

# PostgreSQL holds at most 1 MiB of different tokens with their positions. Source: PostgreSQL manual,
# "Text search: limitations". What is over is found on neither engine, so that both find the same.
MOST_TOKEN_BYTES = 900_000

# A link shows its words and not its address, so only the words are found. What stands in brackets
# after brackets is an address only if it looks like one: [2023](附件) is read as it stands.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?=[^()\s]*[/#.:@])[^()\s]+\)")

# An id is the day in its upper bits and a sequence within that day in the lower: entries by id are
# entries by date, and the small steps between ids keep SQLite's index small.
SEQUENCE_BITS = 20


def first_id(day: dt.date) -> int:
    """Return the lowest id that an entry of a day can have."""
    return day.toordinal() << SEQUENCE_BITS


def last_id(day: dt.date) -> int:
    """Return the highest id that an entry of a day can have."""
    return first_id(day) + (1 << SEQUENCE_BITS) - 1


class Kind(IntEnum):
    """The units of a result."""

    RESOLUTION = 1
    MEETING = 2


class Stream(NamedTuple):
    """The search tokens of one unit, parted by blanks; those of its titles apart, to weigh more."""

    title: str
    body: str


class Entry(NamedTuple):
    """One findable unit as both engines store it."""

    kind: Kind
    object_id: int
    meeting_id: int
    body_id: int
    day: dt.date
    stream: Stream

    @property
    def digest(self) -> str:
        """A fingerprint of the stream: 32 hexadecimal digits."""
        return hashlib.blake2b("\0".join(self.stream).encode(), digest_size=16).hexdigest()

    @property
    def columns(self) -> tuple[int, int, int, int, int, str]:
        """What the table of entries holds of it: kind, object, meeting, body, year and digest."""
        return self.kind, self.object_id, self.meeting_id, self.body_id, self.day.year, self.digest


def entries_of(meeting: Meeting) -> list[Entry]:
    """Return what is findable of a meeting, in ascending order: its last resolution first, itself last.

    An unpublished meeting gives none, and a resolution on a closed agenda item none either.
    Costs no query if the meeting was fetched with_children().
    """
    if not meeting.is_published:
        return []
    resolutions = sorted(meeting.resolutions.all(), key=lambda row: (row.sequence, row.pk), reverse=True)
    entries = [
        entry(Kind.RESOLUTION, row.pk, meeting, resolution_titles(row), resolution_fields(row))
        for row in resolutions
        if is_open(row)
    ]
    return [
        *entries,
        entry(Kind.MEETING, meeting.pk, meeting, meeting_titles(meeting), meeting_fields(meeting)),
    ]


def entry(kind: Kind, key: int, meeting: Meeting, titles: list[str], fields: list[str]) -> Entry:
    """Return one entry of a meeting."""
    stream = Stream(stream_of(titles), stream_of(fields))
    return Entry(kind, key, meeting.pk, meeting.body_id, meeting.date, stream)


def meeting_titles(meeting: Meeting) -> list[str]:
    """Return the titles of a meeting."""
    return [meeting.name, meeting.alternate_name]


def meeting_fields(meeting: Meeting) -> list[str]:
    """Return everything else that is findable of a meeting, what a passage is best taken from first."""
    facts = [meeting.number, meeting.document_number, meeting.body.name, meeting.body.alternate_name]
    return [
        meeting.summary,
        meeting.text,
        *item_fields(meeting),
        *action_fields(meeting),
        *facts,
        meeting.location,
        *name_fields(meeting),
    ]


def item_fields(meeting: Meeting) -> Iterator[str]:
    """Yield what is findable of the agenda items that are not closed."""
    for item in in_position(meeting.agenda_items.all()):
        if item.is_public:
            yield from (item.number, item.name, item.text, item.presenter)


def action_fields(meeting: Meeting) -> Iterator[str]:
    """Yield what is findable of the action items that hang on nothing closed."""
    for row in in_position(meeting.action_items.all()):
        if is_open(row) and (row.resolution is None or is_open(row.resolution)):
            yield from (row.description, row.outcome, row.responsible_text)
            yield row.responsible.name if row.responsible else ""
            yield row.responsible_body.name if row.responsible_body else ""


def name_fields(meeting: Meeting) -> Iterator[str]:
    """Yield the names of those who were there, as written and as known, unless they are not public."""
    if meeting.attendance_status == Meeting.AttendanceStatus.NOT_PUBLIC:
        return
    for row in in_position(meeting.attendances.all()):
        names = (row.name_as_written, row.person.name, row.person.alternate_name)
        yield from dict.fromkeys((*names, row.label, row.note))


def resolution_titles(row: Resolution) -> list[str]:
    """Return the title and the number of a resolution."""
    return [row.name, row.identifier]


def resolution_fields(row: Resolution) -> list[str]:
    """Return everything else that is findable of a resolution."""
    people = [person.name for person in (row.mover, row.seconder) if person]
    return [row.text, row.result_as_written, *people]


def is_open(row: Any) -> bool:
    """Return whether a row hangs on no closed agenda item."""
    return row.agenda_item is None or row.agenda_item.is_public


def in_position(rows: Iterable[Any]) -> list[Any]:
    """Return rows in the order recorded, however they were fetched: equal records give equal streams."""
    return sorted(rows, key=lambda row: (row.position, row.pk))


def visible(text: str) -> str:
    """Return Markdown without the addresses of its links."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def stream_of(fields: Iterable[str]) -> str:
    """Return the tokens of some fields as one text."""
    runs = (" ".join(tokens(visible(field))) for field in fields if field)
    return cut(f" {SEPARATOR} ".join(run for run in runs if run))


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


def compact(tokens: Sequence[str]) -> str:
    """Return tokens as one text in which phrases can be found: 应急 急管 管理 理 2023 → 应急管理 2023.

    Bigrams that follow each other become the run of characters they came from, which takes less than
    half the space. A word, and the lone last character of a run, is followed by a blank.
    """
    pieces = []
    for token, following in zip_longest(tokens, tokens[1:], fillvalue=""):
        if len(token) != 2 or not is_cjk(token[0]):
            pieces.append(f"{token} ")
        else:
            pieces.append(token[0] if following[:1] == token[1] else token)
    return "".join(pieces)
