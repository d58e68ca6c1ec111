"""The search page."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.operations.publishing import withdraw
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def page(client, **values) -> str:
    response = client.get("/search/", values)
    assert response.status_code == 200
    return response.content.decode()


def test_search_without_words_shows_a_form_and_what_to_try(client):
    html = page(client)

    assert '<input type="search" name="q"' in html
    assert "應急" in html


def test_search_shows_resolutions_then_meetings(client):
    meeting = make_meeting(name="Budget meeting", text="The budget was read.", date=dt.date(2023, 8, 23))
    make_resolution(meeting, name="Budget adopted", result="adopted")

    html = page(client, q="budget")

    assert "1 resolution, 1 meeting" in html
    assert html.index("<mark>Budget</mark> adopted") < html.index("<mark>Budget</mark> meeting")
    assert "The <mark>budget</mark> was read." in html
    assert '<span class="pill adopted">Adopted</span>' in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    assert 'datetime="2023-08-23"' in html


def test_search_says_how_many_were_present(client):
    make_meeting(text="budget", present=3)

    assert "3 present" in page(client, q="budget")


def test_search_marks_foreign_text(client):
    make_meeting(name="防汛会议", text="研究防汛工作", language="zh-Hans")

    html = page(client, q="防汛")

    assert '<p lang="zh-Hans">研究<mark>防汛</mark>工作</p>' in html


def test_search_in_one_kind_shows_only_that(client):
    meeting = make_meeting(name="Alpha", text="budget")
    make_resolution(meeting, name="Budget adopted")

    html = page(client, q="budget", **{"in": "meetings"})

    assert 'id="meetings"' in html
    assert 'id="resolutions"' not in html


def test_search_links_to_all_of_a_kind_page_by_page(client):
    for day in range(1, 22):
        make_meeting(text="budget", name=f"Session {day:02}", date=dt.date(2023, 1, day))

    beginning, rest = page(client, q="budget"), page(client, q="budget", page=2, **{"in": "meetings"})

    assert "All 21 meetings" in beginning
    assert "?q=budget&amp;in=meetings" in beginning
    assert "Session 01" in rest
    assert "Session 02" not in rest


def test_search_filters_by_body_and_counts_all_bodies(client):
    council, board = make_body("Council"), make_body("Board")
    make_meeting(body=council, text="budget", name="Of the council")
    make_meeting(body=board, text="budget", name="Of the board")

    html = page(client, q="budget", body=council.slug)

    assert "Of the council" in html
    assert "Of the board" not in html
    assert '<span>Board</span> <span class="n">1</span>' in html
    assert 'href="?q=budget">Council</a>' in html  # the chip that takes the filter away


def test_search_filters_by_dates_and_links_years(client):
    for year in (2021, 2022):
        make_meeting(text="budget", name=f"Session of {year}", date=dt.date(year, 3, 1))

    html = page(client, q="budget", since="2022", until="2022年12月31日")

    assert "Session of 2022" in html
    assert "Session of 2021" not in html
    assert "since=2021&amp;until=2021" in html


def test_search_orders_by_best_match(client):
    make_meeting(name="Flood plan", text="alpha", date=dt.date(2020, 1, 1))
    make_meeting(name="Later", text="a flood", date=dt.date(2021, 1, 1))

    newest, best = page(client, q="flood"), page(client, q="flood", order="best")

    assert newest.index("Later") < newest.index("Flood</mark> plan")
    assert best.index("Flood</mark> plan") < best.index("Later")


def test_search_explains_what_it_understood(client):
    html = " ".join(page(client, q='flood OR storm -"code of conduct"').split())

    assert "<b>flood</b> or <b>storm</b>; without <b>code of conduct</b>" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nowhere", "Nothing found."),
        ("-flood", "A search needs at least one word to look for"),
        ("…!?", "There is no word to look for"),
        ("\x00", "There is no word to look for"),
        ("\N{PARTY POPPER}", "There is no word to look for"),
        ("a" * 10_000, "only the first 1,000 characters"),
        ("word " * 40, "32 words"),
    ],
)
def test_search_says_why_nothing_was_found(client, query: str, sentence: str):
    assert sentence in page(client, q=query)


def test_search_offers_to_drop_filters_where_they_leave_nothing(client):
    body = make_body("Empty")
    make_meeting(text="budget")

    html = page(client, q="budget", body=body.slug)

    assert '<a href="?q=budget">Search without filters</a>' in html


@pytest.mark.parametrize(
    "values",
    [
        {"body": "nobody"},
        {"since": "soon"},
        {"until": "soon\x00"},
        {"since": "2023", "until": "2022"},
        {"in": "documents"},
        {"order": "worst"},
        {"page": "one"},
        {"page": "0"},
        {"page": "9" * 5000},
        {"body": "x" * 10_000},
    ],
)
def test_bad_filter_shows_its_error_and_nothing_else(client, values: dict[str, str]):
    make_meeting(text="budget", name="Unfiltered")

    html = page(client, q="budget", **values)

    assert 'class="errorlist"' in html
    assert "Nothing is listed" in html
    assert "Unfiltered" not in html


def test_page_beyond_the_last_is_not_found(client):
    make_meeting(text="budget")

    assert client.get("/search/", {"q": "budget", "in": "meetings", "page": 2}).status_code == 404


def test_search_hides_what_is_not_public(client):
    make_draft(text="budget draftword")
    withdrawn = make_meeting(text="budget withdrawnword")
    withdraw(withdrawn, reason="Published by mistake.")
    meeting = make_meeting(text="budget publicword")
    make_item(meeting, name="budget closedword", is_public=False)

    html = page(client, q="budget")

    assert "publicword" in html
    for word in ("draftword", "withdrawnword", "closedword"):
        assert word not in html
        assert "Nothing found." in page(client, q=word)


def test_what_was_typed_is_escaped(client):
    query = '"><script>alert(1)</script>'

    html = page(client, q=query)

    assert "<script>" not in html
    assert escape(query) in html


@pytest.mark.parametrize("count", [1, 3])
def test_search_query_count(client, django_assert_num_queries, engine, count):
    for _ in range(count):
        meeting = make_meeting(text="flood", present=count)
        make_resolution(meeting, name="Flood")

    # The bodies; the counts and keys; the rows of each kind. PostgreSQL is told how to search.
    with django_assert_num_queries(4 if engine == "sqlite" else 5):
        html = page(client, q="flood")

    assert html.count("<mark>") == 2 * count


@pytest.mark.parametrize("count", [1, 3])
def test_search_query_count_where_names_match(client, django_assert_max_num_queries, count):
    person = make_person("Kate Stewart")
    for _ in range(count):
        meeting = make_meeting()
        make_attendance(meeting, person=person)
        make_item(meeting)

    with django_assert_max_num_queries(8):
        html = page(client, q="stewart")

    assert html.count("<mark>Stewart</mark>") == count


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_gives_a_page(client, query: str):
    assert client.get("/search/?q=" + quote(query)).status_code == 200


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF", "%00%01", "%E2%80%AEabc", "%", "a&q=b", "%22%22%22"])
def test_any_bytes_give_a_page(client, raw: str):
    assert client.get(f"/search/?q={raw}").status_code == 200
