"""nginx and Caddy with the files of archive/deployment/, on loopback, with HTTPS, if they are installed."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import override_settings

from archive.management.commands.serve import listen_at, make_server

DEPLOYMENT = Path(__file__).parent.parent / "archive" / "deployment"
PATIENCE = 30  # seconds
MANY = 30  # connections that wait
SPOOFED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Request-ID": "spoofed-id"}

pytestmark = pytest.mark.any_engine


@dataclass
class Site:
    """A proxy before a site that tells what reached it; `bodies` are the sizes of the requests it got."""

    proxy: str
    plain_port: int
    port: int
    bodies: list[int] = field(default_factory=list)

    def application(self, environ, start_response):
        self.bodies.append(len(environ["wsgi.input"].read()))
        told = {
            "scheme": environ["wsgi.url_scheme"],
            "address": environ["REMOTE_ADDR"],
            "host": environ["HTTP_HOST"],
            "id": environ.get("HTTP_X_REQUEST_ID", ""),
        }
        start_response("200 OK", [*told.items(), ("Content-Length", "2")])
        return [b"ok"]

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("localhost", self.port), timeout=PATIENCE)
        return unverified().wrap_socket(connection, server_hostname="localhost")

    def answer(self, method: str = "GET", path: str = "/", **options) -> http.client.HTTPResponse:
        connection = http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=unverified()
        )
        with contextlib.closing(connection):
            connection.request(method, path, **options)
            response = connection.getresponse()
            response.read()
            return response


def unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def nginx_options(folder: Path, site: Site, upstream: int) -> list[str]:
    """Write the example with our ports and certificate, in the frame that a system has around it."""
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(folder / "site.key"), "-out", str(folder / "site.pem")]
    subprocess.run(["openssl", *request.split(), *files], check=True, capture_output=True)
    example = (DEPLOYMENT / "nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{site.plain_port};",
        "listen 443 ssl": f"listen 127.0.0.1:{site.port} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/ssl/minutes.example.org": str(folder / "site"),
        "minutes.example.org": "localhost",
    }
    lines = [line for line in example.splitlines() if "[::]" not in line]
    text = "\n".join(lines)
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # its workers write in our folder
    frame = f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}"
    (folder / "nginx.conf").write_text(f"{frame} http {{ access_log off; {places}\n{text}\n}}\n")
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]


def caddy_options(folder: Path, site: Site, upstream: int) -> list[str]:
    """Write the example with our ports; for the name localhost Caddy makes a certificate of its own."""
    text = (DEPLOYMENT / "Caddyfile").read_text()
    text = text.replace("{$SITE_HOST:minutes.example.org}", f"https://localhost:{site.port}")
    text = text.replace("{$UPSTREAM:127.0.0.1:8000}", f"127.0.0.1:{upstream}")
    options = (
        f"admin off\n\tskip_install_trust\n\thttp_port {site.plain_port}\n\tstorage file_system {folder}\n"
    )
    (folder / "Caddyfile").write_text(text.replace("{\n", f"{{\n\t{options}", 1))
    return ["run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


OPTIONS = {"nginx": nginx_options, "caddy": caddy_options}


@pytest.fixture(scope="module", params=OPTIONS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    program = shutil.which(request.param, path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip(f"{request.param} is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    site = Site(request.param, free_port(), free_port())
    listener = listen_at("127.0.0.1:0")
    with override_settings(BEHIND_PROXY=True):
        server = make_server(site.application, listener, 2)
    thread = threading.Thread(target=server.run)
    thread.start()
    command = [program, *OPTIONS[request.param](folder, site, listener.getsockname()[1])]
    with (
        (folder / "output").open("w") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as proxy,
    ):
        try:
            wait_until_it_answers(site, proxy, folder)
            yield site
        finally:
            proxy.terminate()
            proxy.wait(PATIENCE)
            server.pull_trigger()
            server.close()
            thread.join(PATIENCE)
            server.task_dispatcher.shutdown()


def wait_until_it_answers(site: Site, proxy: subprocess.Popen, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            site.answer()
        except OSError:
            assert proxy.poll() is None, (folder / "output").read_text()
            assert time.monotonic() < end, (folder / "output").read_text()
            time.sleep(0.05)
        else:
            return


def test_proxy_tells_who_asks_and_how_whatever_was_sent(site: Site):
    told = site.answer(headers=SPOOFED).headers

    assert (told["scheme"], told["address"]) == ("https", "127.0.0.1")
    assert told["host"].split(":")[0] == "localhost"
    assert len(told["id"]) >= 32


def test_proxy_leads_to_https(site: Site):
    connection = http.client.HTTPConnection("localhost", site.plain_port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", "/about/?a=b")
        response = connection.getresponse()

    assert response.status in {301, 308}
    assert response.headers["Location"].startswith("https://localhost")
    assert response.headers["Location"].endswith("/about/?a=b")


def test_request_that_is_too_large_is_refused_before_it_is_sent(site: Site):
    if site.proxy == "caddy":
        pytest.skip("Caddy counts what it has read")
    with site.connect() as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 600000000\r\n\r\n")

        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc",
    ],
    ids=["idle", "half a header", "half a body"],
)
def test_connections_that_wait_stop_nobody(site: Site, sent: bytes):
    with contextlib.ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(site.connect()).sendall(sent)

        assert site.answer("POST", body=b"x" * 100_000).status == 200
        assert site.bodies[-1] == 100_000
