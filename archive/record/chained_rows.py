"""Verify rows on the chain beside the records: marks, redirects, public changes, registers, authors."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.auth import get_user_model

from archive.models import Body, PublicChange, Redirect, Revision
from archive.models.revision import RevisionQuerySet
from archive.models.write_lock import one_writer
from archive.record.chain import State, chained_state, change_values, register_values
from archive.record.versions import author_sha256, version_address


def false_chained_rows() -> Iterator[str]:
    """Yield a sentence for each row that is not as the chain says.

    If there is one, they are compared again while nobody writes to the chain.
    """
    if any(True for _problem in compared_rows()):
        with one_writer():
            yield from compared_rows()


def compared_rows() -> Iterator[str]:
    state = chained_state()
    yield from false_marks(state)
    yield from false_redirects(state)
    yield from false_changes(state)
    yield from false_registers(state)


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


def false_changes(state: State) -> Iterator[str]:
    """Yield a sentence for each line of the public log that is not as it was written; one query, or two."""
    chained = state.get("change", {})
    found = {str(change.pk): change for change in PublicChange.objects.order_by("pk")}
    users = {None, *user_keys()} if found else set()
    for key in sorted(chained.keys() | found.keys(), key=int):
        said = chained.get(key)
        row = change_values(found[key]) if key in found else None
        if said == row:
            continue
        if said is None or row is None:
            why = "was removed" if said else "was not written by this archive: it is forged"
        elif faults := false_values(said, row, users):
            why = f"was changed: {faults}"
        else:
            continue
        named = said or row or {}
        yield f"Line {key} of /changes/ ({named['subject']} {named['key']}, {named['what']}) {why}."


def false_values(said: dict[str, Any], row: dict[str, Any], users: Collection[int | None]) -> str:
    """Return the names of what differs, or ""; the account of an author may have been deleted."""
    is_author_gone = row["by"] is None and said["by"] not in users
    return ", ".join(
        name for name in row if row[name] != said.get(name) and not (name == "by" and is_author_gone)
    )


def false_registers(state: State) -> Iterator[str]:
    """Yield a sentence for each body that says something else of its register than it did; one query."""
    chained = state.get("register", {})
    found = {str(body.pk): body for body in Body.objects.order_by("pk")}
    for key in sorted(chained.keys() | found.keys(), key=int):
        said, row = chained.get(key), register_values(found[key]) if key in found else None
        if said != row:
            name = found[key].get_absolute_url() if key in found else f"Body {key}"
            yield f"{name}, register: {register_words(row)}; the chain says: {register_words(said)}."


def register_words(values: list[Any] | None) -> str:
    is_kept, day = values or (False, None)
    return f"{'kept' if is_kept else 'not kept'}, checked on {day or 'no day'}"


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
