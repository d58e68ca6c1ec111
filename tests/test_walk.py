"""Every public address, walked by a reader who is not logged in: nothing hidden is told, nothing breaks."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import quote, urlencode

import pytest
from django import forms as django_forms
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import forms
from archive.operations.publishing import correct, publish, withdraw
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db

# One word for each thing that the public may not see, and some that it must.
HIDDEN = {
    "draft": "quokka",
    "closed item": "axolotl",
    "private document": "pangolin",
    "withdrawn": "okapi",
    "attendance that is not public": "tapir",
    "person of drafts only": "numbat",
    "body of drafts only": "dugong",
    "member of staff": "wombat",
}
SHOWN = {"heron", "stork", "egret", "bittern", "crane", "ibis"}


def routes() -> Iterator[URLPattern]:
    """Yield the routes of the public site; the desk asks everybody to log in."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            assert pattern.namespace == "admin"


ROUTES = {str(route.name): route for route in routes()}
LISTS = {name for name, route in ROUTES.items() if not route.pattern.regex.groups}


@dataclass
class World:
    """What there is to be addressed: values of each part that a route may have, hidden ones among them."""

    parts: dict[str, list[object]] = field(default_factory=dict)

    def addresses(self, name: str) -> Iterator[str]:
        """Yield the addresses of a route with all these values; an unknown part raises KeyError."""
        parts = list(ROUTES[name].pattern.regex.groupindex)
        for values in itertools.product(*(self.parts[part] for part in parts)):
            try:
                yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))
            except NoReverseMatch:
                # A version of 0, a year that is no day: no such address can be made.
                continue


@pytest.fixture
def world(settings, tmp_path: Path) -> World:
    """Fill an archive with things shown and hidden."""
    settings.MEDIA_ROOT = tmp_path
    board = make_body("heron", slug="board", description="heron")
    office = make_body(HIDDEN["body of drafts only"], slug="office", parent=board)
    day = dt.date(2023, 8, 23)
    files = [open_meeting(board, day), *closed_parts(board, day), *draft(board, day), *draft(office, day)]
    withdrawn(board, day)
    silent(board, day)
    return World(
        {
            "body": ["board", "office", "none"],
            "day": ["2023-08-23", "2023-08-23-2", "2023-08-23-3", "2023-08-23-4", "2023"],
            "year": ["2023", "1999"],
            "sequence": [1, 2],
            "pk": [0, *range(files[0] - 1, files[-1] + 2)],
            "name": ["agenda.txt", "agenda-2.txt"],
            "slug": ["board", "office", "shown", "hidden", "silent"],
            "number": [1, 2],
            "old": [1],
            "new": [2],
            "code": ["en", "zh-hans", "tlh"],
        }
    )


def open_meeting(board, day: dt.date) -> int:
    """Publish a meeting with one of everything and correct it; return the key of its document."""
    meeting = make_draft(body=board, date=day, name="stork", text="egret", items=1, resolutions=1)
    person = make_person("bittern", slug="shown")
    make_attendance(meeting, person=person)
    make_membership(person=person, body=board)
    make_vote(meeting.resolutions.get(), voter=person)
    make_action(meeting, description="crane", responsible=person)
    document = make_document(meeting, file=ContentFile(b"ibis", name="agenda.txt"))
    publish(meeting)
    meeting.summary = "stork"
    meeting.save()
    correct(meeting, kind="corrected", reason="Spelling.")
    return document.pk


def closed_parts(board, day: dt.date) -> list[int]:
    """Publish a meeting with closed and private parts; return the keys of its documents."""
    word = HIDDEN["closed item"]
    meeting = make_draft(body=board, date=day, name="Partly closed")
    item = make_item(meeting, name=word, text=word, presenter=word, is_public=False)
    person = make_person(word, slug="hidden")
    resolution = make_resolution(meeting, agenda_item=item, name=word, text=word, mover=person)
    make_vote(resolution, voter=person)
    make_action(meeting, agenda_item=item, description=word, responsible=person)
    kept = make_document(
        meeting, agenda_item=item, name=word, file=ContentFile(word.encode(), "agenda.txt")
    )
    word = HIDDEN["private document"]
    private = make_document(
        meeting, name=word, is_public=False, file=ContentFile(word.encode(), "agenda.txt")
    )
    publish(meeting)
    return [kept.pk, private.pk]


def draft(body, day: dt.date) -> list[int]:
    """Enter a draft; return the keys of its documents."""
    word = HIDDEN["draft"]
    meeting = make_draft(
        body=body, date=day, name=word, text=word, summary=word, location=word, document_number=word
    )
    person = make_person(HIDDEN["person of drafts only"])
    make_attendance(meeting, person=person, label=word)
    item = make_item(meeting, name=word, text=word)
    resolution = make_resolution(
        meeting, agenda_item=item, name=word, text=word, identifier=word, mover=person
    )
    make_vote(resolution, voter=person)
    make_action(meeting, description=word, responsible=person)
    acting = make_meeting(body=make_body(slug=f"acting-{meeting.pk}"), resolutions=1, approved_at=meeting)
    acting.resolutions.get().relations.create(target=resolution, kind="amends", note="stork")
    resolution.relations.create(target=acting.resolutions.get(), kind="implements", note=word)
    return [make_document(meeting, name=word, file=ContentFile(word.encode(), "agenda.txt")).pk]


def withdrawn(board, day: dt.date) -> None:
    """Publish a meeting and withdraw it: its title stays, the rest is gone."""
    word = HIDDEN["withdrawn"]
    meeting = make_meeting(body=board, date=day, name="Withdrawn", text=word, summary=word)
    make_resolution(meeting, name=word, text=word)
    make_item(meeting, name=word)
    make_document(meeting, name=word)
    withdraw(meeting, reason="Entered twice.")


def silent(board, day: dt.date) -> None:
    """Publish a meeting that does not tell who was there."""
    meeting = make_draft(body=board, date=day, name="Silent", attendance_status="not_public")
    make_attendance(meeting, person=make_person(HIDDEN["attendance that is not public"], slug="silent"))
    publish(meeting)


def said(client: Client, address: str) -> str:
    """Return all that an address answers, status and headers included; it must not be an error of ours."""
    response = client.get(address)
    assert response.status_code in {200, 301, 302, 400, 404, 410}, address
    content = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{response.status_code}\n{headers}\n{content.decode()}"


def test_walk_tells_nothing_hidden(client, world):
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


@pytest.mark.parametrize("route", ["search", "person_list"])
def test_hidden_things_are_not_found(client, world, route: str):
    nothing = client.get(reverse(route), {"q": "zzzzzz"}).content.decode()

    for word in HIDDEN.values():
        found = client.get(reverse(route), {"q": word}).content.decode()
        assert found.replace(word, "zzzzzz") == nothing


@pytest.mark.parametrize(("route", "name"), [("meeting_list", "person"), ("resolution_list", "mover")])
def test_hidden_people_are_nobody_to_the_filters(client, world, route: str, name: str):
    for slug in ("hidden", "silent", HIDDEN["person of drafts only"]):
        page = client.get(reverse(route), {name: slug}).content.decode()

        assert "Nobody in this archive has this address." in page


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
    for module in iter_modules(forms.__path__):
        import_module(f"archive.forms.{module.name}")
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


def test_no_query_string_breaks_a_page(client, world):
    for name, value in itertools.product(ROUTES, NASTY):
        first = next(world.addresses(name))
        said(client, f"{first}?{in_query(**dict.fromkeys(parameters(), value))}")


def test_no_single_parameter_breaks_a_list(client, world):
    for name, parameter, value in itertools.product(LISTS, parameters(), NASTIEST):
        said(client, f"{reverse(name)}?{in_query(**{parameter: value})}")


def test_no_address_breaks_the_site(client, world):
    for name in ROUTES.keys() - LISTS:
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
    for name, method in itertools.product(ROUTES, ["post", "put", "patch", "delete"]):
        response = getattr(client, method)(next(world.addresses(name)))

        assert response.status_code == 405, f"{method} {name}"
