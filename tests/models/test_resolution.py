"""Resolutions: their sequence, what is asked of them, and how they act on each other."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from archive.models import Resolution, ResolutionRelation, Vote
from tests.factories import (
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db


def relate(source: Resolution, target: Resolution, kind: str = "amends") -> ResolutionRelation:
    return ResolutionRelation.objects.create(source=source, target=target, kind=kind)


def test_sequence_counts_within_a_meeting():
    first, second = make_draft(resolutions=3), make_draft(resolutions=1)

    assert [row.sequence for row in first.resolutions.in_order()] == [1, 2, 3]
    assert [row.sequence for row in second.resolutions.in_order()] == [1]


def test_sequence_is_not_given_again_after_deletion():
    meeting = make_draft(resolutions=2)
    meeting.resolutions.get(sequence=2).delete()

    assert make_resolution(meeting).sequence == 3


def test_sequence_is_not_given_again_when_an_old_copy_of_the_meeting_is_saved():
    meeting = make_draft()
    last = make_resolution(meeting)
    last.delete()

    meeting.save()

    assert make_resolution(meeting).sequence == 2


def test_resolution_takes_body_and_date_of_its_meeting():
    meeting = make_draft(date=dt.date(2023, 8, 23))

    resolution = make_resolution(meeting)

    assert (resolution.body, resolution.date) == (meeting.body, dt.date(2023, 8, 23))


def test_published_leaves_out_drafts_and_closed_items():
    make_draft(resolutions=1)
    meeting = make_meeting(items=1)
    shown = make_resolution(meeting, agenda_item=meeting.agenda_items.get())
    loose = make_resolution(meeting)
    make_resolution(meeting, agenda_item=make_item(meeting, is_public=False))

    assert list(Resolution.objects.published().in_order()) == [shown, loose]


def test_filters_narrow_together():
    body, mover = make_body(), make_person()
    meeting = make_draft(body=body, date=dt.date(2023, 8, 23))
    wanted = make_resolution(meeting, mover=mover, result="rejected")
    make_resolution(meeting, mover=mover, result="adopted")
    make_resolution(make_draft(date=dt.date(2023, 8, 24)), mover=mover, result="rejected")
    day = dt.date(2023, 8, 23)

    found = Resolution.objects.for_body(body).with_result("rejected").since(day).until(day).moved_by(mover)

    assert list(found) == [wanted]


def test_newest_first_keeps_the_sequence_within_a_meeting():
    old = make_draft(date=dt.date(2022, 8, 23), resolutions=1)
    new = make_draft(date=dt.date(2023, 8, 23), resolutions=2)

    found = [(row.meeting, row.sequence) for row in Resolution.objects.newest_first()]

    assert found == [(new, 1), (new, 2), (old, 1)]


def test_with_meeting_needs_one_query(django_assert_num_queries):
    make_meeting(resolutions=3)

    with django_assert_num_queries(1):
        addresses = [row.get_absolute_url() for row in Resolution.objects.with_meeting().in_order()]

    assert [address[-14:] for address in addresses] == [f"resolutions/{n}/" for n in (1, 2, 3)]


def test_draft_address_is_a_place_in_the_preview():
    resolution = make_resolution(make_draft())

    assert resolution.get_absolute_url() == f"/preview/{resolution.meeting.pk}/#resolution-1"


def test_published_address():
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 8, 23), resolutions=1)

    assert meeting.resolutions.get().get_absolute_url() == "/meetings/board/2023-08-23/resolutions/1/"


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"name": "Budget", "identifier": "2023-031", "text": "Adopted."}, "Budget"),
        ({"name": "", "identifier": "2023-031", "text": "Adopted."}, "2023-031"),
        ({"name": "", "identifier": "", "text": "x" * 100}, "x" * 80),
    ],
)
def test_label_falls_back(fields: dict, label: str):
    assert Resolution(**fields).label == label


def test_resolution_with_nothing_to_read_is_refused():
    with pytest.raises(ValidationError, match="Give the resolution a title or a text"):
        Resolution().clean()


def test_agenda_item_with_a_resolution_cannot_be_deleted_alone():
    meeting = make_draft(items=1)
    make_resolution(meeting, agenda_item=meeting.agenda_items.get())

    with pytest.raises(RestrictedError):
        meeting.agenda_items.get().delete()


# Relations


@pytest.mark.parametrize("kinds", [("amends", "amends"), ("replaces", "amends"), ("implements", "repeals")])
def test_relation_that_leads_back_is_refused(kinds: tuple[str, str]):
    first, second, third = (make_resolution(make_draft()) for _ in range(3))
    relate(second, first, kinds[0])
    relate(third, second, kinds[0])

    with pytest.raises(ValidationError, match="already leads back to this one"):
        ResolutionRelation(source=first, target=third, kind=kinds[1]).full_clean()


def test_relation_without_direction_closes_no_circle():
    first, second = (make_resolution(make_draft()) for _ in range(2))
    relate(second, first, "relates_to")

    ResolutionRelation(source=first, target=second, kind="amends").full_clean()
    ResolutionRelation(source=first, target=second, kind="relates_to").full_clean()


def test_relation_can_be_edited_without_meeting_itself():
    first, second = (make_resolution(make_draft()) for _ in range(2))
    relation = relate(second, first)
    relation.note = "In part three"

    relation.full_clean()


def test_published_relations_join_what_the_public_may_read():
    first, second = (make_resolution(make_meeting()) for _ in range(2))
    shown = relate(second, first)
    relate(make_resolution(make_draft()), first)
    relate(second, make_resolution(make_draft()))
    closed = make_meeting()
    relate(make_resolution(closed, agenda_item=make_item(closed, is_public=False)), first)

    assert list(ResolutionRelation.objects.published()) == [shown]


def test_relations_are_ordered_by_the_date_of_what_acts():
    target = make_resolution(make_draft())
    late = relate(make_resolution(make_draft(date=dt.date(2024, 1, 1))), target)
    early = relate(make_resolution(make_draft(date=dt.date(2022, 1, 1))), target)

    assert list(ResolutionRelation.objects.in_order()) == [early, late]


def test_every_kind_of_relation_is_worded_from_both_sides():
    assert set(ResolutionRelation.PASSIVE) == set(ResolutionRelation.Kind)


# Votes


def test_published_votes_leave_out_drafts_and_closed_items():
    meeting = make_meeting()
    shown = make_vote(make_resolution(meeting))
    make_vote(make_resolution(make_draft()))
    make_vote(make_resolution(meeting, agenda_item=make_item(meeting, is_public=False)))

    assert list(Vote.objects.published()) == [shown]


def test_votes_are_counted_in_the_order_of_the_options():
    voter = make_person()
    for option in ("absent", "yes", "no", "yes"):
        make_vote(make_resolution(make_draft()), option, voter=voter)
    make_vote(make_resolution(make_draft()), "abstain")

    assert list(Vote.objects.for_voter(voter).counted_by_option().items()) == [
        ("yes", 2),
        ("no", 1),
        ("absent", 1),
    ]
