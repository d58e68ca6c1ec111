"""Other names of people and bodies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="OtherName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="other name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("former", "Former name"),
                            ("spelling", "Other spelling"),
                            ("translation", "Translation"),
                            ("abbreviation", "Abbreviation"),
                        ],
                        default="former",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("start_date", models.DateField(blank=True, null=True, verbose_name="from")),
                (
                    "end_date",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which this was the name.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="The public reads it: for example, on marriage.",
                        max_length=200,
                        verbose_name="note",
                    ),
                ),
                (
                    "name_key",
                    models.CharField(
                        db_index=True, editable=False, max_length=250, verbose_name="key of the name"
                    ),
                ),
                ("sort_name", models.CharField(editable=False, max_length=250, verbose_name="sorted as")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="archive.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="archive.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", True), ("person__isnull", False)),
                            models.Q(("body__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="other_name_of_one",
                        violation_error_message="A name is that of a person or of a body.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_date__gte", models.F("start_date")),
                            ("start_date__isnull", True),
                            ("end_date__isnull", True),
                            _connector="OR",
                        ),
                        name="other_name_ends_after_start",
                        violation_error_message="A name cannot end before it starts.",
                    ),
                ],
            },
        ),
    ]
