"""How many keys the daily work costs, by keyboard alone; a roll call is counted in test_roll_call.py."""

import datetime as dt

from playwright.sync_api import Page, expect

from archive.models import Meeting
from tests.browser.keyboard import Keyboard
from tests.browser.test_desk import log_in
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_membership,
    make_person,
)

DECIDED = [
    "To buy ten thousand sandbags before the winter",
    "That both pumps of the northern station be overhauled",
    "To publish the inspection reports plant by plant",
    "To appoint Mary Jones to the working group on dikes",
    "That the next meeting be held at the northern station",
]


def test_22_attendees_with_3_exceptions_cost_8_keys(page: Page):
    meeting = make_draft()
    for number in range(22):
        make_attendance(meeting, position=number + 1, person=make_person(f"Member {number + 1}"))
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    keyboard = Keyboard(page)

    for key in ("Alt+a", "5", "e", "8", "a", "1", "9", "e"):
        keyboard.press(key)

    expect(page.locator("#id_attendances-19-status")).to_be_focused()
    expect(page.locator("[data-kind=present]")).to_have_text("19")
    assert keyboard.presses <= 8
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    rows = list(meeting.attendances.in_order())
    away = [(row.position, row.status) for row in rows if row.status != "present"]
    assert away == [(5, "excused"), (8, "absent"), (19, "excused")]


def test_minutes_of_last_month_are_approved_with_4_keys(page: Page):
    body = make_body("Flood Control Commission", approval="at_later_meeting")
    older = make_meeting(body=body, date=dt.date(2023, 7, 5))
    minutes = make_meeting(body=body, date=dt.date(2023, 8, 2))
    make_meeting(body=body, date=dt.date(2023, 9, 6), approved_on=dt.date(2023, 9, 6))
    log_in(page, is_superuser=True)
    page.goto("/desk/")
    keyboard = Keyboard(page)

    keyboard.press("Alt+a")
    keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Approve minutes")
    keyboard.press("Enter")
    page.wait_for_url("**/desk/archive/meeting/")

    minutes.refresh_from_db()
    older.refresh_from_db()
    assert (minutes.approved_on, older.approved_on) == (dt.date(2023, 9, 6), None)
    assert keyboard.presses <= 4


def test_next_meeting_with_five_decisions_takes_150_seconds(page: Page):
    body = make_body("Flood Control Commission")
    people = [
        make_membership(body=body, person=make_person(f"Member {number}")).person for number in range(9)
    ]
    last = make_meeting(body=body, date=dt.date(2023, 8, 2), name="Regular meeting of 2 August 2023")
    for position, person in enumerate(people, 1):
        make_attendance(last, position=position, person=person, role="chair" if position == 1 else "member")
    log_in(page, is_superuser=True)
    page.goto("/desk/")
    keyboard = Keyboard(page)

    keyboard.press("Alt+n")
    page.wait_for_url("**/meeting/add/")
    keyboard.tab_to("[name=next_of]")
    keyboard.type("flo")
    keyboard.press("Tab")
    keyboard.write("6.9.2023")
    keyboard.press("Enter")
    page.wait_for_url("**next_of=*")
    keyboard.press("Alt+a")
    keyboard.type("4e")
    for words in DECIDED:
        keyboard.press("Alt+m")
        keyboard.write(words)
        keyboard.press("Tab")
        keyboard.press("a")
    with page.expect_navigation():
        keyboard.press("Control+s")

    meeting = Meeting.objects.get(publication="draft")
    assert (str(meeting.date), meeting.body) == ("2023-09-06", body)
    assert [row.status for row in meeting.attendances.in_order()][3] == "excused"
    assert [(one.name, one.result) for one in meeting.resolutions.in_order()] == [
        (words, "adopted") for words in DECIDED
    ]
    assert keyboard.seconds < 150
