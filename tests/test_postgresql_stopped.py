"""A PostgreSQL of its own, really stopped and started again under a served site and under commands."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

import pytest

from archive.faults import Fault
from archive.management.commands.serve import listen_at
from tests import postgresql
from tests.management.processes import ROOT, environment

PATIENCE = 60  # seconds
MAIN = [sys.executable, str(ROOT / "manage.py")]


@dataclass
class Server:
    """A cluster that can be stopped and started."""

    programs: Path
    work: Path
    identity: postgresql.Identity
    resources: contextlib.ExitStack

    def start(self) -> str:
        """Start it; return its DATABASE_URL."""
        running = postgresql.running(self.programs, self.work, self.identity)
        return self.resources.enter_context(running)

    def stop(self, number: signal.Signals) -> None:
        """Stop it as pg_ctl does: SIGINT is "fast", SIGQUIT "immediate". Returns when it is gone."""
        pid = self.work / "data" / "postmaster.pid"
        os.kill(int(pid.read_text().split()[0]), number)
        wait_until(lambda: not pid.exists())


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def server(engine: str, django_db_setup: str) -> Iterator[Server]:
    """Yield a copy of the run's cluster, which has a migrated database; it is not started yet."""
    if engine != "postgresql":
        pytest.skip("SQLite has no server")
    identity = postgresql.unprivileged_identity()
    work = Path(mkdtemp(prefix="mb-", dir="/tmp"))  # short: the path of a Unix socket holds 100 bytes
    postgresql.give(work, identity)
    folders = [*postgresql.system_folders(), *postgresql.wheel_folders()]
    with contextlib.ExitStack() as resources:
        programs, _version = postgresql.first_usable(folders, work, identity)
        copy: list[str | Path] = [
            programs / "pg_basebackup",
            "--no-sync",
            "--checkpoint=fast",
            "-D",
            work / "data",
        ]
        copied = subprocess.run(
            [*copy, "-d", os.environ["DATABASE_URL"]],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
            **identity,
        )
        if copied.returncode:
            pytest.skip(f"the server of the tests cannot be copied: {copied.stderr}")
        yield Server(programs, work, identity, resources)


def answer(port: int, path: str, language: str = "en") -> tuple[http.client.HTTPResponse, str]:
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(browser):
        browser.request("GET", path, headers={"Accept-Language": language, "Host": "localhost"})
        response = browser.getresponse()
        return response, response.read().decode()


@contextlib.contextmanager
def served(folder: Path, variables: dict[str, str]) -> Iterator[int]:
    """Serve the site by one process until the block is left; yield the port."""
    with listen_at("127.0.0.1:0") as listener:
        port = listener.getsockname()[1]
    command = [*MAIN, "serve", "--processes=1", "--listen", f"127.0.0.1:{port}"]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            command, env=variables, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        ) as running,
    ):
        assert running.stdout
        try:
            assert running.stdout.readline() == f"Serving at 127.0.0.1:{port}.\n"
            yield port
        finally:
            running.terminate()


COMMANDS = (
    "verify_record",
    "backup all.zip",
    "migrate",
    "import_meetings none.jsonl",
    "rebuild_search_index",
)
# All in one process, which takes seconds to start: the command line's own function, with its exit code.
RUN = """
import json, sys
from archive.__main__ import main
said = {}
for command in sys.argv[1:]:
    sys.argv = ["manage.py", *command.split()]
    try:
        main()
    except SystemExit as ended:
        said[command] = str(ended.code)
print(json.dumps(said))
"""


def said_by_commands(folder: Path, variables: dict[str, str], *commands: str) -> dict[str, str]:
    """Return with what each command ended: its sentence, which the system turns into exit code 1."""
    run = subprocess.run(
        [sys.executable, "-c", RUN, *commands],
        env=variables | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.django_db
def test_site_outlives_a_server_that_is_stopped_and_started_again(
    server: Server, django_db_setup: str, tmp_path: Path
):
    url = urlsplit(server.start())._replace(path=f"/{django_db_setup}").geturl()
    (tmp_path / "none.jsonl").touch()
    (tmp_path / "documents").mkdir()
    (tmp_path / "secret_key").write_text("of a test, and no secret: 0123456789 abcdefghijklmnopqrstuvwxyz")
    variables = environment(tmp_path, DATABASE_URL=url, HTTPS="off")
    with served(tmp_path, variables) as port:
        assert answer(port, "/meetings/")[0].status == 200

        server.stop(signal.SIGINT)

        kept, page = answer(port, "/meetings/")
        assert (kept.status, kept.headers["Cache-Control"].endswith("private")) == (200, True)
        assert "The database of this archive does not answer now. This page is as it was at" in page
        away, page = answer(port, "/meetings/", "zh-hans")
        assert (away.status, away.headers["Retry-After"]) == (503, "30")
        assert "本档案的数据库目前没有响应。" in page
        for command, said in said_by_commands(tmp_path, variables, *COMMANDS).items():
            assert (command, said.partition(" (")[0]) == (command, Fault.AWAY.value)
            assert "\n" not in said

        server.start()
        for path in ("/meetings/", "/people/"):  # at the first request, though the old connections are dead
            response, page = answer(port, path)
            assert (response.status, "does not answer now" in page) == (200, False)
        server.stop(signal.SIGQUIT)
        assert answer(port, "/bodies/")[0].status == 503
        server.start()
        assert answer(port, "/bodies/")[0].status == 200

    log = (tmp_path / "log").read_text()
    assert "Page /meetings/ as it was kept, since the database is away." in log
    assert "ERROR django.request" in log
