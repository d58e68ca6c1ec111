"""Links to feeds, tables and languages, and linked data that cannot break out of its element."""

import json
import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from archive.templatetags.linked_data import script
from tests.factories import make_body, make_draft, make_meeting

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def rendered(source: str, address: str = "/meetings/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load linked_data %}" + source).render(Context({"request": request, **context}))


def linked(client, address: str) -> dict[str, Any]:
    """Return the linked data of a page, of which there is one block."""
    (text,) = DATA.findall(client.get(address).content.decode())
    return json.loads(text)


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/meetings/", "/meetings.atom"),
        ("/meetings/?page=3", "/meetings.atom"),
        ("/meetings/?body=a&page=3&since=2023", "/meetings.atom?body=a&amp;since=2023"),
    ],
)
def test_feed_of_a_list_has_its_query_without_the_page(address: str, feed: str):
    assert rendered('{% same_query "meetings_feed" as atom %}{{ atom }}', address) == feed


def test_feed_is_named():
    html = rendered('{% feed_link "/a.atom" title %}', title="A & B")

    assert html == ('<link rel="alternate" type="application/atom+xml" title="A &amp; B" href="/a.atom">')


def test_languages_of_an_address_are_named_and_so_is_that_it_asks():
    html = rendered("{% spoken %}", "/about/?x=1")

    assert re.findall('hreflang="(.*?)" href="(.*?)"', html) == [
        ("en", "http://testserver/about/"),
        ("zh-Hans", "http://testserver/about/"),
        ("zh-Hant", "http://testserver/about/"),
        ("x-default", "http://testserver/about/"),
    ]


@pytest.mark.parametrize(("code", "locale"), [("en", "en_GB"), ("zh-hans", "zh_CN"), ("zh-hant", "zh_TW")])
def test_language_of_the_page_is_told_to_who_shares_it(code: str, locale: str):
    with translation.override(code):
        assert f'<meta property="og:locale" content="{locale}">' in rendered("{% spoken %}")


def test_site_of_one_language_names_no_others(settings):
    settings.LANGUAGES = [("en", "English")]

    assert rendered("{% spoken %}") == ""


def test_page_without_a_request_names_no_address():
    assert Template("{% load linked_data %}{% spoken %}").render(Context()) == ""


@pytest.mark.parametrize("nasty", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028", '"\\'])
def test_linked_data_stays_within_its_element(nasty: str):
    html = script({"name": nasty})

    assert html.count("<") == 2
    assert json.loads(DATA.findall(html)[0])["name"] == nasty


@pytest.mark.django_db
def test_pages_tell_machines_what_they_are(client):
    body = make_body("Council", slug="council")
    meeting = make_meeting(body=body, present=1, resolutions=1)
    person = meeting.attendances.get().person
    pages = {
        "/": "WebSite",
        meeting.get_absolute_url(): "Event",
        f"{meeting.get_absolute_url()}resolutions/1/": "CreativeWork",
        "/bodies/council/": "Organization",
        person.get_absolute_url(): "Person",
    }

    assert {address: linked(client, address)["@type"] for address in pages} == pages


@pytest.mark.django_db
def test_preview_tells_machines_nothing(admin_client):
    page = admin_client.get(make_draft().get_absolute_url()).content.decode()

    assert "ld+json" not in page
    assert "article:published_time" not in page
