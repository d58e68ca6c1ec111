"""Publish, correct, move and withdraw: each one transaction that writes the next version."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from archive.models import Body, Meeting, Revision, StaffAct, Submission
from archive.models.meeting import MeetingQuerySet
from archive.models.revision import FACTS
from archive.models.write_lock import one_writer, take_write_lock
from archive.operations.action_closures import close_actions
from archive.operations.minutes_approvals import approve_noted
from archive.operations.publish.addresses import give_addresses, keep_address
from archive.operations.publish.gate import judge, new_doubts
from archive.operations.publish.problems import (
    Accept,
    CannotPublish,
    Verdict,
    accept_all,
    accept_none,
)
from archive.operations.publish.quoted_redactions import clear_quotes
from archive.record.chain import withhold
from archive.record.versions import current_snapshot, write_versions
from archive.search.index import forget, index


def publish(
    meeting: Meeting,
    *,
    by: Any = None,
    at: dt.datetime | None = None,
    reason: str = "",
    accept: Accept = accept_all,
) -> None:
    """Publish one meeting: give it an address, write a version, index it.

    A withdrawn meeting needs a reason to be published again; it is public. The desk and the import say
    which doubts they `accept`; a caller that says nothing accepts all. Raises CannotPublish.
    """
    publish_all([meeting.pk], by=by, at=at, reason=reason, accept=accept)
    meeting.refresh_from_db()


@one_writer()
def publish_all(
    keys: Sequence[int],
    *,
    by: Any = None,
    at: dt.datetime | None = None,
    reason: str = "",
    accept: Accept = accept_all,
) -> list[Meeting]:
    """Publish the meetings with these primary keys, in this order; all or none.

    Raises CannotPublish with all problems of the first meeting that is held.
    """
    verdicts = publish_ready(keys, by=by, at=at, reason=reason, accept=accept)
    for verdict in verdicts:
        if verdict.is_held:
            raise CannotPublish(verdict.problems)
    return [verdict.meeting for verdict in verdicts]


@one_writer()
def publish_ready(
    keys: Sequence[int],
    *,
    by: Any = None,
    at: dt.datetime | None = None,
    reason: str = "",
    accept: Accept = accept_none,
) -> list[Verdict]:
    """Publish those of the meetings with these primary keys that the gate does not hold, in this order.

    Returns what the gate said of each. One query for the address of each meeting, otherwise the same
    number of queries for any number.
    """
    verdicts = judge(locked(keys, Meeting.objects.with_children()), accept, reason=reason)
    ready = [one.meeting for one in verdicts if not one.is_held]
    if ready:
        write_published(ready, by=by, at=at or timezone.now(), reason=reason.strip())
    return verdicts


def write_published(meetings: list[Meeting], *, by: Any, at: dt.datetime, reason: str) -> None:
    for meeting in meetings:
        meeting.publication = Meeting.Publication.PUBLISHED
        meeting.published_at = meeting.published_at or at
    give_addresses([meeting for meeting in meetings if not meeting.slug])
    save_edits(meetings, "publication", "published_at", "slug")
    Submission.objects.of_meetings(meetings).delete()
    # Fetched again, by a dozen queries for any number: a record names others only if published. These
    # may name each other, and another may have been withdrawn while this waited for the chain.
    meetings = with_children([meeting.pk for meeting in meetings])
    write_versions(meetings, kind=Revision.Kind.PUBLISHED, reason=reason, at=at, by=by)
    index(meetings)
    settle_earlier(meetings, by=by, at=at)


def settle_earlier(meetings: list[Meeting], *, by: Any, at: dt.datetime) -> None:
    """Close the actions and approve the minutes of earlier meetings, as these say who are public now."""
    for earlier in close_actions(meetings):
        correct(earlier, kind=Revision.Kind.ACTION_CLOSED, reason="", at=at, by=by)
    for earlier in approve_noted(meetings):
        correct(earlier, kind=Revision.Kind.APPROVED, reason="", at=at, by=by)


@one_writer()
def correct(
    meeting: Meeting,
    *,
    kind: str,
    reason: str,
    by: Any = None,
    at: dt.datetime | None = None,
    accept: Accept = accept_all,
) -> Revision:
    """Write and return the next version of a published meeting whose rows were changed in this transaction.

    If its date or body changed, it gets a new address and the old one redirects. A redaction withholds
    all earlier versions, and those of other meetings that quote what was redacted. A kind among FACTS
    needs no reason.
    Raises ValueError if the meeting is not published or no reason is given, and CannotPublish if a
    doubt is not accepted.
    """
    at = at or timezone.now()
    says_why = bool(reason.strip()) or kind in FACTS
    found = lock_published(meeting, says_why, "A correction needs a published meeting and a reason.")
    keep_address(found, current_snapshot(found) or {})
    save_edits([found], "slug")
    [found] = with_children([found.pk])
    if doubts := new_doubts(found, reason, accept):
        raise CannotPublish(doubts)
    [version] = write_versions([found], kind=kind, reason=reason.strip(), at=at, by=by)
    if kind == Revision.Kind.REDACTED:
        withhold(found.revisions.earlier_than(version), at=at, basis=version.reason)
        clear_quotes(found, at=at, by=by)
    index([found])
    if kind == Revision.Kind.MINUTES_ADDED:
        settle_earlier([found], by=by, at=at)
    meeting.refresh_from_db(fields=["edit_number", "slug"])
    return version


@one_writer()
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
        give_addresses([found])
    found.save()
    if found.publication != Meeting.Publication.DRAFT:
        correct(found, kind=Revision.Kind.CORRECTED, reason=reason, by=by, at=at)
    meeting.refresh_from_db()


@one_writer()
def withdraw(meeting: Meeting, *, reason: str, by: Any = None, at: dt.datetime | None = None) -> None:
    """Withdraw a published meeting: its address stays and says when and why.

    What other meetings' versions quote of it is removed, and what the staff log holds of it. Raises
    ValueError if the meeting is not published or no reason is given.
    """
    at = at or timezone.now()
    says_why = bool(reason.strip())
    found = lock_published(meeting, says_why, "A withdrawal needs a published meeting and a reason.")
    found.publication = Meeting.Publication.WITHDRAWN
    save_edits([found], "publication")
    [found] = with_children([found.pk])
    write_versions([found], kind=Revision.Kind.WITHDRAWN, reason=reason.strip(), at=at, by=by)
    clear_quotes(found, at=at, by=by)
    StaffAct.objects.about(meetings=[found]).strike()
    forget([meeting.pk])
    meeting.refresh_from_db()


def lock_published(meeting: Meeting, says_why: bool, refusal: str) -> Meeting:
    """Return a published meeting as stored, locked.

    Its rows must be fetched after this: another meeting that it names may be withdrawn while this waits.
    Raises ValueError if it is not published or a reason is owed.
    """
    [found] = locked([meeting.pk], Meeting.objects.select_related("body"))
    if not found.is_published or not says_why:
        raise ValueError(refusal)
    return found


def locked(keys: Sequence[int], meetings: MeetingQuerySet) -> list[Meeting]:
    """Return meetings in the order of the keys, each once, locked until the transaction ends.

    The lock of all writers comes first, so that two transactions never wait for each other. Raises KeyError
    for a meeting that does not exist.
    """
    take_write_lock()
    rows = meetings.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    found = {meeting.pk: meeting for meeting in rows}
    return [found[key] for key in dict.fromkeys(keys)]


def with_children(keys: Sequence[int]) -> list[Meeting]:
    """Return meetings that are locked already, in the order of the keys, with all their rows."""
    return locked(keys, Meeting.objects.with_children())


def save_edits(meetings: list[Meeting], *fields: str) -> None:
    for meeting in meetings:
        meeting.edit_number += 1
    Meeting.objects.bulk_update(meetings, [*fields, "edit_number"])
