"""What was acknowledged is on the disk: SQLite waits for it with each transaction."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.management.processes import ROOT, environment

# Counts the calls of fsync and fdatasync in a process: a byte in a file for each.
COUNTER = """
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
static int counted(long call, int fd) {
    int log = open(getenv("SYNCS"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (log >= 0) { if (write(log, ".", 1) < 0) {} close(log); }
    return (int) syscall(call, fd);
}
int fsync(int fd) { return counted(SYS_fsync, fd); }
int fdatasync(int fd) { return counted(SYS_fdatasync, fd); }
"""
WRITES = """
import os, sqlite3
from archive.databases import SQLITE_PRAGMAS
database = sqlite3.connect(os.environ["DATA_DIR"] + "/kept.sqlite3", isolation_level=None)
database.executescript(SQLITE_PRAGMAS)
database.execute("CREATE TABLE kept (number integer)")
before = os.path.getsize(os.environ["SYNCS"])
for number in range(6):
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO kept VALUES (?)", [number])
    database.execute("COMMIT")
print(os.path.getsize(os.environ["SYNCS"]) - before)
"""


@pytest.mark.django_db
def test_each_connection_waits_for_the_disk(engine: str):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if engine == "sqlite" else "SHOW synchronous_commit")
        [value] = cursor.fetchone()

    assert value == (2 if engine == "sqlite" else "off")  # FULL; PostgreSQL of the tests waits for nothing


def test_each_transaction_is_synced(tmp_path: Path):
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("calls of the system are counted by a library that needs Linux and a C compiler")
    source, library, syncs = (tmp_path / name for name in ("count.c", "count.so", "syncs"))
    source.write_text(COUNTER)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    syncs.touch()
    folder = tmp_path / "data"
    folder.mkdir()
    variables = {
        "LD_PRELOAD": str(library),
        "SYNCS": str(syncs),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }

    run = subprocess.run(
        [sys.executable, "-c", WRITES],
        env=environment(folder, **variables) | {"PATH": os.environ["PATH"]},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= 6  # one for each transaction
