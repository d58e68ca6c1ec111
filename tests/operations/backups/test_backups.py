"""A backup is made while people work, and comes back whole, on either engine."""

import datetime as dt
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from archive.models import Body, Document, Meeting, NameToCheck, Revision
from archive.operations.backups import manifest as formats
from archive.operations.backups.backup import last_backup, make_backup, remove_old_backups
from archive.operations.backups.manifest import BackupError
from archive.operations.backups.restore import restore_backup
from archive.operations.publish import correct, publish
from archive.search.index import rebuild
from tests.factories import (
    make_body,
    make_document,
    make_draft,
    make_user,
)
from tests.management.processes import manage

MOMENT = dt.datetime(2021, 3, 4, 5, 6, 7, 891234, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(db: None) -> Meeting:
    """A published and corrected meeting with a file, a draft, and a time to the microsecond."""
    by = make_user("Publisher")
    meeting = make_draft(body=make_body("Water Board 水务局"), present=2, resolutions=1)
    make_document(meeting, file=ContentFile(b"the plan of the pumps", name="plan.pdf"))
    publish(meeting, by=by)
    meeting.location = "Pump house"
    correct(meeting, kind="corrected", by=by, reason="The place was left out.")
    make_draft(body=meeting.body, text="Not published.")
    name = NameToCheck.objects.create(name="Agenda item 3")
    NameToCheck.objects.filter(pk=name.pk).update(created_at=MOMENT)
    return meeting


def empty() -> None:
    """Take everything out of the database, as far as a restore may find it: migrated, and no rows."""
    tables = [model._meta.db_table for model in formats.models_at(formats.applied_migrations())]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    rebuild()  # the index, of nothing


def remove_files(folder: Path) -> None:
    for file in [file for file in folder.rglob("*") if file.is_file()]:
        file.unlink()


def content_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as backup:
        return {name: backup.read(name) for name in backup.namelist() if name != formats.MANIFEST}


def restored(path: Path, files: Path) -> list[str]:
    """Restore in this database after taking everything away; return the problems found."""
    empty()
    remove_files(files)
    return restore_backup(path)[1]


def test_backup_comes_back_whole(archive: Meeting, files: Path, tmp_path: Path):
    path, manifest = make_backup(tmp_path / "all.zip")

    assert restored(path, files) == []
    assert NameToCheck.objects.get().created_at == MOMENT
    with Document.objects.get().file as file:
        assert file.read() == b"the plan of the pumps"
    assert [version.number for version in Revision.objects.order_by("number")] == [1, 2]
    assert manifest.rows["archive.meeting"] == 2
    assert path.stat().st_mode & 0o777 == 0o600
    again, _manifest = make_backup(tmp_path / "again.zip")
    assert content_of(again) == content_of(path)
    assert make_body("Next").pk > archive.body_id  # keys go on


def test_backup_moves_between_the_engines(archive: Meeting, files: Path, tmp_path: Path, engine: str):
    if engine == "sqlite":
        pytest.skip("shown by the run on PostgreSQL, in both directions")
    path, _manifest = make_backup(tmp_path / "postgresql.zip")
    folder = tmp_path / "other"
    folder.mkdir()

    there = manage(folder, "restore", str(path))
    back = manage(folder, "backup", str(tmp_path / "sqlite.zip"))

    assert there.stdout.endswith("record, search index and files verified.\n"), there.stderr
    assert back.returncode == 0, back.stderr
    assert content_of(tmp_path / "sqlite.zip") == content_of(path)
    assert restored(tmp_path / "sqlite.zip", files) == []


@pytest.mark.django_db(transaction=True)
def test_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, files: Path):
    older = ("archive", "0041_shared_cache")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([older])
        path, manifest = make_backup(tmp_path / "older.zip")
        assert "archive.meetingbody" in manifest.rows
        assert "archive.staffact" not in manifest.rows  # it came later
    finally:
        MigrationExecutor(connection).migrate(newest)

    assert restored(path, files) == []
    assert set(newest) <= set(formats.applied_migrations())


@pytest.mark.django_db(transaction=True)
def test_backup_is_of_one_moment_and_stops_nobody(tmp_path: Path):
    make_body("Before")
    steps: list[str] = []

    def write_meanwhile(what: str) -> None:
        if not steps:
            clerk = threading.Thread(target=write_and_close)
            clerk.start()
            clerk.join(timeout=10)
            assert not clerk.is_alive()
        steps.append(what)

    def write_and_close() -> None:
        make_body("Meanwhile")
        connection.close()

    # The first table is read before anybody writes, so that the moment is that of the beginning.
    path, _manifest = make_backup(tmp_path / "moment.zip", on_step=write_meanwhile)

    rows = content_of(path)["rows/archive.body.jsonl"].decode()
    assert Body.objects.count() == 2
    assert [json.loads(line)["name"] for line in rows.splitlines()] == ["Before"]


def test_place_that_is_not_empty_is_left_alone(archive: Meeting, files: Path, tmp_path: Path):
    path, _manifest = make_backup(tmp_path / "all.zip")

    with pytest.raises(BackupError, match="not empty: it has rows in archive_"):
        restore_backup(path)
    empty()
    with pytest.raises(BackupError, match=r"folder of documents is not empty: it has \d+/plan"):
        restore_backup(path)
    assert not Body.objects.exists()


def rewritten(path: Path, changes: Mapping[str, bytes | None]) -> Path:
    """Write a copy of a backup in which some members say something else, or are not there."""
    copy = path.with_name("copy.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = changes.get(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return copy


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows/archive.body.jsonl": b"{}"}, "was changed"),
        ({"rows/archive.body.jsonl": None}, "on one side only"),
        ({"manifest.json": None}, "no manifest"),
        ({"manifest.json": b"[]"}, "no manifest"),
        ({"manifest.json": b'{"format": 99}'}, "newer version"),
    ],
)
def test_damaged_backup_is_refused_before_anything_is_written(
    archive: Meeting, files: Path, tmp_path: Path, changes: dict[str, bytes | None], sentence: str
):
    path, _manifest = make_backup(tmp_path / "all.zip")
    damaged = rewritten(path, changes)
    empty()

    with pytest.raises(BackupError, match=sentence):
        restore_backup(damaged)
    assert not Body.objects.exists()


def test_backup_of_a_newer_version_is_refused(archive: Meeting, tmp_path: Path):
    path, manifest = make_backup(tmp_path / "all.zip")
    manifest.migrations.append(["archive", "9999_not_known"])
    newer = rewritten(path, {formats.MANIFEST: manifest.to_json().encode()})
    empty()

    with pytest.raises(BackupError, match=r"newer version .* \(archive.9999_not_known\)"):
        restore_backup(newer)


def test_what_fails_half_way_leaves_nothing(archive: Meeting, files: Path, tmp_path: Path):
    path, manifest = make_backup(tmp_path / "all.zip")
    member = "rows/archive.document.jsonl"
    row = json.loads(content_of(path)[member]) | {"meeting_id": 999_999}
    manifest.sha256[member] = hashlib.sha256(json.dumps(row).encode()).hexdigest()
    changes = {member: json.dumps(row).encode(), formats.MANIFEST: manifest.to_json().encode()}
    damaged = rewritten(path, changes)
    empty()
    remove_files(files)

    with pytest.raises(BackupError, match=r"Nothing was restored: .*archive_document"):
        restore_backup(damaged)
    assert not Body.objects.exists()
    assert not [file for file in files.rglob("*") if file.is_file()]


def test_missing_file_and_forged_row_are_told(archive: Meeting, files: Path, tmp_path: Path):
    name = str(Document.objects.get().file.name)
    default_storage.delete(name)
    Meeting.objects.filter(pk=archive.pk).update(location="Elsewhere")
    path, manifest = make_backup(tmp_path / "all.zip")

    problems = restored(path, files)

    assert manifest.missing == [name]
    assert f"The file {name} was missing already when the backup was made." in problems
    assert any("location" in problem for problem in problems)


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command(*arguments, stdout=output, stderr=output)
    return output.getvalue()


def test_commands_say_what_they_did(archive: Meeting, files: Path, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()

    said = run("backup", str(folder))
    newest = last_backup()
    assert newest
    empty()
    document = next(files.rglob("*.pdf"))
    document.unlink()
    back = run("restore", newest.path)

    assert "1 files, read back and right." in said
    assert dt.datetime.now(dt.UTC) - newest.made_at < dt.timedelta(minutes=5)
    assert back.endswith("record, search index and files verified.\n")
    with pytest.raises(CommandError, match="not empty"):
        run("restore", newest.path)
    with pytest.raises(CommandError, match="cannot be read as a backup"):
        run("restore", str(document))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{folder}/none/all.zip"], "cannot be written: No such file or directory"),
        (["{folder}", "--keep=0"], "must be 1 or more"),
        (["{folder}/all.zip", "--keep=3"], "needs a folder"),
    ],
)
@pytest.mark.django_db
def test_backup_that_cannot_be_is_a_sentence(tmp_path: Path, arguments: list[str], sentence: str):
    with pytest.raises(CommandError, match=sentence):
        run("backup", *(argument.format(folder=tmp_path) for argument in arguments))
    assert not list(tmp_path.iterdir())


@pytest.mark.any_engine
def test_newest_backups_are_kept(tmp_path: Path):
    names = [formats.file_name(dt.datetime(2026, 1, day, tzinfo=dt.UTC)) for day in range(1, 6)]
    for name in [*names, "minutebook.zip", "notes.txt"]:
        (tmp_path / name).touch()

    remove_old_backups(tmp_path, 2)

    assert {path.name for path in tmp_path.iterdir()} == {*names[3:], "minutebook.zip", "notes.txt"}


def test_dumpdata_is_not_taken_for_a_backup(archive: Meeting, tmp_path: Path):
    fixture = tmp_path / "all.json"
    run("dumpdata", "archive.body", "--output", str(fixture))

    with pytest.raises(CommandError, match=r"manage\.py restore"):
        run("loaddata", str(fixture))
