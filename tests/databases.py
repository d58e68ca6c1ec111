"""Copies of a database, each of which saves some seconds of migrating."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier


@contextlib.contextmanager
def copied(source: str, copy: str) -> Iterator[str]:
    """Copy a database of the run's engine for the block; yield the DATABASE_URL of the copy.

    Takes paths on SQLite, and names on PostgreSQL, where nothing may be connected to the source.
    """
    if connection.vendor == "sqlite":
        with (
            contextlib.closing(sqlite3.connect(source)) as old,
            contextlib.closing(sqlite3.connect(copy)) as new,
        ):
            old.backup(new)
        yield f"sqlite:///{copy}"
        Path(copy).unlink()
        return
    server, names = os.environ["DATABASE_URL"], {"copy": Identifier(copy), "source": Identifier(source)}
    drop = SQL("DROP DATABASE IF EXISTS {copy} WITH (FORCE)").format(**names)
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(drop)
        maintenance.execute(SQL("CREATE DATABASE {copy} TEMPLATE {source}").format(**names))
        yield urlunsplit(urlsplit(server)._replace(path=f"/{copy}"))
        maintenance.execute(drop)
