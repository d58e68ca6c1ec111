"""One writer at a time: the lock under which rows, versions and the search index are written.

There is one lock, taken before the first row is written, so two transactions never wait for each other.
Rows of readers and of open pages are written without it: sessions, autosave, searches without results, and
what the staff log tells of itself, since the others come with rows that have it.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from archive.faults import Fault, fault_of
from archive.models.url_prefix import addresses_below
from archive.new_files import new_files_kept_with_rows
from archive.place import note_change

LOCK = 0x6D696E75  # any number will do; this one spells "minu"
WAIT_SECONDS = 20  # for other writers; an import or a merge takes some seconds
LONGEST_PAUSE = 0.02  # seconds between two tries
WITHOUT_LOCK = {"archive.searchmiss", "archive.staffact", "archive.unsavedentry"}

Result = TypeVar("Result")


@contextmanager
def one_writer() -> Iterator[None]:
    """Open a transaction, or a part of one, in which nobody else writes; also a decorator.

    Addresses are made as they are stored, see url_prefix.py. A rollback takes files along: new_files.py.
    Raises OperationalError, for which is_busy() is true, if others write for WAIT_SECONDS.
    """
    with new_files_kept_with_rows(), ExitStack() as stack:
        stack.push(begun())
        take_write_lock()
        stack.enter_context(addresses_below())
        note_change_at_end()
        yield


def take_write_lock() -> None:
    """Let no other transaction write until this one ends; must be called before it writes itself.

    One query in PostgreSQL, none if this transaction has the lock already. In SQLite a transaction is the
    only one to write from its beginning (settings.DATABASES: IMMEDIATE).
    """
    if connection.vendor != "postgresql" or has_write_lock():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)",
            [str(round(WAIT_SECONDS * 1000)), LOCK],
        )
    connection.write_locked_in = connection.atomic_blocks[-1]  # type: ignore[attr-defined]


def has_write_lock() -> bool:
    """Return whether the lock was taken in a block that is open; rolling back a savepoint releases it."""
    block = getattr(connection, "write_locked_in", None)
    return any(block is one for one in connection.atomic_blocks)


def begun() -> Any:
    """Return a block of transaction.atomic(), entered.

    SQLite's own waiting asks ever more seldom, so that newcomers come first: among eight writers some
    waited in vain for 20 seconds. Here all ask equally often.
    """
    block = transaction.atomic()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        block.__enter__()
        return block
    connection.ensure_connection()
    end = time.monotonic() + WAIT_SECONDS
    own = connection.settings_dict["OPTIONS"].get("timeout", 5)
    connection.connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                block.__enter__()
                return block
            except OperationalError as problem:
                if not is_busy(problem) or time.monotonic() > end:
                    raise
            time.sleep(random.uniform(0.001, LONGEST_PAUSE))  # noqa: S311 - no secret
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {round(own * 1000)}")


def is_busy(problem: OperationalError) -> bool:
    """Return whether another writer was in the way, for too long or in a deadlock."""
    return fault_of(problem) is Fault.BUSY


def retried(work: Callable[[], Result], *, seconds: float = WAIT_SECONDS) -> Result:
    """Do a whole unit of work, and again if another writer was in its way, for some seconds.

    `work` must leave nothing behind when it is rolled back. Within a transaction it is done once, because
    what came before was rolled back as well. Raises OperationalError.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return work()
        except OperationalError as problem:
            if connection.in_atomic_block or not is_busy(problem) or time.monotonic() > end:
                raise
        time.sleep(random.uniform(0.01, 0.2))  # noqa: S311 - no secret


def lock_before_writing(sender: Any, **_signal: Any) -> None:
    """Take the lock before the first row of a transaction, whoever writes it."""
    if is_recorded(sender) and connection.in_atomic_block:
        take_write_lock()


def note_written(sender: Any, **_signal: Any) -> None:
    if is_recorded(sender):
        note_change_at_end()


def is_recorded(model: Any) -> bool:
    return model._meta.app_label == "archive" and model._meta.label_lower not in WITHOUT_LOCK


def note_change_at_end() -> None:
    """Note, once the transaction is committed, that something was written: kept pages are old then."""
    if not any(note_change in waiting for waiting in connection.run_on_commit):
        transaction.on_commit(note_change, robust=True)


for signal in (pre_save, pre_delete):
    signal.connect(lock_before_writing, dispatch_uid="write_lock.before_writing")
for signal in (post_save, post_delete):
    signal.connect(note_written, dispatch_uid="write_lock.written")
