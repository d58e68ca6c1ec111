"""The entries of the index: one for each resolution, meeting and document, the same on both engines."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from archive.models import Body, Document, Meeting, Person, Resolution
from archive.models.visibility import is_open
from archive.record.build import Record
from archive.record.render.search_entry import (
    MATTER_NAMES,
    Attendee,
    is_contested,
    meeting_texts,
    meeting_titles,
    present_people,
    resolution_texts,
    resolution_titles,
    without_addresses,
)
from archive.text.tokens import word_mark, words

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


class IdRange(NamedTuple):
    """A range of ids, both ends included."""

    first: int
    last: int


def span_of(kind: Kind, since: dt.date | None = None, until: dt.date | None = None) -> IdRange:
    """Return the ids that entries of a kind and of some days can have.

    An id is the kind, then the day, then a sequence within that day. So entries by descending id are
    resolutions first, each kind newest first; a kind, a year or a span of days is one range of ids;
    and the small steps between ids keep SQLite's index small.
    """
    first = _id(kind, since or dt.date.min, 0)
    return IdRange(first, _id(kind, until or dt.date.max, (1 << SEQUENCE_BITS) - 1))


def _id(kind: Kind, day: dt.date, sequence: int) -> int:
    return (kind << DAY_BITS | day.toordinal()) << SEQUENCE_BITS | sequence


def kind_of(key: int) -> Kind:
    return Kind(key >> DAY_BITS + SEQUENCE_BITS)


def day_of(key: int) -> dt.date:
    return dt.date.fromordinal(key >> SEQUENCE_BITS & (1 << DAY_BITS) - 1)


def mark(name: str, value: object) -> str:
    """Return the token by which a filter finds an entry; no text gives such a token."""
    return f"{SEPARATOR}{name}{value}".replace("_", "")


class Entry(NamedTuple):
    """One findable unit as both engines store it.

    `stream` holds its tokens, parted by blanks, as stream_of() makes them. `bodies`, of a joint meeting
    several, and `result` are what facets count by.
    """

    kind: Kind
    object_id: int
    meeting_id: int
    bodies: tuple[int, ...]
    result: str
    day: dt.date
    stream: str

    @property
    def digest(self) -> str:
        """A fingerprint of the stream: 16 hexadecimal digits."""
        return hashlib.blake2b(self.stream.encode(), digest_size=8).hexdigest()

    @property
    def terms(self) -> set[str]:
        return {token for token in self.stream.split(" ") if not token.startswith(SEPARATOR)}


def entries_of(meeting: Meeting, record: Record | None) -> list[Entry]:
    """Return the image of a meeting's current version, each kind in ascending order: last resolution first.

    `record` is that of the version. What people and bodies are called today is added from the rows, so
    that both names find. Without a version, or unpublished, a meeting has no entries. Costs no query if
    the meeting was fetched with_findable_rows().
    """
    if not record or not meeting.is_published:
        return []
    day = dt.date.fromisoformat(record["date"])
    attendees = attendees_of(meeting)
    bodies = (meeting.body_id, *(row.body_id for row in meeting.joint_rows()))
    marks = [mark("b", body) for body in bodies]
    marks += [mark("k", record["classification"])] if record["classification"] else []
    marks += [mark("p", key) for key in dict.fromkeys(present_people(record, attendees))]

    def entry(kind: Kind, key: int, stream: str, result: str = "") -> Entry:
        return Entry(kind, key, meeting.pk, bodies, result, day, stream)

    decided = {row.sequence: row for row in meeting.resolutions.all()}
    resolutions = [
        entry(
            Kind.RESOLUTION,
            row.pk,
            stream_of(
                resolution_titles(part),
                resolution_texts(part, names_of_decision(row)),
                [*marks, mark("r", part["result"]), *([mark("c", "")] if is_contested(part) else [])],
            ),
            part["result"],
        )
        for part in record["resolutions"]
        if (row := decided.get(part["sequence"]))
    ]
    documents = [
        entry(Kind.DOCUMENT, row.pk, stream_of([part["name"]], [row.text], marks))
        for part, row in documents_of(meeting, record)
    ]
    whole = stream_of(
        meeting_titles(record), meeting_texts(record, attendees, names_around(meeting)), marks
    )
    return [
        *reversed(resolutions),
        *sorted(documents, key=lambda entry: -entry.object_id),
        entry(Kind.MEETING, meeting.pk, whole),
    ]


def documents_of(meeting: Meeting, record: Record) -> Iterator[tuple[Record, Document]]:
    """Yield the documents of a record, each with its row; two may have one address, being links."""
    rows = defaultdict(list)
    for row in meeting.documents.all():
        rows[row.get_absolute_url()].append(row)
    for part in record["documents"]:
        if rows[part["address"]]:
            yield part, rows[part["address"]].pop(0)


def attendees_of(meeting: Meeting) -> list[Attendee]:
    rows = [row for row in meeting.attendances.all() if is_open(row)]
    return [
        Attendee(row.person_id, (row.person.name, row.person.alternate_name))
        for row in rows
        if row.person_id
    ]


def names_around(meeting: Meeting) -> list[str]:
    """Return what the body and those responsible for public action items are called today."""
    actions = [row for row in meeting.action_items.all() if is_open(row)]
    responsible = [named for row in actions for named in (row.responsible, row.responsible_body)]
    others = [row.body for row in meeting.joint_rows()]
    alternate = [body.alternate_name for body in (meeting.body, *others)]
    return [*names_today(meeting.body, *others), *alternate, *names_today(*responsible)]


def names_of_decision(row: Resolution) -> list[str]:
    """Return what those who moved and seconded it, and its matter, are called today."""
    matter = [getattr(row.matter, name) for name in MATTER_NAMES] if row.matter else []
    return [*names_today(row.mover, row.seconder), *matter]


def names_today(*named: Body | Person | None) -> list[str]:
    return [one.name for one in named if one]


def stream_of(titles: Iterable[str], fields: Iterable[str], marks: Iterable[str]) -> str:
    """Return a stream: titles, fields, joined words (co-operative as cooper), words as written, marks."""
    head, body = ([words(without_addresses(text)) for text in texts] for texts in (titles, fields))
    joined = [[token] for token in sorted({token for text in (*head, *body) for token in text.joined})]
    whole = sorted({word for text in (*head, *body) for word in text.whole})
    stream = [
        *separated(text.tokens for text in head),
        END_OF_TITLES,
        *separated([*(text.tokens for text in body), *joined]),
        *map(word_mark, whole),
    ]
    return f"{cut(' '.join(stream))} {SEPARATOR} {' '.join(marks)}"


def separated(fields: Iterable[list[str]]) -> Iterator[str]:
    """Yield the tokens of each field, a separator between two."""
    for number, tokens in enumerate(filter(None, fields)):
        if number:
            yield SEPARATOR
        yield from tokens


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
