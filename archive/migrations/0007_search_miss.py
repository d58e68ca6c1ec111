"""Terms that were searched for and not found; and an index of the meetings without text, to count them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0006_meeting_copied_to_and_issued_on")]

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
            options={"verbose_name": "term not found", "verbose_name_plural": "terms not found"},
        ),
        migrations.AddIndex(
            model_name="searchmiss",
            index=models.Index(fields=["count", "last_on", "id"], name="search_miss_rarest"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("text", "")), fields=["publication"], name="meeting_without_text"
            ),
        ),
    ]
