"""The site served as in production, and one reader of it who keeps the connection open."""

import contextlib
import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
PATIENCE = 30  # seconds until a server must answer
OPTIONS = ["--processes", "1", "--threads", "2"]
NEXT_LINKS = (r'<a href="([^"]*)"[^>]* rel="next"', r'rel="next"[^>]* href="([^"]*)"')


class Reader:
    """One client with a connection that is kept alive."""

    def __init__(self, port: int, timeout: float = 600) -> None:
        self.connection = HTTPConnection(HOST, port, timeout=timeout)

    def read(self, address: str) -> bytes:
        """Return a page; raises ValueError if the answer is anything else."""
        self.connection.request("GET", address, headers={"Accept-Language": "en"})
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise ValueError(f"{address} answered {response.status}.")
        return content


def deep_address(reader: Reader, address: str, page: int) -> str:
    """Return the address of a page far down a list, as its "next" links lead there.

    Where they number the pages, there is no need to go through all of them.
    """
    path, here = address.split("?", maxsplit=1)[0], address
    for number in range(2, page + 1):
        query = next_query(reader.read(here).decode())
        if re.search(rf"\bpage={number}\b", query):
            return path + re.sub(rf"\bpage={number}\b", f"page={page}", query)
        here = path + query
    return here


def next_query(page: str) -> str:
    """Return the query string of a page's link to the next one."""
    for pattern in NEXT_LINKS:
        if found := re.search(pattern, page):
            return "?" + html.unescape(found[1]).partition("?")[2]
    raise ValueError("The page has no link to a next one.")


@contextlib.contextmanager
def serving(log: Path) -> Iterator[Reader]:
    """Yield a reader of the site while `manage.py serve` serves it, in the settings of the environment."""
    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--listen", f"{HOST}:{port}", *OPTIONS]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=output, stderr=output)
        try:
            wait_for(port, server, log)
            yield Reader(port)
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
    return port


def wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers; raises RuntimeError if it ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            Reader(port).read("/robots.txt")
            return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
