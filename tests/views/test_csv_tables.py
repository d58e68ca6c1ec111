"""Tables for a spreadsheet: the rows of the list, complete, and nothing that a spreadsheet would run."""

import csv
import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from archive.operations.publish import publish
from archive.record.build import listed_meeting
from archive.views.exports import records_of
from tests.factories import (
    make_action,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)


def table(client, address: str, **headers: str) -> list[dict[str, str]]:
    """Return the rows of a table as {heading: cell}."""
    content = b"".join(client.get(address, headers=headers)).decode("utf-8-sig")
    return list(csv.DictReader(content.splitlines(keepends=True)))


def make_evening(**fields: Any) -> Meeting:
    body = make_body("Council", slug="council")
    return make_meeting(body=body, name="Evening", date=DAY, present=2, resolutions=1, **fields)


def test_meetings_table_says_what_the_list_says(client):
    make_evening(
        start_time=dt.time(19),
        end_time=dt.time(1, 10),
        number="12",
        location="Hall",
        summary="Pumps,\n“old” ones.",
        approved_on=DAY,
    )

    (row,) = table(client, "/meetings.csv")

    assert row == {
        "Date": "2023-08-23",
        "Body": "Council",
        "Last day": "",
        "Start": "19:00",
        "End": "01:10 (next day)",
        "Title": "Evening",
        "Alternate title": "",
        "Number": "12",
        "Series of numbers": "",
        "Document number": "",
        "Kind": "",
        "Status": "Held",
        "Place": "Hall",
        "Language": "en",
        "Attendance mode": "",
        "Present": "2",
        "Resolutions": "1",
        "Approved": "2023-08-23",
        "Disclosure": "Open",
        "Summary": "Pumps,\n“old” ones.",
        "Source": "",
        "Licence": "",
        "Address": "http://testserver/meetings/council/2023-08-23/",
    }


def test_resolutions_table_says_that_a_decision_was_taken_on_the_next_day(client):
    evening = {"start_time": dt.time(20), "end_time": dt.time(1)}
    for day, fields in ((1, evening), (2, evening | {"end_date": dt.date(2023, 8, 4)})):
        meeting = make_draft(date=dt.date(2023, 8, day), **fields)
        make_resolution(meeting, taken_at=dt.time(0, 10))
        publish(meeting)

    assert [row["Taken at"] for row in table(client, "/resolutions.csv")] == ["00:10", "00:10 (next day)"]


def test_resolutions_table_says_what_was_decided(client):
    meeting = make_draft(body=make_body("Council", slug="council"), name="Evening", date=DAY)
    mover, seconder = make_person("Ann Bell"), make_person("陳瑩")
    fields = {"mover": mover, "seconder": seconder, "yes_count": 7, "no_count": 0, "effective_date": DAY}
    make_resolution(meeting, name="Pumps", identifier="R-1", text="Buy **pumps**.", **fields)
    publish(meeting)

    (row,) = table(client, "/resolutions.csv")

    assert row == {
        "Date": "2023-08-23",
        "Body": "Council",
        "Meeting": "Evening",
        "Number": "R-1",
        "Matter": "",
        "Title": "Pumps",
        "Text": "Buy **pumps**.",
        "Kind": "Resolution",
        "Amendment to": "",
        "Result": "Adopted",
        "For": "7",
        "Against": "0",
        "Abstained": "",
        "Taken at": "",
        "Decided by": "",
        "Moved by": "Ann Bell",
        "Seconded by": "陳瑩",
        "In force from": "2023-08-23",
        "In force until": "",
        "Language": "en",
        "Address": "http://testserver/meetings/council/2023-08-23/resolutions/1/",
    }


def test_table_opens_in_a_spreadsheet_with_its_characters_right(client):
    make_evening()

    response = client.get("/meetings.csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    assert b"".join(response).startswith(b"\xef\xbb\xbfDate,Body,")


def test_table_is_in_the_language_of_the_reader(client):
    make_evening()

    (row,) = table(client, "/meetings.csv", **{"accept-language": "zh-CN"})

    assert (row["日期"], row["状态"]) == ("2023-08-23", "已召开")


def test_table_has_the_filters_of_the_list(client):
    make_evening()
    make_meeting(body=make_body("Board", slug="board"), name="Other", resolutions=2)

    assert [row["Title"] for row in table(client, "/meetings.csv?body=board")] == ["Other"]
    assert len(table(client, "/resolutions.csv?body=board")) == 2


def test_table_is_whole_and_in_the_order_of_the_list(client):
    body = make_body()
    for day in range(1, 6):
        make_meeting(body=body, date=dt.date(2023, 8, day))

    days = [row["Date"] for row in table(client, "/meetings.csv")]

    assert days == ["2023-08-05", "2023-08-04", "2023-08-03", "2023-08-02", "2023-08-01"]


def test_rows_are_fetched_a_chunk_at_a_time():
    body = make_body()
    for day in range(1, 6):
        make_meeting(body=body, date=dt.date(2023, 8, day))
    rows = Meeting.objects.published().with_list_columns().newest_first()

    parts = [[record["date"] for record in part] for part in records_of(rows, listed_meeting, chunk=2)]

    assert parts == [["2023-08-05", "2023-08-04"], ["2023-08-03", "2023-08-02"], ["2023-08-01"]]


@pytest.mark.parametrize(("precision", "date"), [("month", "2023-08"), ("year", "2023")])
def test_table_tells_no_day_that_is_not_known(client, precision: str, date: str):
    make_meeting(date=DAY, date_precision=precision)

    assert [row["Date"] for row in table(client, "/meetings.csv")] == [date]


def test_table_tells_nothing_hidden(client):
    meeting = make_draft(name="Open", resolutions=1)
    closed = make_item(meeting, is_public=False)
    make_resolution(meeting, name="Secret", agenda_item=closed)
    publish(meeting)
    make_draft(name="Draft", resolutions=1)

    assert [row["Title"] for row in table(client, "/meetings.csv")] == ["Open"]
    assert [row["Meeting"] for row in table(client, "/resolutions.csv")] == ["Open"]


def test_no_cell_of_a_table_is_a_formula(client):
    make_meeting(name="=cmd|' /C calc'!A0", location="@home")

    (row,) = table(client, "/meetings.csv")

    assert (row["Title"], row["Place"]) == ("'=cmd|' /C calc'!A0", "'@home")


@pytest.mark.parametrize("address", ["/meetings.csv", "/resolutions.csv"])
def test_table_that_has_not_changed_answers_304(client, address: str):
    make_evening()
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    make_meeting(resolutions=1)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["/meetings.csv?since=nonsense", "/resolutions.csv?result=x"])
def test_table_with_a_filter_that_cannot_be_read_says_so(client, address: str):
    response = client.get(address)

    assert response.status_code == 400
    assert 'class="notice"' in response.content.decode()


@pytest.mark.parametrize("address", ["/meetings.csv", "/resolutions.csv"])
def test_table_of_nothing_has_its_headings(client, address: str):
    assert b"".join(client.get(address)).startswith(b"\xef\xbb\xbfDate,Body,")
    assert table(client, address) == []


@pytest.mark.parametrize(("address", "queries"), [("/meetings.csv", 8), ("/resolutions.csv", 9)])
@pytest.mark.parametrize("count", [1, 3])
def test_table_query_count(client, django_assert_num_queries, address: str, queries: int, count: int):
    body = make_body("Council", slug="council")
    for _ in range(count):
        meeting = make_draft(body=body)
        make_resolution(meeting, taken_at=dt.time(20))
        publish(meeting)

    with django_assert_num_queries(queries):  # with the sittings of the meetings of resolutions
        rows = table(client, f"{address}?body=council")

    assert len(rows) == count


def test_resolutions_table_holds_those_with_the_words(client):
    meeting = make_draft()
    make_resolution(meeting, name="Flood wall")
    make_resolution(meeting, name="Swings")
    publish(meeting)

    assert [row["Title"] for row in table(client, "/resolutions.csv?q=swings")] == ["Swings"]


def test_actions_table_says_what_the_list_of_follow_up_says(client):
    meeting = make_draft(body=make_body("Council", slug="council"), date=DAY)
    make_action(meeting, description="Ask for offers.", responsible_text="Clerk", due_date=DAY)
    make_action(meeting, description="Count cars.", status="done")
    publish(meeting)

    [row] = table(client, "/actions.csv")

    assert [row[name] for name in ("Date", "Body", "What is to be done", "Status", "Due")] == [
        "2023-08-23",
        "Council",
        "Ask for offers.",
        "Open",
        "2023-08-23",
    ]
    assert row["Responsible, as written"] == "Clerk"


def test_actions_table_with_a_filter_that_cannot_be_read_is_empty(client):
    make_action(make_meeting())

    assert table(client, "/actions.csv?since=someday") == []


@pytest.mark.parametrize("count", [1, 3])
def test_actions_table_query_count(client, django_assert_num_queries, count):
    meeting = make_draft()
    for _ in range(count):
        make_action(meeting, responsible=make_person())
    publish(meeting)

    with django_assert_num_queries(3):
        rows = table(client, "/actions.csv")

    assert len(rows) == count
