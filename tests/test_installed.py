"""A wheel holds all that the site needs, and keeps its data with the user, not in site-packages."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.management.processes import environment, make_archive

ROOT = Path(__file__).parent.parent
SHIPPED = ("archive", "static", "templates")
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.md", "*.po")
LOOK_AROUND = """
import django
django.setup()
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import gettext, override
import archive.demo
print(settings.DATA_DIR)
print(get_template("base.html").origin.name)
print(finders.find("css/base.css"))
with override("zh-hans"):
    print(gettext("Meetings"))
"""

pytestmark = pytest.mark.any_engine


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from a copy, so that nothing of an earlier build gets into it."""
    source = tmp_path_factory.mktemp("source")
    for name in SHIPPED:
        shutil.copytree(ROOT / name, source / name, ignore=LEFT_BEHIND)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(source / "wheel")]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, timeout=120)
    [built] = (source / "wheel").iterdir()
    return built


def test_wheel_holds_every_file_of_the_site(wheel: Path):
    shipped = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT)
        for name in SHIPPED
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in {".md", ".po"}
    }

    inside = {
        path.as_posix() if path.parts[0] == "archive" else f"archive/{path.as_posix()}" for path in wanted
    }
    assert inside - shipped == set()
    assert not [name for name in shipped if name.startswith("tests/")]


def test_wheel_works_from_anywhere_with_its_data_at_the_user(wheel: Path, tmp_path: Path):
    site, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
        [commands] = [
            archive.read(name) for name in archive.namelist() if name.endswith("entry_points.txt")
        ]
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "HOME": str(home),
        "PYTHONPATH": str(site),
    }

    looked = subprocess.run(
        [sys.executable, "-c", LOOK_AROUND],
        env=environment, cwd=home, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert looked.returncode == 0, looked.stderr
    data, template, style, meetings = looked.stdout.splitlines()
    assert Path(data).is_relative_to(home)
    assert template == str(site / "archive/templates/base.html")
    assert style == str(site / "archive/static/css/base.css")
    assert meetings == "会议"
    assert b"minutebook = archive.__main__:main" in commands


# The steps of the Containerfile, where no container can be built


def steps(folder: Path, wheel: Path) -> list[str]:
    """Return the commands of the Containerfile, with its folders below another one.

    Left out are what needs the network (the locked packages, which are those of this environment) and what
    needs root (the user).
    """
    left_out = ("--requirement requirements.lock", "useradd ")
    lines = (ROOT / "archive/deployment/Containerfile").read_text().splitlines()
    commands = [line.removeprefix("RUN ") for line in lines if line.startswith("RUN ")]
    kept = [line for line in commands if not any(words in line for words in left_out)]
    assert len(commands) - len(kept) == len(left_out)
    packages = folder / "opt/minutebook/lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    changes = {
        "python3 -m venv /opt": f"{sys.executable} -m venv --without-pip /opt",
        "/opt/minutebook/bin/pip": f"{sys.executable} -m pip --python /opt/minutebook/bin/python3",
        "--no-deps .": f"--no-deps {wheel}",  # of the same files
        "--owner=minutebook --group=minutebook ": "",
        " /opt/": f" {folder}/opt/",
        " /var/": f" {folder}/var/",
        " /backups": f" {folder}/backups",
    }
    for old, new in changes.items():
        assert old in "\n".join(kept)
        kept = [line.replace(old, new) for line in kept]
    at_hand = f"echo {sysconfig.get_path('purelib')} > {packages}/at_hand.pth"
    return [kept[0], at_hand, *kept[1:]]


@pytest.mark.django_db(transaction=True)  # VACUUM copies the database
def test_steps_of_the_container_end_in_a_site_that_answers(wheel: Path, tmp_path: Path):
    subprocess.run(["sh", "-ec", "\n".join(steps(tmp_path, wheel))], cwd=tmp_path, check=True, timeout=60)
    data, program = tmp_path / "var/lib/minutebook", str(tmp_path / "opt/minutebook/bin/minutebook")
    make_archive(data)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    here = environment(data, BEHIND_PROXY="on", ALLOWED_HOSTS="minutes.example.org")
    del here["HOME"]
    subprocess.run([program, "collectstatic", "--no-input"], env=here, cwd="/", check=True, timeout=60)
    command = [program, "serve", "--listen", f"127.0.0.1:{port}", "--processes", "1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=here, cwd="/", text=True, stdout=pipe, stderr=pipe) as server:
        try:
            assert server.stdout
            assert server.stdout.readline() == f"Serving at 127.0.0.1:{port}.\n"
            answers = [
                asked(port, path, **headers)
                for path, headers in [("/about/", HTTPS), ("/about/", {}), ("/static/css/base.css", HTTPS)]
            ]
        finally:
            server.terminate()
            _output, log = server.communicate(timeout=60)

    assert answers == [200, 301, 200]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "opt", "var"]
    assert [line for line in log.splitlines() if " INFO archive.access " not in line] == []


HTTPS = {"X-Forwarded-Proto": "https"}


def asked(port: int, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Host": "minutes.example.org", **headers})
        return connection.getresponse().status
