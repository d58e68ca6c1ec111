"""Two people to merge, and the rows that name them."""

from typing import Any

from archive.models import (
    ActionItem,
    Attendance,
    AttendanceSpan,
    Meeting,
    Membership,
    OtherName,
    Person,
    Redirect,
    Resolution,
    Revision,
    Vote,
)
from archive.operations.people import REFERENCES
from archive.operations.publish import publish
from tests.factories import (
    make_action,
    make_attendance,
    make_draft,
    make_membership,
    make_other_name,
    make_person,
    make_resolution,
    make_vote,
)


def make_two() -> tuple[Person, Person]:
    return make_person("Kate Stewart", slug="kate"), make_person("Kate Stuart", slug="stuart")


def make_busy(person: Person, **fields: Any) -> Meeting:
    """Make a draft in which a person does all that rows can say of anybody."""
    meeting = make_draft(**fields)
    make_attendance(meeting, person=person)
    make_attendance(meeting, on_behalf_of=person)
    resolution = make_resolution(meeting, mover=person, seconder=person)
    make_vote(resolution, voter=person)
    make_vote(resolution, proxy=person)
    make_action(meeting, responsible=person)
    make_membership(person=person, body=meeting.body)
    make_other_name(person, "K. Stuart")
    return meeting


def counts(person: Person) -> dict[str, int]:
    return {reference.name: reference.rows(person).count() for reference in REFERENCES}


def rows() -> list[list[dict[str, Any]]]:
    """Return all rows that a merge may touch, as stored, but for what only counts edits."""
    models: Any = (
        Person,
        Attendance,
        AttendanceSpan,
        Resolution,
        Vote,
        ActionItem,
        Membership,
        OtherName,
        Redirect,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def both_at(meeting: Meeting, kept: Person, absorbed: Person) -> str:
    """Let both attend; return the key of the conflict."""
    make_attendance(meeting, person=kept, status="excused")
    return f"attendance-{make_attendance(meeting, person=absorbed).pk}"


def publish_now(meeting: Meeting) -> str:
    """Publish a draft; return its record."""
    publish(meeting)
    return Revision.objects.get(meeting=meeting).snapshot
