"""Empty the search index, which `migrate` then fills with tokens that are folded further."""

from django.db import migrations

TABLES = ["entry", "facet", "term", "common", "tally"]
SQLITE = [
    "INSERT INTO archive_search_fts (archive_search_fts) VALUES ('delete-all')",
    *(f"DELETE FROM archive_search_{table}" for table in ("stream", *TABLES)),  # noqa: S608 - names from above
]
POSTGRESQL = [f"TRUNCATE {', '.join(f'archive_search_{table}' for table in TABLES)}"]


def empty_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("archive", "0049_files_that_wait")]

    operations = [migrations.RunPython(empty_index, migrations.RunPython.noop)]
