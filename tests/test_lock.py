"""The lock names a version, with hashes, of each package that the project asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
LOCKED = dict(re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE))


@pytest.mark.parametrize(
    "wanted", tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
)
def test_locked_version_is_one_that_the_project_asks_for(wanted: str):
    requirement = Requirement(wanted)

    assert LOCKED[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_locked_package_has_a_hash():
    packages = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]

    assert len(packages) == len(LOCKED)
    assert [package for package in packages if "--hash=sha256:" not in package] == []
