"""The browser fixtures see what they promise to see."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route

POLICY = {"Content-Security-Policy": "default-src 'self'"}


def serve(page: Page, body: str) -> None:
    """Open a page made up for the test, below the strict policy."""
    html = f"<!doctype html><html lang=en><title>Test</title><main>{body}</main>"

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html", headers=POLICY)

    page.route("**/made-up", answer)
    page.goto("/made-up")


def test_complaints_collect_console_errors(page: Page, complaints: list[str]):
    page.evaluate("console.error('the shelf is empty')")

    assert [text.partition(" (")[0] for text in complaints] == ["the shelf is empty"]

    complaints.clear()


def test_complaints_collect_exceptions(page: Page, complaints: list[str]):
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('no quorum') })")

    assert complaints == ["no quorum"]

    complaints.clear()


@pytest.mark.parametrize("body", ["<p style='color: red'>", "<script>document.title = 1</script>"])
def test_complaints_collect_violations_of_the_policy(page: Page, complaints: list[str], body: str):
    serve(page, body)

    assert len(complaints) == 1
    assert "Content Security Policy" in complaints[0]

    complaints.clear()


def test_axe_finds_a_serious_barrier_below_the_policy(page: Page, axe: Callable[[Page], list[str]]):
    serve(page, "<h1>Minutes</h1><a href='/'></a>")

    assert [line.partition(":")[0] for line in axe(page)] == ["link-name"]


def test_live_server_sees_what_the_test_wrote(page: Page):
    User.objects.create_superuser("clerk", password="plain words")

    page.goto("/desk/login/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", "plain words")
    page.get_by_role("button", name="Log in", exact=True).click()

    assert page.url.endswith("/desk/")
    assert User.objects.get().last_login is not None
