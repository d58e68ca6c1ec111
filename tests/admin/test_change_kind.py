"""What a change of published minutes is called: a fact that came since, or a correction, which says why."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import Meeting
from archive.operations.publish import publish
from archive.record.history import corrections
from tests.admin.pages import change, errors, filled, notes, row, save
from tests.factories import make_action, make_document, make_draft, make_item, make_meeting

DAY = dt.date(2023, 8, 23)
DOCUMENT = {"classification": "attachment", "name": "The plan", "url": "https://example.org/plan.pdf"}


def with_document(number: int = 0, **fields: Any) -> dict[str, Any]:
    """Return the fields of a new document as the row with this number."""
    total = {"documents-TOTAL_FORMS": number + 1}
    return total | row("documents", number, **({"is_public": "on"} | DOCUMENT | fields))


def kind_and_reason(meeting: Meeting) -> tuple[int, str, str]:
    return meeting.revisions.newest_first().values_list("number", "kind", "reason")[0]


def make_call(**fields: Any) -> Meeting:
    """Make a published meeting that is still to come."""
    return make_meeting(date=DAY, status="scheduled", **fields)


FACTS = {
    "approved": ("held", {"approved_on": "2023-09-20"}),
    "document_added": ("held", with_document()),
    "minutes_added": ("scheduled", {"status": "held", "text": "The council met and decided."}),
    "cancelled": ("scheduled", {"status": "cancelled"}),
    "postponed": ("scheduled", {"date": "2023-09-06", "start_time": "18:30", "location": "Hall"}),
}


@pytest.mark.parametrize("kind", FACTS)
def test_fact_that_came_since_needs_no_reason_and_is_no_correction(publisher: Client, kind: str):
    status, changes = FACTS[kind]
    meeting = make_meeting(date=DAY, status=status)

    save(publisher, change(meeting), filled(publisher, change(meeting), **changes))

    assert kind_and_reason(meeting) == (2, kind, "")
    assert list(corrections()) == []


@pytest.mark.parametrize("kind", FACTS)
def test_fact_beside_another_change_owes_a_reason_and_loses_nothing(publisher: Client, kind: str):
    status, changes = FACTS[kind]
    meeting = make_meeting(date=DAY, status=status, location="Room 2")
    fields = filled(publisher, change(meeting), **changes) | {"alternate_name": "Typed title"}
    if kind == "minutes_added":
        fields |= {"date": "2023-08-24"}

    response = publisher.post(change(meeting), fields)

    assert list(errors(response)) == ["correction_reason"]
    assert "Typed title" in response.text
    assert meeting.revisions.count() == 1


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        ({"status": "scheduled"}, {"date": "2023-08-16"}),  # brought forward
        ({"status": "scheduled"}, {"status": "held"}),  # no minutes
        ({"status": "scheduled"}, {"location": "Hall"}),
        (
            {"status": "scheduled", "date_precision": "month"},
            {"date_precision": "day", "date": "2023-08-30"},
        ),
        ({"status": "held"}, {"status": "cancelled"}),
        ({"status": "held"}, {"date": "2023-09-06"}),
        ({"status": "cancelled"}, {"status": "scheduled"}),
        ({"status": "held", "approved_on": DAY}, {"approved_on": "2023-09-20"}),
        ({"status": "held", "approved_on": DAY}, {"approved_on": ""}),
    ],
)
def test_what_takes_back_what_was_said_owes_a_reason(publisher: Client, before: dict, changes: dict):
    meeting = make_meeting(**{"date": DAY} | before)

    response = publisher.post(change(meeting), filled(publisher, change(meeting), **changes))

    assert list(errors(response)) == ["correction_reason"]


def test_document_changed_beside_a_new_one_owes_a_reason(publisher: Client):
    meeting = make_meeting()
    make_document(meeting, name="Old name")
    fields = filled(publisher, change(meeting)) | with_document(1)

    response = publisher.post(change(meeting), fields | row("documents", 0, name="New name"))

    assert list(errors(response)) == ["correction_reason"]


@pytest.mark.parametrize("kind", ["amended", "redacted"])
def test_kind_that_was_chosen_stands(publisher: Client, kind: str):
    meeting = make_meeting(date=DAY)
    fields = filled(publisher, change(meeting), approved_on="2023-09-20", correction_kind=kind)

    assert list(errors(publisher.post(change(meeting), fields))) == ["correction_reason"]
    save(publisher, change(meeting), fields | {"correction_reason": "By resolution 5."})

    assert kind_and_reason(meeting) == (2, kind, "By resolution 5.")


def test_document_that_the_public_does_not_see_is_no_version(publisher: Client):
    meeting = make_meeting()
    closed = make_item(meeting, is_public=False)
    hidden = with_document(0, is_public="") | with_document(1, agenda_item=closed.pk)

    save(publisher, change(meeting), filled(publisher, change(meeting)) | hidden)

    assert meeting.documents.count() == 2
    assert meeting.revisions.count() == 1


def test_nothing_changed_asks_for_no_reason(publisher: Client):
    meeting = make_meeting()

    response = save(publisher, change(meeting), filled(publisher, change(meeting)))

    assert "Nothing was changed" in notes(response)[0]
    assert meeting.revisions.count() == 1


def test_fact_may_say_more(publisher: Client):
    meeting = make_call()
    fields = filled(
        publisher, change(meeting), status="cancelled", correction_reason="The hall is flooded."
    )

    save(publisher, change(meeting), fields)

    assert kind_and_reason(meeting) == (2, "cancelled", "The hall is flooded.")


def test_facts_are_in_the_history_and_on_the_page_but_not_among_corrections(
    publisher: Client, client: Client
):
    meeting = make_call(name="Flood meeting")
    save(publisher, change(meeting), filled(publisher, change(meeting), date="2023-09-06"))
    meeting.refresh_from_db()

    page, history = (client.get(meeting.get_absolute_url() + rest).text for rest in ("", "history/"))

    assert "<b>Postponed " in page
    assert "Corrected" not in page
    assert '<span class="pill">Postponed</span>' in history
    for address in ("/corrections/", "/corrections.atom"):
        assert "Flood meeting" not in client.get(address).text


# An action item closed at a later meeting


CLOSED = {"action_items-0-status": "done", "action_items-0-outcome": "Delivered."}


def make_action_given() -> tuple[Meeting, dict[str, Any]]:
    """Return published minutes that gave an action, and the fields that say where it was closed."""
    meeting = make_draft(date=DAY)
    make_action(meeting)
    publish(meeting)
    later = make_meeting(body=meeting.body, date=DAY + dt.timedelta(days=14))
    return meeting, {"action_items-0-closed_at": later.pk}


def test_action_closed_at_a_meeting_is_a_fact(publisher: Client):
    meeting, closed_at = make_action_given()

    save(publisher, change(meeting), filled(publisher, change(meeting), **CLOSED, **closed_at))

    assert kind_and_reason(meeting) == (2, "action_closed", "")
    assert list(corrections()) == []


@pytest.mark.parametrize(
    "changes",
    [{"action_items-0-closed_at": ""}, {"action_items-0-description": "Other words"}, {"location": "Hall"}],
)
def test_action_changed_otherwise_is_a_correction(publisher: Client, changes: dict[str, Any]):
    meeting, closed_at = make_action_given()
    fields = filled(publisher, change(meeting), **{**CLOSED, **closed_at, **changes})

    refused = publisher.post(change(meeting), fields)
    save(publisher, change(meeting), fields | {"correction_reason": "A slip."})

    assert "correction_reason" in refused.context["adminform"].form.errors
    assert kind_and_reason(meeting) == (2, "corrected", "A slip.")
