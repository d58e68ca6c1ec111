"""Every public address, walked by a reader who is not logged in: nothing hidden is told, nothing breaks."""

import itertools
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from urllib.parse import quote, urlencode

import pytest
from django import forms as django_forms
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import forms
from tests.world import HIDDEN, LISTS, ROUTES, SHOWN, World, fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Fill an archive with things shown and hidden, once for all tests here."""
    folder = tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


def said(client: Client, address: str) -> str:
    """Return all that an address answers, status and headers included; it must not be an error of ours."""
    response = client.get(address)
    assert response.status_code in {200, 301, 302, 400, 404, 410}, address
    content = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{response.status_code}\n{headers}\n{content.decode()}"


# A search engine reads what readers do: it is neither told more nor kept from the rest.
READERS = [{}, {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}]


@pytest.mark.parametrize("headers", READERS, ids=["reader", "search engine"])
def test_walk_tells_nothing_hidden(world, headers: dict[str, str]):
    client = Client(headers=headers)
    told: dict[str, list[str]] = {}
    for address in itertools.chain(*map(world.addresses, ROUTES)):
        answer = said(client, address)
        for word in [*HIDDEN.values(), *SHOWN]:
            if word in answer:
                told.setdefault(word, []).append(address)

    assert {word: told[word] for word in HIDDEN.values() if word in told} == {}
    assert set(told) == SHOWN


def is_shown(client: Client, address: str) -> bool:
    """Return whether an address answers with something, or leads there."""
    return said(client, address).startswith(("200", "302"))


def test_walk_reaches_every_route(client, world):
    unseen = {name for name in ROUTES if not any(is_shown(client, url) for url in world.addresses(name))}

    assert unseen == {"meeting_preview"}  # for staff only


@pytest.mark.parametrize(
    ("route", "name"),
    [("search", "q"), ("person_list", "q"), ("resolution_list", "q"), ("action_list", "by")],
)
def test_hidden_things_are_not_found(client, world, route: str, name: str):
    nothing = client.get(reverse(route), {name: "zzzzzz"}).content.decode()

    for word in HIDDEN.values():
        found = client.get(reverse(route), {name: word}).content.decode()
        assert found.replace(word, "zzzzzz") == nothing


@pytest.mark.parametrize(
    ("route", "name"),
    [
        ("meeting_list", "person"),
        ("resolution_list", "mover"),
        ("resolution_list", "seconder"),
        ("action_list", "responsible"),
    ],
)
def test_hidden_people_are_nobody_to_the_filters(client, world, route: str, name: str):
    for slug in ("hidden", "silent", HIDDEN["person of drafts only"]):
        page = client.get(reverse(route), {name: slug}).content.decode()

        assert "No person in this archive has this name or address." in page


# Anything typed anywhere

NASTY = [
    "",
    " ",
    "\x00",
    "\ud800",
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "²",
    "'\";--",
    "%",
    "a" * 20_000,
    '"unfinished',
    "-",
    "(((((((",
    "陳瑩 NEAR * AND",
    "\u202e\u2028\U0010ffff",
    "<script>alert(1)</script>",
    "0001-01-01",
    "9999-12-31",
    "../../etc/passwd",
    "//example.org",
]
NASTIEST = ["\x00", "\ud800", "9" * 30, "²", "0001-01-01"]


def parameters() -> list[str]:
    """Return the names of all fields of the forms that read query strings."""
    for module in walk_packages(forms.__path__, "archive.forms."):
        import_module(module.name)
    found, classes = set(), [django_forms.Form]
    while classes:
        form = classes.pop()
        classes += form.__subclasses__()
        if form.__module__.startswith("archive.forms."):
            found |= set(form.base_fields)
    return sorted(found)


def test_parameters_are_found():
    assert {"q", "page", "body", "since", "until", "person", "result", "next"} <= set(parameters())


def in_address(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def in_query(**values: str) -> str:
    return urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in values.items()})


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_no_query_string_breaks_a_page(client, world, name: str):
    first = next(world.addresses(name))
    for value in NASTY:
        said(client, f"{first}?{in_query(**dict.fromkeys(parameters(), value))}")


PLACES = {"page", "before", "after", "next", "order", "in"}  # what links carry, and no field of a page


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_single_parameter_breaks_a_list(client, world, name: str):
    fields = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', said(client, reverse(name))))
    for parameter, value in itertools.product(sorted(fields | PLACES), NASTIEST):
        said(client, f"{reverse(name)}?{in_query(**{parameter: value})}")


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - LISTS))
def test_no_address_breaks_the_site(client, world, name: str):
    good = next(world.addresses(name)).split("/")
    for place, value in itertools.product(range(1, len(good)), NASTY):
        said(client, "/".join([*good[:place], in_address(value), *good[place + 1 :]]))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(LISTS)),
    query=st.dictionaries(st.sampled_from(parameters()), st.text(max_size=30), max_size=4),
)
def test_any_query_string_gives_a_page(client, name: str, query: dict[str, str]):
    said(client, f"{reverse(name)}?{in_query(**query)}")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.text(max_size=12) | st.sampled_from(["meetings", "board", "2023-08-23", "v1"])))
def test_any_address_gives_a_page(client, parts: list[str]):
    said(client, "/" + "/".join(in_address(part) for part in parts))


def test_pages_are_only_read(client, world):
    for name, method in itertools.product(ROUTES, ["post", "put", "patch", "delete", "options"]):
        response = getattr(client, method)(next(world.addresses(name)))

        assert response.status_code == 405, f"{method} {name}"
