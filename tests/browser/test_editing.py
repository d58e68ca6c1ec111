"""Editing in a browser: two people at once, a page left unsaved, a log-in that ran out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from archive.models import Meeting
from tests.browser.test_desk import PASSWORD, log_in, tab_to
from tests.factories import make_draft, make_meeting, make_user


@pytest.fixture
def other(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Return an empty page in the browser of another user."""
    with browser.new_context(base_url=live_server.url, locale="en-GB") as context:
        yield context.new_page()


@pytest.fixture
def questions(page: Page) -> list[str]:
    """Return the kinds of questions the browser asks, which are answered by leaving."""
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return asked


def log_in_as(page: Page, name: str) -> None:
    make_user(username=name, is_superuser=True)
    page.goto("/desk/")
    fill_in_name(page, name)
    expect(page.locator("#desk-nav")).to_be_visible()


def fill_in_name(page: Page, name: str) -> None:
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def address(meeting: Meeting) -> str:
    return f"/desk/archive/meeting/{meeting.pk}/change/"


def add_item(page: Page, number: int, name: str) -> None:
    page.locator("#agenda_items-group > .add-row button").click()
    page.locator(f"#id_agenda_items-{number}-name").fill(name)


def save(page: Page) -> None:
    page.locator("[name=_continue]").click()
    page.wait_for_load_state()


def test_two_people_edit_one_meeting_and_nothing_typed_is_lost(page: Page, other: Page):
    meeting = make_draft(name="Old", location="Room 1", items=1)
    log_in_as(page, "first")
    log_in_as(other, "second")
    page.goto(address(meeting))
    other.goto(address(meeting))

    other.locator("#id_location").fill("Room 2")
    other.locator("#id_name").fill("Their title")
    add_item(other, 1, "Their item")
    save(other)
    page.locator("#id_name").fill("My title")
    page.locator("#id_text").fill("One\n\ntwo")
    add_item(page, 1, "My item")
    save(page)

    expect(page.locator(".conflicts")).to_contain_text("Their title")
    expect(page.locator(".conflicts")).to_contain_text("My title")
    expect(page.locator("#id_location")).to_have_value("Room 2")
    assert Meeting.objects.get().name == "Their title"
    page.locator("[name=take-name]").check()
    save(page)

    meeting.refresh_from_db()
    assert (meeting.name, meeting.location, meeting.text) == ("Their title", "Room 2", "One\n\ntwo")
    names = meeting.agenda_items.in_order().values_list("name", flat=True)
    assert list(names)[1:] == ["Their item", "My item"]


def test_conflict_page_has_no_grave_barrier(
    page: Page, other: Page, axe: Callable[[Page], list[str]], complaints: list[str]
):
    meeting = make_draft(name="Old")
    log_in_as(page, "first")
    page.goto(address(meeting))
    Meeting.objects.update(name="Theirs", edit_number=1)
    page.locator("#id_name").fill("Mine")
    save(page)

    expect(page.locator(".conflicts")).to_be_visible()
    assert axe(page) == []
    complaints.clear()  # axe reads style sheets in a way that the policy forbids


# Leaving a page


def type_a_title(page: Page) -> None:
    page.locator("#id_name").press_sequentially("x")


def add_a_row(page: Page) -> None:
    page.locator("#documents-group .add-row a").click()


def remove_a_row(page: Page) -> None:
    page.locator("#id_agenda_items-0-DELETE").click()


def move_a_row(page: Page) -> None:
    page.locator("#agenda_items-0 summary").click()
    page.locator("#id_agenda_items-0-order").fill("2")


@pytest.mark.parametrize("edit", [type_a_title, add_a_row, remove_a_row, move_a_row])
def test_leaving_a_page_with_something_unsaved_asks_first(
    page: Page, questions: list[str], edit: Callable[[Page], None]
):
    meeting = make_draft(items=2)
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    edit(page)
    page.goto("/desk/")

    assert questions == ["beforeunload"]


def look(page: Page) -> None:
    page.locator("#id_name").click()
    page.locator("#agenda_items-0 summary").click()


def add_and_remove_a_row(page: Page) -> None:
    add_a_row(page)
    page.locator("#documents-group .inline-deletelink").click()


def save_it(page: Page) -> None:
    type_a_title(page)
    save(page)


@pytest.mark.parametrize("visit", [look, add_and_remove_a_row, save_it])
def test_leaving_a_page_with_nothing_unsaved_asks_nothing(
    page: Page, questions: list[str], visit: Callable[[Page], None]
):
    meeting = make_draft(items=2)
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    visit(page)
    page.goto("/desk/")

    assert questions == []


# A preview, and a log-in that ran out


def test_correction_is_previewed_taken_up_again_and_saved(page: Page, questions: list[str]):
    meeting = make_meeting(text="Seven to three.", chair_note="The source names nobody.")
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    page.locator("#id_text").fill("Seven to two.")
    tab_to(page, "[name=_preview]")
    page.keyboard.press("Enter")
    expect(page.locator(".preview del")).to_contain_text("three")
    expect(page.locator("main .minutes")).to_contain_text("Seven to two.")
    page.locator("[name=_resume]").last.click()
    expect(page.locator("#id_text")).to_have_value("Seven to two.")
    page.locator("#id_correction_reason").fill("A slip")
    page.locator("[name=_preview]").click()
    page.locator(".preview [name=_save]").click()
    page.wait_for_url("**/desk/archive/meeting/")

    assert [row.reason for row in meeting.revisions.in_order()] == ["", "A slip"]
    assert questions == []


def test_leaving_a_preview_asks_first(page: Page, questions: list[str]):
    meeting = make_draft()
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    page.locator("[name=_preview]").click()
    page.locator("#preview-heading").click()
    page.goto("/desk/")

    assert questions == ["beforeunload"]


def test_preview_has_no_grave_barrier(page: Page, axe: Callable[[Page], list[str]], complaints: list[str]):
    meeting = make_draft(resolutions=1, text="")
    meeting.resolutions.update(result="")
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    page.locator("[name=_preview]").click()

    expect(page.locator(".preview")).to_contain_text("has no result")
    assert (complaints, axe(page)) == ([], [])
    complaints.clear()  # axe reads style sheets in a way that the policy forbids


def test_blocked_preview_leads_to_the_field(page: Page):
    meeting = make_draft(chair_note="")
    log_in(page, is_superuser=True)

    page.goto(address(meeting))
    page.locator("[name=_preview]").click()
    page.get_by_role("button", name="Nobody is in the chair").click()

    page.wait_for_url("**/change/#id_chair_note")
    expect(page.locator("#id_chair_note")).to_be_focused()


def test_log_in_that_ran_out_loses_nothing(page: Page):
    meeting = make_draft(name="Old", items=1)
    log_in_as(page, "first")
    page.goto(address(meeting))
    page.locator("#id_name").fill("Typed “title”")
    add_item(page, 1, "Typed item")
    page.context.clear_cookies(name="sessionid")
    save(page)

    expect(page.locator(".errornote")).to_contain_text("Your log-in ran out")
    fill_in_name(page, "first")
    expect(page.locator("#id_name")).to_have_value("Typed “title”")
    expect(page.locator("#id_agenda_items-1-name")).to_have_value("Typed item")
    assert Meeting.objects.get().name == "Old"
    save(page)

    assert Meeting.objects.get().name == "Typed “title”"
    assert meeting.agenda_items.count() == 2


def test_log_in_in_another_tab_loses_nothing(page: Page):
    meeting = make_draft(name="Old")
    log_in_as(page, "first")
    # If the other log-in takes longer than a pause in typing, the autosave is refused with 403.
    page.add_init_script("window.setInterval = () => 0")
    page.goto(address(meeting))
    page.locator("#id_name").fill("Typed")
    second: Any = page.context.new_page()
    page.context.clear_cookies(name="sessionid")
    second.goto("/desk/")
    fill_in_name(second, "first")
    expect(second.locator("#desk-nav")).to_be_visible()
    save(page)

    expect(page.locator("[data-unsaved]")).to_contain_text("It is not saved yet")
    expect(page.locator("#id_name")).to_have_value("Typed")
    assert Meeting.objects.get().name == "Old"
