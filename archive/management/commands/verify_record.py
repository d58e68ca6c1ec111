"""`manage.py verify_record`: a shell over record/verify."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.urls import NoReverseMatch

from archive.management import Progress
from archive.models import Revision
from archive.record.stored_files import false_files, files_without_row
from archive.record.verify import is_known, problems_of_record


class Command(BaseCommand):
    """Recompute every fingerprint, walk the chain, compare rows and files; exit 1 and name what differs."""

    help = "Verify that no version was changed or removed, and that database and files say the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted",
            metavar="SHA256",
            help="a fingerprint noted earlier, which must still be on the chain",
        )

        parser.add_argument(
            "--no-files", action="store_false", dest="files", help="do not read the stored files"
        )

    def handle(self, *, noted: str | None, files: bool, **_options: Any) -> None:
        total = Revision.objects.count()
        with Progress("verify_record", total, self.stdout, unit=" versions") as progress:

            def count() -> None:
                progress.advance_to(progress.done + 1)

            problems = self.found(problems_of_record(count))
        if files:
            problems += self.found(false_files())
            for name in files_without_row():
                self.stdout.write(f"A file without a row, left over or still being uploaded: {name}")
        if noted and not is_known(noted.strip().lower()):
            problems.append(f"no version has the fingerprint {noted}.")
        if problems:
            for problem in problems[1:]:
                self.stdout.write(problem)
            self.stdout.write(f"NOT verified: {problems[0]}")
            sys.exit(1)
        self.stdout.write(f"verified {progress.done} versions")

    def found(self, problems: Iterator[str]) -> list[str]:
        """Return the problems; the last one says so if what is there cannot be read at all."""
        found: list[str] = []
        try:
            found += problems
        except (DatabaseError, ValueError, NoReverseMatch) as damaged:
            found.append(f"the database cannot be read: {damaged}")
        return found
