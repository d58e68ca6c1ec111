"""Pages are light: few bytes, few requests, and readable with scripts, styles and images off."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Response
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_body, make_meeting

pytestmark = pytest.mark.any_engine

MOST_BYTES = 50_000
MOST_REQUESTS = 6
PAGES = ["/", "/meetings/", "/resolutions/", "/people/", "/bodies/council/", "/search/?q=pumps", "/about/"]


@pytest.fixture
def addresses() -> list[str]:
    """Fill an archive with more than a page of each list; return the addresses to be weighed."""
    body = make_body("Council", slug="council")
    for number in range(22):
        meeting = make_meeting(
            body=body, summary=f"Pumps, again, for the {number}th time. " * 5, present=3, resolutions=2
        )
    record = meeting.get_absolute_url()
    return [*PAGES, record, f"{record}resolutions/1/", f"{record}history/"]


def weight_of(response: Response) -> int:
    """Return how many bytes an answer has; style sheets compressed, as WhiteNoise sends them."""
    body = response.body()
    is_static = "/static/" in response.url
    return len(gzip.compress(body) if is_static else body)


def loaded(page: Page, address: str) -> list[Response]:
    """Return all answers that a page loads."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", keep)
    return answers


def test_pages_weigh_little_and_ask_seldom(page: Page, addresses: list[str]):
    heavy: dict[str, Any] = {}
    for address in addresses:
        answers = loaded(page, address)
        weight = sum(map(weight_of, answers))
        if weight > MOST_BYTES or len(answers) > MOST_REQUESTS:
            heavy[address] = (weight, [answer.url for answer in answers])

    assert heavy == {}


def test_pages_load_nothing_from_elsewhere(page: Page, live_server: LiveServer, addresses: list[str]):
    asked: list[str] = []

    def keep(request: Request) -> None:
        asked.append(request.url)

    page.on("request", keep)
    for address in addresses:
        page.goto(address)

    assert [address for address in asked if not address.startswith(live_server.url)] == []


def test_pages_read_well_with_scripts_styles_and_images_off(
    browser: Browser, live_server: LiveServer, addresses: list[str]
):
    with browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en") as context:
        context.route("**/static/**", lambda route: route.abort())
        page = context.new_page()
        for address in addresses:
            page.goto(address)

            assert page.locator("main h1").count() == 1
            assert page.get_by_role("link", name="Meetings").first.is_visible()
            assert page.locator("main").inner_text().strip()
