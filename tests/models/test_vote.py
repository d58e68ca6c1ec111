"""Votes as they occur: amendments of a motion, a casting vote, a proxy, a weight."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.models import Meeting, Resolution
from archive.record.build import Record, record_of
from archive.record.compare import differences
from tests.factories import make_draft, make_item, make_meeting, make_person, make_resolution, make_vote

pytestmark = pytest.mark.django_db


def record(meeting: Meeting) -> Record:
    return record_of(Meeting.objects.with_children().get(pk=meeting.pk))


def refused(row: Any, field: str) -> list[str]:
    with pytest.raises(ValidationError) as problem:
        row.full_clean()
    messages: list[str] = problem.value.message_dict[field]
    return messages


# Amendments


def test_amendment_stands_under_the_item_of_its_motion():
    meeting = make_draft()
    closed, other = make_item(meeting, is_public=False), make_item(meeting)
    motion = make_resolution(meeting, agenda_item=closed)

    amendment = make_resolution(meeting, amends_motion=motion)
    elsewhere = make_resolution(meeting, amends_motion=motion, agenda_item=other)

    assert (amendment.agenda_item, elsewhere.agenda_item) == (closed, other)
    assert amendment.classification == "amendment"


def test_amendment_is_of_a_motion_of_its_own_meeting():
    amendment = make_resolution(make_draft())
    amendment.amends_motion = make_resolution(make_draft())

    assert refused(amendment, "amends_motion") == ["That motion is of another meeting."]


def test_amendment_never_amends_itself():
    meeting = make_draft()
    motion = make_resolution(meeting)
    first = make_resolution(meeting, amends_motion=motion)
    second = make_resolution(meeting, amends_motion=first)
    motion.amends_motion = second

    assert refused(motion, "amends_motion") == ["It would amend itself."]
    with pytest.raises(IntegrityError, match="resolution_not_amending_itself"), transaction.atomic():
        Resolution.objects.filter(pk=motion.pk).update(amends_motion=motion)


def test_amendment_outlives_its_motion():
    meeting = make_draft()
    motion = make_resolution(meeting)
    amendment = make_resolution(meeting, amends_motion=motion)

    motion.delete()
    amendment.refresh_from_db()

    assert amendment.amends_motion is None


def test_record_names_the_motion_by_its_sequence():
    meeting = make_draft()
    motion = make_resolution(meeting)
    make_resolution(meeting, amends_motion=motion)

    first, second = record(meeting)["resolutions"]

    assert (first.get("amends_motion"), second["amends_motion"]) == (None, 1)
    assert "amends_motion" not in first


def test_record_names_no_motion_of_a_closed_item():
    meeting = make_draft()
    motion = make_resolution(meeting, agenda_item=make_item(meeting, is_public=False))
    make_resolution(meeting, amends_motion=motion, agenda_item=make_item(meeting))

    [shown] = record(meeting)["resolutions"]

    assert "amends_motion" not in shown


def test_adopted_amendment_is_in_no_register():
    meeting = make_meeting()
    motion = make_resolution(meeting, result="adopted_as_amended")
    amendment = make_resolution(meeting, amends_motion=motion, classification="motion")

    assert list(Resolution.objects.in_force_on(meeting.date)) == [motion]
    assert not amendment.is_registrable


# Results


@pytest.mark.parametrize("result", ["lost_for_want_of_second", "tied", "tabled"])
def test_what_did_not_pass_is_never_in_force(result):
    meeting = make_meeting()
    failed = make_resolution(meeting, result=result)
    passed = make_resolution(meeting)

    assert list(Resolution.objects.in_force_on(meeting.date)) == [passed]
    assert not failed.is_passed
    assert result in Resolution.FAILED_RESULTS


# Votes


def test_casting_vote_is_a_vote_beside_the_first():
    resolution, chair = make_resolution(make_draft()), make_person()
    make_vote(resolution, "yes", voter=chair)

    make_vote(resolution, "no", voter=chair, is_casting=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_vote(resolution, "yes", voter=chair, is_casting=True)


def test_proxy_is_another_person():
    resolution, ann = make_resolution(make_draft()), make_person("Ann Lee")
    vote = make_vote(resolution, voter=ann, proxy=make_person("Bo Yu"))

    assert vote.proxy_as_written == "Bo Yu"
    vote.proxy = ann
    assert refused(vote, "proxy") == ["A proxy is another person than the voter."]
    with pytest.raises(IntegrityError, match="vote_proxy_is_another"), transaction.atomic():
        vote.save()


@pytest.mark.parametrize("weight", [Decimal(0), Decimal(-1)])
def test_weight_is_above_zero(weight):
    vote = make_vote(make_resolution(make_draft()))
    vote.weight = weight

    assert refused(vote, "weight") == ["The weight of a vote is more than 0."]
    with pytest.raises(IntegrityError, match="vote_weight_above_zero"), transaction.atomic():
        vote.save()


def test_record_says_of_a_vote_what_there_is_to_say():
    resolution = make_resolution(make_draft())
    ann, bo = make_person("Ann Lee"), make_person("Bo Yu")
    make_vote(resolution, voter=ann)
    make_vote(resolution, voter=ann, is_casting=True)
    make_vote(resolution, voter=bo, proxy=ann, weight=Decimal("2.50"))

    plain, casting, weighed = record(resolution.meeting)["resolutions"][0]["votes"]

    assert plain.keys() == {"option", "note", "voter"}
    assert casting["is_casting"] is True
    assert (weighed["proxy"]["name"], weighed["weight"]) == ("Ann Lee", "2.5")


def test_weight_without_fraction_is_told_as_it_is():
    resolution = make_resolution(make_draft())
    make_vote(resolution, weight=Decimal(100))

    assert record(resolution.meeting)["resolutions"][0]["votes"][0]["weight"] == "100"


def test_versions_tell_how_votes_differ():
    resolution = make_resolution(make_draft(), name="Lamps")
    ann = make_person("Ann Lee")
    make_vote(resolution, voter=ann)
    before = record(resolution.meeting)
    make_resolution(resolution.meeting, name="Fewer lamps", amends_motion=resolution)
    make_vote(resolution, "no", voter=ann, is_casting=True)
    after = record(resolution.meeting)

    told = {(change.heading, change.parts[0].text) for change in differences(before, after)}

    assert (
        "Resolution 1, Vote of Ann Lee",
        "Voter: Ann Lee, /people/ann-lee/\nVote: Against\nCasting vote: yes",
    ) in told
    assert any("Amendment to: Resolution 1" in text for _heading, text in told)
