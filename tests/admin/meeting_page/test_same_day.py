"""A new meeting of a body that has one on the same day is not saved in silence."""

import datetime as dt

import pytest
from django.test import Client

from archive.models import Meeting
from archive.operations.publish import withdraw
from tests.admin.pages import ADD, LIST, blank, change, errors, filled, save
from tests.factories import make_body, make_draft, make_joint, make_meeting

DAY = dt.date(2023, 8, 23)


@pytest.fixture
def known(db: None) -> Meeting:
    """Return a meeting that was entered before."""
    return make_draft(body=make_body("Council"), date=DAY, name="Floods")


def typed(known: Meeting, **fields: object) -> dict[str, object]:
    return blank(body=known.body.pk, date="23 August 2023", name="Flooding") | fields


@pytest.mark.parametrize("button", ["_save", "_publish", "_next"])
def test_meeting_of_the_same_day_is_asked_about(publisher: Client, known: Meeting, button: str):
    page = publisher.post(ADD, typed(known, **{button: "1"}))

    assert list(errors(page)) == ["date"]
    assert page.context["same_day"] == [known]
    assert f'href="{change(known)}"' in page.text
    assert page.context["adminform"].form["name"].value() == "Flooding"
    assert Meeting.objects.count() == 1


def test_second_meeting_is_saved_once_it_is_said_to_be_one(clerk: Client, known: Meeting):
    save(clerk, ADD, typed(known, _second=f"{known.pk} "))

    assert Meeting.objects.count() == 2


def test_third_meeting_is_asked_about_too(clerk: Client, known: Meeting):
    make_draft(body=known.body, date=DAY)

    page = clerk.post(ADD, typed(known, _second=str(known.pk)))

    assert not page.context["is_second"]
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("said", ["x", "9" * 30, "\x00", "0"])
def test_box_that_names_no_meeting_says_nothing(clerk: Client, known: Meeting, said: str):
    assert list(errors(clerk.post(ADD, typed(known, _second=said)))) == ["date"]


def test_joint_meeting_is_known_to_each_of_its_bodies(clerk: Client, known: Meeting):
    guest = make_body("Guests")
    make_joint(known, guest)

    assert clerk.post(ADD, typed(known, body=guest.pk)).context["same_day"] == [known]


def test_other_days_bodies_months_and_withdrawn_minutes_are_no_double(clerk: Client, known: Meeting):
    other, gone = make_body("Other"), make_meeting(body=make_body("Gone"), date=DAY)
    withdraw(gone, reason="Entered twice.")

    save(clerk, ADD, typed(known, date="2023-08-24"))
    save(clerk, ADD, typed(known, body=other.pk))
    save(clerk, ADD, typed(known, body=gone.body.pk))
    save(clerk, ADD, typed(known, date_precision="month"))

    assert Meeting.objects.count() == 6


def test_stored_meeting_is_saved_beside_another(clerk: Client, known: Meeting):
    second = make_draft(body=known.body, date=DAY, name="Roads")

    save(clerk, change(second), filled(clerk, change(second), name="Roads and paths"))

    assert Meeting.objects.filter(name="Roads and paths").exists()


def test_page_says_so_as_soon_as_body_and_day_are_known(clerk: Client, known: Meeting):
    asked: dict[str, int | str] = {"body": known.body.pk, "date": "23 August 2023"}

    assert clerk.get(f"{ADD}?next_of={known.body.pk}&on=2023-08-23").context["same_day"] == [known]
    assert clerk.get(f"{LIST}same-day/", asked).context["same_day"] == [known]
    assert clerk.get(ADD).context["same_day"] == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"body": "x"}, {"body": "9" * 30, "date": "\x00"}, {"date": "3/8/2023"}, {"date_precision": "x"}],
)
def test_question_that_cannot_be_read_is_answered_with_nothing(clerk: Client, asked: dict[str, str]):
    answer = clerk.get(f"{LIST}same-day/", asked)

    assert (answer.status_code, answer.text.strip()) == (200, "")
