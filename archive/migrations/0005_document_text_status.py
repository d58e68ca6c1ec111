from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_search_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="text_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("extracted", "Text read"),
                    ("in_part", "Text read in part"),
                    ("no_text", "No text in it"),
                    ("not_readable", "Text not readable"),
                    ("not_a_text_format", "Not a text format"),
                ],
                default="",
                editable=False,
                max_length=20,
                verbose_name="searchable text",
            ),
        ),
    ]
