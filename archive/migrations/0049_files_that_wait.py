from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0048_editing_since"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcetext",
            name="body_name",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="body"),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="day",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="date"),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="doubt_count",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="doubts"),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="people_count",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="people"),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="refusal",
            field=models.CharField(
                blank=True, default="", max_length=500, verbose_name="why it is not taken"
            ),
        ),
        migrations.AddField(
            model_name="sourcetext",
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
                max_length=20,
                verbose_name="searchable text",
            ),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="title",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="title"),
        ),
        migrations.AddField(
            model_name="sourcetext",
            name="words_sha256",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                max_length=64,
                verbose_name="fingerprint of the words",
            ),
        ),
        migrations.AlterField(
            model_name="sourcetext",
            name="text",
            field=models.TextField(blank=True, verbose_name="text"),
        ),
    ]
