"""The groups Clerk and Publisher with their permissions; made after every migrate."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

ENTERED = (
    "body",
    "person",
    "othername",
    "membership",
    "meeting",
    "meetingbody",
    "meetingtranslation",
    "agendaitem",
    "sitting",
    "attendance",
    "resolution",
    "resolutionrelation",
    "vote",
    "actionitem",
    "document",
    "topic",
    "matter",
    "nametocheck",
)
CLERK = "Clerk"
PUBLISHER = "Publisher"
MERGED = ("personmerge", "bodymerge")  # to change one is to undo it
PUBLISHING = ("publish_meeting", "correct_meeting", "withdraw_meeting", "view_withheld")


def make_groups(
    *, app_config: AppConfig, apps: Apps = installed_apps, using: str = "default", **_signal: Any
) -> None:
    """Grant Clerk what entry needs, and Publisher also publishing; a receiver of post_migrate.

    Only adds: other permissions that an administrator granted stay. Django makes permissions in another
    receiver of the same signal, which may run later, so they are made here first. Does nothing while
    `apps`, the models after the migration, has no meetings or no groups.
    """
    if not {"archive.meeting", "auth.group"} <= {model._meta.label_lower for model in apps.get_models()}:
        return
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    entry = [f"{verb}_{model}" for model in ENTERED for verb in ("add", "change", "delete", "view")]
    entry += ["view_revision", "view_redirect", "view_publicchange", "view_searchmiss"]
    entry += [f"{verb}_{model}" for model in MERGED for verb in ("add", "change", "view")]
    for name, codenames in ((CLERK, entry), (PUBLISHER, [*entry, *PUBLISHING])):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(codename__in=codenames, content_type__app_label="archive")
        )
