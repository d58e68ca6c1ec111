"""The second factor: set up, asked for, recovered from, and demanded of groups."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import change
from tests.factories import make_draft, make_user

PASSWORD = "correct horse battery staple"
LOGIN, PAGES = "/desk/login/", "/desk/account/second-factor/"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return make_user("Publisher", username="kate")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> str:
    """Give a user an authenticator app and recovery codes; return the app's key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def logged_in(client: Client, **fields: Any) -> Any:
    return client.post(LOGIN, {"username": "kate", "password": PASSWORD, **fields})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_app_is_set_up_and_asked_for_at_the_next_log_in(client, user):
    logged_in(client)
    asked = client.get(f"{PAGES}totp/activate/", follow=True)
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    found = re.search(r'id="authenticator_secret" value="(\w+)"', page.text)
    assert found, page.text
    shown = client.post(f"{PAGES}totp/activate/", {"code": code_of(found[1])}, follow=True)
    codes = re.findall(r"<code>(\w+)</code>", shown.text)

    assert "<svg" in page.text
    assert "data:image" not in page.text
    assert len(codes) == 10

    other = Client()
    assert logged_in(other, next="/desk/archive/meeting/")["Location"] == f"{PAGES}authenticate/"
    assert not is_in(other)
    assert other.get("/desk/").status_code == 302
    wrong = other.post(f"{PAGES}authenticate/", {"code": "000000"})
    assert "Incorrect code" in wrong.text
    right = other.post(f"{PAGES}authenticate/", {"code": codes[0]})
    assert right["Location"] == "/desk/archive/meeting/"
    assert is_in(other)


def test_code_works_once(client, user):
    secret = with_app(user)
    code = code_of(secret)
    logged_in(client)
    assert client.post(f"{PAGES}authenticate/", {"code": code}).status_code == 302

    again = Client()
    logged_in(again)

    assert again.post(f"{PAGES}authenticate/", {"code": code}).status_code == 200
    assert not is_in(again)


def test_codes_cannot_be_guessed(client, user, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/h/key"}
    secret = with_app(user)
    logged_in(client)
    for _attempt in range(3):
        client.post(f"{PAGES}authenticate/", {"code": "000000"})

    refused = client.post(f"{PAGES}authenticate/", {"code": code_of(secret)})

    assert "please wait ten minutes" in refused.text
    assert not is_in(client)


def test_what_was_typed_is_carried_through_the_second_factor(client, user):
    secret = with_app(user)
    meeting = make_draft(name="Old")
    carried = json.dumps({"name": ["Typed"]})

    logged_in(client, next=change(meeting), _carried=carried)
    response = client.post(f"{PAGES}authenticate/", {"code": code_of(secret)})

    assert f'action="{change(meeting)}"' in response.text
    assert "Typed" in response.text
    assert Meeting.objects.get().name == "Old"


@pytest.mark.parametrize("page", ["", "totp/activate/", "recovery-codes/", "webauthn/", "webauthn/add/"])
def test_pages_need_a_log_in(client, db, page):
    assert client.get(f"{PAGES}{page}").status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_are_the_desk_s(client, user, language):
    with_app(user)
    client.force_login(user)

    for page in ("", "webauthn/"):
        response = client.get(f"{PAGES}{page}", headers={"accept-language": language})
        assert response.status_code == 200
        assert 'id="site-name"' in response.text
        assert "style=" not in response.text


# Passkeys: what the browser does is in tests/browser/test_passkeys.py


@pytest.mark.parametrize("credential", ["", "x", "[]", "1", "null", "{}", '{"id": "x", "response": {}}'])
def test_credential_that_is_none_is_refused(client, user, credential):
    with_app(user)
    assert client.post(f"{PAGES}webauthn/login/", {"credential": credential}).status_code == 302
    logged_in(client)
    assert client.post(f"{PAGES}authenticate/", {"credential": credential}).status_code == 200
    assert not is_in(client)

    client.force_login(user)
    asked = client.get(f"{PAGES}webauthn/add/", follow=True)
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    assert client.post(f"{PAGES}webauthn/add/", {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


# Groups that cannot do without


@pytest.fixture
def demanded(settings) -> None:
    settings.MFA_REQUIRED_FOR = ["Publisher"]


def test_publisher_without_one_gets_no_further_than_setting_it_up(client, user, demanded):
    draft = make_draft(name="Draft")
    client.force_login(user)

    for path in ("/desk/", change(draft), "/desk/nowhere/"):
        for answer in (client.get(path), client.post(path, {"name": "Typed"})):
            assert (answer.status_code, answer["Location"]) == (302, PAGES)
    assert client.get(f"/preview/{draft.pk}/").status_code == 404
    assert "Your group needs a second factor" in client.get(PAGES).text
    assert client.get("/people/").status_code == 200
    assert Meeting.objects.get().name == "Draft"


def test_publisher_with_one_works_as_ever(client, user, demanded):
    draft = make_draft()
    with_app(user)
    client.force_login(user)

    assert client.get(change(draft)).status_code == 200
    assert client.get(f"/preview/{draft.pk}/").status_code == 200
    assert "Your group needs" not in client.get(PAGES).text


def test_recovery_codes_alone_are_none(client, user, demanded):
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert client.get("/desk/")["Location"] == PAGES


@pytest.mark.parametrize(
    ("fields", "answer"), [({"is_superuser": True}, 302), ({}, 200)], ids=["superuser", "clerk"]
)
def test_superusers_are_of_every_group_and_clerks_are_not(client, db, demanded, fields, answer):
    client.force_login(make_user("Clerk", **fields))

    assert client.get("/desk/").status_code == answer


def test_lost_second_factor_is_taken_away_by_who_keeps_accounts(superuser, user):
    with_app(user)

    superuser.post("/desk/auth/user/", {"action": "forget_factors", "_selected_action": [user.pk]})

    assert not Authenticator.objects.exists()
    assert superuser.get(f"/desk/auth/user/{user.pk}/history/").status_code == 200
