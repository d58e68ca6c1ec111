"""Move the entries of Django's own log of the desk into the staff log, which is the only one from now on.

Of meetings and what belongs to them the names are left out: some were withdrawn or redacted since, and the
staff log keeps none of those. Entries that tell who read what is withheld become entries of that kind.
"""

import itertools
import json

from django.db import migrations

OF_MEETINGS = {"meeting", "resolution", "revision", "document", "matter", "publicchange"}
LOOKS = {"Read what is withheld.", "查看了已隐去或撤回的内容。"}
KINDS = {1: "added", 2: "changed", 3: "deleted"}
FLAGS = {kind: flag for flag, kind in KINDS.items()}
CHUNK = 500


def move_entries(apps, _schema_editor):
    act = apps.get_model("archive", "StaffAct")
    entries = apps.get_model("admin", "LogEntry").objects
    rows = entries.select_related("user", "content_type").order_by("action_time", "pk").iterator(CHUNK)
    for part in chunks(rows):
        act.objects.bulk_create(act(**values_of_entry(entry)) for entry in part)
    entries.all().delete()


def chunks(rows):
    while part := list(itertools.islice(rows, CHUNK)):
        yield part


def values_of_entry(entry):
    kind = entry.content_type
    model = kind.model if kind else ""
    key = (
        int(entry.object_id) if (entry.object_id or "").isdecimal() and len(entry.object_id) < 19 else None
    )
    is_look = entry.change_message in LOOKS
    said = "" if is_look else entry.change_message
    return {
        "at": entry.action_time,
        "user": entry.user,
        "who": entry.user.username,
        "kind": "looked" if is_look else KINDS.get(entry.action_flag, "changed"),
        "row_kind": f"{kind.app_label}.{model}" if kind else "",
        "row_key": key,
        "row_name": "" if model in OF_MEETINGS else entry.object_repr,
        "meeting_key": key if model == "meeting" else None,
        "changes": json.dumps([{"field": field} for field in changed_fields(said)]) if said else "",
    }


def changed_fields(message):
    """Return the names of the fields that Django's message says were changed; a sentence as it is."""
    try:
        parts = json.loads(message)
    except ValueError:
        return [message]
    if not isinstance(parts, list):
        return []
    told = [one["changed"].get("fields", []) for one in parts if isinstance(one, dict) and "changed" in one]
    return [str(field) for fields in told for field in fields]


def move_entries_back(apps, _schema_editor):
    entry, content_types = (
        apps.get_model("admin", "LogEntry"),
        apps.get_model("contenttypes", "ContentType"),
    )
    kinds = {f"{one.app_label}.{one.model}": one for one in content_types.objects.all()}
    acts = apps.get_model("archive", "StaffAct").objects.exclude(user=None).order_by("pk")
    for act in acts.iterator(CHUNK):
        fields = [one["field"] for one in json.loads(act.changes or "[]")]
        new = entry.objects.create(
            user=act.user,
            content_type=kinds.get(act.row_kind),
            object_id=act.row_key and str(act.row_key),
            object_repr=act.row_name[:200],
            action_flag=FLAGS.get(act.kind, 2),
            change_message=json.dumps([{"changed": {"fields": fields}}]) if fields else "",
        )
        entry.objects.filter(pk=new.pk).update(action_time=act.at)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0042_staff_log"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(move_entries, move_entries_back)]
