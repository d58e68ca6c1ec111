"""An index of the times of versions, the largest of which is the Last-Modified of feeds and tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0039_words_as_written")]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["created_at"], name="revision_time"),
        ),
    ]
