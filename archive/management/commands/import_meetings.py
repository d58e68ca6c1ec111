"""`manage.py import_meetings FILE…`: a shell over operations/importing."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from archive.management import Progress
from archive.models import NameToCheck, StaffAct
from archive.models.staff_act import changed, note
from archive.models.write_lock import one_writer
from archive.operations.importing.importer import Counts, Importer
from archive.operations.importing.json_lines import JsonLine, RefusalFile, UnreadableFileError
from archive.operations.importing.source_changes import excerpt
from archive.operations.publish import (
    Accept,
    Verdict,
    accept_all,
    accept_none,
    accept_public,
)

PUBLISH = (
    "publish what is imported; doubts are listed at the end, and what looks like the number of an identity "
    "card or a bank account is kept as a draft"
)


class Command(BaseCommand):
    """Import meetings from JSON Lines; format: operations/importing/FORMAT.md."""

    help = "Import meetings from JSON Lines, plain or .gz; what differs from an earlier import is listed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--publish", action="store_true", help=PUBLISH)
        held = parser.add_mutually_exclusive_group()
        held.add_argument(
            "--hold-doubts", action="store_true", help="keep every doubted meeting as a draft"
        )
        held.add_argument("--publish-personal", action="store_true", help="publish such numbers too")
        parser.add_argument(
            "--correct",
            default="",
            metavar="REASON",
            help="write what differs: into drafts, and as corrections with this reason for the public",
        )
        parser.add_argument("--dry-run", action="store_true", help="take everything, keep nothing")

    def handle(
        self, *, files: list[Path], publish: bool, correct: str, dry_run: bool, **options: Any
    ) -> None:
        """Import each file; the last line counts the results.

        A file that cannot be read to its end does not stop the others; the command then fails at the end.
        """
        for path in files:
            if not path.is_file():
                raise CommandError(f"{path} is not a file.")
        counts = Counts()
        problems = []
        doubted: list[Verdict] = []
        unknown: Counter[tuple[str, str]] = Counter()
        with rolled_back() if dry_run else contextlib.nullcontext():
            for path in files:
                importer = Importer(
                    publish=publish,
                    correct=correct,
                    dry=dry_run,
                    counts=counts,
                    on_verdict=lambda verdict: doubted.extend([verdict] if verdict.doubts else []),
                    accept=acceptance(**options),
                )
                try:
                    self.import_file(path, importer)
                except UnreadableFileError as problem:
                    problems.append(f"{path} cannot be read to its end: {problem}.")
                unknown += importer.unknown
                note(StaffAct.Kind.IMPORTED, None, [changed("file", None, path.name)])
            waiting = NameToCheck.objects.waiting().count()
        if correct:
            self.stdout.write(f"Corrected, of those that differ: {counts.corrected}.")
        self.list_doubts(doubted)
        self.list_words(unknown)
        if waiting:
            self.stdout.write(f"Names to check at the desk: {waiting}.")
        self.stdout.write(str(counts))
        if problems:
            raise CommandError("\n".join(problems))

    def import_file(self, path: Path, importer: Importer) -> None:
        """Import one file, with progress and refusals. Raises OSError."""
        refusals = None if importer.dry else RefusalFile(path)
        progress = Progress(path.name, path.stat().st_size, self.stdout)

        def on_line(line: JsonLine) -> None:
            progress.advance_to(line.bytes_read, f"{line.number} lines")

        def on_refusal(line: JsonLine, reason: str) -> None:
            progress.say(f"{path}, line {line.number}: {reason}")
            if refusals:
                refusals.add(line, reason)

        def on_doubt(line: JsonLine, doubt: str) -> None:
            progress.say(f"{path}, line {line.number}, to be looked at: {doubt}")

        def on_difference(line: JsonLine, difference: str) -> None:
            progress.say(f"{path}, line {line.number}, differs: {difference}")

        importer.on_line, importer.on_refusal = on_line, on_refusal
        importer.on_doubt, importer.on_difference = on_doubt, on_difference
        with progress:
            importer.import_file(path)
        if refusals and refusals.path.exists():
            self.stdout.write(f"What was refused is in {refusals.path}.")

    def list_words(self, unknown: Counter[tuple[str, str]]) -> None:
        """List the words that were not understood, the most frequent first."""
        if not unknown:
            return
        self.stdout.write("Words that are not understood, shown as written:")
        for (field, word), count in unknown.most_common(MOST_WORDS):
            self.stdout.write(f"  {field}: {excerpt(word, 0)} ({count})")
        if (others := len(unknown) - MOST_WORDS) > 0:
            self.stdout.write(f"  and {others} more")

    def list_doubts(self, doubted: list[Verdict]) -> None:
        """List what was doubted, what was published first, each meeting with its doubts."""
        for is_held, heading in HEADINGS.items():
            verdicts = [one for one in doubted if one.is_held == is_held]
            if verdicts:
                self.stdout.write(heading % len(verdicts))
            for verdict in verdicts:
                told = " ".join(dict.fromkeys(problem.message for problem in verdict.doubts))
                self.stdout.write(f"  {verdict.meeting}: {told}")


MOST_WORDS = 50  # listed of those that are not understood
HEADINGS = {
    False: "%d published meetings are doubted; correct what is wrong:",
    True: "%d meetings were kept as drafts; publish them at the desk, which asks once:",
}


def acceptance(*, hold_doubts: bool, publish_personal: bool, **_options: Any) -> Accept:
    if hold_doubts:
        return accept_none
    return accept_all if publish_personal else accept_public


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    with one_writer():
        yield
        transaction.set_rollback(True)
