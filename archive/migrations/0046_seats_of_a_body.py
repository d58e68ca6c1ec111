"""The number of seats of a body, for its list of members."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0045_approvals_in_the_next_minutes")]

    operations = [
        migrations.AddField(
            model_name="body",
            name="seats",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many members with a vote it has when none is missing; for staff.",
                null=True,
                verbose_name="seats",
            ),
        ),
    ]
