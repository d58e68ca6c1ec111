"""The tables of the search index, which are not models, and the searches without results.

The index is derived from the records: `migrate` fills an empty one at its end.
"""

from django.db import migrations, models

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
    # In a table of its own, so that counting entries reads few pages.
    "CREATE TABLE archive_search_stream (id integer PRIMARY KEY, stream blob NOT NULL)",
    # The streams hold ready tokens: the tokenizer "ascii" splits at blanks and keeps what is not ASCII.
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
    # Compared byte by byte, as SQLite does, so that a prefix is one range of the index.
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
# A phrase search reads the streams, and lz4 unpacks them several times as fast; not all servers have it.
HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
USE_LZ4 = "ALTER TABLE archive_search_entry ALTER COLUMN stream SET COMPRESSION lz4"

TABLES = ["entry", "facet", "term", "common", "tally"]
SQLITE_TABLES = ["fts", "stream", *TABLES]


def create_tables(apps, schema_editor):
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
    for table in TABLES if is_postgresql else SQLITE_TABLES:
        schema_editor.execute(f"DROP TABLE archive_search_{table}")


class Migration(migrations.Migration):
    replaces = [
        ("archive", "0002_search_tables"),
        ("archive", "0004_search_kinds"),
        ("archive", "0007_search_miss"),
    ]

    initial = True

    dependencies = [
        ("archive", "0003_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=64, unique=True, verbose_name="term")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="searches")),
                ("last_on", models.DateField(verbose_name="last searched on")),
            ],
            options={
                "verbose_name": "term not found",
                "verbose_name_plural": "terms not found",
                "indexes": [models.Index(fields=["count", "last_on", "id"], name="search_miss_rarest")],
            },
        ),
        migrations.RunPython(create_tables, drop_tables),
    ]
