"""What pyproject.toml cannot say: in a wheel, templates/ and static/ lie inside the package."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["archive*"]), "archive.static", "archive.templates"],
    package_dir={"archive.static": "static", "archive.templates": "templates"},
)
