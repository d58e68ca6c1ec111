"""A search as a feed and as a table."""

import csv
import datetime as dt
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from archive.models import Meeting
from archive.operations.publish import publish, withdraw
from archive.search.engines.base import Limits, SearchTimeoutError
from archive.search.entries import Kind
from archive.search.filters import Filters
from archive.search.hits import list_all
from archive.search.query import parse
from archive.views.exports import search_table
from tests.factories import (
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_meeting,
    make_resolution,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = dt.date(2023, 8, 23)


def table(client, **values: str) -> list[dict[str, str]]:
    return rows_in(client.get("/search.csv", values))


def rows_in(response: Iterable[bytes]) -> list[dict[str, str]]:
    content = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(content.splitlines(keepends=True)))


def entries(client, **values: str) -> list[dict[str, str]]:
    root = fromstring(client.get("/search.atom", values).content)
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href") or "" for child in entry}
        for entry in root.iter(f"{ATOM}entry")
    ]


def make_evening(**fields: Any) -> Meeting:
    body = make_body("Council", slug="council")
    meeting = make_draft(body=body, name="Evening", text="A budget.", date=DAY, **fields)
    make_attendance(meeting)
    make_resolution(meeting, name="Budget", identifier="R-1")
    make_document(meeting, name="Budget tables", url="https://example.org/b.pdf")
    publish(meeting)
    return meeting


def test_search_table_has_a_row_for_each_thing_found(client):
    make_evening()

    rows = table(client, q="budget")

    assert [row["Found in"] for row in rows] == ["Resolutions", "Meetings", "Documents"]
    assert rows[0] == {
        "Found in": "Resolutions",
        "Date": "2023-08-23",
        "Body": "Council",
        "Meeting": "Evening",
        "Number": "R-1",
        "Title": "Budget",
        "Amendment to": "",
        "Result": "Adopted",
        "Present": "1",
        "Language": "en",
        "Address": "http://testserver/meetings/council/2023-08-23/resolutions/1/",
    }
    assert rows[2]["Address"] == "https://example.org/b.pdf"


def test_search_table_has_all_rows_whatever_the_page(rf):
    for day in range(1, 8):
        make_meeting(text="budget", name=f"Session {day}", date=dt.date(2023, 1, day))

    values = {"q": "budget", "order": "best", "page": "3", "before": "7", "in": "meetings"}
    response = search_table(rf.get("/search.csv", values), limits=Limits(rows=2))

    assert [row["Title"] for row in rows_in(response)] == [f"Session {day}" for day in range(7, 0, -1)]


def test_search_table_passes_the_filters(client):
    make_evening()
    make_meeting(text="budget", name="Other")

    rows = table(client, q="budget", body="council", **{"in": "meetings"})

    assert [row["Title"] for row in rows] == ["Evening"]


def test_search_feed_has_the_newest_first(client):
    make_evening()
    make_meeting(text="budget", name="Later", body=make_body("Board"), date=dt.date(2023, 9, 1))

    found = entries(client, q="budget")

    assert [entry["title"] for entry in found] == [
        "Board, 1 September 2023: Later",
        "Council, 23 August 2023: Budget (Adopted)",
        "Council, 23 August 2023: Evening",
        "Council, 23 August 2023: Budget tables",
    ]
    assert found[2]["summary"] == "A <mark>budget</mark>."
    assert found[1]["link"] == "http://testserver/meetings/council/2023-08-23/resolutions/1/"
    assert len({entry["id"] for entry in found}) == 4


def test_search_feed_is_not_sent_again_unless_something_changed(client):
    make_evening()
    tag = client.get("/search.atom", {"q": "budget"})["ETag"]

    again = client.get("/search.atom", {"q": "budget"}, headers={"if-none-match": tag})
    make_meeting(text="budget")
    changed = client.get("/search.atom", {"q": "budget"}, headers={"if-none-match": tag})

    assert (again.status_code, changed.status_code) == (304, 200)


@pytest.mark.parametrize("query", ["", "-budget", "!?"])
def test_search_for_nothing_gives_an_empty_feed_and_table(client, query: str):
    make_evening()

    assert entries(client, q=query) == table(client, q=query) == []


def test_hidden_things_are_in_no_feed_or_table(client):
    make_draft(text="quokka")
    withdraw(make_meeting(text="quokka"), reason="Entered twice.")
    meeting = make_draft()
    make_document(meeting, name="quokka", is_public=False)
    publish(meeting)

    assert entries(client, q="quokka") == table(client, q="quokka") == []


@pytest.mark.parametrize("address", ["/search.atom", "/search.csv"])
def test_bad_filter_is_a_bad_request(client, address: str):
    make_evening()

    response = client.get(address, {"q": "budget", "since": "soon"})

    assert response.status_code == 400
    assert "Evening" not in response.content.decode()


@pytest.mark.parametrize(("address", "name"), [("atom", "find"), ("csv", "list_all")])
def test_search_that_takes_too_long_says_so(client, monkeypatch, address: str, name: str):
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise SearchTimeoutError

    monkeypatch.setattr(f"archive.views.exports.{name}", interrupted)

    response = client.get(f"/search.{address}", {"q": "budget"})

    assert response.status_code == 503
    assert "This search took too long." in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_search_table_query_count(client, django_assert_max_num_queries, count: int):
    for _ in range(count):
        meeting = make_draft(text="budget", present=count)
        make_resolution(meeting, name="Budget", identifier="")
        publish(meeting)

    with django_assert_max_num_queries(23):
        rows = table(client, q="budget")

    assert len(rows) == 2 * count


def test_everything_is_never_listed():
    with pytest.raises(ValueError, match="nothing to look for"):
        next(list_all(parse(""), Meeting.objects.published(), Filters(), kind=Kind.MEETING))


def test_page_leads_to_feed_and_table(client):
    make_evening()

    html = client.get("/search/", {"q": "budget", "order": "best"}).content.decode()

    assert 'title="Search" href="/search.atom?q=budget"' in html
    assert '<a href="/search.csv?q=budget"' in html
