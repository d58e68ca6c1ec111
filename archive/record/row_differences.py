"""Compare rows of meetings, which lists are made from, with the last versions, which pages are made from.

A record quotes what belongs to others: the addresses of people and bodies, other meetings. Those change
without a version of this meeting, so a quote is compared by its name as written and by what it leads to.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.urls import reverse

from archive.models import Meeting, Redirect, Resolution, Revision
from archive.models.write_lock import one_writer
from archive.record.build import KEYS_WHEN_HELD, Record, record_of
from archive.record.chain import chained_state
from archive.record.versions import record_in

WORKED_OUT = {"presence"}  # from other keys of the record, which are compared
CHUNK = 50  # meetings compared at once: a record may have hundreds of kilobytes


Sealed = Mapping[str, Collection[int]]  # fingerprint of a version: sequences of procedural resolutions


class Difference(NamedTuple):
    """A place in the record ("resolutions 2: yes_count"), and what is there in the version and the rows."""

    place: str
    said: Any
    row: Any


def changed_rows() -> Iterator[tuple[Meeting, int, list[str]]]:
    """Yield each published meeting that is unlike its last version: it, the version's number, the places.

    About a dozen queries for each 50 meetings. A meeting that seems unlike is looked at again while nobody
    can publish: it may have been corrected between two queries.
    """
    sealed = chained_state().get("procedural", {})
    keys = Meeting.objects.published().order_by("pk").values_list("pk", flat=True).iterator()
    while chunk := list(islice(keys, CHUNK)):
        suspects = [meeting.pk for meeting, _number, _places in compared(chunk, sealed)]
        for key in suspects:
            with one_writer():
                yield from compared([key], sealed)


def compared(keys: list[int], sealed: Sealed) -> Iterator[tuple[Meeting, int, list[str]]]:
    """Yield those of some published meetings that are unlike their last version, as changed_rows() does."""
    versions = {row.meeting_id: row for row in Revision.objects.current().filter(meeting__in=keys)}
    for meeting in Meeting.objects.published().with_children().filter(pk__in=keys).order_by("pk"):
        version = versions.get(meeting.pk)
        if version and version.kind != Revision.Kind.WITHDRAWN:
            said = with_sealed(as_plain(version.snapshot), sealed.get(version.sha256, ()))
            found = differing(said, record_of(meeting))
            places = dict.fromkeys(one.place for one in found if not is_excused(one, version))
            if places:
                yield meeting, version.number, list(places)


def with_sealed(record: Record, procedural: Collection[int]) -> Record:
    """Add what the entry of a migration says of a version from before records did: what was procedural."""
    for row in record.get("resolutions", ()):
        if row["sequence"] in procedural:
            row["is_procedural"] = True
    return record


def as_plain(snapshot: str) -> Record:
    """Return a record without what describes the version; {} if it is no record: the chain tells that."""
    record = record_in(snapshot)
    return {key: value for key, value in record.items() if key not in {"version", "format"}}


def differing(said: Any, row: Any, place: str = "") -> Iterator[Difference]:
    """Yield where the same part of a version and of the rows differ, in keys that both have.

    An older format lacks keys: nothing is said there, so nothing can be contradicted. Not so those that are
    left out where they hold nothing. A matter is one that only a version may have: a decision may be
    joined with a later one long after its minutes were published.
    """
    if said == row:
        return
    if isinstance(said, dict) and isinstance(row, dict) and not (place and is_quote(said)):
        in_one = (said.keys() ^ row.keys()) & KEYS_WHEN_HELD | said.keys() & {"matter"}
        for key in sorted(((said.keys() & row.keys()) | in_one) - WORKED_OUT):
            yield from differing(said.get(key), row.get(key), f"{place}: {key}" if place else key)
    elif isinstance(said, list) and isinstance(row, list) and place.endswith("relations"):
        yield from unpaired(said, row, place)
    elif isinstance(said, list) and isinstance(row, list) and len(said) == len(row):
        for number, (one, other) in enumerate(zip(said, row, strict=True), start=1):
            yield from differing(one, other, f"{place} {number}")
    else:
        yield Difference(place, said, row)


def unpaired(said: list[Record], row: list[Record], place: str) -> Iterator[Difference]:
    """Yield the relations that only one side has."""
    said_by, row_by = ({relation_key(one): one for one in side} for side in (said, row))
    for key in said_by.keys() ^ row_by.keys():
        yield Difference(place, said_by.get(key), row_by.get(key))


def relation_key(relation: Record) -> tuple[str, str, str]:
    return relation["kind"], relation["note"], leads_to(relation["target"]["address"])


# Quotes


def is_quote(value: Any) -> bool:
    """Return whether part of a record names a person, a body, or another meeting or something of it."""
    return isinstance(value, dict) and address_in(value) is not None


def address_in(quote: Record) -> str | None:
    """Return the address that a quote names, "" for a person without a page; None if it is no quote."""
    if "slug" in quote:
        route = "body_detail" if "alternate_name" in quote else "person_detail"
        return reverse(route, args=[quote["slug"]]) if quote["slug"] else ""
    if "identifier" in quote and "address" in quote:  # a matter
        return str(quote["address"])
    owner = quote.get("target") or quote.get("meeting") or (quote if "date" in quote else {})
    return str(owner["address"]) if isinstance(owner, dict) and "address" in owner else None


def leads_to(address: str) -> str:
    return Redirect.objects.newest(address)


def is_excused(difference: Difference, version: Revision) -> bool:
    """Return whether a difference comes from a change elsewhere, which needs no version of this meeting."""
    place, said, row = difference
    if place == "address":
        return leads_to(said) == row
    if is_quote(said) and is_quote(row):
        return is_same(said, row)
    quote = said or row
    if not is_quote(quote) or "slug" in quote or place.endswith(": matter"):
        return False
    return not (was_public(quote, version) if said is None else is_public_now(quote, version))


def is_same(said: Record, row: Record) -> bool:
    """Return whether two quotes lead to the same; a person's page may have been closed or opened since."""
    before, now = address_in(said) or "", address_in(row) or ""
    if "slug" not in said:
        return leads_to(before) == now
    if said["name"] != row["name"]:  # rows keep names as written
        return False
    return not before or not now or leads_to(before) == now


def meeting_at(address: str) -> Meeting | None:
    """Return the meeting at an address, or at that of something beneath it."""
    _root, _meetings, body, day, *_rest = [*leads_to(address).split("/"), "", "", ""]
    return Meeting.objects.filter(body__slug=body, slug=day).first()


def was_public(quote: Record, version: Revision) -> bool:
    """Return whether what the rows quote was public when a version was written."""
    address = address_in(quote) or ""
    meeting = meeting_at(address)
    if "position" in quote and has_later_version(meeting, version):
        return False  # which may have opened the agenda item
    before = Revision.objects.filter(meeting=meeting, pk__lt=version.pk).in_order().last()
    if before is None or before.kind == Revision.Kind.WITHDRAWN:
        return False
    numbers = {row["sequence"] for row in as_plain(before.snapshot).get("resolutions", [])}
    return "/resolutions/" not in address or sequence_in(address) in numbers


def is_public_now(quote: Record, version: Revision) -> bool:
    """Return whether what a version quotes is still public: an item or resolution may be closed since."""
    address = address_in(quote) or ""
    meeting = meeting_at(address)
    if "date" in quote or not has_later_version(meeting, version):
        return True
    decided = Resolution.objects.published().filter(meeting=meeting, sequence=sequence_in(address))
    return "/resolutions/" in address and decided.exists()


def has_later_version(meeting: Meeting | None, version: Revision) -> bool:
    return Revision.objects.filter(meeting=meeting, pk__gt=version.pk).exists()


def sequence_in(address: str) -> int:
    """Return the number of a resolution from its address; 0 if it is no address of one."""
    number = address.rstrip("/").rpartition("/")[2]
    return int(number) if number.isdecimal() else 0
