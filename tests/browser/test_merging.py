"""Two people merged, and told apart, by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from archive.models import DistinctPeople, Person
from tests.browser.test_desk import log_in, pick, tab_to
from tests.factories import make_attendance, make_draft, make_person


def test_merge_and_undo_by_keyboard(page: Page):
    meeting = make_draft(name="Floods")
    kept, absorbed = make_person("Kate Stewart"), make_person("Kate Stewarz")
    make_attendance(meeting, person=kept, status="excused")
    make_attendance(meeting, person=absorbed)
    log_in(page, is_superuser=True)

    page.goto("/desk/archive/person/")
    tab_to(page, 'a[href$="/duplicates/"]')
    page.keyboard.press("Enter")
    tab_to(page, ".pairs a.button")
    page.keyboard.press("Enter")
    expect(page.locator(".doubt").first).to_contain_text("Both are listed at 1 meeting")
    page.wait_for_load_state()
    page.keyboard.press("Control+s")
    expect(page.locator(".conflict .errorlist")).to_be_visible()
    expect(page.locator(".conflict [type=radio]").first).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+s")

    expect(page.locator("h1")).to_have_text("Kate Stewart")
    assert [row.status for row in meeting.attendances.all()] == ["present"]
    tab_to(page, ".messagelist a")
    page.keyboard.press("Enter")
    tab_to(page, '.object-tools a[href$="/undo/"]')
    page.keyboard.press("Enter")
    tab_to(page, ".submit-row button")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Kate Stewarz")
    assert meeting.attendances.count() == 2


def test_pair_is_chosen_by_typing(page: Page):
    make_person("陳瑩")
    make_person("Chan Ying")
    log_in(page, is_superuser=True)

    page.goto("/desk/archive/person/merge/")
    tab_to(page, ".select2-selection")
    pick(page, "chenying", "陳瑩")
    page.keyboard.press("Tab")
    pick(page, "chan", "Chan Ying")
    tab_to(page, ".submit-row button")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"kept=\d+&absorbed=\d+$"))
    page.wait_for_load_state()
    page.keyboard.press("Control+s")
    expect(page.locator("h1")).to_have_text("陳瑩")
    assert [(one.name, one.alternate_name) for one in Person.objects.all()] == [("陳瑩", "Chan Ying")]


def test_two_people_are_told_apart(page: Page):
    make_person("Kate Stewart")
    make_person("Kate Stewarz")
    log_in(page, is_superuser=True)

    page.goto("/desk/archive/person/duplicates/")
    tab_to(page, ".pairs form button")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("No two names are so alike")
    assert DistinctPeople.objects.count() == 1
