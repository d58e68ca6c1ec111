"""Remove withdrawn or redacted words that other meetings' versions quote."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from archive.models import Meeting, Redirect, Revision
from archive.models.url_prefix import addresses_below
from archive.record.build import Record, record_of
from archive.record.chain import withhold
from archive.record.render.plain import heading_language
from archive.record.versions import write_versions


def clear_quotes(meeting: Meeting, *, at: dt.datetime, by: Any = None) -> None:
    """Remove from other meetings' records what a withdrawn or redacted meeting no longer says.

    Meetings whose current version quotes it get a new version; all versions that quote it are withheld.
    The meeting must come from with_children(). Scans all versions for those that name the meeting: about
    two seconds for a gigabyte of them.
    """
    stale = stale_versions(meeting)
    if not stale:
        return
    for language, meetings in meetings_by_language({version.meeting_id for version in stale}).items():
        with translation.override(language):
            if meeting.is_published:
                reason = _("A meeting that this one refers to was redacted.")
            else:
                reason = _("A meeting that this one refers to was withdrawn.")
        keys = {one.pk for one in meetings}
        current = {version.meeting_id for version in stale if version.is_current}  # type: ignore[attr-defined]
        renewed = [one for one in meetings if one.is_published and one.pk in current]
        write_versions(renewed, kind=Revision.Kind.CORRECTED, reason=reason, at=at, by=by)
        versions = Revision.objects.filter(pk__in=[row.pk for row in stale if row.meeting_id in keys])
        withhold(versions, at=at, basis=reason)


def meetings_by_language(keys: set[int]) -> dict[str, list[Meeting]]:
    """Return {language of the headings: meetings with all their rows}."""
    found = defaultdict(list)
    for meeting in Meeting.objects.with_children().filter(pk__in=keys).order_by("pk"):
        found[heading_language(meeting.language)].append(meeting)
    return found


@addresses_below()
def stale_versions(meeting: Meeting) -> list[Revision]:
    """Return other meetings' versions that quote what a meeting no longer says, without snapshots."""
    addresses = Redirect.objects.leading_to(meeting.get_absolute_url())
    kept = names_in(record_of(meeting)) if meeting.is_published else set()
    found = []
    for version in Revision.objects.naming(addresses).exclude(meeting=meeting).iterator(chunk_size=20):
        said = set(words_about(json.loads(version.snapshot), tuple(addresses)))
        if said - kept or not meeting.is_published:
            version.snapshot = ""
            found.append(version)
    return found


def names_in(record: Record) -> set[str]:
    """Return all names and numbers by which other records may quote a meeting and its rows."""
    rows = [*record["agenda_items"], *record["resolutions"]]
    names = {record["name"], *(row["name"] for row in rows), *(row["text"][:80] for row in rows)}
    numbers = {row.get("number", "") for row in rows} | {row.get("identifier", "") for row in rows}
    return names | numbers


def words_about(value: Any, addresses: tuple[str, ...]) -> Iterator[str]:
    """Yield the names that plain data gives to what is at some addresses, or beneath them."""
    if isinstance(value, list):
        for part in value:
            yield from words_about(part, addresses)
    elif isinstance(value, dict):
        if is_at(value, addresses) or is_at(value.get("meeting"), addresses):
            yield from (value[key] for key in ("name", "identifier", "number") if value.get(key))
        for part in value.values():
            yield from words_about(part, addresses)


def is_at(value: Any, addresses: tuple[str, ...]) -> bool:
    address = value.get("address") if isinstance(value, dict) else None
    return isinstance(address, str) and address.startswith(addresses)
