"""Who is let in where: every route, role, permission, method and hidden thing stands in a table here.

A route, a permission or a group that stands in no table fails. What the public may not see on public pages
is looked for by tests/test_walk.py; what becomes of published rows by tests/admin/.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from archive.models import Body, DeskLimit, Person
from tests.access import OF_A_ROW, WORDS, addresses_of, ask, desk_routes, fill_desk
from tests.factories import make_attendance, make_body, make_draft, make_membership, make_user
from tests.test_security_headers import missing_headers
from tests.world import ROUTES, World

pytestmark = pytest.mark.django_db

# Who opens a page (GET, HEAD), and who sends it (POST): one of these, or permissions of which one will do;
# a plus joins those that are needed together.
ANYBODY, STAFF, NOBODY, NEVER = "anybody", "any staff", "nobody", "no such method"
PAGES = {
    "login": (ANYBODY, ANYBODY),
    "desk_redirect": (ANYBODY, NEVER),
    "index": (STAFF, STAFF),
    "handbook": (STAFF, NEVER),
    "handbook_page": (STAFF, NEVER),
    "keyboard": (STAFF, STAFF),
    "jsi18n": (STAFF, NEVER),
    "logout": (NEVER, STAFF),
    "password_change": (STAFF, STAFF),
    "password_change_done": (STAFF, NEVER),
    "app_list": ("a kind of row", "a kind of row"),
    "autocomplete": ("view_person change_person", NEVER),
    "view_on_site": ("view_person change_person",) * 2,
    "archive_body_merge": ("add_bodymerge", "add_bodymerge"),
    "archive_bodymerge_undo": ("change_bodymerge", "change_bodymerge"),
    "archive_meeting_approve": ("correct_meeting", "correct_meeting"),
    "archive_meeting_assign": ("change_meeting", "change_meeting"),
    "archive_meeting_files": ("add_meeting", "add_meeting"),
    "archive_meeting_publish": ("publish_meeting", "publish_meeting"),
    "archive_meeting_pasted": (NEVER, "add_meeting change_meeting"),
    "archive_meeting_rendered": (NEVER, "add_meeting change_meeting"),
    "archive_meeting_return": ("publish_meeting", "publish_meeting"),
    "archive_meeting_same_day": ("add_meeting", NEVER),
    "archive_meeting_words": ("add_meeting change_meeting", NEVER),
    "archive_meeting_read": ("add_meeting", "add_meeting"),
    "archive_meeting_withdraw": ("withdraw_meeting", "withdraw_meeting"),
    "archive_person_distinct": (NEVER, "add_personmerge"),
    "archive_person_duplicates": ("add_personmerge", "add_personmerge"),
    "archive_person_merge": ("add_personmerge", "add_personmerge"),
    "archive_personmerge_undo": ("change_personmerge", "change_personmerge"),
    "archive_staffact_changelist": ("view_staffact", NEVER),
    "archive_staffact_csv": ("view_staffact", NEVER),
    "archive_unsaved_forget": (NEVER, STAFF),  # each only what is their own
    "archive_unsaved_keep": (NEVER, STAFF),
    "auth_user_password_change": ("change_user", "change_user"),
    # Instead of what the kinds below would have
    "auth_user_delete": (STAFF, STAFF),  # leads to the account, which asks for what it needs
    "archive_publicchange_change": (
        "view_publicchange change_publicchange correct_meeting",
        "correct_meeting",
    ),
    "archive_publicchange_changelist": ("view_publicchange change_publicchange correct_meeting",) * 2,
    "archive_publicchange_history": ("view_publicchange change_publicchange correct_meeting",) * 2,
    "auth_user_add": ("add_user+change_user", "add_user+change_user"),
}
# The kinds of rows that have pages, and what can be done with them there at all.
KINDS = {
    "archive_actionitem": "view",
    "archive_agendaitem": "view",
    "archive_body": "view add change delete",
    "archive_bodymerge": "view",
    "archive_matter": "view add change delete",
    "archive_meeting": "view add change delete",
    "archive_nametocheck": "view change",
    "archive_person": "view add change delete",
    "archive_personmerge": "view",
    "archive_publicchange": "view",
    "archive_redirect": "view",
    "archive_resolution": "view change delete",
    "archive_revision": "view",
    "archive_searchmiss": "view",
    "archive_topic": "view add change delete",
    "auth_group": "view add change delete",
    "auth_user": "view add change",
}
# What each kind lets those read at the desk who may look at it and have no other permission.
READS = {
    "actionitem": {"draft", "closed item", "person of drafts only", "body of drafts only"},
    "agendaitem": {"draft", "closed item"},
    "body": {"body of drafts only"},
    "matter": {"draft", "body of drafts only"},
    "meeting": {"draft", "body of drafts only"},
    "person": {
        "draft",
        "closed item",
        "attendance that is not public",
        "person of drafts only",
        "body of drafts only",
    },
    "resolution": {"draft", "closed item", "person of drafts only", "body of drafts only"},
    "revision": {"member of staff"},
    "topic": {"topic that is not public", "draft", "closed item", "body of drafts only"},
    "staffact": {"member of staff"},
    "user": {"member of staff"},
}
# Further permissions that show something, if not all that the kind shows.
ALSO_READ = {
    "add_meeting": {"body of drafts only"},
    "add_personmerge": {"person of drafts only"},
    "change_user": {"body of drafts only"},  # to which an account can be limited
    "delete_body": {"body of drafts only"},
    "delete_matter": {"draft"},
    "delete_meeting": {"draft", "body of drafts only"},
    "delete_person": {"person of drafts only"},
    "delete_resolution": {"draft"},
    "delete_topic": {"topic that is not public"},
}
# What a clerk reads nowhere; the last two are read by those alone who typed them.
NOT_FOR_CLERKS = {
    "withdrawn",
    "redacted",
    "withheld line of the log",
    "correction that is previewed",
    "text that it was read from",
    "what is typed and not saved",
}
# What accounts limited to some bodies read too: names of people, and pages of accounts, with all bodies.
OF_NO_BODY = {
    *("person of drafts only", "attendance that is not public", "closed item"),
    *("member of staff", "body of drafts only"),
}
# allauth's pages of one's own account and its log-in, tested in tests/admin/ by their subject.
OF_ACCOUNTS = set(
    "account_inactive account_login account_logout account_reauthenticate account_reset_password"
    " account_reset_password_done account_reset_password_from_key"
    " account_reset_password_from_key_done mfa_activate_totp mfa_add_webauthn mfa_authenticate"
    " mfa_deactivate_totp mfa_download_recovery_codes mfa_edit_webauthn mfa_generate_recovery_codes"
    " mfa_index mfa_list_webauthn mfa_login_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn"
    " mfa_remove_webauthn mfa_view_recovery_codes openid_connect_callback openid_connect_login"
    " usersessions_list".split()
)
GROUPS = {"Clerk", "Publisher"}
# They open no page of their own, but show, save or allow more on those of others.
NO_PAGE = {"view_withheld", "limited_to_bodies"}
# Rows on the page of another row, and rows that no page shows.
NO_KIND = set(
    "actionclosure attendance attendancespan chainentry contenttype distinctpeople document emailaddress"
    " emailconfirmation importedrecord importedrow logentry meetingbody meetingtranslation membership"
    " minutesapproval logentry contenttype session emailaddress emailconfirmation authenticator socialapp"
    " socialaccount socialtoken submission usersession"
    " othername permission resolutionrelation session sitting staffact sourcetext unsavedentry vote".split()
)


def table() -> dict[str, tuple[str, str]]:
    """Return {route: (who opens it, who sends it)} of the whole desk."""
    found: dict[str, tuple[str, str]] = {}
    for kind, verbs in KINDS.items():
        model = kind.split("_")[1]
        by = {verb: f"{verb}_{model}" if verb in verbs.split() else NOBODY for verb in VERBS}
        looks = f"view_{model} change_{model}"
        found |= {f"{kind}_{page}": (looks, looks) for page in ("changelist", "history")}
        found |= {f"{kind}_change": (looks, by["change"])}
        found |= {f"{kind}_{page}": (by[page], by[page]) for page in ("add", "delete")}
    return found | PAGES


VERBS = ("view", "add", "change", "delete")
TABLE = table()


def alternatives(who: str) -> list[set[str]]:
    """Return the sets of permissions each of which is enough."""
    if who == "a kind of row":
        pages = [who for route in KINDS if route != "archive_agendaitem" for who in of_kind(route)]
        pages.append("view_staffact")
        return [one for who in pages for one in alternatives(who)]
    return [set(one.split("+")) for one in who.split() if who not in {ANYBODY, STAFF, NOBODY, NEVER}]


def of_kind(kind: str) -> Iterator[str]:
    if kind.startswith("archive_"):
        for page in ("changelist", "change", "add", "delete"):
            yield from TABLE[f"{kind}_{page}"]


@pytest.fixture(scope="module")
def world(kept_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Fill an archive, once for all tests here."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("documents")):
        filled = fill_desk()
        make_user(username="staff")
        make_user(username="root", is_superuser=True)
        yield filled


@pytest.fixture(scope="module")
def desk(world: World) -> dict[str, str]:
    """Return {route: address} of the desk."""
    return {route: addresses_of(route)[0] for route in TABLE}


def asked(user: Any, method: str, address: str) -> Any:
    """Ask, and undo what that did."""
    with transaction.atomic():
        answer = ask(user, method, address)
        transaction.set_rollback(True)
    return answer


def test_every_route_of_the_desk_stands_in_the_table():
    assert set(desk_routes()) == set(TABLE) | OF_ACCOUNTS


def holder(codenames: Iterable[str]) -> User:
    """Return a user who holds these permissions, which Django has read already."""
    user = User.objects.get(username="staff")
    labels = {permission_labels()[name] for name in codenames}
    user._perm_cache = user._user_perm_cache = labels  # type: ignore[attr-defined]
    user._group_perm_cache = set()  # type: ignore[attr-defined]
    return user


@functools.cache
def permission_labels() -> dict[str, str]:
    """Return {codename: its label, as "archive.view_meeting"}."""
    found = Permission.objects.values_list("codename", "content_type__app_label")
    return {codename: f"{app}.{codename}" for codename, app in found}


def test_every_permission_and_group_stands_in_the_table():
    placed = set().union(
        *(way for columns in TABLE.values() for who in columns for way in alternatives(who))
    )
    kinds = {kind.split("_")[1] for kind in KINDS} | NO_KIND
    unknown = set(permission_labels()) - placed - {f"{verb}_{kind}" for verb in VERBS for kind in kinds}

    assert unknown == NO_PAGE
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS


@pytest.mark.parametrize("role", ["nobody", "account", "staff", *sorted(GROUPS), "superuser"])
def test_role_is_let_in_where_its_permissions_open(desk, role: str):
    user: Any = AnonymousUser()
    if role != "nobody":
        fields: Any = {"is_staff": role != "account", "is_superuser": role == "superuser"}
        user = make_user(*GROUPS & {role}, **fields)
    held = {label.split(".")[1] for label in user.get_all_permissions()}
    is_staff = getattr(user, "is_staff", False)
    for route, columns in TABLE.items():
        for method, who in zip(("GET", "POST"), columns, strict=True):
            answer = asked(user, method, desk[route])
            is_open = who == STAFF or any(way <= held for way in alternatives(who))
            expected = answer.is_in if who == ANYBODY else is_staff and is_open
            assert (route, method, answer.is_in) == (route, method, expected), answer


@pytest.mark.parametrize(("method", "column"), [("GET", 0), ("POST", 1)])
def test_single_permissions_open_what_the_table_says(desk, method: str, column: int):
    every = set(permission_labels())
    wrong: list[Any] = []
    for route, columns in TABLE.items():
        who, ways = columns[column], alternatives(columns[column])
        if who == ANYBODY:
            continue
        # All other permissions together do not open it, so neither does any of them alone.
        answer = asked(holder(every.difference(*ways)), method, desk[route])
        if answer.is_in != (who == STAFF) or (answer.status == 405) != (who == NEVER):
            wrong.append((route, "without", ways, answer))
        answers = [(way, asked(holder(way), method, desk[route])) for way in ways]
        wrong += [(route, way, answer) for way, answer in answers if not answer.is_in]

    assert not wrong, wrong


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_desk_knows_no_other_method(desk, client: Client, method: str):
    client.force_login(User.objects.get(username="root"))

    assert {client.generic(method, address).status_code for address in desk.values()} == {405}


def test_head_is_answered_as_get(desk):
    addresses = [
        address for route, address in desk.items() if route != "login"
    ]  # leads staff on by GET only
    for user in (AnonymousUser(), User.objects.get(username="staff")):
        answers = [(ask(user, "HEAD", address), ask(user, "GET", address)) for address in addresses]

        assert [pair for pair in answers if pair[0] != pair[1]] == []


def test_every_answer_restricts_the_browser(desk, world: World, client: Client):
    for address in [*desk.values(), *(next(world.addresses(name)) for name in ROUTES)]:
        response: Any = client.get(address)
        response.getvalue()  # which closes a file
        assert missing_headers(response) == [], address


def words_read(user: Any, addresses: Iterable[str]) -> dict[str, str]:
    """Return {hidden thing: the first address that tells a user of it}."""
    found: dict[str, str] = {}
    for address in addresses:
        text = ask(user, "GET", address, reads=True).text
        found |= {thing: address for thing, word in WORDS.items() if thing not in found and word in text}
    return found


def test_single_permissions_read_what_the_table_says(desk):
    wrong = {}
    for permission in permission_labels():
        user, verb_and_kind = holder([permission]), permission.split("_", 1)
        pages = [route for route, columns in TABLE.items() if {permission} in alternatives(columns[0])]
        read = words_read(user, [desk[route] for route in ["index", *pages]])
        looks = verb_and_kind[0] in {"view", "change"}
        expected = ALSO_READ.get(permission, set()) | (
            READS.get(verb_and_kind[1], set()) if looks else set()
        )
        if set(read) != expected:
            wrong[permission] = read

    assert wrong == {}


def test_clerk_reads_nothing_withheld_and_reading_changes_nothing(desk):
    routes = [route for route, columns in TABLE.items() if columns[0] != ANYBODY]
    addresses = [one for route in routes for one in addresses_of(route, every=route.endswith("_change"))]
    before = rows_of_all()

    read = words_read(make_user("Clerk"), addresses)

    assert set(read) == WORDS.keys() - NOT_FOR_CLERKS, read
    assert rows_of_all() == before


def pickers() -> Iterator[str]:
    """Yield the address of each picker that the desk may have, asked for "" and for each hidden word."""
    fields = [field for model in apps.get_app_config("archive").get_models() for field in relations(model)]
    for field in fields:
        label = {"app_label": "archive", "model_name": field.model._meta.model_name}
        for term in ("", *WORDS.values()):
            query = urlencode({**label, "field_name": field.name, "term": term})
            yield f"{reverse('admin:autocomplete')}?{query}"


def relations(model: Any) -> list[Any]:
    fields = [one for one in model._meta.get_fields() if one.many_to_one or one.many_to_many]
    return [one for one in fields if one.concrete]


def test_limited_account_reads_nothing_of_other_bodies_on_any_page_or_picker(desk):
    """The account has all permissions, and is limited to a body that has one draft.

    Those who were at drafts of other bodies, and have a post in a body that only drafts name, belong to it.
    """
    mine = make_draft(body=make_body("Own board"), name="Own draft")
    hidden = Body.objects.get(slug="office")
    for person in Person.objects.all():
        make_membership(person=person, body=hidden, label=WORDS["draft"])
        make_membership(person=person, body=mine.body, start_date=dt.date(2099, 1, 1))
        make_attendance(mine, person=person)
    user = make_user(permissions=tuple(Permission.objects.values_list("codename", flat=True)))
    DeskLimit.objects.create(user=user).bodies.add(mine.body)
    routes = [route for route, columns in TABLE.items() if columns[0] not in {ANYBODY, NEVER}]
    addresses = [one for route in routes for one in addresses_of(route, every=route.endswith(OF_A_ROW))]
    of_people = [one for one in addresses if "/person/" in one]

    read = words_read(user, [*(one for one in addresses if one not in of_people), *pickers()])

    assert set(read) <= OF_NO_BODY, read
    told = words_read(user, of_people)
    assert set(told) <= OF_NO_BODY - {"body of drafts only"}, told
    assert "Own draft" in ask(user, "GET", "/desk/archive/meeting/", reads=True).text


def rows_of_all() -> dict[str, int]:
    """Return a hash of all rows of each kind but accounts."""
    kinds = [model for model in apps.get_models() if model is not User]
    return {
        model._meta.label: hash(str(list(model._default_manager.order_by("pk").values_list())))
        for model in kinds
    }
