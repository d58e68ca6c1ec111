"""Publish many meetings in processes that are killed; run by test_many_publications in one of its own.

Prints a line of JSON after each: {"problems": …, "published": …, "versions": …}.
"""

import datetime as dt
import json
import os
import random
import signal
import sys
import time

from django.db import connection

from archive.models import Body, Meeting, Revision
from archive.operations.publish import publish
from archive.record.verify import problems_of_record

COUNT = 50
KILLED_AFTER = (1, 10, 20)  # meetings published


def main() -> None:
    """Publish, be killed, look, and go on until all is published."""
    make_drafts()
    for after in KILLED_AFTER:
        kill_publishing(after)
        tell()
    publish_drafts()
    tell()


def make_drafts() -> None:
    """Enter the meetings."""
    body = Body.objects.create(name="Council")
    for number in range(COUNT):
        Meeting.objects.create(
            body=body,
            date=dt.date(2023, 1, 1) + dt.timedelta(number),
            name=f"Meeting {number}",
            text="The council met. " * 500,
            attendance_status="not_recorded",
        )


def publish_drafts() -> None:
    """Publish what is not published yet, one meeting after another."""
    for meeting in Meeting.objects.drafts().order_by("pk"):
        publish(meeting)


def kill_publishing(after: int) -> None:
    """Publish in another process and kill it some milliseconds after so many meetings are published."""
    connection.close()  # a connection has one process
    child = os.fork()
    if child == 0:
        try:
            publish_drafts()
        finally:
            os._exit(0)  # never goes on as if it were its parent
    while Meeting.objects.published().count() < after:
        time.sleep(0.002)
    time.sleep(random.Random(after).uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "it was done before it was killed"


def tell() -> None:
    """Print what is in the archive."""
    told = {
        "problems": list(problems_of_record()),
        "published": Meeting.objects.published().count(),
        "versions": Revision.objects.count(),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
