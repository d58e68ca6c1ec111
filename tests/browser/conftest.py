"""A real Chromium against a live server; any error in the browser's console fails the test."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, ConsoleMessage, Page, WebError, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

expect.set_options(timeout=30_000)  # a busy machine is no bug
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Root and containers lack the rights for a sandbox; the rest keeps the browser off the network.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(answer => answer.violations)"
# Adds the rule of WCAG 2.2 AA that axe leaves out by default.
RUN_STRICT_AXE = """
axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})
  .then(answer => answer.violations)
"""


def find_chromium() -> str:
    """Return the path of a browser, or skip the test; with CI set there must be one."""
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES):
        if path := shutil.which(name):
            return path
    reason = f"no browser: set CHROMIUM or install one of {', '.join(CHROMIUM_NAMES)}"
    return pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return one Chromium for all browser tests."""
    path = find_chromium()
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, so Django would refuse every query of a test
        # as unsafe in asynchronous code. The live server's threads have no loop.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Return the browser's complaints, to be cleared by a test that expects them.

    Any that is left fails the test: console errors (also of the Content-Security-Policy, and for
    answers of 400 or more) and uncaught exceptions.
    """
    collected: list[str] = []
    yield collected
    assert collected == []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Page]:
    """Return an empty page in a fresh session; addresses are relative to the live server."""

    def on_console(message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        # Browsers request this by themselves if a page names no icon.
        if message.type == "error" and address != f"{live_server}/favicon.ico":
            complaints.append(f"{message.text} ({address})")

    def on_exception(problem: WebError) -> None:
        complaints.append(str(problem.error))

    with (
        requests_awaited(),
        browser.new_context(base_url=live_server.url, locale="en-GB") as context,
    ):
        context.on("console", on_console)
        context.on("weberror", on_exception)
        yield context.new_page()
        context.remove_listener("console", on_console)
        # A page with autosave also sends what was typed when it is closed.
        context.set_offline(True)


@contextmanager
def requests_awaited() -> Iterator[None]:
    """Wait at the end until the live server has answered all requests made within the block.

    Truncating the database during a request is a deadlock on PostgreSQL.
    """
    begun: list[object] = []
    ended: list[object] = []

    def on_begun(**_sent: object) -> None:
        begun.append(None)

    def on_ended(**_sent: object) -> None:
        ended.append(None)

    request_started.connect(on_begun)
    request_finished.connect(on_ended)
    try:
        yield
        deadline = time.monotonic() + 10
        while len(ended) < len(begun) and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        request_started.disconnect(on_begun)
        request_finished.disconnect(on_ended)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return a function that lists the serious barriers that axe-core finds on a page."""
    return lambda page: barriers_on(page, RUN_AXE, {"serious", "critical"})


@pytest.fixture
def strict_axe() -> Callable[[Page], list[str]]:
    """Return a function that lists all that axe-core finds on a page, small barriers and targets too."""
    return lambda page: barriers_on(page, RUN_STRICT_AXE, {"minor", "moderate", "serious", "critical"})


def barriers_on(page: Page, script: str, impacts: set[str]) -> list[str]:
    """Return what axe-core finds with one of these impacts, as rule and element."""
    page.wait_for_load_state()  # rows without their links, of a page half made, cannot be reached
    # Evaluated, because the Content-Security-Policy forbids adding a script element.
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(script)
    return [
        f"{rule['id']}: {node['html']}"
        for rule in found
        if rule["impact"] in impacts
        for node in rule["nodes"]
    ]
