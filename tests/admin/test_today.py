"""The desk's first page: what waits for work, and one click to it."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from archive.models import Meeting, NameToCheck, SearchMiss
from archive.operations.autosave import keep
from archive.operations.entry.waiting_files import store_upload
from archive.operations.publish import correct, withdraw
from archive.operations.submissions import submit
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, card, change
from tests.factories import (
    make_action,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
    make_user,
)
from tests.models.test_reach import limited

PAST = dt.date(2023, 8, 23)


def told(section: Any) -> list[tuple[str, list[str]]]:
    """Return (line, its notes) of a card."""
    return [(line.text, [note.text for note in line.notes]) for line in section.lines]


def test_drafts_say_what_they_lack_and_lead_to_it(clerk: Client):
    draft = make_draft(body=make_body("Council"), name="Budget", chair_note="")
    for result in ("", "", "adopted"):
        make_resolution(draft, result=result)

    drafts = card(clerk, "Drafts waiting")

    assert told(drafts) == [("Council · Budget", ["No chair", "2 resolutions without a result"])]
    addresses = [note.address for note in drafts.lines[0].notes]
    assert addresses == [f"{change(draft)}#id_chair_note", f"{change(draft)}#resolutions-group"]


def test_draft_that_lacks_nothing_is_ready(clerk: Client):
    make_draft(body=make_body("Council"), number="12")

    assert told(card(clerk, "Drafts waiting")) == [("Council · 12", ["Ready to publish"])]


def test_meeting_without_minutes_leads_to_its_text(clerk: Client):
    draft = make_draft(body=make_body("Council"), name="Floods", text="", date=PAST)

    waiting = card(clerk, "Meetings without minutes")

    assert [line.text for line in waiting.lines] == ["Council · Floods"]
    assert waiting.lines[0].address == f"{change(draft)}#id_text"
    assert card(clerk, "Drafts waiting").lines == []


def test_unapproved_minutes_say_who_approves(clerk: Client):
    council, bureau = (
        make_body("Council", approval="at_later_meeting"),
        make_body("Bureau", approval="by_chair"),
    )
    meeting = make_meeting(body=council, name="Floods", date=PAST)
    make_meeting(body=council, name="Roads", date=dt.date(2023, 9, 6), approved_on=dt.date(2023, 9, 7))
    make_meeting(body=bureau, name="Sandbags", date=dt.date(2023, 8, 1))

    waiting = card(clerk, "Not yet approved")

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

    waiting = card(clerk, "Actions overdue")

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

    corrected = card(clerk, "Corrections lately")

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

    drafts = card(clerk, "Drafts waiting")

    assert (len(drafts.lines), drafts.total) == (6, 8)
    assert drafts.address == "/desk/archive/meeting/?waiting=drafts"


def test_who_may_not_see_meetings_sees_none(db):
    make_draft(name="Secret")

    page = logged_in().get("/desk/")

    assert (page.context["columns"], page.context["starts"]) == ([], None)
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


def keep_typed(client: Client, key: str = "a" * 32, path: str = ADD, **typed: str) -> None:
    user: Any = client.get("/desk/").context["user"]
    fields = json.dumps({name: [value] for name, value in typed.items()})
    keep(user, path=path, key=key, typed=fields, now=timezone.now())


def test_what_is_kept_and_not_saved_is_told_by_its_words(clerk: Client):
    body = make_body("Council")
    text = "The chair opened the session at 17:30 and welcomed those who came from far away."
    keep_typed(clerk, body=str(body.pk), date="12 March 2024", name="Planning", text=text)
    keep_typed(clerk, key="b" * 32, date="3/4/2024", **{"agenda_items-0-name": "Sandbags"})
    keep_typed(clerk, key="c" * 32, body="9" * 30)

    lines = card(clerk, "Kept but not saved").lines

    assert [(line.text, line.date, line.quote) for line in lines] == [
        ("No body yet, no date", None, ""),
        ("No body yet, 3/4/2024", None, "Sandbags"),
        ("Council", dt.date(2024, 3, 12), f"{text[:69]}…"),
    ]
    assert lines[2].notes[0].text == "Planning"
    assert "机构未填，日期未填" in clerk.get("/desk/", headers={"accept-language": "zh-CN"}).text
    assert "The chair opened" in clerk.get("/desk/").text


def test_what_is_kept_is_taken_up_or_dropped_from_the_first_page(clerk: Client):
    keep_typed(clerk, name="Typed")
    take_up, drop = card(clerk, "Kept but not saved").lines[0].tools

    page = clerk.post(take_up.address, take_up.fields)
    answer = clerk.post(drop.address, drop.fields)

    assert 'value="Typed"' in page.text
    assert answer["Location"] == "/desk/"
    assert card(clerk, "Kept but not saved") is None


def test_what_was_typed_on_a_draft_that_is_gone_is_still_shown(clerk: Client):
    draft = make_draft()
    keep_typed(clerk, path=change(draft), name="Typed", text="Kept all the same.")
    Meeting.objects.all().delete()
    take_up = card(clerk, "Kept but not saved").lines[0].tools[0]

    page = clerk.post(take_up.address, take_up.fields)

    assert "Kept all the same." in page.text


def test_others_are_not_told_what_is_kept(clerk: Client, publisher: Client):
    keep_typed(clerk, name="Typed")

    assert card(publisher, "Kept but not saved") is None


def test_files_that_wait_lead_to_their_table(clerk: Client):
    user: Any = clerk.get("/desk/").context["user"]
    store_upload(ContentFile(b"Minutes", name="minutes.txt"), user)
    store_upload(ContentFile(b"", name="empty.txt"), user)

    waiting = card(clerk, "Files that wait")

    assert told(waiting) == [("2 files and texts to check", ["1 is not read yet", "1 is not taken"])]
    assert (waiting.total, waiting.lines[0].address) == (2, "/desk/archive/meeting/read/files/")


def test_submitted_draft_is_published_from_the_first_page_where_nothing_is_missing(publisher: Client):
    ready, lacking = make_draft(name="Ready"), make_draft(name="Lacking", chair_note="")
    submit([ready.pk, lacking.pk], by=make_user("Clerk"))
    queue = card(publisher, "Submitted for publication")
    tools = {line.key or line.text: [tool.label for tool in line.tools] for line in queue.lines}
    publishing = next(tool for line in queue.lines for tool in line.tools if tool.label == "Publish")

    answer = publisher.post(publishing.address, publishing.fields)

    assert sorted(map(tuple, tools.values())) == [
        ("Preview", "Publish", "Return with a remark"),
        ("Preview", "Return with a remark"),
    ]
    assert answer["Location"] == "/desk/"
    ready.refresh_from_db()
    assert ready.is_published


def test_who_may_not_publish_is_offered_the_preview_alone(clerk: Client):
    submit([make_draft().pk], by=make_user("Clerk"))

    [line] = card(clerk, "Submitted for publication").lines

    assert [tool.label for tool in line.tools] == ["Preview"]


def test_first_page_begins_the_next_meeting_of_those_that_met_last(clerk: Client):
    council, board = make_body("Council"), make_body("Board")
    make_body("Never met")
    for month, day in ((7, 11), (8, 8), (9, 12)):
        make_draft(body=council, date=dt.date(2023, month, day), number=f"No. {month}")
    make_draft(body=board, date=PAST)

    page = clerk.get("/desk/")

    starts = page.context["starts"]
    assert [body.name for body in starts["bodies"]] == ["Council", "Board"]
    values = [(one.values.get("number"), one.values.get("date")) for one in starts["proposals"]]
    assert values == [("No. 10", dt.date(2023, 10, 10)), (None, None)]
    assert f'href="/desk/archive/meeting/add/?next_of={council.pk}"' in page.text
    assert "Tuesday 10 October 2023</time>?" in page.text
    assert "date not guessed" in page.text


def test_limited_account_begins_meetings_of_its_bodies_alone(db: None):
    make_draft(body=make_body("Secret board"))
    own = make_draft(body=make_body("Council"))
    client = Client()
    client.force_login(limited(own.body))

    starts = client.get("/desk/").context["starts"]

    assert [body.name for body in starts["bodies"]] == ["Council"]


@pytest.mark.parametrize("count", [1, 3])
def test_first_page_query_count(superuser: Client, django_assert_num_queries, count: int):
    user: Any = superuser.get("/desk/").context["user"]
    for number in range(count):
        keep_typed(superuser, key=f"{number:032x}", body="1")
        store_upload(ContentFile(b"Minutes %d" % number, name="minutes.txt"), user)
        SearchMiss.objects.create(term=f"term{number}", last_on=PAST)
        NameToCheck.objects.create(name=f"AOB {number}")
        make_draft(present=2, resolutions=2, number="1")
        make_draft(text="", date=PAST)
        meeting = make_meeting(present=2, body=make_body(approval="at_later_meeting"))
        make_action(meeting, due_date=PAST, responsible=make_person())
        correct(meeting, kind="corrected", reason="Spelling.")

    with django_assert_num_queries(24):
        page = superuser.get("/desk/")

    columns = [[len(one.lines) for one in column] for column in page.context["columns"]]
    assert columns == [[count, count], [0, count], [count, 1, count, count, count, count]]


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

    section = card(clerk, "Searched for and not found")

    assert [(line.text, line.notes[0].text) for line in section.lines] == [
        ("防汛", "7 searches"),
        ("rare", "1 search"),
    ]
    assert clerk.get(section.lines[0].address).context["cl"].result_count == 1
