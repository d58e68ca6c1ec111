"""The migration that moves what Django's own log of the desk held into the staff log."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from archive.models import StaffAct
from tests.factories import make_draft, make_person, make_user

migration = import_module("archive.migrations.0043_move_entries_of_the_desk_log")
FIELDS = '[{"changed": {"fields": ["Title", "Place"]}}, {"added": {"name": "attendance", "object": "Ann"}}]'


@pytest.mark.django_db
def test_entries_move_without_names_of_meetings_and_back():
    user, meeting, person = make_user(username="kate"), make_draft(name="numbat"), make_person("Ann Lee")
    rows = ((meeting, CHANGE, FIELDS), (meeting, CHANGE, "Read what is withheld."), (person, ADDITION, ""))
    for row, flag, message in rows:
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=flag,
            change_message=message,
        )
    times = list(LogEntry.objects.order_by("pk").values_list("action_time", flat=True))

    migration.move_entries(apps, None)

    saved, looked, added = StaffAct.objects.order_by("pk")
    assert not LogEntry.objects.exists()
    assert [act.at for act in (saved, looked, added)] == times
    assert (saved.kind, saved.who, saved.row_name, saved.meeting_key) == ("changed", "kate", "", meeting.pk)
    assert saved.change_list == [{"field": "Title"}, {"field": "Place"}]
    assert (looked.kind, looked.changes) == ("looked", "")
    assert (added.kind, added.row_kind, added.row_name) == ("added", "archive.person", "Ann Lee")
    migration.move_entries_back(apps, None)
    back = list(LogEntry.objects.order_by("action_time", "pk"))
    assert [(one.action_time, one.action_flag) for one in back] == [
        (times[0], CHANGE),
        (times[1], CHANGE),
        (times[2], ADDITION),
    ]
