"""Put a made archive with its versions into the database, as fast as the engine takes it: no index."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from archive.models import Attendance, Body, Meeting, Person, Resolution, Revision
from archive.record.versions import write_versions
from tests.bench.planting import Plan, Tally
from tests.bench.recipe import Recipe
from tests.bench.rows import BODY_NAMES, MeetingRow, meetings_of, person_names

TEXTS = ("name", "summary", "text")
CHUNK = 2_000  # meetings in one transaction: 6 MB of text
PUBLISHED_AT = dt.datetime(2024, 1, 31, 12, tzinfo=dt.UTC)
Progress = Callable[[int, int], None]


class Table:
    """A model's table, into which rows go past the model: only some columns vary."""

    def __init__(self, model: type[models.Model], varying: Sequence[str], **constant: Any) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        fixed = {
            name: field.get_db_prep_save(constant.get(name, field.get_default()), connection)
            for name, field in fields.items()
            if name not in varying
        }
        self.name, self.fixed = model._meta.db_table, tuple(fixed.values())
        self.columns = [fields[name].column for name in (*varying, *fixed)]

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows, each the values of the columns that vary."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row((*row, *self.fixed))
                return
            places = ", ".join(["%s"] * len(self.columns))
            statement = f'INSERT INTO "{self.name}" ({columns}) VALUES ({places})'
            cursor.executemany(statement, [(*row, *self.fixed) for row in rows])


class Loader:
    """Writes meetings with all that hangs on them; primary keys are given here."""

    def __init__(self) -> None:
        self.meetings = Table(
            Meeting,
            ("id", "body_id", "date", "year", "slug", "language", *TEXTS, "next_sequence"),
            publication=Meeting.Publication.PUBLISHED,
            published_at=PUBLISHED_AT,
            chair_note="The minutes do not say.",
        )
        self.attendances = Table(Attendance, ["id", "meeting_id", "person_id", "position"])
        self.resolutions = Table(
            Resolution,
            ["id", "meeting_id", "body_id", "date", "sequence", "name", "text"],
            result=Resolution.Result.ADOPTED,
        )
        self.keys = {table: itertools.count(1) for table in (self.attendances, self.resolutions)}

    def add(self, rows: Sequence[MeetingRow]) -> None:
        """Write some meetings in one transaction."""
        days = {row.number: connection.ops.adapt_datefield_value(row.date) for row in rows}
        attended, decided = (self.keys[table] for table in (self.attendances, self.resolutions))
        with transaction.atomic():
            self.meetings.add(
                (*start_of(row, days), row.name, row.summary, row.text, len(row.resolutions) + 1)
                for row in rows
            )
            self.attendances.add(
                (next(attended), row.number, person, position)
                for row in rows
                for position, person in enumerate(row.people, 1)
            )
            self.resolutions.add(
                (next(decided), row.number, row.body + 1, days[row.number], sequence, *decision)
                for row in rows
                for sequence, decision in enumerate(row.resolutions, 1)
            )
            meetings = Meeting.objects.with_children().filter(pk__in=[row.number for row in rows])
            write_versions(
                meetings.order_by("pk"), kind=Revision.Kind.PUBLISHED, reason="", at=PUBLISHED_AT
            )


def start_of(row: MeetingRow, days: dict[int, Any]) -> tuple[Any, ...]:
    """Return the first columns of a meeting: key, body, date, year, address and language."""
    return row.number, row.body + 1, days[row.number], row.date.year, row.slug, row.language


def load(recipe: Recipe, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Fill an empty, migrated database; return the bytes of text and what each question must find."""
    plan = Plan(recipe.seed, recipe.languages)
    tally = Tally(plan.questions)
    make_bodies_and_people()
    loader, text_bytes, done = Loader(), 0, 0
    rows = meetings_of(recipe, plan, tally)
    while chunk := list(itertools.islice(rows, CHUNK)):
        loader.add(chunk)
        text_bytes += sum(row.text_bytes for row in chunk)
        done += len(chunk)
        progress(done, recipe.size)
    settle()
    return {"text_bytes": text_bytes, "counts": tally.counts}


def make_bodies_and_people() -> None:
    """Write the bodies and people, whose primary keys count from 1."""
    for key, (name, alternate) in enumerate(BODY_NAMES, 1):
        Body.objects.create(pk=key, name=name, alternate_name=alternate)
    for key, name in enumerate(person_names(), 1):
        Person.objects.create(pk=key, name=name)


def settle() -> None:
    """Let the next rows have free primary keys, and the planner know what there is."""
    written = [Body, Person, Meeting, Attendance, Resolution]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
