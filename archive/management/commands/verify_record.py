"""`manage.py verify_record`: a shell over record/verify."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.management import Progress
from archive.models import Revision
from archive.record.verify import is_known, problems_of_record


class Command(BaseCommand):
    """Recompute every fingerprint, walk the chain, compare the rows; exit 1 and name all that differs."""

    help = "Verify that no version was changed or removed, and that the database says what the versions do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted",
            metavar="SHA256",
            help="a fingerprint noted earlier, which must still be on the chain",
        )

    def handle(self, *, noted: str | None, **_options: Any) -> None:
        total = Revision.objects.count()
        with Progress("verify_record", total, self.stdout, unit=" versions") as progress:

            def count() -> None:
                progress.advance_to(progress.done + 1)

            problems = list(problems_of_record(count))
        if noted and not is_known(noted.strip().lower()):
            problems.append(f"no version has the fingerprint {noted}.")
        if problems:
            for problem in problems[1:]:
                self.stdout.write(problem)
            self.stdout.write(f"NOT verified: {problems[0]}")
            sys.exit(1)
        self.stdout.write(f"verified {progress.done} versions")
