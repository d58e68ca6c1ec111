"""Writers of all kinds at once, each in a process of its own: nothing waits for ever, nothing is lost."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.models import Document, Meeting, Revision, write_lock
from archive.models.write_lock import one_writer, retried
from archive.operations.people import merge_people
from archive.operations.publish import approve, correct, publish, withdraw
from archive.search.index import deferred_indexing, rebuild
from tests.factories import make_draft, make_meeting, make_person
from tests.management.processes import ROOT, environment

PROCESSES = 8
EACH = 9  # operations of a process: each kind once


def test_eight_processes_write_at_once(tmp_path: Path, database: str):
    run = subprocess.run(
        [sys.executable, "-m", "tests.many_writers", "--operations", str(EACH), "--meetings", "8"],
        cwd=ROOT,
        env=environment(tmp_path, DATABASE_URL=database, HTTPS="off"),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["failed"] == []
    assert (told["lost"], told["problems"], told["index"]) == ([], [], [])
    assert sum(told["done"].values()) == PROCESSES * EACH


# The order of locks


def merge(meeting: Meeting) -> None:
    merge_people(make_person("Ann Li"), make_person("Ann Lee"), decisions={})


def save_and_correct(meeting: Meeting) -> None:
    with transaction.atomic():
        meeting.location = "Town hall"
        meeting.save()
        correct(meeting, kind="corrected", reason="The place was wrong.")


OPERATIONS: dict[str, Callable[[Meeting], Any]] = {
    "publish": lambda _meeting: publish(make_draft()),
    "correct": save_and_correct,
    "withdraw": lambda meeting: withdraw(meeting, reason="Published too early."),
    "approve": lambda meeting: approve(meeting, on=meeting.date),
    "merge": merge,
    "delete": lambda _meeting: delete_at_once(make_draft()),
    "rebuild": lambda _meeting: rebuild(),
}


def delete_at_once(meeting: Meeting) -> None:
    with transaction.atomic():
        meeting.delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_lock_is_taken_before_the_first_row_is_written(engine: str, operation: Callable[[Meeting], Any]):
    meeting = make_meeting(resolutions=1)

    with CaptureQueriesContext(connection) as queries:
        operation(meeting)

    begun = False
    for query in (one["sql"] for one in queries):
        if query.startswith("BEGIN"):
            begun, is_locked = True, engine == "sqlite"
            assert engine == "postgresql" or query == "BEGIN IMMEDIATE"
        elif query.startswith("COMMIT"):
            begun = False
        elif begun and "pg_advisory_xact_lock" in query:
            is_locked = True
        elif begun and (query.startswith(("INSERT", "UPDATE", "DELETE")) or "FOR UPDATE" in query):
            assert is_locked, query


@pytest.mark.django_db(transaction=True)
def test_lock_of_a_part_that_is_rolled_back_is_taken_again(engine: str):
    if engine == "sqlite":
        pytest.skip("a transaction has its lock from the beginning")
    with transaction.atomic():
        with pytest.raises(ValueError, match="undone"), one_writer():
            raise ValueError("undone")
        assert not write_lock.has_write_lock()

        with CaptureQueriesContext(connection) as queries, one_writer(), one_writer():
            assert write_lock.has_write_lock()

    assert sum("pg_advisory_xact_lock" in one["sql"] for one in queries) == 1


# Waiting and trying again


def refused() -> OperationalError:
    """Return a deadlock as Django makes it of the driver's error."""
    problem = OperationalError("deadlock detected")
    problem.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    return problem


@pytest.mark.django_db(transaction=True)
def test_unit_of_work_that_met_a_deadlock_is_done_again():
    answers = iter([refused(), refused(), None])

    def unit() -> str:
        with one_writer():
            meeting = make_draft(name="Done once")
            if problem := next(answers):
                raise problem
        return meeting.name

    assert retried(unit) == "Done once"
    assert Meeting.objects.filter(name="Done once").count() == 1


@pytest.mark.django_db(transaction=True)
def test_unit_of_work_is_not_tried_for_ever_nor_after_another_error():
    tried = []

    def unit(problem: Exception) -> None:
        tried.append(problem)
        raise problem

    for problem in (refused(), OperationalError("no such table")):
        with pytest.raises(OperationalError):
            retried(partial(unit, problem), seconds=0)

    assert len(tried) == 2


@pytest.mark.django_db(transaction=True)
def test_part_of_a_transaction_is_not_tried_again():
    with pytest.raises(OperationalError), transaction.atomic():
        retried(lambda: (_ for _ in ()).throw(refused()))


# Indexing once


@pytest.mark.django_db
def test_meeting_is_indexed_once_however_many_documents_are_saved(monkeypatch: pytest.MonkeyPatch):
    meeting = make_meeting()
    indexed: list[int] = []
    write = write_entries_noted(indexed)
    monkeypatch.setattr("archive.search.index.bring_up_to_date", write)

    with deferred_indexing():
        for number in range(10):
            Document.objects.create(meeting=meeting, name=f"Annex {number}", url="https://example.org/")
        assert indexed == []

    assert indexed == [meeting.pk]
    assert Revision.objects.count() == 1


def write_entries_noted(indexed: list[int]) -> Callable[..., list[Any]]:
    def note(_cursor: Any, meetings: list[Meeting], **_options: Any) -> list[Any]:
        indexed.extend(meeting.pk for meeting in meetings)
        return []

    return note
