"""Verify the record: recompute every fingerprint, walk the chain, compare rows with the last versions."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from django.db.models import F, OuterRef, Q, Subquery

from archive.models import ChainEntry, Meeting, Resolution, Revision
from archive.record.build import Record
from archive.record.chain import chain_ends, chain_links, chained_state
from archive.record.chained_rows import false_chained_rows, is_false_author
from archive.record.row_differences import changed_rows, leads_to
from archive.record.versions import fingerprint, record_in, version_address

MOST_PLACES = 10  # named of one meeting
CHUNK = 20  # versions held at once: a record may have hundreds of kilobytes


def problems_of_record(on_version: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Yield every problem as a sentence: of the versions, then of the rows that should say the same.

    `on_version` is called after each version. Memory does not grow with the number of versions.
    Not found: that the whole chain was rewritten with new fingerprints, and the rows with it; with a
    fingerprint noted earlier, ask is_known().
    """
    yield from broken_links(on_version)
    yield from missing_numbers()
    yield from false_states()
    yield from false_chained_rows()
    yield from false_addresses()
    yield from false_rows()
    yield from false_copies()
    yield from false_names_of_bodies()


def is_known(sha256: str) -> bool:
    return any(model.objects.filter(sha256=sha256).exists() for model in (Revision, ChainEntry))


# Keys of the block `version` in a snapshot, and the columns that must hold the same.
VERSION_COLUMNS = {
    "meeting": "meeting_id",
    "number": "number",
    "kind": "kind",
    "reason": "reason",
    "previous_sha256": "previous_sha256",
}


def broken_links(on_version: Callable[[], None]) -> Iterator[str]:
    """Yield a sentence for each version or entry that was changed, or does not follow the one before it."""
    authors = chained_state().get("author", {})
    previous = ""
    for link in chain_links(Revision.objects.all(), chain_ends(), CHUNK):
        if isinstance(link, Revision):
            if problem := problem_of_version(link, previous, authors):
                yield f"{version_address(link.meeting, link.number)} {problem}"
            on_version()
        elif problem := problem_of_entry(link, previous):
            yield f"Entry {link.pk} of the chain {problem}"
        previous = link.sha256


def problem_of_version(version: Revision, previous: str, authors: dict[str, int]) -> str:
    """Return what is wrong with a version, or ""; `previous` is the fingerprint of the one before it."""
    if fingerprint(version.snapshot) != version.sha256:
        return "was changed: its content does not have its fingerprint."
    block = block_of(version.snapshot)
    for field, column in VERSION_COLUMNS.items():
        if block.get(field) != getattr(version, column):
            return f"was changed: its {field} is not the one in its content."
    if version_time(block.get("created_at")) != version.created_at:
        return "was changed: its created_at is not the one in its content."
    if version.previous_sha256 != previous:
        return "does not follow the version before it: one was removed, or the order altered."
    if is_false_author(version, block.get("author_sha256", ""), authors):
        return "was changed: it is not by the user who wrote it."
    return ""


def problem_of_entry(entry: ChainEntry, previous: str) -> str:
    """Return what is wrong with an entry that is no version, or ""; see problem_of_version()."""
    if fingerprint(entry.content) != entry.sha256:
        return "was changed: its content does not have its fingerprint."
    said = record_in(entry.content).get("entry")
    columns = (entry.after_version, entry.previous_sha256, entry.created_at)
    if not isinstance(said, dict) or columns != (
        said.get("after_version"),
        said.get("previous_sha256"),
        version_time(said.get("created_at")),
    ):
        return "was changed: its place or time is not the one in its content."
    return "" if entry.previous_sha256 == previous else "does not follow what stood before it."


def block_of(snapshot: str) -> Record:
    """Return the block `version` of a record; {} if it is no record."""
    block = record_in(snapshot).get("version")
    return block if isinstance(block, dict) else {}


def version_time(text: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None


def missing_numbers() -> Iterator[str]:
    """Yield a sentence for each meeting whose versions are not numbered 1, 2, 3 … as they follow."""
    rows = Revision.objects.order_by("meeting_id", "pk").values_list("meeting_id", "number")
    for key, versions in groupby(rows.iterator(), key=lambda row: row[0]):
        numbers = (number for _meeting, number in versions)
        for before, number in pairwise((0, *numbers)):
            if number != before + 1:
                meeting = Meeting.objects.select_related("body").get(pk=key)
                gone = version_address(meeting, before + 1)
                yield f"{gone} is missing: version {number} stands in its place."
                break


def false_states() -> Iterator[str]:
    """Yield a sentence for each meeting whose publication contradicts its last version."""
    last = Revision.objects.filter(meeting=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    withdrawn = Q(last_kind=Revision.Kind.WITHDRAWN)
    none = Q(last_kind__isnull=True)
    state = Meeting.Publication
    wrong = (
        Q(none | withdrawn, publication=state.PUBLISHED)
        | (Q(publication=state.WITHDRAWN) & (none | ~withdrawn))
        | (Q(publication=state.DRAFT) & ~none)
    )
    meetings = Meeting.objects.annotate(last_kind=Subquery(last)).filter(wrong).select_related("body")
    for meeting in meetings.order_by("pk").iterator():
        said = meeting.last_kind or "none"
        yield f"{meeting.get_absolute_url()} is {meeting.publication}, but its last version is {said}."


def false_addresses() -> Iterator[str]:
    """Yield a sentence for each withdrawn meeting whose address is not the one that its version tells.

    Nothing else of it is public, and staff may be editing its rows.
    """
    last = Revision.objects.filter(meeting=OuterRef("pk")).order_by("-pk").values("snapshot")[:1]
    withdrawn = Meeting.objects.withdrawn().addresses_only().annotate(last=Subquery(last)).order_by("pk")
    for meeting in withdrawn.exclude(last=None).iterator(chunk_size=CHUNK):
        said = record_in(meeting.last).get("address")
        if meeting.get_absolute_url() not in (said, leads_to(str(said))):
            yield f"{meeting.get_absolute_url()} is not the address in its last version: {said}."


def false_rows() -> Iterator[str]:
    """Yield a sentence for each published meeting whose rows are not what its last version says."""
    for meeting, number, places in changed_rows():
        shown = ", ".join(places[:MOST_PLACES]) + (", …" if len(places) > MOST_PLACES else "")
        yield f"{version_address(meeting, number)} does not say what the database does: {shown}."


def false_names_of_bodies() -> Iterator[str]:
    """Yield a sentence for each joint meeting whose list of names, which lists show, is not as its rows."""
    for meeting in Meeting.objects.ever_published().with_other_bodies().order_by("pk").iterator(CHUNK):
        if meeting.names_of_others != [row.name_as_written for row in meeting.other_bodies.all()]:
            yield f"{meeting.get_absolute_url()} was changed: the names of its other bodies are others."


def false_copies() -> Iterator[str]:
    """Yield a sentence for each meeting or resolution whose copied columns are not as in their source."""
    first = Revision.objects.filter(meeting=OuterRef("pk")).order_by("pk").values("created_at")[:1]
    meetings = Meeting.objects.ever_published().annotate(first_at=Subquery(first)).addresses_only()
    for meeting in meetings.exclude(year=F("date__year"), published_at=F("first_at")).order_by("pk"):
        yield f"{meeting.get_absolute_url()} was changed: its year or time of publication is another."
    copied = {"body": F("meeting__body"), "date": F("meeting__date")}
    copies = Resolution.objects.exclude(**copied, start_minute=F("meeting__start_minute"))
    for row in copies.select_related("meeting__body").order_by("pk"):
        yield f"{row.get_absolute_url()} was changed: its body or date is not that of its meeting."
