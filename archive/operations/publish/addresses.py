"""Addresses of meetings, bodies and people: given once, and redirected when they change."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Body, Meeting, Person, Redirect
from archive.models.slugs import is_slug_taken
from archive.models.write_lock import one_writer
from archive.record.build import Record
from archive.text.slugs import unique_slug


def give_addresses(meetings: Iterable[Meeting]) -> None:
    """Set the slug of each meeting: its date, with -2 for the second one of its body that day.

    Never one that was another meeting's before. One query for each meeting.
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
    """Return the beginning of the addresses of a body's meetings; `body` is its slug."""
    return f"{reverse('meeting_list')}{body}/"


def taken_by_others(meeting: Meeting, folder: str) -> set[str]:
    """Return the addresses of that day that other meetings have or had; one query."""
    own = f"{folder}{meeting.slug}/"
    day = meeting.date.isoformat()
    found = Meeting.objects.slugs_beside(meeting, day).union(
        Redirect.objects.given_up(f"{folder}{day}", owner=own)
    )
    return {path if path.startswith("/") else f"{folder}{path}/" for (path,) in found}


def move_addresses(absorbed: Body, kept: Body) -> dict[str, str]:
    """Prepare the meetings of one body to move to another; return {primary key: slug before}.

    A slug that another meeting of the body kept has or had is replaced, with a redirect. Three queries, and
    a few for each slug that is replaced. The caller moves the meetings, and redirects all other addresses.
    """
    before, after = folder_of(absorbed.slug), folder_of(kept.slug)
    meetings = list(absorbed.meetings.exclude(slug="").only("slug", "date").order_by("pk"))
    slugs = {str(meeting.pk): meeting.slug for meeting in meetings}
    moved_away = dict(
        Redirect.objects.filter(old_path__startswith=after).values_list("old_path", "new_path")
    )
    taken = {f"{after}{slug}/" for slug in kept.meetings.exclude(slug="").values_list("slug", flat=True)}
    for meeting in meetings:
        old = f"{before}{meeting.slug}/"
        is_own = moved_away.get(f"{after}{meeting.slug}/", old) == old
        if f"{after}{meeting.slug}/" not in taken and is_own:
            continue
        used = taken | moved_away.keys() | {f"{after}{slug}/" for slug in slugs.values()}
        slug = unique_slug(
            meeting.date.isoformat(),
            lambda slug, used=used: f"{after}{slug}/" in used,  # type: ignore[misc]
        )
        taken.add(f"{after}{slug}/")
        Meeting.objects.filter(pk=meeting.pk).update(slug=slug)
        Redirect.objects.lead(old, f"{after}{slug}/")
    return slugs


def move_addresses_back(slugs: dict[str, str], moved: Iterable[int], *, kept: Body, restored: Body) -> None:
    """Give meetings that went back to a body the slugs of before, and redirect their addresses since.

    `slugs` is what move_addresses() returned, and `moved` the keys of the meetings that went back; others
    stay with the body kept or elsewhere, and their addresses of before the merge lead there.
    """
    rows = Meeting.objects.filter(pk__in={*slugs, *map(str, moved)}).exclude(slug="")
    used = set(restored.meetings.values_list("slug", flat=True))
    for meeting in rows.select_related("body").only("slug", "date", "body__slug").order_by("pk"):
        before = slugs.get(str(meeting.pk), meeting.slug)
        since = f"{folder_of(kept.slug)}{meeting.slug}/"
        is_back = meeting.body_id == restored.pk
        if is_back and before not in used and before.startswith(meeting.date.isoformat()):
            Meeting.objects.filter(pk=meeting.pk).update(slug=before)
            meeting.slug = before
        old = [f"{folder_of(restored.slug)}{before}/", *([since] if is_back else [])]
        for path in old:
            if path != meeting.get_absolute_url():
                Redirect.objects.lead(path, meeting.get_absolute_url())


def keep_address(meeting: Meeting, record: Record) -> None:
    """Give a published meeting whose date or body was corrected a new address, and redirect the old one.

    `record` is its latest version, from before the correction.
    """
    if not re.fullmatch(rf"{meeting.date.isoformat()}(-[0-9]+)?", meeting.slug):
        give_addresses([meeting])
    address = meeting.get_absolute_url()
    if address == record["address"]:
        return
    before = Redirect.objects.newest(record["address"])
    if address != before:
        Redirect.objects.lead(before, address)


@one_writer()
def rename_body(body: Body, slug: str) -> None:
    """Change the address of a body and of its meetings, with redirects. Raises ValidationError if taken."""
    before, body.slug = body.slug, check_free(body, slug)
    old = [Body(slug=before).get_absolute_url(), folder_of(before)]
    body.save(update_fields=["slug"])
    for path, new in zip(old, [body.get_absolute_url(), folder_of(slug)], strict=True):
        if path != new:
            Redirect.objects.lead(path, new)


@one_writer()
def rename_person(person: Person, slug: str) -> None:
    """Change the address of a person, with a redirect. Raises ValidationError if it is taken."""
    before, person.slug = person.get_absolute_url(), check_free(person, slug)
    person.save(update_fields=["slug"])
    if before != person.get_absolute_url():
        Redirect.objects.lead(before, person.get_absolute_url())


def check_free(owner: Body | Person, slug: str) -> str:
    """Return a valid slug that no other page has or had. Raises ValidationError."""
    owner._meta.get_field("slug").run_validators(slug)
    if not slug or is_slug_taken(owner, slug):
        raise ValidationError({"slug": _("This address is or was that of another page.")})
    return slug
