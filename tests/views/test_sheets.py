"""Lists as tables: the same rows as on the page, all pages of them."""

import csv
import datetime as dt

import pytest

from archive.operations.publishing import publish
from archive.views.sheets import cell
from tests.factories import make_draft, make_person, make_resolution

pytestmark = pytest.mark.django_db


def decide(name: str, year: int = 2020, **fields):
    meeting = make_draft(date=dt.date(year, 1, 1))
    resolution = make_resolution(meeting, name=name, **fields)
    publish(meeting)
    return resolution


def table(response) -> list[list[str]]:
    """Return the rows of a CSV file without its head."""
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))[1:]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1"])
def test_cell_is_no_formula(text):
    assert cell(text) == f"'{text}"


def test_cell_says_redactions_in_words_and_leaves_nothing_empty_behind():
    assert cell("[[redacted: data protection]]") == "[Redacted: data protection]"
    assert (cell(None), cell(0), cell(dt.date(2023, 8, 23))) == ("", "0", "2023-08-23")


def test_table_begins_with_the_names_of_its_columns_for_excel(client):
    content = b"".join(client.get("/actions.csv"))

    assert content.startswith(b"\xef\xbb\xbfdate,body,description,status,")


def test_follow_up_is_a_table_too(client):
    meeting = make_draft(date=dt.date(2023, 8, 23), name="Kept")
    meeting.action_items.create(description="Ask for offers.", responsible_text="Clerk")
    meeting.action_items.create(description="Count cars.", status="done")
    publish(meeting)

    actions = table(client.get("/actions.csv"))

    assert [row[2:4] for row in actions] == [["Ask for offers.", "open"]]


def test_table_of_a_bad_filter_is_empty(client):
    decide("Flood wall").meeting.action_items.create(description="Ask for offers.")

    assert table(client.get("/actions.csv", {"since": "someday"})) == []


@pytest.mark.parametrize("count", [1, 3])
def test_table_query_count(client, django_assert_num_queries, count):
    meeting = make_draft()
    for _ in range(count):
        meeting.action_items.create(description="Ask.", responsible=make_person())
    publish(meeting)

    with django_assert_num_queries(2):
        rows = table(client.get("/actions.csv"))

    assert len(rows) == count
