"""New from last meeting: what the next one is likely to be."""

import datetime as dt

import pytest

from archive.models import Body, Meeting, Person
from archive.operations.entry.next_meeting import Proposal, propose
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_joint,
    make_meeting,
    make_membership,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def monthly(body: Body, **fields) -> Meeting:
    """Make three meetings on second Tuesdays, and return the last."""
    for day in (dt.date(2023, 7, 11), dt.date(2023, 8, 8)):
        make_meeting(body=body, date=day)
    return make_meeting(body=body, date=dt.date(2023, 9, 12), **fields)


def people(proposal: Proposal) -> list[tuple[str, str]]:
    return [(Person.objects.get(pk=row["person"]).name, row["role"]) for row in proposal.rows]


def test_next_meeting_is_proposed_with_reasons():
    body = make_body(language="zh-Hans")
    monthly(
        body,
        number="第81次",
        name="局务会第81次会议",
        location="Room 2",
        start_time=dt.time(9, 30),
        classification="extended",
    )

    proposal = propose(body)

    assert proposal.values["date"] == dt.date(2023, 10, 10)
    assert proposal.reasons["date"] == "This body meets every month. On the second Tuesday."
    assert (proposal.values["number"], proposal.reasons["number"]) == ("第82次", "Follows 第81次.")
    assert proposal.values["name"] == "局务会第82次会议"
    assert (proposal.values["location"], proposal.values["start_time"]) == ("Room 2", dt.time(9, 30))
    assert proposal.values["classification"] == "extended"
    assert proposal.reasons["location"] == "As last time, on 12 September 2023."


def test_decisions_and_texts_are_never_copied():
    body = make_body()
    last = monthly(body, text="Decided.", summary="Decided.", document_number="No. 5")
    make_resolution(last)
    make_item(last)

    values = propose(body).values

    assert set(values) <= {
        *("body", "language", "date", "number", "name", "location", "start_time"),
        *("classification", "attendance_mode", "attendance_status", "quorum"),
    }


def test_numbers_that_start_anew_each_year_start_anew():
    body = make_body()
    for number, day in (
        ("11", "2022-11-10"),
        ("12", "2022-12-10"),
        ("1", "2023-01-10"),
        ("12", "2023-12-10"),
    ):
        make_draft(body=body, number=number, date=dt.date.fromisoformat(day))

    assert propose(body, on=dt.date(2024, 1, 10)).values["number"] == "1"


def test_numbers_that_go_on_go_on():
    body = make_body()
    make_draft(body=body, number="81", date=dt.date(2023, 12, 10))

    assert propose(body, on=dt.date(2024, 1, 10)).values["number"] == "82"


def test_number_goes_on_in_the_series_of_the_last_meeting():
    body = make_body()
    make_draft(body=body, date=dt.date(2023, 3, 1), number="第30次", number_series="党委会")
    make_draft(body=body, date=dt.date(2023, 4, 1), number="第7次", number_series="局长办公会")

    values = propose(body).values

    assert (values["number"], values["number_series"]) == ("第8次", "局长办公会")


def test_number_goes_on_in_its_term():
    body = make_body()
    for number, day in (("第二届第十二次", "2023-01-10"), ("第三届第一次", "2023-06-10")):
        make_draft(body=body, number=number, date=dt.date.fromisoformat(day))

    assert propose(body, on=dt.date(2024, 1, 10)).values["number"] == "第三届第二次"


def test_number_with_a_year_starts_anew_in_each():
    body = make_body()
    for number, day in (("2022-9", "2022-11-10"), ("2023-1", "2023-01-10"), ("2023-7", "2023-12-10")):
        make_draft(body=body, number=number, date=dt.date.fromisoformat(day))

    assert propose(body, on=dt.date(2024, 1, 10)).values["number"] == "2024-1"


def test_title_carries_the_new_day():
    body = make_body()
    make_draft(body=body, name="Minutes of 6 September 2023", date=dt.date(2023, 9, 6))

    values = propose(body, on=dt.date(2023, 10, 4)).values

    assert values["name"] == "Minutes of 4 October 2023"


def test_title_that_is_always_the_same_is_kept_and_another_is_not():
    same, changing = make_body(), make_body()
    for day in (1, 8):
        make_draft(body=same, name="Regular meeting", date=dt.date(2023, 9, day))
        make_draft(body=changing, name=f"Review {day}", date=dt.date(2023, 9, day))

    assert propose(same).values["name"] == "Regular meeting"
    assert "name" not in propose(changing).values


# The roster


def test_members_of_the_day_are_present_in_the_order_of_the_last_meeting():
    body = make_body()
    wei, jie, lan = make_person("Wei"), make_person("Jie"), make_person("Lan")
    make_membership(body=body, person=wei, role="chair", label="Director")
    make_membership(body=body, person=jie, start_date=dt.date(2020, 1, 1))
    make_membership(body=body, person=lan, start_date=dt.date(2023, 10, 1))
    make_membership(body=body, person=make_person("Gone"), end_date=dt.date(2023, 9, 30))
    last = monthly(body)
    make_attendance(last, person=jie, status="excused", label="Deputy")
    make_attendance(last, person=wei, role="chair")

    proposal = propose(body)

    assert people(proposal) == [("Jie", "member"), ("Wei", "chair"), ("Lan", "member")]
    assert [row["status"] for row in proposal.rows] == ["present"] * 3
    assert [row["label"] for row in proposal.rows] == ["Deputy", "Director", ""]
    assert proposal.rows_reason == "The members of that day, all present. Change the exceptions."


def test_who_chaired_and_recorded_last_does_so_again():
    body = make_body()
    wei, jie, min_ = make_person("Wei"), make_person("Jie"), make_person("Min")
    make_membership(body=body, person=wei, role="chair")
    make_membership(body=body, person=jie, role="vice_chair")
    last = monthly(body)
    make_attendance(last, person=wei)
    make_attendance(last, person=jie, role="chair")
    make_attendance(last, person=min_, role="recorder")

    assert people(propose(body)) == [("Wei", "member"), ("Jie", "chair"), ("Min", "recorder")]


def test_alternates_are_left_out_and_observers_are_in_attendance():
    body = make_body()
    make_membership(body=body, person=make_person("Alternate"), role="alternate")
    make_membership(body=body, person=make_person("Observer"), role="observer", voting_right=False)

    proposal = propose(body)

    assert people(proposal) == [("Observer", "in_attendance")]
    assert proposal.rows[0]["voting"] is False


def test_body_without_memberships_expects_those_of_the_last_meeting():
    body = make_body()
    last = monthly(body)
    make_attendance(last, person=make_person("Wei"), role="chair", status="absent")
    make_attendance(last, person=make_person("Guest"), role="in_attendance")

    proposal = propose(body)

    assert people(proposal) == [("Wei", "chair")]
    assert proposal.rows[0]["status"] == "present"
    assert "no memberships are recorded" in proposal.rows_reason


def test_body_that_never_met_proposes_itself_only():
    body = make_body()

    proposal = propose(body)

    assert (proposal.values, proposal.rows) == ({"body": body.pk, "language": "en"}, [])


@pytest.mark.parametrize("count", [1, 3])
def test_proposal_query_count(django_assert_num_queries, count: int):
    body = make_body()
    last = monthly(body)
    for _number in range(count):
        make_attendance(last, person=make_membership(body=body).person)

    with django_assert_num_queries(3):
        proposal = propose(body)

    assert len(proposal.rows) == count


def test_joint_meeting_that_another_body_led_proposes_nothing_of_its_own():
    council, board = make_body(), make_body()
    make_draft(body=council, number="7", number_series="C", date=dt.date(2023, 5, 2), name="Meeting 7")
    joint = make_draft(body=board, number="31", number_series="B", location="Annex", name="Joint meeting")
    make_joint(joint, council)
    council.refresh_from_db()

    values = propose(council, on=dt.date(2024, 1, 10)).values

    assert (values["number"], values["number_series"], values["name"]) == ("8", "C", "Meeting 8")
    assert "location" not in values
