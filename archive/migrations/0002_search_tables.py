"""The tables of the search index, which are no models: each engine has its own kind of index."""

from django.db import migrations

SQLITE = [
    """
    CREATE TABLE archive_search_entry (
        id integer PRIMARY KEY,
        kind integer NOT NULL,
        object_id integer NOT NULL,
        meeting_id integer NOT NULL,
        body_id integer NOT NULL,
        year integer NOT NULL,
        digest text NOT NULL,
        CONSTRAINT archive_search_entry_once UNIQUE (kind, object_id)
    )
    """,
    "CREATE INDEX archive_search_entry_meeting ON archive_search_entry (meeting_id)",
    # Apart from the entries, so that counting these reads few pages.
    "CREATE TABLE archive_search_stream (id integer PRIMARY KEY, stream blob NOT NULL)",
    # The tokenizer "ascii" parts at blanks and takes all that is not ASCII as it is: the tokens are ready.
    "CREATE VIRTUAL TABLE archive_search_fts USING fts5(title, body, content='', tokenize='ascii')",
]
POSTGRESQL = [
    """
    CREATE TABLE archive_search_entry (
        id bigint PRIMARY KEY,
        kind smallint NOT NULL,
        object_id bigint NOT NULL,
        meeting_id bigint NOT NULL,
        body_id bigint NOT NULL,
        year smallint NOT NULL,
        digest text NOT NULL,
        tsv tsvector,
        long_stream text,
        CONSTRAINT archive_search_entry_once UNIQUE (kind, object_id)
    )
    """,
    # Out of line and not compressed: counting passes them by, and a phrase reads them without unpacking.
    """
    ALTER TABLE archive_search_entry
        ALTER COLUMN tsv SET STORAGE EXTERNAL, ALTER COLUMN long_stream SET STORAGE EXTERNAL
    """,
    "CREATE INDEX archive_search_entry_meeting ON archive_search_entry (meeting_id)",
    "CREATE INDEX archive_search_entry_tsv ON archive_search_entry USING gin (tsv)",
]
SQLITE_TABLES = ["archive_search_fts", "archive_search_stream", "archive_search_entry"]
POSTGRESQL_TABLES = ["archive_search_entry"]


def create_tables(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop_tables(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in POSTGRESQL_TABLES if is_postgresql else SQLITE_TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [migrations.RunPython(create_tables, drop_tables)]
