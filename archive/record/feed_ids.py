"""ETags and permanent ids for feeds, calendars and sitemaps."""

import base64
import hashlib
from typing import Any, TypeVar

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Left

from archive.models import Body, Meeting, Person, Revision
from archive.models.meeting import BEHIND_TEXT, MeetingQuerySet
from archive.models.resolution import ResolutionQuerySet

Rows = TypeVar("Rows", MeetingQuerySet, ResolutionQuerySet)

BEGINNING = 2000  # characters of a text: enough for any excerpt, and no long minutes are read for it


def state_of(meetings: MeetingQuerySet, *others: str) -> str:
    """Return an ETag for anything made from these meetings: it changes when what the public reads does.

    Costs four queries, none of which reads a record: everything published, corrected or withdrawn adds
    a version or changes the number of meetings. Bodies and people have no versions, so the names of all
    bodies count, and the number of people without a page. `others` is what else the answer depends on,
    such as the language.
    """
    newest = Revision.objects.filter(meeting__in=meetings.values("pk")).aggregate(Max("pk"))
    bodies = Body.objects.order_by("pk").values_list("name", "slug", "language", "register_checked_on")
    hidden = Person.objects.filter(has_public_page=False).count()
    state = [meetings.count(), newest["pk__max"], hidden, *bodies, *others]
    return hashlib.sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()


def permanent_id(sha256: str) -> str:
    """Return a fingerprint in hexadecimal as a URI that needs no address. Source: RFC 6920, section 3."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256))
    return f"ni:///sha-256;{digest.decode().rstrip('=')}"


def meetings_of(resolutions: ResolutionQuerySet) -> MeetingQuerySet:
    return Meeting.objects.filter(pk__in=resolutions.values("meeting"))


def versions_of(path: str) -> Any:
    """Return the versions of a row's meeting, the first one first; `path` leads to the meeting's key."""
    return Revision.objects.filter(meeting=OuterRef(path)).order_by("number")


def with_change(rows: Rows, path: str = "pk") -> Rows:
    """Add `changed_at`, when the current version of each row's meeting was made."""
    versions = versions_of(path).reverse()
    return rows.annotate(changed_at=Subquery(versions.values("created_at")[:1]))


def with_first_version(rows: Rows, path: str = "pk") -> Rows:
    """Add `first_sha256`, the fingerprint of the first version of each row's meeting: its permanent id."""
    return rows.annotate(first_sha256=Subquery(versions_of(path).values("sha256")[:1]))


def with_versions(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Add what followed_meeting() reads: the body, `first_sha256`, `changed_at`, `version_number` of the
    current version, and `beginning` of the text.
    """
    numbers = versions_of("pk").reverse().values("number")
    return (
        with_change(with_first_version(meetings))
        .select_related("body")
        .defer(*BEHIND_TEXT)
        .annotate(version_number=Subquery(numbers[:1]), beginning=Left("text", BEGINNING))
    )


def with_meeting_versions(resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    return with_change(with_first_version(resolutions.with_meeting(), "meeting"), "meeting")
