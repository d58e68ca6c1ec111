"""`manage.py import_documents FOLDER`: a shell over operations/entry/folder_import."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.management import Progress
from archive.models import Body
from archive.operations.entry.drafts import ForBodies
from archive.operations.entry.folder_import import files_in, take_path


class Command(BaseCommand):
    """Read a folder of finished minutes; interrupted or repeated, it takes no file twice."""

    help = (
        "Make drafts of a folder of finished minutes (.docx, .odt, .rtf, .pdf, .md, .txt, .html). "
        "A later run takes files that are new or changed, and those that waited; what became a draft is "
        "not taken again while that meeting is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--body", default="", help="the body of minutes that do not name one of the archive"
        )
        parser.add_argument(
            "--make-bodies",
            action="store_true",
            help="make the bodies that the minutes, or --body, name and that are not in the archive",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would become of each file, and keep nothing"
        )

    def handle(self, *, folder: Path, body: str, make_bodies: bool, dry_run: bool, **_options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        paths = files_in(folder)
        known = Body.objects.known_as(body).first() if body else None
        if body and known is None and not make_bodies:
            raise CommandError(f"There is no body named {body}; --make-bodies makes it.")
        bodies = ForBodies(known.name if known else body, make_bodies)
        counts: Counter[str] = Counter()
        with Progress("import_documents", len(paths), self.stdout, unit=" files") as progress:
            for path in paths:
                taken = take_path(path, bodies, dry=dry_run)
                counts[taken.became] += 1
                if taken.why:
                    progress.say(f"{path}: {taken.became}. {taken.why}")
                progress.advance_to(progress.done + 1)
        found = ", ".join(f"{became} {count}" for became, count in sorted(counts.items()))
        self.stdout.write(f"looked into {len(paths)} files{': ' if found else ''}{found}")
        if dry_run:
            self.stdout.write("Nothing was kept. Two files of one meeting are each told as a draft.")
        elif counts["waiting"]:
            self.stdout.write("What waits is on the desk under Read minutes. A later run tries it again.")
