"""Log of what the public reads of people, bodies, topics and matters: every change goes through here."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Body, Matter, Membership, Person, PublicChange, Resolution, Topic
from archive.models.public_change import Thing, subject_of
from archive.models.write_lock import one_writer
from archive.record.chain import move_changes, write_changes

LONGEST_NAME: Any = PublicChange._meta.get_field("name").max_length
# Orders lists; moves the page, and the old address leads to it; only for staff.
NOT_READ = {"sort_name", "slug", "seats"}
PICKED = ("resolutions", "meetings", "left_out")


class CannotChange(Exception):  # noqa: N818 - named as CannotPublish is
    """The public reads this: only a user who may correct published minutes may change it."""

    def __init__(self) -> None:
        super().__init__(
            _("The public reads this. Only a user who may correct published minutes can change it.")
        )


class Said(NamedTuple):
    """A value that the public reads, in JSON, and the body if it is about a post."""

    value: Any
    body: int | None = None


def is_read(thing: Thing) -> bool:
    """Return whether the public reads a thing somewhere, or did: its page, or its name; one query."""
    match thing:
        case Person():
            return Person.objects.named_in_public().filter(pk=thing.pk).exists()
        case Body():
            return Body.objects.known().filter(pk=thing.pk).exists()
        case Topic():
            return Topic.objects.ever_public().filter(pk=thing.pk).exists()
        case Matter():
            return Matter.objects.ever_public().filter(pk=thing.pk).exists()


Statements = dict[tuple[str, int], Said]
IS_PUBLIC = ("is_public", 0)


@contextmanager
def recorded(
    thing: Thing, *, by: Any = None, at: dt.datetime | None = None, may_change: bool = True
) -> Iterator[None]:
    """Log what changes of a stored thing within this block, in one transaction, if the public reads it.

    A new thing, not stored yet, has no changes. Costs about five queries before and after. Raises
    CannotChange, which rolls back, if the public reads the thing and something changed without
    `may_change`.
    """
    with one_writer():
        before = said_of(thing) if thing.pk else {}
        was_read = bool(before) and is_read(thing)
        yield
        if not before:
            return
        after = said_of(thing)
        changes = changes_of(before, after)
        if not changes or not (was_read or is_read(thing)):
            return
        if not may_change:
            raise CannotChange
        write_changes(
            public_change(thing, what, old or Said(None), new or Said(None), by=by, at=at)
            for (what, _key), old, new in changes
        )


Changes = list[tuple[tuple[str, int], Said | None, Said | None]]


def changes_of(before: Statements, after: Statements) -> Changes:
    """Return (key, before, after) of what differs; of a topic withdrawn or made public again only that."""
    keys = {**before, **after}
    if before.get(IS_PUBLIC) != after.get(IS_PUBLIC):
        keys = {IS_PUBLIC: keys[IS_PUBLIC]}
    return [(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def public_change(
    thing: Thing, what: str, old: Said, new: Said, *, by: Any = None, at: dt.datetime | None = None
) -> PublicChange:
    """Return a line of the log, not stored yet; one query."""
    return PublicChange(
        subject=subject_of(thing),
        key=thing.pk,
        name=str(type(thing).objects.get(pk=thing.pk))[:LONGEST_NAME],
        what=what,
        before=old.value,
        after=new.value,
        body_key=new.body or old.body,
        created_at=at or timezone.now(),
        created_by=by,
    )


Named = TypeVar("Named", Person, Body)


def note_merge(kept: Named, absorbed: Named, *, by: Any = None, at: dt.datetime | None = None) -> None:
    """Log that one person or body became another, whose log holds both now; before the first is deleted."""
    if not (is_read(kept) or is_read(absorbed)):
        return
    write_changes([public_change(kept, "merged", Said(absorbed.name), Said(kept.name), by=by, at=at)])
    move_changes(PublicChange.objects.of_thing(absorbed), key=kept.pk)
    if isinstance(absorbed, Body):
        move_changes(PublicChange.objects.of_posts_in(absorbed), body_key=kept.pk)


def note_restored(kept: Named, restored: Named, *, by: Any = None, at: dt.datetime | None = None) -> None:
    """Log that what was merged into another is there again."""
    if is_read(kept) or is_read(restored):
        said = Said(kept.name), Said(restored.name)
        write_changes([public_change(kept, "restored", *said, by=by, at=at)])


# What the public reads


def said_of(thing: Thing) -> Statements:
    """Return {(what, key of the row): what the public reads of a stored thing}, from the database."""
    found = type(thing).objects.filter(pk=thing.pk).first()
    if found is None:
        return {}
    fields = [
        field for field in found._meta.concrete_fields if field.editable and field.name not in NOT_READ
    ]
    said: Statements = {
        (field.name, 0): Said(field_value(found, field)) for field in fields if not field.primary_key
    }
    match found:
        case Person():
            return said | other_names(found) | posts(found)
        case Body():
            return said | other_names(found)
        case Matter():
            return said
        case Topic():
            return said | picked(found) if found.is_public else {IS_PUBLIC: Said(False)}


def field_value(row: Thing, field: Any) -> Any:
    """Return the value of a field as JSON; of the body above another its name, if that is known."""
    if field.is_relation:
        return (
            Body.objects.known()
            .filter(pk=getattr(row, field.attname))
            .values_list("name", flat=True)
            .first()
        )
    value = field.value_from_object(row)
    return value.isoformat() if hasattr(value, "isoformat") else value


def other_names(row: Person | Body) -> Statements:
    def written(other: Any) -> str:
        days = " – ".join(str(day or "") for day in (other.start_date, other.end_date))
        return f"{other.name} ({days})" if other.start_date or other.end_date else other.name

    return {("other_name", other.pk): Said(written(other)) for other in row.other_names.order_by("pk")}


def posts(person: Person) -> Statements:
    rows = Membership.objects.for_person(person).in_known_bodies().with_body().order_by("pk")
    return {("post", row.pk): Said(post_value(row), row.body_id) for row in rows}


def post_value(row: Membership) -> dict[str, Any]:
    """Return a post as JSON; role is a Membership.Role, start and end are ISO 8601 or None."""
    dates = {"start": row.start_date, "end": row.end_date}
    return {
        "role": row.role,
        "label": row.label,
        "body": row.body.name,
        "voting_right": row.voting_right,
    } | {name: day and day.isoformat() for name, day in dates.items()}


def picked(topic: Topic) -> Statements:
    """Return what was picked by hand and is published."""
    return {
        (name, row.pk): Said(row.label if isinstance(row, Resolution) else row.name)
        for name in PICKED
        for row in getattr(topic, name).published().order_by("pk")
    }
