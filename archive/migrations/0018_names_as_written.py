"""Names as written in every row that names a person or body; see 0019 for their values."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0017_procedural_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionitem",
            name="responsible_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="responsible person as written"
            ),
        ),
        migrations.AddField(
            model_name="actionitem",
            name="responsible_body_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="responsible body as written"
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="on_behalf_of_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="on behalf of, as written"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="body_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="body as written"
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="mover_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="mover as written"
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="seconder_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="seconder as written"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="name_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="name as written"
            ),
        ),
    ]
