"""Faults of the database's file itself: verify_record finds them."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from archive.operations.publish import correct
from tests.factories import make_meeting

ROOT = Path(__file__).parents[2]


def flip_bit(data: bytearray, place: int) -> None:
    data[place] ^= 1


def zero_page(data: bytearray, place: int) -> None:
    page = place - place % 4096
    data[page : page + 4096] = bytes(4096)


@pytest.mark.django_db(transaction=True)
def test_damaged_database_file_is_found(engine: str, tmp_path: Path):
    if engine != "sqlite":
        pytest.skip("PostgreSQL's files are its own matter: initdb --data-checksums finds this")
    assert sqlite3.sqlite_version_info >= (3, 27)  # VACUUM INTO
    correct(make_meeting(), kind="corrected", reason="A slip.")
    copy = tmp_path / "minutebook.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    whole = copy.read_bytes()

    assert verify_copy(tmp_path) == (0, "verified")
    for damage in (flip_bit, zero_page):
        data = bytearray(whole)
        damage(data, data.index(b'"kind":"corrected"'))
        copy.write_bytes(data)
        assert verify_copy(tmp_path) == (1, "NOT verified"), damage


def verify_copy(folder: Path) -> tuple[int, str]:
    """Run verify_record on another database; return its exit code and how its last line begins."""
    command = [sys.executable, str(ROOT / "manage.py"), "verify_record"]
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    last = done.stdout.splitlines()[-1]
    return done.returncode, "NOT verified" if last.startswith("NOT verified") else last.split()[0]
