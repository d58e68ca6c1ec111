"""Make the keys of names anew: unseen marks and dots part nobody, 鍾 and 鐘 no longer join."""

from django.db import migrations

from archive.text.names import name_key

LONGEST = 250  # of the columns


def make_anew(apps, schema_editor):
    """Change no person: who has the same key now is suggested as a possible duplicate."""
    for model in ("Person", "OtherName"):
        rows = apps.get_model("archive", model).objects.using(schema_editor.connection.alias)
        keys = {row: name_key(row.name)[:LONGEST] for row in rows.only("pk", "name", "name_key")}
        changed = [row for row, key in keys.items() if row.name_key != key]
        for row in changed:
            row.name_key = keys[row]
        rows.bulk_update(changed, ["name_key"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_facts_that_are_no_corrections")]

    # Back again the keys stay: they are read by whichever version of name_key() made them.
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
