"""Accounts and groups of staff."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from archive.operations.publish import publish
from tests.admin.pages import notes
from tests.factories import make_body, make_draft, make_user


def codenames(holder: Group) -> set[str]:
    return set(holder.permissions.values_list("codename", flat=True))


def group_page(client: Client, group: Group) -> dict[str, Any]:
    """Return the address of a group's page, its text and what a browser would send of it."""
    address = f"/desk/auth/group/{group.pk}/change/"
    form = client.get(address).context["adminform"].form
    return {"name": form["name"].value(), "permissions": form["permissions"].value()}


def test_group_shows_its_permissions_as_a_table(superuser: Client):
    clerk = Group.objects.get(name="Clerk")

    text = superuser.get(f"/desk/auth/group/{clerk.pk}/change/").text

    for verb, model, mark in (("view", "meeting", " checked"), ("delete", "revision", "")):
        key = Permission.objects.get(codename=f"{verb}_{model}").pk
        label = {"meeting": "Meetings: View", "revision": "Versions: Delete"}[model]
        box = f'<input type="checkbox" name="permissions" value="{key}" aria-label="{label}"{mark}>'
        assert box in text
    assert "Can publish meetings</label>" in text
    assert "selectfilter" not in text


def test_group_is_saved_as_it_was_ticked(superuser: Client):
    clerk = Group.objects.get(name="Clerk")
    before = codenames(clerk)
    publishing = Permission.objects.get(codename="publish_meeting")

    fields = group_page(superuser, clerk)
    fields["permissions"] = [*fields["permissions"], publishing.pk]
    superuser.post(f"/desk/auth/group/{clerk.pk}/change/", fields)

    assert codenames(clerk) == before | {"publish_meeting"}


def test_account_says_what_its_groups_may_do(superuser: Client):
    user = make_user("Clerk")

    text = superuser.get(f"/desk/auth/user/{user.pk}/change/").text

    assert "Clerk: enters meetings, people and bodies" in text
    assert "Publisher: publishes, corrects and withdraws too" in text


def test_list_of_accounts_says_who_is_in_which_group(superuser: Client):
    make_user("Clerk", "Publisher", username="kate", first_name="Kate", last_name="Stewart")

    text = superuser.get("/desk/auth/user/").text

    assert ">Kate Stewart<" in text
    assert ">Clerk, Publisher<" in text
    assert ">Superuser<" in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("page", ["user/", "group/"])
def test_lists_of_accounts_query_count(superuser: Client, django_assert_num_queries, page: str, count: int):
    for number in range(count):
        make_user("Clerk")
        Group.objects.create(name=f"Group {number}")

    with django_assert_num_queries({"user/": 7, "group/": 6}[page]):
        response = superuser.get(f"/desk/auth/{page}")

    assert len(response.context["cl"].result_list) >= count


def test_account_is_made_and_put_into_a_group(superuser: Client):
    made = {
        "username": "kate",
        "usable_password": "true",
        "password1": "sand-bags 1953",
        "password2": "sand-bags 1953",
    }
    superuser.post("/desk/auth/user/add/", made)
    user = User.objects.get(username="kate")

    fields = {
        "username": "kate",
        "is_active": "on",
        "is_staff": "on",
        "groups": [Group.objects.get(name="Clerk").pk],
    }
    superuser.post(f"/desk/auth/user/{user.pk}/change/", fields)

    assert [group.name for group in user.groups.all()] == ["Clerk"]


# Accounts are closed, not deleted


@pytest.mark.parametrize("way", ["page", "list"])
def test_account_is_not_deleted_and_the_answer_says_how_to_close_it(superuser: Client, way: str):
    user = make_user("Clerk", username="kate")

    if way == "page":
        response = superuser.post(f"/desk/auth/user/{user.pk}/delete/", {"post": "yes"}, follow=True)
        assert "untick “Active”" in response.text
    else:
        chosen = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        superuser.post("/desk/auth/user/", chosen)

    assert User.objects.get(username="kate").is_active


def test_page_of_an_account_that_is_gone_is_no_error(superuser: Client):
    assert superuser.post("/desk/auth/user/none/delete/", follow=True).status_code == 200


def test_closed_account_is_out_at_once_and_its_name_stays(superuser: Client):
    kate = make_user("Publisher", username="kate")
    browser = Client()
    browser.force_login(kate)
    meeting = make_draft(body=make_body("Council"))
    publish(meeting, by=kate)

    chosen = {"action": "close_selected", "_selected_action": [kate.pk]}
    response = superuser.post("/desk/auth/user/", chosen)

    assert notes(response) == ["1 account was closed."]
    assert browser.get("/desk/").status_code == 302
    assert not Client().login(username="kate", password="correct horse battery staple")
    assert meeting.revisions.get().created_by == kate


def test_nobody_closes_the_own_account(superuser: Client):
    own = User.objects.get(is_superuser=True)

    fields = {"username": own.username, "is_staff": "on", "is_superuser": "on"}
    page = superuser.post(f"/desk/auth/user/{own.pk}/change/", fields)
    closed = superuser.post("/desk/auth/user/", {"action": "close_selected", "_selected_action": [own.pk]})

    refusal = "You cannot close the account that you are logged in with."
    assert page.context["adminform"].form.errors == {"is_active": [refusal]}
    assert notes(closed) == [refusal, "0 accounts were closed."]
    assert User.objects.get(pk=own.pk).is_active
