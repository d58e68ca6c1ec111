"""Log-in with an OpenID Connect provider: who gets in, with which groups, and what goes wrong."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.test import Client

from archive.models import StaffAct
from tests.admin.oidc_provider import (
    LOGIN,
    START,
    Provider,
    begun,
    log_in_there,
    logged_in_at,
    serving,
    set_up,
)
from tests.admin.test_second_factor import code_of, with_app
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BACK = f"{START}back/"
KATE = {
    "sub": "4711",
    "preferred_username": "kate",
    "given_name": "Kate",
    "family_name": "Ng",
    "email": "kate@town.example",
    "email_verified": True,
    "groups": ["Clerk", "Staff of the town"],
}


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """Serve a provider that knows Kate, and set the site up for it."""
    cache.clear()
    with set_up(settings, KATE) as found:
        yield found


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def groups_of(user: User) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def acts() -> list[tuple[Any, ...]]:
    return [
        (act.kind, act.who, {one["field"]: one["after"] for one in act.change_list})
        for act in StaffAct.objects.order_by("pk")
    ]


# In


def test_first_log_in_makes_an_account_with_the_groups_that_exist_here(client, provider):
    response = log_in_there(client, next="/desk/archive/person/?q=x")

    assert (response.status_code, response["Location"]) == (302, "/desk/archive/person/?q=x")
    kate = User.objects.get()
    assert (kate.username, kate.get_full_name(), kate.email) == ("kate", "Kate Ng", "kate@town.example")
    assert (kate.is_staff, kate.is_superuser, kate.has_usable_password()) == (True, False, False)
    assert groups_of(kate) == ["Clerk"]
    assert client.get("/desk/archive/meeting/add/").status_code == 200
    assert acts() == [
        ("added", "OIDC: Town", {"username": "kate", "is_staff": True, "groups": "Clerk"}),
        ("logged_in", "kate", {}),
    ]
    assert SocialAccount.objects.get().extra_data == {}
    assert "code_challenge" in provider.asked[0]
    assert "code_verifier" in provider.sent[0]


def test_groups_are_set_anew_at_each_log_in(client, provider):
    log_in_there(client)
    provider.person["groups"] = ["Publisher"]

    log_in_there(Client())

    assert groups_of(User.objects.get()) == ["Publisher"]
    assert acts()[2] == ("changed", "OIDC: Town", {"groups": "Publisher"})


def test_who_has_no_group_any_more_loses_it_and_stays_out(client, provider):
    log_in_there(client)
    provider.person["groups"] = []

    response = log_in_there(second := Client())

    assert response.status_code == 403
    assert not is_in(second)
    assert groups_of(User.objects.get()) == []
    assert client.get("/desk/archive/meeting/add/").status_code == 403  # in the session that is open yet
    assert [act[0] for act in acts()][2:] == ["changed", "login_failed"]


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        ("heads", ["Publisher"]),
        (["heads", "town-clerks"], ["Clerk", "Publisher"]),
        ({"town-clerks": {}}, ["Clerk"]),
    ],
)
def test_values_of_another_claim_stand_for_groups(client, provider, settings, claim, groups):
    settings.OIDC_GROUPS_CLAIM = "roles"
    settings.OIDC_GROUPS = {"heads": "Publisher", "town-clerks": "Clerk"}
    provider.person = {"sub": "1", "preferred_username": "kate"}
    provider.signed = {"roles": claim}

    log_in_there(client)

    assert groups_of(User.objects.get()) == groups


def test_second_factor_is_the_providers_to_ask_for(client, provider, settings):
    settings.MFA_REQUIRED_FOR = ["Clerk"]

    log_in_there(client)

    assert client.get("/desk/").status_code == 200


def test_second_factor_that_somebody_has_is_asked_for_all_the_same(client, provider):
    log_in_there(Client())
    secret = with_app(User.objects.get())

    asked = log_in_there(client, next="/desk/archive/person/")
    assert not is_in(client)
    done = client.post(asked["Location"], {"code": code_of(secret)})

    assert (done.status_code, done["Location"]) == (302, "/desk/archive/person/")
    assert is_in(client)


def test_button_is_a_form_that_works_without_scripts(provider):
    client = Client(enforce_csrf_checks=True)

    page = client.get(LOGIN, {"next": "/desk/archive/person/"}, headers={"accept-language": "zh-hans"})
    token = page.context["csrf_token"]
    leaving = client.post(START, {"next": page.context["next"], "csrfmiddlewaretoken": token})

    assert "使用 Town 登录" in page.text
    assert f'<form action="{START}" method="post"' in page.text
    assert f'<a class="button default" href="{provider.url}/authorize?' in leaving.text
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403
    assert client.get(START).status_code == 405


def test_what_was_typed_is_kept_through_it(client, provider):
    asked = client.post("/desk/archive/person/add/", {"name": "Typed name"})
    assert 'id="provider-form"' in asked.text

    back = log_in_there(client, next=asked.context["next"], _carried=asked.context["carried"])

    assert is_in(client)
    assert "Typed name" in back.text


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/nowhere/", "http://["]
)
def test_it_leads_nowhere_else(client, provider, wanted):
    assert log_in_there(client, next=wanted)["Location"] == "/desk/"


# Out


@pytest.mark.parametrize("groups", [None, [], "Staff", ["clerk"], [["Clerk"]], 5, {"a": "Clerk"}])
def test_stranger_is_refused_and_no_account_is_made(client, provider, groups, caplog):
    provider.person["groups"] = groups

    response = log_in_there(client)

    assert response.status_code == 403
    assert "Town knows you, but you may not use this desk" in response.text
    assert not User.objects.exists()
    assert [(kind, who) for kind, who, _changes in acts()] == [("login_failed", "")]
    assert "Log-in refused: by the provider's word, a stranger." in caplog.messages


@pytest.mark.parametrize("field", ["is_active", "is_staff", "is_superuser"])
def test_closed_accounts_and_superusers_stay_out(client, provider, field):
    log_in_there(Client())
    User.objects.update(**{field: field == "is_superuser"})

    response = log_in_there(client, headers={"accept-language": "zh-hans"})

    assert response.status_code == 403
    assert not is_in(client)
    assert acts()[-1][0] == "login_failed"


def test_account_that_was_made_here_is_never_joined(client, provider):
    own = make_user("Publisher", username="kate", email="kate@town.example", is_superuser=True)

    log_in_there(client)

    other = User.objects.exclude(pk=own.pk).get()
    assert other.username != "kate"
    assert (groups_of(other), other.is_superuser, groups_of(own)) == (["Clerk"], False, ["Publisher"])


def test_mail_address_that_is_not_verified_is_not_stored(client, provider):
    provider.person |= {"email_verified": False, "preferred_username": "Kate Ng <b>"}

    log_in_there(client)

    assert User.objects.get().email == ""
    assert "<" not in User.objects.get().username


def test_another_issuer_has_other_people_under_the_same_subjects(client, provider, settings):
    log_in_there(Client())
    with serving() as other:
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = other.url
        other.person = dict(KATE)
        log_in_there(client)

    assert User.objects.count() == 2


def test_provider_alone_opens_the_accounts_that_it_made(client, provider, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    log_in_there(Client())
    kate = User.objects.get()
    Authenticator.objects.create(user=kate, type="webauthn", data={})

    client.post("/desk/account/password/", {"email": kate.email})

    assert mail.outbox == []
    assert is_refused_without_provider(kate)
    kate.set_password("correct horse battery staple")  # as who keeps accounts may
    kate.save()
    assert not is_refused_without_provider(kate)


def is_refused_without_provider(user: User) -> bool:
    from allauth.account.adapter import get_adapter  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    request: Any = RequestFactory().post("/")
    about = dict.fromkeys(["email_verification", "email", "redirect_url", "signal_kwargs"])
    response = get_adapter().pre_login(request, user, signup=False, **about)
    return response is not None and response.status_code == 403


# What goes wrong


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x&code=x", "?error=access_denied", "?state=%00&code=%00", "?error=x&state=x"],
)
def test_what_was_not_begun_here_is_refused(client, provider, query):
    begun(client)

    response = client.get(f"{BACK}{query}")

    assert response.status_code == 400
    assert "was not finished" in response.text
    assert not is_in(client)
    assert provider.sent == []


def test_state_of_another_browser_is_refused_and_each_counts_once(client, provider):
    back = logged_in_at(begun(client))

    assert Client().get(back).status_code == 400
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 400


def test_who_turns_back_at_the_provider_is_told(client, provider):
    back = urlsplit(logged_in_at(begun(client)))

    response = client.get(f"{BACK}?{back.query.replace('code=', 'error=access_denied&x=')}")

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", b"<html>"),
        ("/.well-known/openid-configuration", {}),
        ("/.well-known/openid-configuration", []),
        (
            "/.well-known/openid-configuration",
            {"authorization_endpoint": "javascript:x", "token_endpoint": "x"},
        ),
    ],
)
def test_provider_that_says_nothing_of_use_is_a_sentence(client, provider, path, answer, caplog):
    provider.replaced[path] = answer

    response = client.post(START, headers={"accept-language": "zh-hans"})

    assert response.status_code == 503
    assert "Town 没有正常应答" in response.text
    assert [record.levelno for record in caplog.records if record.name == "archive.login"] == [
        logging.ERROR
    ]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/token", b"<html>"),
        ("/token", {}),
        ("/token", {"error": "invalid_client"}),
        ("/token", {"access_token": "x"}),
        ("/token", {"access_token": "x", "id_token": "eyJx.eyJy.z"}),
        ("/userinfo", b""),
        ("/userinfo", []),
        ("/userinfo", {"groups": ["Clerk"]}),
        ("/userinfo", KATE | {"sub": "somebody else"}),
        ("/userinfo", KATE | {"sub": "x" * 500}),
        ("/userinfo", KATE | {"given_name": {"a": 1}}),
    ],
)
def test_answer_that_is_none_lets_nobody_in(client, provider, path, answer, caplog):
    back = logged_in_at(begun(client))
    provider.replaced[path] = answer

    assert client.get(back).status_code == 503
    assert not User.objects.exists()
    assert "eyJ" not in caplog.text


@pytest.mark.parametrize(
    "claim", [{"iss": "https://elsewhere.example"}, {"aud": "another site"}, {"exp": 1}]
)
def test_token_for_others_or_of_others_lets_nobody_in(client, provider, claim):
    provider.signed = claim

    assert log_in_there(client).status_code == 503
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["given_name", "preferred_username", "groups", "email", "picture"])
def test_odd_characters_of_a_claim_are_no_fault_of_the_site(client, provider, field):
    for text, statuses in (("\0", {503}), ("\ud800", {503}), ("名" * 400, {302, 403})):
        provider.person = KATE | {field: text}

        assert log_in_there(client).status_code in statuses, ascii(text)


def test_provider_that_is_away_is_a_sentence(client, provider):
    back = logged_in_at(begun(client))
    provider.shutdown()
    provider.server_close()

    for response in (client.post(START), client.get(back)):
        assert response.status_code == 503
        assert "does not answer as it should" in response.text


def test_nobody_keeps_the_site_asking(client, provider, settings):
    settings.ACCOUNT_RATE_LIMITS = {"provider_login": "2/10m/ip"}

    assert [client.post(START).status_code for _press in range(3)] == [200, 200, 429]


# Without it


def test_without_a_provider_there_is_no_button_and_no_page(client):
    assert "provider-form" not in client.get(LOGIN).text
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404
    assert Group.objects.count() == 2
