"""What the desk keeps: source texts, autosave, merges of people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import archive.models.source_text


class Migration(migrations.Migration):
    replaces = [("archive", "0010_person_merge"), ("archive", "0011_source_text")]

    initial = True

    dependencies = [
        ("archive", "0004_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="file")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=300,
                        upload_to=archive.models.source_text.source_path,
                        verbose_name="original",
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="fingerprint")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="read")),
                ("settled", models.JSONField(blank=True, default=list, verbose_name="settled passages")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_text",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "source text",
                "verbose_name_plural": "source texts",
            },
        ),
        migrations.CreateModel(
            name="UnsavedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                (
                    "key",
                    models.CharField(
                        help_text="One for each time the page is opened.", max_length=32, verbose_name="key"
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="kept")),
                ("typed", models.TextField(verbose_name="what was typed")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsaved_entries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved entry",
                "verbose_name_plural": "unsaved entries",
                "indexes": [
                    models.Index(fields=["user", "path", "-saved_at"], name="unsaved_entry_of_page")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "key"),
                        name="unsaved_entry_once",
                        violation_error_message="What was typed on this page is kept already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("absorbed_key", models.BigIntegerField(verbose_name="key of the person who was merged")),
                ("absorbed_name", models.CharField(max_length=200, verbose_name="person who was merged")),
                ("moved", models.JSONField(verbose_name="what moved")),
                ("created_at", models.DateTimeField(verbose_name="merged")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="merged by",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="archive.person",
                        verbose_name="person who is kept",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of two people",
                "verbose_name_plural": "merges of people",
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="DistinctPeople",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="archive.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="archive.person",
                        verbose_name="other person",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of different people",
                "verbose_name_plural": "pairs of different people",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second"),
                        name="distinct_people_once",
                        violation_error_message="These two are known to be two people.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="distinct_people_in_order",
                        violation_error_message="The person entered first comes first.",
                    ),
                ],
            },
        ),
    ]
