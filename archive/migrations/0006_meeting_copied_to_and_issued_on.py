from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_document_text_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="copied_to",
            field=models.CharField(
                blank=True,
                help_text="抄送, for example 市政府办公室，各县区应急管理局.",
                max_length=500,
                verbose_name="copied to",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="issued_on",
            field=models.DateField(
                blank=True,
                help_text="印发: when the minutes were sent out.",
                null=True,
                verbose_name="issued on",
            ),
        ),
    ]
