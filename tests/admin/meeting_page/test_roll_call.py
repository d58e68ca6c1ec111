"""The roll call in the meeting's page: votes of those present, motion by motion."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Meeting, Resolution, StaffAct, Vote
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
)

PRESENT = {"role": "member", "status": "present"}


def votes_of(resolution: Resolution) -> list[tuple[str, str]]:
    return [(str(vote.voter), vote.option) for vote in resolution.votes.in_order()]


def cell(meeting: Meeting, voter: int, motion: int = 0) -> str:
    """Return the name of a cell: of the so-manieth in the attendance and the so-manieth motion."""
    return f"resolutions-{motion}-vote-{meeting.attendances.in_order()[voter].person_id}"


def called(client: Client, address: str, fields: dict[str, Any], motion: int = 0) -> Any:
    """Press the button of a motion; return the page shown again."""
    return client.post(address, fields | {"_roll_call": f"resolutions-{motion}"})


def test_button_lets_all_who_are_present_vote_for_it(clerk: Client):
    meeting = make_draft(present=3, resolutions=2)
    make_attendance(meeting, position=4, status="excused")
    make_attendance(meeting, position=5, role="in_attendance")

    page = called(clerk, change(meeting), filled(clerk, change(meeting)), 1)

    voters = page.context["roll_call"]["voters"]
    assert [str(one.cells[0].value()) for one in voters] == ["yes"] * 3
    assert page.content.decode().count('<option value="yes" selected>') == 3
    assert not Vote.objects.exists()


def test_votes_are_saved_and_make_it_a_roll_call(clerk: Client):
    meeting = make_draft(present=3, resolutions=1)
    names = [str(one.person) for one in meeting.attendances.in_order()]
    fields = filled(clerk, change(meeting)) | {
        cell(meeting, number): option for number, option in enumerate(["yes", "no", "recused"])
    }

    save(clerk, change(meeting), fields)

    resolution = meeting.resolutions.get()
    assert votes_of(resolution) == list(zip(names, ["yes", "no", "recused"], strict=True))
    assert resolution.decision_method == "roll_call"
    assert [vote.name_as_written for vote in resolution.votes.in_order()] == names


def test_motion_and_voters_may_all_be_new(clerk: Client):
    fields = blank(body=make_body().pk, **{"attendances-TOTAL_FORMS": 2, "resolutions-TOTAL_FORMS": 1})
    fields |= row("attendances", 0, person="new:陈洁", **PRESENT)
    fields |= row("attendances", 1, person="new2:陈洁", **PRESENT)
    fields |= row("resolutions", 0, name="To buy sandbags", result="adopted", classification="resolution")
    fields |= {"resolutions-0-decision_method": "show_of_hands"}
    fields |= {"resolutions-0-vote-new:陈洁": "yes", "resolutions-0-vote-new2:陈洁": "no"}

    save(clerk, ADD, fields)

    resolution = Resolution.objects.get()
    assert {vote.voter_id: vote.option for vote in resolution.votes.all()} == {
        one.person_id: option
        for one, option in zip(resolution.meeting.attendances.in_order(), ["yes", "no"], strict=True)
    }
    assert resolution.decision_method == "show_of_hands"


def test_vote_is_changed_and_taken_away_and_others_stay(clerk: Client):
    meeting = make_draft(present=3, resolutions=1)
    resolution = meeting.resolutions.get()
    people = [one.person for one in meeting.attendances.in_order()]
    for person in people:
        make_vote(resolution, voter=person, note="By telephone.")
    casting = make_vote(resolution, voter=people[0], is_casting=True)
    fields = filled(clerk, change(meeting)) | {cell(meeting, 0): "no", cell(meeting, 1): ""}

    save(clerk, change(meeting), fields)

    kept = {vote.voter: (vote.option, vote.note) for vote in resolution.votes.filter(is_casting=False)}
    assert kept == {people[0]: ("no", "By telephone."), people[2]: ("yes", "By telephone.")}
    assert Vote.objects.filter(pk=casting.pk).exists()


def test_sums_hold_votes_that_have_no_cell(clerk: Client):
    meeting = make_draft(present=2, resolutions=1)
    resolution, chair = meeting.resolutions.get(), meeting.attendances.in_order()[0].person
    make_vote(resolution, voter=chair)
    make_vote(resolution, "no", voter=meeting.attendances.in_order()[1].person)
    make_vote(resolution, voter=chair, is_casting=True)

    motion = clerk.get(change(meeting)).context["roll_call"]["motions"][0]

    assert [count for _option, _label, count in motion.tally][:2] == [2, 1]
    assert motion.beside == '{"yes": 1}'


def test_cells_not_sent_change_nothing(clerk: Client):
    meeting = make_draft(present=1, resolutions=1)
    make_vote(meeting.resolutions.get(), voter=meeting.attendances.get().person)
    fields = filled(clerk, change(meeting), name="Another name")
    del fields[cell(meeting, 0)]

    save(clerk, change(meeting), fields)

    assert Vote.objects.get().option == "yes"


def test_vote_of_somebody_not_listed_is_told_beside_it(clerk: Client):
    meeting = make_draft(present=1, resolutions=1)
    for voter in (str(make_person().pk), "9" * 40, "new:", "x\0", "-1"):
        fields = filled(clerk, change(meeting)) | {f"resolutions-0-vote-{voter}": "no"}

        response = clerk.post(change(meeting), fields)

        assert "Who votes is listed in the attendance." in str(errors(response)), voter
    response = clerk.post(change(meeting), filled(clerk, change(meeting)) | {cell(meeting, 0): "perhaps"})
    assert cell(meeting, 0) in errors(response)
    assert not Vote.objects.exists()


def test_two_clerks_enter_votes_of_one_motion(clerk: Client):
    meeting = make_draft(present=2, resolutions=1)
    for voter in meeting.attendances.in_order():
        make_vote(meeting.resolutions.get(), voter=voter.person)
    late = filled(clerk, change(meeting)) | {cell(meeting, 1): "abstain"}
    save(clerk, change(meeting), filled(clerk, change(meeting)) | {cell(meeting, 0): "no"})

    page = clerk.post(change(meeting), late)

    assert page.context["is_stale"]
    assert [str(one.cells[0].value()) for one in page.context["roll_call"]["voters"]] == ["no", "abstain"]


def test_correction_of_a_vote_is_a_version(publisher: Client):
    meeting = make_meeting(present=2, resolutions=1)
    make_vote(meeting.resolutions.get(), voter=meeting.attendances.in_order()[0].person)
    fields = filled(publisher, change(meeting)) | {cell(meeting, 0): "no"}

    response = publisher.post(change(meeting), fields)

    assert "correction_reason" in errors(response)
    save(publisher, change(meeting), fields | {"correction_reason": "The vote was misheard."})
    assert meeting.revisions.count() == 2
    assert Vote.objects.get().option == "no"
    changes = StaffAct.objects.filter(row_kind="archive.meeting").latest("pk").change_list
    told = [(one["model"], one["field"], one["before"], one["after"]) for one in changes if "model" in one]
    assert told == [("archive.vote", "option", "yes", "no")]


def test_amendments_stand_beneath_their_motion(clerk: Client):
    meeting = make_draft()
    first, second = make_resolution(meeting), make_resolution(meeting)
    amendment = make_resolution(meeting, amends_motion=first)
    deeper = make_resolution(meeting, amends_motion=amendment)

    rows = clerk.get(change(meeting)).context["inline_admin_formsets"][2].formset.initial_forms

    assert [one.instance for one in rows] == [first, amendment, deeper, second]


def test_votes_beyond_the_page_are_said_to_be_elsewhere(clerk: Client, monkeypatch):
    monkeypatch.setattr("archive.forms.desk.roll_call.MOST_CELLS", 1)
    meeting = make_draft()
    shown, beyond = make_resolution(meeting, name="Shown"), make_resolution(meeting, name="Beyond")
    for resolution in (shown, beyond):
        make_vote(resolution)

    page = clerk.get(change(meeting))

    assert [form.instance for form in page.context["roll_call"]["elsewhere"]] == [beyond]
    link = f'<a href="/desk/archive/resolution/{beyond.pk}/change/">Beyond</a>'
    assert f"The votes on these motions are on their own pages: {link}" in page.text


def test_votes_cost_no_query_each(clerk: Client):
    counts = []
    for number in (1, 3):
        meeting = make_draft(present=6, resolutions=1)
        voters = list(meeting.attendances.in_order())
        for voter in voters[:number]:
            make_vote(meeting.resolutions.get(), voter=voter.person)
        clerk.get(change(meeting))
        with CaptureQueriesContext(connection) as opened:
            fields = filled(clerk, change(meeting))
        changed = {cell(meeting, one): "no" for one in (*range(number), *range(3, 3 + number))}
        with CaptureQueriesContext(connection) as saved:
            save(clerk, change(meeting), fields | changed)
        counts.append((len(opened), len(saved)))

    assert counts[0] == counts[1]
