"""A primary with a streaming standby, pgbouncer before a database, and a server of ours before both."""

import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests import postgresql
from tests.management.processes import ROOT, environment

SPEED = ("fsync=off", "shared_buffers=64MB", "jit=off", "autovacuum=off", "hot_standby_feedback=on")
PATIENCE = 20  # seconds


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


class Node:
    """A PostgreSQL server made as a copy of another one, which it follows if it is a standby."""

    def __init__(self, source: str, *, is_standby: bool) -> None:
        self.identity = postgresql.unprivileged_identity()
        # In /tmp and short: the path of a Unix socket holds about 100 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="mb-", dir="/tmp"))
        postgresql.give(self.folder, self.identity)
        folders = [*postgresql.system_folders(), *postgresql.wheel_folders()]
        self.programs, _version = postgresql.first_usable(folders, self.folder, self.identity)
        follow = ["--write-recovery-conf"] if is_standby else []
        subprocess.run(
            [
                *(self.programs / "pg_basebackup", "--pgdata", self.folder / "data", "--dbname", source),
                *("--checkpoint=fast", "--no-sync", *follow),
            ],
            cwd=self.folder,
            check=True,
            **self.identity,
        )
        self.stack = contextlib.ExitStack()
        self.socket = Path(tempfile.mkdtemp(prefix="mb-", dir="/tmp"))
        self.start()

    def start(self) -> None:
        # The process that minds a server removes a folder at the end: not that of the data.
        self.socket.mkdir(exist_ok=True)
        (self.socket / "data").symlink_to(self.folder / "data")
        postgresql.give(self.socket, self.identity)
        self.stack.enter_context(postgresql.running(self.programs, self.socket, self.identity, SPEED))

    def stop(self) -> None:
        """End it as a crash does."""
        self.stack.close()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@{quote(str(self.socket), safe='')}:5432/{name}"

    def ask(self, sql: str, name: str = "postgres") -> object:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            row = connection.execute(sql).fetchone()
        return row and row[0]


@contextlib.contextmanager
def pooled(node: Node, *, size: int) -> Iterator[Callable[[str], str]]:
    """Put pgbouncer before a server, in transaction mode; yield what gives the URL of a database."""
    folder = Path(tempfile.mkdtemp(prefix="mb-", dir="/tmp"))
    (folder / "users.txt").write_text('"postgres" ""\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={node.socket} port=5432\n[pgbouncer]\npool_mode = transaction\n"
        f"default_pool_size = {size}\nauth_type = trust\nauth_file = {folder}/users.txt\n"
        f"unix_socket_dir = {folder}\nlisten_port = 6432\n"
    )
    postgresql.give(folder, node.identity)
    command = [str(shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")), "-q"]
    process = subprocess.Popen(
        [*command, str(folder / "pgbouncer.ini")], cwd=folder, stderr=subprocess.DEVNULL, **node.identity
    )
    try:
        wait_for((folder / ".s.PGSQL.6432").exists)
        yield lambda name: f"postgresql://postgres@{quote(str(folder), safe='')}:6432/{name}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


class WebHost:
    """A host that serves the site: a process with a data folder of its own."""

    def __init__(self, folder: Path, port: int, **variables: str) -> None:
        (folder / "documents").mkdir(parents=True)
        self.port = port
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "serve"),
                *("--listen", f"127.0.0.1:{port}", "--processes", "1"),
            ],
            env=environment(folder, HTTPS="off", **variables),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def wait(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("Serving at "), self.said()

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)
        self.log.close()

    def answer(
        self, path: str, *, cookies: str = "", form: str = "", host: str = "localhost"
    ) -> tuple[int, str, list[str]]:
        """Return status, text and cookies, as name=value."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": host, "Cookie": cookies}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(connection):
            connection.request("POST" if form else "GET", path, form or None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        given = [value.split(";")[0] for value in response.headers.get_all("Set-Cookie", [])]
        return response.status, text, given
