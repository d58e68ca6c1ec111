"""Follow-up: what is listed in which state, for whom, and what stays hidden."""

import datetime as dt

import pytest
from django.utils import timezone

from archive.operations.publish import publish
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db

PAST, FUTURE = dt.date(2023, 9, 1), dt.date(2999, 1, 1)


def make_done(*, meeting=None, **fields):
    """Make an action of a published meeting."""
    meeting = meeting or make_draft()
    action = make_action(meeting, **fields)
    if not meeting.is_published:
        publish(meeting)
    return action


def listed(client, **query: str) -> list[str]:
    """Return what the page lists."""
    page = client.get("/actions/", query).context["page"]
    return [action.description for action in page.items]


# States


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("", ["Late", "Early", "Any day"]),
        ("open", ["Late", "Early", "Any day"]),
        ("overdue", ["Late"]),
        ("done", ["Ready"]),
        ("dropped", ["Given up"]),
    ],
)
def test_action_list_by_state_most_urgent_first(client, state, found):
    make_done(description="Any day")
    make_done(description="Early", due_date=FUTURE)
    make_done(description="Late", due_date=PAST)
    make_done(description="Ready", due_date=PAST, status="done")
    make_done(description="Given up", due_date=PAST, status="dropped")

    response = client.get("/actions/", {"state": state})

    assert [action.description for action in response.context["page"].items] == found
    counts = {each["name"]: each["count"] for each in response.context["states"]}
    assert counts == {"open": 3, "overdue": 1, "done": 1, "dropped": 1, "all": None}


def test_action_list_says_for_how_long_an_action_is_overdue(client):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_done(due_date=yesterday)

    assert "Overdue by 1 day<" in client.get("/actions/").content.decode()


def test_action_list_keeps_the_other_filters_when_the_state_changes(client):
    make_done(description="Mend the quay")

    page = client.get("/actions/", {"by": "quay & co", "page": "1"}).content.decode()

    assert 'href="?by=quay+%26+co&amp;state=done"' in page


# Who


@pytest.mark.parametrize(
    "query",
    [
        {"responsible": "li-wei"},
        {"responsible": "李伟"},
        {"responsible_body": "works"},
        {"by": "wei"},
        {"by": "Works"},
        {"by": "harbour"},
        {"body": "council"},
        {"since": "2023"},
        {"until": "2023"},
    ],
)
def test_action_list_filters(client, query):
    council, works = make_body("Council"), make_body("Works")
    make_done(
        meeting=make_draft(body=council, date=dt.date(2023, 5, 1)),
        description="Found",
        responsible=make_person("Li Wei", alternate_name="李伟"),
        responsible_body=works,
        responsible_text="Harbour master",
    )
    make_done(meeting=make_draft(date=dt.date(2022 if "since" in query else 2024, 5, 1)))

    assert listed(client, **query) == ["Found"]


@pytest.mark.parametrize("value", ["nonsense", "a\0b", "x" * 10_000, "😀"])
@pytest.mark.parametrize("field", ["state", "body", "since", "until", "responsible", "responsible_body"])
def test_action_list_with_a_bad_value_says_so_and_lists_nothing(client, field, value):
    make_done(description="Zebra")

    response = client.get("/actions/", {field: value})

    assert list(response.context["form"].errors) == [field]
    assert 'class="errorlist"' in response.content.decode()
    assert "Zebra" not in response.content.decode()


def test_action_list_says_that_nobody_is_named(client):
    make_done()

    assert "nobody is named" in client.get("/actions/").content.decode()


# Carrying forward


def test_action_list_counts_over_how_many_meetings_an_open_action_was_carried(client):
    body = make_body()
    make_done(meeting=make_draft(body=body, date=dt.date(2022, 1, 1)))
    for month in (2, 3):
        make_meeting(body=body, date=dt.date(2022, month, 1))
    make_draft(body=body, date=dt.date(2022, 4, 1))
    make_meeting(body=body, date=dt.date(2022, 5, 1), status="cancelled")
    make_meeting(date=dt.date(2022, 6, 1))

    assert "carried over 2 meetings" in client.get("/actions/").content.decode()


def test_action_list_counts_carrying_up_to_the_meeting_that_closed_it(client):
    body = make_body()
    meetings = [make_meeting(body=body, date=dt.date(2022, month, 1)) for month in (1, 2, 3, 4)]
    make_done(meeting=meetings[0], status="done", closed_at=meetings[2])

    page = client.get("/actions/", {"state": "done"}).content.decode()

    assert "carried over 1 meeting<" in page
    assert f'closed at the meeting of <a href="{meetings[2].get_absolute_url()}">' in page


def test_action_list_tells_nothing_of_a_draft_that_closed_an_action(client):
    body = make_body()
    given, between = (make_meeting(body=body, date=dt.date(2022, month, 1)) for month in (1, 2))
    draft = make_draft(body=body, date=dt.date(2022, 3, 1))
    make_done(meeting=given, status="done", closed_at=draft)

    page = client.get("/actions/", {"state": "done"}).content.decode()

    assert given.get_absolute_url() in page
    assert "closed at the meeting" not in page
    assert "carried over" not in page
    assert between.get_absolute_url() not in page


# What stays hidden


def test_action_list_hides_drafts_and_closed_items(client):
    make_action(make_draft(), description="Zebra")
    meeting = make_draft()
    closed = make_item(meeting, is_public=False)
    make_action(meeting, description="Quagga", agenda_item=closed)
    make_action(meeting, description="Quoll", resolution=make_resolution(meeting, agenda_item=closed))
    make_done(meeting=meeting, description="Shown")

    response = client.get("/actions/", {"state": "all"})

    assert [action.description for action in response.context["page"].items] == ["Shown"]
    assert response.context["states"][0]["count"] == 1


def test_action_list_links_neither_bodies_nor_people_without_a_page(client):
    person = make_person("Li Wei", has_public_page=False)
    make_done(responsible=person, responsible_body=make_body("Works"))

    page = client.get("/actions/").content.decode()

    assert "<span>Li Wei</span>" in page
    assert "<span>Works</span>" in page


def test_action_list_knows_no_body_of_drafts_only(client):
    make_draft(body=make_body("Works"))

    assert client.get("/actions/", {"responsible_body": "works"}).context["form"].errors


def test_action_list_finds_nobody_through_a_name_that_is_not_in_the_action(client):
    meeting = make_meeting()
    make_attendance(meeting, person=make_person("Li Wei"))
    make_done(meeting=meeting)

    assert listed(client, by="Li Wei") == []


@pytest.mark.parametrize("count", [1, 3])
def test_action_list_query_count(client, django_assert_num_queries, count):
    for _ in range(count):
        meeting = make_draft()
        resolution = make_resolution(meeting)
        make_done(
            meeting=meeting,
            resolution=resolution,
            responsible=make_person(),
            responsible_body=make_body(),
            closed_at=make_meeting(),
        )

    with django_assert_num_queries(5):
        response = client.get("/actions/")

    assert len(response.context["page"].items) == count
