"""The importer: files of JSON Lines in, counts out; each meeting whole or not at all."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import DataError, IntegrityError, transaction
from django.db.models.fields.files import FieldFile

from archive.models import Meeting
from archive.operations.importing.build import Directory
from archive.operations.importing.constraint_errors import broken_rule
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.json_lines import Line, Refused, Row, parse, read_lines, without_marks
from archive.operations.importing.meetings import PARTS, BuiltMeeting, write
from archive.operations.importing.other_rows import TAKERS
from archive.operations.importing.simple_form import full_form
from archive.operations.publish import CannotPublish, publish_all

BATCH_ROWS = 50
BATCH_PARTS = 10_000  # attendances, resolutions, …: a query names them all, and SQLite takes 32,766 values
BATCH_BYTES = 512 * 1024  # so that memory does not grow with the length of the minutes


@dataclasses.dataclass
class Counts:
    """What became of the rows."""

    imported: int = 0
    unchanged: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return f"imported {self.imported}, unchanged {self.unchanged}, refused {self.refused}"


@dataclasses.dataclass
class Pending:
    """A meeting's line that waits for its batch."""

    line: Line
    row: Row

    @property
    def key(self) -> tuple[str, str]:
        """What tells whether it was imported before."""
        return self.row["source"], self.row["source_url"]

    @property
    def parts(self) -> int:
        """How many rows hang on the meeting."""
        return sum(len(rows) for name in PARTS if isinstance(rows := self.row.get(name), list))


class Importer:
    """Imports a file in batches, each one transaction, and counts what became of its rows.

    `on_line` is called with each line once it was taken or refused; `on_refusal` with its line and
    reason. For a dry run, say so, which copies no files, and roll back a transaction around it.
    """

    def __init__(
        self,
        *,
        publish: bool = False,
        dry: bool = False,
        counts: Counts | None = None,
        on_line: Callable[[Line], None] = lambda line: None,
        on_refusal: Callable[[Line, str], None] = lambda line, reason: None,
    ) -> None:
        self.publish = publish
        self.dry = dry
        self.on_line = on_line
        self.on_refusal = on_refusal
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

    def take(self, line: Line) -> None:
        """Put a meeting's line into the batch; any other is taken at once, in the order of the file."""
        try:
            row = parse(line.raw)
            kind = row.get("type", "meeting")
            if kind != "meeting":
                self.take_other(line, row)
                return
            self.pending.append(Pending(line, meeting_form(row)))
        except Refused as refused:
            self.refuse(line, str(refused))
        if self.is_full():
            self.flush()

    def take_other(self, line: Line, row: Row) -> None:
        """Take a row that is not a meeting, after the meetings before it."""
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
        """Look into the files of the meetings that are not there yet; people can save meanwhile."""
        batch = [pending for pending in batch if pending.row.get("documents")]
        known = known_keys(batch) if batch else set()
        for pending in batch:
            if pending.key not in known:
                self.folder.read_ahead(pending.row)

    def write_alone(self, pending: Pending) -> None:
        """Write one meeting or refuse it."""
        try:
            with self.rolled_back_as_refusal():
                self.write([pending])
        except Refused as refused:
            self.refuse(pending.line, str(refused))
        else:
            self.on_line(pending.line)

    def write(self, batch: list[Pending]) -> None:
        """Write the meetings that are not there yet, and publish those that are meant to be."""
        known = known_keys(batch)
        new = []
        for pending in batch:
            if pending.key not in known:
                known.add(pending.key)
                new.append(BuiltMeeting(pending.row, self.directory, self.folder))
        self.copies = write(new, dry=self.dry)
        default = "published" if self.publish else "draft"
        publish_all([one.meeting.pk for one in new if (one.wants_publication or default) == "published"])
        self.counts.imported += len(new)
        self.counts.unchanged += len(batch) - len(new)

    @contextlib.contextmanager
    def rolled_back_as_refusal(self) -> Iterator[None]:
        """Run a block in a transaction; what it was refused for undoes it whole."""
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
        """Undo what no transaction does: forget new people and bodies, delete copies of files."""
        self.directory.forget()
        for copy in self.copies:
            copy.delete(save=False)
        self.copies = []

    def refuse(self, line: Line, reason: str) -> None:
        """Count a refused line and report it."""
        self.counts.refused += 1
        self.on_refusal(line, reason)
        self.on_line(line)

    def is_full(self) -> bool:
        """Return whether the batch is large enough to be written."""
        size = sum(len(pending.line.raw) for pending in self.pending)
        parts = sum(pending.parts for pending in self.pending)
        return len(self.pending) >= BATCH_ROWS or size >= BATCH_BYTES or parts >= BATCH_PARTS


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
