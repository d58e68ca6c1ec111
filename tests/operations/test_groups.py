"""Groups: there after every migrate, with what they need, and with what was granted besides."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from archive.operations.groups import make_groups
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def permissions(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_clerk_enters_but_does_not_publish():
    found = permissions("Clerk")

    assert {"add_meeting", "change_resolution", "delete_attendance", "view_revision"} <= found
    assert not {"publish_meeting", "correct_meeting", "withdraw_meeting"} & found


def test_publisher_does_all_that_a_clerk_does_and_publishes():
    more = permissions("Publisher") - permissions("Clerk")

    assert more == {"publish_meeting", "correct_meeting", "withdraw_meeting", "view_withheld"}


@pytest.mark.parametrize("group", ["Clerk", "Publisher"])
def test_versions_are_changed_by_nobody(group: str):
    found = permissions(group)

    assert (
        not {
            f"{verb}_{model}" for verb in ("add", "change", "delete") for model in ("revision", "redirect")
        }
        & found
    )
    assert not {name for name in found if name.endswith(("_user", "_group", "_permission"))}


def test_migrate_keeps_what_was_granted_besides():
    extra = Permission.objects.get(codename="view_user")
    Group.objects.get(name="Clerk").permissions.add(extra)

    call_command("migrate", verbosity=0)

    assert "view_user" in permissions("Clerk")


def test_migrate_makes_groups_that_were_deleted():
    Group.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert set(Group.objects.values_list("name", flat=True)) == {"Clerk", "Publisher"}


def test_member_of_the_group_may_publish():
    assert make_user("Publisher").has_perm("archive.publish_meeting")
    assert not make_user("Clerk").has_perm("archive.publish_meeting")


class NoApps:
    """A database after its tables were taken back."""

    def get_models(self) -> list[type]:
        return []


def test_database_without_tables_is_left_alone():
    Group.objects.all().delete()

    make_groups(app_config=apps.get_app_config("archive"), apps=NoApps())  # type: ignore[arg-type]

    assert not Group.objects.exists()
