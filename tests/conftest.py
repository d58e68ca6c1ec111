"""The test bed: a temporary data folder and one of the two database engines."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation

from tests import postgresql

# Both find the same examples on every run; "explore" looks for new ones:
# pytest --hypothesis-profile explore
hypothesis.settings.register_profile(
    "ci",
    deadline=None,  # a busy machine is no bug
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose its database."""
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgresql"],
        help="Database of the run; by default that of DATABASE_URL, else SQLite.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Prepare what archive.settings reads from the environment, before pytest-django loads it."""
    if settings.configured:
        raise pytest.UsageError(
            "Django's settings were read before tests/conftest.py could prepare the environment. "
            "Take DJANGO_SETTINGS_MODULE out of the environment and out of pytest's options."
        )
    resources = contextlib.ExitStack()
    config.add_cleanup(resources.close)
    folder = resources.enter_context(tempfile.TemporaryDirectory(prefix="minutebook-tests-"))
    Path(folder, "static").mkdir()  # WhiteNoise warns when it is missing
    os.environ |= {
        "DATABASE_URL": database_url(config.getoption("engine"), folder, resources),
        "DATA_DIR": folder,
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "HTTPS": "off",
        "SECRET_KEY": "for the tests only, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz",
    }
    django.setup()


def database_url(engine: str | None, folder: str, resources: contextlib.ExitStack) -> str:
    """Return the address of the run's database, after starting a PostgreSQL if that is wanted."""
    given = os.environ.get("DATABASE_URL", "")
    if engine is None and given:
        return given
    if engine != "postgresql":
        return f"sqlite:///{folder}/archive.sqlite3"
    try:
        return resources.enter_context(postgresql.server())
    except postgresql.NoPostgreSQLError as problem:
        raise pytest.UsageError(str(problem)) from problem


def pytest_report_header() -> str:
    """Name the engine at the head of the run."""
    if connection.vendor == "sqlite":
        return f"database: SQLite {sqlite3.sqlite_version}"
    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as server:
            version = server.info.parameter_status("server_version")
    except psycopg.OperationalError as problem:
        raise pytest.UsageError(f"The database cannot be reached: {problem}") from problem
    return f"database: PostgreSQL {version}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Test SQLite on a file: in memory there is no WAL, and threads would share one connection."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = settings.DATA_DIR / "test.sqlite3"


@pytest.fixture(scope="session", autouse=True)
def fast_passwords() -> Iterator[None]:
    """Hash passwords in microseconds instead of half a second each."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Leave no language active that a test's last request was answered in."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def engine() -> str:
    """Return the database of the run: "sqlite" or "postgresql"."""
    return connection.vendor
