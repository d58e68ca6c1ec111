"""Autosave: what staff typed and have not saved is kept, offered back, and dropped once it is saved."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.text import Truncator

from archive.models import Body, UnsavedEntry
from archive.models.fields import is_key
from archive.text.dates import possible_days

EDITING = dt.timedelta(minutes=30)  # since somebody typed who counts as editing
MOST_KEPT = 50  # entries of one user: far above real use, a limit for scripts
LONGEST_WORDS = 70  # characters of what was typed, by which it is known again
# The fields whose words tell an entry best, and then those of its rows.
TELLING = ("text", "summary", "location", "number", "chair_note")
TELLING_OF_ROWS = ("-name", "-text", "-description")


class Kept(NamedTuple):
    """An entry in words: the name of its body, its date and title as typed, the first words typed.

    `date` is what the date as typed means, None where it means no day or several. Each text may be "".
    """

    entry: UnsavedEntry
    body: str
    day: str
    date: dt.date | None
    title: str
    first_words: str


@transaction.atomic
def keep(user: Any, *, path: str, key: str, typed: str, now: dt.datetime) -> bool:
    """Keep what was typed under the key of its page; return False if that page was saved meanwhile.

    A save and the autosave just before it may arrive in either order.
    """
    entries = UnsavedEntry.objects.of_user(user)
    entry = entries.select_for_update().filter(key=key).first()
    if entry is not None and not entry.typed:
        return False
    state = {"path": path, "typed": typed, "saved_at": now}
    UnsavedEntry.objects.update_or_create(
        user=user, key=key, defaults=state, create_defaults=state | {"begun_at": now}
    )
    surplus = entries.newest_first().values_list("pk", flat=True)[MOST_KEPT:]
    UnsavedEntry.objects.filter(pk__in=list(surplus)).delete()
    return True


@transaction.atomic
def discard(user: Any, *, path: str, key: str, now: dt.datetime) -> None:
    """Drop what was typed, because it was saved or is not wanted, and accept no more under this key."""
    UnsavedEntry.objects.update_or_create(
        user=user, key=key, defaults={"path": path, "typed": "", "saved_at": now}
    )
    UnsavedEntry.objects.older_than(now).delete()


def offered(user: Any, path: str, *, but: str = "") -> list[Kept]:
    """Return what a user typed on a page and has not saved, newest first; two queries at most.

    `but` is the key of the page that is open now, whose own text is not offered.
    """
    entries = UnsavedEntry.objects.of_user(user).on_page(path).unsettled().exclude(key=but)
    return described(entries.newest_first()[:5])


def kept_of(user: Any, most: int) -> list[Kept]:
    """Return what a user typed on any page and has not saved, newest first; two queries at most."""
    return described(UnsavedEntry.objects.of_user(user).unsettled().newest_first()[:most])


def described(entries: Iterable[UnsavedEntry]) -> list[Kept]:
    typed = [(entry, json.loads(entry.typed)) for entry in entries]
    keys = {key for _entry, fields in typed if is_key(key := first_value(fields, "body"))}
    names = {str(one.pk): one.name for one in Body.objects.filter(pk__in=keys)} if keys else {}
    return [kept_as(entry, fields, names) for entry, fields in typed]


def kept_as(entry: UnsavedEntry, fields: dict[str, list[str]], names: dict[str, str]) -> Kept:
    day = first_value(fields, "date")
    days = possible_days(day) if day else []
    return Kept(
        entry=entry,
        body=names.get(first_value(fields, "body"), ""),
        day=day,
        date=days[0] if len(days) == 1 else None,
        title=first_value(fields, "name"),
        first_words=first_words(fields),
    )


def first_value(fields: dict[str, list[str]], name: str) -> str:
    return " ".join(next(iter(fields.get(name, ())), "").split())


def first_words(fields: dict[str, list[str]]) -> str:
    of_rows = [name for name in fields if name.endswith(TELLING_OF_ROWS)]
    found = (first_value(fields, name) for name in (*TELLING, *of_rows))
    return next((Truncator(words).chars(LONGEST_WORDS) for words in found if words), "")


def editing_now(user: Any, path: str, now: dt.datetime) -> list[UnsavedEntry]:
    """Return what other users type on a page now, one entry for each, the last first; one query."""
    entries = UnsavedEntry.objects.on_page(path).of_others(user, since=now - EDITING).newest_first()
    found: dict[int, UnsavedEntry] = {}
    for entry in entries:
        found.setdefault(entry.user_id, entry)
    return list(found.values())


def typed_under(user: Any, key: str) -> UnsavedEntry | None:
    return UnsavedEntry.objects.of_user(user).filter(key=key).unsettled().first()
