"""Who is let in where: addresses of every route with a hidden row of each kind, asked without a browser."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from archive import models
from archive.operations.bodies.merge import merge_bodies
from archive.operations.people.merge import merge_people
from archive.operations.public_changes import recorded
from archive.record.chain import withhold_changes
from tests.factories import make_body, make_person
from tests.world import HIDDEN, ROUTES, World, fill

REFUSALS = {PermissionDenied: 403, Http404: 404, BadRequest: 400}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PAST = dt.date(2020, 1, 1)
OF_A_ROW = ("_change", "_delete", "_history", "_undo")  # "_password_change" too
PICKED = "app_label=archive&model_name=attendance&field_name=person"
HIDDEN_ROW: dict[str, dict[str, Any]] = {
    "body": {"slug": "office"},
    "matter": {"name": HIDDEN["draft"]},
    "meeting": {"name": HIDDEN["draft"]},
    "person": {"name": HIDDEN["person of drafts only"]},
    "resolution": {"name": HIDDEN["draft"]},
    "revision": {"withheld_at__isnull": False},
    "topic": {"slug": "hidden"},
}
WITHHELD_LINE = "colugo"  # a line of the public log of changes that says too much
WORDS = {**HIDDEN, "withheld line of the log": WITHHELD_LINE}


def desk_routes() -> list[str]:
    """Return the name of each route of the desk; those of Django's that only redirect have none."""
    return sorted(set(names_of(get_resolver().url_patterns)) - ROUTES.keys())


def names_of(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def fill_desk() -> World:
    """Fill an archive with things shown and hidden, and a row of every kind that only the desk shows."""
    world = fill()
    shown = models.Person.objects.get(slug="shown")
    merge_people(shown, make_person("merged person"), decisions={})
    board = models.Body.objects.get(slug="board")
    merge_bodies(board, make_body("merged body"))
    models.NameToCheck.objects.create(name="name to check")
    models.SearchMiss.objects.create(term="missed", count=1, last_on=PAST)
    models.Redirect.objects.create(old_path="/people/moved/", new_path="/people/shown/")
    for word in (WITHHELD_LINE, "heron"):
        with recorded(board):
            board.description = word
            board.save()
    lines = models.PublicChange.objects.filter(subject="body", key=board.pk, what="description")
    withhold_changes(lines, basis="Too much.")
    board.alternate_name = "heron"
    with recorded(board):
        board.save()
    return world


def addresses_of(route: str, *, every: bool = False) -> list[str]:
    """Return the address of a route of the desk, with a row that the public does not see, or with each."""
    if route in SPECIAL:
        return [SPECIAL[route]()]
    app, _underscore, rest = route.partition("_")
    if app == "account":
        return [reverse(route)]
    if app not in {"archive", "auth"} or not rest.endswith(OF_A_ROW):
        return [reverse(f"admin:{route}")]
    keys = keys_of(app, rest.split("_")[0])
    return [reverse(f"admin:{route}", args=[key]) for key in keys[: None if every else 1]]


def keys_of(app: str, name: str) -> list[int]:
    """Return the keys of all rows of a kind, that of a hidden one first."""
    rows = apps.get_model(app, name)._default_manager.order_by("-pk")
    first = list(rows.filter(**HIDDEN_ROW.get(name, {})).values_list("pk", flat=True))
    return [*first[:1], *rows.exclude(pk__in=first[:1]).values_list("pk", flat=True)]


def view_on_site() -> str:
    person = models.Person.objects.filter(name=HIDDEN["person of drafts only"]).earliest("pk")
    kind = ContentType.objects.get_for_model(models.Person)
    return reverse("admin:view_on_site", args=[kind.pk, person.pk])


SPECIAL = {
    "account_reset_password_from_key": lambda: reverse(
        "account_reset_password_from_key", kwargs={"uidb36": "1", "key": "set-password"}
    ),
    "app_list": lambda: reverse("admin:app_list", args=["archive"]),
    "autocomplete": lambda: f"{reverse('admin:autocomplete')}?{PICKED}",
    "desk_redirect": lambda: reverse("desk_redirect", args=["archive/meeting/"]),
    "handbook_page": lambda: reverse("admin:handbook_page", args=["rights"]),
    "view_on_site": view_on_site,
}


class Answer(NamedTuple):
    """What came of a request: the status, and what a page says if it was one."""

    status: int
    text: str = ""

    @property
    def is_in(self) -> bool:
        """Return whether a user was let in: neither refused nor led away to log in or to the first page."""
        is_away = self.status == 302 and urlsplit(self.text).path in {"/desk/", "/desk/login/"}
        return self.status in {200, 302, 400} and not is_away  # 400: let in, and sent nothing of use


def ask(user: Any, method: str, address: str, *, reads: bool = False) -> Answer:
    """Ask a view as a user, past the middleware; `reads` also renders the page."""
    request: Any = RequestFactory().generic(method, address)
    request.user, request.session, request.LANGUAGE_CODE = user, SessionStore(), "en"
    request._dont_enforce_csrf_checks = True
    request._messages = default_storage(request)
    request.resolver_match = match = resolve(request.path_info)
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except tuple(REFUSALS) as refusal:
        return Answer(next(status for kind, status in REFUSALS.items() if isinstance(refusal, kind)))
    if response.status_code == 302:
        return Answer(302, response["Location"])
    if is_log_in(request, response):
        return Answer(302, "/desk/login/")
    if not reads or response.status_code != 200:
        return Answer(response.status_code)
    if hasattr(response, "render"):
        response.render()
    return Answer(200, b"".join(response).decode())


def is_log_in(request: Any, response: Any) -> bool:
    """Return whether the page asks to log in and keeps what was sent, instead of the one asked for."""
    is_page = isinstance(response, HttpResponse) and getattr(response, "is_rendered", True)
    return request.method == "POST" and is_page and b'id="login-form"' in response.content
