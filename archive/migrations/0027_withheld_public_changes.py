from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0026_order_within_the_day")]

    operations = [
        migrations.AddField(
            model_name="publicchange",
            name="withheld_basis",
            field=models.TextField(blank=True, default="", verbose_name="why it is withheld"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="publicchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_withheld", False), models.Q(("withheld_basis", ""), _negated=True), _connector="OR"
                ),
                name="public_change_withheld_says_why",
                violation_error_message="Say why it is withheld: the public reads the reason.",
            ),
        ),
    ]
