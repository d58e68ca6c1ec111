"""Versions as the public reads them: which may be read, corrections, the newest."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse

from archive.models import Meeting, Redirect, Revision
from archive.models.revision import FACTS, RevisionQuerySet
from archive.models.url_prefix import addresses_below
from archive.record.build import Record
from archive.record.feed_ids import permanent_id

FIRST_AFTER_CORRECTION = 2  # no version up to this one can come after a correction


def is_readable(version: Revision) -> bool:
    """Return whether the public may read the content of a version; needs its meeting.

    Not if the meeting was withdrawn, nor if the version holds text that was redacted later. Its number,
    time, kind, reason and fingerprint are public all the same.
    """
    return version.meeting.is_published and version.withheld_at is None


def current_version(meeting: Meeting) -> Revision | None:
    """Return the version that the page of a meeting shows, with `previous_withheld`; one query."""
    version = meeting.revisions.with_previous_withheld().newest_first().first()
    if version:
        version.meeting = meeting
    return version


def last_correction(version: Revision) -> Revision | None:
    """Return what corrected the minutes before a version that only adds a fact, with `previous_withheld`.

    None if nothing did, or the version itself says what it is. One query, and none for a version that adds
    no fact or can follow no correction.
    """
    if version.kind not in FACTS or version.number <= FIRST_AFTER_CORRECTION:
        return None
    earlier = Revision.objects.earlier_than(version).corrections().with_previous_withheld()
    return without_content(earlier).newest_first().first()


def versions_at(body: str, day: str) -> RevisionQuerySet:
    """Return the versions of the meeting at an address, the oldest first; none of a draft."""
    meetings = Meeting.objects.ever_published().filter(body__slug=body, slug=day)
    versions = Revision.objects.filter(meeting__in=meetings).with_previous_withheld()
    return with_meeting(versions).order_by("number", "pk")


def numbered(versions: RevisionQuerySet, *numbers: int) -> dict[int, Revision]:
    """Return {number: version} of those of one meeting that there are; one query."""
    return {version.number: version for version in versions.filter(number__in=numbers)}


def without_content(versions: RevisionQuerySet) -> RevisionQuerySet:
    return versions.defer("snapshot")


def later_than(versions: RevisionQuerySet, number: int, *, until: int) -> RevisionQuerySet:
    """Keep versions after one, up to another, which is kept too."""
    return without_content(versions.filter(number__gt=number, number__lte=until))


def newest_number(meeting: Meeting) -> int:
    return meeting.revisions.newest_first().values_list("number", flat=True)[0]


def with_meeting(versions: RevisionQuerySet) -> RevisionQuerySet:
    return versions.select_related("meeting__body").defer("meeting__text", "meeting__summary")


# All of the site


def corrections() -> RevisionQuerySet:
    """Return what was corrected on the whole site, newest first, without the content of the versions.

    Withdrawals are among it, and meetings published again; approvals and other FACTS are not.
    """
    meetings = Meeting.objects.ever_published()
    versions = with_meeting(Revision.objects.corrections().filter(meeting__in=meetings))
    versions = versions.with_previous_withheld()
    return without_content(versions).order_by("-pk")


def newest_version() -> Revision | None:
    """Return the last version on the site's chain, without its content; None in an empty archive.

    `latest_at` is the largest time of all versions: later than its own if the clock was set back.
    """
    times = Revision.objects.order_by("-created_at").values("created_at")
    return without_content(Revision.objects.in_order()).annotate(latest_at=Subquery(times[:1])).last()


class MeetingHeading(NamedTuple):
    """Name, date and body of a meeting in its current version; `date` in ISO 8601."""

    name: str
    language: str
    date: str
    date_precision: str
    body: str
    body_language: str

    @property
    def day(self) -> dt.date:
        """When it met, or the first day of the month or year if no more is known."""
        return dt.date.fromisoformat(self.date)


@dataclass(frozen=True)
class Correction:
    """A version that corrects; `is_readable` says whether the public may see what it changed."""

    version: Revision
    heading: MeetingHeading
    is_readable: bool

    def get_absolute_url(self) -> str:
        meeting = self.version.meeting
        place = [meeting.body.slug, meeting.slug]
        if not self.is_readable:
            return reverse("meeting_history", args=place)
        return reverse("meeting_changes", args=[*place, self.version.number - 1, self.version.number])

    @property
    def identifier(self) -> str:
        return permanent_id(self.version.sha256)


def with_headings(versions: Iterable[Revision]) -> list[Correction]:
    """Return versions with the headings of their meetings; one query.

    Headings come from the current versions: staff may be editing the rows of a withdrawn meeting.
    """
    versions = list(versions)
    headings = headings_of({version.meeting_id for version in versions})
    return [Correction(one, headings[one.meeting_id], shows_changes(one)) for one in versions]


def shows_changes(version: Revision) -> bool:
    """Return whether the public may see what a version changed; needs with_previous_withheld()."""
    return is_readable(version) and not version.previous_withheld  # type: ignore[attr-defined]


def headings_of(meetings: set[int]) -> dict[int, MeetingHeading]:
    """Return {meeting id: its heading in the current version}; one query, which reads no text."""
    newest = Revision.objects.filter(meeting=OuterRef("meeting")).newest_first().values("pk")[:1]
    paths = ("name", "language", "date", "date_precision", "body__name", "body__language")
    rows = (
        Revision.objects.filter(meeting__in=meetings, pk=Subquery(newest))
        .annotate(record=Cast("snapshot", JSONField()))
        .values_list("meeting_id", *(KT(f"record__{path}") for path in paths))
    )
    return {meeting: MeetingHeading(*found) for meeting, *found in rows}


# People who were merged


@addresses_below()
def with_addresses_of_today(*records: Record) -> list[Record]:
    """Return records whose people have the addresses of today, so that a merge of people is no difference.

    One query, and one or two more for each person who was merged.
    """
    slugs = {slug for record in records for slug in person_slugs(record)}
    paths = {reverse("person_detail", args=[slug]): slug for slug in slugs}
    former = Redirect.objects.filter(old_path__in=paths).values_list("old_path", flat=True)
    today = {path: Redirect.objects.newest(path) for path in former}
    moved = {paths[path]: now.rstrip("/").rpartition("/")[2] for path, now in today.items()}
    return [with_slugs(record, moved) for record in records]


def person_slugs(value: Any) -> Iterator[str]:
    """Yield the address of each person that part of a record names."""
    if isinstance(value, dict) and value.get("slug") and "alternate_name" not in value:
        yield value["slug"]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from person_slugs(part)


def with_slugs(value: Any, moved: Mapping[str, str]) -> Any:
    """Return a part of a record with some addresses of people replaced."""
    if isinstance(value, list):
        return [with_slugs(part, moved) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get("slug") in moved and "alternate_name" not in value:
        return value | {"slug": moved[value["slug"]]}
    return {key: with_slugs(part, moved) for key, part in value.items()}
