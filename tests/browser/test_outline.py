"""The outline of a meeting's page and its text, as the scripts add to them."""

from playwright.sync_api import Page, expect

from archive.models import MeetingTranslation
from tests.browser.test_desk import log_in
from tests.browser.test_desk_barriers import Axe, barriers
from tests.factories import make_draft

PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "Lamps five");
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.getElementById("id_text").focus();
    document.getElementById("id_text").dispatchEvent(paste);
}"""
WORD = """<h2>Lamps</h2><p class=MsoNormal>The council <b>resolved</b>:</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>five lamps</p>
<table><tr><td><p>Lamp</p></td><td><p>Cost</p></td></tr><tr><td>LED</td><td>40</td></tr></table>"""


def test_motion_and_amendment_are_added_where_they_belong(page: Page, axe: Axe, complaints: list[str]):
    meeting = make_draft()
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    for name in ("To be removed", "Lamps"):
        page.get_by_role("button", name="Add an agenda item").click()
        page.keyboard.type(name)
    page.locator("#agenda_items-1").get_by_role("button", name="Add a resolution").click()
    page.keyboard.type("Eight lamps")
    page.get_by_role("button", name="Add an amendment").click()
    page.keyboard.type("Five lamps")
    expect(page.locator(".motion .motion > .kind")).to_have_text("Amendment")
    page.locator("#agenda_items-0 [data-remove]").click()
    assert barriers(page, axe, complaints) == []
    page.locator("[name=_continue]").press("Enter")
    page.wait_for_load_state()

    expect(page.locator("#agenda_items-0 .motion .motion .field-name input")).to_have_value("Five lamps")
    motion, amendment = meeting.resolutions.in_order()
    assert (str(motion.agenda_item), amendment.amends_motion) == ("Lamps", motion)


def test_paste_from_a_word_processor_keeps_its_form(page: Page):
    meeting = make_draft(text="")
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    page.evaluate(PASTE, WORD)

    table = "| Lamp | Cost |\n| --- | --- |\n| LED | 40 |"
    expect(page.locator("#id_text")).to_have_value(
        f"## Lamps\n\nThe council **resolved**:\n\n- five lamps\n\n{table}"
    )
    expect(page.locator(".rendered h3")).to_have_text("Lamps")
    expect(page.locator(".rendered td").first).to_have_text("LED")
    page.locator("#id_text").press("Control+a")
    page.keyboard.type("five")
    page.locator("#id_text").select_text()
    page.get_by_role("button", name="Bold").click()
    expect(page.locator(".rendered strong")).to_have_text("five")


def test_translation_has_the_toolbar_and_is_rendered_beside(page: Page, axe: Axe, complaints: list[str]):
    meeting = make_draft(text="Lamps")
    MeetingTranslation.objects.create(meeting=meeting, language="fr", name="Séance", text="## Lampes")
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    expect(page.locator("#translations-0 .rendered h3")).to_have_text("Lampes")
    page.locator("#translations-group").get_by_text("Add another").click()
    added = page.locator("#translations-1")
    added.get_by_label("Language").fill("zh-Hans")
    added.get_by_label("Title").fill("会议")
    added.get_by_label("Text", exact=True).fill("决定")
    added.get_by_label("Text", exact=True).select_text()
    added.get_by_role("button", name="Bold").click()

    expect(added.locator(".rendered strong")).to_have_text("决定")
    expect(page.locator("#id_text")).to_have_value("Lamps")
    assert barriers(page, axe, complaints) == []
    page.keyboard.press("Control+s")
    expect(page.locator("#translations-1.has_original")).to_be_attached()
    assert meeting.translations.get(language="zh-Hans").text == "**决定**"


def test_result_that_follows_and_action_are_entered_in_the_card(
    page: Page, axe: Axe, complaints: list[str]
):
    meeting = make_draft(resolutions=1)
    meeting.resolutions.update(result="", yes_count=None)
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")
    card = page.locator("#resolutions-0")

    expect(card.locator("[data-outcome]")).to_have_count(0)
    card.get_by_label("Against").fill("7")
    card.get_by_label("For").fill("2")
    expect(card.locator(".outcome")).to_contain_text("2 : 7")
    assert barriers(page, axe, complaints) == []
    card.get_by_role("button", name="Rejected").press("Enter")
    expect(page.locator("#id_resolutions-0-result")).to_be_focused()
    card.get_by_label("Responsible").fill("Water Board")
    card.get_by_label("Due").fill("30 April 2024")
    with page.expect_navigation():
        page.keyboard.press("Control+s")

    expect(card.get_by_role("link", name="Water Board, 30 Apr 2024")).to_be_visible()
    resolution = meeting.resolutions.get()
    assert (resolution.result, resolution.action_items.get().responsible_text) == (
        "rejected",
        "Water Board",
    )


def test_items_are_moved_by_the_keyboard_and_keep_the_focus(page: Page):
    meeting = make_draft(items=3)
    first, second, third = meeting.agenda_items.in_order()
    log_in(page, is_superuser=True)
    page.goto(f"/desk/archive/meeting/{meeting.pk}/change/")

    up = page.locator("#agenda_items-2").get_by_role("button", name="Move up")
    up.press("Enter")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # at the top already
    with page.expect_navigation():
        page.keyboard.press("Control+s")

    assert list(meeting.agenda_items.in_order()) == [third, first, second]
