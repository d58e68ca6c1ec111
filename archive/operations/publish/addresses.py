"""Addresses of meetings: given once, and led on when a date or body turns out to be another."""

import re
from collections.abc import Iterable

from django.urls import reverse

from archive.models import Meeting, Redirect
from archive.record.build import Record
from archive.text.slugs import unique_slug


def give_addresses(meetings: Iterable[Meeting]) -> None:
    """Set the address of each meeting: its date, with -2 for the second one of its body that day.

    Never one that was another meeting's before. Costs a query a meeting.
    """
    given: set[str] = set()
    for meeting in meetings:
        folder = folder_of(meeting.body.slug)
        taken = taken_by_others(meeting, folder) | given
        meeting.slug = unique_slug(
            meeting.date.isoformat(),
            lambda slug, folder=folder, taken=taken: f"{folder}{slug}/" in taken,  # type: ignore[misc]
        )
        given.add(f"{folder}{meeting.slug}/")


def folder_of(body: str) -> str:
    """Return what the addresses of a body's meetings begin with; `body` is its slug."""
    return f"{reverse('meeting_list')}{body}/"


def taken_by_others(meeting: Meeting, folder: str) -> set[str]:
    """Return the addresses of that day that are, or once were, those of other meetings; one query."""
    own = f"{folder}{meeting.slug}/"
    day = meeting.date.isoformat()
    found = Meeting.objects.slugs_beside(meeting, day).union(
        Redirect.objects.given_up(f"{folder}{day}", owner=own)
    )
    return {path if path.startswith("/") else f"{folder}{path}/" for (path,) in found}


def keep_address(meeting: Meeting, record: Record) -> None:
    """Give a published meeting that was moved its new address, and let the old one lead there.

    `record` is its latest version, made before its date or body was corrected.
    """
    if not re.fullmatch(rf"{meeting.date.isoformat()}(-[0-9]+)?", meeting.slug):
        give_addresses([meeting])
    address = meeting.get_absolute_url()
    if address == record["address"]:
        return
    before = Redirect.objects.newest(record["address"])
    if address != before:
        Redirect.objects.lead(before, address)
