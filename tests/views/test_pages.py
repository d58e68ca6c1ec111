"""The home page, pages about the site, the choice of language, and error pages."""

import csv
import datetime as dt
import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from archive.operations.publish import withdraw
from archive.views import pages
from tests.factories import make_body, make_draft, make_item, make_meeting, make_resolution

# Home


@pytest.mark.django_db
def test_home_says_what_the_archive_covers(client):
    make_meeting(date=dt.date(2008, 3, 1), resolutions=2)
    make_meeting(date=dt.date(2023, 8, 23), resolutions=1)

    page = client.get("/").content.decode()

    assert "2 meetings and 3 resolutions of 2 bodies, from 2008 to 2023." in page


@pytest.mark.django_db
def test_home_shows_latest_meetings_and_decisions(client):
    meeting = make_draft(name="Budget evening")
    make_resolution(meeting, name="Buy a pump", identifier="2023-031")
    make_meeting(name="Another evening")

    assert "Budget evening" not in client.get("/").content.decode()
    published = make_meeting(name="Open evening", resolutions=1)
    page = client.get("/").content.decode()

    assert f'<a href="{published.get_absolute_url()}">Open evening</a>' in page
    assert published.resolutions.get().get_absolute_url() in page


@pytest.mark.django_db
def test_home_bars_link_to_years(client):
    make_meeting(date=dt.date(2023, 8, 23))
    make_meeting(date=dt.date(2023, 9, 6))

    page = client.get("/").content.decode()

    assert '<a href="/meetings/2023/"><title>2023: 2 meetings</title>' in page


@pytest.mark.django_db
def test_home_of_an_empty_archive_says_so(client):
    make_draft(name="Zebra draft")

    page = client.get("/").content.decode()

    assert "No minutes have been published yet" in page
    assert "Zebra" not in page


@pytest.mark.django_db
def test_home_hides_what_is_not_public(client):
    make_draft(name="Zebra draft", body=make_body("Giraffe body"), resolutions=1)
    withdraw(make_meeting(name="Okapi meeting"), reason="By mistake.")
    meeting = make_draft(name="Open evening")
    make_resolution(meeting, agenda_item=make_item(meeting, is_public=False), name="Quagga decision")
    meeting.publication, meeting.slug = "published", "2023-08-23"
    meeting.published_at = dt.datetime(2023, 9, 1, tzinfo=dt.UTC)
    meeting.save()

    page = client.get("/").content.decode()

    assert "Open evening" in page
    assert [word for word in ("Zebra", "Giraffe", "Okapi", "Quagga") if word in page] == []


@pytest.mark.django_db
def test_home_has_one_search_form_and_needs_no_inline_script_or_style(client):
    make_meeting()

    page = client.get("/").content.decode()

    assert page.count('role="search"') == 1
    assert "style=" not in page
    assert page.replace('<script type="application/ld+json">', "").count("<script") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_home_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting(resolutions=1, present=1)

    with django_assert_num_queries(6):
        response = client.get("/")

    assert len(response.context["meetings"]) == count


@pytest.mark.django_db
def test_home_writes_dates_as_the_reader_does(client):
    make_meeting(date=dt.date(2023, 8, 23))

    page = client.get("/", headers={"accept-language": "zh-hans"}).content.decode()

    assert '<html lang="zh-Hans"' in page
    assert '<time class="day" datetime="2023-08-23"><b>23</b> 2023年8月</time>' in page


# About


@pytest.mark.django_db
def test_about_says_what_the_archive_covers(client):
    body = make_body("Council")
    make_meeting(body=body, date=dt.date(2011, 5, 1), resolutions=2)
    make_meeting(body=body, date=dt.date(2013, 5, 1))

    content = client.get("/about/").content.decode()

    assert "2 meetings and 2 resolutions of 1 body, from 2011 to 2013." in content
    assert '<a href="/bodies/council/">Council</a>' in content


# Data and accessibility


@pytest.mark.django_db
def test_data_names_the_columns_of_the_tables_that_it_links(client):
    make_meeting(resolutions=1)

    page = client.get("/data/").content.decode()

    for table in ("meetings.csv", "resolutions.csv", "actions.csv"):
        assert f'href="/{table}"' in page
        heads = b"".join(client.get(f"/{table}").streaming_content).decode("utf-8-sig").splitlines()[0]
        assert " · ".join(next(csv.reader([heads]))) in html.unescape(page)


@pytest.mark.django_db
def test_addresses_that_the_data_page_links_exist(client):
    page = client.get("/data/").content.decode()
    links = re.findall(r'href="(/[^"]*)"', page[page.index("<main") : page.index("</main>")])

    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.django_db
def test_accessibility_says_whom_to_tell_only_where_it_is_known(client, settings):
    settings.SITE_OWNER = "The Council"
    assert "This archive is kept by The Council." in client.get("/accessibility/").content.decode()

    settings.SITE_OWNER = ""
    assert "Whom to tell" not in client.get("/accessibility/").content.decode()


@pytest.mark.django_db
def test_every_page_leads_to_data_and_accessibility(client):
    page = client.get("/meetings/").content.decode()

    assert 'href="/data/"' in page
    assert 'href="/accessibility/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/about/", "/bodies/", "/meetings/", "/search/"])
def test_bodies_are_in_one_order_everywhere(client, path):
    for name in ("W3C group", "漯河组", "npm group", "jQuery group"):
        make_meeting(name="Meeting", body=make_body(name))

    page = client.get(path).content.decode()

    page = page.rpartition("<h2>Bodies</h2>")[2]
    places = [page.index(f">{name}<") for name in ("jQuery group", "漯河组", "npm group", "W3C group")]
    assert places == sorted(places)


@pytest.mark.django_db
def test_about_tells_nothing_of_drafts(client):
    make_meeting(body=make_body("Council"))
    before = client.get("/about/").content
    make_draft(body=make_body("Secret numbat"), date=dt.date(1999, 1, 1))

    after = client.get("/about/").content

    assert b"numbat" not in after
    assert after == before


@pytest.mark.django_db
def test_about_is_kind_to_an_empty_archive(client):
    response = client.get("/about/")

    assert response.status_code == 200
    assert b"No minutes have been published yet." in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_about_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting()

    with django_assert_num_queries(4):
        response = client.get("/about/")

    assert len(response.context["coverage"]["bodies"]) == count


# Language


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_language_is_remembered(client, code):
    response = client.get(f"/language/{code}/", {"next": "/about/?a=1"})

    assert (response.status_code, response["Location"]) == (302, "/about/?a=1")
    assert response.cookies["django_language"].value == code
    assert response.cookies["django_language"]["httponly"]


@pytest.mark.django_db
def test_language_changes_the_pages_that_follow(client):
    client.get("/language/zh-hans/")

    response = client.get("/about/")

    assert '<html lang="zh-Hans"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil",
        "\0",
        "",
        "/" + "x" * 10_000,
    ],
)
def test_language_leads_to_no_other_site(client, address):
    response = client.get("/language/en/", {"next": address})

    assert (response.status_code, response["Location"]) == (302, "/")


def test_language_takes_an_address_with_line_breaks_as_one_line(client):
    response = client.get("/language/en/", {"next": "/about/\r\nSet-Cookie: a=b"})

    assert response["Location"].startswith("/")
    assert "\n" not in response["Location"]
    assert "a" not in response.cookies


@pytest.mark.parametrize("code", ["de", "zh-tw", "EN", "xx"])
def test_language_that_is_not_spoken_answers_404(client, code):
    response = client.get(f"/language/{code}/")

    assert response.status_code == 404
    assert "django_language" not in response.cookies


# Robots


def test_robots_may_read_all_but_the_desk_and_searches(client):
    response = client.get("/robots.txt")

    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /desk/", "Disallow: /search/?", "Disallow: /preview/", "Allow: /"} <= set(lines)


# What went wrong


def test_page_that_is_not_there_answers_404_in_the_look_of_the_site(client):
    response = client.get("/nowhere/")

    content = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing here" in content
    assert 'class="site-head"' in content


def test_page_that_is_not_there_tells_no_secret_of_routes_or_models(client, db):
    content = client.get("/people/nobody/").content.decode()

    assert "matches the given query" not in content
    assert "tried" not in content


def test_page_that_is_not_there_says_why_where_a_view_does(client, db):
    make_meeting()

    response = client.get("/people/?page=7")

    assert response.status_code == 404
    assert "This list has no page 7." in response.content.decode()


@pytest.mark.parametrize("path", ["/%00/", "/people/%00/", "/%ff%fe/", "/%ed%a0%80/", "/" + "x" * 5000])
def test_address_of_strange_signs_answers_404(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert b"There is nothing here" in response.content


def test_host_that_is_not_ours_answers_400_in_the_look_of_the_site(db):
    response = Client(headers={"host": "evil.example"}).get("/about/")

    assert response.status_code == 400
    assert b"This request could not be read" in response.content
    assert b'class="site-head"' in response.content


def test_request_with_too_many_fields_answers_400(client, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10

    response = client.get("/people/?" + "&".join(["q=1"] * 11))

    assert response.status_code == 400
    assert b"This request could not be read" in response.content


def test_forbidden_request_answers_403():
    response = pages.permission_denied(RequestFactory().get("/desk/"), PermissionDenied())

    assert response.status_code == 403
    assert b"You may not do this" in response.content


def test_form_from_elsewhere_answers_403_with_what_to_do(db):
    response = Client(enforce_csrf_checks=True).post("/desk/login/", {"username": "clerk"})

    assert response.status_code == 403
    assert b"The form was not accepted" in response.content
    assert b'class="site-head"' in response.content


def test_server_error_answers_500_without_a_database_or_a_request(client):
    client.raise_request_exception = False

    # The database is out of bounds here: the view fails, and its error page asks no query either.
    response = client.get("/about/")

    assert response.status_code == 500
    assert b"Something went wrong" in response.content
    assert b'class="site-head"' in response.content


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_page_has_one_heading_and_is_kept_out_of_search_engines(name):
    content = render_to_string(f"{name}.html")

    assert content.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("path", ["/about/", "/robots.txt", "/language/en/", "/people/", "/bodies/"])
def test_page_only_answers_to_reading(client, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 405
