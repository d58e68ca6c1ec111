"""A text beside the page it fills in, in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from archive.models import Meeting
from tests.browser.test_desk import log_in
from tests.factories import make_body, make_draft, make_person

READ = "/desk/archive/meeting/read/"
ADD = "/desk/archive/meeting/add/"
TEXT = """安全生产委员会第12次会议纪要

时间：2023年9月6日 9:00
地点：二楼会议室
主持：孙全忠
出席：孙全忠、李　伟、王　芳、各单位要做好值班值守工作
请假：陈　洁

会议决定，入冬前对十一家企业全面复查。
"""


def read(page: Page) -> None:
    make_body("安全生产委员会", language="zh-Hans")
    make_person("孙全忠")
    log_in(page, is_superuser=True)
    page.goto(READ)
    page.locator("#id_text").fill(TEXT)
    page.locator(".read-page button.default").click()
    expect(page.locator(".review")).to_be_visible()


def test_value_leads_to_its_passage(page: Page):
    read(page)

    page.locator(".field-date").get_by_role("link", name="read here").click()

    expect(page.locator("mark:target")).to_have_text("2023年9月6日")
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_passage_is_made_a_resolution_and_the_draft_saved(page: Page):
    read(page)
    passage = page.locator(".not-placed li", has_text="值班值守")

    passage.get_by_role("button", name="Make it a resolution").click()
    expect(page.locator(".not-placed li", has_text="值班值守")).to_have_count(0)
    page.locator(".submit-row [name=_continue]").click()
    page.wait_for_url("**/change/**")

    texts = [row.text for row in Meeting.objects.get().resolutions.in_order()]
    assert "各单位要做好值班值守工作" in texts
    expect(page.locator(".review .source")).to_contain_text("入冬前")


def test_near_name_is_chosen(page: Page):
    for name in ("Aaron Abel", "Katherine Stewart"):
        make_person(name)
    log_in(page, is_superuser=True)
    page.goto(ADD)

    page.locator(".paste summary").click()
    page.locator("#id_pasted_names").fill("Present: Katherine Stewert, Li Wei")
    page.get_by_role("button", name="Add these names").click()
    expect(page.locator("#id_attendances-1-person option:checked")).to_have_text("Li Wei (new)")
    page.locator("#id_attendances-0-person").focus()
    page.keyboard.press("ArrowDown")
    offers = page.locator(".select2-results__option:not(.loading-results)")
    expect(offers.nth(0)).to_have_text("Katherine Stewart")
    expect(offers.nth(1)).to_have_text("Katherine Stewert (new, another person of this name)")
    expect(offers.nth(2)).to_have_text("Aaron Abel")


def test_three_hundred_names_are_typed_on(page: Page):
    names = [f"{family}{given}" for family in FAMILIES for given in NAMES]
    log_in(page, is_superuser=True)
    page.goto(ADD)

    page.locator(".paste summary").click()
    page.locator("#id_pasted_names").fill("、".join([*names[:-1], f"{names[-1]}代张伟"]))
    page.get_by_role("button", name="Add these names").click()
    expect(page.locator("#id_attendances-299-person")).to_be_attached()
    page.locator("#id_attendances-297-status").focus()
    for key in "ea":
        page.keyboard.press(key)
    expect(page.locator("[data-kind=excused]")).to_have_text("1")

    page.locator("#attendances-299 summary").press("Enter")
    expect(page.locator("#id_attendances-299-on_behalf_of option:checked")).to_have_text("张伟 (new)")


FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡"
NAMES = [
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
]


def test_pages_of_reading_have_no_grave_barrier(
    page: Page, axe: Callable[[Page], list[str]], complaints: list[str]
):
    make_draft()
    read(page)

    assert axe(page) == []
    page.goto(f"{ADD}?next_of={Meeting.objects.get().body.pk}")
    assert axe(page) == []
    complaints.clear()  # axe reads style sheets in a way that the policy forbids


def test_all_columns_are_seen_beside_the_text(page: Page):
    page.set_viewport_size({"width": 1280, "height": 800})

    read(page)

    tables = page.locator(".review .tabular")
    expect(tables.first).to_be_visible()
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.scrollWidth)"
    assert tables.evaluate_all(wide) == []
