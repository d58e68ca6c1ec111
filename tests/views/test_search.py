"""The search page."""

import datetime as dt
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import SearchMiss
from archive.operations.publish import publish, withdraw
from archive.search.engines.base import Limits, SearchTimeoutError
from archive.views.search import search
from tests.factories import (
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
    put_on_record,
)

pytestmark = pytest.mark.django_db


def page(client, **values) -> str:
    response = client.get("/search/", values)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_search_without_words_shows_a_form_and_what_to_try(client):
    html = page(client)

    assert '<input type="search" name="q"' in html
    assert "應急" in html
    assert 'name="person"' in html


# What a page shows


def test_search_shows_resolutions_then_meetings_then_documents(client):
    meeting = make_draft(name="Budget meeting", text="The budget was read.", date=dt.date(2023, 8, 23))
    make_resolution(meeting, name="Budget adopted", result="adopted")
    document = make_document(meeting, name="Budget tables", text="All of the budget.")
    publish(meeting)

    html = page(client, q="budget")

    titles = ["<mark>Budget</mark> adopted", "<mark>Budget</mark> meeting", "<mark>Budget</mark> tables"]
    assert sorted(titles, key=html.index) == titles
    assert "1 resolution, 1 meeting, 1 document" in html
    assert "All of the <mark>budget</mark>." in html
    assert '<span class="pill adopted">Adopted</span>' in html
    assert f'href="{document.get_absolute_url()}"' in html
    assert 'datetime="2023-08-23"' in html


@pytest.mark.parametrize("kind", ["resolutions", "meetings", "documents"])
def test_search_says_how_many_were_present(client, kind: str):
    meeting = make_draft(text="budget", name="Evening", present=3)
    make_resolution(meeting, name="Budget")
    make_document(meeting, name="Budget")
    publish(meeting)

    assert page(client, q="budget", **{"in": kind}).count("3 present") == 1


def test_search_does_not_say_how_many_were_present_where_that_is_not_public(client):
    meeting = make_draft(text="budget", present=3, attendance_status="not_public")
    make_resolution(meeting, name="Budget")
    publish(meeting)

    assert "present" not in page(client, q="budget").partition("<main")[2].partition("<form")[0]


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


# Pages


def make_days(count: int, **fields: object) -> None:
    for day in range(1, count + 1):
        make_meeting(text="budget", name=f"Session {day:02}", date=dt.date(2023, 1, day), **fields)


def links(html: str, rel: str) -> list[str]:
    """Return where the links of a kind lead."""
    parts = html.split(f'" rel="{rel}"')[:-1]
    return [part.rpartition('href="')[2].replace("&amp;", "&") for part in parts]


def test_search_leads_on_to_all_of_a_kind(client):
    make_days(6)

    html = page(client, q="budget")

    assert '<a href="?q=budget&amp;in=meetings">All 6 meetings</a>' in html
    assert "Session 01" not in html


def test_search_pages_forward_and_back(client):
    make_days(21)

    first = page(client, q="budget", **{"in": "meetings"})
    [forward] = links(first, "next")
    second = client.get(f"/search/{forward}").content.decode()
    [back] = links(second, "prev")
    third = client.get(f"/search/{back}").content.decode()

    assert [f"Session {day:02}" in first for day in (21, 2, 1)] == [True, True, False]
    assert [f"Session {day:02}" in second for day in (21, 2, 1)] == [False, False, True]
    assert [f"Session {day:02}" in third for day in (21, 2, 1)] == [True, True, False]
    assert links(second, "next") == links(third, "prev") == []


def test_search_pages_the_best_matches_by_number_and_the_rest_by_place(rf):
    make_days(31)
    make_days(14, body=make_body())

    address, seen = "?q=budget&in=meetings&order=best", []
    while address:
        html = search(rf.get(f"/search/{address}"), limits=Limits(most_ranked=40)).content.decode()
        seen += [part[:10] for part in html.split('<h3><a href="/meetings/')[1:]]
        address = (links(html, "next") or [""])[0]

    assert len(seen) == 45


def test_page_beyond_the_best_is_not_found(client):
    make_meeting(text="budget")

    address = {"q": "budget", "in": "meetings", "order": "best", "page": 2}

    assert client.get("/search/", address).status_code == 404


def test_page_beyond_the_oldest_leads_back(client):
    make_meeting(text="budget")

    html = page(client, q="budget", before=1, **{"in": "meetings"})

    assert "There is nothing more in this direction." in html
    assert '<a href="?q=budget&amp;in=meetings">First page</a>' in html


def test_search_orders_by_best_match(client):
    make_meeting(name="Flood plan", text="alpha", date=dt.date(2020, 1, 1))
    make_meeting(name="Later", text="a flood", date=dt.date(2021, 1, 1))

    newest, best = page(client, q="flood"), page(client, q="flood", order="best")

    assert newest.index("Later") < newest.index("Flood</mark> plan")
    assert best.index("Flood</mark> plan") < best.index("Later")


# Filters and facets


def test_search_filters_by_body_and_counts_all_bodies(client):
    council, board = make_body("Council"), make_body("Board")
    make_meeting(body=council, text="budget", name="Of the council")
    make_meeting(body=board, text="budget", name="Of the board")

    html = page(client, q="budget", body=council.slug)

    assert "Of the council" in html
    assert "Of the board" not in html
    assert '<span>Board</span> <span class="n">1</span>' in html
    assert 'href="?q=budget">Council</a>' in html  # the chip that takes the filter away


def test_search_filters_by_result_and_counts_all_results(client):
    meeting = make_meeting()
    make_resolution(meeting, name="Budget A", result="adopted")
    make_resolution(meeting, name="Budget B", result="rejected")
    put_on_record(meeting)

    html = page(client, q="budget", result="rejected")

    assert "<mark>Budget</mark> B" in html
    assert "<mark>Budget</mark> A" not in html
    assert 'value="rejected" checked> Rejected <span class="n">1</span>' in html
    assert 'value="adopted"> Adopted <span class="n">1</span>' in html


def test_search_filters_by_dates_and_links_years(client):
    for year in (2021, 2022):
        make_meeting(text="budget", name=f"Session of {year}", date=dt.date(year, 3, 1))

    html = page(client, q="budget", since="2022", until="2022年12月31日")

    assert "Session of 2022" in html
    assert "Session of 2021" not in html
    assert 'href="?q=budget&amp;since=2021&amp;until=2021"><title>2021: 1 found</title>' in html


def make_evening() -> None:
    """Publish one meeting that every filter keeps and one that none does."""
    kept = make_draft(name="Kept", text="alpha beta", classification="special")
    make_attendance(kept, person=make_person("Kate Stewart", slug="kate"))
    make_vote(make_resolution(kept, name="Alpha"), option="no")
    publish(kept)
    make_meeting(name="Other", text="alpha gamma", resolutions=1)


@pytest.mark.parametrize(
    "values",
    [
        {"person": "stewart"},
        {"person": "kate"},
        {"classification": "special"},
        {"phrase": "alpha beta"},
        {"any": "beta delta"},
        {"without": "gamma"},
        {"q": "person:stewart"},
    ],
)
def test_every_filter_keeps_what_it_says_and_has_a_chip(client, values: dict[str, str]):
    make_evening()

    html = page(client, **{"in": "meetings", "order": "", "q": "alpha"} | values)

    assert ">Kept<" in html.replace("<mark>", "").replace("</mark>", "")
    assert ">Other<" not in html
    assert 'class="chips' in html


def test_search_keeps_contested_resolutions(client):
    make_evening()

    html = page(client, contested="1")

    assert "1 resolution" in html
    assert "<mark>" not in html


def test_search_with_filters_only_lists_everything_kept(client):
    body = make_body("Council")
    make_meeting(body=body, name="Of the council", resolutions=1)
    make_meeting(name="Of another")

    html = page(client, body=body.slug)

    assert "1 resolution, 1 meeting" in html
    assert "Of another" not in html


def test_filters_stay_in_the_form(client):
    make_meeting(text="budget")

    html = page(client, q="budget", person='Ann "Bell', since="soon")

    assert 'value="Ann &quot;Bell"' in html
    assert 'value="soon" aria-invalid="true" aria-describedby="search-since-error"' in html


def test_results_stand_before_the_filters(client):
    make_meeting(name="Evening", text="budget")

    html = page(client, q="budget")

    assert html.index("Evening") < html.index('id="narrow"')


def test_bodies_of_drafts_only_are_no_filter(client):
    hidden = make_body("Secret")
    make_draft(body=hidden)

    assert "Secret" not in page(client)
    assert "Secret" not in page(client, q="budget", body=hidden.slug)


# What was understood


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"q": 'flood OR storm -"code of conduct"'},
            "<b>flood</b> or <b>storm</b>; without <b>code of conduct</b>",
        ),
        ({"q": "flood body:council"}, "<b>flood</b>; body <b>council</b>"),
        ({"q": "机构:council 年:2023"}, "body <b>council</b>; year <b>2023</b>"),
        ({"q": "result:rejected"}, "result <b>Rejected</b>"),
        ({"q": "flood -result:noted"}, "<b>flood</b>; not result <b>Noted</b>"),
        ({"q": "flood", "person": "Li Wei"}, "<b>flood</b>; with <b>Li Wei</b>"),
    ],
)
def test_search_explains_what_it_understood(client, values: dict[str, str], sentence: str):
    assert sentence in page(client, **values)


def test_plain_words_need_no_explanation(client):
    assert "Understood as" not in page(client, q="flood prevention")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nowhere", "Nothing found."),
        ("-flood", "A search needs at least one word to look for"),
        ("…!?", "There is no word to look for"),
        ("\x00", "There is no word to look for"),
        ("\N{PARTY POPPER}", "There is no word to look for"),
        ("a" * 10_000, "only its beginning was searched for"),
        ("word " * 40, "only its beginning was searched for"),
    ],
)
def test_search_says_why_nothing_was_found(client, query: str, sentence: str):
    assert sentence in page(client, q=query)


def test_search_that_takes_too_long_says_so(client, monkeypatch):
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise SearchTimeoutError

    monkeypatch.setattr("archive.views.search.find_by_kind", interrupted)

    response = client.get("/search/", {"q": "budget"})

    assert response.status_code == 503
    assert "This search took too long" in response.content.decode()


# Nothing found


def test_search_suggests_what_is_found(rf):
    make_meeting(text="The budget was read.")

    response = search(rf.get("/search/", {"q": "budgett -draft"}), limits=Limits(advice_seconds=60))

    html = response.content.decode()
    assert '<a href="?q=budget+-draft">budget</a>' in html
    assert "1 found" in html


def test_search_offers_to_drop_the_filter_that_leaves_nothing(client):
    body = make_body("Empty")
    make_meeting(body=body, text="flood", classification="special")
    make_meeting(text="budget", classification="special")

    html = page(client, q="budget", body=body.slug, classification="special")

    assert '<a href="?q=budget&amp;classification=special">Search without “Empty”</a>' in html
    assert "Search without “Special”" not in html
    assert '<a href="?q=budget">Search without filters</a>' in html


def test_search_says_what_could_not_be_searched(client):
    meeting = make_draft(text="", items=1)
    make_document(meeting, text="")
    make_document(meeting, text="", is_public=False)
    publish(meeting)
    make_draft(text="")
    make_resolution(make_meeting(), text="Of the other meeting.")

    html = page(client, q="nowhere")

    assert "1 meeting has no text here yet" in html
    assert "1 document has no text that can be read" in html


def test_search_counts_what_is_not_found(client):
    client.get("/search/", {"q": "Zebra"})
    client.get("/search/", {"q": "zebra"})

    assert list(SearchMiss.objects.values_list("term", "count")) == [("zebra", 2)]


@pytest.mark.parametrize(
    "headers", [{"user-agent": "Examplebot/1.0"}, {"sec-purpose": "prefetch;prerender"}]
)
def test_robots_and_browsers_that_look_ahead_are_not_counted(client, headers: dict[str, str]):
    client.get("/search/", {"q": "zebra"}, headers=headers)

    assert not SearchMiss.objects.exists()


def test_head_is_not_counted(client):
    client.head("/search/", {"q": "zebra"})

    assert not SearchMiss.objects.exists()


# Bad values, and what is hidden


@pytest.mark.parametrize(
    "values",
    [
        {"body": "nobody"},
        {"result": "great"},
        {"classification": "odd"},
        {"person": "!?"},
        {"since": "soon"},
        {"until": "soon\x00"},
        {"since": "2023", "until": "2022"},
        {"in": "videos"},
        {"order": "worst"},
        {"page": "one"},
        {"page": "0"},
        {"page": "9" * 5000},
        {"before": "-1"},
        {"after": "9" * 30},
        {"body": "x" * 10_000},
    ],
)
def test_bad_filter_shows_its_error_and_nothing_else(client, values: dict[str, str]):
    make_meeting(text="budget", name="Unfiltered")

    html = page(client, q="budget", **values)

    assert 'class="errorlist"' in html
    assert "Nothing is listed" in html
    assert "Unfiltered" not in html


def test_search_hides_what_is_not_public(client):
    make_draft(text="budget draftword")
    withdrawn = make_meeting(text="budget withdrawnword")
    withdraw(withdrawn, reason="Published by mistake.")
    meeting = make_meeting(text="budget publicword")
    make_item(meeting, name="budget closedword", is_public=False)
    make_document(meeting, name="budget privateword", is_public=False)

    html = page(client, q="budget")

    assert "publicword" in html
    for word in ("draftword", "withdrawnword", "closedword", "privateword"):
        assert word not in html
        assert "Nothing found." in page(client, q=word)


def test_what_was_typed_is_escaped(client):
    query = '"><script>alert(1)</script>'

    html = page(client, q=query)

    assert "<script>" not in html
    assert escape(query) in html


# Search engines


@pytest.mark.parametrize(("query", "is_kept_out"), [({}, False), ({"q": "flood"}, True)])
def test_search_engines_may_list_the_page_and_no_searches(client, query: dict[str, str], is_kept_out: bool):
    html = page(client, **query)

    assert ('<meta name="robots" content="noindex">' in html) == is_kept_out
    assert ('<meta name="description"' in html) != is_kept_out


# Queries


@pytest.mark.parametrize("count", [1, 3])
def test_search_query_count(client, django_assert_num_queries, engine, count):
    for _ in range(count):
        meeting = make_draft(text="flood", present=count)
        make_resolution(meeting, name="Flood")
        make_document(meeting, name="Flood")
        publish(meeting)

    # The bodies; what is not published; PostgreSQL is told how to search; counts, facets, keys;
    # rows and their meetings.
    with django_assert_num_queries(11 if engine == "sqlite" else 12):
        html = page(client, q="flood")

    assert html.count("<mark>") == 3 * count


@pytest.mark.parametrize("count", [1, 3])
def test_search_query_count_where_names_match(client, django_assert_max_num_queries, count):
    person = make_person("Kate Stewart")
    for _ in range(count):
        meeting = make_meeting()
        make_attendance(meeting, person=person)
        make_item(meeting)
        put_on_record(meeting)

    with django_assert_max_num_queries(18):
        html = page(client, q="stewart")

    assert html.count("<mark>Stewart</mark>") == count


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_gives_a_page(client, query: str):
    assert client.get("/search/?q=" + quote(query)).status_code == 200


NAMES = "q in body result since until person classification contested phrase any without order before page"
VALUES = st.sampled_from(
    ["", "1", "2023", "adopted", "best", "meetings", "regular", "防", "-x", '"', "\x00"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES.split()), VALUES | st.text(max_size=12), max_size=6))
def test_any_query_string_gives_a_page(client, values: dict[str, str]):
    assert client.get("/search/", values).status_code in {200, 404}


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF", "%00%01", "%E2%80%AEabc", "%", "a&q=b", "%22%22%22"])
def test_any_bytes_give_a_page(client, raw: str):
    assert client.get(f"/search/?q={raw}").status_code == 200


# In the address bar


def test_opensearch_tells_browsers_where_to_search(client, settings):
    settings.SITE_NAME = "Archive of <Luohe> & district\x01"

    response = client.get("/opensearch.xml")
    root = fromstring(response.content)
    names = {child.tag.partition("}")[2]: child.text for child in root}
    templates = [url.get("template") for url in root.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]

    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert names["ShortName"] == "Archive of <Luoh"
    assert names["LongName"] == "Archive of <Luohe> & district"
    assert "http://testserver/search/?q={searchTerms}" in templates


def test_every_page_leads_to_the_description(client):
    link = '<link rel="search" type="application/opensearchdescription+xml"'

    assert link in client.get("/").content.decode()


def test_chinese_counts_are_parted_as_chinese_parts_them(client):
    meeting = make_meeting(text="防汛")
    make_resolution(meeting, name="防汛")
    put_on_record(meeting)
    client.cookies["django_language"] = "zh-hans"

    assert "1项决议、1次会议" in page(client, q="防汛")


@pytest.mark.parametrize("asked", ["person=刘洋", "q=person:刘洋"])
def test_name_of_several_asks_which_is_meant(client, asked):
    for label in ("局长", "科长"):
        meeting = make_meeting(name=f"{label}会", body=make_body("县政府" + label))
        make_attendance(meeting, person=make_person("刘洋"), label=label)
        put_on_record(meeting)
    make_attendance(make_draft(), person=make_person("刘洋"))

    page = client.get(f"/search/?{asked}")

    assert [(person.slug, person.post_text) for person, _address in page.context["namesakes"]] == [
        ("liu-yang", "局长, 县政府局长"),
        ("liu-yang-2", "科长, 县政府科长"),
    ]
    chosen = client.get("/search/" + page.context["namesakes"][1][1])
    assert chosen.context["total"] == 1
    assert "科长会" in chosen.text
