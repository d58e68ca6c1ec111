"""A disk that is really full or read-only, and a damaged file of SQLite, under pages and commands."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from archive.__main__ import main
from archive.faults import Fault
from archive.models import Meeting
from archive.operations import doctor
from archive.record.stored_files import files_without_row
from archive.record.verify import problems_of_record
from archive.search.index import check_index
from tests import databases
from tests.admin.conftest import logged_in
from tests.admin.pages import change, errors, filled, row
from tests.factories import make_draft, make_meeting, make_topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of some megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount: list[str | Path] = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the folder of the archive: the small disk where a test has one."""
    return request.getfixturevalue("small_disk") if "small_disk" in request.fixturenames else tmp_path


@pytest.fixture
def database_file(folder: Path, django_db_setup: str, engine: str, settings, monkeypatch) -> Iterator[Path]:
    """Let this process use an archive of its own, whose files may be spoiled; return the database's."""
    if engine != "sqlite":
        pytest.skip("PostgreSQL looks after its own files")
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "documents"
    settings.MEDIA_ROOT.mkdir()
    path = folder / "own.sqlite3"
    with databases.copied(django_db_setup, str(path)):
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
        yield path
        connection.close()
        subprocess.run(["mount", "-o", "remount,rw", folder], check=False, capture_output=True)
        monkeypatch.undo()


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


def end_of(monkeypatch: pytest.MonkeyPatch, *command: str) -> str:
    """Run a command as the command line does; return what it ends with."""
    monkeypatch.setattr(sys, "argv", ["manage.py", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    return str(ended.value.code)


def fill(folder: Path, *, room: int = 0) -> Path:
    """Write a file until the disk has so many bytes left; return its path."""
    path = folder / "filling"
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - room)
    return path


def amiss() -> list[str]:
    return [*problems_of_record(), *map(str, check_index()), *files_without_row(), *doctor.damages()]


def test_import_that_fills_the_disk_ends_with_a_sentence_and_nothing_half_written(
    small_disk: Path, database_file: Path, tmp_path: Path, monkeypatch
):
    text = "The council met and decided. " * 4_000
    source = {"type": "meeting", "source": "s", "body": "Council", "attendance_status": "not_recorded"}
    lines = [
        source
        | {"source_url": f"https://example.org/{day}", "date": f"2021-05-0{day}"}
        | {"name": f"Meeting {day}", "text": f"{day} {text}"}
        for day in range(1, 7)
    ]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    filling = fill(small_disk, room=200_000)

    said = end_of(monkeypatch, "import_meetings", str(path), "--publish")

    assert said.startswith(Fault.FULL.value)
    assert 0 <= Meeting.objects.count() < len(lines)
    assert Meeting.objects.count() == Meeting.objects.published().count()
    filling.unlink()
    assert amiss() == []
    monkeypatch.setattr(sys, "argv", ["manage.py", "import_meetings", str(path), "--publish"])
    main()
    assert Meeting.objects.published().count() == len(lines)
    assert amiss() == []


def test_full_disk_is_told_at_the_desk_and_readers_do_not_notice(
    small_disk: Path, database_file: Path, reader: Client
):
    clerk = logged_in("Clerk")
    clerk.raise_request_exception = False
    meeting, published = make_draft(name="Old"), make_meeting(name="Flood wall")
    fields = filled(clerk, change(meeting), name="Typed", text="What they said. " * 5_000, _save="1")
    upload = row("documents", 0, name="Plan", classification="attachment")
    file = SimpleUploadedFile("plan.txt", b"minutes " * 2_000)
    filling = fill(small_disk)

    saved = clerk.post(change(meeting), fields)
    sent = clerk.post(
        change(meeting), fields | upload | {"documents-TOTAL_FORMS": 1, "documents-0-file": file}
    )

    assert saved.status_code == 503
    assert "no room on its disk" in saved.text
    assert "What they said." in saved.text
    assert sent.status_code in {200, 503}
    assert sent.status_code == 503 or "documents" in str(errors(sent))
    assert "Flood wall" in reader.get(published.get_absolute_url()).text
    filling.unlink()
    assert Meeting.objects.get(pk=meeting.pk).name == "Old"
    assert amiss() == []


def test_disk_that_became_read_only_is_told(
    small_disk: Path, database_file: Path, reader: Client, monkeypatch
):
    make_meeting()
    connection.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    page = reader.get("/meetings/")
    said = [
        end_of(monkeypatch, command) for command in ("verify_record", "migrate", "rebuild_search_index")
    ]

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert {one.partition(" (")[0] for one in said} <= {Fault.READ_ONLY.value, Fault.ABSENT.value}
    connection.close()
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert reader.get("/meetings/").status_code == 200
    assert amiss() == []


def spoil_first_page_of(path: Path, table: str, damage: bytes) -> None:
    """Write some bytes over the beginning of the page at which the tree of a table begins."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA page_size")
        [size] = cursor.fetchone()
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = %s", [table])
        [number] = cursor.fetchone()
    connection.close()
    with path.open("r+b") as file:
        file.seek((number - 1) * size)
        file.write(damage or bytes(size))


@pytest.mark.parametrize("damage", [b"", b"\xff"], ids=["page of zeros", "flipped bits"])
def test_damaged_page_is_told_by_what_reads_it_and_no_other(
    database_file: Path, reader: Client, damage: bytes, monkeypatch, capsys
):
    make_topic(name="Floods")
    meeting = make_meeting()
    spoil_first_page_of(database_file, "archive_topic", damage)

    assert reader.get("/topics/").status_code == 503
    assert reader.get(meeting.get_absolute_url()).status_code == 200
    findings = {finding.subject: finding for finding in doctor.examine()}
    assert findings["database file"].level == doctor.ERROR
    assert findings["database file"].remedy == doctor.RESTORE
    assert end_of(monkeypatch, "doctor") == "1"
    assert "database file" in capsys.readouterr().out


def test_damage_where_the_versions_are_is_told_by_every_command(
    database_file: Path, reader: Client, monkeypatch, tmp_path: Path, capsys
):
    meeting = make_meeting()
    spoil_first_page_of(database_file, "archive_revision", b"")

    assert reader.get(meeting.get_absolute_url()).status_code == 503
    told = [finding for finding in doctor.examine() if finding.level == doctor.ERROR]
    assert {"database file", "record"} <= {finding.subject for finding in told}
    assert end_of(monkeypatch, "verify_record") == "1"
    assert "malformed" in capsys.readouterr().out
    assert end_of(monkeypatch, "backup", str(tmp_path / "all.zip")).startswith(Fault.DAMAGED.value)
    assert not (tmp_path / "all.zip").exists()
