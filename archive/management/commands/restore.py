"""`manage.py restore FILE`: a shell over operations/backups/restore."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.operations.backups.manifest import BackupError
from archive.operations.backups.restore import restore_backup


class Command(BaseCommand):
    """Restore a backup into an empty place, of either engine, and verify it."""

    help = "Restore a backup into an empty database and folder, SQLite or PostgreSQL, and verify it."
    requires_system_checks = ()  # the tables that they ask for are made here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, verbosity: int = 1, **_options: Any) -> None:
        def on_step(what: str) -> None:
            if verbosity > 1:
                self.stdout.write(what)

        try:
            manifest, problems = restore_backup(file, on_step=on_step)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        for sentence in problems:
            self.stdout.write(sentence)
        held = f"{sum(manifest.rows.values())} rows of {manifest.made_at}"
        if problems:
            self.stdout.write(f"Restored {held}, but NOT verified: {len(problems)} problems, listed above.")
            sys.exit(1)
        self.stdout.write(f"Restored {held}: record, search index and files verified.")
