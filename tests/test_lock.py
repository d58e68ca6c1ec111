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


def test_readme_says_when_each_locked_version_was_released():
    section = (ROOT / "README.md").read_text().split("## Dependencies\n")[1]
    rows = re.findall(r"^\| ([\w-]+)[^|]*\|[^|]+\| (\S+) \| [\d-]{10} \|$", section, re.MULTILINE)
    brought = re.findall(r"(\S+)\s(\S+)\s\(\d{4}-\d\d-\d\d\)", section)
    told = {canonicalize_name(name): version for name, version in [*rows, *brought]}

    assert {name: told.get(name) for name in LOCKED} == LOCKED
