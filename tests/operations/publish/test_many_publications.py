"""Publishing a great many meetings: killed in the middle, and no slower for what is there already."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Body
from archive.operations.publish import publish_all
from tests.factories import make_body, make_draft
from tests.management.processes import ROOT, environment
from tests.operations.publish.killed_publication import COUNT, KILLED_AFTER

RUN = "import django; django.setup(); from tests.operations.publish.killed_publication import main; main()"


@pytest.fixture
def database(tmp_path: Path, engine: str) -> Iterator[str]:
    """Return the address of an empty database of the engine that other processes use."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/killed.sqlite3"
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(server.geturl(), autocommit=True) as maintenance:
        maintenance.execute("DROP DATABASE IF EXISTS minutebook_publishing")
        maintenance.execute("CREATE DATABASE minutebook_publishing")
        yield urlunsplit(server._replace(path="/minutebook_publishing"))
        maintenance.execute("DROP DATABASE minutebook_publishing WITH (FORCE)")


def test_record_verifies_however_often_publishing_is_killed(tmp_path, database):
    variables = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "archive.settings"}

    run = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env=environment(tmp_path, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert run.returncode == 0, run.stderr
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert [state["problems"] for state in told] == [[]] * (len(KILLED_AFTER) + 1)
    assert [state["published"] for state in told] == [state["versions"] for state in told]
    assert told[-1]["published"] == COUNT


# No slower


def queries_of_publishing(body: Body, count: int) -> int:
    """Publish so many new meetings of a body at once; return how many queries that took."""
    first = dt.date(2023, 1, 1)
    keys = [make_draft(body=body, date=first + dt.timedelta(number)).pk for number in range(count)]
    with CaptureQueriesContext(connection) as queries:
        publish_all(keys)
    return len(queries)


@pytest.mark.django_db
def test_publishing_takes_as_many_queries_whatever_is_published_already():
    body = make_body()
    queries_of_publishing(body, 1)  # the first of a body is counted under a new number
    first = queries_of_publishing(body, 5)
    queries_of_publishing(body, 40)

    again = queries_of_publishing(body, 5)

    assert again == first
