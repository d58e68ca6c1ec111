"""`manage.py demo`: a filled archive, made once, served at once, and never beside other records."""

import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.demo import OtherRecords, load_demo, make_login
from archive.models import Meeting
from tests.factories import make_body, make_draft, make_person
from tests.management.processes import ROOT, environment, manage

# Other records


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make", [make_body, make_person, make_draft, lambda: User.objects.create_user("me")]
)
def test_other_records_are_left_alone(make):
    make()

    with pytest.raises(OtherRecords):
        load_demo()

    assert not Meeting.objects.filter(source="demo").exists()


@pytest.mark.django_db
def test_command_says_what_to_do_about_other_records():
    make_draft()

    with pytest.raises(CommandError, match=r"holds other records.*Set DATA_DIR"):
        call_command("demo", "--no-serve")

    assert not User.objects.exists()


# Logging in


@pytest.fixture
def password_file(settings, tmp_path) -> Path:
    """Keep the password in a folder of the test."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "demo_password"


@pytest.mark.django_db
def test_password_is_kept_for_its_owner_only(password_file):
    login = make_login()

    user = User.objects.get()
    assert user.check_password(login.password)
    assert password_file.read_text() == login.password
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_member_of_staff_publishes_but_is_no_superuser(password_file):
    make_login()

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.has_perm("archive.publish_meeting")


@pytest.mark.django_db
def test_login_is_made_once(password_file):
    assert make_login() == make_login()


@pytest.mark.django_db
def test_changed_password_is_not_told(password_file):
    make_login()
    user = User.objects.get()
    user.set_password("another")
    user.save()

    assert make_login().password is None
    assert User.objects.get().check_password("another")


@pytest.mark.django_db
def test_lost_password_file_is_no_error(password_file):
    make_login()
    password_file.unlink()

    assert make_login().password is None


# The command


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_port_that_is_none_is_refused_before_the_database_is_used(port: str):
    with pytest.raises(CommandError, match=f"^Port {port} cannot be used"):
        call_command("demo", f"--port={port}")  # a test without the mark has no database


def test_port_in_use_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        answer = manage(tmp_path, "demo", "--port", str(port))

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"CommandError: Port {port} cannot be used")
    assert not list(tmp_path.glob("*.sqlite3"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return the folder of the demo that is served."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(folder: Path) -> str:
    """Return what the demo prints that is made and not served; its data folder is relative."""
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--no-serve"]
    variables = environment(Path("data"))
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def site(folder: Path, first: str) -> Iterator[str]:
    """Serve the demo in a process of its own, which is its second run, and return its address."""
    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(Path("data")), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/", process, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_running_twice_does_no_harm(first: str, site: str, folder: Path):
    again = (folder / "log").read_text()

    assert re.search(r"unchanged 0, differs 0, refused 0\.$", first, re.MULTILINE)
    assert re.search(r"imported 0, unchanged \d+, differs 0, refused 0\.$", again, re.MULTILINE)
    last = first.splitlines()[-1]
    assert last.startswith("Log in there as clerk, password ")
    assert last in again.splitlines()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody answers."""
    for _ in range(1500):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text())


def fetched(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read().decode()


def test_demo_is_served_with_hashed_styles(site):
    status, page = fetched(f"{site}/")

    [style] = re.findall(r'href="(/static/css/base\.[0-9a-f]{12}\.css)"', page)
    assert status == 200
    assert fetched(f"{site}{style}")[0] == 200


def test_desk_of_the_demo_asks_to_log_in(site):
    status, page = fetched(f"{site}/desk/login/")

    assert status == 200
    assert 'name="password"' in page


def test_meeting_of_the_demo_is_read(site):
    _status, page = fetched(f"{site}/meetings/")
    addresses = re.findall(r'href="(/meetings/[a-z0-9-]+/\d{4}-\d\d-\d\d/)"', page)

    assert "<h1" in fetched(f"{site}{addresses[0]}")[1]


def test_database_of_another_program_is_not_even_migrated(tmp_path):
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE recipes (name)")

    answer = manage(tmp_path, "demo", "--no-serve", DATABASE_URL=f"sqlite:///{path}")

    assert answer.returncode == 1
    assert "This database holds other records" in answer.stderr
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
