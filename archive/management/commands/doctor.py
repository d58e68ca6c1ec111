"""`manage.py doctor`: a shell over operations/doctor."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.operations.doctor import ERROR, OK, examine


class Command(BaseCommand):
    """Look at everything that the archive needs to run; exit 1 if something is wrong."""

    help = "Say what is wrong with this installation, and what to do about each thing."
    requires_system_checks = ()  # what they would stop at is told with the rest

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one JSON list, for programs"
        )
        parser.add_argument(
            "--quick", action="store_true", help="do not read every version, index entry and file"
        )

    def handle(self, *, as_json: bool, quick: bool, **_options: Any) -> None:
        findings = []
        for finding in examine(thorough=not quick):
            findings.append(finding)
            if not as_json:
                self.stdout.write(
                    f"{finding.level:8} {finding.subject}: {finding.found} {finding.remedy}".rstrip()
                )
        if as_json:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        wrong = [finding for finding in findings if finding.level != OK]
        errors = [finding for finding in wrong if finding.level == ERROR]
        if not as_json:
            summary = (
                f"{len(errors)} errors, {len(wrong) - len(errors)} warnings" if wrong else "all is right"
            )
            self.stdout.write(f"doctor: {summary}")
        if errors:
            sys.exit(1)
