"""How much room the index takes, with all that belongs to it."""

from django.db import connection

PREFIX = "archive_search"


def index_bytes() -> int:
    """Return the bytes of the tables of the index and of their own indexes."""
    return postgresql_bytes() if connection.vendor == "postgresql" else sqlite_bytes()


def postgresql_bytes() -> int:
    """Return the size on disk of what begins with the prefix, parts stored out of line included."""
    return number(
        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class"
        " WHERE relkind IN ('r', 'm') AND relname LIKE %s",
        f"{PREFIX}%",
    )


def sqlite_bytes() -> int:
    """Return the size of the pages of what begins with the prefix, the tables behind FTS5 included.

    Source: SQLite documentation, "The DBSTAT Virtual Table".
    """
    return number(
        "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name IN"
        " (SELECT name FROM sqlite_schema WHERE tbl_name LIKE %s)",
        f"{PREFIX}%",
    )


def database_bytes() -> int:
    """Return the size of the whole database."""
    if connection.vendor == "postgresql":
        return number("SELECT pg_database_size(current_database())")
    return number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")


def number(sql: str, *params: str) -> int:
    """Return the one number that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        [value] = cursor.fetchone()
    return int(value)
