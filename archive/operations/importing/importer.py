"""Import of JSON Lines in batches: each meeting whole or not at all, and counts of what became of them."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, models, transaction
from django.db.models.fields.files import FieldFile

from archive.models import Meeting
from archive.operations.importing.build import Directory
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.json_lines import (
    JsonLine,
    Refused,
    Row,
    parse_line,
    read_lines,
    without_marks,
)
from archive.operations.importing.meetings import PARTS, BuiltMeeting, write_meetings
from archive.operations.importing.other_rows import TAKERS
from archive.operations.importing.simple_form import full_form
from archive.operations.publish import CannotPublish, publish_all


class BatchLimits(NamedTuple):
    """When a batch is written: meetings, their rows, bytes of their lines."""

    meetings: int = 50
    parts: int = 10_000  # attendances, resolutions, …: one query names them all, SQLite takes 32,766 values
    size: int = 512 * 1024  # so that memory does not grow with the length of the minutes


BATCH = BatchLimits()


@dataclasses.dataclass
class Counts:
    imported: int = 0
    unchanged: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return f"imported {self.imported}, unchanged {self.unchanged}, refused {self.refused}"


@dataclasses.dataclass
class Pending:
    """A meeting's line that waits for its batch."""

    line: JsonLine
    row: Row

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether it was imported before."""
        return self.row["source"], self.row["source_url"]

    @property
    def parts(self) -> int:
        return sum(len(rows) for name in PARTS if isinstance(rows := self.row.get(name), list))


class Importer:
    """Imports a file in batches, each one transaction, and counts what became of its rows.

    `on_line` is called with each line once it was taken or refused; `on_refusal` with its line and
    reason, `on_doubt` with the line of what was taken and a sentence.
    A `dry` run copies no files; the caller rolls back a transaction around it.
    """

    def __init__(
        self,
        *,
        publish: bool = False,
        dry: bool = False,
        counts: Counts | None = None,
        limits: BatchLimits = BATCH,
        on_line: Callable[[JsonLine], None] = lambda line: None,
        on_refusal: Callable[[JsonLine, str], None] = lambda line, reason: None,
        on_doubt: Callable[[JsonLine, str], None] = lambda line, doubt: None,
    ) -> None:
        self.publish = publish
        self.dry = dry
        self.limits = limits
        self.on_line = on_line
        self.on_refusal = on_refusal
        self.on_doubt = on_doubt
        self.counts = counts if counts is not None else Counts()
        self.directory = Directory()
        self.pending: list[Pending] = []
        self.copies: list[FieldFile] = []
        self.folder = ImportFolder()

    def import_file(self, path: Path) -> None:
        """Import a file. Raises OSError if it cannot be read; what came before stays imported."""
        self.folder = ImportFolder(path.parent)
        try:
            for line in read_lines(path):
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
            self.pending.append(Pending(line, meeting_form(row)))
        except Refused as refused:
            self.refuse(line, str(refused))
        if self.is_full():
            self.flush()

    def take_other(self, line: JsonLine, row: Row) -> None:
        self.flush()
        fields = without_marks(row)
        taker = TAKERS.get(str(fields.pop("type")))
        if taker is None:
            raise Refused(f"Unknown type: {row['type']}.")
        with self.rolled_back_as_refusal():
            is_new = taker(fields, self.directory)
        self.counts.imported += is_new
        self.counts.unchanged += not is_new
        self.on_line(line)

    def flush(self) -> None:
        """Write the batch; if it fails, meeting by meeting, so that only bad ones are refused."""
        batch, self.pending = self.pending, []
        if not batch:
            return
        self.read_ahead(batch)
        try:
            with self.rolled_back_as_refusal():
                self.write(batch)
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
        known = known_keys(batch) if batch else set()
        for pending in batch:
            if pending.key not in known:
                self.folder.read_ahead(pending.row)

    def write_alone(self, pending: Pending) -> None:
        try:
            with self.rolled_back_as_refusal():
                self.write([pending])
        except Refused as refused:
            self.refuse(pending.line, str(refused))
        else:
            self.on_line(pending.line)

    def write(self, batch: list[Pending]) -> None:
        known = known_keys(batch)
        lines = []
        for pending in batch:
            if pending.key not in known:
                known.add(pending.key)
                lines.append((pending.line, BuiltMeeting(pending.row, self.directory, self.folder)))
        new = [one for _line, one in lines]
        self.copies = write_meetings(new, dry=self.dry)
        default = "published" if self.publish else "draft"
        publish_all([one.meeting.pk for one in new if (one.wants_publication or default) == "published"])
        for line, one in lines:
            for doubt in one.doubts():
                self.on_doubt(line, doubt)
        self.counts.imported += len(new)
        self.counts.unchanged += len(batch) - len(new)

    @contextlib.contextmanager
    def rolled_back_as_refusal(self) -> Iterator[None]:
        """Run a block in a transaction; every error of a row rolls it back and becomes Refused."""
        try:
            with transaction.atomic():
                yield
        except CannotPublish as problem:
            self.undo()
            raise Refused(f"It cannot be published: {problem}") from problem
        except (IntegrityError, DataError) as problem:
            self.undo()
            raise Refused(broken_rule(problem)) from problem
        except Refused:
            self.undo()
            raise
        self.copies = []

    def undo(self) -> None:
        """Undo what a rollback does not: forget new people and bodies, delete copies of files."""
        self.directory.forget()
        for copy in self.copies:
            copy.delete(save=False)
        self.copies = []

    def refuse(self, line: JsonLine, reason: str) -> None:
        self.counts.refused += 1
        self.on_refusal(line, reason)
        self.on_line(line)

    def is_full(self) -> bool:
        size = sum(len(pending.line.raw) for pending in self.pending)
        parts = sum(pending.parts for pending in self.pending)
        most = self.limits
        return len(self.pending) >= most.meetings or parts >= most.parts or size >= most.size


def meeting_form(row: Row) -> Row:
    """Return a meeting's row in the full form, which names its type. Raises Refused."""
    if "type" not in row:
        row = full_form(row)
    fields = without_marks(row)
    del fields["type"]
    for key in ("source", "source_url"):
        if not isinstance(fields.get(key), str) or not fields[key]:
            raise Refused(f"The text {key} is missing: it tells whether the row was imported before.")
    return fields


def known_keys(batch: list[Pending]) -> set[tuple[str, str]]:
    """Return the keys of a batch that the archive has already; one query."""
    sources, addresses = zip(*(pending.key for pending in batch), strict=True)
    known = Meeting.objects.filter(source__in=set(sources), source_url__in=set(addresses))
    return set(known.values_list("source", "source_url"))


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
