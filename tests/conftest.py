"""The test bed: a temporary data folder and one of the two database engines."""

import contextlib
import gc
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import coverage
import django
import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import databases, postgresql

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

ROOT = Path(__file__).resolve().parent

# Tests that only need something to look at, whatever database it comes from: each runs on one engine. The
# desk's pages read forms and show them; what they do is an operation, which is tested on both, and so are
# its lists, and pages whose answer depends on locks and constraints.
ANY_ENGINE = (
    "admin/",
    "browser/",
    "forms/",
    "operations/publish/test_contradictions.py",
    "operations/publish/test_gate.py",
    "operations/publish/test_presence_contradictions.py",
    "operations/publish/test_quoted_redactions.py",
    "operations/publish/test_vote_contradictions.py",
    "record/render/",
    "templatetags/",
    "test_translations.py",
    "test_walk.py",
)

EACH_ENGINE = (
    "admin/test_body_merges.py",
    "admin/test_concurrent_edits.py",
    "admin/test_deletion.py",
    "admin/test_lists.py",
    "admin/test_odd_addresses.py",
    "admin/test_people.py",
)

# What shows the same on any engine runs on SQLite, except these, so that both runs take equally long.
ONLY_ON_POSTGRESQL = ("admin/", "reader/", "test_walk.py", "text/")

# What touches the database runs on both. The further cases of a parametrized test have its first case's
# queries: every second runs on SQLite, the others on PostgreSQL, except where the values reach the engine.
EACH_CASE_ON_BOTH = (
    "models/",
    "record/test_row_differences.py",
    "record/test_tampering.py",
    "search/",
    "test_migrations.py",
)

# To measure coverage makes a test take 1.7 times as long, so each is measured on SQLite only, except these
# and those of the search, where each engine has its own half. Not measured at all are tests that repeat
# what others do: those that visit pages a thousand times or in a browser, random rows in a database, and
# further cases of a test that touches it, except where each case has its own lines.
MEASURED_ON_POSTGRESQL = ("admin/", "reader/", "text/", "views/")
MEASURED_ON_BOTH = ("search/",)
NEVER_MEASURED = ("bench/", "browser/", "record/test_property_record.py", "test_walk.py")
EACH_CASE_MEASURED = ("management/", "operations/", "search/", "templatetags/", "views/")

CASE = pytest.StashKey[int]()  # which case of its function a test is, from 0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose its database, its share of the tests and what is measured."""
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgresql"],
        help="Database of the run; by default that of DATABASE_URL, else SQLite.",
    )
    parser.addoption(
        "--share",
        action="store_true",
        help="Leave out the tests that show the same on any engine and that a run on the other one has.",
    )
    parser.addoption("--measure", metavar="FILE", help="Measure coverage, and write it to this file.")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare what archive.settings reads from the environment, before pytest-django loads it."""
    if settings.configured:
        raise pytest.UsageError(
            "Django's settings were read before tests/conftest.py could prepare the environment. "
            "Take DJANGO_SETTINGS_MODULE out of the environment and out of pytest's options."
        )
    gc.disable()  # until the tests are collected: a third of the time that takes
    resources = contextlib.ExitStack()
    config.add_cleanup(resources.close)
    if not is_divided(config) and (file := config.getoption("measure")):
        resources.enter_context(measured(file))
    folder = resources.enter_context(tempfile.TemporaryDirectory(prefix="minutebook-tests-"))
    Path(folder, "static").mkdir()  # WhiteNoise warns when it is missing
    os.environ |= {
        "DATABASE_URL": database_url(config, folder, resources),
        "DATA_DIR": folder,
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "HTTPS": "off",
        "SECRET_KEY": "for the tests only, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz",
    }
    django.setup()
    # Otherwise each test client looks through all static files: a sixth of the time of a test of views.
    settings.WHITENOISE_AUTOREFRESH = True
    if is_divided(config):
        # Workers inherit the environment, and must not read the settings before they come here.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def is_divided(config: pytest.Config) -> bool:
    """Return whether this process only hands the tests to workers of pytest-xdist."""
    return bool(config.getoption("numprocesses", None)) and not is_worker(config)


def is_worker(config: pytest.Config) -> bool:
    """Return whether this process is a worker of pytest-xdist."""
    return hasattr(config, "workerinput")


@contextlib.contextmanager
def measured(file: str) -> Iterator[None]:
    """Measure coverage; each process writes to a file of its own that begins with this name."""
    measuring = coverage.Coverage(data_file=file, data_suffix=True)
    measuring.start()
    try:
        yield
    finally:
        measuring.stop()
        measuring.save()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the run on the other engine tests."""
    number_cases(items)
    if config.getoption("share"):
        left_out = [item for item in items if not has_share_in(item, connection.vendor)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def number_cases(items: list[pytest.Item]) -> None:
    """Note with each test which case of its function it is."""
    cases: Counter[tuple[Path, str]] = Counter()
    for item in items:
        function = (item.path, getattr(item, "originalname", item.name))
        item.stash[CASE] = cases[function]
        cases[function] += 1


def has_share_in(item: pytest.Item, vendor: str) -> bool:
    """Return whether a test belongs to a run on an engine when there is one on the other engine as well."""
    path, case = path_of(item), item.stash.get(CASE, 0)
    if not engine_matters(item):
        return path.startswith(ONLY_ON_POSTGRESQL) == (vendor == "postgresql")
    return case == 0 or path.startswith(EACH_CASE_ON_BOTH) or case % 2 == (vendor == "sqlite")


def path_of(item: pytest.Item) -> str:
    """Return the path of a test's file, beginning in our folder."""
    return item.path.relative_to(ROOT).as_posix()


def engine_matters(item: pytest.Item) -> bool:
    """Return whether a test touches the database, and not only to have something to look at."""
    path = path_of(item)
    is_looked_at = path.startswith(ANY_ENGINE) and not path.startswith(EACH_ENGINE)
    return touches_database(item) and not (is_looked_at or item.get_closest_marker("any_engine"))


def touches_database(item: pytest.Item) -> bool:
    """Return whether a test uses the database for anything."""
    fixtures = set(getattr(item, "fixturenames", ()))
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or not fixtures.isdisjoint({"db", "transactional_db", "live_server", "engine"})


def database_url(config: pytest.Config, folder: str, resources: contextlib.ExitStack) -> str:
    """Return the address of the run's database, after starting a PostgreSQL if that is wanted."""
    engine, given = config.getoption("engine"), os.environ.get("DATABASE_URL", "")
    if given and (engine is None or (engine == "postgresql" and is_worker(config))):
        return given  # to a worker, by the process that started it
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage only of the tests that are meant to be measured in this run."""
    running = coverage.Coverage.current()
    is_left_out = repeats(item) or item.get_closest_marker("timed") is not None
    if running is None or (is_measured(path_of(item)) and not is_left_out):
        return (yield)
    running.stop()
    try:
        return (yield)
    finally:
        running.start()


def is_measured(path: str) -> bool:
    """Return whether the tests of a file are measured on the engine of this run."""
    is_for_postgresql = path.startswith(MEASURED_ON_POSTGRESQL)
    is_here = is_for_postgresql == (connection.vendor == "postgresql")
    return not path.startswith(NEVER_MEASURED) and (is_here or path.startswith(MEASURED_ON_BOTH))


def repeats(item: pytest.Item) -> bool:
    """Return whether a test does to the database what its first case did, or random rows do again."""
    is_further = item.stash.get(CASE, 0) > 0 and not path_of(item).startswith(EACH_CASE_MEASURED)
    is_random = hypothesis.is_hypothesis_test(getattr(item, "obj", None))
    return (is_further and touches_database(item)) or (is_random and engine_matters(item))


def pytest_collection_finish() -> None:
    """Keep the thousands of tests collected out of each garbage collection."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Copy the migrated database before any test writes to it; yield the name of the copy."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    with django_db_blocker.unblock():
        connection.close()  # PostgreSQL copies no database that is in use
    with databases.copied(str(connection.settings_dict["NAME"]), name):
        yield name


@pytest.fixture
def database(django_db_setup: str, tmp_path: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a migrated database of the run's engine, for other processes."""
    is_file = connection.vendor == "sqlite"
    name = str(tmp_path / "other.sqlite3") if is_file else f"{django_db_setup}_used"
    with databases.copied(django_db_setup, name) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Test SQLite on a file: in memory there is no WAL, and threads would share one connection."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = settings.DATA_DIR / "test.sqlite3"


@pytest.fixture(scope="module")
def kept_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what a module's own fixture makes with this one, until its last test has run.

    Each test undoes its own changes as ever: rows that many tests only read are made once for all of them.
    No test of the module can be transactional, since this is a transaction around them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
