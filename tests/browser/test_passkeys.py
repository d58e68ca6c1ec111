"""Passkeys in a browser, whose authenticator is a virtual one: set up, logged in with, and forged."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect

from archive.models import StaffAct
from tests.browser.test_desk import PASSWORD, log_in

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Authenticator:
    """The keys of a virtual authenticator, by the browser's DevTools protocol."""

    def __init__(self, page: Page) -> None:
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        self.key: str = self.send("addVirtualAuthenticator", options=AUTHENTICATOR)["authenticatorId"]

    def send(self, method: str, **parameters: Any) -> Any:
        if method != "addVirtualAuthenticator":
            parameters["authenticatorId"] = self.key
        return self.devtools.send(f"WebAuthn.{method}", parameters)

    def forge(self) -> None:
        """Give the key that the site knows another secret, as somebody would who knows only its number."""
        [real] = self.send("getCredentials")["credentials"]
        secret = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        forged = {**real, "privateKey": base64.b64encode(secret).decode()}
        self.send("removeCredential", credentialId=real["credentialId"])
        self.send("addCredential", credential=forged)


@pytest.fixture
def authenticator(page: Page, settings) -> Authenticator:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # as HTTPS=off does: it is on this machine
    cache.clear()
    log_in(page)
    made = Authenticator(page)
    page.goto("/desk/account/second-factor/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("[name=name]").fill("Telephone")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).to_have_url("/desk/account/second-factor/recovery-codes/")
    page.goto("/desk/")
    page.locator("#logout-form button").click()
    page.goto("/desk/login/")
    return made


def test_passkey_logs_in_without_a_password(page: Page, authenticator: Authenticator):
    page.locator("#passkey_login").click()

    expect(page.locator("#desk-nav")).to_be_visible()
    [credential] = authenticator.send("getCredentials")["credentials"]
    assert credential["signCount"] == 2  # once set up, once used
    assert StaffAct.objects.filter(kind=StaffAct.Kind.LOGGED_IN).count() == 2


def test_passkey_is_the_second_factor_after_a_password(page: Page, authenticator: Authenticator):
    page.locator("[name=username]").fill("desk")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#mfa_webauthn_authenticate").click()

    expect(page.locator("#desk-nav")).to_be_visible()


def test_passkey_with_another_secret_is_refused(page: Page, authenticator: Authenticator):
    authenticator.forge()
    page.locator("#passkey_login").click()

    expect(page.locator(".messages, .messagelist, .errornote").first).to_contain_text("Incorrect code")
    page.goto("/desk/")
    expect(page.locator("[name=username]")).to_be_visible()
    assert StaffAct.objects.filter(kind=StaffAct.Kind.LOGGED_IN).count() == 1
