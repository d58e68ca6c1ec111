"""Choices have a value for what is not known, which is what a row holds unless something else is said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0013_sealed_chain"),
    ]

    # Only what Python knows changes. As database operations these would make SQLite copy every text,
    # because the defaults differ.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="body",
                    name="approval",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("by_chair", "By the chair"),
                            ("at_later_meeting", "At a later meeting"),
                            ("none", "Not approved"),
                        ],
                        default="",
                        help_text=(
                            "Only a body that approves its minutes has any that are “not yet approved”."
                        ),
                        max_length=20,
                        verbose_name="approval of minutes",
                    ),
                ),
                migrations.AlterField(
                    model_name="body",
                    name="classification",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("council", "Council"),
                            ("committee", "Committee"),
                            ("bureau", "Bureau"),
                            ("board", "Board"),
                            ("working_group", "Working group"),
                            ("other", "Other"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="attendance_mode",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("in_person", "In person"),
                            ("online", "Online"),
                            ("mixed", "Mixed"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="attendance mode",
                    ),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="attendance_status",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("recorded", "Recorded"),
                            ("counts_only", "Counts only"),
                            ("not_recorded", "Not recorded"),
                            ("not_public", "Not public"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="attendance",
                    ),
                ),
                migrations.AlterField(
                    model_name="meeting",
                    name="classification",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("regular", "Regular"),
                            ("special", "Special"),
                            ("extended", "Extended"),
                            ("emergency", "Emergency"),
                            ("annual", "Annual"),
                            ("study", "Study session"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
            ]
        ),
    ]
