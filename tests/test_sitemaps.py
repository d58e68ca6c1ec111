"""Sitemaps name every page that may be found, and none that may not."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from archive.models import Meeting, Topic
from archive.operations.publish import correct, publish, withdraw
from archive.sitemaps import MeetingSitemap
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_matter,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def addresses(client, path: str) -> list[str]:
    """Return the addresses that a sitemap or the index of them names, without the site."""
    root = ET.fromstring(client.get(path).content)
    return [str(place.text).removeprefix(SITE) for place in root.findall(".//{*}loc")]


def dates(client, path: str) -> list[str]:
    return [str(date.text) for date in ET.fromstring(client.get(path).content).findall(".//{*}lastmod")]


def make_evening() -> Meeting:
    meeting = make_draft(body=make_body(slug="council"), date=dt.date(2023, 8, 23))
    make_attendance(meeting, person=make_person(slug="chen"))
    make_resolution(meeting, matter=make_matter("2023-014", body=meeting.body))
    make_matter("2023-015", body=meeting.body)
    publish(meeting, at=dt.datetime(2023, 9, 1, tzinfo=dt.UTC))
    return meeting


def test_index_names_a_sitemap_for_each_kind_of_page(client):
    make_evening()

    assert addresses(client, "/sitemap.xml") == [
        f"/sitemap-{name}.xml"
        for name in ("pages", "years", "bodies", "people", "topics", "matters", "meetings", "resolutions")
    ]


@pytest.mark.parametrize(
    ("section", "pages"),
    [
        ("years", ["/meetings/2023/"]),
        ("bodies", ["/bodies/council/"]),
        ("people", ["/people/chen/"]),
        ("topics", ["/topics/flood-wall/"]),
        ("matters", ["/matters/2023-014/"]),
        ("meetings", ["/meetings/council/2023-08-23/"]),
        ("resolutions", ["/meetings/council/2023-08-23/resolutions/1/"]),
    ],
)
def test_sitemap_names_what_is_public(client, section: str, pages: list[str]):
    make_evening()
    Topic.objects.create(name="Flood wall", language="en")
    Topic.objects.create(name="Not ready", language="en", is_public=False)
    draft = make_draft(date=dt.date(1999, 1, 1), present=1, resolutions=1)
    withdraw(make_meeting(date=draft.date, present=1, resolutions=1), reason="Entered twice.")

    assert addresses(client, f"/sitemap-{section}.xml") == pages


def test_sitemap_of_pages_names_pages_that_answer(client):
    found = addresses(client, "/sitemap-pages.xml")

    assert {"/", "/meetings/", "/about/"} <= set(found)
    assert {client.get(address).status_code for address in found} == {200}


def test_sitemap_is_sent_anew_once_a_topic_is_public(client):
    etag = client.get("/sitemap-topics.xml")["ETag"]

    Topic.objects.create(name="Flood wall", language="en")

    assert client.get("/sitemap-topics.xml", headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("section", ["meetings", "resolutions"])
def test_sitemap_says_when_a_page_last_changed(client, section: str):
    meeting = make_evening()
    correct(meeting, kind="corrected", reason="A slip.", at=dt.datetime(2023, 9, 2, tzinfo=dt.UTC))

    assert dates(client, f"/sitemap-{section}.xml") == ["2023-09-02"]
    assert dates(client, "/sitemap.xml") == ["2023-09-02T00:00:00+00:00"] * 2


def test_sitemap_is_split_where_it_grows_too_long(client, monkeypatch):
    monkeypatch.setattr(MeetingSitemap, "limit", 2)
    for _ in range(3):
        make_meeting()

    index = addresses(client, "/sitemap.xml")

    assert "/sitemap-meetings.xml?p=2" in index
    assert len(addresses(client, "/sitemap-meetings.xml?p=2")) == 1


def test_sitemap_holds_fifty_thousand_at_most():
    assert MeetingSitemap.limit == 50_000


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-meetings.xml"])
def test_sitemap_that_has_not_changed_answers_304(client, path: str):
    meeting = make_evening()
    etag = client.get(path)["ETag"]

    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    withdraw(meeting, reason="By mistake.")
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/sitemap-secrets.xml", "/sitemap-meetings.xml?p=2", "/sitemap-years.xml?p=x"]
)
def test_sitemap_that_is_not_there_answers_404(client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("section", ["years", "bodies", "people", "meetings", "resolutions"])
@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_query_count(client, django_assert_max_num_queries, section: str, count: int):
    body = make_body()
    for number in range(count):
        make_meeting(body=body, date=dt.date(2020 + number, 1, 1), present=1, resolutions=1)

    with django_assert_max_num_queries(8):
        found = addresses(client, f"/sitemap-{section}.xml")

    assert len(found) == (1 if section == "bodies" else count)


def test_robots_are_led_to_the_sitemap(client):
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").content.decode().splitlines()
