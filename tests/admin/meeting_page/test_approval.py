"""Approving minutes from the list of the desk."""

import datetime as dt

import pytest
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import LIST, change, errors, filled, notes
from tests.factories import make_body, make_draft, make_meeting

DAY, LATER = dt.date(2023, 8, 23), dt.date(2023, 9, 20)
APPROVE = f"{LIST}approve/"


def chosen(client: Client, *meetings: Meeting):
    """Choose meetings in the list, and follow the action to its page."""
    keys = [meeting.pk for meeting in meetings]
    return client.post(LIST, {"action": "approve_selected", "_selected_action": keys}, follow=True)


def test_action_proposes_the_next_meeting_of_the_body(publisher: Client):
    body = make_body(approval="at_later_meeting")
    first, second = make_meeting(body=body, date=DAY), make_meeting(body=body, date=DAY)
    later = make_meeting(body=body, date=LATER)

    page = chosen(publisher, first, second)

    assert page.context["meetings"] == [first, second]
    assert page.context["form"]["approved_at"].value() == later.pk
    assert f'<option value="{later.pk}" selected' in page.text


def test_approval_takes_the_day_of_the_meeting(publisher: Client):
    body = make_body(approval="at_later_meeting")
    first, second = make_meeting(body=body, date=DAY), make_meeting(body=body, date=DAY)
    later = make_meeting(body=body, date=LATER)

    response = publisher.post(APPROVE, {"meetings": [first.pk, second.pk], "approved_at": later.pk})

    assert notes(response) == ["The minutes of 2 meetings are approved."]
    assert set(Meeting.objects.filter(approved_on=LATER, approved_at=later)) == {first, second}
    assert first.revisions.newest_first()[0].kind == "approved"


@pytest.mark.parametrize("approval", ["by_chair", "none"])
def test_nothing_is_proposed_for_a_body_that_does_not_approve_so(publisher: Client, approval: str):
    body = make_body(approval=approval)
    make_meeting(body=body, date=LATER)

    page = chosen(publisher, make_meeting(body=body, date=DAY))

    assert page.context["form"]["approved_at"].value() is None


def test_what_cannot_be_approved_is_left_out_and_named(publisher: Client):
    good, draft = make_meeting(date=DAY), make_draft(name="Not out")
    called = make_meeting(name="Called", status="scheduled")

    page = chosen(publisher, good, draft, called)

    said = " ".join(str(message) for message in page.context["messages"])
    assert page.context["meetings"] == [good]
    assert "Not out" in said
    assert "Called” was not held" in said


def test_bad_day_is_told_beside_the_field(publisher: Client):
    meeting = make_meeting(date=DAY)

    for value in ("", "yesterday evening", "2023-08-01"):
        page = publisher.post(APPROVE, {"meetings": [meeting.pk], "approved_on": value})
        assert list(page.context["form"].errors) == ["approved_on"]

    assert meeting.revisions.count() == 1


@pytest.mark.parametrize("keys", [[], ["x"], ["9" * 30], ["-1", "²"], ["0"]])
def test_addresses_that_name_no_meeting_say_so(publisher: Client, keys: list[str]):
    page = publisher.get(APPROVE, {"meetings": keys})

    assert "None of the selected meetings" in page.text


def test_clerk_does_not_approve(clerk: Client):
    meeting = make_meeting(date=DAY)

    assert clerk.post(APPROVE, {"meetings": [meeting.pk], "approved_on": "2023-09-20"}).status_code == 403
    assert "approve_selected" not in clerk.get(LIST).text


def offered(client: Client, term: str, body: int | str = "") -> list[str]:
    asked = {"app_label": "archive", "model_name": "meeting", "field_name": "approved_at"}
    answer = client.get("/desk/autocomplete/", asked | {"term": term, "body": body}).json()
    return [one["text"].split(": ")[1] for one in answer["results"]]


def test_picker_offers_meetings_of_the_body_that_can_approve_by_their_day(publisher: Client):
    body = make_body("Council")
    make_meeting(body=body, date=LATER, name="Held")
    make_draft(body=body, date=LATER, name="Draft")
    make_meeting(body=body, date=LATER, name="Called", status="scheduled")
    make_meeting(date=LATER, name="Other body")

    for term in ("2023-09-20", "20 September 2023", "2023年9月20日", "September 2023", "held"):
        assert offered(publisher, term, body.pk) == ["Held"], term
    assert offered(publisher, "2023-09-21", body.pk) == []
    assert offered(publisher, "2023-09-20") == ["Other body", "Held"]
    assert offered(publisher, "2023-09-20", "9" * 30) == []


def test_list_finds_meetings_by_their_day(clerk: Client):
    make_meeting(date=LATER, name="Floods")
    make_meeting(date=DAY, name="Roads")

    assert [one.name for one in clerk.get(LIST, {"q": "20.9.2023"}).context["cl"].result_list] == ["Floods"]


def test_draft_approves_nothing(publisher: Client):
    meeting, draft = make_meeting(date=DAY), make_draft(date=LATER)

    page = publisher.post(APPROVE, {"meetings": [meeting.pk], "approved_at": draft.pk})
    assert list(page.context["form"].errors) == ["approved_at"]

    fields = filled(publisher, change(meeting), approved_on="2023-09-20", approved_at=draft.pk)
    assert list(errors(publisher.post(change(meeting), fields))) == ["approved_at"]
