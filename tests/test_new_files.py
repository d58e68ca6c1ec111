"""Files of a save that is rolled back go with its rows; what was committed, or was there before, stays."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.documents.extraction import Extracted
from archive.models import Document, Meeting, SourceText
from archive.models.write_lock import one_writer, retried
from archive.operations.entry.source_texts import keep_file
from archive.record.stored_files import files_without_row
from tests.factories import make_document, make_draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """Keep files in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def upload(meeting: Meeting, content: bytes = b"ibis", name: str = "map.txt") -> Document:
    return make_document(meeting, file=ContentFile(content, name=name))


def stored(folder: Path) -> dict[str, bytes]:
    """Return {name: content} of all files."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def raise_undone() -> None:
    raise ValueError("undone")


def upload_and_fail(meeting: Meeting, name: str) -> None:
    upload(meeting, name=name)
    raise_undone()


def break_rule() -> None:
    """Write what PostgreSQL and SQLite refuse only at the commit: a meeting that does not exist."""
    SourceText.objects.create(text="Minutes", meeting_id=987_654)


@pytest.mark.parametrize("fail", [raise_undone, break_rule, partial(transaction.set_rollback, True)])
def test_file_of_a_rolled_back_save_goes_and_one_from_before_stays(folder: Path, fail: Callable[[], None]):
    meeting = make_draft()
    before = upload(meeting)

    try:
        with one_writer():
            upload(meeting)  # the same content under the same name
            upload(meeting, name="plan.txt")
            fail()
    except (ValueError, IntegrityError):
        pass

    assert stored(folder) == {"map.txt": b"ibis"}
    assert Document.objects.get() == before


def test_file_of_a_part_that_is_rolled_back_goes_with_the_part(folder: Path):
    meeting = make_draft()

    with one_writer():
        upload(meeting)
        with pytest.raises(ValueError, match="undone"), one_writer():
            upload_and_fail(meeting, "plan.txt")
        with pytest.raises(ValueError, match="undone"), transaction.atomic():
            upload_and_fail(meeting, "list.txt")
        upload(meeting, b"ibex")

    assert sorted(stored(folder).values()) == [b"ibex", b"ibis"]
    assert list(files_without_row()) == []


def test_committed_file_stays_without_a_question_and_when_what_follows_fails(folder: Path):
    meeting = make_draft()

    def save() -> None:
        with one_writer():
            transaction.on_commit(raise_undone)  # so that Django forgets what else waits for the commit
            upload(meeting, name="plan.txt")

    with CaptureQueriesContext(connection) as queries, one_writer():
        upload(meeting)
    with pytest.raises(ValueError, match="undone"):
        save()

    assert not any(one["sql"].startswith('SELECT "archive_document"."file"') for one in queries)
    assert sorted(stored(folder)) == ["map.txt", "plan.txt"]


def test_unit_that_is_done_again_stores_an_upload_once_and_whole(folder: Path):
    meeting = make_draft()
    answers = iter([deadlock(), None])

    with TemporaryUploadedFile("map.txt", "text/plain", 4, None) as file:
        file.write(b"ibis")

        def unit() -> None:
            with one_writer():
                make_document(meeting, file=file)
                if problem := next(answers):
                    raise problem

        retried(unit)

    assert stored(folder) == {"map.txt": b"ibis"}
    assert Document.objects.count() == 1


def deadlock() -> OperationalError:
    """Return a deadlock as Django makes it of the driver's error."""
    problem = OperationalError("deadlock detected")
    problem.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    return problem


def test_file_that_was_deleted_and_written_by_another_save_stays(folder: Path):
    meeting = make_draft()

    with one_writer():
        file = upload(meeting).file
        file.storage.delete(str(file.name))
        Path(file.path).write_bytes(b"of another")
        transaction.set_rollback(True)

    assert stored(folder) == {"map.txt": b"of another"}


def test_file_stays_and_is_told_while_nobody_can_say_whether_a_row_names_it(
    folder: Path, caplog: pytest.LogCaptureFixture
):
    meeting = make_draft()

    def refuse(*_query: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    try:
        with one_writer():
            upload(meeting)
            connection.execute_wrappers.append(refuse)
            transaction.set_rollback(True)
    finally:
        connection.execute_wrappers.remove(refuse)

    assert list(stored(folder)) == ["map.txt"]
    assert "map.txt" in caplog.text


def test_original_of_a_text_that_cannot_be_kept_goes(folder: Path):
    nobody = get_user_model()(pk=987_654)

    with pytest.raises(IntegrityError):
        keep_file(ContentFile(b"Minutes", name="minutes.txt"), Extracted("Minutes", "extracted"), by=nobody)

    assert stored(folder) == {}
