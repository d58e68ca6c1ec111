"""System checks: each names what a deployment lacks, and the remedy."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from archive.checks import check_full_text, check_hashed_files, check_search_index, check_search_tables
from archive.search.engines.base import engine as search_engine
from archive.search.index import rebuild


@pytest.mark.django_db
def test_nothing_is_lacking_here():
    assert run_checks(databases=["default"]) == []


@pytest.mark.django_db
def test_missing_search_tables_are_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE archive_search_entry RENAME TO elsewhere")

    [error] = check_search_tables(databases=["default"])

    assert (error.id, error.hint) == (
        "archive.E002",
        "Run `manage.py migrate`, then `manage.py rebuild_search_index`.",
    )


@pytest.mark.django_db
def test_empty_database_lacks_nothing_yet():
    with connection.cursor() as cursor:
        for table in ("archive_search_entry", "archive_meeting"):
            cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_elsewhere")

    assert check_search_tables(databases=["default"]) == []


@pytest.mark.django_db
def test_rebuild_that_was_broken_off_is_found_on_postgresql_whose_index_is_made_last(engine: str):
    with connection.cursor() as cursor:
        search_engine().prepare(cursor)

    found = [error.id for error in check_search_index(databases=["default"])]

    assert found == {"postgresql": ["archive.E003"], "sqlite": []}[engine]
    rebuild()
    assert check_search_index(databases=["default"]) == []


@pytest.mark.parametrize("check", [check_full_text, check_search_index, check_search_tables])
def test_database_is_not_asked_unless_wanted(check, django_assert_num_queries):
    assert check(databases=None) == []


@pytest.mark.django_db
def test_full_text_is_there():
    assert check_full_text(databases=["default"]) == []


@pytest.mark.parametrize(
    ("debug", "hashed", "found"),
    [(False, False, ["archive.W001"]), (False, True, []), (True, False, [])],
)
def test_unhashed_files_are_warned_of_in_production(settings, debug: bool, hashed: bool, found: list[str]):
    settings.DEBUG, settings.HASHED_FILES = debug, hashed

    assert [warning.id for warning in check_hashed_files()] == found
