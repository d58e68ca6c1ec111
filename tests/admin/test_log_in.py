"""The log-in: who gets in, where it leads, and what slows down guessing."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from tests.factories import make_user

PASSWORD = "correct horse battery staple"
LOGIN = "/desk/login/"


def sent(client: Client, username: str, password: str = PASSWORD, *, at: str = "192.0.2.1", **fields: Any):
    return client.post(LOGIN, {"username": username, "password": password, **fields}, REMOTE_ADDR=at)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def user(db: None) -> User:
    return make_user("Clerk", username="kate")


# Where it leads


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("", "/desk/"),
        ("/desk/archive/meeting/?q=budget", "/desk/archive/meeting/?q=budget"),
        ("/people/", "/people/"),
        ("/accounts/profile/", "/desk/"),
        ("https://elsewhere.example/desk/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("http://[", "/desk/"),
    ],
)
def test_log_in_leads_to_the_page_asked_for_and_never_to_none_or_elsewhere(client, user, wanted, led_to):
    shown = client.get(LOGIN, {"next": wanted})
    response = sent(client, "kate", next=shown.context["next"])

    assert (response.status_code, response["Location"]) == (302, led_to)
    assert is_in(client)


def test_who_is_logged_in_is_led_on(client, user):
    client.force_login(user)

    assert client.get(LOGIN)["Location"] == "/desk/"
    assert client.get(LOGIN, {"next": "/desk/archive/person/"})["Location"] == "/desk/archive/person/"


def test_account_that_may_not_use_the_desk_is_told_so_and_led_nowhere(client, db):
    client.force_login(make_user(username="guest", is_staff=False))

    response = client.get("/desk/", follow=True)

    assert response.redirect_chain == [("/desk/login/?next=/desk/", 302)]
    assert "You are logged in as guest, who may not use this page." in response.text


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_only_open_accounts_of_staff_get_in(client, db, fields):
    make_user(username="guest", **fields)

    response = sent(client, "guest")

    assert "Please enter the correct username and password for a staff account." in response.text
    assert not is_in(client)


def test_nobody_signs_up(client, db):
    assert client.get("/desk/signup/").status_code in {302, 404}
    assert client.get("/desk/account/signup/").status_code in {302, 404}


@pytest.mark.parametrize(("language", "word"), [("en", "Log in"), ("zh-hans", "登录")])
def test_page_is_one_small_form_of_the_desk(client, db, language, word):
    page = client.get(LOGIN, headers={"accept-language": language})

    assert f'<button class="button default">{word}</button>' in page.text
    assert 'autocomplete="username"' in page.text
    assert 'id="passkey_login"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assert "no-store" in page["Cache-Control"]


# Guessing


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def test_sixth_wrong_password_from_one_address_is_not_tried(client, user, caplog):
    caplog.set_level(logging.WARNING, "archive.login")
    for _attempt in range(5):
        assert sent(client, "kate", "wrong").status_code == 200

    refused = sent(client, "kate")

    assert refused.status_code == 429
    assert "please wait ten minutes" in refused.text
    assert 'value="kate"' in refused.text
    assert not is_in(client)
    assert [message for message in caplog.messages if "refused" in message] == [
        *[f"Log-in refused: account {user.pk}."] * 5,
        f"Log-in refused: too many before, account {user.pk}.",
    ]


def test_one_address_locks_nobody_out_elsewhere(client, user):
    for _attempt in range(60):
        sent(client, "kate", "wrong")

    sent(client, "kate", at="192.0.2.2")

    assert is_in(client)


def test_name_guessed_from_many_addresses_is_throttled_for_all(client, user, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "30/10m/ip,3/h/key", "login_failed_here": "5/10m/key"}
    for host in range(3):
        sent(client, "kate", "wrong", at=f"198.51.100.{host}")

    assert sent(client, "kate", at="192.0.2.2").status_code == 429


def test_address_that_guesses_many_names_is_throttled(client, user, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/10m/ip,50/h/key", "login_failed_here": "5/10m/key"}
    for number in range(3):
        sent(client, f"name{number}", "wrong")

    assert sent(client, "kate").status_code == 429
    assert sent(client, "kate", at="192.0.2.2").status_code == 302


@pytest.mark.parametrize("name", ["KATE", " kate", "kate "])
def test_same_name_in_another_spelling_is_counted_with_it(client, user, name):
    for _attempt in range(5):
        sent(client, name, "wrong")

    assert sent(client, "kate").status_code == 429


def test_name_that_nobody_has_is_throttled_in_the_same_words(client, user):
    answers = {}
    for name in ("kate", "nobody"):
        answers[name] = ["wait ten minutes" in sent(client, name, "wrong").text for _attempt in range(6)]

    assert answers["kate"] == answers["nobody"] == [*[False] * 5, True]


def test_right_password_ends_the_count(client, user):
    for _round in range(3):
        for _attempt in range(4):
            sent(client, "kate", "wrong")
        assert sent(client, "kate").status_code == 302
        client.logout()


def test_reader_of_a_proxy_is_counted_and_not_the_proxy(client, user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def through(forwarded: str, password: str):
        fields = {"username": "kate", "password": password}
        return client.post(LOGIN, fields, REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded})

    for number in range(5):  # what a reader adds in front is not believed
        through(f"203.0.113.{number}, 192.0.2.1", "wrong")

    assert through("192.0.2.2", "wrong").status_code == 200
    assert through("192.0.2.1", PASSWORD).status_code == 429


def test_forwarded_address_is_not_believed_without_a_proxy(client, user):
    for number in range(6):
        fields = {"username": "kate", "password": "wrong"}
        response = client.post(LOGIN, fields, headers={"x-forwarded-for": f"203.0.113.{number}"})

    assert response.status_code == 429


@pytest.mark.parametrize("address", ["", "localhost", "unix:", "999.1.1.1"])
def test_reader_without_an_address_can_log_in(client, user, address):
    assert sent(client, "kate", at=address).status_code == 302


def test_addresses_of_one_network_of_ipv6_are_one_reader(client, user):
    for number in range(5):
        sent(client, "kate", "wrong", at=f"2001:db8::{number}")

    assert sent(client, "kate", at="2001:db8::99").status_code == 429
    assert sent(client, "kate", at="2001:db8:0:1::1").status_code == 302


def test_address_that_sends_form_after_form_gets_a_page_that_says_so(client, user, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sent(client, "kate", "wrong")

    refused = sent(client, "kate")

    assert refused.status_code == 429
    assert "Please wait some minutes" in refused.text
