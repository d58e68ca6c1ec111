"""`manage.py migrate`: Django's own, which also makes a new archive, and waits for another migration."""

from typing import Any

from django.core.management.commands import migrate

from archive.place import make_place, one_migration_at_a_time


class Command(migrate.Command):
    """Make what is missing of the archive's folder, then bring the tables to this version."""

    made: list[str] = []

    def execute(self, *args: Any, **options: Any) -> Any:
        """Make the place first: the checks before `handle` ask the database."""
        if not options["plan"] and not options["check_unapplied"]:
            self.made = make_place()
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in self.made:
            self.say(f"Made {path}.", **options)
        with one_migration_at_a_time(lambda: self.say("Waiting for another migration.", **options)):
            super().handle(*args, **options)

    def say(self, sentence: str, *, verbosity: int, **_options: Any) -> None:
        if verbosity:
            self.stdout.write(sentence)
            self.stdout.flush()
