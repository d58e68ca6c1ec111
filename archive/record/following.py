"""What programs that follow the archive ask: has anything changed, and what is a thing called for ever."""

import hashlib
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Left

from archive.models import Body, Meeting, Revision
from archive.models.meeting import MeetingQuerySet
from archive.models.resolution import ResolutionQuerySet

BEGINNING = 2000  # characters of a text: enough for any excerpt, and no long minutes are read for it


def state_of(meetings: MeetingQuerySet, *others: str) -> str:
    """Return a text that differs once what the public reads of these meetings does.

    Costs three queries, of which none reads a record: whatever is published, corrected or withdrawn
    adds a version or changes how many meetings there are. Bodies have no versions, so their names
    count. `others` is what else the reader's page depends on, such as the language.
    """
    newest = Revision.objects.filter(meeting__in=meetings.values("pk")).aggregate(Max("pk"))
    bodies = Body.objects.order_by("pk").values_list("name", "slug", "language")
    state = [meetings.count(), newest["pk__max"], *bodies, *others]
    return hashlib.sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()


def deciding(resolutions: ResolutionQuerySet) -> MeetingQuerySet:
    """Return the meetings that some resolutions are of."""
    return Meeting.objects.filter(pk__in=resolutions.values("meeting"))


def versions_of(path: str) -> Any:
    """Return the versions of a row's meeting, the first one first; `path` leads to the meeting's key."""
    return Revision.objects.filter(meeting=OuterRef(path)).order_by("number")


def with_versions(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Add what feeds and calendars say of each meeting, beside its body.

    `first_sha256` is the fingerprint of the first version, which names a meeting for ever; of the
    current version `version_number` and `changed_at`; `beginning` is that of the text.
    """
    versions = versions_of("pk")
    return (
        meetings.select_related("body")
        .defer("text", "chair_note")
        .annotate(
            first_sha256=Subquery(versions.values("sha256")[:1]),
            version_number=Subquery(versions.reverse().values("number")[:1]),
            changed_at=Subquery(versions.reverse().values("created_at")[:1]),
            beginning=Left("text", BEGINNING),
        )
    )


def with_meeting_versions(resolutions: ResolutionQuerySet) -> ResolutionQuerySet:
    """Add the meeting and its body, `first_sha256` and `changed_at` of its versions."""
    versions = versions_of("meeting")
    return resolutions.with_meeting().annotate(
        first_sha256=Subquery(versions.values("sha256")[:1]),
        changed_at=Subquery(versions.reverse().values("created_at")[:1]),
    )
