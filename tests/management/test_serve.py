"""`manage.py serve`: slow, idle and half-sent requests stop nothing, and a stop finishes what was begun."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from archive.management.commands.serve import listen_at, make_server
from tests.management.processes import ROOT, environment, make_archive

PATIENCE = 30  # seconds
LARGE = 20_000_000  # bytes: more than waitress keeps by default before a thread waits
WAITING = {
    "idle": (40, b""),
    "half a header": (40, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "),
    "half a body": (
        40,
        b"POST /desk/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nuser",
    ),
    "half a chunk": (
        40,
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
    ),
    "an answer not read": (4, b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"),
}


def application(environ, start_response):
    body = environ["wsgi.input"].read()
    headers = {"scheme": environ["wsgi.url_scheme"], "address": environ["REMOTE_ADDR"]}
    headers |= {"prefix": environ["SCRIPT_NAME"], "path": environ["PATH_INFO"]}
    size = LARGE if environ["PATH_INFO"] == "/large" else 1
    start_response("200 OK", [*headers.items(), ("sent", str(len(body))), ("Content-Length", str(size))])
    return [b"x" * size]


@contextlib.contextmanager
def served(threads: int = 2) -> Iterator[int]:
    """Serve the application in a thread; yield the port."""
    listener = listen_at("127.0.0.1:0")
    server = make_server(application, listener, threads)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.pull_trigger()
        server.close()
        thread.join(PATIENCE)
        server.task_dispatcher.shutdown()


@contextlib.contextmanager
def opened(port: int, count: int, sent: bytes) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(sent)
        yield


def answer(port: int, method: str = "GET", path: str = "/", **options) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, path, **options)
        response = connection.getresponse()
        response.read()
        return response


@pytest.mark.parametrize(("count", "sent"), WAITING.values(), ids=WAITING.keys())
def test_connections_that_wait_occupy_no_thread(count: int, sent: bytes):
    with served(threads=2) as port, opened(port, count, sent):
        assert answer(port, path="/robots.txt").status == 200


def test_chunked_request_is_read():
    with served() as port:
        headers = answer(port, "POST", body=iter([b"abc", b"def"]), encode_chunked=True).headers

    assert headers["sent"] == "6"
    assert "Server" not in headers


FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


def test_forwarded_headers_are_ignored_without_a_proxy():
    with served() as port:
        headers = answer(port, headers=FORWARDED).headers

    assert (headers["scheme"], headers["address"]) == ("http", "127.0.0.1")


@override_settings(BEHIND_PROXY=True)
def test_forwarded_headers_of_the_proxy_are_believed():
    with served() as port:
        headers = answer(port, headers=FORWARDED).headers

    assert (headers["scheme"], headers["address"]) == ("https", "198.51.100.7")


@override_settings(URL_PREFIX="/minutes")
@pytest.mark.parametrize("path", ["/minutes/about/", "/about/"])
def test_prefix_is_taken_off_the_path(path: str):
    with served() as port:
        headers = answer(port, path=path).headers

    assert (headers["prefix"], headers["path"]) == ("/minutes", "/about/")


@override_settings(MAX_UPLOAD_MB=1)
def test_request_larger_than_all_its_files_may_be_is_refused_and_logged(caplog):
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(b"POST /desk/ HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n\r\n")

        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
    assert "POST /desk/ 413 0 ms" in [record.getMessage() for record in caplog.records]


REFUSED = {
    b"nonsense\r\n\r\n": 400,
    b"GET /a HTTP/1.1\r\nno header\r\n\r\n": 400,
    b"GET /a HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n": 431,
    b"POST /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n": 501,
}


@pytest.mark.parametrize("sent", REFUSED)
def test_what_is_no_request_is_refused_and_logged(sent: bytes, caplog):
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(sent)

        assert connection.recv(100).split()[1] == str(REFUSED[sent]).encode()
    (record,) = [record for record in caplog.records if record.name == "archive.access"]
    assert (record.levelname, record.fields["status"]) == ("WARNING", REFUSED[sent])


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["127.0.0.1", "nowhere", "127.0.0.1:99999", "unix:/nowhere/site.sock"])
def test_bad_address_is_said(address: str):
    with pytest.raises(CommandError, match=rf"{address} cannot be listened at"):
        call_command("serve", listen=address)


def test_path_of_a_socket_that_a_crash_left_is_used_again(tmp_path):
    path = tmp_path / "site.sock"
    listen_at(f"unix:{path}").close()

    with contextlib.closing(listen_at(f"unix:{path}")):
        assert path.stat().st_mode & 0o777 == 0o660


# The command


@pytest.mark.any_engine
@pytest.mark.django_db(transaction=True)  # VACUUM copies the database
def test_processes_are_started_again_and_stopped_together(tmp_path):
    make_archive(tmp_path)
    with listen_at("127.0.0.1:0") as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--listen", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command,
        env=environment(tmp_path, DEBUG="on"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == f"Serving at 127.0.0.1:{port}.\n"
            assert wait_for_children(server.pid, 2)
            first = children(server.pid)
            os.kill(first[0], signal.SIGKILL)
            assert wait_for_children(server.pid, 2, without=first[0])
            assert answer(port, path="/robots.txt").status == 200
        finally:
            server.terminate()
            _output, errors = server.communicate(timeout=PATIENCE)

    assert server.returncode == 0
    assert "A process of the server ended (-9); starting it.\n" in errors


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def wait_for_children(pid: int, count: int, without: int = 0) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if len(set(children(pid)) - {without}) == count:
            return True
        time.sleep(0.05)
    return False
