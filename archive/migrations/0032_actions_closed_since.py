from django.db import migrations, models

from archive.migrations._wider_constraint import AddWider, RemoveNarrower


class Migration(migrations.Migration):
    dependencies = [("archive", "0031_votes_as_they_occur")]

    operations = [
        RemoveNarrower(
            model_name="revision",
            name="revision_says_why",
        ),
        migrations.AlterField(
            model_name="revision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("published", "Published"),
                    ("corrected", "Corrected"),
                    ("approved", "Approved"),
                    ("amended", "Amended by the body"),
                    ("redacted", "Redacted"),
                    ("withdrawn", "Withdrawn"),
                    ("document_added", "Document added"),
                    ("minutes_added", "Minutes added"),
                    ("cancelled", "Cancelled"),
                    ("postponed", "Postponed"),
                    ("action_closed", "Action item closed"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        AddWider(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(("reason", ""), _negated=True),
                    (
                        "kind__in",
                        (
                            "approved",
                            "document_added",
                            "minutes_added",
                            "cancelled",
                            "postponed",
                            "action_closed",
                        ),
                    ),
                    _connector="OR",
                ),
                name="revision_says_why",
                violation_error_message="Say why: the public reads the reason.",
            ),
        ),
    ]
