"""A small OpenID Connect provider on this machine, which says of whoever comes what it is told to say."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import requests
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.test import Client

CLIENT, SECRET = "minutebook", "a secret of thirty-two characters"
LOGIN, START = "/desk/login/", "/desk/account/provider/"


class Provider(ThreadingHTTPServer):
    """`person` are the claims of who logs in; `replaced` are answers by path, instead of the usual."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.signed: dict[str, Any] = {}  # of the ID token only
        self.replaced: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []  # queries at the authorization endpoint
        self.sent: list[dict[str, list[str]]] = []  # forms at the token endpoint

    def answer(self, path: str) -> Any:
        if path in self.replaced:
            return self.replaced[path]
        if path == "/.well-known/openid-configuration":
            names = {"token_endpoint": "token", "userinfo_endpoint": "userinfo", "jwks_uri": "keys"}
            found = {key: f"{self.url}/{name}" for key, name in names.items()}
            return {**found, "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize"}
        if path == "/token":
            claims = {"iss": self.url, "aud": CLIENT, "exp": time.time() + 60, **self.person, **self.signed}
            return {
                "access_token": "access",
                "token_type": "Bearer",
                "id_token": jwt.encode(claims, SECRET),
            }
        return self.person if path == "/userinfo" else {"keys": []}


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/authorize":
            self.say(self.server.answer(parts.path))
            return
        asked = parse_qs(parts.query)
        self.server.asked.append(asked)
        back = urlencode({"code": "a code", "state": asked["state"][0]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
        self.end_headers()

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.sent.append(parse_qs(sent))
        self.say(self.server.answer(urlsplit(self.path).path))

    def say(self, answer: Any) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_about: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Provider]:
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, args=[0.01])
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()


@contextmanager
def set_up(settings: Any, person: dict[str, Any]) -> Iterator[Provider]:
    """Serve a provider that knows a person, and let the site have its button."""
    with serving() as provider:
        provider.person = dict(person)
        app = {
            "provider_id": "oidc",
            "name": "Town",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": provider.url, "oauth_pkce_enabled": True},
        }
        settings.OIDC_NAME = "Town"
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        registry.register(OpenIDConnectProvider)
        yield provider
        del registry.provider_map["openid_connect"]


def begun(client: Client, **fields: Any) -> str:
    """Press the button, and return the address at the provider that the page leads on to."""
    page = client.post(START, fields)
    [address] = re.findall(r'content="0; url=([^"]+)"', page.content.decode())
    return unescape(address)


def logged_in_at(address: str) -> str:
    """Log in at the provider, and return the address that it leads back to."""
    back = requests.get(address, allow_redirects=False, timeout=10).headers["Location"]
    return back.removeprefix("http://testserver")


def log_in_there(client: Client, **fields: Any) -> Any:
    return client.get(logged_in_at(begun(client, **fields)))
