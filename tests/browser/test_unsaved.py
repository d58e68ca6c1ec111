"""Nothing typed is ever lost: in a browser, rows included."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from archive.models import Meeting
from archive.models.unsaved import UnsavedEntry
from tests.browser.test_desk import log_in
from tests.browser.test_editing import add_item, address, fill_in_name, log_in_as, save
from tests.factories import make_draft

ADD = "/desk/archive/meeting/add/"


def is_kept(page: Page) -> None:
    expect(page.locator("#kept")).to_have_text(re.compile(r"Kept at \d\d:\d\d:\d\d"))


def leave(page: Page) -> None:
    """Close the page as a crash would: without a question."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/desk/")


def wait_until_stored(page: Page) -> None:
    """Wait until the server has what a page sent while it was left, at most half a minute."""
    deadline = time.monotonic() + 30
    while not UnsavedEntry.objects.exists() and time.monotonic() < deadline:
        page.wait_for_timeout(50)


def take_back(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("p[data-unsaved]")).to_contain_text("It is not saved yet")


def test_typing_is_kept_with_rows_and_taken_back(page: Page):
    meeting = make_draft(name="Old")
    log_in(page, is_superuser=True)
    page.goto(address(meeting))
    page.locator("#id_name").fill("会议 “typed”")
    page.locator("#id_date").fill("the day after")
    add_item(page, 0, "Typed item")
    is_kept(page)

    leave(page)
    take_back(page, address(meeting))

    expect(page.locator("#id_name")).to_have_value("会议 “typed”")
    expect(page.locator("#id_date")).to_have_value("the day after")
    expect(page.locator("#id_agenda_items-0-name")).to_have_value("Typed item")
    assert Meeting.objects.get().name == "Old"


def test_saving_leaves_nothing_to_take_back(page: Page):
    meeting = make_draft(name="Old")
    log_in(page, is_superuser=True)
    page.goto(address(meeting))
    page.locator("#id_name").fill("Typed")
    is_kept(page)
    save(page)

    expect(page.locator(".unsaved")).to_have_count(0)
    assert Meeting.objects.get().name == "Typed"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_server_that_is_down_loses_nothing(page: Page, complaints: list[str]):
    meeting = make_draft()
    log_in(page, is_superuser=True)
    page.goto(address(meeting))
    page.route("**/unsaved/", lambda route: route.abort())
    page.locator("#id_name").fill("Typed while it was down")
    expect(page.locator("#kept")).to_contain_text("the server does not answer")
    leave(page)
    page.unroute("**/unsaved/")

    page.goto(address(meeting))
    expect(page.locator(".unsaved")).to_be_visible()
    take_back(page, address(meeting))

    expect(page.locator("#id_name")).to_have_value("Typed while it was down")
    assert page.evaluate("Object.keys(localStorage)") == []
    complaints.clear()  # the browser complains of the server that is down


def test_log_in_that_ran_out_is_told_and_loses_nothing(page: Page):
    meeting = make_draft()
    log_in_as(page, "first")
    page.goto(address(meeting))
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_name").fill("Typed too late")
    expect(page.locator("#kept")).to_contain_text("your log-in ran out")
    leave(page)

    fill_in_name(page, "first")
    expect(page.locator("#desk-nav")).to_be_visible()
    take_back(page, address(meeting))

    expect(page.locator("#id_name")).to_have_value("Typed too late")


def test_what_was_typed_last_before_leaving_is_kept(page: Page):
    log_in(page, is_superuser=True)
    page.goto(ADD)
    page.locator("#id_name").fill("Typed and gone")
    leave(page)
    wait_until_stored(page)

    take_back(page, ADD)

    expect(page.locator("#id_name")).to_have_value("Typed and gone")


def test_validation_error_and_a_second_editor_keep_the_key(page: Page):
    meeting = make_draft(name="Old", location="Room 1")
    log_in(page, is_superuser=True)
    page.goto(address(meeting))
    page.locator("#id_name").fill("Mine")
    page.locator("#id_date").fill("no day")
    save(page)
    expect(page.locator(".errornote")).to_be_visible()
    Meeting.objects.update(location="Room 2", edit_number=1)
    page.locator("#id_date").fill("2023-08-24")
    is_kept(page)
    leave(page)

    take_back(page, address(meeting))
    expect(page.locator(".conflicts")).to_contain_text("Mine")
    save(page)

    meeting.refresh_from_db()
    assert (meeting.name, meeting.location, str(meeting.date)) == ("Mine", "Room 2", "2023-08-24")


def test_page_on_which_nothing_was_typed_is_never_offered(page: Page):
    meeting = make_draft(present=2)
    log_in(page, is_superuser=True)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/unsaved/" in request.url else None)
    page.clock.install()
    for path in (address(meeting), ADD):
        page.goto(path)
        for summary in page.locator("form details > summary").all():
            summary.dispatch_event("click")
        page.locator("#agenda_items-group > .add-row button").click()
        expect(page.locator("#id_agenda_items-0-name")).to_be_visible()

        page.clock.run_for(10_000)

        assert (path, sent) == (path, [])
        leave(page)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_offer_has_no_grave_barrier(page: Page, axe: Callable[[Page], list[str]], complaints: list[str]):
    log_in(page, is_superuser=True)
    page.goto(ADD)
    page.locator("#id_name").fill("Typed")
    is_kept(page)
    leave(page)
    page.goto(ADD)

    expect(page.locator(".unsaved")).to_be_visible()
    assert axe(page) == []
    complaints.clear()  # axe reads style sheets in a way that the policy forbids
