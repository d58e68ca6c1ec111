"""`manage.py import_meetings`: its output, its options, and being killed in the middle."""

import contextlib
import errno
import io
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command

from archive import management
from archive.faults import sentence_about
from archive.models import Meeting
from archive.operations.importing.json_lines import RefusalFile
from tests.management.processes import ROOT, environment, manage
from tests.operations.importing.rows import simple_row, write_rows


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(*arguments: object, output: io.StringIO | None = None) -> list[str]:
    """Run the command and return the lines it prints."""
    output = output or io.StringIO()
    call_command("import_meetings", *map(str, arguments), stdout=output)
    return output.getvalue().splitlines()


@pytest.mark.django_db
def test_last_line_has_the_counts(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1), simple_row(1), simple_row(2, date="?"))

    assert run(path)[-1] == "imported 1, unchanged 1, differs 0, refused 1"


@pytest.mark.django_db
def test_counts_are_of_all_files_together(tmp_path):
    paths = [write_rows(tmp_path / f"{n}.jsonl.gz", simple_row(n)) for n in (1, 2)]

    assert run(*paths) == ["imported 2, unchanged 0, differs 0, refused 0"]


@pytest.mark.django_db
def test_refusals_are_printed_and_kept(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1), simple_row(2, date="?"))

    printed = run(path)

    refused = tmp_path / "rows.jsonl.refused.jsonl"
    assert printed[0].startswith(f"{path}, line 2: date: “?” value has an invalid date format.")
    assert printed[1] == f"What was refused is in {refused}."
    assert json.loads(refused.read_text())["refused_line"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("option", "publication"), [([], "draft"), (["--publish"], "published")])
def test_publish_option(tmp_path, option: list[str], publication: str):
    run(write_rows(tmp_path / "rows.jsonl", simple_row(1)), *option)

    assert Meeting.objects.get().publication == publication


CARD = "身份证 11010519491231002X"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "late", "card"),
    [
        ([], "published", "draft"),
        (["--hold-doubts"], "draft", "draft"),
        (["--publish-personal"], "published", "published"),
    ],
)
def test_doubts_are_listed_and_what_cannot_be_taken_back_is_held(
    tmp_path, options: list[str], late: str, card: str
):
    rows = [simple_row(1), simple_row(2, date="2999-01-01"), simple_row(3, text=CARD)]

    *listed, last = run(write_rows(tmp_path / "a.jsonl", *rows), "--publish", *options)

    states = list(Meeting.objects.order_by("pk").values_list("publication", flat=True))
    assert states == ["published", late, card]
    assert last == "imported 3, unchanged 0, differs 0, refused 0"
    assert len([line for line in listed if "date is in the future" in line]) == 1
    assert len([line for line in listed if "identity card" in line]) == 1


@pytest.mark.django_db
def test_dry_run_keeps_nothing(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1), simple_row(2, date="?"))

    printed = run(path, "--dry-run", "--publish")

    assert printed[-1] == "imported 1, unchanged 0, differs 0, refused 1"
    assert not Meeting.objects.exists()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.django_db
def test_missing_file_stops_before_anything_is_imported(tmp_path):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1))

    with pytest.raises(CommandError, match=r"none\.jsonl is not a file"):
        run(path, tmp_path / "none.jsonl")

    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_damaged_file_keeps_no_other_from_being_imported(tmp_path):
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(b"no gzip")
    output = io.StringIO()

    with pytest.raises(CommandError, match=r"damaged\.jsonl\.gz cannot be read to its end: Not a gzipped"):
        run(damaged, write_rows(tmp_path / "rows.jsonl", simple_row(1)), output=output)

    assert output.getvalue().splitlines() == ["imported 1, unchanged 0, differs 0, refused 0"]


@pytest.mark.django_db
def test_progress_is_plain_lines_off_a_terminal(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(management, "SECONDS_BETWEEN_LINES", 0)
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1), simple_row(2))

    printed = run(path)

    assert printed[-2:] == ["rows.jsonl: 2 lines, 100 %", "imported 2, unchanged 0, differs 0, refused 0"]
    assert capfd.readouterr().err == ""


@pytest.mark.django_db
def test_progress_is_a_bar_on_a_terminal(tmp_path, capfd):
    path = write_rows(tmp_path / "rows.jsonl", simple_row(1))

    printed = run(path, output=Terminal())

    assert printed == ["imported 1, unchanged 0, differs 0, refused 0"]
    assert "rows.jsonl: 100%" in capfd.readouterr().err


# Killed in the middle


def select(database: str, statement: LiteralString) -> list[tuple[Any, ...]]:
    """Return the rows that a statement selects in a database of another process."""
    is_sqlite = database.startswith("sqlite")
    connected = sqlite3.connect(urlsplit(database).path) if is_sqlite else psycopg.connect(database)
    with contextlib.closing(connected) as reading:
        return list(reading.execute(statement))


def kill_import(folder: Path, database: str, path: Path) -> None:
    """Begin an import in another process, and kill it once something of it is there."""
    command = [sys.executable, str(ROOT / "manage.py"), "import_meetings", str(path), "--publish"]
    with subprocess.Popen(command, env=environment(folder, DATABASE_URL=database)) as process:
        while process.poll() is None and not select(database, "SELECT id FROM archive_meeting LIMIT 1"):
            time.sleep(0.02)
        process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.django_db
def test_killed_import_leaves_whole_meetings_and_the_next_run_finishes(tmp_path, database):
    row = {"attendees": [{"name": f"Person {n}"} for n in range(10)], "text": "x" * 20_000}
    path = write_rows(tmp_path / "rows.jsonl", *(simple_row(n, **row) for n in range(100)))
    kill_import(tmp_path, database, path)

    kept = select(database, "SELECT meeting_id, COUNT(*) FROM archive_attendance GROUP BY meeting_id")
    chain = select(database, "SELECT previous_sha256, sha256 FROM archive_revision ORDER BY id")
    again = manage(tmp_path, "import_meetings", str(path), "--publish", DATABASE_URL=database)

    assert 0 < len(kept) == len(chain) < 100
    assert {count for _meeting, count in kept} == {10}
    assert [before for before, _own in chain] == ["", *(own for _before, own in chain[:-1])]
    assert (
        again.stdout.splitlines()[-1]
        == f"imported {100 - len(kept)}, unchanged {len(kept)}, differs 0, refused 0"
    )


@pytest.mark.django_db
def test_full_disk_is_not_blamed_on_the_file(tmp_path, monkeypatch):
    path = tmp_path / "minutes.jsonl"
    path.write_text("no JSON\n")

    def without_room(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(RefusalFile, "add", without_room)
    with pytest.raises(OSError, match="No space left") as caught:
        call_command("import_meetings", str(path))

    assert sentence_about(caught.value).startswith("The disk is full.")
