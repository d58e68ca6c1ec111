"""Which fault of the machine an error is, on real errors of the engines where one is to be had."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from psycopg import errors

from archive.faults import Fault, StoredFileError, fault_of, sentence_about


def wrapped(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """Return an error as Django makes it of one of the driver."""
    problem = kind(*cause.args)
    problem.__cause__ = cause
    return problem


def sqlite_error(provoke: Callable[[], object]) -> Exception:
    with pytest.raises(sqlite3.Error) as caught:
        provoke()
    return wrapped(caught.value)


def ask(path: object, statement: str) -> None:
    database = sqlite3.connect(str(path), uri=True, timeout=0)
    try:
        database.execute(statement)
    finally:
        database.close()


def test_sqlite_that_is_not_there_is_absent(tmp_path: Path):
    address = f"file:{tmp_path}/gone.sqlite3?mode=rw"

    assert fault_of(sqlite_error(lambda: ask(address, "SELECT 1"))) is Fault.ABSENT


def test_sqlite_that_another_program_writes_to_is_busy(tmp_path: Path):
    writer = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    problem = sqlite_error(lambda: ask(tmp_path / "a.sqlite3", "BEGIN IMMEDIATE"))

    writer.close()
    assert fault_of(problem) is Fault.BUSY


def test_sqlite_without_room_is_full():
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA max_page_count = 1")

    problem = sqlite_error(lambda: database.execute("CREATE TABLE a (b)"))

    database.close()
    assert fault_of(problem) is Fault.FULL


def test_sqlite_that_may_only_be_read_is_read_only(tmp_path: Path):
    ask(tmp_path / "a.sqlite3", "CREATE TABLE a (b)")

    problem = sqlite_error(lambda: ask(f"file:{tmp_path}/a.sqlite3?mode=ro", "CREATE TABLE c (d)"))

    assert fault_of(problem) is Fault.READ_ONLY


def test_sqlite_with_a_corrupted_page_is_damaged(tmp_path: Path):
    path = tmp_path / "a.sqlite3"
    ask(path, "CREATE TABLE a (b)")
    content = bytearray(path.read_bytes())
    content[100:200] = b"\xff" * 100
    path.write_bytes(content)

    assert fault_of(sqlite_error(lambda: ask(path, "SELECT * FROM a"))) is Fault.DAMAGED


def test_file_that_is_no_database_is_damaged(tmp_path: Path):
    (tmp_path / "a.sqlite3").write_bytes(b"minutes" * 1000)

    assert fault_of(sqlite_error(lambda: ask(tmp_path / "a.sqlite3", "SELECT 1 FROM a"))) is Fault.DAMAGED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM archive_nothing", "SELECT absent FROM archive_meeting"]
)
def test_table_or_column_that_is_missing_is_not_migrated(statement: str):
    with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
        cursor.execute(statement)

    assert fault_of(caught.value) is Fault.NOT_MIGRATED


def test_postgresql_that_does_not_listen_is_away():
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgresql://nobody@127.0.0.1:1/none", connect_timeout=2)

    assert fault_of(wrapped(caught.value)) is Fault.AWAY
    assert fault_of(InterfaceError("connection already closed")) is Fault.AWAY


@pytest.mark.parametrize(
    ("cause", "fault"),
    [
        (errors.AdminShutdown("terminating connection"), Fault.AWAY),
        (errors.CannotConnectNow("the database system is starting up"), Fault.AWAY),
        (errors.TooManyConnections("sorry, too many clients already"), Fault.AWAY),
        (errors.DiskFull("could not extend file: No space left on device"), Fault.FULL),
        (errors.DeadlockDetected("deadlock detected"), Fault.BUSY),
        (errors.LockNotAvailable("canceling statement due to lock timeout"), Fault.BUSY),
        (errors.ReadOnlySqlTransaction("cannot execute INSERT"), Fault.READ_ONLY),
        (errors.DataCorrupted("invalid page in block 3"), Fault.DAMAGED),
        (errors.IoError("could not read block 3"), Fault.DAMAGED),
        (errors.UniqueViolation("duplicate key"), None),
        (errors.SyntaxError("syntax error"), None),
    ],
)
def test_error_of_postgresql_is_known_by_its_code(cause: psycopg.Error, fault: Fault | None):
    assert fault_of(wrapped(cause)) is fault


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Fault.FULL),
        (OSError(errno.EROFS, "Read-only file system"), Fault.READ_ONLY),
        (PermissionError(errno.EACCES, "Permission denied"), Fault.READ_ONLY),
        (StoredFileError("The file of document 1 cannot be read"), Fault.NO_FILE),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValueError("a bug"), None),
        (ProgrammingError("a bug"), None),
        (None, None),
    ],
)
def test_error_of_the_system_is_known_by_its_number(problem: Exception | None, fault: Fault | None):
    assert fault_of(problem) is fault


def test_sentence_says_what_to_do_and_where_in_one_line():
    problem = OSError(errno.ENOSPC, "No space left on device", "/data/a.pdf")

    assert sentence_about(problem) == (
        "The disk is full. Make room, and run the command again: what was finished is kept. "
        "(No space left on device: /data/a.pdf)"
    )
    assert "\n" not in sentence_about(wrapped(psycopg.OperationalError("refused\n\tIs it running?")))
    assert sentence_about(ValueError("a bug")) == ""
