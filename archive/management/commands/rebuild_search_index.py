"""`manage.py rebuild_search_index`: a shell over archive.search."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.management import Progress
from archive.models import Meeting
from archive.search.engines.base import LIMITS, Limits
from archive.search.index import Fault, check_index, rebuild

MOST_SHOWN = 20  # faults


class Command(BaseCommand):
    """Rebuild the search index, or list where it differs from what is published."""

    stealth_options = ("limits",)  # handed in by tests
    help = "Rebuild the search index while the site is in use; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; list what is missing, stale, orphaned or miscounted; exit with 1 if any",
        )

    def handle(self, *, check: bool, limits: Limits = LIMITS, **_options: Any) -> None:
        total = Meeting.objects.published().count()
        with Progress("Search index", total, self.stdout, unit=" meetings") as progress:

            def on_chunk(done: int, total: int) -> None:
                progress.advance_to(done, f"{done} of {total} meetings")

            if check:
                faults = list(check_index(on_chunk))
            else:
                rebuild(on_chunk, limits)
        if not check:
            self.stdout.write(f"{progress.done} meetings indexed.")
        elif faults:
            self.report(faults)
        else:
            self.stdout.write(f"{progress.done} meetings checked: the index is right.")

    def report(self, faults: list[Fault]) -> None:
        for fault in faults[:MOST_SHOWN]:
            self.stdout.write(f"{fault.problem}: {fault.what}")
        raise CommandError(
            f"{len(faults)} faults in the index. Verify first: `manage.py verify_record`. If the record is"
            " as it was, run `manage.py rebuild_search_index`; otherwise that would spread a forgery.",
            returncode=1,
        )
