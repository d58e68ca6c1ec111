"""Addresses of the desk beside its lists, as nobody's page has them: none is an error of ours."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from archive.models import Meeting, Topic

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ODD = ["x", HUGE, "\x00", "10000-01-01,-1"]
CARRIED = ("_to_field", "_popup", "_changelist_filters", "next_of", "source", "absorbed", "kept", "e", "p")
PICKER = {
    "app_label": "archive",
    "model_name": "attendance",
    "field_name": "person",
    "term": "a",
    "page": "1",
}


def odd_addresses() -> Iterator[str]:
    for value in ODD:
        for model in (Meeting, Topic, Group):
            page = f"/desk/{model._meta.app_label}/{model._meta.model_name}"
            fields = [field.name for field in model._meta.get_fields() if not field.auto_created]
            yield f"{page}/add/?{urlencode(dict.fromkeys((*fields, *CARRIED), value))}"
            yield f"{page}/{quote(value)}/history/"
        yield from (f"/desk/autocomplete/?{urlencode(PICKER | {name: value})}" for name in PICKER)


def test_no_odd_address_is_an_error_of_ours(superuser: Client):
    superuser.raise_request_exception = False

    answers = {address: superuser.get(address).status_code for address in odd_addresses()}

    assert [address for address, status in answers.items() if status >= 500] == []


@pytest.mark.parametrize("value", [*ODD, "9" * 5000])
def test_odd_choice_of_several_rows_is_told_beside_its_field(superuser: Client, value: str):
    pages = {
        "/desk/archive/topic/add/": ["resolutions", "meetings", "left_out"],
        "/desk/auth/group/add/": ["permissions"],
    }

    for page, names in pages.items():
        answer = superuser.post(page, {"name": "Parks"} | dict.fromkeys(names, value))

        assert answer.status_code == 200
        assert set(names) <= set(answer.context["adminform"].form.errors)
