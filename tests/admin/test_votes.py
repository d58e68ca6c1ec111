"""Amendments and kinds of votes, entered at the desk."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Resolution
from tests.admin.pages import change, errors, filled, row, save
from tests.factories import make_draft, make_person, make_resolution

UNFOLDED = {"classification": "resolution", "decision_method": "not_recorded"}


def page_of(resolution: Resolution) -> str:
    return reverse("admin:archive_resolution_change", args=[resolution.pk])


def test_row_of_a_meeting_names_the_motion_it_amends(clerk: Client):
    meeting = make_draft()
    motion, amendment = make_resolution(meeting), make_resolution(meeting)
    fields = filled(clerk, change(meeting)) | row("resolutions", 1, amends_motion=motion.pk, **UNFOLDED)

    save(clerk, change(meeting), fields)

    amendment.refresh_from_db()
    assert (amendment.amends_motion, amendment.classification) == (motion, "amendment")


def test_new_row_names_a_motion_that_is_stored(clerk: Client):
    meeting = make_draft()
    motion = make_resolution(meeting)
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 2})
    fields |= row(
        "resolutions", 1, name="For eight read five", result="adopted", amends_motion=motion.pk, **UNFOLDED
    )

    save(clerk, change(meeting), fields)

    assert meeting.resolutions.get(sequence=2).amends_motion == motion


def test_rows_that_amend_each_other_are_told_beside_the_field(clerk: Client):
    meeting = make_draft()
    first, second = make_resolution(meeting), make_resolution(meeting)
    fields = filled(clerk, change(meeting))
    fields |= row("resolutions", 0, amends_motion=second.pk, **UNFOLDED)
    fields |= row("resolutions", 1, amends_motion=first.pk, **UNFOLDED)

    response = clerk.post(change(meeting), fields)

    assert "It would amend itself." in str(errors(response))
    assert not Resolution.objects.exclude(amends_motion=None).exists()


def test_motion_deleted_in_the_same_go_is_told(clerk: Client):
    meeting = make_draft()
    motion = make_resolution(meeting)
    make_resolution(meeting)
    fields = filled(clerk, change(meeting), **{"resolutions-0-DELETE": "on"})
    fields |= row("resolutions", 1, amends_motion=motion.pk, **UNFOLDED)

    response = clerk.post(change(meeting), fields)

    assert "That motion is deleted here." in str(errors(response))
    assert meeting.resolutions.count() == 2


def test_motion_of_another_meeting_is_not_offered(clerk: Client):
    amendment, other = make_resolution(make_draft()), make_resolution(make_draft())
    fields = filled(clerk, page_of(amendment), amends_motion=other.pk)

    response = clerk.post(page_of(amendment), fields)

    assert "amends_motion" in errors(response)
    for wrong in (amendment.pk, "x", "9" * 30):
        assert "amends_motion" in errors(clerk.post(page_of(amendment), fields | {"amends_motion": wrong}))


def test_votes_take_casting_vote_proxy_and_weight(clerk: Client):
    resolution = make_resolution(make_draft())
    ann, bo = make_person(), make_person()
    fields = filled(clerk, page_of(resolution), **{"votes-TOTAL_FORMS": 3})
    fields |= row("votes", 0, voter=ann.pk, option="yes")
    fields |= row("votes", 1, voter=ann.pk, option="yes", is_casting="on")
    fields |= row("votes", 2, voter=bo.pk, option="no", proxy=ann.pk, weight="2.5")

    save(clerk, page_of(resolution), fields)

    assert list(resolution.votes.in_order().values_list("voter", "is_casting", "proxy", "weight")) == [
        (ann.pk, False, None, None),
        (ann.pk, True, None, None),
        (bo.pk, False, ann.pk, Decimal("2.5")),
    ]


def test_vote_that_cannot_be_is_told_beside_the_field(clerk: Client):
    resolution, ann = make_resolution(make_draft()), make_person()
    fields = filled(clerk, page_of(resolution), **{"votes-TOTAL_FORMS": 3})
    fields |= row("votes", 0, voter=ann.pk, option="yes", proxy=ann.pk)
    fields |= row("votes", 1, voter=make_person().pk, option="yes", weight="0")
    fields |= row("votes", 2, voter=make_person().pk, option="yes", weight="heavy")

    said = str(errors(clerk.post(page_of(resolution), fields)))

    assert "A proxy is another person than the voter." in said
    assert "The weight of a vote is more than 0." in said
    assert "Enter a number." in said
    assert not resolution.votes.exists()


def test_same_person_votes_once_of_a_kind(clerk: Client):
    resolution, ann = make_resolution(make_draft()), make_person()
    fields = filled(clerk, page_of(resolution), **{"votes-TOTAL_FORMS": 2})
    fields |= row("votes", 0, voter=ann.pk, option="yes", is_casting="on")
    fields |= row("votes", 1, voter=ann.pk, option="no", is_casting="on")

    response = clerk.post(page_of(resolution), fields)

    assert response.status_code == 200
    assert not resolution.votes.exists()


def entered_together(clerk: Client, *rows: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Type new resolutions into the page of a draft that has none, and return them with its answer."""
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": len(rows)})
    for number, typed in enumerate(rows):
        fields |= row("resolutions", number, **(UNFOLDED | typed))
    answer = clerk.post(change(meeting), fields)
    stored = meeting.resolutions.in_order().with_motions()
    return {one.name: one.amends_motion and one.amends_motion.name for one in stored}, answer


def test_motion_and_its_amendments_are_entered_in_one_go(clerk: Client):
    stored, _answer = entered_together(
        clerk,
        {"name": "For eight read five", "motion_row": 2},
        {"name": "Buy eight lamps"},
        {"name": "For five read six", "motion_row": 1},
    )

    assert stored == {
        "For eight read five": "Buy eight lamps",
        "Buy eight lamps": None,
        "For five read six": "For eight read five",
    }
    assert set(Resolution.objects.exclude(amends_motion=None).values_list("classification", flat=True)) == {
        "amendment"
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([2, 1], "It would amend itself."),
        ([1, ""], "It would amend itself."),
        (["", 9], "There is no such row."),
        (["", 0], "greater than or equal to 1"),
        (["", "two"], "Enter a whole number."),
        (["", "9" * 30], "There is no such row."),
    ],
)
def test_row_that_cannot_be_amended_is_told_and_what_was_typed_stays(clerk: Client, typed: Any, said: str):
    rows: Any = [{"name": f"Lamps {place}", "motion_row": value} for place, value in enumerate(typed)]

    stored, answer = entered_together(clerk, *rows)

    assert stored == {}
    assert said in str(errors(answer))
    page = answer.content.decode()
    assert all(f'name="resolutions-{place}-name" value="Lamps {place}"' in page for place in (0, 1))
    assert f'value="{typed[1] or typed[0]}"' in page


def test_row_number_follows_its_row_when_another_user_saved_meanwhile(clerk: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 2})
    fields |= row("resolutions", 0, name="Buy lamps", **UNFOLDED)
    fields |= row("resolutions", 1, name="For eight read five", motion_row=1, **UNFOLDED)
    other = filled(clerk, change(meeting), **{"resolutions-TOTAL_FORMS": 1})
    save(clerk, change(meeting), other | row("resolutions", 0, name="Sweep the hall", **UNFOLDED))

    answer = clerk.post(change(meeting), fields)

    [inline] = [
        one for one in answer.context["inline_admin_formsets"] if one.formset.prefix == "resolutions"
    ]
    told = [(form["name"].value(), form["motion_row"].value()) for form in inline.formset.forms]
    assert [name for name, _row in told] == ["Sweep the hall", "Buy lamps", "For eight read five"]
    assert told[2][1] == "2"
