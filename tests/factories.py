"""Rows for tests: each factory fills what a test does not name, and nothing a test might assert on."""

import datetime as dt
import hashlib
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission, User

from archive.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Body,
    Document,
    Matter,
    Meeting,
    MeetingBody,
    MeetingTranslation,
    Membership,
    OtherName,
    Person,
    Resolution,
    Revision,
    Sitting,
    SourceText,
    Topic,
    Vote,
)
from archive.operations.publish import correct, publish

numbers = count(1)


def make_body(name: str = "", **fields: Any) -> Body:
    """Make a body."""
    return Body.objects.create(name=name or f"Committee {next(numbers)}", **fields)


def make_person(name: str = "", **fields: Any) -> Person:
    """Make a person."""
    return Person.objects.create(name=name or f"Person {next(numbers)}", **fields)


def make_other_name(of: Body | Person, name: str, **fields: Any) -> OtherName:
    """Make another name of a person or body, a former one unless told otherwise."""
    return OtherName.objects.create(name=name, **{str(of._meta.model_name): of}, **fields)


def make_membership(**fields: Any) -> Membership:
    """Make a membership, of a new person in a new body unless named."""
    fields.setdefault("person", None)
    fields.setdefault("body", None)
    fields["person"] = fields["person"] or make_person()
    fields["body"] = fields["body"] or make_body()
    return Membership.objects.create(**fields)


def make_draft(*, present: int = 0, items: int = 0, resolutions: int = 0, **fields: Any) -> Meeting:
    """Make a draft with so many people present, agenda items and resolutions."""
    fields.setdefault("date", dt.date(2023, 8, 23))
    fields.setdefault("name", f"Meeting {next(numbers)}")
    fields.setdefault("text", "The committee met.")
    fields.setdefault("chair_note", "The minutes do not say.")
    fields.setdefault("attendance_status", "recorded")
    body = fields.pop("body", None) or make_body()
    meeting = Meeting.objects.create(body=body, **fields)
    for position in range(1, present + 1):
        make_attendance(meeting, position=position)
    for position in range(1, items + 1):
        make_item(meeting, position=position)
    for _ in range(resolutions):
        make_resolution(meeting)
    return meeting


def make_meeting(**fields: Any) -> Meeting:
    """Make a published meeting; takes what make_draft() takes."""
    meeting = make_draft(**fields)
    publish(meeting)
    meeting.refresh_from_db()
    return meeting


def make_joint(meeting: Meeting, body: Body, **fields: Any) -> MeetingBody:
    """Make another body meet in a meeting."""
    fields.setdefault("position", meeting.other_bodies.count() + 1)
    return MeetingBody.objects.create(meeting=meeting, body=body, **fields)


def make_translation(meeting: Meeting, **fields: Any) -> MeetingTranslation:
    """Make a translation, into Chinese unless told otherwise."""
    fields.setdefault("language", "zh-Hans")
    fields.setdefault("name", f"Translated {next(numbers)}")
    return MeetingTranslation.objects.create(meeting=meeting, **fields)


def put_on_record(meeting: Meeting) -> None:
    """Write a version of a published meeting that holds the rows made since."""
    correct(meeting, kind=Revision.Kind.CORRECTED, reason="Rows were missing.")


def make_attendance(meeting: Meeting, **fields: Any) -> Attendance:
    """Make somebody attend."""
    fields.setdefault("person", None)
    fields["person"] = fields["person"] or make_person()
    fields.setdefault("position", meeting.attendances.count() + 1)
    return Attendance.objects.create(meeting=meeting, **fields)


def make_span(attendance: Attendance, **fields: Any) -> AttendanceSpan:
    """Make somebody leave the room, or be there for a part only; the test says from or until when."""
    fields.setdefault("position", attendance.spans.count() + 1)
    return AttendanceSpan.objects.create(attendance=attendance, **fields)


def make_sitting(meeting: Meeting, **fields: Any) -> Sitting:
    """Make a sitting, on the meeting's first day unless told otherwise."""
    fields.setdefault("position", meeting.sittings.count() + 1)
    fields.setdefault("date", meeting.date)
    return Sitting.objects.create(meeting=meeting, **fields)


def make_item(meeting: Meeting, **fields: Any) -> AgendaItem:
    """Make an agenda item."""
    fields.setdefault("position", meeting.agenda_items.count() + 1)
    fields.setdefault("name", f"Item {next(numbers)}")
    return AgendaItem.objects.create(meeting=meeting, **fields)


def make_resolution(meeting: Meeting, **fields: Any) -> Resolution:
    """Make a resolution, adopted unless told otherwise."""
    fields.setdefault("name", f"Resolution {next(numbers)}")
    fields.setdefault("result", Resolution.Result.ADOPTED)
    return Resolution.objects.create(meeting=meeting, **fields)


def make_matter(identifier: str = "", **fields: Any) -> Matter:
    """Make a matter of a new body unless one is given."""
    body = fields.pop("body", None) or make_body()
    return Matter.objects.create(body=body, identifier=identifier or f"M-{next(numbers)}", **fields)


def make_vote(resolution: Resolution, option: str = Vote.Option.YES, **fields: Any) -> Vote:
    """Make somebody vote."""
    fields.setdefault("voter", None)
    fields["voter"] = fields["voter"] or make_person()
    return Vote.objects.create(resolution=resolution, option=option, **fields)


def make_action(meeting: Meeting, **fields: Any) -> ActionItem:
    """Make an action item."""
    fields.setdefault("position", meeting.action_items.count() + 1)
    fields.setdefault("description", f"Action {next(numbers)}")
    return ActionItem.objects.create(meeting=meeting, **fields)


def make_document(meeting: Meeting, **fields: Any) -> Document:
    """Make a document, a link unless a file is given."""
    fields.setdefault("name", f"Document {next(numbers)}")
    if "file" not in fields:
        fields.setdefault("url", f"https://example.org/{next(numbers)}.pdf")
    return Document.objects.create(meeting=meeting, **fields)


def make_source(**fields: Any) -> SourceText:
    """Make a text that a meeting is read from; it waits unless a meeting is given."""
    fields.setdefault("text", f"Minutes {next(numbers)}")
    fields.setdefault("sha256", hashlib.sha256(fields["text"].encode()).hexdigest())
    return SourceText.objects.create(**fields)


def make_user(*groups: str, permissions: tuple[str, ...] = (), **fields: Any) -> User:
    """Make a member of staff in groups, with permissions named as "publish_meeting"."""
    fields.setdefault("username", f"user{next(numbers)}")
    fields.setdefault("is_staff", True)
    user = User.objects.create_user(password="correct horse battery staple", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def make_topic(name: str = "", **fields: Any) -> Topic:
    """Make a topic; `resolutions`, `meetings` and `left_out` are picked by hand."""
    picked = {name: fields.pop(name, []) for name in ("resolutions", "meetings", "left_out")}
    topic = Topic.objects.create(name=name or f"Topic {next(numbers)}", **fields)
    for field, rows in picked.items():
        getattr(topic, field).set(rows)
    return topic
