"""Addresses of meetings, bodies and people: given once, and redirected when they change."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Body, Meeting, Person, Redirect
from archive.models.slugs import is_slug_taken
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


@transaction.atomic
def rename_body(body: Body, slug: str) -> None:
    """Give a body another address, and its meetings with it. Raises ValidationError if it is taken."""
    before, body.slug = body.slug, check_free(body, slug)
    old = [body_path(before), folder_of(before)]
    body.save(update_fields=["slug"])
    for path, new in zip(old, [body_path(slug), folder_of(slug)], strict=True):
        if path != new:
            Redirect.objects.lead(path, new)


def body_path(slug: str) -> str:
    """Return the address of a body."""
    return Body(slug=slug).get_absolute_url()


@transaction.atomic
def rename_person(person: Person, slug: str) -> None:
    """Give a person another address. Raises ValidationError if it is taken."""
    before, person.slug = person.get_absolute_url(), check_free(person, slug)
    person.save(update_fields=["slug"])
    if before != person.get_absolute_url():
        Redirect.objects.lead(before, person.get_absolute_url())


def check_free(owner: Body | Person, slug: str) -> str:
    """Return an address that may be given. Raises ValidationError for one that is or was another's."""
    owner._meta.get_field("slug").run_validators(slug)
    if not slug or is_slug_taken(owner, slug):
        raise ValidationError({"slug": _("This address is or was that of another page.")})
    return slug
