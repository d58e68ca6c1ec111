import datetime as dt

import pytest

from archive.operations.publish import withdraw
from tests.factories import make_body, make_draft, make_item, make_meeting, make_resolution

pytestmark = pytest.mark.django_db


def test_home_says_what_the_archive_covers(client):
    make_meeting(date=dt.date(2008, 3, 1), resolutions=2)
    make_meeting(date=dt.date(2023, 8, 23), resolutions=1)

    page = client.get("/").content.decode()

    assert "2 meetings and 3 resolutions of 2 bodies, from 2008 to 2023." in page


def test_home_shows_latest_meetings_and_decisions(client):
    meeting = make_draft(name="Budget evening")
    make_resolution(meeting, name="Buy a pump", identifier="2023-031")
    make_meeting(name="Another evening")

    assert "Budget evening" not in client.get("/").content.decode()
    published = make_meeting(name="Open evening", resolutions=1)
    page = client.get("/").content.decode()

    assert f'<a href="{published.get_absolute_url()}">Open evening</a>' in page
    assert published.resolutions.get().get_absolute_url() in page


def test_home_bars_link_to_years(client):
    make_meeting(date=dt.date(2023, 8, 23))
    make_meeting(date=dt.date(2023, 9, 6))

    page = client.get("/").content.decode()

    assert '<a href="/meetings/2023/"><title>2023: 2 meetings</title>' in page


def test_home_of_an_empty_archive_says_so(client):
    make_draft(name="Zebra draft")

    page = client.get("/").content.decode()

    assert "No minutes have been published yet" in page
    assert "Zebra" not in page


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


def test_home_has_one_search_form_and_needs_no_inline_script_or_style(client):
    make_meeting()

    page = client.get("/").content.decode()

    assert page.count('role="search"') == 1
    assert "style=" not in page
    assert page.replace('<script type="application/ld+json">', "").count("<script") == 0


@pytest.mark.parametrize("count", [1, 3])
def test_home_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        make_meeting(resolutions=1, present=1)

    with django_assert_num_queries(5):
        response = client.get("/")

    assert len(response.context["meetings"]) == count


def test_home_writes_dates_as_the_reader_does(client):
    make_meeting(date=dt.date(2023, 8, 23))

    page = client.get("/", headers={"accept-language": "zh-hans"}).content.decode()

    assert '<html lang="zh-Hans"' in page
    assert '<time class="day" datetime="2023-08-23"><b>23</b> 2023年8月</time>' in page
