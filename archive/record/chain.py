"""The hash chain of the whole site: versions, and entries that say what became of other public rows.

An entry holds {table: {key: values}}, None for a row that is gone; the last entry that names a key tells
what the row must be now. Contents are not public, since some addresses never were. Tables:

redirect    {old path: new path}
withheld    {fingerprint of a version: [time, basis]}
change      {primary key of a PublicChange: see change_values()}
register    {primary key of a body: [keeps_register, register_checked_on]}; None for one that says neither
author      {fingerprint of a version: primary key of a user}, for versions from before records proved it;
            only in the entry that a migration wrote
procedural  {fingerprint of a version: [sequences of its procedural resolutions]}, likewise
"""

import datetime as dt
import heapq
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Max
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from archive.models import (
    Body,
    BodyMerge,
    ChainEntry,
    PersonMerge,
    PublicChange,
    Redirect,
    Revision,
    StaffAct,
)
from archive.models.public_change import PublicChangeQuerySet
from archive.models.revision import RevisionQuerySet
from archive.models.write_lock import one_writer
from archive.record.versions import canonical, chain_head, fingerprint

Link = Revision | ChainEntry
State = dict[str, dict[str, Any]]  # {table: {key: values}}


@one_writer()
def chain_rows(table: str, rows: dict[str, Any]) -> None:
    """Write what some rows of a table are now, None for one that is gone, onto the chain; three queries."""
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
    """Withhold the records of those of some versions that are readable, permanently; on the chain too.

    The staff log forgets what it held of their meetings.
    """
    found = dict(versions.filter(withheld_at=None).order_by("pk").values_list("sha256", "meeting"))
    if found:
        versions.withhold(at=at, basis=basis)
        chain_rows("withheld", {key: [at.isoformat(), basis] for key in found})
        StaffAct.objects.about(meetings=set(found.values())).strike()


# Public changes


def write_changes(changes: Iterable[PublicChange]) -> None:
    """Store lines of the public log, and write them onto the chain."""
    chain_changes(PublicChange.objects.bulk_create(changes))


def move_changes(changes: PublicChangeQuerySet, **columns: Any) -> None:
    """Change `key` or `body_key` of lines of the public log, as a merge does; on the chain too."""
    keys = list(changes.values_list("pk", flat=True))
    PublicChange.objects.filter(pk__in=keys).update(**columns)
    chain_changes(PublicChange.objects.filter(pk__in=keys).order_by("pk"))


@one_writer()
def withhold_changes(changes: PublicChangeQuerySet, *, basis: str) -> int:
    """Withhold those lines of the public log that are readable, permanently; return how many.

    The public reads why, and nothing else of them. Raises ValueError without a reason.
    """
    if not basis.strip():
        raise ValueError("A line is withheld for a reason.")
    things = list(changes.filter(is_withheld=False).values_list("subject", "key"))
    move_changes(changes.filter(is_withheld=False), is_withheld=True, withheld_basis=basis.strip())
    StaffAct.objects.about(rows=with_merged(things)).strike()
    return len(things)


def with_merged(things: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield things, each (kind, primary key), as the staff log names them, with what became one of them."""
    merges: dict[str, Any] = {"person": PersonMerge, "body": BodyMerge}
    for kind, key in set(things):
        yield f"archive.{kind}", key
        if kind in merges:
            absorbed = merges[kind].objects.filter(kept=key).values_list("absorbed_key", flat=True)
            yield from ((f"archive.{kind}", one) for one in absorbed)


def chain_changes(changes: Iterable[PublicChange]) -> None:
    if rows := {str(change.pk): change_values(change) for change in changes}:
        chain_rows("change", rows)


def change_values(change: PublicChange) -> dict[str, Any]:
    """Return what the chain holds of a line of the public log: of its words only the SHA-256, so that
    withheld ones are in no second place. `by` is the primary key of a user.
    """
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


# Registers of what is in force


def register_values(body: Body) -> list[Any] | None:
    """Return whether a body keeps a register, and when it was checked in ISO 8601; None for neither."""
    if not (body.keeps_register or body.register_checked_on):
        return None
    return [body.keeps_register, body.register_checked_on and body.register_checked_on.isoformat()]


@receiver(pre_save, sender=Body, dispatch_uid="chain.body_to_be_saved")
def body_to_be_saved(instance: Body, *, raw: bool, **_signal: Any) -> None:
    """Remember what a body said of its register; one query for each body saved."""
    stored = None if raw or not instance.pk else Body.objects.filter(pk=instance.pk).first()
    instance.said_of_register = stored and register_values(stored)  # type: ignore[attr-defined]


@receiver(post_save, sender=Body, dispatch_uid="chain.body_saved")
def body_saved(instance: Body, *, raw: bool, **_signal: Any) -> None:
    """Write what a body says of its register onto the chain, if that is new."""
    values = register_values(instance)
    if not raw and values != instance.said_of_register:  # type: ignore[attr-defined]
        chain_rows("register", {str(instance.pk): values})


@receiver(post_delete, sender=Body, dispatch_uid="chain.body_deleted")
def body_deleted(instance: Body, **_signal: Any) -> None:
    if register_values(instance):
        chain_rows("register", {str(instance.pk): None})


# Redirects


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


@one_writer()
def chain_ends() -> Ends:
    """Return where the chain ends now, while nobody writes to it; two queries."""
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
