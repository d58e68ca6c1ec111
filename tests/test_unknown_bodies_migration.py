"""The migration that takes from imported bodies what no source said of them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType

from archive.models import Body
from tests.factories import make_body, make_draft

migration = import_module("archive.migrations.0015_imported_bodies_not_known")


def make_old_body(*, source: str = "town", **meeting) -> Body:
    """Make a body with the old defaults and one meeting."""
    body = make_body(classification="committee", approval="at_later_meeting")
    make_draft(body=body, source=source, source_url=str(body.pk), **meeting)
    return body


def log_addition(body: Body) -> None:
    LogEntry.objects.create(
        user=User.objects.create(username="clerk"),
        content_type=ContentType.objects.get_for_model(Body),
        object_id=str(body.pk),
        action_flag=ADDITION,
    )


@pytest.mark.django_db
def test_only_untouched_bodies_of_an_import_lose_their_defaults():
    imported, approving, entered = (
        make_old_body(),
        make_old_body(approved_on="2024-01-01"),
        make_old_body(source=""),
    )
    logged, told, idle = (
        make_old_body(),
        make_old_body(),
        make_body(classification="committee", approval="by_chair"),
    )
    log_addition(logged)
    Body.objects.filter(pk=told.pk).update(classification="council")

    migration.forget_defaults(apps, None)

    kept = set(Body.objects.exclude(approval=""))
    assert kept == {approving, entered, logged, told, idle}
    imported.refresh_from_db()
    assert (imported.classification, imported.approval) == ("", "")
    migration.restore_defaults(apps, None)
    assert not Body.objects.filter(approval="").exists()
