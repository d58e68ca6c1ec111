"""What DATABASE_URL and DATABASE_REPLICA_URLS mean to Django; settings.py reads them."""

import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from psycopg.conninfo import conninfo_to_dict

POSTGRESQL = ("postgresql://", "postgres://")
KEEP_SECONDS = 600  # a new PostgreSQL connection costs 11 ms
CONNECT_SECONDS = 5  # for each host of an address; a machine that is gone does not answer at all
# A reader waits for a replica that is gone no longer than this, once; see archive/replicas.py.
REPLICA_CONNECT_SECONDS = 2
REPLICA_SILENCE_MS = 5_000


class ExistingDatabase(sqlite3.Connection):
    """A connection that opens a file of SQLite and makes none, see archive/place.py."""

    def __init__(self, database: str | Path, **options: Any) -> None:
        database = str(database)
        if not database.startswith(("file:", ":memory:")):
            database = f"{Path(database).absolute().as_uri()}?mode=rw"
        super().__init__(database, **options)


# WAL lets people read while staff write; FULL puts each transaction on the disk before it is acknowledged,
# which NORMAL does not: a reader could hold a fingerprint that a power cut takes back. 64 MiB of the file
# are mapped and 32 MiB of pages cached for each connection.
# Source: SQLite documentation, "PRAGMA statements".
SQLITE_PRAGMAS = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 67108864;
PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY
"""


def database_at(url: str, folder: Path, *, is_pooled: bool) -> dict[str, Any]:
    """Return Django's settings of a database. Raises ValueError if the address cannot be understood.

    `is_pooled` says that pgbouncer stands between and gives each transaction another connection.
    """
    if url.startswith(POSTGRESQL):
        return postgresql_at(url, is_pooled=is_pooled)
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if database["ENGINE"] != "django.db.backends.sqlite3":
        raise ValueError(f"unknown engine {database['ENGINE']}")
    return database | {
        "NAME": database["NAME"] or str(folder / "minutebook.sqlite3"),
        "OPTIONS": {
            "factory": ExistingDatabase,
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds that a writer waits for another one
        },
        "CONN_MAX_AGE": KEEP_SECONDS,
    }


def postgresql_at(url: str, *, is_pooled: bool) -> dict[str, Any]:
    """Return the settings of an address as libpq reads it, so that it may have several hosts.

    Source: PostgreSQL documentation, section "Connection URIs".
    """
    try:
        options: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as problem:
        raise ValueError(str(problem)) from problem
    if not options.get("dbname") or not all(map(str.isdecimal, options.get("port", "0").split(","))):
        raise ValueError("it needs the name of a database, and a port is a number")
    named = {
        key.upper(): options.pop(name, "")
        for key, name in {"name": "dbname", "user": "user", "password": "password"}.items()
    } | {key.upper(): options.pop(key, "") for key in ("host", "port")}
    options.setdefault("connect_timeout", CONNECT_SECONDS)
    if is_pooled:
        # A prepared statement would be unknown to the next transaction's connection, and pgbouncer lets
        # no options through.
        options["prepare_threshold"] = None
    else:
        # Just-in-time compilation of the plan took 1.1 s of the 1.2 s for a list of 4,800 people.
        options["options"] = f"{options.get('options', '')} -c jit=off".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "OPTIONS": options,
        "CONN_MAX_AGE": KEEP_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
    }


def replica_at(url: str, *, is_pooled: bool) -> dict[str, Any]:
    """Return the settings of a streaming replica, on which nothing can be written. Raises ValueError."""
    if not url.startswith(POSTGRESQL):
        raise ValueError("only PostgreSQL has replicas")
    database = postgresql_at(url, is_pooled=is_pooled)
    options: dict[str, Any] = {
        "connect_timeout": REPLICA_CONNECT_SECONDS,
        "tcp_user_timeout": REPLICA_SILENCE_MS,
    }
    if not is_pooled:
        read_only = "-c default_transaction_read_only=on"
        options["options"] = f"{database['OPTIONS']['options']} {read_only}"
    return database | {"OPTIONS": database["OPTIONS"] | options, "TEST": {"MIRROR": "default"}}
