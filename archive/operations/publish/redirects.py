"""Give bodies, people and meetings another address; the old one leads there for ever."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Body, Meeting, Person, Redirect, Revision
from archive.operations.publish.addresses import folder_of, give_addresses
from archive.operations.publish.publication import correct, locked
from archive.record.versions import lock_chain


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    reason: str,
    body: Body | None = None,
    date: dt.date | None = None,
    by: Any = None,
    at: dt.datetime | None = None,
) -> None:
    """Correct the body or the date of a meeting, and with them its address.

    A draft has no public address yet and needs no reason. Raises ValueError for a withdrawn meeting,
    or a published one without a reason.
    """
    [found] = locked([meeting.pk], Meeting.objects.select_related("body"))
    found.body, found.date = body or found.body, date or found.date
    if found.slug:
        lock_chain()
        give_addresses([found])
    found.save()
    if found.publication != Meeting.Publication.DRAFT:
        correct(found, kind=Revision.Kind.CORRECTED, reason=reason, by=by, at=at)
    meeting.refresh_from_db()


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
    if not slug or owner.is_taken(slug):
        raise ValidationError({"slug": _("This address is or was that of another page.")})
    return slug
