"""Verify rows that are on the chain beside the records: withheld marks, redirects, who wrote a version."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import transaction

from archive.models import Redirect, Revision
from archive.models.revision import RevisionQuerySet
from archive.record.chain import State, chained_state
from archive.record.versions import author_sha256, lock_chain, version_address


def false_chained_rows() -> Iterator[str]:
    """Yield a sentence for each mark or redirect that is not as the chain says.

    If there is one, they are compared again while nobody writes to the chain.
    """
    if any(True for _problem in compared_rows()):
        with transaction.atomic():
            lock_chain()
            yield from compared_rows()


def compared_rows() -> Iterator[str]:
    state = chained_state()
    yield from false_marks(state)
    yield from false_redirects(state)


def false_marks(state: State) -> Iterator[str]:
    """Yield a sentence for each version whose withholding, its time or reason is not that on the chain."""
    chained = state.get("withheld", {})
    marked = {version.sha256: version for version in versions().exclude(withheld_at=None)}
    for version in versions().filter(sha256__in=chained.keys() - marked.keys()):
        yield f"{address_of(version)} was withheld, but is not marked so: what was hidden is public again."
    for sha256, version in marked.items():
        at, basis = chained.get(sha256, ("", ""))
        if not at:
            yield f"{address_of(version)} is marked as withheld, but was not: what was public is hidden."
        elif (dt.datetime.fromisoformat(at), basis) != (version.withheld_at, version.withheld_basis):
            yield f"{address_of(version)} was changed: when or why it is withheld is said otherwise."


def false_redirects(state: State) -> Iterator[str]:
    """Yield a sentence for each former address that does not lead where the chain says; one query."""
    chained = state.get("redirect", {})
    found = dict(Redirect.objects.values_list("old_path", "new_path"))
    for old in sorted(chained.keys() | found.keys()):
        if found.get(old) != chained.get(old):
            said = chained.get(old, "nowhere")
            yield f"{old} leads to {found.get(old, 'nothing')}; the chain says: {said}."


def is_false_author(version: Revision, proof: str, sealed: dict[str, int]) -> bool:
    """Return whether a version is said to be by another user than the one that it was written by.

    `proof` is the author_sha256 in its content; versions from before there was one stand in `sealed`, the
    entry that a migration wrote. A query only if there is no author: his account may have been deleted.
    """

    def is_author(key: int | None) -> bool:
        if not proof:
            return sealed.get(version.sha256) == key
        return author_sha256(version.author_salt, key) == proof

    if is_author(version.created_by_id):
        return False
    return version.created_by_id is not None or any(map(is_author, user_keys()))


def user_keys() -> list[int]:
    return list(get_user_model()._default_manager.order_by("pk").values_list("pk", flat=True))


def versions() -> RevisionQuerySet:
    return Revision.objects.select_related("meeting__body").defer("snapshot", "meeting__text").in_order()


def address_of(version: Revision) -> str:
    return version_address(version.meeting, version.number)
