"""Letters about accounts: the link for a new password, and invitations."""

import logging
import re
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from archive.logs import without_keys
from tests.factories import make_user

ASK = "/desk/account/password/"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def user(db: None) -> User:
    return make_user("Clerk", username="kate", email="kate@example.org")


def letter() -> Any:
    """Return the only letter that was sent; it is on its way in a thread."""
    end = time.monotonic() + 10
    while not mail.outbox and time.monotonic() < end:
        time.sleep(0.01)
    [sent] = mail.outbox
    return sent


def link_in(body: str) -> str:
    found = re.search(r"http://testserver(/desk/account/password/key/\S+)", body)
    assert found, body
    return found[1]


def choose(client: Client, link: str, password: str = "sand-bags 1953"):
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    return client.post(address, {"password1": password, "password2": password}, follow=True)


def test_forgotten_password_is_replaced_by_a_link_that_works_once(client, user):
    other = Client()
    other.force_login(user)

    asked = client.post(ASK, {"email": "Kate@Example.org"}, follow=True)
    sent = letter()
    saved = choose(client, link_in(sent.body))

    assert "If there is an account with that mail address" in asked.text
    assert sent.to == ["kate@example.org"]
    assert sent.subject == "[Minutebook] New password"
    assert "Your name at the log-in: kate" in sent.body
    assert "for 3 days" in sent.body
    assert "The new password is saved" in saved.text
    assert User.objects.get().check_password("sand-bags 1953")
    assert other.get("/desk/").status_code == 302  # its session has ended
    assert "This link was used already" in Client().get(link_in(sent.body)).text


@pytest.mark.parametrize(
    "fields", [{"email": "other@example.org"}, {"is_active": False}, {"is_staff": False}]
)
def test_who_has_no_account_gets_the_same_answer_and_no_letter(client, db, fields, monkeypatch):
    soon: list[Any] = []
    monkeypatch.setattr("archive.admin.log_in.send_soon", soon.append)
    make_user(username="guest", **({"email": "kate@example.org"} | fields))

    asked = client.post(ASK, {"email": "kate@example.org"}, follow=True)

    assert "If there is an account with that mail address" in asked.text
    assert soon == []


def test_mail_server_that_is_down_changes_no_answer(client, user, monkeypatch, caplog):
    def fail(*_args: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", fail)

    asked = client.post(ASK, {"email": "kate@example.org"}, follow=True)

    assert asked.status_code == 200
    end = time.monotonic() + 10
    while "A letter about an account was not sent." not in caplog.messages and time.monotonic() < end:
        time.sleep(0.01)
    assert "A letter about an account was not sent." in caplog.messages


def test_without_a_mail_server_the_page_says_whom_to_ask(client, db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "This site sends no mail" in client.get(ASK).text
    assert ASK not in client.get("/desk/login/").text


def test_letters_to_one_address_are_few(client, user):
    answers = [client.post(ASK, {"email": "kate@example.org"}).status_code for _attempt in range(6)]

    assert answers == [*[302] * 5, 429]


@pytest.mark.parametrize("link", ["1-set-password", "1-x", "zzzzzzzzzzzzzzzz-x", "0-../x"])
def test_link_that_is_none_says_so(client, db, link):
    response = client.get(f"{ASK}key/{link}/")

    assert response.status_code == 200
    assert "This link was used already, or is too old, or is not whole." in response.text


def test_key_of_a_letter_is_in_no_log(client, user, caplog):
    caplog.set_level(logging.INFO)
    client.post(ASK, {"email": "kate@example.org"})
    link = link_in(str(letter().body))
    key = link.split("-", 1)[1].rstrip("/")

    client.get(link)

    assert f"GET {ASK}key/%E2%80%A6/ 302" in caplog.text
    assert key not in caplog.text
    assert without_keys(f"Internal Server Error: {link}") == f"Internal Server Error: {ASK}key/…/"


# Invitations


def test_new_account_is_invited_and_its_owner_chooses_the_password(
    superuser, client, django_capture_on_commit_callbacks
):
    fields = {"username": "kate", "email": "kate@example.org", "invite": "on", "usable_password": "true"}

    with django_capture_on_commit_callbacks(execute=True):
        made = superuser.post("/desk/auth/user/add/", fields)
    user = User.objects.get(username="kate")
    [sent] = mail.outbox

    assert made["Location"] == f"/desk/auth/user/{user.pk}/change/"
    assert not user.has_usable_password()
    assert sent.subject == "[Minutebook] Your account at Minutebook"
    assert "The new password is saved" in choose(client, link_in(str(sent.body))).text
    assert User.objects.get(username="kate").check_password("sand-bags 1953")


def test_invitation_needs_an_address(superuser):
    fields = {"username": "kate", "invite": "on", "usable_password": "true"}

    response = superuser.post("/desk/auth/user/add/", fields)

    assert response.context["errors"] == [["To whom shall the invitation be sent?"]]
    assert not User.objects.filter(username="kate").exists()


@pytest.mark.django_db(transaction=True)
def test_people_chosen_in_the_list_are_sent_a_link(superuser):
    user = make_user(username="kate", email="kate@example.org")
    nobody = make_user(username="no-address", email="")
    fields = {"action": "invite_selected", "_selected_action": [user.pk, nobody.pk]}

    response = superuser.post("/desk/auth/user/", fields, follow=True)

    assert [sent.to for sent in mail.outbox] == [["kate@example.org"]]
    assert "Kate was sent a link to choose a password." in response.text
    assert "No letter to no-address: a mail address and a mail server are needed." in response.text


def test_without_a_mail_server_nobody_is_invited(superuser, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "Invite by mail" not in superuser.get("/desk/auth/user/add/").text
