"""What staff typed and have not saved: keep it, offer it back, and be done with it once it is saved."""

import datetime as dt
from typing import Any

from django.db import transaction

from archive.models import UnsavedEntry

MOST_KEPT = 50  # of one person: a bound for what a script could send, far above what anybody types


@transaction.atomic
def keep(user: Any, *, path: str, key: str, typed: str, now: dt.datetime) -> bool:
    """Keep what was typed under the key of its page; return False if that page was saved meanwhile.

    The answer to a save and what was typed just before it may cross on their way.
    """
    entries = UnsavedEntry.objects.of_user(user)
    entry = entries.select_for_update().filter(key=key).first()
    if entry is not None and not entry.typed:
        return False
    UnsavedEntry.objects.update_or_create(
        user=user, key=key, defaults={"path": path, "typed": typed, "saved_at": now}
    )
    surplus = entries.newest_first().values_list("pk", flat=True)[MOST_KEPT:]
    UnsavedEntry.objects.filter(pk__in=list(surplus)).delete()
    return True


@transaction.atomic
def settle(user: Any, *, path: str, key: str, now: dt.datetime) -> None:
    """Drop what was typed, since it is saved or not wanted, and take no more under this key."""
    UnsavedEntry.objects.update_or_create(
        user=user, key=key, defaults={"path": path, "typed": "", "saved_at": now}
    )
    UnsavedEntry.objects.older_than(now).delete()


def offered(user: Any, path: str, *, but: str = "") -> list[UnsavedEntry]:
    """Return what a person typed on a page and has not saved, newest first; one query.

    `but` is the key of the page that they have open, of which nothing need be offered.
    """
    entries = UnsavedEntry.objects.of_user(user).on_page(path).exclude(typed="").exclude(key=but)
    return list(entries.newest_first().defer("typed")[:5])


def typed_under(user: Any, key: str) -> UnsavedEntry | None:
    """Return what a person typed under a key, or None."""
    return UnsavedEntry.objects.of_user(user).filter(key=key).exclude(typed="").first()
