"""Write versions: canonical JSON of a Record, its SHA-256, and the hash chain of the whole site."""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from django.urls import get_script_prefix

from archive.models import ChainEntry, Meeting, Revision, StaffAct
from archive.models.staff_act import changed, new_act
from archive.models.url_prefix import shown_address
from archive.models.write_lock import take_write_lock
from archive.record.build import Record, record_of
from archive.record.quoted_bodies import with_bodies_as_before


def canonical(record: Record) -> str:
    """Return a record as canonical JSON: sorted keys, no blanks, non-ASCII characters as themselves.

    Source: RFC 8785 (JSON Canonicalization Scheme), which this equals for records, since they hold
    no fractions.
    """
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(snapshot: str) -> str:
    """Return the sha256 of a snapshot in hexadecimal: the same as of the file that `record.json` saves."""
    return hashlib.sha256(snapshot.encode()).hexdigest()


def write_versions(
    meetings: Iterable[Meeting], *, kind: str, reason: str, at: dt.datetime, by: Any = None
) -> list[Revision]:
    """Write the next version of each meeting, in this order, onto the site's hash chain.

    Call it in a transaction; it waits until no other one is writing versions. Meetings must come
    from `with_children()`. Costs five queries for any number of meetings.
    """
    meetings = list(meetings)
    take_write_lock()
    _last, previous = chain_head()
    befores = last_versions(meetings)
    revisions = []
    for meeting in meetings:
        last_number, before = befores.get(meeting.pk, (0, ""))
        number = last_number + 1
        author_salt = secrets.token_hex(16)
        version = {
            "meeting": meeting.pk,
            "number": number,
            "kind": kind,
            "reason": reason,
            "created_at": at.isoformat(),
            "previous_sha256": previous,
            "author_sha256": author_sha256(author_salt, by and by.pk),
            # Without it, a guess of a withdrawn word could be proved by the fingerprint.
            "salt": secrets.token_hex(16),
        }
        snapshot = canonical(content_of(meeting, record_in(before)) | {"version": version})
        revision = Revision(
            meeting=meeting,
            number=number,
            kind=kind,
            reason=reason,
            created_at=at,
            created_by=by,
            author_salt=author_salt,
            snapshot=snapshot,
            sha256=fingerprint(snapshot),
            previous_sha256=previous,
        )
        previous = revision.sha256
        revisions.append(revision)
    StaffAct.objects.bulk_create(version_act(revision, by) for revision in revisions)
    return Revision.objects.bulk_create(revisions)


ACTS = {kind: kind for kind in ("published", "approved", "redacted", "withdrawn")}  # others are corrections


def version_act(version: Revision, by: Any) -> StaffAct:
    """Return what the staff log says of a version; what it changed is read from the versions themselves."""
    changes = [changed("version", version.number - 1 or None, version.number)]
    if version.kind not in ACTS:
        changes.append(changed("kind", None, version.kind))
    elif version.kind == Revision.Kind.PUBLISHED:
        changes.append(changed("publication", "draft" if version.number == 1 else "withdrawn", "published"))
    elif version.kind == Revision.Kind.WITHDRAWN:
        changes.append(changed("publication", "published", "withdrawn"))
    if version.reason:
        changes.append(changed("reason", None, version.reason))
    return new_act(ACTS.get(version.kind, StaffAct.Kind.CORRECTED), version.meeting, changes, by=by)


def author_sha256(salt: str, author: int | None) -> str:
    """Return what fixes who wrote a version, a user's primary key or None, without telling it."""
    return hashlib.sha256(f"{salt}:{author or ''}".encode()).hexdigest()


def chain_head() -> tuple[int, str]:
    """Return the key of the last version (0 for none), and the fingerprint that the chain ends with.

    Two queries.
    """
    last, sha256 = Revision.objects.in_order().values_list("pk", "sha256").last() or (0, "")
    entry = ChainEntry.objects.in_order().values_list("after_version", "sha256").last()
    return last, entry[1] if entry and entry[0] >= last else sha256


# What the page of a withdrawn meeting still says.
KEPT_OF_WITHDRAWN = {"format", "address", "body", "other_bodies", "date", "end_date", "date_precision"}
KEPT_OF_WITHDRAWN |= {"language", "name", "alternate_name", "number"}


def content_of(meeting: Meeting, before: Record) -> Record:
    """Return what a version holds: the record, or for a withdrawn meeting only KEPT_OF_WITHDRAWN.

    `before` is the record of the version before, {} if there is none.
    """
    record = with_bodies_as_before(record_of(meeting), before)
    if meeting.publication != Meeting.Publication.WITHDRAWN:
        return record
    return {key: record[key] for key in KEPT_OF_WITHDRAWN & record.keys()}


def last_versions(meetings: list[Meeting]) -> dict[int, tuple[int, str]]:
    """Return {meeting id: (number, snapshot) of its last version} for those that have one; one query."""
    rows = Revision.objects.current().filter(meeting__in=meetings)
    return {
        key: (number, text) for key, number, text in rows.values_list("meeting_id", "number", "snapshot")
    }


def current_snapshot(meeting: Meeting) -> Record | None:
    """Return the record of the latest version, or None if there is none; one query."""
    snapshots = meeting.revisions.newest_first().values_list("snapshot", flat=True)
    snapshot = snapshots.first()
    return None if snapshot is None else record_in(snapshot)


def record_in(snapshot: str) -> Record:
    """Return a record, its addresses with the prefix of the site; {} if it is none."""
    hook = None if get_script_prefix() == "/" else with_shown_address
    try:
        record = json.loads(snapshot, object_hook=hook)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def with_shown_address(part: Record) -> Record:
    address = part.get("address")
    if isinstance(address, str) and address.startswith("/"):  # a document may lie on another site
        part["address"] = shown_address(address)
    return part


def current_records(meetings: Iterable[Meeting]) -> dict[int, Record]:
    """Return {meeting id: record of its latest version}; one query."""
    keys = [meeting.pk for meeting in meetings]
    return {
        row.meeting_id: record_in(row.snapshot)
        for row in Revision.objects.current().filter(meeting__in=keys)
    }


def version_address(meeting: Meeting, number: int) -> str:
    """Return the address of a version; needs the meeting's body."""
    return f"{meeting.get_absolute_url()}v{number}/"
