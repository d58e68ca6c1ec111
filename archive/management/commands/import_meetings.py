"""`manage.py import_meetings FILE…`: a shell over operations/importing."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import transaction
from tqdm import tqdm

from archive.operations.importing.importer import Counts, Importer
from archive.operations.importing.lines import Line, RefusalFile

SECONDS_BETWEEN_LINES = 5


class Command(BaseCommand):
    """Import meetings from JSON Lines, in the simple or the full form described in README."""

    help = "Import meetings from JSON Lines, plain or .gz; what was imported before stays unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the files and the two switches."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--publish", action="store_true", help="publish what is imported")
        parser.add_argument("--dry-run", action="store_true", help="take everything, keep nothing")

    def handle(self, *, files: list[Path], publish: bool, dry_run: bool, **_options: Any) -> None:
        """Import each file, then print the counts as the last line.

        A file that cannot be read to its end does not keep the others from being imported; the command
        then fails at the end.
        """
        for path in files:
            if not path.is_file():
                raise CommandError(f"{path} is not a file.")
        counts = Counts()
        problems = []
        with rolled_back() if dry_run else contextlib.nullcontext():
            for path in files:
                importer = Importer(publish=publish, dry=dry_run, counts=counts)
                try:
                    self.import_file(path, importer)
                except OSError as problem:
                    problems.append(f"{path} cannot be read to its end: {problem.strerror or problem}.")
        self.stdout.write(str(counts))
        if problems:
            raise CommandError("\n".join(problems))

    def import_file(self, path: Path, importer: Importer) -> None:
        """Import one file, showing how far it is and what was refused. Raises OSError."""
        refusals = None if importer.dry else RefusalFile(path)
        progress = Progress(path, self.stdout)

        def on_refusal(line: Line, reason: str) -> None:
            progress.say(f"{path}, line {line.number}: {reason}")
            if refusals:
                refusals.add(line, reason)

        importer.on_line, importer.on_refusal = progress.advance, on_refusal
        with progress:
            importer.import_file(path)
        if refusals and refusals.path.exists():
            self.stdout.write(f"What was refused is in {refusals.path}.")


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    """Run a block in a transaction that is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Progress:
    """A bar on a terminal; elsewhere a plain line now and then, so that logs stay readable."""

    def __init__(self, path: Path, output: OutputWrapper) -> None:
        self.path = path
        self.output = output
        self.is_terminal = output.isatty()
        self.bar = tqdm(
            total=path.stat().st_size,
            unit="B",
            unit_scale=True,
            desc=path.name,
            disable=not self.is_terminal,
        )
        self.next_line_at = time.monotonic() + SECONDS_BETWEEN_LINES

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_problem: object) -> None:
        self.bar.close()

    def advance(self, line: Line) -> None:
        """Show that a line was dealt with."""
        self.bar.update(line.bytes_read - self.bar.n)
        if not self.is_terminal and time.monotonic() > self.next_line_at:
            self.next_line_at += SECONDS_BETWEEN_LINES
            share = 100 * line.bytes_read // self.path.stat().st_size
            self.say(f"{self.path.name}: {line.number} lines, {share} %")

    def say(self, sentence: str) -> None:
        """Print a sentence without tearing the bar."""
        with self.bar.external_write_mode():
            self.output.write(sentence)
