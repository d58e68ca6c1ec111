import django.db.models.deletion
from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0028_chain_of_public_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identifier",
                    models.CharField(
                        blank=True,
                        help_text="For example 2023-031.",
                        max_length=100,
                        verbose_name="official number",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, the title of its first public decision is shown.",
                        max_length=500,
                        verbose_name="title",
                    ),
                ),
                (
                    "sort_key",
                    archive.models.fields.SortKeyField(
                        blank=True, editable=False, max_length=250, verbose_name="sort key"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True, editable=False, max_length=80, unique=True, verbose_name="address"
                    ),
                ),
            ],
            options={
                "verbose_name": "matter",
                "verbose_name_plural": "matters",
            },
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meeting_number_once_a_year",
        ),
        migrations.RemoveConstraint(
            model_name="resolution",
            name="resolution_identifier_once",
        ),
        migrations.AddField(
            model_name="meeting",
            name="number_series",
            field=models.CharField(
                blank=True,
                help_text="If the body counts several kinds of meetings apart: 党委会, 局长办公会.",
                max_length=50,
                verbose_name="series of numbers",
            ),
        ),
        migrations.AlterField(
            model_name="resolution",
            name="identifier",
            field=models.CharField(
                blank=True,
                help_text="For example 2023-031. It may return when the matter is taken up again.",
                max_length=100,
                verbose_name="official number",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("body", "number_series", "year", "number"),
                name="meeting_number_once_a_year",
                violation_error_message="This body already has a meeting with this number in that year.",
            ),
        ),
        migrations.AddField(
            model_name="matter",
            name="body",
            field=models.ForeignKey(
                help_text="Which took it up first.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matters",
                to="archive.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="matter",
            field=models.ForeignKey(
                blank=True,
                help_text="What was taken up before or since, here or in another body.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="archive.matter",
                verbose_name="matter",
            ),
        ),
        migrations.AddIndex(
            model_name="resolution",
            index=models.Index(
                condition=models.Q(("identifier", ""), _negated=True),
                fields=["identifier"],
                name="resolution_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["identifier"], name="matter_by_number"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("identifier", ""), ("name", ""), _negated=True),
                name="matter_is_named",
                violation_error_message="Give the matter an official number or a title.",
            ),
        ),
    ]
