"""Bodies, people and who belongs to which body."""

# ruff: noqa: E501 - field texts

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import archive.models.fields


class Migration(migrations.Migration):
    # The five files replace the twelve of before the first release, each one a share of them: Django records
    # the names that a file replaces when it is applied. This one replaces the first and the last, so that a
    # database that stopped in between is refused.
    replaces = [("archive", "0001_initial"), ("archive", "0012_action_closure")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Body",
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
                        help_text="In full, as on the minutes.", max_length=200, verbose_name="name"
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
                        help_text="Part of every address of this body's meetings; made from the name if left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("council", "Council"),
                            ("committee", "Committee"),
                            ("bureau", "Bureau"),
                            ("board", "Board"),
                            ("working_group", "Working group"),
                            ("other", "Other"),
                        ],
                        default="committee",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        default="en",
                        help_text="Of its minutes: en, zh-Hans, zh-Hant, …",
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
                    "approval",
                    models.CharField(
                        choices=[
                            ("by_chair", "By the chair"),
                            ("at_later_meeting", "At a later meeting"),
                            ("none", "Not approved"),
                        ],
                        default="at_later_meeting",
                        max_length=20,
                        verbose_name="approval of minutes",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("founding_date", models.DateField(blank=True, null=True, verbose_name="founded on")),
                ("dissolution_date", models.DateField(blank=True, null=True, verbose_name="dissolved on")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="archive.body",
                        verbose_name="parent body",
                    ),
                ),
            ],
            options={
                "verbose_name": "body",
                "verbose_name_plural": "bodies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dissolution_date__gte", models.F("founding_date")),
                            ("founding_date__isnull", True),
                            ("dissolution_date__isnull", True),
                            _connector="OR",
                        ),
                        name="body_dissolved_after_founding",
                        violation_error_message="A body cannot be dissolved before it was founded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="body_not_its_own_parent",
                        violation_error_message="A body cannot be its own parent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                        help_text="As usually written: 孙全中, Kate Stewart.",
                        max_length=200,
                        verbose_name="name",
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
                    "sort_name",
                    models.CharField(
                        blank=True,
                        help_text="Made from the name if left empty.",
                        max_length=250,
                        verbose_name="sorted as",
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
                    "name_key",
                    models.CharField(
                        db_index=True, editable=False, max_length=250, verbose_name="key of the name"
                    ),
                ),
                ("has_public_page", models.BooleanField(default=True, verbose_name="has a public page")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [models.Index(fields=["sort_name", "id"], name="person_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("vice_chair", "Vice-chair"),
                            ("secretary", "Secretary"),
                            ("member", "Member"),
                            ("alternate", "Alternate"),
                            ("observer", "Observer"),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="For example 党委书记、局长.",
                        max_length=200,
                        verbose_name="exact title",
                    ),
                ),
                ("voting_right", models.BooleanField(default=True, verbose_name="may vote")),
                ("start_date", models.DateField(blank=True, null=True, verbose_name="from")),
                ("end_date", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="archive.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="archive.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_date__gte", models.F("start_date")),
                            ("start_date__isnull", True),
                            ("end_date__isnull", True),
                            _connector="OR",
                        ),
                        name="membership_ends_after_start",
                        violation_error_message="A term cannot end before it starts.",
                    )
                ],
            },
        ),
    ]
