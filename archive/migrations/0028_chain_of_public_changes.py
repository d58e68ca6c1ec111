"""Put public changes, registers and procedural decisions that are there already onto the hash chain.

As one entry, like that of 0013. Undoing this leaves the entry: the chain goes on after it.
"""

import datetime as dt
import hashlib
import json
import secrets

from django.db import migrations
from django.db.models import Max
from django.utils import timezone


def seal(apps, _schema_editor):
    """Write one entry with everything that later entries would have said; none if there is nothing."""
    rows = {
        "change": {str(change.pk): values(change) for change in model(apps, "PublicChange").iterator()},
        "procedural": procedural(apps),
        "register": {
            str(key): [keeps, day and day.isoformat()]
            for key, keeps, day in model(apps, "Body").values_list(
                "pk", "keeps_register", "register_checked_on"
            )
            if keeps or day
        },
    }
    rows = {table: found for table, found in rows.items() if found}
    if not rows:
        return
    last, previous = model(apps, "Revision").values_list("pk", "sha256").last() or (0, "")
    entry = model(apps, "ChainEntry").values_list("after_version", "sha256").last()
    if entry and entry[0] >= last:
        previous = entry[1]
    at = timezone.now()
    block = {
        "after_version": last,
        "created_at": at.isoformat(),
        "previous_sha256": previous,
        "salt": secrets.token_hex(16),
    }
    content = canonical({"entry": block, "rows": rows})
    model(apps, "ChainEntry").create(
        after_version=last,
        created_at=at,
        sha256=fingerprint(content),
        previous_sha256=previous,
        content=content,
    )


def model(apps, name):
    return apps.get_model("archive", name).objects.order_by("pk")


# As archive.record.chain.change_values(), archive.record.versions.canonical() and fingerprint() were when
# this was written.


def values(change):
    words = {"name": change.name, "before": change.before, "after": change.after}
    at = change.created_at.astimezone(dt.UTC).isoformat()
    return {
        "subject": change.subject,
        "key": change.key,
        "body_key": change.body_key,
        "what": change.what,
        "sha256": fingerprint(canonical(words | {"created_at": at})),
        "by": change.created_by_id,
        "withheld": change.withheld_basis if change.is_withheld else None,
    }


def canonical(record):
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text):
    return hashlib.sha256(text.encode()).hexdigest()


def procedural(apps):
    """Return {fingerprint of the last version of a meeting: sequences of its procedural resolutions}."""
    found = {}
    rows = apps.get_model("archive", "Resolution").objects.filter(is_procedural=True)
    for meeting, sequence in rows.order_by("meeting", "sequence").values_list("meeting", "sequence"):
        found.setdefault(meeting, []).append(sequence)
    revisions = apps.get_model("archive", "Revision").objects
    of_these = revisions.filter(meeting__in=rows.values("meeting"))
    newest = of_these.values("meeting").annotate(last=Max("pk")).values("last")
    shas = revisions.filter(pk__in=newest).order_by("pk").values_list("meeting", "sha256")
    return {sha256: found[meeting] for meeting, sha256 in shas}


class Migration(migrations.Migration):
    dependencies = [("archive", "0027_withheld_public_changes")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
