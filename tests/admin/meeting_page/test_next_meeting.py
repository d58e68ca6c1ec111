"""The page of a new meeting, filled in from the last one of a body."""

import datetime as dt

import pytest
from django.test import Client

from archive.models import Meeting, Person
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, blank, errors, filled, row, save
from tests.factories import make_attendance, make_body, make_draft, make_membership, make_person


def page_for(client: Client, body, **query: str):
    return client.get(ADD, {"next_of": body.pk, **query})


def rows(response) -> list[tuple[str, str]]:
    forms = response.context["inline_admin_formsets"][0].formset.forms
    return [(form["person"].value(), form["role"].value()) for form in forms]


def test_page_is_filled_in_and_saves_as_it_stands(clerk: Client):
    body = make_body()
    wei = make_membership(body=body, role="chair", label="Director").person
    make_draft(body=body, number="11", location="Room 2", date=dt.date(2023, 9, 6))
    address = f"{ADD}?next_of={body.pk}&on=4+October+2023"

    save(clerk, address, filled(clerk, address, name="Quarterly review"))

    meeting = Meeting.objects.newest_first()[0]
    assert (meeting.date, meeting.number, meeting.location) == (dt.date(2023, 10, 4), "12", "Room 2")
    attendance = meeting.attendances.get()
    assert (attendance.person, attendance.role, attendance.label) == (wei, "chair", "Director")


def test_page_says_where_each_value_came_from(clerk: Client):
    body = make_body()
    make_draft(body=body, number="11", location="Room 2", date=dt.date(2023, 9, 6))

    page = page_for(clerk, body).text

    assert "Follows 11." in page
    assert "As last time, on 6 September 2023." in page


def test_nothing_is_saved_by_looking(clerk: Client):
    body = make_draft(present=2).body

    page_for(clerk, body)

    assert Meeting.objects.count() == 1


def test_roster_is_that_of_the_day(clerk: Client):
    body = make_draft().body
    old = make_membership(body=body, end_date=dt.date(2023, 9, 30)).person
    new = make_membership(body=body, start_date=dt.date(2023, 10, 1)).person

    assert rows(page_for(clerk, body, on="2023-09-06")) == [(old.pk, "member")]
    assert rows(page_for(clerk, body, on="2023-10-04")) == [(new.pk, "member")]


@pytest.mark.parametrize("query", ["next_of=0", "next_of=x", f"next_of={'9' * 30}", "next_of=%00"])
def test_unknown_body_is_told_beside_the_field(clerk: Client, query: str):
    make_draft()

    page = clerk.get(f"{ADD}?{query}")

    assert len(page.context["next_form"].errors["next_of"]) == 1
    assert page.context["proposal"] is None


def test_day_that_cannot_be_read_is_told_beside_the_field(clerk: Client):
    page = page_for(clerk, make_draft().body, on="someday")

    assert "No such day" in page.context["next_form"].errors["on"][0]


@pytest.mark.parametrize("count", [1, 3])
def test_filled_in_page_query_count(clerk: Client, django_assert_max_num_queries, count: int):
    body = make_body()
    last = make_draft(body=body)
    for _number in range(count):
        make_attendance(last, person=make_membership(body=body).person)
    clerk.get(ADD)  # permissions

    with django_assert_max_num_queries(16):
        page = page_for(clerk, body)

    assert len(rows(page)) == count


# People the archive does not know


def attendee(number: int, person: str, **fields: str):
    return row("attendances", number, person=person, role="member", status="present", **fields)


def enter(client: Client, *people: str):
    fields = blank(body=make_body().pk, **{"attendances-TOTAL_FORMS": len(people)})
    for number, person in enumerate(people):
        fields |= attendee(number, person)
    return client.post(ADD, fields)


def test_somebody_new_is_made_when_the_meeting_is_saved(clerk: Client):
    response = enter(clerk, "new:陈　洁")

    assert response.status_code == 302
    assert Meeting.objects.get().attendances.get().person.name == "陈洁"


def test_somebody_new_who_is_known_by_then_is_that_person(clerk: Client):
    known = make_person("陳潔")

    enter(clerk, "new:陈洁")

    assert Meeting.objects.get().attendances.get().person == known


def test_somebody_new_twice_is_told(clerk: Client):
    response = enter(clerk, "new:陈洁", "new:陳潔")

    assert errors(response)["attendances-1-person"] == ["This person is listed twice."]
    assert "陈洁 (new)" in response.text
    assert not Person.objects.exists()


def test_another_of_a_name_is_somebody_new(clerk: Client):
    known = make_person("陈洁")

    enter(clerk, "new2:陈洁", str(known.pk), "new3:陳潔")

    people = [row.person for row in Meeting.objects.get().attendances.in_order()]
    assert [person.slug for person in people] == ["chen-jie-2", "chen-jie", "chen-jie-3"]


def test_another_of_a_name_is_offered_where_a_new_person_is_listed_twice(clerk: Client):
    response = enter(clerk, "new:陈洁", "new:陳潔")

    assert 'value="new2:陈洁"' in response.text


@pytest.mark.parametrize("order", [("new:陈洁", "new2:陈洁"), ("new2:陈洁", "new:陈洁")])
def test_two_new_people_of_one_name_in_any_order(clerk: Client, order: tuple[str, str]):
    enter(clerk, *order)

    assert Meeting.objects.get().attendances.values("person").distinct().count() == 2


def test_somebody_new_who_is_listed_already_is_told(clerk: Client):
    known = make_person("陈洁")

    response = enter(clerk, str(known.pk), "new:陳潔")

    assert "duplicate" in errors(response)["attendances"][0]


@pytest.mark.parametrize(
    "person",
    [
        "new:",
        "new: \u3000",
        "new:" + "x" * 201,
        "new:\x00",
        "new2:",
        "new1:x",
        "new-2:x",
        "newer",
        "9" * 30,
    ],
)
def test_what_is_no_person_is_told(clerk: Client, person: str):
    response = enter(clerk, person)

    assert list(errors(response)) == ["attendances-0-person"]
    assert not Person.objects.exists()


def test_somebody_new_is_refused_to_those_who_may_not_add_people(db: None):

    client = logged_in(permissions=("add_meeting", "view_meeting", "add_attendance"))

    response = enter(client, "new:陈洁")

    assert list(errors(response)) == ["attendances-0-person"]


def test_mover_who_is_new_is_the_one_who_attended(clerk: Client):
    fields = blank(body=make_body().pk, **{"attendances-TOTAL_FORMS": 1, "resolutions-TOTAL_FORMS": 1})
    fields |= attendee(0, "new:陈洁")
    fields |= row("resolutions", 0, name="Sandbags", classification="motion", decision_method="consensus")

    save(clerk, ADD, fields | row("resolutions", 0, mover="new:陳潔", result="adopted"))

    assert Meeting.objects.get().resolutions.get().mover == Person.objects.get()
