"""`manage.py serve`: the site in production, by waitress in one or more processes.

Waitress reads each request whole, and sends each answer, outside the threads that work on requests. So
connections that are idle, half sent or slow occupy no thread.
"""

import atexit
import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, NoReturn

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from django.utils.encoding import escape_uri_path
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from archive.documents.media_types import largest
from archive.documents.upload_limits import FILES_AT_ONCE
from archive.middleware import access_log
from archive.place import why_not_ready

ADDRESS = "127.0.0.1:8000"
CONNECTIONS = 2_000  # open at once in one process, of which most are idle
IDLE_SECONDS = 60  # until a connection without a byte is closed
STOP_SECONDS = 20  # to finish what is being answered
WAITING_ANSWER = 256 * 1024 * 1024  # bytes made ahead of a slow reader, in a temporary file
FOR_FIELDS = (
    100 * 1024 * 1024
)  # bytes of a request besides the largest files; a form says of larger why not
IS_FORKING = hasattr(os, "fork")

Application = Callable[..., Any]  # of WSGI


class Command(BaseCommand):
    """Listen, serve until told to stop, and start a process again that ended by itself."""

    help = "Serve the site. Put a server that speaks HTTPS in front, and set BEHIND_PROXY=on."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--listen", default=ADDRESS, help=f"host:port or unix:/path/of/socket; {ADDRESS} unless given"
        )
        parser.add_argument("--processes", type=int, default=2 if IS_FORKING else 1)
        parser.add_argument("--threads", type=int, default=4, help="of each process; 4 unless given")

    def handle(self, *, listen: str, processes: int, threads: int, **_options: Any) -> None:
        if min(processes, threads) < 1:
            raise CommandError("There must be one process and one thread, or more.")
        if processes > 1 and not IS_FORKING:
            raise CommandError("This system can serve in one process only: use --processes 1.")
        if reason := why_not_ready():
            raise CommandError(reason)
        listener = listen_at(listen)
        telling = tell_metrics() if settings.METRICS_LISTEN else []  # before the pages are imported
        run = partial(run_server, get_wsgi_application(), listener, threads)
        get_resolver().url_patterns  # noqa: B018 - imports the pages once, for all processes
        self.stdout.write(f"Serving at {listen}.")
        self.stdout.flush()
        signal.signal(signal.SIGTERM, stop)
        if processes == 1 and not telling:
            run()
        else:
            supervise([*[run] * processes, *telling])


def tell_metrics() -> list[Callable[[], None]]:
    """Let the processes count in a folder, and return what tells the sums in a process of its own."""
    if not IS_FORKING:
        raise CommandError("This system can serve in one process only: leave METRICS_LISTEN out.")
    listener = listen_at(settings.METRICS_LISTEN)
    folder = tempfile.TemporaryDirectory(prefix="minutebook-metrics-")
    atexit.register(folder.cleanup)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder.name  # which the package reads when it is imported
    from archive.metrics import metrics_application  # noqa: PLC0415 - late: needs the folder

    return [partial(run_server, metrics_application(), listener, 1)]


def stop(_number: int, _frame: Any) -> NoReturn:
    raise SystemExit(0)


def listen_at(address: str) -> socket.socket:
    """Return a socket bound to host:port, [IPv6 host]:port or unix:/path. Raises CommandError."""
    try:
        if address.startswith("unix:"):
            return listen_at_path(Path(address.removeprefix("unix:")))
        host, _colon, port = address.rpartition(":")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        if not 0 <= int(port) < 65_536:
            raise ValueError("a port is a number up to 65535")
        return socket.create_server((host.strip("[]"), int(port)), family=family)
    except (OSError, ValueError, AttributeError) as problem:
        raise CommandError(f"{address} cannot be listened at: {problem}.") from problem


def listen_at_path(path: Path) -> socket.socket:
    """Return a socket at a path, for its owner and group, in the place of one that a crash left."""
    if path.is_socket():
        path.unlink()
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(str(path))
        path.chmod(0o660)
    except OSError:
        listener.close()
        raise
    return listener


# One process


class LoggedRefusal(ErrorTask):
    """Answers what the server itself refuses, because it is too large or no HTTP, and logs it."""

    def execute(self) -> None:
        path = escape_uri_path(getattr(self.request, "path", "") or "-")
        method = getattr(self.request, "command", "") or "-"
        fields = {"method": method, "path": path, "status": self.request.error.code, "milliseconds": 0}
        access_log.warning("%s %s %d %d ms", *fields.values(), extra={"fields": fields})
        super().execute()


class Connection(HTTPChannel):
    error_task_class = LoggedRefusal


def run_server(application: Application, listener: socket.socket, threads: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is being answered."""
    server = make_server(application, listener, threads)
    with contextlib.suppress(SystemExit, KeyboardInterrupt):
        server.asyncore.loop(timeout=1, map=server._map, use_poll=IS_FORKING)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    finish(server)


def make_server(application: Application, listener: socket.socket, threads: int) -> Any:
    server = waitress.create_server(
        application,
        sockets=[listener],
        threads=threads,
        **LIMITS,
        **request_limits(),
        **proxy_options(),
        url_prefix=settings.URL_PREFIX,  # taken off the path, whether or not a proxy did
    )
    server.channel_class = Connection
    return server


def finish(server: Any) -> None:
    """Answer what was sent already, for STOP_SECONDS at most; what is new is not accepted."""
    server.accepting = False
    end = time.monotonic() + STOP_SECONDS
    while time.monotonic() < end and any(
        channel.requests or channel.total_outbufs_len for channel in server.active_channels.values()
    ):
        server.asyncore.loop(timeout=0.1, count=1, map=server._map, use_poll=IS_FORKING)


LIMITS: dict[str, Any] = {
    "ident": "",
    "connection_limit": CONNECTIONS,
    "channel_timeout": IDLE_SECONDS,
    "asyncore_use_poll": IS_FORKING,  # select() takes no more than 1,024 connections
    "outbuf_high_watermark": WAITING_ANSWER,
    "max_request_header_size": 64 * 1024,
    "log_socket_errors": False,
}


def request_limits() -> dict[str, Any]:
    return {"max_request_body_size": FILES_AT_ONCE * largest() + FOR_FIELDS}


def proxy_options() -> dict[str, Any]:
    """Return what is believed of a proxy: with BEHIND_PROXY the reader's address and scheme."""
    if not settings.BEHIND_PROXY:
        return {}
    return {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}


# Several processes


def supervise(runs: list[Callable[[], None]]) -> None:
    """Run each in a process of its own, again if that ends, until SIGTERM or SIGINT."""
    connections.close_all()  # none is shared
    processes = [start(run) for run in runs]
    try:
        while True:
            wait([process.sentinel for process in processes])
            for place, process in enumerate(processes):
                if not process.is_alive():
                    sys.stderr.write(f"A process of the server ended ({process.exitcode}); starting it.\n")
                    time.sleep(1)
                    processes[place] = start(runs[place])
    except (SystemExit, KeyboardInterrupt):
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def start(run: Callable[[], None]) -> Any:
    process = multiprocessing.get_context("fork").Process(target=run_in_process, args=[run])
    process.start()
    return process


def run_in_process(run: Callable[[], None]) -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    run()


def end_with_parent() -> None:
    """Stop if the supervising process is gone, even killed: the address would stay in use."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
