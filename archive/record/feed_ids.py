"""What programs that follow the archive ask: has anything changed, and what is a thing called for ever."""

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
    """Return a text that differs once what the public reads of these meetings does.

    Costs four queries, of which none reads a record: whatever is published, corrected or withdrawn
    adds a version or changes how many meetings there are. Bodies and people have no versions, so the
    names of the former count, and how many of the latter have no page. `others` is what else the
    answer depends on, such as the language.
    """
    newest = Revision.objects.filter(meeting__in=meetings.values("pk")).aggregate(Max("pk"))
    bodies = Body.objects.order_by("pk").values_list("name", "slug", "language")
    hidden = Person.objects.filter(has_public_page=False).count()
    state = [meetings.count(), newest["pk__max"], hidden, *bodies, *others]
    return hashlib.sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()


def deciding(resolutions: ResolutionQuerySet) -> MeetingQuerySet:
    """Return the meetings that some resolutions are of."""
    return Meeting.objects.filter(pk__in=resolutions.values("meeting"))


def versions_of(path: str) -> Any:
    """Return the versions of a row's meeting, the first one first; `path` leads to the meeting's key."""
    return Revision.objects.filter(meeting=OuterRef(path)).order_by("number")


def with_change(rows: Rows, path: str = "pk") -> Rows:
    """Add `changed_at`, when the current version of each row's meeting was made."""
    versions = versions_of(path).reverse()
    return rows.annotate(changed_at=Subquery(versions.values("created_at")[:1]))


def with_name(rows: Rows, path: str = "pk") -> Rows:
    """Add `first_sha256`, the fingerprint of the first version of each row's meeting: its name for ever."""
    return rows.annotate(first_sha256=Subquery(versions_of(path).values("sha256")[:1]))


def with_versions(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Add what feeds and calendars say of each meeting, beside its body.

    That is `first_sha256`, `changed_at`, `version_number` of the current version, and `beginning` of
    the text.
    """
    numbers = versions_of("pk").reverse().values("number")
    return (
        with_change(with_name(meetings))
        .select_related("body")
        .defer(*BEHIND_TEXT)
        .annotate(version_number=Subquery(numbers[:1]), beginning=Left("text", BEGINNING))
    )


def with_meeting_versions(resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    """Add the meeting and its body, and `first_sha256` and `changed_at` of the meeting."""
    return with_change(with_name(resolutions.with_meeting(), "meeting"), "meeting")
