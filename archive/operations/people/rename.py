"""Rename a person or body: the old name stays known, and published minutes keep it."""

import datetime as dt
from typing import Any

from django.db.models import F

from archive.models import ActionItem, Attendance, Body, Meeting, OtherName, Person, Resolution, Vote
from archive.models.fields import key_of
from archive.models.write_lock import one_writer

# Models whose rows name people or bodies, with the lookup from a row to its meeting.
NAMED_IN: tuple[tuple[Any, str], ...] = (
    (Meeting, ""),
    (Attendance, "meeting__"),
    (Resolution, "meeting__"),
    (Vote, "resolution__meeting__"),
    (ActionItem, "meeting__"),
)


@one_writer()
def note_rename(row: Person | Body, before: str, *, first_day: dt.date | None = None) -> None:
    """Keep the name of before, and let drafts follow; the row has its new name already.

    `first_day` is that of the new name; None says that the name of before was a slip. A draft follows if
    it is of that day or later, or in case of a slip. What was published keeps the name as written.
    """
    if key_of(before) != key_of(row.name):
        kind = OtherName.Kind.FORMER if first_day else OtherName.Kind.SPELLING
        last_day = first_day - dt.timedelta(days=1) if first_day else None
        row.other_names.create(name=before, kind=kind, end_date=last_day)
    for model, path in NAMED_IN:
        for key, written in model.WRITTEN.items():
            if model._meta.get_field(key).related_model is type(row):
                rows = model.objects.filter(**{key: row, written: before, f"{path}publication": "draft"})
                later = rows.filter(**{f"{path}date__gte": first_day}) if first_day else rows
                later.update(**{written: row.name})
    if isinstance(row, Person):  # an open page may show no name as written, since it was that of the person
        meetings = Attendance.objects.for_person(row).values("meeting")
        Meeting.objects.filter(pk__in=meetings).update(edit_number=F("edit_number") + 1)
