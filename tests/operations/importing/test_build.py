"""Why a meeting of the full form is refused, in words that a person understands."""

import datetime as dt

import pytest

from archive.models import (
    Attendance,
    Body,
    Meeting,
    Person,
    Redirect,
    Resolution,
)
from archive.operations.importing.build import Directory
from tests.factories import make_body, make_draft
from tests.operations.importing.rows import Row, full_row, import_rows, reason_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source": ""}, "The text source is missing"),
        ({"source": []}, "The text source is missing"),
        ({"source_url": 5}, "The text source_url is missing"),
        ({"body": ""}, "The body has no name."),
        ({"body": {}}, "body is not text."),
        ({"body": "x" * 201}, "body, name: Ensure this value has at most 200 characters"),
        ({"name": ""}, "name: This field cannot be blank."),
        ({"name": []}, "name is not text."),
        ({"date": None}, "date: This field cannot be null."),
        ({"date": 20230823}, "date is not text."),
        ({"date": "2023-02-30"}, "date: “2023-02-30” value has the correct format"),
        ({"start_time": "soon"}, "start_time: “soon” value has an invalid format."),
        ({"expected_count": "41"}, "expected_count is not a whole number."),
        ({"expected_count": True}, "expected_count is not a whole number."),
        ({"expected_count": 1.5}, "expected_count is not a whole number."),
        ({"expected_count": -1}, "expected_count: Ensure this value is greater than or equal to 0."),
        ({"expected_count": 10**19}, "expected_count: Ensure this value is less than or equal to"),
        ({"status": "over"}, "status: 'over' is none of scheduled, held, cancelled."),
        ({"slug": "mine"}, "Unknown field: slug."),
        ({"id": 5}, "Unknown field: id."),
        ({"next_sequence": 5}, "Unknown field: next_sequence."),
        ({"attendees": []}, "Unknown field: attendees."),
        ({"publication": "withdrawn"}, "publication is neither draft nor published."),
        ({"publication": 1}, "publication is not text."),
        ({"publication": "published", "text": ""}, "It cannot be published: It has no text"),
        ({"publication": "published", "disclosure": "closed"}, "It cannot be published: It is not open"),
        ({"approved_at": "the next"}, "A meeting is named as"),
        ({"approved_at": {}}, "A meeting is named as"),
        ({"approved_at": {"body": ["B"], "date": "2023-01-01"}}, "A meeting is named as"),
        ({"approved_at": {"body": "B", "date": "soon"}}, "'soon' is not a date such as 2023-08-23."),
        ({"attendances": {}}, "attendances is not a list of objects."),
        ({"attendances": [5]}, "attendances is not a list of objects."),
        ({"attendances": [{}]}, "A person has no name."),
        ({"attendances": [{"person": "A", "position": 5}]}, "attendances 1, Unknown field: position."),
        ({"attendances": [{"person": {"slug": "none"}}]}, "No person has the address none."),
        ({"attendances": [{"person": {"slug": "/x"}}]}, "No person has the address /x."),
        ({"attendances": [{"person": {"slug": 5}}]}, "person is neither a name nor"),
        ({"attendances": [{"person": ["A"]}]}, "person is neither a name nor"),
        ({"resolutions": [{"name": "A", "mover": {"id": "1"}}]}, "mover is neither a name nor"),
        ({"attendances": [{"person": "A", "voting": 1}]}, "attendances 1, voting is not true or false."),
        ({"agenda_items": [{}]}, "agenda_items 1, name: This field cannot be blank."),
        ({"agenda_items": [{"name": "A", "continued_from": 1}]}, "An agenda item is named as"),
        ({"resolutions": [{}]}, "resolutions 1, text: Give the resolution a title or a text."),
        ({"resolutions": [{"name": "A", "agenda_item": 1}]}, "resolutions 1, agenda_item: there is none"),
        ({"resolutions": [{"name": "A", "agenda_item": True}]}, "agenda_item is not a position"),
        ({"resolutions": [{"name": "A", "votes": [{"option": "yes"}]}]}, "A person has no name."),
        (
            {"resolutions": [{"name": "A", "votes": 2 * [{"voter": "A", "option": "yes"}]}]},
            "resolutions 1, votes, A voted twice.",
        ),
        ({"resolutions": [{"name": "A", "relations": [{"kind": "amends"}]}]}, "A resolution is named as"),
        (
            {"resolutions": [{"name": "A", "relations": [{"target": {"body": "B", "identifier": "1"}}]}]},
            "No resolution is known as",
        ),
        (
            {"resolutions": [{"name": "A", "effective_date": "2023-01-02", "expiry_date": "2023-01-01"}]},
            "A resolution cannot expire before it is in force.",
        ),
        ({"action_items": [{}]}, "action_items 1, description: This field cannot be blank."),
        ({"action_items": [{"description": "A", "resolution": 1}]}, "action_items 1, resolution: there is"),
        ({"action_items": [{"description": "A", "closed_at": []}]}, "A meeting is named as"),
        ({"documents": [{"name": "A"}]}, "documents 1, give either a file or a url, and not both."),
        ({"documents": [{"name": "A", "url": "javascript:1"}]}, "documents 1, url: Enter a valid URL."),
        (
            {"documents": [{"name": "A", "url": "https://example.org/", "sha256": "0"}]},
            "documents 1, Unknown field: sha256.",
        ),
        ({"attendances": [{"person": "A"}] * 10_001}, "attendances has more than 10,000 rows."),
    ],
)  # fmt: skip
def test_meeting_is_refused_with_a_reason(tmp_path, fields: Row, reason: str):
    assert reason_for(tmp_path, full_row(**fields)).startswith(reason)
    counted = [model.objects.count() for model in (Meeting, Body, Person, Attendance, Resolution)]
    assert counted == [0, 0, 0, 0, 0]


def test_two_meetings_of_a_day_are_told_apart_by_number(tmp_path):
    body = make_body("Board")
    for number in ("1", "2"):
        make_draft(body=body, date=dt.date(2023, 7, 1), number=number)

    reason = reason_for(tmp_path, full_row(approved_at={"body": "Board", "date": "2023-07-01"}))

    assert reason == "Two meetings are known as Board, 2023-07-01. Tell which by number."


def test_number_once_a_year_is_said_kindly(tmp_path):
    rows = [full_row(1, number="第1次"), full_row(2, number="第1次")]

    counts, refusals = import_rows(tmp_path, *rows)

    assert counts == "imported 1, unchanged 0, differs 0, refused 1"
    assert refusals == [(2, "This body already has a meeting with this number in that year.")]


def test_new_people_cost_one_query_each_and_take_no_slug_of_before(django_assert_num_queries):
    Redirect.objects.create(old_path="/people/ann-lee/", new_path="/people/ann-smith/")
    directory = Directory()
    directory.look_up(["Ann Lee", "Ann Lee 2", "Bob Ray"])

    with django_assert_num_queries(1):
        made = directory.namesakes("Bob Ray")
    made += [*directory.namesakes("Ann Lee"), *directory.namesakes("Ann Lee 2")]

    assert [person.slug for person in made] == ["bob-ray", "ann-lee-2", "ann-lee-2-2"]
