"""Bodies that an import made say no longer that they are committees which approve at a later meeting.

Until now an import gave every body that it met these two defaults, although no source said so. In a row
they look the same as the choice of a clerk, so a body is taken for an import's if nobody has touched it:

- it has both defaults, and nothing but its names, address and language;
- it has meetings, each of them imported (with a source), and none with an approval;
- the log of the desk knows no addition or change of it.

A body of an import that approved any meeting keeps both values: there the defaults agree with the record.
A clerk whose body loses a true value by this sets it again on its page; a false one would go on being read.
Meetings keep their old defaults, since rows must agree with the versions made from them.
"""

from django.db import migrations, models

DEFAULTS = {"classification": "committee", "approval": "at_later_meeting"}
UNTOUCHED = {
    "alternate_name": "",
    "description": "",
    "parent": None,
    "founding_date": None,
    "dissolution_date": None,
}


def forget_defaults(apps, _schema_editor):
    bodies = apps.get_model("archive", "Body").objects
    log = apps.get_model("admin", "LogEntry").objects
    entries = log.filter(content_type__app_label="archive", content_type__model="body")
    touched = {int(key) for key in entries.values_list("object_id", flat=True) if key and key.isdecimal()}
    meetings = apps.get_model("archive", "Meeting").objects.filter(body=models.OuterRef("pk"))
    told = meetings.filter(models.Q(source="") | models.Q(approved_on__isnull=False))
    imported = bodies.filter(models.Exists(meetings), ~models.Exists(told), **DEFAULTS, **UNTOUCHED)
    keys = [key for key in imported.values_list("pk", flat=True) if key not in touched]
    bodies.filter(pk__in=keys).update(classification="", approval="")


def restore_defaults(apps, _schema_editor):
    bodies = apps.get_model("archive", "Body").objects
    for field, value in DEFAULTS.items():
        bodies.filter(**{field: ""}).update(**{field: value})


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0014_not_known_choices"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forget_defaults, restore_defaults)]
