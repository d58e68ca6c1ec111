"""Autosave: what staff typed and have not saved is kept, offered back, and dropped once it is saved."""

import datetime as dt
from typing import Any

from django.db import transaction

from archive.models import UnsavedEntry

EDITING = dt.timedelta(minutes=30)  # since somebody typed who counts as editing
MOST_KEPT = 50  # entries of one user: far above real use, a limit for scripts


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


def offered(user: Any, path: str, *, but: str = "") -> list[UnsavedEntry]:
    """Return what a user typed on a page and has not saved, newest first; one query.

    `but` is the key of the page that is open now, whose own text is not offered.
    """
    entries = UnsavedEntry.objects.of_user(user).on_page(path).exclude(typed="").exclude(key=but)
    return list(entries.newest_first().defer("typed")[:5])


def editing_now(user: Any, path: str, now: dt.datetime) -> list[UnsavedEntry]:
    """Return what other users type on a page now, one entry for each, the last first; one query."""
    entries = UnsavedEntry.objects.on_page(path).of_others(user, since=now - EDITING).newest_first()
    found: dict[int, UnsavedEntry] = {}
    for entry in entries:
        found.setdefault(entry.user_id, entry)
    return list(found.values())


def typed_under(user: Any, key: str) -> UnsavedEntry | None:
    return UnsavedEntry.objects.of_user(user).filter(key=key).exclude(typed="").first()
