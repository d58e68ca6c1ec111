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

from archive.models import Meeting, Person
from archive.operations.publish import correct
from archive.record.verify import problems_of_record
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import check_index
from archive.search.query import parse
from tests.factories import make_body, make_meeting, make_person

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


@pytest.mark.django_db(transaction=True)
def test_each_migration_is_undone_and_made_again():
    before = tables()

    try:
        MigrationExecutor(connection).migrate([("archive", None)])  # one after another
        assert tables() == set()
    finally:
        call_command("migrate", "archive", verbosity=0)

    assert tables() == before
    assert Group.objects.filter(name="Publisher").exists()
    assert make_meeting().is_published


def back_to(name: str) -> None:
    """Undo what came after a migration, which is named without its number."""
    disk = MigrationExecutor(connection).loader.disk_migrations
    [key] = (key for key in disk if key[0] == "archive" and key[1].partition("_")[2] == name)
    MigrationExecutor(connection).migrate([key])


def execute(sql: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def constraints_of_versions() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "archive_revision"))


def assert_no_reason_is_needed(meeting: Meeting, kind: str) -> None:
    """Assert that the last version is of a kind, has no reason, and has stayed as it was."""
    assert constraints_of_versions() >= {"revision_says_why"}
    assert meeting.revisions.newest_first()[0].kind == kind
    assert [one for one in problems_of_record() if "v2/ was changed" in one] == []


@pytest.mark.django_db(transaction=True)
def test_back_and_forwards_again_with_a_version_that_needs_no_reason():
    meeting = make_meeting()
    correct(meeting, kind="action_closed", reason="")
    try:
        back_to("votes_as_they_occur")  # before actions_closed_since
        assert constraints_of_versions() >= {"revision_says_why"}
    finally:
        call_command("migrate", "archive", verbosity=0)

    assert_no_reason_is_needed(meeting, "action_closed")


# Each way takes seconds, so there is one for all rows, with a stop where each has to change.
@pytest.mark.django_db(transaction=True)
def test_rows_come_back_from_the_first_release_as_an_upgrade_makes_them():
    indexed = make_meeting(text="budget")
    correct(indexed, kind="document_added", reason="")
    made = [make_person(name) for name in ("Peter Van Doren", "Walter Greene, Jr.", "曾志伟")]
    chosen = make_person("Zhang Wei", sort_name="Zhang, Wei")
    alike = [make_person("Jane Doe"), make_person("Jane\u00ad Doe")]
    body = make_body("安徽局")
    try:
        back_to("topics_that_were_public")
        execute("UPDATE archive_search_entry SET digest = 'of before'")
        back_to("facts_that_are_no_corrections")
        execute("UPDATE archive_person SET name_key = 'jane- doe' WHERE id = %s", alike[1].pk)
        back_to("sort_keys_of_names")  # before facts_that_are_no_corrections
        assert constraints_of_versions() >= {"revision_says_why"}
        back_to("desk")  # the last of the first release
        for person, before in zip(
            made, ["Doren, Peter Van", "Walter Greene, Jr.", "Zeng Zhi Wei"], strict=True
        ):
            execute("UPDATE archive_person SET sort_name = %s WHERE id = %s", before, person.pk)
    finally:
        call_command("migrate", "archive", verbosity=0)

    assert_no_reason_is_needed(indexed, "document_added")
    names = Person.objects.filter(pk__in=[one.pk for one in (*made, chosen)])
    assert list(names.order_by("pk").values_list("sort_name", "sort_key")) == [
        ("", "van doren  peter"),
        ("", "greene  walter  jr"),
        ("", "zeng zhi wei"),
        (chosen.sort_name, "zhang  wei"),
    ]
    body.refresh_from_db()
    assert body.sort_key == "an hui ju"
    assert list(Person.objects.named("Jane Doe").order_by("pk")) == alike
    assert list(check_index()) == []
    [hit] = find(parse("budget"), Meeting.objects.published(), kind=Kind.MEETING).hits
    assert hit.object == indexed
