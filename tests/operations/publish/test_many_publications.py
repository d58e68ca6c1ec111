"""Publishing a great many meetings: killed in the middle, and no slower for what is there already."""

import datetime as dt
import json
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Body
from archive.operations.publish import publish_all
from tests.factories import make_body, make_draft
from tests.management.processes import ROOT, environment
from tests.operations.publish.killed_publication import COUNT, KILLED_AFTER

RUN = "import django; django.setup(); from tests.operations.publish.killed_publication import main; main()"


@pytest.mark.django_db
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
