"""Shortcuts of the desk, the help that lists them, and the focus after an error."""

import datetime as dt
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from archive.models import Body, Meeting
from tests.browser.test_desk import log_in
from tests.factories import make_draft, make_meeting

pytestmark = pytest.mark.any_engine

COMPOSING = """() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {
    key: 's', code: 'KeyS', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))"""


@pytest.fixture
def draft(page: Page) -> Meeting:
    """Log in and open the page of a draft, its title in hand."""
    meeting = make_draft(name="Floods", date=dt.date(2023, 8, 23))
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    page.locator("#id_name").fill("Great floods")
    return meeting


def press(page: Page, keys: str) -> None:
    """Press a shortcut that sends the page, and wait for the answer."""
    with page.expect_navigation():
        page.keyboard.press(keys)


def title(meeting: Meeting) -> str:
    meeting.refresh_from_db()
    return meeting.name


@pytest.mark.parametrize("keys", ["Control+s", "Meta+s"])
def test_save_stays_on_the_page(page: Page, draft: Meeting, keys: str):
    press(page, keys)

    assert title(draft) == "Great floods"
    expect(page.locator("#id_name")).to_have_value("Great floods")


def test_other_buttons_open_above_the_row(page: Page, draft: Meeting):
    page.locator(".action-bar summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and close").click()

    assert title(draft) == "Great floods"
    expect(page).to_have_url(re.compile("/desk/archive/meeting/$"))


def test_save_and_next_opens_the_next_draft(page: Page, draft: Meeting):
    make_meeting(date=dt.date(2023, 8, 22))
    following = make_draft(name="Droughts", date=dt.date(2023, 8, 21))

    press(page, "Control+Enter")

    assert title(draft) == "Great floods"
    expect(page).to_have_url(re.compile(rf"/meeting/{following.pk}/change/$"))
    expect(page.locator("h1")).to_contain_text("Droughts")


def test_save_and_next_from_a_new_entry_opens_another(page: Page):
    log_in(page, is_superuser=True)
    page.goto("/desk/archive/body/add/")
    page.locator("#id_name").fill("Flood Control Office")
    press(page, "Control+Enter")

    expect(page).to_have_url(re.compile("/desk/archive/body/add/$"))
    assert [body.name for body in Body.objects.all()] == ["Flood Control Office"]


@pytest.mark.parametrize("address", ["/desk/", "/desk/archive/meeting/"])
def test_new_meeting_is_a_shortcut_away(page: Page, address: str):
    log_in(page, is_superuser=True)
    page.goto(address)
    press(page, "Alt+n")

    expect(page).to_have_url(re.compile("/desk/archive/meeting/add/$"))


def test_preview_shows_what_the_public_will_read(page: Page, draft: Meeting):
    press(page, "Alt+v")

    expect(page.locator("#preview-heading")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Great floods")
    assert title(draft) == "Floods"


def test_preview_has_the_shortcuts_of_its_buttons(page: Page, draft: Meeting):
    press(page, "Alt+v")
    press(page, "Alt+v")
    expect(page.locator("#id_name")).to_have_value("Great floods")

    press(page, "Alt+v")
    press(page, "Alt+p")

    assert title(draft) == "Great floods"
    assert draft.is_published


def test_publish_publishes(page: Page, draft: Meeting):
    press(page, "Alt+p")

    assert title(draft) == "Great floods"
    assert draft.is_published


def test_letters_in_a_field_are_only_typed(page: Page, draft: Meeting):
    page.locator("#id_name").fill("")
    page.keyboard.type("spvh?")

    expect(page.locator("#id_name")).to_have_value("spvh?")
    assert title(draft) == "Floods"


def test_composition_is_not_interrupted(page: Page, draft: Meeting):
    page.locator("#id_name").focus()

    went_through = page.evaluate(COMPOSING)

    assert went_through
    assert page.evaluate(COMPOSING.replace("isComposing: true", "keyCode: 229"))
    assert not page.evaluate(COMPOSING.replace("isComposing: true", "repeat: true"))
    assert title(draft) == "Floods"


def test_help_opens_over_what_is_typed_and_closes(page: Page, draft: Meeting):
    page.keyboard.press("Alt+h")
    expect(page.locator("dialog#keys")).to_be_visible()
    expect(page.locator("dialog#keys")).to_contain_text("Save, and stay on the page")

    page.keyboard.press("Control+s")  # what lies beneath is out of reach
    page.keyboard.press("Escape")

    expect(page.locator("dialog#keys")).to_be_hidden()
    expect(page.locator("#id_name")).to_have_value("Great floods")
    assert title(draft) == "Floods"


def test_help_is_a_page_without_scripts(page: Page, draft: Meeting):
    browser: Any = page.context.browser
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies(page.context.cookies())
        plain = context.new_page()
        plain.goto(page.url)
        plain.get_by_role("link", name="Keyboard help").click()

        assert plain.url.endswith("/desk/keyboard/")
        expect(plain.locator("main")).to_contain_text("Save, and stay on the page")


def test_focus_goes_to_the_first_field_in_error(page: Page, draft: Meeting):
    page.locator("#id_date").fill("yesterday")
    press(page, "Control+s")

    expect(page.locator("#id_date")).to_be_focused()


def test_focus_opens_what_the_field_is_folded_in(page: Page, draft: Meeting):
    page.locator("#id_language").evaluate("field => { field.value = 'Klingon'; }")
    press(page, "Control+s")

    expect(page.locator("#id_language")).to_be_focused()
    expect(page.locator("#id_language")).to_be_visible()


def test_focus_goes_to_what_keeps_a_draft_from_publication(page: Page, draft: Meeting):
    page.locator("#id_chair_note").evaluate("field => { field.value = ''; }")
    press(page, "Alt+p")

    problem = page.locator(".doubts a").first
    expect(problem).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_chair_note")).to_be_focused()
