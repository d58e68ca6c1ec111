"""The tables of the search index anew: ids by kind and day, marks for filters, the list of terms.

What they hold is derived from the records: `migrate` fills an empty index at its end.
"""

import importlib

from django.db import migrations, models

earlier = importlib.import_module("archive.migrations.0002_search_tables")

SQLITE = [
    """
    CREATE TABLE archive_search_entry (
        id integer PRIMARY KEY,
        kind integer NOT NULL,
        object_id integer NOT NULL,
        meeting_id integer NOT NULL,
        facet integer NOT NULL,
        digest text NOT NULL,
        CONSTRAINT archive_search_entry_once UNIQUE (kind, object_id)
    )
    """,
    "CREATE INDEX archive_search_entry_meeting ON archive_search_entry (meeting_id)",
    # Apart from the entries, so that counting these reads few pages.
    "CREATE TABLE archive_search_stream (id integer PRIMARY KEY, stream blob NOT NULL)",
    # The tokenizer "ascii" parts at blanks and takes all that is not ASCII as it is: the tokens are ready.
    "CREATE VIRTUAL TABLE archive_search_fts USING fts5(stream, content='', tokenize='ascii')",
    """
    CREATE TABLE archive_search_facet (
        id integer PRIMARY KEY, body_id integer NOT NULL, result text NOT NULL, UNIQUE (body_id, result)
    )
    """,
    "CREATE TABLE archive_search_term (term text PRIMARY KEY, reversed text NOT NULL) WITHOUT ROWID",
    "CREATE INDEX archive_search_term_reversed ON archive_search_term (reversed)",
    "CREATE TABLE archive_search_common (term text PRIMARY KEY) WITHOUT ROWID",
    """
    CREATE TABLE archive_search_tally (
        term text NOT NULL,
        kind integer NOT NULL,
        year integer NOT NULL,
        facet integer NOT NULL,
        number integer NOT NULL,
        PRIMARY KEY (term, kind, year, facet)
    ) WITHOUT ROWID
    """,
]
POSTGRESQL = [
    """
    CREATE TABLE archive_search_entry (
        id bigint PRIMARY KEY,
        meeting_id bigint NOT NULL,
        object_id bigint NOT NULL,
        facet integer NOT NULL,
        kind smallint NOT NULL,
        year smallint NOT NULL,
        digest text NOT NULL,
        stream text NOT NULL,
        CONSTRAINT archive_search_entry_once UNIQUE (kind, object_id)
    ) WITH (toast_tuple_target = 128)
    """,
    "CREATE INDEX archive_search_entry_meeting ON archive_search_entry (meeting_id)",
    # An expression, so that no tsvector is stored: it would take twice the space of the text.
    # A save writes into the index at once, so that no search has to read a list of pending entries.
    """
    CREATE INDEX archive_search_entry_stream ON archive_search_entry
    USING gin (array_to_tsvector(string_to_array(stream, ' '))) WITH (fastupdate = off)
    """,
    """
    CREATE TABLE archive_search_facet (
        id integer PRIMARY KEY, body_id bigint NOT NULL, result text NOT NULL, UNIQUE (body_id, result)
    )
    """,
    # Compared byte by byte, as SQLite does, so that a beginning is one range of the index.
    """
    CREATE TABLE archive_search_term (
        term text COLLATE "C" PRIMARY KEY, reversed text COLLATE "C" NOT NULL
    )
    """,
    "CREATE INDEX archive_search_term_reversed ON archive_search_term (reversed)",
    'CREATE TABLE archive_search_common (term text COLLATE "C" PRIMARY KEY)',
    """
    CREATE TABLE archive_search_tally (
        term text COLLATE "C" NOT NULL,
        kind smallint NOT NULL,
        year smallint NOT NULL,
        facet integer NOT NULL,
        number integer NOT NULL,
        PRIMARY KEY (term, kind, year, facet)
    )
    """,
]
SQLITE_TABLES = [
    "archive_search_fts",
    "archive_search_stream",
    "archive_search_entry",
    "archive_search_facet",
    "archive_search_term",
    "archive_search_common",
    "archive_search_tally",
]
POSTGRESQL_TABLES = [
    table for table in SQLITE_TABLES if table not in ("archive_search_fts", "archive_search_stream")
]


# A phrase is looked for in the streams, and lz4 unpacks several times as fast; not all servers have it.
HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
USE_LZ4 = "ALTER TABLE archive_search_entry ALTER COLUMN stream SET COMPRESSION lz4"


def create_tables(apps, schema_editor):
    earlier.drop_tables(apps, schema_editor)
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)
    if is_postgresql and has_lz4(schema_editor.connection):
        schema_editor.execute(USE_LZ4)


def has_lz4(connection):
    with connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        return (True,) in cursor.fetchall()


def drop_tables(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in POSTGRESQL_TABLES if is_postgresql else SQLITE_TABLES:
        schema_editor.execute(f"DROP TABLE {table}")
    earlier.create_tables(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_chair_note_and_withheld_versions")]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                fields=["id"],
                condition=models.Q(("publication", "published"), _negated=True),
                name="meeting_not_published",
            ),
        ),
        migrations.RunPython(create_tables, drop_tables),
    ]
