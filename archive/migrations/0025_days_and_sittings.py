"""Last day, sittings, by circulation, and the order of meetings of one day; see 0026 for its values."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0024_presence_in_part"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("date", models.DateField(verbose_name="date")),
                ("start_time", models.TimeField(blank=True, null=True, verbose_name="start")),
                (
                    "end_time",
                    models.TimeField(
                        blank=True,
                        help_text="Before the start: on the next day.",
                        null=True,
                        verbose_name="end",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For example: adjourned for want of a quorum.",
                        max_length=500,
                        verbose_name="note",
                    ),
                ),
            ],
            options={
                "verbose_name": "sitting",
                "verbose_name_plural": "sittings",
            },
        ),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_left_after_arrival",
        ),
        migrations.RemoveIndex(
            model_name="meeting",
            name="meeting_newest",
        ),
        migrations.RemoveIndex(
            model_name="meeting",
            name="meeting_newest_of_body",
        ),
        migrations.RemoveIndex(
            model_name="resolution",
            name="resolution_newest",
        ),
        migrations.AddField(
            model_name="meeting",
            name="end_date",
            field=models.DateField(
                blank=True,
                help_text="Only of a meeting of several days.",
                null=True,
                verbose_name="last day",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="start_minute",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="order within the day"
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="start_minute",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="order within the day"
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
                    ("by_circulation", "By circulation"),
                ],
                default="",
                max_length=20,
                verbose_name="attendance mode",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="end_time",
            field=models.TimeField(
                blank=True, help_text="Before the start: on the next day.", null=True, verbose_name="end"
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("publication", "published")),
                fields=["-date", "-start_minute", "-id"],
                name="meeting_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("publication", "published")),
                fields=["body", "-date", "-start_minute", "-id"],
                name="meeting_newest_of_body",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("end_date__isnull", False)), fields=["end_date"], name="meeting_of_days"
            ),
        ),
        migrations.AddIndex(
            model_name="resolution",
            index=models.Index(
                fields=["-date", "-start_minute", "-meeting", "sequence", "id"], name="resolution_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_date__gte", models.F("date")),
                    ("date__isnull", True),
                    ("end_date__isnull", True),
                    _connector="OR",
                ),
                name="meeting_ends_after_start",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_date__isnull", True), ("date_precision", "day"), _connector="OR"),
                name="meeting_of_known_days",
                violation_error_message="Give the exact first day too, or no last day.",
            ),
        ),
        migrations.AddField(
            model_name="sitting",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sittings",
                to="archive.meeting",
                verbose_name="meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"),
                name="sitting_position_once",
                violation_error_message="Two sittings have this position.",
            ),
        ),
    ]
