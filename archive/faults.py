"""Faults of database, disk and files: which one an error is, and what to do about it."""

import enum
import errno
import os
import sqlite3

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError


class Fault(enum.Enum):
    """A fault of the machine, not of the program; the value is what a command says of it."""

    AWAY = "The database cannot be reached. Start it, or look at DATABASE_URL."
    ABSENT = (
        "The file of the database is not there, or cannot be opened. If there was one, look whether "
        "DATA_DIR is right and its disk is mounted, not for reading only. For a new archive, run "
        "manage.py migrate."
    )
    BUSY = "The database is busy: another program writes to it. Try again when that one is done."
    FULL = "The disk is full. Make room, and run the command again: what was finished is kept."
    READ_ONLY = "Nothing can be written there. Look at the rights of the file or folder and at the mount."
    DAMAGED = "The database is damaged, or its disk is. Stop the site, and restore the last backup."
    NOT_MIGRATED = "The tables are not those of this version. Run manage.py migrate."
    NO_FILE = "A stored file is missing or cannot be read. Restore it from the backup."


class StoredFileError(Exception):
    """A file that a row names is missing, or cannot be read."""


# By error number of the system.
OF_SYSTEM = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
}
# By primary result code. Source: SQLite documentation, "Result and Error Codes".
OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Fault.ABSENT,
    sqlite3.SQLITE_CORRUPT: Fault.DAMAGED,
    sqlite3.SQLITE_NOTADB: Fault.DAMAGED,
    sqlite3.SQLITE_IOERR: Fault.DAMAGED,
}
# By the beginning of SQLSTATE, the longer first. Source: PostgreSQL documentation, Appendix A.
OF_POSTGRESQL = {
    "53100": Fault.FULL,  # disk_full
    "55P03": Fault.BUSY,  # lock_not_available
    "40": Fault.BUSY,  # deadlock_detected and others that a repetition heals
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "42P01": Fault.NOT_MIGRATED,  # undefined_table
    "42703": Fault.NOT_MIGRATED,  # undefined_column
    "XX00": Fault.DAMAGED,  # data_corrupted, index_corrupted
    "58": Fault.DAMAGED,  # errors of its disk
    "08": Fault.AWAY,
    "53": Fault.AWAY,  # too many connections, out of memory
    "57P": Fault.AWAY,  # shut down, or still starting
}


def fault_of(problem: BaseException | None) -> Fault | None:
    """Return the fault behind an error, or None if it is one of the program, or of what was asked."""
    if isinstance(problem, StoredFileError):
        return Fault.NO_FILE
    if isinstance(problem, OSError):
        return OF_SYSTEM.get(problem.errno or 0)
    if not isinstance(problem, DatabaseError | InterfaceError):
        return None
    cause = problem.__cause__
    if isinstance(cause, sqlite3.Error):
        return fault_of_sqlite(cause)
    state = (cause.sqlstate or "") if isinstance(cause, psycopg.Error) else ""
    if not state:  # it could not even connect, or the connection is gone
        return Fault.AWAY if isinstance(problem, OperationalError | InterfaceError) else None
    return next((fault for start, fault in OF_POSTGRESQL.items() if state.startswith(start)), None)


def fault_of_sqlite(problem: sqlite3.Error) -> Fault | None:
    if str(problem).startswith(("no such table", "no such column")):
        return Fault.NOT_MIGRATED
    return OF_SQLITE.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)


def sentence_about(problem: BaseException) -> str:
    """Return what the program met and what to do, in one line; "" if it is no fault of the machine."""
    fault = fault_of(problem)
    if fault is None:
        return ""
    said = " ".join(str(problem).split()) if not isinstance(problem, OSError) else said_by_system(problem)
    return f"{fault.value} ({said})"


def said_by_system(problem: OSError) -> str:
    """Return the system's words and the file, without Python's "[Errno 28]"."""
    said = problem.strerror or os.strerror(problem.errno or 0)
    return f"{said}: {problem.filename}" if problem.filename else said
