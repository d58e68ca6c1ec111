"""Drafts of a wrong body are given the right one, many at once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import ActionClosure, Matter, Meeting, MinutesApproval, Resolution, StaffAct
from archive.operations.publish import withdraw
from tests.admin.conftest import logged_in
from tests.admin.pages import LIST, notes
from tests.factories import make_action, make_body, make_draft, make_meeting, make_resolution
from tests.models.test_reach import limited

ASSIGN = "/desk/archive/meeting/assign/"


def assign(client: Client, body: Any, *meetings: Meeting) -> Any:
    return client.post(ASSIGN, {"meetings": [one.pk for one in meetings], "body": body.pk})


def body_of(meeting: Meeting) -> str:
    return Meeting.objects.select_related("body").get(pk=meeting.pk).body.name


def test_action_asks_which_body(clerk: Client):
    draft = make_draft(name="Budget")

    answer = clerk.post(LIST, {"action": "assign_selected", "_selected_action": [draft.pk]}, follow=True)

    assert answer.redirect_chain[0][0] == f"{ASSIGN}?meetings={draft.pk}"
    assert "Budget" in answer.text
    assert f'name="meetings" value="{draft.pk}"' in answer.text
    assert 'name="body"' in answer.text


def test_drafts_get_the_body_with_all_that_follows_from_it(clerk: Client):
    council = make_body("Council")
    drafts = [make_draft(resolutions=1, date=dt.date(2023, 8, day)) for day in (1, 2)]

    answer = assign(clerk, council, *drafts)

    assert notes(answer) == ["2 drafts are now of Council."]
    assert [body_of(draft) for draft in drafts] == ["Council", "Council"]
    assert set(Resolution.objects.values_list("body", flat=True)) == {council.pk}
    assert [one.change_list[0]["after"] for one in StaffAct.objects.filter(kind="changed")] == [
        "Council",
        "Council",
    ]
    assert Meeting.objects.values_list("edit_number", flat=True)[0] == 1


def test_page_without_a_body_says_so_and_keeps_the_choice(clerk: Client):
    draft = make_draft(name="Budget")

    page = clerk.post(ASSIGN, {"meetings": [draft.pk], "body": ""})

    assert page.context["form"].errors["body"] == ["Choose the body that met."]
    assert f'name="meetings" value="{draft.pk}"' in page.text


def published() -> Meeting:
    return make_meeting()


def withdrawn() -> Meeting:
    meeting = make_meeting()
    withdraw(meeting, reason="Entered twice.")
    return meeting


def approving() -> Meeting:
    draft = make_draft()
    MinutesApproval.objects.create(meeting=draft, minutes=make_meeting(), how="as_they_stand")
    return draft


def closing() -> Meeting:
    draft = make_draft()
    ActionClosure.objects.create(meeting=draft, action=make_action(make_meeting()), status="done")
    return draft


def of_a_matter() -> Meeting:
    draft = make_draft()
    matter = Matter.objects.create(body=draft.body, identifier="2023-1", name="Roads")
    make_resolution(draft, matter=matter, identifier="2023-1")
    return draft


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (published, "It is no draft."),
        (withdrawn, "It is no draft."),
        (approving, "It approves minutes or closes action items"),
        (closing, "It approves minutes or closes action items"),
        (of_a_matter, "Its decisions belong to matters"),
    ],
)
def test_what_cannot_be_given_another_body_is_named(publisher: Client, make: Any, why: str):
    council, meeting, draft = make_body("Council"), make(), make_draft(date=dt.date(2020, 1, 1))
    before = body_of(meeting)

    told = notes(assign(publisher, council, meeting, draft))

    assert told[0] == "1 draft is now of Council."
    assert why in told[1]
    assert (body_of(meeting), body_of(draft)) == (before, "Council")


def test_joint_body_number_and_day_that_are_taken_are_named(clerk: Client):
    council = make_body("Council")
    make_draft(body=council, date=dt.date(2023, 8, 23), number="4")
    joint = make_draft(date=dt.date(2023, 8, 20))
    joint.other_bodies.create(body=council, position=1)
    same_day = make_draft(date=dt.date(2023, 8, 23))
    same_number = make_draft(date=dt.date(2023, 8, 24), number="4")
    own = make_draft(body=council, date=dt.date(2023, 8, 25))

    told = notes(assign(clerk, council, joint, same_day, same_number, own))

    assert [one.split("”: ")[1] for one in told[1:]] == [
        "This body takes part in the joint meeting already.",
        "This body has a meeting on this day already.",
        "This body already has a meeting with this number in that year.",
        "It has this body already.",
    ]


def test_neither_drafts_nor_bodies_of_others_are_taken(db: None):
    board, council = make_body("Board"), make_body("Council")
    mine, other = make_draft(body=board, name="Mine"), make_draft(body=council, name="Other")
    client = Client()
    client.force_login(limited(board))

    assign(client, council, mine)
    assign(client, board, other)

    assert "Other" not in client.get(f"{ASSIGN}?meetings={other.pk}").text
    assert (body_of(mine), body_of(other)) == ("Board", "Council")


def test_who_may_not_change_meetings_may_not_assign(db: None):
    assert logged_in(permissions=("view_meeting",)).get(ASSIGN).status_code == 403
