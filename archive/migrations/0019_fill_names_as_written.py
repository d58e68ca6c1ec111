"""Names as written of stored rows: as the last version told the public, otherwise as of today."""

import json
from collections import defaultdict
from itertools import islice

from django.db import migrations
from django.db.models import OuterRef, Subquery

CHUNK = 200  # meetings at once: a record may have hundreds of kilobytes

# Model, key, field of the name as written.
ROLES = (
    ("Attendance", "person", "name_as_written"),
    ("Attendance", "on_behalf_of", "on_behalf_of_as_written"),
    ("Resolution", "mover", "mover_as_written"),
    ("Resolution", "seconder", "seconder_as_written"),
    ("Vote", "voter", "name_as_written"),
    ("ActionItem", "responsible", "responsible_as_written"),
    ("ActionItem", "responsible_body", "responsible_body_as_written"),
    ("Meeting", "body", "body_as_written"),
)


def fill(apps, schema_editor):
    for model, key, written in ROLES:
        rows = apps.get_model("archive", model).objects.filter(**{f"{key}__isnull": False, written: ""})
        named = rows.model._meta.get_field(key).related_model.objects.filter(pk=OuterRef(key))
        rows.update(**{written: Subquery(named.values("name"))})
    Meeting = apps.get_model("archive", "Meeting")
    keys = Meeting.objects.exclude(publication="draft").order_by("pk").values_list("pk", flat=True)
    keys = keys.iterator()
    while chunk := list(islice(keys, CHUNK)):
        take_names(apps, last_records(apps, chunk))


def last_records(apps, meetings):
    """Return {meeting id: the record of its last version}."""
    versions = apps.get_model("archive", "Revision").objects.filter(meeting__in=meetings).order_by("pk")
    last = dict(versions.values_list("meeting_id", "pk"))
    records = {}
    for key, snapshot in versions.filter(pk__in=last.values()).values_list("meeting_id", "snapshot"):
        try:
            records[key] = json.loads(snapshot)
        except ValueError:
            continue  # verify_record says so
    return records


def take_names(apps, records):
    """Write the names of records into the rows that have other ones."""
    for model, key, written in ROLES:
        rows = apps.get_model("archive", model).objects
        told = told_names(model, key, rows, records)
        held = dict(rows.filter(pk__in=told).values_list("pk", written))
        other = [rows.model(pk=pk, **{written: name}) for pk, name in told.items() if held[pk] != name]
        rows.bulk_update(other, [written], batch_size=500)


def told_names(model, key, rows, records):
    """Return {primary key of a row: name in the record}; rows that no record tells are left out."""
    if model == "Meeting":
        return {pk: record["body"]["name"][:200] for pk, record in records.items()}
    path = "resolution__meeting" if model == "Vote" else "meeting"
    of = rows.filter(**{f"{path}__in": records.keys(), f"{key}__isnull": False})
    if model == "Resolution":
        places = of.values_list("pk", "meeting", "sequence")
        told = {(pk, row["sequence"]): row for pk, one in records.items() for row in sections(one)[0]}
        return names_of(((row, told.get((meeting, at))) for row, meeting, at in places), key)
    if model == "ActionItem":
        places = of.order_by("pk").values_list("pk", "meeting", "position", "description")
        told = {
            (pk, row["position"], row["description"]): row
            for pk, one in records.items()
            for row in one.get("action_items", [])
        }
        return names_of(((row, told.get(tuple(place))) for row, *place in places), key)
    if model == "Vote":
        groups = {
            (pk, row["sequence"]): row["votes"] for pk, one in records.items() for row in sections(one)[0]
        }
        places = of.order_by("pk").values_list(
            "pk", "voter__slug", "resolution__meeting", "resolution__sequence"
        )
    else:
        groups = {(pk,): sections(one)[1] for pk, one in records.items()}
        # All attendances, also those for themselves: they are matched by their place.
        every = rows.filter(meeting__in=records.keys()).order_by("position", "pk")
        places = every.values_list("pk", "person__slug", "meeting")
    return names_of(paired(groups, places), key)


def sections(record):
    return record.get("resolutions", []), record.get("attendances", [])


def paired(groups, places):
    """Yield (primary key, row of the record): by place where there are as many, otherwise by address."""
    rows = defaultdict(list)
    for pk, slug, *group in places:
        rows[tuple(group)].append((pk, slug))
    for group, members in rows.items():
        told = groups.get(group, [])
        if len(told) == len(members):
            yield from ((pk, row) for (pk, _slug), row in zip(members, told, strict=True))
            continue
        by_slug = {(row.get("person") or row.get("voter"))["slug"]: row for row in told}
        by_slug.pop(None, None)
        yield from ((pk, by_slug.get(slug)) for pk, slug in members)


def names_of(pairs, key):
    return {pk: row[key]["name"][:200] for pk, row in pairs if row and row.get(key)}


class Migration(migrations.Migration):
    dependencies = [("archive", "0018_names_as_written")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
