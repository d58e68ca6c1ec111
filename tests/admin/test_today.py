"""The desk's first page: what waits for work, and one click to it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import NameToCheck, SearchMiss
from archive.operations.publish import correct, withdraw
from tests.admin.conftest import logged_in
from tests.admin.pages import change
from tests.factories import (
    make_action,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
    make_user,
)

PAST = dt.date(2023, 8, 23)


def section(client: Client, number: int) -> Any:
    """Return one card of the page: drafts, without minutes, unapproved, overdue, corrected."""
    return client.get("/desk/").context["sections"][number]


def told(section: Any) -> list[tuple[str, list[str]]]:
    """Return (line, its notes) of a card."""
    return [(line.text, [note.text for note in line.notes]) for line in section.lines]


def test_drafts_say_what_they_lack_and_lead_to_it(clerk: Client):
    draft = make_draft(body=make_body("Council"), name="Budget", chair_note="")
    for result in ("", "", "adopted"):
        make_resolution(draft, result=result)

    drafts = section(clerk, 0)

    assert told(drafts) == [("Council · Budget", ["No chair", "2 resolutions without a result"])]
    addresses = [note.address for note in drafts.lines[0].notes]
    assert addresses == [f"{change(draft)}#id_chair_note", f"{change(draft)}#resolutions-group"]


def test_draft_that_lacks_nothing_is_ready(clerk: Client):
    make_draft(body=make_body("Council"), number="12")

    assert told(section(clerk, 0)) == [("Council · 12", ["Ready to publish"])]


def test_meeting_without_minutes_leads_to_its_text(clerk: Client):
    draft = make_draft(body=make_body("Council"), name="Floods", text="", date=PAST)

    waiting = section(clerk, 1)

    assert [line.text for line in waiting.lines] == ["Council · Floods"]
    assert waiting.lines[0].address == f"{change(draft)}#id_text"
    assert section(clerk, 0).lines == []


def test_unapproved_minutes_say_who_approves(clerk: Client):
    council, bureau = (
        make_body("Council", approval="at_later_meeting"),
        make_body("Bureau", approval="by_chair"),
    )
    meeting = make_meeting(body=council, name="Floods", date=PAST)
    make_meeting(body=council, name="Roads", date=dt.date(2023, 9, 6), approved_on=dt.date(2023, 9, 7))
    make_meeting(body=bureau, name="Sandbags", date=dt.date(2023, 8, 1))

    waiting = section(clerk, 2)

    notes = [
        ("Council · Floods", ["Next met 6 Sep 2023"]),
        ("Bureau · Sandbags", ["To be approved by the chair"]),
    ]
    assert told(waiting) == notes
    assert waiting.lines[0].address == f"{change(meeting)}#id_approved_on"


def test_overdue_actions_say_who_and_by_when(clerk: Client):
    meeting = make_meeting(approved_on=PAST)
    person = make_person("Kate Stewart")
    make_action(meeting, description="Buy sandbags", responsible=person, due_date=PAST)
    make_action(
        meeting, description="Count them", responsible_text="The depot", due_date=dt.date(2023, 7, 1)
    )
    make_action(meeting, description="Done", status="done", due_date=PAST)
    make_action(make_draft(), description="Of a draft", due_date=PAST)

    waiting = section(clerk, 3)

    assert told(waiting) == [
        ("Count them", ["The depot", "due 1 Jul 2023"]),
        ("Buy sandbags", ["Kate Stewart", "due 23 Aug 2023"]),
    ]
    assert waiting.address == "/desk/archive/actionitem/?due=overdue"


def test_list_of_actions_narrows_to_what_is_overdue(clerk: Client):
    meeting, withdrawn = make_meeting(), make_meeting()
    make_action(meeting, description="Late", due_date=PAST, responsible_text="The depot")
    make_action(meeting, description="Soon", due_date=dt.date(2999, 1, 1))
    make_action(withdrawn, description="Gone", due_date=PAST)
    make_action(make_draft(), description="Of a draft", due_date=PAST)
    withdraw(withdrawn, reason="Entered twice.")

    everything = clerk.get("/desk/archive/actionitem/").text
    late = clerk.get("/desk/archive/actionitem/?due=overdue").text

    assert ("Soon" in everything, "Late" in everything, "Gone" in everything) == (True, True, False)
    assert ("Soon" in late, "Of a draft" in late, ">The depot<" in late) == (False, False, True)
    assert everything.count('class="stop"') == 1
    assert f'<a href="{change(meeting)}#action_items-group">Late</a>' in late


def test_corrections_lead_to_what_changed(clerk: Client):
    meeting = make_meeting(body=make_body("Council", slug="council"), name="Floods", date=PAST)
    correct(meeting, kind="corrected", reason="Spelling.", at=dt.datetime(2023, 9, 1, 12, tzinfo=dt.UTC))

    corrected = section(clerk, 4)

    notes = ["Corrected", "Version 2", "1 Sep 2023", "Spelling."]
    assert told(corrected) == [("Council · Floods", notes)]
    assert corrected.lines[0].address == "/meetings/council/2023-08-23/changes/1..2/"


def test_empty_desk_says_so(clerk: Client):
    text = clerk.get("/desk/").text

    for words in ("No draft waits.", "Every meeting that was held has its minutes.", "All lists"):
        assert words in text


def test_page_shows_no_more_than_some_of_each_and_counts_the_rest(clerk: Client):
    for _ in range(8):
        make_draft()

    drafts = section(clerk, 0)

    assert (len(drafts.lines), drafts.total) == (6, 8)
    assert drafts.address == "/desk/archive/meeting/?waiting=drafts"


def test_who_may_not_see_meetings_sees_none(db):
    make_draft(name="Secret")

    page = logged_in().get("/desk/")

    assert page.context["sections"] == []
    assert "Secret" not in page.text


def test_account_without_a_group_reads_whom_to_ask(db):
    client = logged_in(username="new")
    assert "Ask whoever runs this archive, and name your account: new" in client.get("/desk/").text
    make_user(is_superuser=True, first_name="Noor", last_name="Haddad")
    make_user(is_superuser=True, first_name="Gone", last_name="Away", is_active=False)

    text = client.get("/desk/").text

    assert "it belongs to no group" in text
    assert "Ask for them: Noor Haddad." in text
    assert "All lists" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_first_page_query_count(superuser: Client, django_assert_num_queries, count: int):
    for number in range(count):
        SearchMiss.objects.create(term=f"term{number}", last_on=PAST)
        NameToCheck.objects.create(name=f"AOB {number}")
        make_draft(present=2, resolutions=2, number="1")
        make_draft(text="", date=PAST)
        meeting = make_meeting(present=2, body=make_body(approval="at_later_meeting"))
        make_action(meeting, due_date=PAST, responsible=make_person())
        correct(meeting, kind="corrected", reason="Spelling.")

    with django_assert_num_queries(17):
        page = superuser.get("/desk/")

    assert [len(one.lines) for one in page.context["sections"]] == [0, *[count] * 7]


@pytest.mark.parametrize(
    ("waiting", "shown"), [("drafts", "Begun"), ("minutes", "Empty"), ("approval", "Out")]
)
def test_list_of_meetings_narrows_to_what_waits(clerk: Client, waiting: str, shown: str):
    make_draft(name="Begun")
    make_draft(name="Empty", text="", date=PAST)
    make_meeting(name="Out", body=make_body(approval="at_later_meeting"))

    page = clerk.get(f"/desk/archive/meeting/?waiting={waiting}")

    assert [meeting.name for meeting in page.context["cl"].result_list] == [shown]


def test_first_page_tells_what_readers_did_not_find(clerk: Client):
    SearchMiss.objects.create(term="rare", count=1, last_on=PAST)
    SearchMiss.objects.create(term="防汛", count=7, last_on=PAST)

    section = clerk.get("/desk/").context["sections"][-1]

    assert [(line.text, line.notes[0].text) for line in section.lines] == [
        ("防汛", "7 searches"),
        ("rare", "1 search"),
    ]
    assert clerk.get(section.lines[0].address).context["cl"].result_count == 1
