import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0020_names_to_check"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="revision",
            options={
                "permissions": [("view_withheld", "Can read what was redacted or withdrawn")],
                "verbose_name": "version",
                "verbose_name_plural": "versions",
            },
        ),
        migrations.AddField(
            model_name="topic",
            name="was_public",
            field=models.BooleanField(default=False, editable=False, verbose_name="was public"),
        ),
        migrations.AddField(
            model_name="topic",
            name="withdrawal_reason",
            field=models.TextField(
                blank=True,
                help_text="The public reads it in place of the topic.",
                verbose_name="why it is withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="topic",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="topic",
            name="is_public",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Untick it while you are still gathering. A topic that was public is withdrawn by it: "
                    "its page then says so."
                ),
                verbose_name="public",
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="query",
            field=models.CharField(
                blank=True,
                help_text=(
                    "As in the search box, for example “flood wall” OR 防洪墙, or sandbags -beach. The "
                    "public reads these words on the topic’s page."
                ),
                max_length=500,
                verbose_name="words to look for",
            ),
        ),
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("person", "Person"), ("body", "Body"), ("topic", "Topic")],
                        max_length=10,
                        verbose_name="of what",
                    ),
                ),
                ("key", models.PositiveBigIntegerField(verbose_name="key")),
                ("name", models.CharField(max_length=200, verbose_name="name at that time")),
                ("what", models.CharField(max_length=40, verbose_name="what")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                ("body_key", models.PositiveBigIntegerField(null=True, verbose_name="body of the post")),
                ("created_at", models.DateTimeField(verbose_name="when")),
                ("is_withheld", models.BooleanField(default=False, verbose_name="withheld")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
            ],
            options={
                "verbose_name": "public change",
                "verbose_name_plural": "public changes",
                "indexes": [
                    models.Index(fields=["subject", "key"], name="public_change_of_thing"),
                    models.Index(
                        condition=models.Q(("body_key__isnull", False)),
                        fields=["body_key"],
                        name="public_change_of_post",
                    ),
                ],
            },
        ),
    ]
