"""Entries of the hash chain that are no versions, and a salt for who wrote a version."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0011_imported_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("after_version", models.PositiveBigIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "sha256",
                    models.CharField(
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "previous_sha256",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("content", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="revision",
            name="author_salt",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
    ]
