"""Migrations: forwards and back, none missing, and the same state on both databases."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from archive.models import Meeting
from tests.factories import make_meeting


def tables() -> set[str]:
    """Return the archive's tables."""
    return {name for name in connection.introspection.table_names() if name.startswith("archive_")}


@pytest.mark.django_db
def test_none_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_state_is_that_of_the_models_on_this_engine():
    loader = MigrationExecutor(connection).loader
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(Meeting._meta.apps), MigrationQuestioner()
    )

    assert detector.changes(graph=loader.graph) == {}


@pytest.mark.django_db
def test_every_migration_has_a_name_given_by_hand():
    names = [name for app, name in MigrationExecutor(connection).loader.disk_migrations if app == "archive"]

    assert sorted(names)[:2] == ["0001_initial", "0002_search_tables"]
    assert not any("auto" in name for name in names)


@pytest.mark.django_db(transaction=True)
def test_back_and_forwards_again():
    before = tables()

    call_command("migrate", "archive", "zero", verbosity=0)
    try:
        assert tables() == set()
    finally:
        call_command("migrate", "archive", verbosity=0)

    assert tables() == before
    assert make_meeting().is_published


@pytest.mark.django_db(transaction=True)
def test_each_migration_can_be_undone_alone():
    names = sorted(
        name for app, name in MigrationExecutor(connection).loader.disk_migrations if app == "archive"
    )

    try:
        for name in reversed(names[:-1]):
            call_command("migrate", "archive", name, verbosity=0)
    finally:
        call_command("migrate", "archive", verbosity=0)

    assert Group.objects.filter(name="Publisher").exists()
