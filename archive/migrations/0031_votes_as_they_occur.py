"""Amendments of motions of the same meeting, casting votes, proxies and weights, and more results."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0030_numbers_that_return")]

    operations = [
        migrations.AddField(
            model_name="resolution",
            name="amends_motion",
            field=models.ForeignKey(
                blank=True,
                help_text="The motion of this meeting that it was moved to change.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="amendments",
                to="archive.resolution",
                verbose_name="amendment to",
            ),
        ),
        migrations.AlterField(
            model_name="resolution",
            name="decision_method",
            field=models.CharField(
                choices=[
                    ("consensus", "Consensus"),
                    ("show_of_hands", "Show of hands"),
                    ("roll_call", "Roll call"),
                    ("secret_ballot", "Secret ballot"),
                    ("written", "In writing"),
                    ("unanimous_consent", "Unanimous consent"),
                    ("directive", "Directive"),
                    ("not_recorded", "Not recorded"),
                ],
                default="not_recorded",
                max_length=20,
                verbose_name="decided by",
            ),
        ),
        migrations.AlterField(
            model_name="resolution",
            name="result",
            field=models.CharField(
                blank=True,
                choices=[
                    ("adopted", "Adopted"),
                    ("adopted_as_amended", "Adopted as amended"),
                    ("agreed_in_principle", "Agreed in principle"),
                    ("rejected", "Rejected"),
                    ("tied", "Tied"),
                    ("lost_for_want_of_second", "Lost for want of a second"),
                    ("deferred", "Deferred"),
                    ("tabled", "Laid on the table"),
                    ("referred", "Referred"),
                    ("withdrawn", "Withdrawn"),
                    ("noted", "Noted"),
                    ("not_recorded", "Not recorded"),
                ],
                max_length=30,
                verbose_name="result",
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("amends_motion", models.F("id")), _negated=True),
                name="resolution_not_amending_itself",
                violation_error_message="A resolution cannot amend itself.",
            ),
        ),
        migrations.RemoveConstraint(model_name="vote", name="vote_once"),
        migrations.AddField(
            model_name="vote",
            name="is_casting",
            field=models.BooleanField(
                default=False,
                help_text="It broke a tie. Who had voted before has that vote in a row of its own.",
                verbose_name="casting vote",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="proxy",
            field=models.ForeignKey(
                blank=True,
                help_text="Who cast the vote in the name of the voter.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proxy_votes",
                to="archive.person",
                verbose_name="by proxy of",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="proxy_as_written",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="proxy as written"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="weight",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="How much the vote counts, for example 2.5. Left empty: 1.",
                max_digits=12,
                null=True,
                verbose_name="weight",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("resolution", "voter", "is_casting"),
                name="vote_once",
                violation_error_message="This person voted twice.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("proxy", models.F("voter")), _negated=True),
                name="vote_proxy_is_another",
                violation_error_message="A proxy is another person than the voter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__isnull", True), ("weight__gt", 0), _connector="OR"),
                name="vote_weight_above_zero",
                violation_error_message="The weight of a vote is more than 0.",
            ),
        ),
    ]
