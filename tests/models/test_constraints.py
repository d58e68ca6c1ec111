"""Every rule that the database keeps, once at the database and once said kindly."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from archive.models import (
    ActionClosure,
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceSpan,
    Body,
    DistinctPeople,
    Document,
    ImportedRow,
    Matter,
    Meeting,
    MeetingBody,
    Membership,
    MinutesApproval,
    OtherName,
    PublicChange,
    Redirect,
    Resolution,
    ResolutionRelation,
    Revision,
    Sitting,
    Submission,
    UnsavedEntry,
    Vote,
)
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_joint,
    make_meeting,
    make_person,
    make_resolution,
    make_translation,
    make_user,
)

pytestmark = pytest.mark.django_db

EARLY, LATE = dt.date(2020, 1, 1), dt.date(2021, 1, 1)
NOW = dt.datetime(2023, 9, 1, tzinfo=dt.UTC)


class Rule(NamedTuple):
    """A named rule, a row that breaks it, and a part of what people are told."""

    name: str
    broken: Callable[[], models.Model]
    message: str


def amending_itself() -> models.Model:
    row = make_resolution(make_draft())
    row.amends_motion = row
    return row


def twice(row: models.Model, **other: Any) -> models.Model:
    """Return a copy of a stored row that is not stored yet, with some other values."""
    row.pk, row._state.adding = None, True
    for name, value in other.items():
        setattr(row, name, value)
    return row


def second_sitting() -> models.Model:
    meeting = make_draft()
    return twice(Sitting.objects.create(meeting=meeting, position=1, date=meeting.date))


def second_attendance() -> models.Model:
    return twice(Attendance.objects.create(meeting=make_draft(), person=make_person()))


def span_of(**fields: Any) -> models.Model:
    return AttendanceSpan(attendance=make_attendance(make_draft()), **fields)


def other_body_twice() -> MeetingBody:
    stored = make_joint(make_draft(), make_body())
    return MeetingBody(meeting=stored.meeting, body=stored.body, position=2)


def other_bodies_at_one_place() -> MeetingBody:
    stored = make_joint(make_draft(), make_body())
    return MeetingBody(meeting=stored.meeting, body=make_body(), position=stored.position)


def second_numbered_meeting() -> models.Model:
    first = make_draft(number="第81次", date=dt.date(2023, 1, 9))
    return Meeting(body=first.body, number="第81次", date=dt.date(2023, 12, 9), year=2023, name="Another")


def second_version() -> models.Model:
    revision = make_meeting().revisions.get()
    return twice(revision, sha256="0" * 64, previous_sha256="1" * 64)


def fork() -> models.Model:
    revision = make_meeting().revisions.get()
    return twice(revision, meeting=make_draft(), sha256="0" * 64)


def version_without_reason() -> models.Model:
    revision = make_meeting().revisions.get()
    return twice(revision, number=2, sha256="0" * 64, previous_sha256=revision.sha256)


def withheld_without_reason() -> models.Model:
    revision = make_meeting().revisions.get()
    return twice(
        revision,
        number=2,
        reason="Spelling.",
        sha256="0" * 64,
        previous_sha256=revision.sha256,
        withheld_at=revision.created_at,
    )


def relation(kind: str, **other: Any) -> ResolutionRelation:
    meeting = make_draft(resolutions=2)
    source, target = meeting.resolutions.in_order()
    fields = {"source": source, "target": target, "kind": kind} | other
    return ResolutionRelation.objects.create(**fields)


def relation_to_itself() -> models.Model:
    resolution = make_resolution(make_draft())
    return ResolutionRelation(source=resolution, target=resolution, kind="amends")


def own_parent() -> models.Model:
    body = make_body()
    body.parent = body
    return body


def published(**fields: Any) -> models.Model:
    meeting = make_draft()
    for name, value in {"publication": "published", "slug": "2023-08-23", **fields}.items():
        setattr(meeting, name, value)
    return meeting


def same_address() -> models.Model:
    first = make_meeting(date=dt.date(2023, 8, 23))
    return twice(make_draft(body=first.body), slug="2023-08-23")


RULES = [
    Rule(
        "body_dissolved_after_founding",
        lambda: Body(name="Board", slug="board", founding_date=LATE, dissolution_date=EARLY),
        "before it was founded",
    ),
    Rule(
        "body_register_checked",
        lambda: Body(name="Board", slug="board", keeps_register=True),
        "the register was last checked",
    ),
    Rule("body_not_its_own_parent", own_parent, "its own parent"),
    Rule(
        "membership_ends_after_start",
        lambda: Membership(person=make_person(), body=make_body(), start_date=LATE, end_date=EARLY),
        "end before it starts",
    ),
    Rule("attendance_span_has_an_end", lambda: span_of(note="Left."), "Say from or until when"),
    Rule(
        "attendance_span_reason_of_absence",
        lambda: span_of(kind="present", reason="interest_declared", from_time=dt.time(12)),
        "out of the room only",
    ),
    Rule("attendance_of_somebody", lambda: Attendance(meeting=make_meeting()), "Say who it was"),
    Rule(
        "attendance_status_or_words",
        lambda: Attendance(meeting=make_meeting(), person=make_person(), status=""),
        "Choose a status",
    ),
    Rule(
        "vote_option_or_words",
        lambda: Vote(resolution=make_resolution(make_meeting()), voter=make_person(), option=""),
        "Choose a vote",
    ),
    Rule(
        "action_status_or_words",
        lambda: ActionItem(meeting=make_meeting(), description="Ask", status=""),
        "Choose a status",
    ),
    Rule(
        "membership_role_or_title",
        lambda: Membership(person=make_person(), body=make_body(), role=""),
        "Choose a role",
    ),
    Rule(
        "vote_of_somebody",
        lambda: Vote(resolution=make_resolution(make_meeting()), option="yes"),
        "Say who",
    ),
    Rule(
        "other_name_of_one",
        lambda: OtherName(name="Fielding", person=make_person(), body=make_body()),
        "of a person or of a body",
    ),
    Rule(
        "other_name_ends_after_start",
        lambda: OtherName(name="Fielding", person=make_person(), start_date=LATE, end_date=EARLY),
        "end before it starts",
    ),
    Rule("meeting_number_once_a_year", second_numbered_meeting, "this number in that year"),
    Rule("meeting_address_once", same_address, "already has this address"),
    Rule(
        "meeting_imported_once",
        lambda: twice(make_draft(source="town", source_url="town/1")),
        "imported already",
    ),
    Rule("meeting_published_has_address", published, "an address and a time"),
    Rule("meeting_body_once", other_body_twice, "listed already"),
    Rule("meeting_body_position_once", other_bodies_at_one_place, "same position"),
    Rule(
        "meeting_translation_once",
        lambda: twice(make_translation(make_draft(), language="zh-Hans")),
        "translation into this language already",
    ),
    Rule(
        "agenda_item_position_once",
        lambda: twice(AgendaItem.objects.create(meeting=make_draft(), position=1, name="Budget")),
        "same position",
    ),
    Rule(
        "imported_row_once",
        lambda: (
            ImportedRow.objects.create(kind="body", key=1, digests={}),
            ImportedRow(kind="body", key=1, digests={}),
        )[1],
        "already exists",
    ),
    Rule("attendance_person_once", second_attendance, "listed twice"),
    Rule(
        "meeting_ends_after_start",
        lambda: twice(make_draft(date=LATE), end_date=EARLY),
        "before the first",
    ),
    Rule(
        "meeting_of_known_days",
        lambda: twice(make_draft(date=EARLY, date_precision="month"), end_date=LATE),
        "exact first day",
    ),
    Rule("sitting_position_once", second_sitting, "Two sittings have this position"),
    Rule(
        "resolution_sequence_once",
        lambda: twice(make_resolution(make_draft())),
        "resolution with this sequence",
    ),
    Rule("matter_is_named", lambda: Matter(body=make_body(), slug="matter"), "official number or a title"),
    Rule(
        "resolution_expires_after_effect",
        lambda: twice(make_resolution(make_draft()), sequence=2, effective_date=LATE, expiry_date=EARLY),
        "expire before",
    ),
    Rule("relation_once", lambda: twice(relation("amends")), "relation is listed twice"),
    Rule("relation_not_to_itself", relation_to_itself, "relate to itself"),
    Rule(
        "relation_replaced_once", lambda: twice(relation("replaces"), kind="repeals"), "no longer in force"
    ),
    Rule(
        "vote_once",
        lambda: twice(
            Vote.objects.create(resolution=make_resolution(make_draft()), voter=make_person(), option="yes")
        ),
        "voted twice",
    ),
    Rule(
        "vote_proxy_is_another",
        lambda: Vote(
            resolution=make_resolution(make_draft()), voter=(one := make_person()), proxy=one, option="yes"
        ),
        "another person than the voter",
    ),
    Rule(
        "vote_weight_above_zero",
        lambda: Vote(
            resolution=make_resolution(make_draft()), voter=make_person(), option="yes", weight=Decimal(0)
        ),
        "more than 0",
    ),
    Rule("resolution_not_amending_itself", amending_itself, "amend itself"),
    Rule(
        "document_file_or_address",
        lambda: Document(meeting=make_draft(), name="Agenda"),
        "either a file or an address",
    ),
    Rule("revision_number_once", second_version, "version with this number"),
    Rule("revision_chain_is_a_line", fork, "already follows"),
    Rule("revision_says_why", version_without_reason, "Say why"),
    Rule("revision_withheld_says_why", withheld_without_reason, "Say why it is withheld"),
    Rule(
        "redirect_leads_elsewhere",
        lambda: Redirect(old_path="/a/", new_path="/a/"),
        "cannot lead to itself",
    ),
    Rule(
        "distinct_people_once",
        lambda: twice(DistinctPeople.objects.create(first=make_person(), second=make_person())),
        "known to be two people",
    ),
    Rule(
        "distinct_people_in_order",
        lambda: DistinctPeople(second=make_person(), first=make_person()),
        "entered first comes first",
    ),
    Rule(
        "unsaved_entry_once",
        lambda: twice(
            UnsavedEntry.objects.create(user=make_user(), path="/desk/", key="k", saved_at=NOW, typed="a=1")
        ),
        "kept already",
    ),
    Rule(
        "action_closed_once_a_meeting",
        lambda: twice(
            ActionClosure.objects.create(
                meeting=make_draft(), action=make_action(make_meeting()), status="done"
            )
        ),
        "the same action item twice",
    ),
    Rule(
        "minutes_approved_once_a_meeting",
        lambda: twice(
            MinutesApproval.objects.create(
                meeting=make_draft(), minutes=make_meeting(), how="as_they_stand"
            )
        ),
        "the same minutes twice",
    ),
    Rule(
        "submission_returned_says_why",
        lambda: Submission(meeting=make_draft(), submitted_at=NOW, returned_at=NOW),
        "Say why it is returned",
    ),
    Rule(
        "public_change_withheld_says_why",
        lambda: PublicChange(
            subject="person", key=1, name="A", what="name", created_at=NOW, is_withheld=True
        ),
        "Say why it is withheld",
    ),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_kept_by_the_database(rule: Rule):
    row = rule.broken()

    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        row.save_base(force_insert=row._state.adding)

    assert names_rule(str(problem.value), type(row), rule.name)


def names_rule(error: str, model: type[models.Model], name: str) -> bool:
    """Return whether an error is of a rule: by its name, or in SQLite of a unique one by its columns."""
    rule = next(rule for rule in model._meta.constraints if rule.name == name)
    columns = {field.name: field.column for field in model._meta.fields}
    named = ", ".join(f"{model._meta.db_table}.{columns[field]}" for field in getattr(rule, "fields", ()))
    return name in error or (bool(named) and error.endswith(named))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_said_kindly(rule: Rule):
    row = rule.broken()

    with pytest.raises(ValidationError) as problem:
        row.validate_constraints()

    assert rule.message in " ".join(problem.value.messages)


def test_every_rule_has_a_test():
    declared = {
        rule.name
        for model in apps.get_app_config("archive").get_models()
        for rule in model._meta.constraints
    }

    assert {rule.name for rule in RULES} == declared


def test_relation_may_be_replaced_once_but_amended_often():
    first = relation("amends")

    again = twice(relation("amends", target=first.target), kind="implements")

    again.full_clean()


def test_meeting_number_returns_in_another_year():
    first = make_draft(number="第1次", date=dt.date(2022, 1, 9))

    make_draft(body=first.body, number="第1次", date=dt.date(2023, 1, 9)).full_clean()

    assert Meeting.objects.filter(number="第1次").count() == 2


def test_versions_are_not_changed():
    revision = make_meeting().revisions.get()
    revision.reason = "Quietly"

    with pytest.raises(IntegrityError), transaction.atomic():
        revision.save()

    assert Revision.objects.get().reason == ""


@pytest.mark.parametrize(
    ("model", "name"),
    [
        *((Resolution, name) for name in ("yes_count", "no_count", "abstain_count")),
        *((Meeting, name) for name in ("expected_count", "present_count", "quorum")),
    ],
)
@pytest.mark.parametrize("count", [2**31, 2**63, 10**40])
def test_count_that_one_engine_cannot_hold_is_refused_on_both(model: Any, name: str, count: int):
    field = model._meta.get_field(name)

    with pytest.raises(ValidationError, match="2147483647"):
        field.clean(count, None)
    assert field.clean(2**31 - 1, None) == 2**31 - 1
