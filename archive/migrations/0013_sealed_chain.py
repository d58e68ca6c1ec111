"""Put redirects, withheld marks and authors that are there already onto the hash chain, as one entry."""

import hashlib
import json
import secrets

from django.db import migrations
from django.utils import timezone


def seal(apps, _schema_editor):
    """Write one entry with everything that later entries would have said; none in an empty archive."""
    revisions = apps.get_model("archive", "Revision").objects.order_by("pk")
    last, previous = revisions.values_list("pk", "sha256").last() or (0, "")
    withheld = revisions.exclude(withheld_at=None).values_list("sha256", "withheld_at", "withheld_basis")
    authors = revisions.exclude(created_by=None).values_list("sha256", "created_by")
    redirects = apps.get_model("archive", "Redirect").objects.values_list("old_path", "new_path")
    rows = {
        "author": dict(authors),
        "redirect": dict(redirects),
        "withheld": {sha256: [at.isoformat(), basis] for sha256, at, basis in withheld},
    }
    if not last and not rows["redirect"]:
        return
    at = timezone.now()
    entry = {
        "after_version": last,
        "created_at": at.isoformat(),
        "previous_sha256": previous,
        "salt": secrets.token_hex(16),
    }
    # As archive.record.versions.canonical() and fingerprint() were when this was written.
    content = json.dumps(
        {"entry": entry, "rows": rows}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    apps.get_model("archive", "ChainEntry").objects.create(
        after_version=last,
        created_at=at,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        previous_sha256=previous,
        content=content,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0012_chain_entries"),
    ]

    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
