"""`manage.py rebuild_search_index`: a shell over archive.search."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive import search

SECONDS_BETWEEN_LINES = 5
MOST_SHOWN = 20  # faults


class Command(BaseCommand):
    """Write the search index anew, or say where it differs from what is published."""

    help = "Write the search index anew, while the site is being read; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the switch."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; list what is missing, stale, orphaned or miscounted; exit with 1 if any",
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        """Rebuild or check."""
        with tqdm(unit=" meetings", disable=not self.stdout.isatty()) as bar:
            progress = Progress(bar, self)
            if check:
                faults = list(search.check(progress))
            else:
                search.rebuild(progress)
        if not check:
            self.stdout.write(f"{progress.done} meetings indexed.")
        elif faults:
            self.report(faults)
        else:
            self.stdout.write(f"{progress.done} meetings checked: the index is right.")

    def report(self, faults: list[search.Fault]) -> None:
        """Print the first faults, then fail with the number of all."""
        for fault in faults[:MOST_SHOWN]:
            self.stdout.write(f"{fault.problem}: {fault.what}")
        raise CommandError(
            f"{len(faults)} faults in the index: run `manage.py rebuild_search_index`.", returncode=1
        )


class Progress:
    """A bar on a terminal; elsewhere a plain line now and then, so that logs stay readable."""

    def __init__(self, bar: "tqdm[Any]", command: BaseCommand) -> None:
        self.bar, self.command = bar, command
        self.next_line_at = time.monotonic() + SECONDS_BETWEEN_LINES
        self.done = 0

    def __call__(self, done: int, total: int) -> None:
        """Show how many meetings are done."""
        self.done = done
        self.bar.total = total
        self.bar.update(done - self.bar.n)
        if self.bar.disable and time.monotonic() > self.next_line_at:
            self.next_line_at += SECONDS_BETWEEN_LINES
            self.command.stdout.write(f"{done} of {total} meetings")
