"""Running manage.py as its users do: in a process of its own, with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from archive.operations.doctor import VARIABLES

ROOT = Path(__file__).parent.parent.parent
OURS = VARIABLES | {"DJANGO_SETTINGS_MODULE"}


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment without what concerns the archive, with a data folder and some variables."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"DATA_DIR": str(folder)} | variables


def manage(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output is in the result."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(folder, **variables),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def make_archive(folder: Path) -> None:
    """Make an empty archive in a data folder, of the tests' own database where that is a file."""
    if connection.vendor != "sqlite":
        assert manage(folder, "migrate", "--verbosity=0").returncode == 0
        return
    (folder / "documents").mkdir()
    (folder / "secret_key").write_text("of a test, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "minutebook.sqlite3")])
