"""The public pages in a browser: nothing bars a reader, nothing is too wide, no script is needed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_membership,
    make_person,
    make_resolution,
    make_topic,
    make_vote,
)

pytestmark = pytest.mark.any_engine


@pytest.fixture
def addresses() -> list[str]:
    """Fill an archive and return the address of one page of each kind, and of one that is missing."""
    from archive.operations.publish import correct, publish, withdraw  # noqa: PLC0415 - needs Django set up

    council = make_body("漯河市防汛办", slug="council", language="zh-Hans")
    chair = make_person("陳瑩", slug="chen")
    make_membership(person=chair, body=council, role="chair", start_date=dt.date(2020, 1, 1))
    text = "# 汛期\n\n| 河 | 水位 |\n|---|---|\n| 沙河 | 8.1 |\n\n" + "averyveryverylongword" * 20
    meeting = make_draft(body=council, name="防汛会议", language="zh-Hans", text=text)
    make_attendance(meeting, person=chair, role="chair", label="主任")
    make_attendance(meeting, status="excused")
    item = make_item(meeting, name="Flood season", text="Pumps.")
    resolution = make_resolution(meeting, agenda_item=item, text="Buy sandbags.", mover=chair, yes_count=2)
    make_resolution(meeting, sequence=2, name="averyveryverylongword" * 7)
    make_vote(resolution, voter=chair)
    make_action(meeting, resolution=resolution, due_date=dt.date(2023, 9, 1))
    publish(meeting)
    correct(meeting, kind="corrected", reason="A name was wrong.")
    gone = make_draft(body=council, date=dt.date(2022, 1, 5))
    publish(gone)
    withdraw(gone, reason="Entered twice.")
    later = make_draft(
        body=council, name="补充会议", date=dt.date(2023, 9, 5), language="zh-Hans", number="3"
    )
    amending = make_resolution(later, text="More pumps.", seconder=chair, yes_count=2, no_count=1)
    amending.relations.create(target=resolution, kind="amends", note="数量")
    make_action(later, responsible=chair, description="averyveryverylongword" * 20)
    publish(later)
    announced: dict[str, Any] = {"body": council, "status": "scheduled", "text": ""}
    publish(
        make_draft(name="averyveryverylongword" * 20, number="1", date=dt.date(2023, 1, 5), **announced)
    )
    make_topic("防汛", slug="floods", query="sandbags", description="说明", meetings=[meeting])
    record = meeting.get_absolute_url()
    return [
        "/",
        "/meetings/",
        "/meetings/?since=nonsense",
        "/meetings/2023/",
        record,
        f"{record}resolutions/1/",
        f"{record}history/",
        f"{record}v1/",
        f"{record}changes/1..2/",
        f"{record}print/",
        "/resolutions/",
        "/people/?order=strokes",
        "/resolutions/?q=sandbags&in_force=2024&mover=nobody",
        "/resolutions/?q=pumps&in_force=2023-10-01&contested=on",
        "/actions/",
        "/actions/?state=nonsense",
        "/topics/",
        "/topics/floods/",
        "/gaps/",
        "/gaps/?body=nonsense",
        "/people/chen/votes/",
        "/people/",
        "/people/chen/",
        "/bodies/",
        "/bodies/council/",
        "/search/?q=防汛",
        "/search/?q=nothing",
        "/corrections/",
        "/verification/",
        "/about/",
        "/accessibility/",
        "/data/",
    ]


# Every two of language, width and scheme meet.
WAYS = [
    ("en", 1280, "light"),
    ("en", 320, "dark"),
    ("zh-hans", 320, "light"),
    ("zh-hans", 1280, "dark"),
]


@pytest.mark.parametrize(("language", "width", "scheme"), WAYS)
def test_public_pages_bar_nobody(
    page: Page, strict_axe: Callable[[Page], list[str]], addresses: list[str], language, width, scheme
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/language/{language}/")

    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = strict_axe(page)

    assert {address: barriers for address, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_public_pages_fit_a_narrow_screen(page: Page, addresses: list[str], language: str):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/language/{language}/")

    widths = {}
    for address in addresses:
        page.goto(address)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: width for address, width in widths.items() if width > 320} == {}


def test_home_leads_to_what_was_decided_without_scripts(
    browser: Browser, live_server: LiveServer, addresses: list[str]
):
    with browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en") as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("searchbox").fill("sandbags")
        page.get_by_role("button", name="Search").click()
        page.locator("#resolutions ~ .register a").first.click()

        expect(page.locator(".minutes")).to_have_text("Buy sandbags.")
        expect(page.locator(".side")).to_contain_text("陳瑩")


def test_skip_link_is_the_first_stop_of_the_keyboard(page: Page, addresses: list[str]):
    page.goto(addresses[0])

    page.keyboard.press("Tab")

    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()


def test_what_is_overdue_is_three_steps_away_without_scripts(
    browser: Browser, live_server: LiveServer, addresses: list[str]
):
    with browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en") as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Follow-up").click()
        page.get_by_role("link", name="Overdue 1").click()
        page.locator(".actions a").first.click()

        expect(page.get_by_role("heading", level=1)).to_contain_text("防汛会议")
