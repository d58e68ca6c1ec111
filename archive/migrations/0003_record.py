"""What is published: the versions of each record, and redirects of old addresses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("archive", "0003_chair_note_and_withheld_versions")]

    initial = True

    dependencies = [
        ("archive", "0002_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("corrected", "Corrected"),
                            ("approved", "Approved"),
                            ("amended", "Amended by the body"),
                            ("redacted", "Redacted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="fingerprint")),
                (
                    "previous_sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="fingerprint of the version before"
                    ),
                ),
                ("snapshot", models.TextField(verbose_name="record")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                ("withheld_at", models.DateTimeField(blank=True, null=True, verbose_name="withheld")),
                ("withheld_basis", models.TextField(blank=True, verbose_name="why it is withheld")),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"),
                        name="revision_number_once",
                        violation_error_message="This meeting already has a version with this number.",
                    ),
                    models.UniqueConstraint(
                        fields=("previous_sha256",),
                        name="revision_chain_is_a_line",
                        violation_error_message="Another version already follows that one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="revision_says_why",
                        violation_error_message="Say why: the public reads the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withheld_at__isnull", True),
                            models.Q(("withheld_basis", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="revision_withheld_says_why",
                        violation_error_message="Say why it is withheld: the public reads the reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_path", models.CharField(max_length=300, unique=True, verbose_name="old path")),
                ("new_path", models.CharField(max_length=300, verbose_name="new path")),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                        name="redirect_leads_elsewhere",
                        violation_error_message="An address cannot lead to itself.",
                    )
                ],
            },
        ),
    ]
