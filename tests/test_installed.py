"""A wheel holds all that the site needs, and keeps its data with the user, not in site-packages."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
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
