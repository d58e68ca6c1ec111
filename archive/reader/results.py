"""What a reading of minutes consists of: plain values that know where they were read."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

LONGEST_TEXT = 2_000_000
MOST_LINES = 60_000
MOST_RESOLUTIONS = 2_000  # the longest sitting of a council that was seen has 482


class TextTooLongError(ValueError):
    """The text is longer than LONGEST_TEXT or MOST_LINES."""


class Span(NamedTuple):
    """A stretch of the source: offsets of its first character and of the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """One value, as the record keeps it, and the words of the source it was read from.

    `as_written` is the source from `span.start` to `span.end`, character for character.
    """

    value: T
    as_written: str
    span: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a fact is not certain: what it may be, and the words of each reading.

    A doubtful fact is filled in as the first of the readings. `is_contradiction` tells that the text itself
    says two things: none is filled in, and somebody has to decide.
    """

    readings: tuple[Value[Any], ...]
    is_contradiction: bool = False


Doubts = dict[str, Doubt]  # {field: why it is not certain}; whatever is not in it is


@dataclass(slots=True)
class NameEntry:
    """One person in a list of names, as an attendance row wants it.

    `name` is tidied (no padding, no markup); `name_as_written` is the source at `span`.
    `label` is the post or unit beside the name ("局长", "Cllr", "Acme Corp"), or "".
    `role` is one of Attendance.Role's values (chair, recorder, member, in_attendance, presenter,
    guest) or "" where the text does not say; `status` is present, excused or absent.
    `on_behalf_of` is the name of the person who was replaced, or "". `whole` is the stretch of
    source that the entry uses up: name, label and brackets. `is_alone` tells that the person was
    named for a role (Chair: …, 记录：…) and in no list; `list_number` in which list of the text, from 1.
    `reason` is why somebody was away (illness, 病假), which the public must not read. `doubts` tells of the
    role where the text names another for it.
    """

    name: str
    name_as_written: str
    span: Span
    whole: Span
    label: str = ""
    role: str = ""
    status: str = "present"
    on_behalf_of: str = ""
    note: str = ""
    is_alone: bool = False
    list_number: int = 0
    reason: str = ""
    doubts: Doubts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeclaredCount:
    """A head-count that the text states: 应到 is expected, 实到 present, 列席 in_attendance.

    `kind` is expected, present, excused, absent, in_attendance, guest or quorum.
    """

    kind: str
    number: int
    as_written: str
    span: Span


@dataclass(slots=True)
class NamesReading:
    """What a pasted list of names says: its entries in order, its head-counts, and what is left.

    `heads` holds where each list stands, or its head alone for a pasted list; `not_placed` the
    stretches of the lists that are neither name nor head nor count.
    """

    entries: list[NameEntry] = field(default_factory=list)
    counts: list[DeclaredCount] = field(default_factory=list)
    heads: list[Span] = field(default_factory=list)
    not_placed: list[Span] = field(default_factory=list)

    def tally(self) -> dict[str, int]:
        found = {"present": 0, "excused": 0, "absent": 0, "in_attendance": 0, "guest": 0}
        for entry in self.entries:
            beside = entry.role if entry.role in ("in_attendance", "guest") else "present"
            found[beside if entry.status == "present" else entry.status] += 1
        return found | {"expected": found["present"] + found["excused"] + found["absent"]}

    def disagreements(self) -> list[tuple[DeclaredCount, int]]:
        """Return each declared count that the entries do not bear out, with the number of entries."""
        tally = self.tally()
        return [
            (count, tally[count.kind])
            for count in self.counts
            if count.kind in tally and tally[count.kind] != count.number
        ]


@dataclass(slots=True)
class AgendaItemRead:
    """One item of business: its number as written ("三", "10.1") or "", and its name."""

    number: str
    name: Value[str]


@dataclass(slots=True)
class VotesRead:
    """A vote as recorded: counts where stated (None is not stated, never zero) and who voted how.

    `names` gives (name as written, option) with Vote.Option's values. `others` are the places that count it
    otherwise, as 5-3 beside six names: then there are no counts.
    """

    as_written: str
    span: Span
    yes_count: int | None = None
    no_count: int | None = None
    abstain_count: int | None = None
    unanimous: bool = False
    names: list[tuple[str, str]] = field(default_factory=list)
    others: list[Value[str]] = field(default_factory=list)


@dataclass(slots=True)
class ResolutionRead:
    """One decision. `subject` is the matter it was about (案由, the heading), where it is told apart.

    `identifier` is the number as written or ""; `result` is one of Resolution.Result's values or
    "" where the text does not say; a proposal that nothing was recorded about has the result
    "not_recorded". `classification` is one of Resolution.Classification's values or "". `amends` is the
    motion that it was moved to change, `item` the place in the agenda of its item, from 0.
    """

    text: Value[str]
    identifier: str = ""
    classification: str = ""
    subject: Value[str] | None = None
    result: str = ""
    result_as_written: Value[str] | None = None
    mover: Value[str] | None = None
    seconder: Value[str] | None = None
    votes: VotesRead | None = None
    is_proposal: bool = False
    amends: "ResolutionRead | None" = None
    item: int | None = None
    doubts: Doubts = field(default_factory=dict)


@dataclass(slots=True)
class ActionRead:
    """One thing to be done: what, who (people or units, as written), by when, and under which decision."""

    description: Value[str]
    responsible: Value[str] | None = None
    due: Value[datetime.date] | None = None
    is_done: bool = False
    resolution: ResolutionRead | None = None
    item: int | None = None
    doubts: Doubts = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """All that was read of one text of minutes; a value that was not found is None.

    `body` is where the minutes' own text begins: what stands before it is the head, and what of
    the head and of the attendance lists belongs to no value is listed in `not_placed`. Together
    the values, the body and `not_placed` hold every character of the source that is not blank.
    """

    language: str
    body: Span
    title: Value[str] | None = None
    number: Value[str] | None = None
    document_number: Value[str] | None = None
    date: Value[datetime.date] | None = None
    start_time: Value[datetime.time] | None = None
    end_time: Value[datetime.time] | None = None
    location: Value[str] | None = None
    copied_to: Value[str] | None = None
    issued_on: Value[datetime.date] | None = None
    mode: Value[str] | None = None  # a value of Meeting.Mode: online, mixed, by_circulation, in_person
    attendance: NamesReading = field(default_factory=NamesReading)
    agenda: list[AgendaItemRead] = field(default_factory=list)
    resolutions: list[ResolutionRead] = field(default_factory=list)
    actions: list[ActionRead] = field(default_factory=list)
    not_placed: list[Span] = field(default_factory=list)
    doubts: Doubts = field(default_factory=dict)

    @property
    def chairs(self) -> list[NameEntry]:
        return [entry for entry in self.attendance.entries if entry.role == "chair"]

    @property
    def recorders(self) -> list[NameEntry]:
        return [entry for entry in self.attendance.entries if entry.role == "recorder"]

    def values(self) -> Iterator[Value[str] | Value[datetime.date] | Value[datetime.time]]:
        """Yield every value that was read outside the attendance lists."""
        named = (self.title, self.number, self.document_number, self.location, self.mode, self.copied_to)
        days = (self.issued_on, self.date, self.start_time, self.end_time)
        yield from (value for value in (*named, *days) if value)
        yield from (item.name for item in self.agenda)
        for resolution in self.resolutions:
            parts = (resolution.subject, resolution.text, resolution.result_as_written)
            yield from (part for part in (*parts, resolution.mover, resolution.seconder) if part)
        for action in self.actions:
            yield from (part for part in (action.description, action.responsible, action.due) if part)
