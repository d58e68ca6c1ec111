from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0008_topic"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("status", "scheduled")), fields=["date"], name="meeting_announced"
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("text", "")), fields=["date"], name="meeting_without_minutes"
            ),
        ),
    ]
