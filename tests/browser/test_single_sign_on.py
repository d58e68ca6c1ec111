"""Log-in with an OpenID Connect provider in a browser, which keeps the Content-Security-Policy."""

import re

from django.contrib.auth.models import User
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.admin.oidc_provider import set_up
from tests.browser.conftest import requests_awaited

KATE = {"sub": "1", "preferred_username": "kate", "groups": ["Clerk"]}


def test_button_leads_there_and_back_without_scripts(browser: Browser, live_server: LiveServer, settings):
    with (
        set_up(settings, KATE),
        requests_awaited(),
        browser.new_context(java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.goto(f"{live_server}/desk/archive/person/")
        page.get_by_role("button", name="Log in with Town").click()

        expect(page).to_have_url(re.compile(r"/desk/archive/person/$"))
        assert User.objects.get().username == "kate"
