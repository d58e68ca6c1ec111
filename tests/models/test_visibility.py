"""What the public may see: the rule in SQL and in Python, held together over generated records."""

import datetime as dt
from itertools import count
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import (
    ActionClosure,
    ActionItem,
    AgendaItem,
    Attendance,
    Body,
    Document,
    Meeting,
    MeetingBody,
    MeetingTranslation,
    Person,
    Resolution,
    ResolutionRelation,
    Sitting,
    Vote,
)
from archive.models.visibility import OPEN, is_open, is_public, shows_field
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_joint,
    make_meeting,
    make_resolution,
    make_sitting,
    make_translation,
    make_vote,
)

pytestmark = pytest.mark.django_db

numbers = count(1)
# What shows none of its rows to anyone but staff, and the versions, whose own rule is record/history.py.
NEVER_SHOWN = {
    *("ActionClosure", "ImportedRecord", "MinutesApproval", "SourceText", "Submission", "Revision"),
}
OF_OWN_QUERY_SET = {"AttendanceSpan"}  # see test_attendance_span.py
PARENTS = {
    Attendance: ("meeting",),
    Sitting: ("meeting",),
    AgendaItem: ("meeting",),
    Resolution: ("meeting", "agenda_item"),
    Vote: ("resolution__meeting", "resolution__agenda_item"),
    ActionItem: ("meeting", "agenda_item", "resolution__agenda_item"),
    Document: ("meeting", "agenda_item", "resolution__agenda_item"),
    MeetingBody: ("meeting",),
    MeetingTranslation: ("meeting",),
}


class Written(NamedTuple):
    """What is generated of a meeting; owners are chosen by position among its rows, or none is."""

    publication: str
    attendance_status: str
    disclosure: str
    shown_of_closed: str
    items: list[bool]
    resolutions: list[tuple[int | None, bool]]
    rows: list[tuple[int | None, int | None, bool]]


place = st.none() | st.integers(0, 2)
meetings = st.builds(
    Written,
    st.sampled_from(Meeting.Publication.values),
    st.sampled_from(Meeting.AttendanceStatus.values),
    st.sampled_from(Meeting.Disclosure.values),
    st.sampled_from(Meeting.ShownOfClosed.values),
    st.lists(st.booleans(), max_size=3),
    st.lists(st.tuples(place, st.booleans()), min_size=1, max_size=4),
    st.lists(st.tuples(place, place, st.booleans()), min_size=1, max_size=6),
)


def chosen(rows: list[Any], position: int | None) -> Any:
    return rows[position % len(rows)] if rows and position is not None else None


def stored(written: Written, body: Body, other: Body, person: Person) -> list[Resolution]:
    """Store a meeting as generated, and return its resolutions; it never goes through the gate."""
    meeting = Meeting(
        body=body,
        date=dt.date(2023, 8, 23),
        year=2023,
        name="Meeting",
        publication=written.publication,
        attendance_status=written.attendance_status,
        disclosure=written.disclosure,
        shown_of_closed=written.shown_of_closed,
    )
    if written.publication != Meeting.Publication.DRAFT:
        meeting.slug = f"2023-08-23-{next(numbers)}"
        meeting.published_at = dt.datetime(2023, 8, 24, tzinfo=dt.UTC)
    Meeting.objects.bulk_create([meeting])
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, name="Item", is_public=is_public)
        for position, is_public in enumerate(written.items)
    )
    resolutions = Resolution.objects.bulk_create(
        Resolution(
            meeting=meeting,
            body=body,
            date=meeting.date,
            sequence=at,
            agenda_item=chosen(items, item),
            is_disclosed=is_disclosed,
        )
        for at, (item, is_disclosed) in enumerate(written.resolutions, 1)
    )
    MeetingBody.objects.bulk_create([MeetingBody(meeting=meeting, body=other, position=1)])
    MeetingTranslation.objects.bulk_create(
        [MeetingTranslation(meeting=meeting, language="fr", name="Réunion")]
    )
    Attendance.objects.bulk_create([Attendance(meeting=meeting, person=person)])
    Sitting.objects.bulk_create([Sitting(meeting=meeting, date=meeting.date)])
    Vote.objects.bulk_create(Vote(resolution=row, voter=person, option="yes") for row in resolutions)
    owners = [(chosen(items, item), chosen(resolutions, at)) for item, at, _ in written.rows]
    ActionItem.objects.bulk_create(
        ActionItem(meeting=meeting, agenda_item=item, resolution=resolution) for item, resolution in owners
    )
    Document.objects.bulk_create(
        Document(meeting=meeting, agenda_item=item, resolution=row, is_public=one[2], url="https://a.org/")
        for (item, row), one in zip(owners, written.rows, strict=True)
    )
    return resolutions


@given(st.lists(meetings, min_size=1, max_size=2))
@settings(max_examples=30)
def test_sql_and_python_show_the_same_rows(written: list[Written]):
    body = Body.objects.create(name="Committee")
    person = Person.objects.create(name="Person")
    other = Body.objects.create(name="Guests")
    resolutions = [row for one in written for row in stored(one, body, other, person)]
    ResolutionRelation.objects.bulk_create(
        ResolutionRelation(source=source, target=target, kind="amends")
        for source in resolutions[:3]
        for target in resolutions[-3:]
        if source.pk != target.pk
    )

    for kind, parents in PARENTS.items():
        of_body = {f"{parents[0]}__body": body}
        rows = list(kind._default_manager.filter(**of_body).select_related(*parents))
        manager: Any = kind._default_manager
        assert set(manager.open_to_all().filter(**of_body)) == set(filter(is_open, rows))
        assert set(manager.published().filter(**of_body)) == set(filter(is_public, rows))
    relations = ResolutionRelation.objects.filter(source__body=body)
    assert set(relations.published()) == set(filter(is_public, relations))
    own = Meeting.objects.for_body(body)
    assert set(own.published()) == set(filter(is_public, own))


# The rule itself, kind by kind: make(meeting, closed item, resolution on it) → (open, public) rows of a
# published meeting.


def is_shown(row: models.Model) -> tuple[bool, bool]:
    """Return whether a row is open, and whether it is public, in SQL after making sure of Python."""
    manager: Any = type(row)._default_manager
    found = tuple(kept.filter(pk=row.pk).exists() for kept in (manager.open_to_all(), manager.published()))
    assert found == (is_open(row), is_public(row))
    return found


def rows_of(meeting: Meeting) -> list[models.Model]:
    """Return one row of each kind that nothing closed owns."""
    resolution = make_resolution(meeting)
    return [
        make_attendance(meeting),
        make_sitting(meeting),
        make_item(meeting),
        resolution,
        make_vote(resolution),
        make_action(meeting, resolution=resolution),
        make_document(meeting, resolution=resolution),
        make_joint(meeting, make_body()),
        make_translation(meeting),
    ]


def test_every_kind_of_row_is_public_once_its_meeting_is():
    assert [is_shown(row) for row in rows_of(make_draft())] == [(True, False)] * len(OPEN)
    assert [is_shown(row) for row in rows_of(make_meeting())] == [(True, True)] * len(OPEN)


def test_withdrawn_meeting_shows_no_row():
    meeting = make_meeting()
    rows = rows_of(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(publication=Meeting.Publication.WITHDRAWN)

    kinds = [type(row)._default_manager.get(pk=row.pk) for row in rows]
    assert [is_shown(row) for row in kinds] == [(True, False)] * len(OPEN)


def test_closed_item_hides_all_that_belongs_to_it():
    meeting = make_meeting()
    closed = make_item(meeting, is_public=False)
    resolution = make_resolution(meeting, agenda_item=closed)
    hidden = [
        closed,
        resolution,
        make_vote(resolution),
        make_action(meeting, agenda_item=closed),
        make_action(meeting, resolution=resolution),
        make_document(meeting, agenda_item=closed),
        make_document(meeting, resolution=resolution),
        make_document(meeting, is_public=False),
    ]

    assert [is_shown(row) for row in hidden] == [(False, False)] * len(hidden)


def test_attendance_that_is_not_public_is_not_open():
    assert is_shown(make_attendance(make_meeting(attendance_status="not_public"))) == (False, False)


def test_disclosed_decision_of_a_closed_item_is_open_with_its_votes_and_nothing_else_of_it():
    meeting = make_meeting()
    closed = make_item(meeting, is_public=False)
    resolution = make_resolution(meeting, agenda_item=closed, is_disclosed=True)

    assert is_shown(resolution) == is_shown(make_vote(resolution)) == (True, True)
    for row in (closed, make_action(meeting, resolution=resolution)):
        assert is_shown(row) == (False, False)
    assert is_shown(make_document(meeting, resolution=resolution)) == (False, False)


@pytest.mark.parametrize("disclosure", ["closed", "on_request"])
def test_meeting_that_is_not_open_shows_only_what_is_marked(disclosure: str):
    meeting = make_draft(disclosure=disclosure)
    resolution, marked = make_resolution(meeting), make_resolution(meeting, is_disclosed=True)
    rows = [make_item(meeting), make_attendance(meeting), make_document(meeting), make_action(meeting)]

    assert [is_open(row) for row in (*rows, resolution, make_vote(resolution))] == [False] * 6
    assert is_shown(marked) == is_shown(make_vote(marked)) == (True, False)
    Meeting.objects.filter(pk=meeting.pk).update(shown_of_closed="attendance")
    assert is_shown(Attendance.objects.get()) == (True, False)


def test_field_added_to_a_meeting_is_hidden_of_a_closed_one_until_it_is_named():
    closed = Meeting(disclosure="closed", shown_of_closed="attendance")

    assert not any(shows_field(closed, name) for name in ("text", "source_url", "anything_new"))
    assert shows_field(closed, "location")
    assert not shows_field(Meeting(disclosure="closed"), "location")
    assert shows_field(Meeting(), "anything_new")


def test_relation_is_open_only_to_a_resolution_that_is_public():
    source = make_resolution(make_draft())
    targets = [make_resolution(make_meeting()), make_resolution(make_draft())]
    relations = [
        ResolutionRelation.objects.create(source=source, target=one, kind="amends") for one in targets
    ]

    assert [is_open(one) for one in relations] == [True, False]
    assert [is_public(one) for one in relations] == [False, False]


def test_every_model_that_a_meeting_owns_has_a_rule():
    owners = {Meeting, AgendaItem, Resolution}
    owned = {
        model.__name__
        for model in apps.get_app_config("archive").get_models()
        for field in model._meta.concrete_fields
        if field.related_model in owners and model not in {Meeting, ResolutionRelation}
    }

    assert owned == set(OPEN) | NEVER_SHOWN | OF_OWN_QUERY_SET


def test_kind_without_a_rule_is_an_error():
    with pytest.raises(TypeError, match="ActionClosure"):
        is_open(ActionClosure())


def test_rows_fetched_with_their_meeting_cost_no_query(django_assert_num_queries):
    rows_of(make_meeting(items=2))
    meeting = Meeting.objects.with_children().get()
    relations = ["sittings"]
    relations += ["attendances", "agenda_items", "resolutions", "action_items", "documents"]
    relations += ["other_bodies", "translations"]
    rows = [row for name in relations for row in getattr(meeting, name).all()]
    votes = [vote for row in meeting.resolutions.all() for vote in row.votes.all()]

    with django_assert_num_queries(0):
        assert all(is_open(row) and is_public(row) for row in rows + votes)
    assert {type(row) for row in rows + votes} == set(PARENTS)
