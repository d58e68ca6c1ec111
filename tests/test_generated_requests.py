"""Any request to any page, public or of the desk, gets an answer that is no error of ours.

A run of the suite tries 300 on each engine; with `--hypothesis-profile explore` this file tries 6,000.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access import addresses_of, fill_desk
from tests.factories import make_user
from tests.test_access import TABLE
from tests.world import ROUTES, World

pytestmark = pytest.mark.django_db

AGAIN = (
    settings.get_profile(settings.get_current_profile_name()).max_examples // 100
)  # 20 times in a long run
LEFT_OUT = {"logout"}  # after which the others would only be led to the log-in
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*? name="([^"]+)"')

NUMBERS = ["0", "1", "2", "-1", "9" * 30, "²", "٣", "1e9", "NaN"]
DAYS = ["2023-08-23", "0001-01-01", "9999-12-31", "10000-01-01", "二〇二三年八月二十三日", "24:00", "99:99"]
ODD = ["", " ", "on", "null", "[]", "{}", "%", "'\"<>", "__all__", "pk__in", "../..", "//example.org"]
HARD = ["\x00", "\ud800", "\u202e\U0010ffff", "a" * 20_000]
EXAMPLES = settings().max_examples  # 100, or 2,000 of each user in a long run
TEXTS = st.text(max_size=40) | st.sampled_from([*NUMBERS, *DAYS, *ODD, *HARD])
CARRIED = set("page before after next order in p o q all e _popup _to_field".split())  # by links


@pytest.fixture(scope="module")
def world(kept_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Fill an archive with a row of every kind, once for all tests here."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("documents")):
        filled = fill_desk()
        make_user("Clerk", username="clerk")
        make_user(username="root", is_superuser=True)
        yield filled


@pytest.fixture(scope="module")
def addresses(world: World) -> list[str]:
    """Return the addresses of all pages, one of each kind of row."""
    desk = [one for route in TABLE if route not in LEFT_OUT for one in addresses_of(route)]
    return [*desk, *(next(world.addresses(name)) for name in sorted(ROUTES))]


@pytest.fixture(scope="module")
def names(addresses: list[str]) -> list[str]:
    """Return the names of all fields of all pages, and of what links carry."""
    client = Client()
    client.force_login(User.objects.get(username="root"))
    found = {
        "page",
        "before",
        "after",
        "next",
        "order",
        "in",
        "p",
        "o",
        "q",
        "all",
        "_popup",
        "_to_field",
        "e",
    }
    for address in addresses:
        response: Any = client.get(address)
        found |= set(FIELD.findall(response.getvalue().decode(errors="replace")))
    return sorted(found)


def escaped(fields: dict[str, str]) -> str:
    return urlencode(fields, errors="surrogatepass")


def send(user: str, method: str, address: str, query: dict[str, str], fields: dict[str, str]) -> int:
    """Send a request, undo what it did, and return the status of its answer."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(User.objects.get(username=user))
    path = f"{address}{'&' if '?' in address else '?'}{escaped(query)}" if query else address
    with transaction.atomic():
        kind = "application/x-www-form-urlencoded"
        response: Any = client.generic(method, path, escaped(fields), content_type=kind)
        response.getvalue()
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("user", ["", "clerk", "root"])
def test_no_generated_request_is_an_error_of_ours(world, addresses: list[str], names: list[str], user: str):
    given_names = st.sampled_from(names) | st.text(max_size=12)
    fields = st.dictionaries(given_names, TEXTS, max_size=6)

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(["GET", "POST"]), st.sampled_from(addresses), fields, fields)
    def any_request(method: str, address: str, query: dict[str, str], sent: dict[str, str]) -> None:
        assert send(user, method, address, query, sent) < 500

    any_request()
