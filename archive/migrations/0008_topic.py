# ruff: noqa: E501 - written by Django

import django.core.validators
from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_search_miss"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example Flood wall, 防汛物资.", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "alternate_name",
                    models.CharField(
                        blank=True,
                        help_text="The same name in the other language or in Latin letters.",
                        max_length=200,
                        verbose_name="alternate name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name if left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        default="en",
                        help_text="Of name and description: en, zh-Hans, zh-Hant, …",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z",
                                "Write a language tag such as en, zh-Hans, zh-Hant or fr.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="What it is about, in two or three sentences.",
                        verbose_name="description",
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        blank=True,
                        help_text="As in the search box, for example “flood wall” OR 防洪墙, or sandbags -beach.",
                        max_length=500,
                        verbose_name="words to look for",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it while you are still gathering.",
                        verbose_name="public",
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What the words find and does not belong here.",
                        related_name="left_out_of",
                        to="archive.resolution",
                        verbose_name="resolutions left out",
                    ),
                ),
                (
                    "meetings",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Where the matter was discussed without a resolution.",
                        related_name="topics",
                        to="archive.meeting",
                        verbose_name="meetings picked by hand",
                    ),
                ),
                (
                    "resolutions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What the words do not find. Drafts show once they are published.",
                        related_name="topics",
                        to="archive.resolution",
                        verbose_name="resolutions picked by hand",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
    ]
