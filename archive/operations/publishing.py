"""Publish, approve, correct and withdraw: each one transaction that writes the next version."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import search
from archive.models import Meeting, Revision
from archive.models.meeting import MeetingQuerySet
from archive.record.versions import lock_chain, write_versions
from archive.text.slugs import unique_slug


class Problem(NamedTuple):
    """What keeps a meeting from being published: the field, and a sentence."""

    field: str
    message: str


class CannotPublish(Exception):  # noqa: N818 - reads as what it says: "except CannotPublish"
    """Raised with every problem at once; `problems` is a list of Problem."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


def problems_of(meeting: Meeting) -> list[Problem]:
    """Return all that keeps a meeting from being published; two queries unless they were prefetched."""
    problems = []
    if meeting.publication == Meeting.Publication.PUBLISHED:
        problems.append(Problem("publication", _("It is published already.")))
    if meeting.disclosure != Meeting.Disclosure.OPEN:
        problems.append(
            Problem("disclosure", _("Only a meeting whose disclosure is open can be published."))
        )
    if not meeting.name.strip():
        problems.append(Problem("name", _("It has no title.")))
    if not has_content(meeting):
        problems.append(Problem("text", _("It has no text, agenda item or resolution.")))
    problems += [
        Problem("resolutions", _("Resolution %(number)s has no result.") % {"number": row.sequence})
        for row in meeting.resolutions.all()
        if not row.result and not row.result_as_written
    ]
    return problems


def has_content(meeting: Meeting) -> bool:
    """Return whether there is anything to read; one that was not held needs no more than a title."""
    if meeting.status != Meeting.Status.HELD:
        return True
    items = list(meeting.agenda_items.all())
    closed = {item.pk for item in items if not item.is_public}
    rows = len(items) > len(closed) or any(
        row.agenda_item_id not in closed for row in meeting.resolutions.all()
    )
    return bool(meeting.text.strip() or meeting.summary.strip()) or rows


def publish(meeting: Meeting, *, by: Any = None, at: dt.datetime | None = None, reason: str = "") -> None:
    """Publish one meeting: give it its address, write a version, index it.

    A withdrawn meeting is published again with a reason, which the public reads. Raises CannotPublish.
    """
    publish_all([meeting.pk], by=by, at=at, reason=reason)
    meeting.refresh_from_db()


@transaction.atomic
def publish_all(
    keys: Sequence[int], *, by: Any = None, at: dt.datetime | None = None, reason: str = ""
) -> list[Meeting]:
    """Publish the meetings with these primary keys, in this order; all or none.

    Costs a query a meeting for its address, else the same number of queries for any number.
    Raises CannotPublish with the problems of the first meeting that has any.
    """
    at = at or timezone.now()
    meetings = locked(keys, Meeting.objects.prefetch_related("agenda_items", "resolutions"))
    for meeting in meetings:
        if problems := problems_of(meeting) + problems_of_return(meeting, reason):
            raise CannotPublish(problems)
    for meeting in meetings:
        meeting.publication = Meeting.Publication.PUBLISHED
        meeting.published_at = meeting.published_at or at
    lock_chain()  # before the addresses: two transactions must not give the same one
    give_addresses([meeting for meeting in meetings if not meeting.slug])
    save_edits(meetings, "publication", "published_at", "slug")
    # Fetched now, because a record names other meetings only if they are published, perhaps just now.
    meetings = locked(keys, Meeting.objects.with_children())
    write_versions(meetings, kind=Revision.Kind.PUBLISHED, reason=reason.strip(), at=at, by=by)
    search.index(meetings)
    return meetings


def problems_of_return(meeting: Meeting, reason: str) -> list[Problem]:
    """Return what keeps a withdrawn meeting from being published again."""
    if meeting.publication == Meeting.Publication.WITHDRAWN and not reason.strip():
        return [Problem("reason", _("Say why it is published again: the public reads the reason."))]
    return []


@transaction.atomic
def correct(
    meeting: Meeting, *, kind: str, reason: str, by: Any = None, at: dt.datetime | None = None
) -> None:
    """Write the next version of a published meeting whose rows were changed in this transaction.

    Raises ValueError if the meeting is not published or no reason is given.
    """
    meetings = locked([meeting.pk], Meeting.objects.with_children())
    if not meetings[0].is_published or not reason.strip():
        raise ValueError("A correction needs a published meeting and a reason.")
    save_edits(meetings)
    write_versions(meetings, kind=kind, reason=reason.strip(), at=at or timezone.now(), by=by)
    search.index(meetings)
    meeting.refresh_from_db(fields=["edit_number"])


def approve(
    meeting: Meeting,
    *,
    on: dt.date,
    at_meeting: Meeting | None = None,
    by: Any = None,
    at: dt.datetime | None = None,
) -> None:
    """Record that the minutes were approved on a day, and by which later meeting of the body."""
    with transaction.atomic():
        meeting.approved_on, meeting.approved_at = on, at_meeting
        meeting.save(update_fields=["approved_on", "approved_at"])
        if meeting.is_published:
            correct(meeting, kind=Revision.Kind.APPROVED, reason=_("Minutes approved."), by=by, at=at)


@transaction.atomic
def withdraw(meeting: Meeting, *, reason: str, by: Any = None, at: dt.datetime | None = None) -> None:
    """Take a published meeting back: its address stays and says when and why.

    Raises ValueError if the meeting is not published or no reason is given.
    """
    meetings = locked([meeting.pk], Meeting.objects.with_children())
    if not meetings[0].is_published or not reason.strip():
        raise ValueError("A withdrawal needs a published meeting and a reason.")
    meetings[0].publication = Meeting.Publication.WITHDRAWN
    save_edits(meetings, "publication")
    write_versions(
        meetings, kind=Revision.Kind.WITHDRAWN, reason=reason.strip(), at=at or timezone.now(), by=by
    )
    search.forget([meeting.pk])
    meeting.refresh_from_db()


def locked(keys: Sequence[int], meetings: MeetingQuerySet) -> list[Meeting]:
    """Return meetings in the order of the keys, each once, locked until the transaction ends.

    They are locked in the order of their primary keys, so that two transactions never wait for each
    other. Raises KeyError for one that is not there.
    """
    rows = meetings.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    found = {meeting.pk: meeting for meeting in rows}
    return [found[key] for key in dict.fromkeys(keys)]


def give_addresses(meetings: Iterable[Meeting]) -> None:
    """Set the address of each meeting: its date, with -2 for the second one of its body that day."""
    given: set[tuple[int, str]] = set()
    for meeting in meetings:
        taken = set(
            Meeting.objects.filter(body=meeting.body_id, slug__startswith=meeting.date.isoformat())
            .values_list("slug", flat=True)
        )  # fmt: skip
        meeting.slug = unique_slug(
            meeting.date.isoformat(),
            lambda slug, meeting=meeting, taken=taken: (  # type: ignore[misc]
                slug in taken or (meeting.body_id, slug) in given
            ),
        )
        given.add((meeting.body_id, meeting.slug))


def save_edits(meetings: list[Meeting], *fields: str) -> None:
    """Write some fields of each meeting and count the edit."""
    for meeting in meetings:
        meeting.edit_number += 1
    Meeting.objects.bulk_update(meetings, [*fields, "edit_number"])
