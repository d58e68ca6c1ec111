"""Migrations: forwards and back, none missing, and the same state on both databases."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from archive.models import Meeting
from archive.operations.publish import correct
from archive.place import missing_migrations
from archive.record.verify import problems_of_record
from archive.record.versions import chain_head
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import check_index, rebuild
from archive.search.query import parse
from tests.factories import make_attendance, make_meeting, make_person

LAST_OF_RELEASE = "0040_index_of_times_of_versions"  # 0.1.0, see CHANGELOG

# The migrations that a database from before the first release has applied.
BEFORE_RELEASE = [
    "0001_initial",
    "0002_search_tables",
    "0003_chair_note_and_withheld_versions",
    "0004_search_kinds",
    "0005_document_text_status",
    "0006_meeting_copied_to_and_issued_on",
    "0007_search_miss",
    "0008_topic",
    "0009_meetings_without_minutes",
    "0010_person_merge",
    "0011_source_text",
    "0012_action_closure",
]


def record_as_applied(names: list[str]) -> None:
    """Make the database one that has these migrations of the archive and no others."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="archive").delete()
    for name in names:
        recorder.record_applied("archive", name)


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

    assert sorted(names)[:2] == ["0001_bodies_and_people", "0002_meetings"]
    assert not any("auto" in name for name in names)


@pytest.mark.django_db
def test_a_database_from_before_the_first_release_goes_on():
    meeting = make_meeting(name="Kept")
    disk = MigrationExecutor(connection).loader.disk_migrations
    since = [key[1] for key, one in disk.items() if key[0] == "archive" and not one.replaces]
    record_as_applied([*BEFORE_RELEASE, *since])
    new = {key for key in disk if key[0] == "archive"}

    call_command("migrate", verbosity=0)

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert new <= set(executor.recorder.applied_migrations())
    meeting.refresh_from_db()
    assert meeting.name == "Kept"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 7, 11])
def test_a_database_that_stopped_halfway_before_the_first_release_is_refused(count: int):
    record_as_applied(BEFORE_RELEASE[:count])

    with pytest.raises((CommandError, ValueError), match=r"multiple leaf nodes|lazy reference"):
        call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_the_names_of_before_the_first_release_are_replaced_once_each():
    disk = MigrationExecutor(connection).loader.disk_migrations
    replaced = [name for migration in disk.values() for app, name in migration.replaces if app == "archive"]

    assert sorted(replaced) == BEFORE_RELEASE
    assert {("archive", name) for name in BEFORE_RELEASE}.isdisjoint(disk)


def migrations_since_release() -> list[str]:
    disk = MigrationExecutor(connection).loader.disk_migrations
    return sorted(name for app, name in disk if app == "archive" and name > LAST_OF_RELEASE)


@pytest.mark.django_db
def test_each_migration_can_be_undone():
    disk = MigrationExecutor(connection).loader.disk_migrations
    operations = [
        (name, one.describe())
        for (app, name), migration in disk.items()
        if app == "archive"
        for one in migration.operations
        if not one.reversible
    ]

    assert operations == []


# Migrations up to the release are never edited, so they are not undone and made again each time: that took
# twice 50 seconds.
@pytest.mark.django_db(transaction=True)
def test_archive_of_the_first_release_goes_on_with_its_data_and_back():
    rebuild()  # a test before this one may have left entries of rows that were truncated
    meeting = make_meeting(text="budget", resolutions=1)
    make_attendance(meeting, person=make_person("曾志伟"))
    correct(meeting, kind="document_added", reason="")
    now, head = tables(), chain_head()
    try:
        MigrationExecutor(connection).migrate([("archive", LAST_OF_RELEASE)])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM archive_revision WHERE meeting_id = %s", [meeting.pk])
            assert cursor.fetchone() == (2,)
        assert set(missing_migrations()) >= set(migrations_since_release())
    finally:
        call_command("migrate", verbosity=0)

    assert (tables(), chain_head(), missing_migrations()) == (now, head, [])
    assert [*problems_of_record(), *check_index()] == []
    [hit] = find(parse("budget"), Meeting.objects.published(), kind=Kind.MEETING).hits
    assert hit.object == meeting
    assert Group.objects.filter(name="Publisher").exists()
