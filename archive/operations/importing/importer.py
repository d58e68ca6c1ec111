"""Import of JSON Lines in batches: each meeting whole or not at all, and counts of what became of them."""

import contextlib
import dataclasses
import functools
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, models

from archive.models import Body, ImportedRecord, Meeting, Membership, Resolution, StaffAct
from archive.models.staff_act import note
from archive.models.write_lock import one_writer, retried
from archive.operations.importing.build import Directory
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.import_acts import import_act, logged_changes, note_other
from archive.operations.importing.json_lines import (
    JsonLine,
    Refused,
    Row,
    parse_line,
    read_lines,
    without_marks,
)
from archive.operations.importing.known_rows import SourceLine
from archive.operations.importing.meetings import PARTS, BuiltMeeting, names_in, write_meetings
from archive.operations.importing.other_rows import TAKERS, Outcome
from archive.operations.importing.simple_form import full_form
from archive.operations.importing.source_changes import Comparison, SourceChange
from archive.operations.importing.source_corrections import digests_after, write_changes
from archive.operations.importing.source_digests import PART_OF, meeting_digests
from archive.operations.importing.written_words import read_row
from archive.operations.matters import join_by_number
from archive.operations.publish import Accept, CannotPublish, Verdict, accept_public, publish_ready

WORDED: dict[str, type[models.Model]] = {"body": Body, "membership": Membership}  # as meetings are


class BatchLimits(NamedTuple):
    """When a batch is written: meetings, their rows, bytes of their lines."""

    meetings: int = 50
    parts: int = 10_000  # attendances, resolutions, …: one query names them all, SQLite takes 32,766 values
    size: int = 512 * 1024  # so that memory does not grow with the length of the minutes


BATCH = BatchLimits()
PATIENCE = 120  # seconds to wait while others write; nobody sits before an import


@dataclasses.dataclass
class Counts:
    imported: int = 0
    unchanged: int = 0
    differs: int = 0  # those corrected are among them
    corrected: int = 0
    refused: int = 0

    def __str__(self) -> str:
        numbers = (self.imported, self.unchanged, self.differs, self.refused)
        return "imported {}, unchanged {}, differs {}, refused {}".format(*numbers)


@dataclasses.dataclass
class Pending:
    """A meeting's line that waits for its batch."""

    line: JsonLine
    row: Row

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether it was imported before."""
        return self.row["source"], self.row["source_url"]

    @functools.cached_property
    def sha256(self) -> str:
        """The fingerprint of the line: one that was imported before is not looked into."""
        return sha256_of(self.line)

    @property
    def parts(self) -> int:
        return sum(len(rows) for name in PARTS if isinstance(rows := self.row.get(name), list))


class Importer:
    """Imports a file in batches, each one transaction, and counts what became of its rows.

    `on_line` is called with each line once it was taken or refused; `on_refusal` with its line and
    reason, `on_doubt` with the line of what was taken and a sentence, `on_difference` with the line of
    what differs from what was imported before and a sentence. With `correct`, a reason, what differs is
    written: as corrections of published minutes, as updates of drafts. `on_verdict` gets what the
    gate said of each meeting that was to be published and is in; doubts that `accept` does not accept
    keep a meeting a draft.
    A `dry` run copies no files; the caller rolls back a transaction around it.
    """

    def __init__(
        self,
        *,
        publish: bool = False,
        correct: str = "",
        dry: bool = False,
        counts: Counts | None = None,
        limits: BatchLimits = BATCH,
        on_line: Callable[[JsonLine], None] = lambda line: None,
        on_refusal: Callable[[JsonLine, str], None] = lambda line, reason: None,
        on_doubt: Callable[[JsonLine, str], None] = lambda line, doubt: None,
        on_difference: Callable[[JsonLine, str], None] = lambda line, difference: None,
        on_verdict: Callable[[Verdict], None] = lambda verdict: None,
        accept: Accept = accept_public,
    ) -> None:
        self.publish = publish
        self.correct = correct.strip()
        self.dry = dry
        self.limits = limits
        self.on_line = on_line
        self.on_refusal = on_refusal
        self.on_doubt = on_doubt
        self.on_difference = on_difference
        self.on_verdict = on_verdict
        self.accept = accept
        self.counts = counts if counts is not None else Counts()
        self.directory = Directory()
        self.pending: list[Pending] = []
        self.verdicts: list[Verdict] = []  # of the batch that is being written
        self.folder = ImportFolder()
        self.unknown: Counter[tuple[str, str]] = Counter()  # (field, word) that was not understood

    def import_file(self, path: Path) -> None:
        """Import a file. Raises OSError if it cannot be read; what came before stays imported."""
        self.folder = ImportFolder(path.parent)
        try:
            for lines in batches(read_lines(path), self.limits):
                known = ImportedRecord.objects.known_lines(map(sha256_of, lines))
                for line in lines:
                    if sha256_of(line) in known:
                        self.counts.unchanged += 1
                        self.on_line(line)
                    else:
                        self.take(line)
        finally:
            self.flush()

    def take(self, line: JsonLine) -> None:
        """Put a meeting's line into the batch; take any other at once, after the meetings before it."""
        try:
            row = parse_line(line.raw)
            kind = row.get("type", "meeting")
            if kind != "meeting":
                self.take_other(line, row)
                return
            pending = Pending(line, meeting_form(row))
            if any(pending.key == other.key for other in self.pending):
                self.flush()  # it is compared with the one before
            self.pending.append(pending)
        except Refused as refused:
            self.refuse(line, str(refused))
        if self.is_full():
            self.flush()

    def take_other(self, line: JsonLine, row: Row) -> None:
        self.flush()
        self.directory.free.clear()  # a row of a person may take any slug
        fields = without_marks(row)
        taker = TAKERS.get(str(fields.pop("type")))
        if taker is None:
            raise Refused(f"Unknown type: {row['type']}.")
        source = SourceLine(sha256_of(line), self.correct)
        words = read_row(WORDED[row["type"]], fields) if row["type"] in WORDED else []

        def unit() -> Outcome:
            with self.rolled_back_as_refusal():
                outcome = taker(fields, self.directory, source)
                note_other(row["type"], line.number, outcome, is_written=bool(self.correct))
                return outcome

        outcome = retried(unit, seconds=PATIENCE)
        self.unknown.update(words)
        self.counts.imported += outcome is True
        self.counts.unchanged += not outcome
        if outcome is not True:
            self.tell_changes(line, outcome)
        self.on_line(line)

    def flush(self) -> None:
        """Write the batch; if it fails, meeting by meeting, so that only bad ones are refused."""
        batch, self.pending = self.pending, []
        if not batch:
            return
        self.read_ahead(batch)
        try:
            self.write_in_turn(batch)
        except Refused:
            for pending in batch:
                self.write_alone(pending)
        else:
            for pending in batch:
                self.on_line(pending.line)
        self.folder.forget()

    def read_ahead(self, batch: list[Pending]) -> None:
        """Read the files of new meetings before the transaction, so that staff can save meanwhile."""
        batch = [pending for pending in batch if pending.row.get("documents")]
        known = known_meetings(batch) if batch else {}
        for pending in batch:
            if pending.key not in known:
                self.folder.read_ahead(pending.row)

    def write_alone(self, pending: Pending) -> None:
        try:
            self.write_in_turn([pending])
        except Refused as refused:
            self.refuse(pending.line, str(refused))
        else:
            self.on_line(pending.line)

    def write_in_turn(self, batch: list[Pending]) -> None:
        """Write a batch in one transaction; wait while others write. Raises Refused."""

        def unit() -> None:
            with self.rolled_back_as_refusal():
                self.write(batch)

        retried(unit, seconds=PATIENCE)

    def write(self, batch: list[Pending]) -> None:
        known = known_meetings(batch)
        new = [pending for pending in batch if pending.key not in known]
        again = [pending for pending in batch if pending.key in known]
        changed = [pending for pending in again if known[pending.key][1] != pending.sha256]
        self.directory.look_up(name for pending in new for name in names_in(pending.row))
        built = [BuiltMeeting(pending.row, self.directory, self.folder) for pending in new]
        write_meetings(built, dry=self.dry)
        keep_digests(new, built)
        StaffAct.objects.bulk_create(import_act(one.meeting) for one in built)
        join_by_number([row for one in built for row in one.rows[Resolution]])
        default = "published" if self.publish else "draft"
        self.publish_new(
            [one.meeting.pk for one in built if (one.wants_publication or default) == "published"]
        )
        found = self.compare(changed, {pending.key: known[pending.key][0] for pending in changed})
        self.tell(new, built, found)
        self.counts.imported += len(new)
        self.counts.unchanged += len(again) - len(found)

    def compare(
        self, batch: list[Pending], keys: dict[tuple[str, str], int]
    ) -> list[tuple[Pending, Comparison]]:
        """Return those that differ from what was imported before; with a reason, correct them."""
        meetings = Meeting.objects.with_children().in_bulk(keys.values())
        records = ImportedRecord.objects.in_bulk(keys.values())
        differing = []
        for pending in batch:
            meeting = meetings[keys[pending.key]]
            record = records.get(meeting.pk)
            found = Comparison(meeting, pending.row, record.digests if record else None)
            if found.changes:
                differing.append((pending, found))
            if found.is_correctable and self.correct:
                built = BuiltMeeting(pending.row, self.directory, self.folder)
                note(StaffAct.Kind.IMPORTED, meeting, logged_changes(found.changes))
                write_changes(found, built, self.correct)
            if not found.changes or (found.is_correctable and self.correct):
                keep_compared(pending, found)
        return differing

    def tell(
        self, new: list[Pending], built: list[BuiltMeeting], found: list[tuple[Pending, Comparison]]
    ) -> None:
        for pending, one in zip(new, built, strict=True):
            self.unknown.update(one.unknown)
            for doubt in one.doubts():
                self.on_doubt(pending.line, doubt)
        for pending, comparison in found:
            self.tell_changes(pending.line, comparison.changes)

    def tell_changes(self, line: JsonLine, changes: list[SourceChange]) -> None:
        self.counts.differs += bool(changes)
        self.counts.corrected += bool(self.correct) and any(not change.is_conflict for change in changes)
        for change in changes:
            self.on_difference(line, str(change))

    def publish_new(self, keys: list[int]) -> None:
        """Publish what the gate lets pass. Raises CannotPublish, which refuses the meeting, for a block."""
        self.verdicts = publish_ready(keys, accept=self.accept)
        for verdict in self.verdicts:
            if verdict.blocks:
                raise CannotPublish(verdict.blocks)

    @contextlib.contextmanager
    def rolled_back_as_refusal(self) -> Iterator[None]:
        """Run a block in a transaction; an error of a row rolls it back and becomes Refused."""
        try:
            with one_writer():
                yield
        except CannotPublish as problem:
            self.undo()
            raise Refused(f"It cannot be published: {problem}") from problem
        except (IntegrityError, DataError) as problem:
            self.undo()
            raise Refused(broken_rule(problem)) from problem
        except BaseException:
            self.undo()
            raise
        for verdict in self.verdicts:
            self.on_verdict(verdict)
        self.verdicts = []

    def undo(self) -> None:
        """Undo what a rollback does not: forget new people and bodies, and what the gate said."""
        self.directory.forget()
        self.verdicts = []

    def refuse(self, line: JsonLine, reason: str) -> None:
        self.counts.refused += 1
        self.on_refusal(line, reason)
        self.on_line(line)

    def is_full(self) -> bool:
        size = sum(len(pending.line.raw) for pending in self.pending)
        parts = sum(pending.parts for pending in self.pending)
        most = self.limits
        return len(self.pending) >= most.meetings or parts >= most.parts or size >= most.size


def batches(lines: Iterator[JsonLine], limits: BatchLimits) -> Iterator[list[JsonLine]]:
    """Yield lines in lists up to the limits of a batch; those before an error of the file before it."""
    batch: list[JsonLine] = []
    try:
        for line in lines:
            batch.append(line)
            size = sum(len(one.raw) for one in batch)
            if len(batch) >= limits.meetings or size >= limits.size:
                yield batch
                batch = []
    except OSError:
        yield batch
        raise
    yield batch


def sha256_of(line: JsonLine) -> str:
    return hashlib.sha256(line.raw.strip()).hexdigest()


def meeting_form(row: Row) -> Row:
    """Return a meeting's row in the full form, which names its type. Raises Refused."""
    if "type" not in row:
        row = full_form(row)
    fields = without_marks(row)
    del fields["type"]
    name_bodies(fields)
    for key in ("source", "source_url"):
        if not isinstance(fields.get(key), str) or not fields[key]:
            raise Refused(f"The text {key} is missing: it tells whether the row was imported before.")
    return fields


def name_bodies(row: Row) -> None:
    """Put the first of `bodies`, which a row of a joint meeting may list, into `body`. Raises Refused."""
    bodies = row.pop("bodies", None)
    if not bodies:
        return
    if not isinstance(bodies, list) or row.get("body") or row.get("other_bodies"):
        raise Refused("Give the list bodies, or body and the list other_bodies.")
    row["body"], *row["other_bodies"] = bodies


def known_meetings(batch: list[Pending]) -> dict[tuple[str, str], tuple[int, str | None]]:
    """Return {key: (primary key, fingerprint of the line)} of those that the archive has; one query."""
    sources, addresses = zip(*(pending.key for pending in batch), strict=True)
    known = Meeting.objects.filter(source__in=set(sources), source_url__in=set(addresses))
    rows = known.values_list("source", "source_url", "pk", "imported_record__sha256")
    return {(source, address): (key, sha256) for source, address, key, sha256 in rows}


def keep_digests(new: list[Pending], built: list[BuiltMeeting]) -> None:
    """Keep digests of what was imported, to compare the next import with; one query."""
    records = []
    for pending, one in zip(new, built, strict=True):
        keys = {part: [row and row.pk for row in one.made[part]] for part in PART_OF}
        digests = meeting_digests(pending.row, keys)
        records.append(ImportedRecord(meeting=one.meeting, sha256=pending.sha256, digests=digests))
    ImportedRecord.objects.bulk_create(records)


def keep_compared(pending: Pending, found: Comparison) -> None:
    """Keep digests of what the source says now; while a conflict is left, the line is looked into again."""
    if found.base is None and found.has_conflicts:
        return
    sha256 = "" if found.has_conflicts else pending.sha256
    ImportedRecord.objects.update_or_create(
        meeting=found.meeting, defaults={"sha256": sha256, "digests": digests_after(found, pending.row)}
    )


def broken_rule(problem: DatabaseError) -> str:
    """Return the sentence of the constraint that an error names, otherwise the error's own words.

    PostgreSQL names the constraint; SQLite names a unique one by its columns.
    """
    said = str(problem)
    for model in apps.get_app_config("archive").get_models():
        for constraint in model._meta.constraints:
            if constraint.name in said or sqlite_name(model, constraint) == said.partition(": ")[2]:
                return str(constraint.get_violation_error_message())
    return f"It breaks a rule of the database: {said.splitlines()[0]}."


def sqlite_name(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    """Return what SQLite calls a unique constraint: its columns; "none" for another kind."""
    if not isinstance(constraint, models.UniqueConstraint):
        return "none"
    columns = {field.name: field.column for field in model._meta.fields}
    return ", ".join(f"{model._meta.db_table}.{columns[name]}" for name in constraint.fields)
