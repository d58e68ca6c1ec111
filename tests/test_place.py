"""Where the archive is: only `migrate` makes it, nothing is served without it, one migration at a time."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from archive.databases import ExistingDatabase
from archive.place import (
    make_place,
    make_secret_key,
    missing_migrations,
    one_migration_at_a_time,
    why_not_ready,
)

PATIENCE = 20  # seconds


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Return a data folder that was not made, and make it that of the archive."""
    folder = tmp_path / "var"
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.SECRET_KEY = folder, folder / "documents", ""
    return folder


# Making it


@pytest.mark.django_db
def test_place_is_made_once_for_its_owner_only(folder: Path, settings):
    assert make_place() == [str(folder / "secret_key")]
    assert make_place() == []

    assert (folder / "secret_key").read_text() == settings.SECRET_KEY
    assert len(settings.SECRET_KEY) >= 50
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["documents", "secret_key"]


def test_file_of_sqlite_is_made_for_its_owner_only(folder: Path, monkeypatch, engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL has no file of ours")
    monkeypatch.setitem(connection.settings_dict, "NAME", folder / "a.sqlite3")

    make_place()

    assert (folder / "a.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.any_engine
def test_processes_that_start_at_once_have_one_key(tmp_path: Path):
    path = tmp_path / "secret_key"

    with ThreadPoolExecutor(8) as makers:
        list(makers.map(make_secret_key, [path] * 8))

    assert len(path.read_text()) >= 50
    assert [found.name for found in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.any_engine
def test_connection_makes_no_file(tmp_path: Path):
    path = tmp_path / "a ?#%.sqlite3"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        sqlite3.connect(database=str(path), factory=ExistingDatabase)
    assert not path.exists()

    path.touch()
    sqlite3.connect(database=str(path), factory=ExistingDatabase).close()


# What is missing


@pytest.mark.django_db
def test_archive_that_is_whole_is_ready():
    assert why_not_ready() == ""


@pytest.mark.django_db
def test_folder_that_is_not_mounted_is_not_served_and_stays_empty(folder: Path):
    folder.mkdir()

    reason = why_not_ready()

    assert reason.startswith(
        f"There is no archive here: {folder / 'secret_key'}, {folder / 'documents'} is"
    )
    assert "mounted" in reason
    with pytest.raises(CommandError, match="There is no archive here"):
        call_command("serve", listen="127.0.0.1:0")
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_sqlite_file_that_is_gone_is_not_made_again(monkeypatch, tmp_path: Path, engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL has no file of ours")
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "a.sqlite3")

    assert f"{tmp_path / 'a.sqlite3'} is missing" in why_not_ready()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_half_migrated_database_is_not_served_and_says_what_it_lacks():
    [*_others, last] = sorted(name for app, name in applied() if app == "archive")
    MigrationRecorder(connection).record_unapplied("archive", last)

    assert missing_migrations() == [last]
    assert why_not_ready() == (
        f"The database lacks migrations of this version (1), the first is {last}. "
        "Make a backup, then run manage.py migrate."
    )


def applied() -> Any:
    return MigrationRecorder(connection).applied_migrations()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (psycopg.OperationalError("connection refused"), ""),  # pages answer 503 until it is back
        (psycopg.errors.DataCorrupted("invalid page"), "The database is damaged"),
    ],
)
def test_only_a_fault_that_passes_is_no_reason_to_refuse(cause: Exception, reason: str):
    def fail(*_arguments: Any) -> None:
        raise OperationalError(*cause.args) from cause

    with connection.execute_wrapper(fail):
        found = why_not_ready()

    assert found[: len("The database is damaged")] == reason


# Two migrations


@pytest.mark.django_db(transaction=True)
def test_second_migration_waits_for_the_first():
    waits, done = threading.Event(), threading.Event()
    steps: list[str] = []

    def migrate_too() -> None:
        with one_migration_at_a_time(waits.set):
            steps.append("second")
        connection.close()
        done.set()

    with one_migration_at_a_time(lambda: steps.append("waited")):
        threading.Thread(target=migrate_too).start()
        assert waits.wait(PATIENCE)
        steps.append("first")

    assert done.wait(PATIENCE)
    assert steps == ["first", "second"]
    with one_migration_at_a_time(lambda: steps.append("waited")):  # the lock is free again
        assert steps == ["first", "second"]
