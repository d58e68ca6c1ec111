"""Make a backup: one file of database and documents, consistent while people work, of either engine."""

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from archive.operations.backups.manifest import (
    CHUNK,
    FILES,
    MANIFEST,
    NAME,
    ROWS,
    Manifest,
    applied_migrations,
    columns_of,
    compare_hashes,
    encoded,
    file_name,
    models_at,
    opened,
)

OnStep = Callable[[str], None]
LAST_BACKUP = "last_backup.json"
FIRST_READ = "SELECT id FROM django_migrations LIMIT 1"  # a snapshot is of its first read


def make_backup(target: Path, *, on_step: OnStep = lambda what: None) -> tuple[Path, Manifest]:
    """Write a backup and read it back; return where it is and what it holds.

    A folder as target gets a file named after the time. The file is readable by its owner only, and
    stands under its name only once it is whole and on disk. Raises OSError, BackupError.
    """
    now = timezone.now()
    path = target / file_name(now) if target.is_dir() else target
    migrations = applied_migrations()
    manifest = Manifest(
        version=importlib.metadata.version("minutebook"),
        engine=connection.vendor,
        made_at=now.isoformat(),
        migrations=[list(key) for key in migrations],
    )
    with temporary_beside(path) as unfinished:
        with unfinished.open("wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as backup:
            names: set[str] = set()
            with snapshot():
                for model in models_at(migrations):
                    on_step(model._meta.label)
                    names |= write_rows(backup, model, manifest)
            for name in sorted(names):
                on_step(name)
                write_file(backup, name, manifest)
            backup.writestr(MANIFEST, manifest.to_json())
        with opened(unfinished) as backup:
            compare_hashes(backup, manifest)
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    sync_folder(path.parent)
    note_backup(path, manifest)
    return path, manifest


@contextlib.contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """Yield the path of a new file in the same folder, readable by its owner; removed at the end."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(number)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Bring a file's new name to the disk, where folders can be opened (not on Windows)."""
    with contextlib.suppress(PermissionError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """See the database as it is at one moment, without keeping others from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django would begin with the lock of a writer.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute(FIRST_READ)
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(FIRST_READ)
            yield


def write_rows(backup: zipfile.ZipFile, model: type[models.Model], manifest: Manifest) -> set[str]:
    """Write the rows of a table, in the order of their keys; return the names of the files they name."""
    label = model._meta.label_lower
    names: set[str] = set()
    file_columns = [
        field.attname for field in model._meta.concrete_fields if isinstance(field, models.FileField)
    ]
    manifest.rows[label] = 0

    def lines() -> Iterator[bytes]:
        rows = model._base_manager.order_by("pk").values(*columns_of(model))
        for row in rows.iterator(chunk_size=CHUNK):
            names.update(row[column] for column in file_columns if row[column])
            manifest.rows[label] += 1
            text = json.dumps(row, ensure_ascii=False, default=encoded, separators=(",", ":"))
            yield f"{text}\n".encode()

    write_member(backup, f"{ROWS}{label}.jsonl", lines(), manifest)
    return names


def write_file(backup: zipfile.ZipFile, name: str, manifest: Manifest) -> None:
    try:
        source = default_storage.open(name)
    except (OSError, SuspiciousOperation):
        manifest.missing.append(name)
        return
    with source:
        write_member(backup, f"{FILES}{name}", source.chunks(), manifest)


def write_member(backup: zipfile.ZipFile, name: str, pieces: Iterable[bytes], manifest: Manifest) -> None:
    digest = hashlib.sha256()
    with backup.open(zip_member(name), "w", force_zip64=True) as target:
        for piece in pieces:
            digest.update(piece)
            target.write(piece)
    manifest.sha256[name] = digest.hexdigest()


def zip_member(name: str) -> zipfile.ZipInfo:
    """Return a member to be compressed, if it is not the kind of file that is compressed already."""
    member = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
    is_packed = Path(name).suffix in {
        ".docx",
        ".gz",
        ".jpeg",
        ".jpg",
        ".mp3",
        ".mp4",
        ".pdf",
        ".png",
        ".zip",
    }
    member.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def remove_old_backups(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups that were named after their time; return those removed."""
    backups = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    old = backups[: max(len(backups) - keep, 0)]
    for path in old:
        path.unlink(missing_ok=True)
    return old


@dataclass(frozen=True)
class LastBackup:
    path: str
    made_at: dt.datetime


def note_backup(path: Path, manifest: Manifest) -> None:
    """Keep in DATA_DIR where and when the last backup was made, for last_backup()."""
    note = {"path": str(path.resolve()), "made_at": manifest.made_at}
    (settings.DATA_DIR / LAST_BACKUP).write_text(json.dumps(note))


def last_backup() -> LastBackup | None:
    try:
        note = json.loads((settings.DATA_DIR / LAST_BACKUP).read_text())
        return LastBackup(note["path"], dt.datetime.fromisoformat(note["made_at"]))
    except (OSError, KeyError, TypeError, ValueError):
        return None
