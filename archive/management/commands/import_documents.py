"""`manage.py import_documents FOLDER`: a shell over operations/entry/folder_import."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.management import Progress
from archive.models import Body
from archive.operations.entry.folder_import import files_in, take_path


class Command(BaseCommand):
    """Read a folder of finished minutes; interrupted or repeated, it takes no file twice."""

    help = "Make drafts of a folder of finished minutes (.docx, .pdf, .md, .txt, .html)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--body", default="", help="the body of minutes that do not name it")

    def handle(self, *, folder: Path, body: str, **_options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        paths, fallback = files_in(folder), self.body_named(body)
        counts: Counter[str] = Counter()
        with Progress("import_documents", len(paths), self.stdout, unit=" files") as progress:
            for path in paths:
                taken = take_path(path, fallback)
                counts[taken.became] += 1
                if taken.why:
                    progress.say(f"{path}: {taken.became}. {taken.why}")
                progress.advance_to(progress.done + 1)
        found = ", ".join(f"{became} {count}" for became, count in sorted(counts.items()))
        self.stdout.write(f"looked into {len(paths)} files{': ' if found else ''}{found}")
        if counts["waiting"]:
            self.stdout.write("What is waiting is on the desk under Read minutes.")

    def body_named(self, name: str) -> Body | None:
        found = Body.objects.known_as(name).first() if name else None
        if name and found is None:
            raise CommandError(f"There is no body named {name}.")
        return found
