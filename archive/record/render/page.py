"""The page of a meeting, prepared for its templates from a Record alone."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from archive.models import Attendance, Document, Meeting
from archive.models.revision import FACTS
from archive.models.url_prefix import shown_address
from archive.record.build import Record
from archive.record.render.amendments import weights_of, with_amendments
from archive.record.render.display import (
    bodies_of,
    choice_label,
    last_day_in,
    written_hours,
    written_presence,
)
from archive.record.render.presence_words import decision_presence, hour_words, missed_item, spans_words
from archive.text.markdown import Rendered, RenderedHeading, render
from archive.text.numerals import read_numeral
from archive.text.redaction import show_redactions_in
from archive.text.span_lines import plain_number
from archive.text.traditional_chinese import is_traditional

SAID_ELSEWHERE = {"approved", "cancelled"}  # among FACTS: the page says both from the record itself
SHOWN_ROWS = 20  # of a group of the attendance
CONTENT_HEADINGS = 40  # a longer table of contents no longer helps


@dataclass(frozen=True)
class ContentsEntry:
    anchor: str
    text: str


@dataclass(frozen=True)
class AttendanceGroup:
    """Attendance rows of one kind: present, in_attendance, excused, absent or as_written.

    Or named: people of whom the minutes say that they were there, without being a list of those present.
    Of those as_written, the words of the minutes are not understood.
    """

    kind: str
    rows: list[Record]

    @property
    def waiting(self) -> int:
        """How many of the rows are names to check, which may be nobody, or several people."""
        return sum(is_waiting(row) for row in self.rows)

    @property
    def people(self) -> int:
        return len(self.rows) - self.waiting

    @property
    def first(self) -> list[Record]:
        return self.rows[:SHOWN_ROWS] if len(self.rows) > SHOWN_ROWS + 5 else self.rows

    @property
    def others(self) -> list[Record]:
        """The folded rows; a few are not worth folding."""
        return self.rows[len(self.first) :]


@dataclass(frozen=True)
class Item:
    record: Record
    body: Rendered | None
    resolutions: list[Record]
    missed_by: list[Record]
    is_closed: bool = False  # of a closed one, `record` holds {position, number, basis} alone

    @property
    def anchor(self) -> str:
        return f"item-{self.record['position']}"

    @property
    def heading(self) -> str:
        return " ".join(filter(None, [self.record["number"], self.record["name"]]))


def closed_items(record: Record) -> list[Item]:
    """Return the closed agenda items of which a decision is shown; of others nothing is said.

    Their numbers are not public: the position is one where the others are counted from 1.
    """
    rows: dict[int, list[Record]] = defaultdict(list)
    for row in record["resolutions"]:
        if position := row.get("closed_item", {}).get("position"):
            rows[position].append(row)
    is_counted = all(
        not row["number"] or read_numeral(plain_number(row["number"])) == row["position"]
        for row in record["agenda_items"]
    )
    return [
        Item(own[0]["closed_item"] | {"number": is_counted and position}, None, own, [], is_closed=True)
        for position, own in rows.items()
    ]


class MeetingPage:
    """A record read for a template; `record` holds all that needs no preparation.

    Redactions are in the reader's words; those in Markdown are left to render(), which makes blocks.
    `is_redacted=False` saves looking for them, 50 ms in the largest record. `text_notes` comes from
    Document.objects.text_notes(): not part of the record, because a later extraction may read more.
    `language` is that of the text that a reader asked for; without it, the interface's is preferred.
    """

    def __init__(
        self,
        record: Record,
        *,
        is_redacted: bool = True,
        text_notes: Mapping[str, str] | None = None,
        language: str = "",
    ) -> None:
        self.record: Record = record
        self.text_notes = text_notes or {}
        self.asked_language = language
        if is_redacted:
            self.record = show_redactions_in(record, except_for=("text", "version"))

    # In which language

    @property
    def texts(self) -> list[Record]:
        """The original, then the translations: language, name, summary and text of each."""
        return [self.record, *self.record.get("translations", ())]

    @cached_property
    def shown(self) -> Record:
        """The text that is read: as asked for, else in the reader's language, else the original."""
        tags = (self.asked_language.lower(), (get_language() or "").lower())
        found = [row for tag in tags for row in self.texts if row["language"].lower() == tag]
        found += [row for row in self.texts if speech(row["language"]) == speech(tags[1])]
        return found[0] if found else self.record

    @property
    def is_translated(self) -> bool:
        return self.shown is not self.record

    @property
    def text_language(self) -> str:
        """The language of the text that is read: a translation may have a title alone."""
        return str((self.shown if self.shown["text"] else self.record)["language"])

    @property
    def summary(self) -> Record:
        """The summary that is read, with its language."""
        row = self.shown if self.shown["summary"] else self.record
        return {"text": row["summary"], "language": row["language"]}

    # Who met, and what is shown of it

    @property
    def bodies(self) -> list[Record]:
        return bodies_of(self.record)

    @property
    def is_joint(self) -> bool:
        return len(self.bodies) > 1

    @property
    def is_closed(self) -> bool:
        """Whether not all of it is public; the record holds only what is."""
        return self.record.get("disclosure", Meeting.Disclosure.OPEN) != Meeting.Disclosure.OPEN

    # When

    @property
    def date(self) -> dt.date:
        """The day, or the first day of the month or year if no more is known."""
        return dt.date.fromisoformat(self.record["date"])

    @property
    def approved_on(self) -> dt.date | None:
        return date_or_none(self.record.get("approved_on"))

    @property
    def issued_on(self) -> dt.date | None:
        """When the minutes were sent out; older records lack the key."""
        return date_or_none(self.record.get("issued_on"))

    @property
    def approved_at_date(self) -> dt.date | None:
        return date_or_none((self.record.get("approved_at") or {}).get("date"))

    @property
    def last_date(self) -> dt.date | None:
        """The last day of a meeting of several."""
        return last_day_in(self.record)

    @property
    def hours(self) -> str:
        """Start and end: 09:00–11:30, 09:00, or "" if neither was recorded; the sittings may tell them."""
        return "" if any(sitting["hours"] for sitting in self.sittings) else written_hours(self.record)

    @cached_property
    def sittings(self) -> list[Record]:
        return [
            row | {"date": date_or_none(row["date"]), "hours": written_hours(row)}
            for row in self.record.get("sittings", [])
        ]

    @property
    def is_by_circulation(self) -> bool:
        """Whether nobody met: papers went from hand to hand, and were signed."""
        return bool(self.record["attendance_mode"] == Meeting.Mode.BY_CIRCULATION)

    @property
    def version(self) -> Record | None:
        """Number, kind, reason and time of this version; None for a draft."""
        version = self.record.get("version")
        return version and version | {"created_at": dt.datetime.fromisoformat(version["created_at"])}

    @property
    def is_corrected(self) -> bool:
        """Whether this version corrects the one before, or was published again."""
        version = self.record.get("version")
        return bool(version and version["reason"] and version["kind"] not in {*FACTS, "withdrawn"})

    @property
    def adds_fact(self) -> bool:
        """Whether this version says what happened since, and the page does not say so elsewhere."""
        version = self.record.get("version")
        return bool(version and version["kind"] in FACTS and version["kind"] not in SAID_ELSEWHERE)

    @property
    def is_silent_on_attendance(self) -> bool:
        """Whether nothing is known of who was there, not even that it was not recorded; or nobody met yet.

        An import wrote "not recorded" into records of format 1 wherever it found no list.
        """
        status, is_old = self.record["attendance_status"], self.record.get("format", 1) < 2
        return (
            self.record.get("status") in {Meeting.Status.SCHEDULED, Meeting.Status.CANCELLED}
            or not status
            or (is_old and bool(self.record["source"]) and status == "not_recorded")
        )

    @property
    def is_held(self) -> bool:
        """Whether there was a meeting, so that its minutes can be approved."""
        return self.record["status"] == Meeting.Status.HELD

    @property
    def has_official_layout(self) -> bool:
        """Whether GB/T 9704 is the standard of these minutes: it is that of simplified Chinese."""
        tag = self.record["language"]
        return tag.partition("-")[0] == "zh" and not is_traditional(tag)

    @property
    def source_link(self) -> str:
        address = self.record["source_url"]
        return address if address.startswith(("https://", "http://")) else ""

    # Who

    @cached_property
    def attendances(self) -> list[Record]:
        told = [(row, *written_presence(row, self.record)) for row in self.record["attendances"]]
        return [
            row
            | {"arrived_at": came, "left_at": went}
            | {"when_there": spans_words(row.get("spans", []), self.record)}
            for row, came, went in told
        ]

    @cached_property
    def groups(self) -> list[AttendanceGroup]:
        """Attendance by kind, empty kinds left out; within each the recorded order, which carries rank."""
        kinds = ("present", "named", "in_attendance", "excused", "absent", "as_written")
        grouped = [
            AttendanceGroup(kind, [row for row in self.attendances if self.group_of(row) == kind])
            for kind in kinds
        ]
        return [group for group in grouped if group.rows]

    def group_of(self, row: Record) -> str:
        if row["status"] != Attendance.Status.PRESENT:
            return str(row["status"]) or "as_written"
        if not self.lists_attendance:
            return "named"
        return "present" if row["role"] in Attendance.MEMBER_ROLES else "in_attendance"

    @cached_property
    def lists_attendance(self) -> bool:
        """Whether the rows are a list of who was there, and so can be counted.

        Who was in the chair and who took the minutes are often all that could be read.
        """
        is_recorded = self.record["attendance_status"] == Meeting.AttendanceStatus.RECORDED
        return is_recorded and any(row["role"] not in Attendance.OFFICERS for row in self.attendances)

    @property
    def present_total(self) -> int | None:
        """The declared count, otherwise the rows of a list of people; see also Meeting.present_total."""
        present = [row for row in self.attendances if row["status"] == Attendance.Status.PRESENT]
        is_uncounted = not self.lists_attendance or any(map(is_waiting, present))
        if self.record["present_count"] is not None or is_uncounted:
            return self.record["present_count"]
        return len(present) or None

    @property
    def chairs(self) -> list[Record]:
        return [row for row in self.attendances if row["role"] == Attendance.Role.CHAIR]

    @property
    def recorders(self) -> list[Record]:
        return [row for row in self.attendances if row["role"] == Attendance.Role.RECORDER]

    # What

    @cached_property
    def text(self) -> Rendered | None:
        """The minutes; None if there is no text. Under a heading of its own where there are items."""
        source = self.shown["text"] or self.record["text"]
        if not source.strip():
            return None
        level = 3 if self.record["agenda_items"] else 2
        return render(
            source,
            heading_level=level,
            anchor_prefix="text-",
            site=shown_address(""),
            title=self.shown["name"],
            permalinks=True,
        )

    @cached_property
    def items(self) -> list[Item]:
        return [self.item_of(record) for record in self.record["agenda_items"]]

    @property
    def agenda(self) -> list[Item]:
        """The items with the closed ones in their places, so that the numbers have no unexplained hole."""
        return sorted([*self.items, *closed_items(self.record)], key=lambda item: item.record["position"])

    def item_of(self, record: Record) -> Item:
        prefix = f"item-{record['position']}-"
        body = (
            render(
                record["text"],
                heading_level=3,
                anchor_prefix=prefix,
                site=shown_address(""),
                title=record["name"],
                permalinks=True,
            )
            if record["text"]
            else None
        )
        own = [row for row in self.record["resolutions"] if row["agenda_item"] == record["position"]]
        return Item(record, body, own, missed_item(record, self.record))

    @property
    def has_item_texts(self) -> bool:
        """Whether any item has more than a title: then each is a section, else the agenda is a list."""
        return any(item.body or item.record["presenter"] for item in self.items)

    @cached_property
    def resolutions(self) -> list[Record]:
        """The resolutions, each followed by the amendments of it; their `depth` is 1, of theirs 2."""
        return [
            self.resolution_of(record) | {"depth": depth}
            for record, depth in with_amendments(self.record["resolutions"])
        ]

    def resolution_of(self, record: Record) -> Record:
        """Return a resolution with its text as `body`, dates read, votes counted, and its own actions."""
        prefix = f"resolution-{record['sequence']}-"
        return record | {
            "title": record["name"] or record["identifier"],
            "body": render(record["text"], heading_level=4, anchor_prefix=prefix, site=shown_address("")),
            "taken_at": hour_words(record.get("taken_at"), self.record),
            "effective_date": date_or_none(record["effective_date"]),
            "expiry_date": date_or_none(record["expiry_date"]),
            "has_counts": any(record[f"{name}_count"] is not None for name in ("yes", "no", "abstain")),
            "actions": [row for row in self.actions if row["resolution"] == record["sequence"]],
            "documents": self.documents_of(record["sequence"]),
            "motion": self.motion_of(record),
            "amendments": [
                row for row in self.record["resolutions"] if row.get("amends_motion") == record["sequence"]
            ],
            "weights": weights_of(record["votes"]),
            "presence": decision_presence(self.record, record),
        }

    def tell_steps(self, steps: Mapping[int, Any]) -> None:
        """Add to the resolutions the steps of their matters, {sequence: steps}: others change them."""
        for row in self.resolutions:
            row["steps"] = steps.get(row["sequence"])

    def motion_of(self, record: Record) -> Record | None:
        """Return the motion that a resolution amends."""
        number = record.get("amends_motion")
        return next((row for row in self.record["resolutions"] if row["sequence"] == number), None)

    def resolution(self, sequence: int) -> Record | None:
        found = [row for row in self.record["resolutions"] if row["sequence"] == sequence]
        return self.resolution_of(found[0]) if found else None

    def neighbours(self, sequence: int) -> tuple[Record | None, Record | None]:
        rows: list[Any] = [None, *self.record["resolutions"], None]
        place = next(index for index, row in enumerate(rows) if row and row["sequence"] == sequence)
        return rows[place - 1], rows[place + 1]

    @cached_property
    def actions(self) -> list[Record]:
        return [
            row
            | {
                "due_date": date_or_none(row["due_date"]),
                "closed_at": row["closed_at"]
                and row["closed_at"] | {"date": date_or_none(row["closed_at"]["date"])},
            }
            for row in self.record["action_items"]
        ]

    @property
    def loose_actions(self) -> list[Record]:
        return [row for row in self.actions if row["resolution"] is None]

    @property
    def loose_documents(self) -> list[Record]:
        return self.documents_of(None)

    def documents_of(self, sequence: int | None) -> list[Record]:
        """Return the documents of one resolution, or of none, each with what to tell about its text."""
        return [
            row | {"text_note": self.text_notes.get(row["address"], ""), "kind": kind_of_document(row)}
            for row in self.record["documents"]
            if row["resolution"] == sequence
        ]

    @property
    def contents(self) -> list[ContentsEntry]:
        entries = [ContentsEntry(item.anchor, item.heading) for item in self.items]
        headings = main_headings(self.text.headings) if self.text else []
        entries += [ContentsEntry(heading.anchor, heading.text) for heading in headings]
        return entries[:CONTENT_HEADINGS]


def kind_of_document(document: Record) -> str:
    """Return what a document is: in the words of the source where those were not understood."""
    written = document.get("classification_as_written")
    if written and document["classification"] == Document.Classification.ATTACHMENT:
        return str(written)
    return choice_label(document["classification"], "document.classification")


def is_waiting(attendance: Record) -> bool:
    """Return whether a row of the attendance holds a name to check in place of a person."""
    return bool(attendance["person"].get("to_check"))


def main_headings(headings: list[RenderedHeading]) -> list[RenderedHeading]:
    """Return the headings of the highest level that divides the text; a single one is only its title."""
    levels = Counter(heading.level for heading in headings)
    dividing = [level for level, count in levels.items() if count > 1]
    chosen = min(dividing or levels, default=0)
    return [heading for heading in headings if heading.level == chosen]


def date_or_none(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def speech(tag: str) -> str:
    """Return the language of a tag without its script and region: zh."""
    return tag.partition("-")[0].lower()
