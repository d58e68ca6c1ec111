"""Restore a backup into an empty place of either engine, and verify it before saying so."""

import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor

from archive.models.write_lock import one_writer
from archive.operations.backups.backup import OnStep
from archive.operations.backups.manifest import (
    CHUNK,
    FILES,
    ROWS,
    BackupError,
    Manifest,
    applied_migrations,
    compare_hashes,
    models_at,
    newest_of,
    opened,
    read_manifest,
)
from archive.place import make_place, one_migration_at_a_time
from archive.record.stored_files import false_files, names_below
from archive.record.verify import problems_of_record
from archive.search.index import check_index

# Rows that `migrate` makes in an empty database, and the backup has as well.
MADE_BY_MIGRATE = {
    "auth.group",
    "auth.group_permissions",
    "auth.permission",
    "contenttypes.contenttype",
}


def restore_backup(path: Path, *, on_step: OnStep = lambda what: None) -> tuple[Manifest, list[str]]:
    """Restore a backup; return what it held, and the problems that verification found, as sentences.

    Its hashes are compared before anything is written. Rows and files are written together or not at all.
    A backup of an older version is brought up to date afterwards. Raises BackupError.
    """
    with opened(path) as backup:
        manifest = read_manifest(backup)
        on_step("hashes")
        compare_hashes(backup, manifest)
        migrations = [(app, name) for app, name in manifest.migrations]
        targets = newest_of(migrations)
        make_place()
        refuse_unless_empty()
        on_step("tables")
        migrate_to(targets)
        try:
            write_all(backup, manifest, models_at(migrations), on_step)
        except (DatabaseError, OSError, SuspiciousOperation, ValidationError, ValueError) as problem:
            raise BackupError(f"Nothing was restored: {problem}") from problem
    on_step("newest tables")
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0)  # which fills the search index
    on_step("verification")
    return manifest, [*problems_of_restored(manifest)]


def refuse_unless_empty() -> None:
    """Raise BackupError if the database or the folder of documents holds anything."""
    tables = set(connection.introspection.table_names())
    for model in models_at(applied_migrations()):
        is_there = model._meta.db_table in tables and model._meta.label_lower not in MADE_BY_MIGRATE
        if is_there and model._base_manager.exists():
            raise BackupError(
                f"This database is not empty: it has rows in {model._meta.db_table}. Set DATA_DIR and"
                " DATABASE_URL to a new place; a backup is never mixed with other records."
            )
    if name := next(names_below(""), ""):
        raise BackupError(
            f"The folder of documents is not empty: it has {name}. Set DATA_DIR, or DOCUMENTS_URL if"
            " there is one, to a new place."
        )


def migrate_to(targets: list[tuple[str, str]]) -> None:
    """Make the tables as they were at the backup, also in a database that is newer already."""
    try:
        with one_migration_at_a_time(lambda: None):
            MigrationExecutor(connection).migrate(targets)
    except IrreversibleError as problem:
        raise BackupError(
            "Restore into a database that no `migrate` was run in: this is newer."
        ) from problem


def write_all(
    backup: zipfile.ZipFile, manifest: Manifest, tables: list[type[models.Model]], on_step: OnStep
) -> None:
    with one_writer():
        for model in tables:
            model._base_manager.all().delete()  # what migrate made
        for model in tables:
            on_step(model._meta.label)
            load_rows(backup, model)
        reset_sequences(tables)
        for member in manifest.sha256:
            if member.startswith(FILES):
                on_step(member)
                load_file(backup, member)
        connection.check_constraints()


def load_rows(backup: zipfile.ZipFile, model: type[models.Model]) -> None:
    fields = model._meta.concrete_fields
    for field in fields:
        if isinstance(field, models.DateField):
            field.auto_now = field.auto_now_add = False  # keep the time of then
    rows = rows_in(backup, model)
    while chunk := list(itertools.islice(rows, CHUNK)):
        model._base_manager.bulk_create(chunk)


def rows_in(backup: zipfile.ZipFile, model: type[models.Model]) -> Iterator[models.Model]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    with backup.open(f"{ROWS}{model._meta.label_lower}.jsonl") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            yield model(**{name: fields[name].to_python(value) for name, value in row.items()})


def reset_sequences(tables: list[type[models.Model]]) -> None:
    """Let keys go on after the largest that was restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def load_file(backup: zipfile.ZipFile, member: str) -> str:
    """Write a stored file; return its name. Raises SuspiciousOperation for a name outside the folder."""
    name = member.removeprefix(FILES)
    with backup.open(member) as content:
        saved = default_storage.save(name, File(content))
    if saved != name:
        default_storage.delete(saved)
        raise BackupError(f"{name} cannot be restored under its own name.")
    return saved


def problems_of_restored(manifest: Manifest) -> Iterator[str]:
    yield from (
        f"The file {name} was missing already when the backup was made." for name in manifest.missing
    )
    yield from problems_of_record()
    yield from false_files()
    yield from (f"{fault.problem}: {fault.what}" for fault in check_index())
