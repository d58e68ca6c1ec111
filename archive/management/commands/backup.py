"""`manage.py backup FILE`: a shell over operations/backups/backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.operations.backups.backup import make_backup, remove_old_backups
from archive.operations.backups.manifest import BackupError, sha256_of


class Command(BaseCommand):
    """Write database and documents to one file, consistent while people work, and read it back."""

    help = "Write database and documents to one file, while the site is in use. restore reads it."
    requires_system_checks = ()  # a backup is most needed before an upgrade is complete

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="where; a folder gets a new file each time"
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="then remove all but the newest N backups in this folder"
        )

    def handle(self, *, file: Path, keep: int | None, verbosity: int = 1, **_options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(f"--keep {keep} would keep no backup; it must be 1 or more.")
        if keep and not file.is_dir():
            raise CommandError("--keep needs a folder as FILE: there each backup is named after its time.")

        def on_step(what: str) -> None:
            if verbosity > 1:
                self.stdout.write(what)

        try:
            path, manifest = make_backup(file, on_step=on_step)
            with path.open("rb") as written:
                sha256 = sha256_of(written)
            removed = remove_old_backups(file, keep) if keep else []
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror or problem}.") from problem
        for old in removed:
            self.stdout.write(f"Removed {old.name}.")
        for name in manifest.missing:
            self.stderr.write(f"The file {name} is missing: it is not in the backup.")
        files = sum(name.startswith("files/") for name in manifest.sha256)
        self.stdout.write(f"sha256 {sha256}")
        self.stdout.write(
            f"{path}: {sum(manifest.rows.values())} rows, {files} files, read back and right."
        )
