"""The key that orders bodies, people and topics."""

from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    dependencies = [("archive", "0006_other_names")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_by_name"),
        *(
            migrations.AddField(
                model_name=model,
                name="sort_key",
                field=archive.models.fields.SortKeyField(
                    blank=True, editable=False, max_length=250, verbose_name="sort key"
                ),
            )
            for model in ("body", "person", "topic")
        ),
        migrations.AddIndex(
            model_name="person", index=models.Index(fields=["sort_key", "id"], name="person_by_name")
        ),
    ]
