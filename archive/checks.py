"""System checks: what a deployment lacks, each with its remedy."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connection

from archive.operations import doctor


@register(Tags.database)
def check_full_text(databases: Any = None, **_options: Any) -> list[Error]:
    """SQLite must have FTS5."""
    if not databases or connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        [is_there] = cursor.fetchone()
    if is_there:
        return []
    hint = "Use a Python whose sqlite3 module has FTS5, or set DATABASE_URL to a PostgreSQL database."
    return [Error("SQLite was built without FTS5, which search needs.", hint=hint, id="archive.E001")]


@register(Tags.database)
def check_search_tables(databases: Any = None, **_options: Any) -> list[Error]:
    """The search tables must exist once the archive's own do."""
    if not databases:
        return []
    tables = connection.introspection.table_names()
    if "archive_meeting" not in tables or "archive_search_entry" in tables:
        return []
    hint = "Run `manage.py migrate`, then `manage.py rebuild_search_index`."
    return [Error("The search index is missing.", hint=hint, id="archive.E002")]


@register(Tags.database)
def check_search_index(databases: Any = None, **_options: Any) -> list[Error]:
    """PostgreSQL's index must be complete: a rebuild creates this table last."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('archive_search_entry') IS NULL"
            " OR to_regclass('archive_search_entry_stream') IS NOT NULL"
        )
        [is_there] = cursor.fetchone()
    if is_there:
        return []
    hint = "Run `manage.py rebuild_search_index`."
    return [Error("The search index was not built to its end.", hint=hint, id="archive.E003")]


@register(Tags.staticfiles, deploy=True)
def check_hashed_files(**_options: Any) -> list[Caution]:
    """Static files should be collected and hashed, so that browsers may cache them."""
    if settings.DEBUG or settings.HASHED_FILES:
        return []
    hint = "Run `manage.py collectstatic --noinput`, then start the site again."
    return [Caution("Static files are served unhashed.", hint=hint, id="archive.W001")]


@register(Tags.security, deploy=True)
def check_installation(**_options: Any) -> list[Caution]:
    """Say what `doctor` says of variables and rights; the rest of it asks the network and the database."""
    found = [*doctor.variables(), *doctor.rights()]
    wrong = [finding for finding in found if finding.level != doctor.OK]
    return [Caution(finding.found, hint=finding.remedy, id="archive.W002") for finding in wrong]
