"""Rows that are not meetings and were imported before: what their source says otherwise, and writing it."""

import json
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Model

from archive.models import Body, ImportedRow, Matter, Meeting, Membership, Person, Revision
from archive.models.fields import key_of
from archive.operations.importing.json_lines import Row
from archive.operations.importing.source_changes import SourceChange, digests_said
from archive.operations.importing.source_corrections import correct_minutes, save
from archive.operations.importing.source_digests import digest, digests_of
from archive.operations.public_changes import recorded
from archive.operations.publish import doubt_keys, problems_of

# A person decides at the desk: another name may be a new one or a slip, another address moves the page.
LEFT = {"name", "slug"}


def left_to_a_person(stored: Model) -> set[str]:
    """Return the fields of a row that an import never changes; a matter is known by its number."""
    return set() if isinstance(stored, Matter) and stored.identifier else LEFT


class SourceLine(NamedTuple):
    """The fingerprint of a line, and the reason with which what differs is written, "" if it is not."""

    sha256: str = ""
    correct: str = ""


def imported_before(kind: str, stored: Model) -> ImportedRow | None:
    return ImportedRow.objects.filter(kind=kind, key=stored.pk).first()


def keep_row(kind: str, stored: Model, line: SourceLine, digests: dict[str, str]) -> None:
    """Keep what a source says of a row, to compare the next import with."""
    kept = {"sha256": line.sha256, "digests": digests}
    ImportedRow.objects.update_or_create(kind=kind, key=stored.pk, defaults=kept)


def compare_row(kind: str, stored: Any, fields: Row, said: Any, line: SourceLine) -> list[SourceChange]:
    """Return what differs of a stored row; with a reason, write all that is no conflict.

    `fields` are what the source says, in JSON, keys of other rows as primary keys; `said` has the values
    to write. What was imported before digests were kept fills in what the archive leaves empty, and leaves
    the rest. Raises Refused.
    """
    record = imported_before(kind, stored)
    if record and record.sha256 == line.sha256:
        return []
    base: dict[str, str] | None = record.digests if record else None
    changes = changed_fields(stored, fields, base)
    left = [change for change in changes if change.is_conflict]
    if line.correct and len(left) < len(changes):
        write_fields(stored, [change for change in changes if not change.is_conflict], said, line.correct)
    if not changes or (line.correct and (base is not None or not left)):
        kept = digests_of(type(stored), fields)
        for change in left:
            kept.pop(change.field, None)
            kept |= {change.field: change.before} if change.before else {}
        keep_row(kind, stored, line._replace(sha256="" if left else line.sha256), kept)
    return changes


def changed_fields(stored: Any, fields: Row, base: dict[str, str] | None) -> list[SourceChange]:
    """Return what a source says otherwise than the archive, and than before; see SourceChange."""
    new = digests_of(type(stored), fields)
    changes = []
    for key in sorted(new.keys() | (base or {}).keys()):
        before, now = (base or {}).get(key, ""), new.get(key, "")
        value = stored_value(stored, key)
        archived = digests_said(type(stored), key, [value])
        is_same_source = base is not None and before == now
        if is_same_source or now in archived or (key == "name" and is_name_of(stored, fields.get(key, ""))):
            continue
        changes.append(
            SourceChange(
                "",
                key,
                shown(value),
                shown(fields.get(key, "")),
                row=stored,
                is_conflict=key in left_to_a_person(stored) or before not in archived,
                before=before,
            )
        )
    return changes


def stored_value(stored: Any, key: str) -> Any:
    """Return what the archive says for a key: of another row its primary key, of several a sorted list."""
    value = getattr(stored, key)
    if isinstance(value, Model):
        return value.pk
    return sorted(value.values_list("pk", flat=True)) if hasattr(value, "values_list") else value


def is_name_of(stored: Any, name: str) -> bool:
    names = [stored.name]
    if isinstance(stored, Body | Person):
        names += stored.other_names.values_list("name", flat=True)
    return key_of(name) in map(key_of, names)


def shown(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def write_fields(stored: Any, changes: list[SourceChange], said: Any, reason: str) -> None:
    """Write fields: into the public log, or as a correction of published minutes. Raises Refused."""
    meeting = stored if isinstance(stored, Meeting) else getattr(stored, "meeting", None)
    if meeting is None:
        with recorded(stored.person if isinstance(stored, Membership) else stored):
            set_fields(stored, changes, said)
        return
    known = doubt_keys(meeting, problems_of(Meeting.objects.with_children().get(pk=meeting.pk)))
    set_fields(stored, changes, said)
    if meeting.is_published:
        correct_minutes(meeting, kind=Revision.Kind.CORRECTED, reason=reason, known=known)
    else:
        Meeting.objects.filter(pk=meeting.pk).update(edit_number=models.F("edit_number") + 1)


def set_fields(stored: Any, changes: list[SourceChange], said: Any) -> None:
    for change in changes:
        value = getattr(said, change.field) if isinstance(said, Model) else said[change.field]
        if isinstance(value, list):
            getattr(stored, change.field).set(value)
        else:
            setattr(stored, change.field, value)
    save(stored)


def later_event(kind: str, stored: Model, line: SourceLine, fields: Row) -> list[SourceChange]:
    """Return what differs of an event on record; it is never written again, so all is left."""
    record = imported_before(kind, stored)
    if record is None or record.sha256 == line.sha256:
        return []
    keys = sorted(key for key, value in fields.items() if digest(value) != record.digests.get(key, ""))
    words = {key: json.dumps(fields[key], ensure_ascii=False, default=str) for key in keys}
    return [SourceChange("", key, "", words[key], row=stored, is_conflict=True) for key in keys]
