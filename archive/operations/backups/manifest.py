"""The format of a backup: a ZIP archive whose last member, manifest.json, has the hashes of all others.

    rows/archive.meeting.jsonl   one row a line, a JSON object by column, times to the microsecond
    files/12/minutes.pdf         each stored file that a row names, under its own name
    manifest.json                a Manifest

It holds the rows of every table but sessions, the cache, and the search index, which is built anew. It
does not depend on the engine, nor on the version that reads it: rows are read and written by the models
as they were at the backup's migrations.
"""

import datetime as dt
import decimal
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
ROWS, FILES, MANIFEST = "rows/", "files/", "manifest.json"
NOT_KEPT = {"archive.cacheentry", "sessions.session", "usersessions.usersession"}
CHUNK = 1000  # rows read and written at once


class BackupError(Exception):
    """A backup that cannot be made, read or restored; the message is a sentence for the operator."""


@dataclass
class Manifest:
    """What a backup holds. `sha256` and `rows` are by name of member and of table; `missing` are files."""

    version: str  # of the program
    engine: str
    made_at: str  # ISO 8601, UTC
    migrations: list[list[str]]  # app and name of all that were applied
    rows: dict[str, int] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


def applied_migrations() -> list[tuple[str, str]]:
    """Return app and name of each migration that the database has and this program knows."""
    loader = MigrationLoader(connection)
    return sorted(key for key in loader.applied_migrations if key in loader.graph.nodes)


def newest_of(migrations: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those on which none of the others depends. Raises BackupError for one that is not known."""
    keys = set(migrations)
    graph = MigrationLoader(None).graph
    if unknown := sorted(keys - set(graph.nodes)):
        names = ", ".join(".".join(key) for key in unknown)
        raise BackupError(f"A newer version made this backup: install that version first ({names}).")
    return sorted(
        key for key in keys if not any(child.key in keys for child in graph.node_map[key].children)
    )


def models_at(migrations: Iterable[tuple[str, str]]) -> list[type[models.Model]]:
    """Return the models of all tables as they were after these migrations, in the order of their labels."""
    state = MigrationLoader(None).project_state(newest_of(migrations))
    found = state.apps.get_models(include_auto_created=True)
    kept = (model for model in found if model._meta.managed and not model._meta.proxy)
    return sorted(
        (model for model in kept if model._meta.label_lower not in NOT_KEPT), key=lambda m: m._meta.label
    )


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def encoded(value: Any) -> Any:
    """Return what JSON has no type for as text: times to the microsecond, decimals with all places."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept in a backup")


def sha256_of(source: IO[bytes]) -> str:
    """Return the SHA-256 of what is left of an open file, in hexadecimal; reads in pieces."""
    digest = hashlib.sha256()
    while piece := source.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def read_manifest(backup: zipfile.ZipFile) -> Manifest:
    try:
        content = json.loads(backup.read(MANIFEST))
        if content["format"] > FORMAT:
            raise BackupError("A newer version made this backup: install that version first.")
        return Manifest(**content)
    except (KeyError, TypeError, ValueError) as problem:
        raise BackupError("This is not a backup: it has no manifest that can be read.") from problem


def compare_hashes(backup: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read all members. Raises BackupError if one is missing, was changed, or is not in the manifest."""
    members = {name for name in backup.namelist() if name != MANIFEST}
    for name in sorted(members ^ set(manifest.sha256)):
        raise BackupError(f"The backup is damaged: {name} is on one side only of manifest and content.")
    for name, expected in manifest.sha256.items():
        try:
            with backup.open(name) as member:
                found = sha256_of(member)
        except (zipfile.BadZipFile, OSError) as problem:
            raise BackupError(f"The backup is damaged: {name} cannot be read.") from problem
        if found != expected:
            raise BackupError(f"The backup is damaged: {name} was changed.")


def opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as problem:
        raise BackupError(f"{path} cannot be read as a backup: {problem}.") from problem


# With the time of the backup, so that a folder of them stands in order: minutebook-20261127T155000Z.zip.
NAME = re.compile(r"minutebook-\d{8}T\d{6}Z\.zip")


def file_name(moment: dt.datetime) -> str:
    return f"minutebook-{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.zip"
