"""The hash chain of the whole site: versions, and entries that say what became of other public rows.

An entry holds {table: {key: values}}, None for a row that is gone; the last entry that names a key tells
what the row must be now. Contents are not public, since some addresses never were. Tables:

redirect    {old path: new path}
withheld    {fingerprint of a version: [time, basis]}
author      {fingerprint of a version: primary key of a user}, for versions from before records proved it;
            only in the entry that a migration wrote
"""

import datetime as dt
import heapq
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from archive.models import ChainEntry, Redirect, Revision
from archive.models.revision import RevisionQuerySet
from archive.record.versions import canonical, chain_head, fingerprint, lock_chain

Link = Revision | ChainEntry
State = dict[str, dict[str, Any]]  # {table: {key: values}}


@transaction.atomic
def chain_rows(table: str, rows: dict[str, Any]) -> None:
    """Write what some rows of a table are now, None for one that is gone, onto the chain; three queries."""
    lock_chain()
    last, previous = chain_head()
    at = timezone.now()
    entry = {
        "after_version": last,
        "created_at": at.isoformat(),
        "previous_sha256": previous,
        "salt": secrets.token_hex(16),
    }
    content = canonical({"entry": entry, "rows": {table: rows}})
    ChainEntry.objects.create(
        after_version=last,
        created_at=at,
        sha256=fingerprint(content),
        previous_sha256=previous,
        content=content,
    )


def withhold(versions: RevisionQuerySet, *, at: dt.datetime, basis: str) -> None:
    """Withhold the records of those of some versions that are readable, permanently; on the chain too."""
    keys = list(versions.filter(withheld_at=None).order_by("pk").values_list("sha256", flat=True))
    if keys:
        versions.withhold(at=at, basis=basis)
        chain_rows("withheld", {key: [at.isoformat(), basis] for key in keys})


@receiver(post_save, sender=Redirect, dispatch_uid="chain.redirect_saved")
def redirect_saved(instance: Redirect, *, raw: bool, **_signal: Any) -> None:
    """Write where an address leads onto the chain. Fixtures bring their own chain."""
    if not raw:
        chain_rows("redirect", {instance.old_path: instance.new_path})


@receiver(post_delete, sender=Redirect, dispatch_uid="chain.redirect_deleted")
def redirect_deleted(instance: Redirect, **_signal: Any) -> None:
    chain_rows("redirect", {instance.old_path: None})


# Read


class Ends(NamedTuple):
    """Primary keys of the last version and of the last entry at one moment; 0 for none."""

    version: int
    entry: int


@transaction.atomic
def chain_ends() -> Ends:
    """Return where the chain ends now, while nobody writes to it; two queries."""
    lock_chain()
    keys = (model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Revision, ChainEntry))
    return Ends(*keys)


def chain_links(versions: RevisionQuerySet, ends: Ends, chunk_size: int) -> Iterator[Link]:
    """Yield some versions, and all entries, in the order of the chain, up to its ends."""
    entries = ChainEntry.objects.filter(pk__lte=ends.entry).in_order().iterator(chunk_size)
    found = versions.filter(pk__lte=ends.version).in_order().iterator(chunk_size)
    return heapq.merge(found, entries, key=place_of_link)


def place_of_link(link: Link) -> tuple[int, int, int]:
    if isinstance(link, Revision):
        return link.pk, 0, 0
    return link.after_version, 1, link.pk


def chained_state() -> State:
    """Return what the chain says that rows are now, without those that are gone; one query."""
    state: State = defaultdict(dict)
    for content in ChainEntry.objects.in_order().values_list("content", flat=True).iterator(20):
        for table, rows in rows_in(content).items():
            state[table].update(rows)
    return {
        table: {key: values for key, values in rows.items() if values is not None}
        for table, rows in state.items()
    }


def rows_in(content: str) -> State:
    """Return the rows of an entry; {} if it is none, which its fingerprint tells."""
    try:
        rows = json.loads(content)["rows"]
    except (ValueError, TypeError, KeyError):
        return {}
    return rows if isinstance(rows, dict) else {}
