"""Print when each package of the lock and of the extras was released, as rows of README's table.

Needs uv (`pip install uv`), which asks the package index: `python -m tests.release_dates`.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.test_lock import LOCKED, ROOT

EXTRAS = ("metrics", "oidc", "s3")


def released(requirements: list[str]) -> dict[str, tuple[str, str]]:
    """Return {name: (version, day of its first file)} of what satisfies requirements, on this Python."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    project = f'[project]\nname = "asked"\nversion = "0"\nrequires-python = "=={python}.*"\n'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").write_text(f"{project}dependencies = {requirements!r}\n")
        subprocess.run(["uv", "lock", "--quiet", "--project", folder], check=True)
        packages = tomllib.loads(Path(folder, "uv.lock").read_text())["package"]
    found = {}
    for package in packages:
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        days = [file["upload-time"][:10] for file in files if "upload-time" in file]
        if days:  # the asked project itself has none
            found[package["name"]] = (package["version"], min(days))
    return found


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [needed for name in EXTRAS for needed in project["optional-dependencies"][name]]
    pinned = [f"{name}=={version}" for name, version in LOCKED.items()]
    for name, (version, day) in sorted(released([*pinned, *extras]).items()):
        print(f"| {name} | {version} | {day} |")  # noqa: T201
