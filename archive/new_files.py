"""Files written in a transaction: they go when their rows are rolled back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import DEFAULT_DB_ALIAS, Error, connection, models, transaction

CHUNK = 500  # names in one query

log = logging.getLogger("archive.documents")


@contextmanager
def new_files_kept_with_rows() -> Iterator[None]:
    """Delete, at the end of the outermost of these blocks, each file written in it that has no row.

    It goes around a transaction. The rows are asked, unless a file is known to be committed: neither a
    savepoint rolled back inside, nor an error after the commit, nor a server lost during it shows in how
    the block ends. While they cannot be asked a file stays, as it does when the process is killed; see
    files_without_row().
    """
    if getattr(connection, "new_files", None) is not None:
        yield
        return
    written: dict[str, Storage] = {}
    connection.new_files = written  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.new_files = None  # type: ignore[attr-defined]
        if written:
            delete_without_row(written)


def note_new_file(storage: Any, name: str) -> None:
    """Note a file that was just written, until its transaction is committed."""
    written = getattr(connection, "new_files", None)
    if written is not None and connection.in_atomic_block:
        written[name] = storage
        transaction.on_commit(lambda: written.pop(name, None))


def forget_new_file(name: str) -> None:
    """Forget a file that was deleted: another process may write one of that name."""
    written = getattr(connection, "new_files", None)
    if written is not None:
        written.pop(name, None)


def delete_without_row(written: dict[str, Storage]) -> None:
    try:
        for name in written.keys() - names_with_row(list(written)):
            written[name].delete(name)
    except (Error, OSError) as problem:
        names = ", ".join(sorted(written))
        log.warning("Files of a save that was undone may be left over: %s (%s)", names, problem)


def names_with_row(names: list[str]) -> set[str]:
    """Return those of some names of files that a row has."""
    found: set[str] = set()
    for model, column in columns_of_files():
        rows = model._base_manager.using(DEFAULT_DB_ALIAS)
        for start in range(0, len(names), CHUNK):
            some = rows.filter(**{f"{column}__in": names[start : start + CHUNK]})
            found.update(some.values_list(column, flat=True))
    return found


def columns_of_files() -> Iterator[tuple[type[models.Model], str]]:
    """Yield model and name of every field that holds a file."""
    for model in apps.get_app_config("archive").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field.name
