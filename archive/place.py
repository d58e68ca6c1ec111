"""Where the archive is: the folder and database that `migrate` makes, and without which nothing is served.

Only `migrate` (and `demo` and `restore`, which call it) makes DATA_DIR, the secret key, the folder of
documents and the file of SQLite. Otherwise a folder that is not mounted would become an empty archive, with
a key that ends all sessions.
"""

import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import locks
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from archive.faults import Fault, fault_of, said_by_system, sentence_about

NEWER = "Install the version that was here, or restore the backup of before it in an empty place."
MIGRATION_LOCK = 5_613_370  # of PostgreSQL's advisory locks; any number that nothing else here uses


def sqlite_path() -> Path | None:
    """Return the file of SQLite, None for PostgreSQL or for a database in memory."""
    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and not name.startswith("file:") and name != ":memory:"
    return Path(name) if is_file else None


def has_documents_here() -> bool:
    """Return whether documents are files in DATA_DIR, and not in a bucket."""
    return isinstance(default_storage, FileSystemStorage)


def make_place() -> list[str]:
    """Make what is missing of the folder, the key and the file of SQLite; return what was made.

    What is private is readable by its owner only. Raises ImproperlyConfigured with a sentence.
    """
    try:
        return made_now()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The archive cannot be made there: {said_by_system(problem)}."
        ) from problem


def made_now() -> list[str]:
    made = []
    folder, database = Path(settings.DATA_DIR), sqlite_path()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if has_documents_here():
        settings.MEDIA_ROOT.mkdir(exist_ok=True)
    if not has_secret_key():
        path = folder / "secret_key"
        make_secret_key(path)
        settings.SECRET_KEY = path.read_text()
        made.append(str(path))
    if database and not database.exists():
        database.touch(mode=0o600)
        made.append(str(database))
    return made


def close_to_others(**_signal: Any) -> None:
    """Let only its owner use the database file; a receiver of post_migrate."""
    file = sqlite_path()
    if file and file.exists() and file.stat().st_uid == os.geteuid():
        file.chmod(0o600)


def has_secret_key() -> bool:
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:  # Django's answer to an empty one
        return False


def make_secret_key(path: Path) -> None:
    """Write to a temporary file and hard-link it, so that no process reads a partial key."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret_key-") as file:  # mode 600
        file.write(secrets.token_urlsafe(50))
        file.flush()
        with contextlib.suppress(FileExistsError):  # made by another process just now
            path.hardlink_to(file.name)


def why_not_ready() -> str:
    """Return why the site cannot be served, and what to do, in one line; "" if it can.

    A database that is only down for now is no reason: pages answer 503 until it is back.
    """
    database = sqlite_path()
    documents = [settings.MEDIA_ROOT] if has_documents_here() else []
    needed = [*documents, *([database] if database else [])]
    missing = [str(path) for path in needed if not path.exists()]
    if not has_secret_key():
        missing.insert(0, str(settings.DATA_DIR / "secret_key"))
    if missing:
        return (
            f"There is no archive here: {', '.join(missing)} is missing. If there was one, look whether "
            "DATA_DIR is right and its disk is mounted. For a new one, run manage.py migrate."
        )
    try:
        plan = missing_migrations()
        newer = unknown_migrations()
    except (Error, OSError) as problem:
        return "" if fault_of(problem) in {Fault.AWAY, Fault.BUSY} else sentence_about(problem)
    if newer:
        return f"A newer version applied {newer[0]}. {NEWER}"
    if plan:
        return (
            f"The database lacks migrations of this version ({len(plan)}), the first is {plan[0]}. "
            "Make a backup, then run manage.py migrate."
        )
    return ""


def missing_migrations() -> list[str]:
    """Return the names of the migrations that were not applied, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration.name for migration, _is_backwards in plan]


def unknown_migrations() -> list[str]:
    """Return the migrations of the archive that a newer program applied; those replaced are known."""
    loader = MigrationLoader(connection)
    replaced = {name for one in loader.disk_migrations.values() for _app, name in one.replaces}
    known = {name for app, name in loader.disk_migrations if app == "archive"} | replaced
    applied = {name for app, name in loader.applied_migrations if app == "archive"}
    return sorted(applied - known)


# When it was changed


def note_change() -> None:
    """Note for all processes that something was written just now, unless the folder cannot be written."""
    path, now = Path(settings.DATA_DIR) / "changed", time.time_ns()
    with contextlib.suppress(OSError):
        path.touch(mode=0o600)
        os.utime(path, ns=(now, now))  # the file system's own time may lag some milliseconds


def changed_at() -> int:
    """Return when something was last written, in nanoseconds since 1970; 0 if not known."""
    try:
        return (Path(settings.DATA_DIR) / "changed").stat().st_mtime_ns
    except OSError:
        return 0


# One migration at a time


@contextlib.contextmanager
def one_migration_at_a_time(on_wait: Callable[[], None]) -> Iterator[None]:
    """Wait until no other process migrates this database; the end of the process frees the lock."""
    database = sqlite_path()
    if database:
        with Path(f"{database}.migrating").open("w") as file:
            if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
                on_wait()
                locks.lock(file, locks.LOCK_EX)
            yield
    elif connection.vendor == "postgresql":
        yield from locked_on_postgresql(on_wait)
    else:
        yield


def locked_on_postgresql(on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock in a transaction of another connection, which pgbouncer's pooling leaves alone."""
    other: Any = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [MIGRATION_LOCK])
            if not cursor.fetchone()[0]:
                on_wait()
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MIGRATION_LOCK])
        yield
    finally:
        other.close()
