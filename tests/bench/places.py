"""Where made archives are kept: a folder for each, and a database of either engine."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import postgresql
from tests.bench.recipe import MARKER, Recipe
from tests.bench.rows import digest_of

# As PostgreSQL is installed: nothing is tuned, and a save waits for the disk.
AS_INSTALLED = ()


@contextlib.contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """Yield a folder for archives: the one given, or one that is removed at the end."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="minutebook-bench-") as name:
        Path(name).chmod(0o755)  # the account that runs PostgreSQL passes through
        yield Path(name)


@contextlib.contextmanager
def database_server(engine: str, kept: Path) -> Iterator[str]:
    """Yield the address of the server that has an engine's archives; SQLite needs none."""
    if engine == "sqlite":
        yield ""
        return
    with postgresql_server(kept / "postgresql") as url:
        yield url


@contextlib.contextmanager
def postgresql_server(cluster: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a server whose data stay in a folder when it stops."""
    identity = postgresql.unprivileged_identity()
    cluster.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="mb-", dir="/tmp"))
    try:
        # The server removes its working folder when it stops, but no further than this link.
        (work / "data").symlink_to(cluster)
        if not (cluster / "PG_VERSION").exists():
            postgresql.give(cluster, identity)
        postgresql.give(work, identity)
        folders = [*postgresql.system_folders(), *postgresql.wheel_folders()]
        programs, version = postgresql.first_usable(folders, work, identity)
        if not (cluster / "PG_VERSION").exists():
            postgresql.create_cluster(programs, version, work, identity)
        with postgresql.running(programs, work, identity, AS_INSTALLED) as url:
            yield url
            execute(url, sql.SQL("CHECKPOINT"))  # it is stopped at once, and starts the sooner
    finally:
        shutil.rmtree(work, ignore_errors=True)


def place_of(engine: str, recipe: Recipe, kept: Path, server: str) -> tuple[Path, str]:
    """Return folder and DATABASE_URL of an archive; emptied unless it was made by this recipe."""
    folder = kept / f"{engine}_{recipe.name}"
    is_made = digest_in(folder) == digest_of(recipe)
    if not is_made:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    if engine == "sqlite":
        return folder, f"sqlite:///{folder}/minutebook.sqlite3"
    name = f"bench_{recipe.name}"
    if not is_made:
        execute(server, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return folder, urlsplit(server)._replace(path=f"/{name}").geturl()


def digest_in(folder: Path) -> str:
    """Return the digest of the recipe by which the archive in a folder was made, if there is one."""
    marker = folder / MARKER
    return json.loads(marker.read_text())["digest"] if marker.exists() else ""


def execute(url: str, statement: sql.SQL | sql.Composed) -> None:
    """Execute one statement outside of a transaction."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)
