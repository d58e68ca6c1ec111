"""Meetings with their rows (agenda, attendance, resolutions, votes, actions, documents), and topics."""

# ruff: noqa: E501 - field texts

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import archive.models.document
import archive.models.fields


class Migration(migrations.Migration):
    replaces = [
        ("archive", "0005_document_text_status"),
        ("archive", "0006_meeting_copied_to_and_issued_on"),
        ("archive", "0008_topic"),
        ("archive", "0009_meetings_without_minutes"),
    ]

    initial = True

    dependencies = [
        ("archive", "0001_bodies_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        help_text="For example 2023-08-23, 23 August 2023 or 2023年8月23日.",
                        verbose_name="date",
                    ),
                ),
                (
                    "date_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("year", "Year")],
                        default="day",
                        max_length=10,
                        verbose_name="precision of the date",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="year")),
                ("start_time", models.TimeField(blank=True, null=True, verbose_name="start")),
                ("end_time", models.TimeField(blank=True, null=True, verbose_name="end")),
                ("name", models.CharField(max_length=500, verbose_name="title")),
                (
                    "alternate_name",
                    models.CharField(
                        blank=True,
                        help_text="The same title in the other language.",
                        max_length=500,
                        verbose_name="alternate title",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="As written: 第81次, 12.",
                        max_length=50,
                        verbose_name="number",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("regular", "Regular"),
                            ("special", "Special"),
                            ("extended", "Extended"),
                            ("emergency", "Emergency"),
                            ("annual", "Annual"),
                            ("study", "Study session"),
                        ],
                        default="regular",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("scheduled", "Scheduled"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="held",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("location", models.CharField(blank=True, max_length=300, verbose_name="place")),
                (
                    "attendance_mode",
                    models.CharField(
                        choices=[("in_person", "In person"), ("online", "Online"), ("mixed", "Mixed")],
                        default="in_person",
                        max_length=20,
                        verbose_name="attendance mode",
                    ),
                ),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        default="en",
                        help_text="Of the minutes: en, zh-Hans, zh-Hant, …",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z",
                                "Write a language tag such as en, zh-Hans, zh-Hant or fr.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "document_number",
                    models.CharField(
                        blank=True,
                        help_text="文号, for example 漯应急纪〔2023〕5号.",
                        max_length=100,
                        verbose_name="document number",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Short name of where the record comes from.",
                        max_length=100,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        help_text="Where the original is.",
                        max_length=1000,
                        verbose_name="source address",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="On what terms the text may be used.",
                        max_length=500,
                        verbose_name="licence",
                    ),
                ),
                (
                    "attendance_status",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("counts_only", "Counts only"),
                            ("not_recorded", "Not recorded"),
                            ("not_public", "Not public"),
                        ],
                        default="recorded",
                        max_length=20,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "expected_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="expected (应到)"),
                ),
                (
                    "present_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="present (实到)"),
                ),
                ("quorum", models.PositiveIntegerField(blank=True, null=True, verbose_name="quorum")),
                (
                    "disclosure",
                    models.CharField(
                        choices=[("open", "Open"), ("on_request", "On request"), ("closed", "Closed")],
                        default="open",
                        max_length=20,
                        verbose_name="disclosure",
                    ),
                ),
                (
                    "disclosure_basis",
                    models.CharField(
                        blank=True,
                        help_text="Law or rule, where not open.",
                        max_length=500,
                        verbose_name="basis of the disclosure",
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="publication",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
                ),
                (
                    "slug",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="address"),
                ),
                (
                    "edit_number",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="edit number"),
                ),
                (
                    "next_sequence",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="next resolution"),
                ),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="Two or three sentences for lists.", verbose_name="summary"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="The minutes, in Markdown.", verbose_name="text"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="archive.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "chair_note",
                    models.CharField(
                        blank=True,
                        help_text="The public reads it, for example: The minutes do not say who was in the chair.",
                        max_length=300,
                        verbose_name="why nobody is recorded in the chair",
                    ),
                ),
                (
                    "copied_to",
                    models.CharField(
                        blank=True,
                        help_text="抄送, for example 市政府办公室，各县区应急管理局.",
                        max_length=500,
                        verbose_name="copied to",
                    ),
                ),
                (
                    "approved_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="archive.meeting",
                        verbose_name="approved at",
                    ),
                ),
                (
                    "issued_on",
                    models.DateField(
                        blank=True,
                        help_text="印发: when the minutes were sent out.",
                        null=True,
                        verbose_name="issued on",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "permissions": [
                    ("publish_meeting", "Can publish meetings"),
                    ("correct_meeting", "Can correct published meetings"),
                    ("withdraw_meeting", "Can withdraw published meetings"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("publication", "published")),
                        fields=["-date", "-id"],
                        name="meeting_newest",
                    ),
                    models.Index(
                        condition=models.Q(("publication", "published")),
                        fields=["body", "-date", "-id"],
                        name="meeting_newest_of_body",
                    ),
                    models.Index(
                        condition=models.Q(("publication", "published")),
                        fields=["year"],
                        name="meeting_by_year",
                    ),
                    models.Index(
                        condition=models.Q(("publication", "published"), _negated=True),
                        fields=["id"],
                        name="meeting_not_published",
                    ),
                    models.Index(
                        condition=models.Q(("text", "")),
                        fields=["publication"],
                        name="meeting_without_text",
                    ),
                    models.Index(
                        condition=models.Q(("status", "scheduled")),
                        fields=["date"],
                        name="meeting_announced",
                    ),
                    models.Index(
                        condition=models.Q(("text", "")), fields=["date"], name="meeting_without_minutes"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("body", "year", "number"),
                        name="meeting_number_once_a_year",
                        violation_error_message="This body already has a meeting with this number in that year.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("slug", ""), _negated=True),
                        fields=("body", "slug"),
                        name="meeting_address_once",
                        violation_error_message="Another meeting of this body already has this address.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        fields=("source", "source_url"),
                        name="meeting_imported_once",
                        violation_error_message="This record was imported already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publication", "draft"),
                            models.Q(
                                ("published_at__isnull", False), models.Q(("slug", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="meeting_published_has_address",
                        violation_error_message="What was published has an address and a time of publication.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("publication", "published"), _negated=True),
                            ("disclosure", "open"),
                            _connector="OR",
                        ),
                        name="meeting_published_is_open",
                        violation_error_message="Only an open meeting can be published; withdraw it first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="As written: 三, 10.1.", max_length=50, verbose_name="number"
                    ),
                ),
                ("name", models.CharField(max_length=500, verbose_name="title")),
                ("text", models.TextField(blank=True, help_text="Markdown.", verbose_name="text")),
                ("presenter", models.CharField(blank=True, max_length=200, verbose_name="presented by")),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="A closed item, and all that hangs on it, is never shown.",
                        verbose_name="public",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_items",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "continued_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="continuations",
                        to="archive.agendaitem",
                        verbose_name="continued from",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda item",
                "verbose_name_plural": "agenda items",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "position"),
                        name="agenda_item_position_once",
                        violation_error_message="Two agenda items have the same position.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("recorder", "Recorder"),
                            ("member", "Member"),
                            ("in_attendance", "In attendance"),
                            ("presenter", "Presenter"),
                            ("guest", "Guest"),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Excused")],
                        default="present",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="Post or unit, as written.",
                        max_length=200,
                        verbose_name="post that day",
                    ),
                ),
                (
                    "name_as_written",
                    models.CharField(blank=True, max_length=200, verbose_name="name as written"),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("in_person", "In person"), ("remote", "Remote")],
                        max_length=20,
                        verbose_name="mode",
                    ),
                ),
                ("arrived_at", models.TimeField(blank=True, null=True, verbose_name="arrived at")),
                ("left_at", models.TimeField(blank=True, null=True, verbose_name="left at")),
                ("voting", models.BooleanField(blank=True, null=True, verbose_name="voting")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to="archive.person",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="archive.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "person"),
                        name="attendance_person_once",
                        violation_error_message="This person is listed twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__gte", models.F("arrived_at")),
                            ("arrived_at__isnull", True),
                            ("left_at__isnull", True),
                            _connector="OR",
                        ),
                        name="attendance_left_after_arrival",
                        violation_error_message="Nobody can leave before arriving.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(editable=False, verbose_name="sequence")),
                ("date", models.DateField(editable=False, verbose_name="date")),
                ("name", models.CharField(blank=True, max_length=500, verbose_name="title")),
                ("text", models.TextField(blank=True, help_text="Markdown.", verbose_name="text")),
                (
                    "identifier",
                    models.CharField(
                        blank=True,
                        help_text="For example 2023-031.",
                        max_length=100,
                        verbose_name="official number",
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("resolution", "Resolution"),
                            ("motion", "Motion"),
                            ("amendment", "Amendment"),
                            ("directive", "Directive"),
                            ("appointment", "Appointment"),
                            ("approval_of_minutes", "Approval of minutes"),
                        ],
                        default="resolution",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "Adopted"),
                            ("adopted_as_amended", "Adopted as amended"),
                            ("agreed_in_principle", "Agreed in principle"),
                            ("rejected", "Rejected"),
                            ("deferred", "Deferred"),
                            ("referred", "Referred"),
                            ("withdrawn", "Withdrawn"),
                            ("noted", "Noted"),
                            ("not_recorded", "Not recorded"),
                        ],
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                (
                    "result_as_written",
                    models.CharField(blank=True, max_length=200, verbose_name="result as written"),
                ),
                (
                    "decision_method",
                    models.CharField(
                        choices=[
                            ("consensus", "Consensus"),
                            ("show_of_hands", "Show of hands"),
                            ("roll_call", "Roll call"),
                            ("secret_ballot", "Secret ballot"),
                            ("written", "In writing"),
                            ("directive", "Directive"),
                            ("not_recorded", "Not recorded"),
                        ],
                        default="not_recorded",
                        max_length=20,
                        verbose_name="decided by",
                    ),
                ),
                ("yes_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="for")),
                ("no_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="against")),
                (
                    "abstain_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="abstained"),
                ),
                ("effective_date", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("expiry_date", models.DateField(blank=True, null=True, verbose_name="in force until")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="resolutions",
                        to="archive.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="archive.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resolutions",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "mover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_resolutions",
                        to="archive.person",
                        verbose_name="moved by",
                    ),
                ),
                (
                    "seconder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconded_resolutions",
                        to="archive.person",
                        verbose_name="seconded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "resolution",
                "verbose_name_plural": "resolutions",
                "indexes": [
                    models.Index(fields=["-date", "-meeting", "sequence", "id"], name="resolution_newest"),
                    models.Index(fields=["result", "-date"], name="resolution_by_result"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "sequence"),
                        name="resolution_sequence_once",
                        violation_error_message="This meeting already has a resolution with this sequence.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("identifier", ""), _negated=True),
                        fields=("body", "identifier"),
                        name="resolution_identifier_once",
                        violation_error_message="This body already has a resolution with this official number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expiry_date__gte", models.F("effective_date")),
                            ("effective_date__isnull", True),
                            ("expiry_date__isnull", True),
                            _connector="OR",
                        ),
                        name="resolution_expires_after_effect",
                        violation_error_message="A resolution cannot expire before it is in force.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResolutionRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("amends", "amends"),
                            ("replaces", "replaces"),
                            ("repeals", "repeals"),
                            ("repeals_in_part", "repeals in part"),
                            ("implements", "implements"),
                            ("relates_to", "relates to"),
                        ],
                        max_length=20,
                        verbose_name="relation",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="archive.resolution",
                        verbose_name="resolution",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reverse_relations",
                        to="archive.resolution",
                        verbose_name="the other resolution",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation",
                "verbose_name_plural": "relations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "target", "kind"),
                        name="relation_once",
                        violation_error_message="This relation is listed twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="relation_not_to_itself",
                        violation_error_message="A resolution cannot relate to itself.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["replaces", "repeals"])),
                        fields=("target",),
                        name="relation_replaced_once",
                        violation_error_message="That resolution is no longer in force: it was replaced or repealed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "option",
                    models.CharField(
                        choices=[
                            ("yes", "For"),
                            ("no", "Against"),
                            ("abstain", "Abstained"),
                            ("recused", "Recused"),
                            ("not_voting", "Not voting"),
                            ("absent", "Absent"),
                        ],
                        max_length=20,
                        verbose_name="vote",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="archive.resolution",
                        verbose_name="resolution",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="archive.person",
                        verbose_name="voter",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("resolution", "voter"),
                        name="vote_once",
                        violation_error_message="This person voted twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("agenda", "Agenda"),
                            ("minutes", "Minutes"),
                            ("signed_copy", "Signed copy"),
                            ("attachment", "Attachment"),
                            ("presentation", "Presentation"),
                            ("recording", "Recording"),
                        ],
                        default="attachment",
                        max_length=20,
                        verbose_name="classification",
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=300,
                        upload_to=archive.models.document.upload_path,
                        verbose_name="file",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="or an address")),
                (
                    "media_type",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="media type"),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        blank=True, editable=False, null=True, verbose_name="size in bytes"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="fingerprint"),
                ),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        blank=True,
                        default="",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z",
                                "Write a language tag such as en, zh-Hans, zh-Hant or fr.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
                ("text", models.TextField(blank=True, editable=False, verbose_name="text")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="documents",
                        to="archive.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="documents",
                        to="archive.resolution",
                        verbose_name="resolution",
                    ),
                ),
                (
                    "text_status",
                    models.CharField(
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
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), models.Q(("url", ""), _negated=True)),
                            models.Q(models.Q(("file", ""), _negated=True), ("url", "")),
                            _connector="OR",
                        ),
                        name="document_file_or_address",
                        violation_error_message="Give either a file or an address, and not both.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("description", models.TextField(verbose_name="what is to be done")),
                (
                    "responsible_text",
                    models.CharField(
                        blank=True,
                        help_text="For example 责任单位：防汛办.",
                        max_length=200,
                        verbose_name="responsible, as written",
                    ),
                ),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="due on")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
                        default="open",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="action_items",
                        to="archive.agendaitem",
                        verbose_name="agenda item",
                    ),
                ),
                (
                    "responsible_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
                        to="archive.body",
                        verbose_name="responsible body",
                    ),
                ),
                (
                    "closed_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="closed_action_items",
                        to="archive.meeting",
                        verbose_name="closed at",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_items",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_items",
                        to="archive.person",
                        verbose_name="responsible person",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="action_items",
                        to="archive.resolution",
                        verbose_name="resolution",
                    ),
                ),
            ],
            options={
                "verbose_name": "action item",
                "verbose_name_plural": "action items",
                "indexes": [models.Index(fields=["status", "due_date"], name="action_item_follow_up")],
            },
        ),
        migrations.CreateModel(
            name="ActionClosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("done", "Done"), ("dropped", "Dropped")],
                        default="done",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="archive.actionitem",
                        verbose_name="action item",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="archive.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed action item",
                "verbose_name_plural": "closed action items",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "action"),
                        name="action_closed_once_a_meeting",
                        violation_error_message="This meeting closes the same action item twice.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example Flood wall, 防汛物资.", max_length=200, verbose_name="name"
                    ),
                ),
                (
                    "alternate_name",
                    models.CharField(
                        blank=True,
                        help_text="The same name in the other language or in Latin letters.",
                        max_length=200,
                        verbose_name="alternate name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the name if left empty.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "language",
                    archive.models.fields.LanguageField(
                        default="en",
                        help_text="Of name and description: en, zh-Hans, zh-Hant, …",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\\Z",
                                "Write a language tag such as en, zh-Hans, zh-Hant or fr.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="What it is about, in two or three sentences.",
                        verbose_name="description",
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        blank=True,
                        help_text="As in the search box, for example “flood wall” OR 防洪墙, or sandbags -beach.",
                        max_length=500,
                        verbose_name="words to look for",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it while you are still gathering.",
                        verbose_name="public",
                    ),
                ),
                (
                    "resolutions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What the words do not find. Drafts show once they are published.",
                        related_name="topics",
                        to="archive.resolution",
                        verbose_name="resolutions picked by hand",
                    ),
                ),
                (
                    "meetings",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Where the matter was discussed without a resolution.",
                        related_name="topics",
                        to="archive.meeting",
                        verbose_name="meetings picked by hand",
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        blank=True,
                        help_text="What the words find and does not belong here.",
                        related_name="left_out_of",
                        to="archive.resolution",
                        verbose_name="resolutions left out",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
    ]
