"""Open actions of earlier meetings: closed by the next one when that is published, else carried on."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from archive.models import ActionClosure, ActionItem, Meeting
from archive.operations.action_closures import open_actions
from archive.operations.publish import publish
from archive.record.history import corrections
from archive.record.versions import current_snapshot
from tests.admin.pages import ADD, blank, change, filled, save
from tests.factories import make_action, make_body, make_draft, make_meeting


@pytest.fixture
def action(db: None) -> ActionItem:
    """Return an open action that published minutes gave."""
    action = make_action(make_draft(date=dt.date(2023, 8, 23)), description="Order sandbags")
    publish(action.meeting)
    return action


def said(action: ActionItem, status: str, outcome: str = "") -> dict[str, str]:
    return {f"closing-{action.pk}-status": status, f"closing-{action.pk}-outcome": outcome}


def snapshot(action: ActionItem) -> dict[str, Any]:
    return current_snapshot(action.meeting) or {}


def next_meeting(action: ActionItem, **fields) -> Meeting:
    return make_draft(body=action.meeting.body, date=dt.date(2023, 9, 6), **fields)


def offered(client: Client, address: str) -> list[str]:
    return [row.action.description for row in client.get(address).context["follow_up"]]


def test_open_actions_are_offered_to_the_next_meeting(clerk: Client, action: ActionItem):
    make_action(action.meeting, description="Done long ago", status="done")
    make_action(make_meeting(), description="Another body's")

    assert offered(clerk, f"{ADD}?next_of={action.meeting.body.pk}") == ["Order sandbags"]
    assert offered(clerk, change(next_meeting(action))) == ["Order sandbags"]
    assert offered(clerk, ADD) == []


def test_meeting_is_not_asked_about_its_own_or_later_actions(clerk: Client, action: ActionItem):
    earlier = make_draft(body=action.meeting.body, date=dt.date(2023, 8, 1))

    assert offered(clerk, change(earlier)) == []
    assert offered(clerk, change(action.meeting)) == []


def test_closing_waits_for_publication(publisher: Client, action: ActionItem):
    meeting = next_meeting(action)

    save(
        publisher, change(meeting), filled(publisher, change(meeting), **said(action, "done", "Delivered."))
    )

    action.refresh_from_db()
    assert (action.status, action.closed_at) == ("open", None)
    assert snapshot(action)["action_items"][0]["status"] == "open"
    page = publisher.get(change(meeting)).context["follow_up"][0]
    assert (page.status.value(), page.words.value()) == ("done", "Delivered.")


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_publication_closes_the_action_as_a_fact_that_came_since(
    publisher: Client, action: ActionItem, status: str
):
    meeting = next_meeting(action)
    fields = filled(publisher, change(meeting), **said(action, status, "Delivered."), _publish="1")

    save(publisher, change(meeting), fields)

    action.refresh_from_db()
    assert (action.status, action.closed_at, action.outcome) == (status, meeting, "Delivered.")
    version = action.meeting.revisions.newest_first()[0]
    assert (version.number, version.kind, version.reason) == (2, "action_closed", "")
    assert list(corrections()) == []
    page = Client().get(action.meeting.get_absolute_url()).text
    assert re.search(r"<b>Action item closed <time[^>]*>[^<]+</time>\.</b>", page)
    row = snapshot(action)["action_items"][0]
    assert (row["status"], row["closed_at"]["name"]) == (status, meeting.name)


def test_action_left_open_is_carried_on(publisher: Client, action: ActionItem):
    meeting = next_meeting(action)

    save(publisher, change(meeting), filled(publisher, change(meeting), **said(action, ""), _publish="1"))

    action.refresh_from_db()
    assert action.status == "open"
    assert action.meeting.revisions.count() == 1
    assert offered(publisher, change(next_meeting(action))) == ["Order sandbags"]


def test_answer_is_taken_back(clerk: Client, action: ActionItem):
    meeting = next_meeting(action)
    ActionClosure.objects.create(meeting=meeting, action=action)

    save(clerk, change(meeting), filled(clerk, change(meeting), **said(action, "")))

    assert not ActionClosure.objects.exists()


def test_new_meeting_closes_too(publisher: Client, action: ActionItem):
    fields = blank(body=action.meeting.body.pk, date="2023-09-06", text="Met.", _publish="1")

    save(publisher, ADD, fields | said(action, "done"))

    action.refresh_from_db()
    assert action.status == "done"


def test_action_of_a_draft_is_closed_without_a_version(publisher: Client):
    draft = make_draft(date=dt.date(2023, 8, 23))
    action = make_action(draft)
    meeting = next_meeting(action)

    fields = filled(publisher, change(meeting), **said(action, "done"), _publish="1")
    save(publisher, change(meeting), fields)

    action.refresh_from_db()
    assert (action.status, draft.revisions.count()) == ("done", 0)


def test_preview_closes_nothing(publisher: Client, action: ActionItem):
    meeting = next_meeting(action)

    publisher.post(
        change(meeting), filled(publisher, change(meeting), **said(action, "done"), _preview="1")
    )

    assert not ActionClosure.objects.exists()


@pytest.mark.parametrize("status", ["nonsense", "\x00", "open"])
def test_answer_that_cannot_be_read_changes_nothing(clerk: Client, action: ActionItem, status: str):
    meeting = next_meeting(action)

    save(clerk, change(meeting), filled(clerk, change(meeting), **said(action, status)))

    assert not ActionClosure.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "9" * 30, "\x00", "0"])
def test_body_that_is_none_breaks_nothing(clerk: Client, body: str):
    assert clerk.post(ADD, blank(body=body)).context["follow_up"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_follow_up_query_count(django_assert_num_queries, db: None, count: int):
    body = make_body()
    for _number in range(count):
        make_action(make_draft(body=body))

    with django_assert_num_queries(1):
        found = [(str(row.meeting.date), row.responsible) for row in open_actions(body)]

    assert len(found) == count
