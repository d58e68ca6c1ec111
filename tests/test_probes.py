"""`/healthz` asks nothing, `/readyz` says in a sentence why no reader should come."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

ADDRESS = {"HTTP_HOST": "10.0.0.7:8000"}  # as a balancer asks, which is no name of the site


def down(*_arguments: object) -> None:
    raise DatabaseError("connection to server at 10.0.0.5 failed")


@pytest.mark.any_engine
def test_process_lives_without_a_database(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/healthz", **ADDRESS)

    assert (response.status_code, response.content) == (200, b"The process lives.\n")


@pytest.mark.django_db
def test_site_is_ready_and_asks_one_query_once_it_knows(client, django_assert_num_queries):
    assert client.get("/readyz", **ADDRESS).content == b"Ready.\n"
    with django_assert_num_queries(1):
        response = client.get("/readyz", **ADDRESS)

    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert client.cookies == {}


@pytest.mark.django_db
def test_migration_that_is_missing_is_told(client):
    MigrationRecorder(connection).migration_qs.filter(app="archive").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"The tables are not those of this version. Run manage.py migrate.\n"


@pytest.mark.any_engine
@pytest.mark.django_db
def test_database_that_is_down_is_told_without_its_address(client):
    with connection.execute_wrapper(down):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"The database cannot be reached. Start it, or look at DATABASE_URL.\n"
