"""A roll call in the meeting's page, by keyboard alone."""

from playwright.sync_api import Page, expect

from archive.models import Vote
from tests.browser.keyboard import Keyboard
from tests.browser.test_desk import log_in
from tests.browser.test_desk_barriers import Axe, barriers
from tests.factories import make_attendance, make_draft, make_person, make_resolution


def test_eight_votes_with_two_exceptions_cost_twelve_keys(page: Page, axe: Axe, complaints: list[str]):
    meeting = make_draft(resolutions=1)
    motion = make_resolution(meeting, name="To buy sandbags", result="", yes_count=7)
    for number in range(8):
        make_attendance(meeting, position=number + 1, person=make_person(f"Member {number}"))
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    keyboard = Keyboard(page)

    page.locator("#resolutions-1 [name=_roll_call]").focus()
    keyboard.press("Enter")  # begins it: all for
    for key in ("Enter", "Enter", "n", "Enter", "Enter", "Enter", "a", "Enter"):
        keyboard.press(key)

    foot = page.locator("#roll-call tfoot td")
    expect(foot.locator("[data-option]:visible")).to_have_text(["6 For", "1 Nay", "1 Abstained"])
    expect(foot.get_by_text("The counts typed say otherwise")).to_be_visible()
    expect(foot.get_by_role("button", name="Adopted")).to_be_focused()
    keyboard.press("Enter")  # takes the result that follows
    expect(page.locator("#id_resolutions-1-result")).to_have_value("adopted")
    assert keyboard.presses <= 12
    assert barriers(page, axe, complaints) == []
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#roll-call tbody tr")).to_have_count(8)

    motion.refresh_from_db()
    votes = Vote.objects.filter(resolution=motion).order_by("voter__name")
    assert [vote.option for vote in votes] == [*["yes"] * 2, "no", *["yes"] * 3, "abstain", "yes"]
    assert (motion.result, motion.decision_method) == ("adopted", "roll_call")


def test_votes_follow_their_new_row_and_movers_are_those_present(page: Page):
    meeting = make_draft()
    make_person("Ada Absent")
    ada = make_person("Ada Zimmer")
    make_attendance(meeting, person=ada)
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    for number, name in enumerate(("To be removed", "To stay")):
        page.locator("#resolutions-group > .add-row button").click()
        page.locator(f"#id_resolutions-{number}-name").fill(name)
    page.locator("#resolutions-1 [name=_roll_call]").click()
    page.keyboard.press("N")

    page.locator("#resolutions-1 .field-mover .select2-container, #id_resolutions-1-mover").last.click()
    page.keyboard.type("Ada")
    expect(page.locator(".select2-results__option").first).to_contain_text("Ada Zimmer")
    page.keyboard.press("Enter")
    page.locator("#resolutions-0 [data-remove]").click()
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    motion = meeting.resolutions.get()
    assert (motion.name, motion.mover) == ("To stay", ada)
    assert [(vote.voter, vote.option) for vote in motion.votes.all()] == [(ada, "no")]
