"""`manage.py extract_document_text`: a shell over operations/reextract."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.management import Progress
from archive.operations.reextract import documents_to_read, fill_text


class Command(BaseCommand):
    """Extract the text of stored files while the site is in use; interrupted, it continues next time."""

    help = "Extract the text of stored documents that were never tried; --again extracts all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="extract the text of all files again")

    def handle(self, *, again: bool, **_options: Any) -> None:
        keys = documents_to_read(again=again)
        counts: Counter[str] = Counter()
        with Progress("extract_document_text", len(keys), self.stdout, unit=" documents") as progress:
            for key in keys:
                if filled := fill_text(key):
                    counts[filled.status or "lost"] += 1
                    if filled.problem:
                        progress.say(f"{filled.document.file.name}: {filled.problem}")
                progress.advance_to(progress.done + 1)
        found = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
        self.stdout.write(f"looked into {counts.total()} documents{': ' if found else ''}{found}")
