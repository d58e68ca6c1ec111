"""Addresses that change, and the old ones that lead on."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from archive.models import Body, Redirect
from archive.operations.publish import (
    correct,
    move_meeting,
    publish,
    rename_body,
    rename_person,
    withdraw,
)
from tests.factories import make_body, make_draft, make_meeting, make_person, make_resolution
from tests.latest import latest_record

pytestmark = pytest.mark.django_db

DAY, NEXT_DAY = dt.date(2023, 8, 23), dt.date(2023, 8, 24)
OLD, NEW = "/meetings/council/2023-08-23/", "/meetings/council/2023-08-24/"


def redirects() -> dict[str, str]:
    """Return {old address: where it leads}."""
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def test_corrected_date_gives_a_new_address():
    meeting = make_meeting(body=make_body(slug="council"), date=DAY)
    meeting.date = NEXT_DAY
    meeting.save()

    correct(meeting, kind="corrected", reason="The date was wrong.")

    assert (meeting.get_absolute_url(), latest_record(meeting)["address"]) == (NEW, NEW)
    assert redirects() == {OLD: NEW}


def test_date_corrected_twice_leaves_no_chain():
    meeting = make_meeting(body=make_body(slug="council"), date=DAY)
    last = "/meetings/council/2023-08-25/"

    move_meeting(meeting, date=NEXT_DAY, reason="The date was wrong.")
    move_meeting(meeting, date=dt.date(2023, 8, 25), reason="It still was.")

    assert redirects() == {OLD: last, NEW: last}


def test_date_corrected_back_returns_to_the_old_address():
    meeting = make_meeting(body=make_body(slug="council"), date=DAY)

    move_meeting(meeting, date=NEXT_DAY, reason="The date was wrong.")
    move_meeting(meeting, date=DAY, reason="It was right.")

    assert meeting.get_absolute_url() == OLD
    assert redirects() == {NEW: OLD}


def test_correction_of_anything_else_keeps_the_address():
    body = make_body(slug="council")
    make_meeting(body=body, date=DAY)
    meeting = make_meeting(body=body, date=DAY)

    correct(meeting, kind="corrected", reason="Spelling.")

    assert meeting.get_absolute_url() == "/meetings/council/2023-08-23-2/"
    assert redirects() == {}


def test_meeting_moves_to_another_body_with_its_resolutions(client):
    meeting = make_meeting(body=make_body(slug="council"), date=DAY, resolutions=1)
    make_meeting(body=make_body(slug="board"), date=DAY)

    move_meeting(meeting, body=Body.objects.get(slug="board"), reason="It was the board.")

    assert redirects() == {OLD: "/meetings/board/2023-08-23-2/"}
    response = client.get(f"{OLD}resolutions/1/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/meetings/board/2023-08-23-2/resolutions/1/",
    )


def test_draft_moves_without_a_reason_or_redirect():
    meeting = make_draft(date=DAY)

    move_meeting(meeting, date=NEXT_DAY, reason="")

    assert (meeting.date, meeting.slug, redirects()) == (NEXT_DAY, "", {})


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_meeting_that_cannot_be_corrected_does_not_move(is_withdrawn: bool):
    meeting = make_meeting(body=make_body(slug="council"), date=DAY)
    if is_withdrawn:
        withdraw(meeting, reason="By mistake.")

    with pytest.raises(ValueError, match="reason"):
        move_meeting(meeting, date=NEXT_DAY, reason="Wrong." if is_withdrawn else " ")

    meeting.refresh_from_db()
    assert meeting.get_absolute_url() == OLD


def test_old_address_is_not_given_to_another_meeting():
    body = make_body(slug="council")
    move_meeting(make_meeting(body=body, date=DAY), date=NEXT_DAY, reason="The date was wrong.")

    assert make_meeting(body=body, date=DAY).get_absolute_url() == "/meetings/council/2023-08-23-2/"


def test_renamed_body_takes_its_meetings_along():
    body = make_body(slug="council")
    meeting = make_meeting(body=body, date=DAY)

    rename_body(body, "town-council")

    meeting.body.refresh_from_db()
    assert meeting.get_absolute_url() == "/meetings/town-council/2023-08-23/"
    assert redirects() == {
        "/bodies/council/": "/bodies/town-council/",
        "/meetings/council/": "/meetings/town-council/",
    }


def test_body_renamed_back_leaves_no_circle():
    body = make_body(slug="council")

    rename_body(body, "town-council")
    rename_body(body, "council")

    assert redirects() == {
        "/bodies/town-council/": "/bodies/council/",
        "/meetings/town-council/": "/meetings/council/",
    }


def test_old_address_of_a_body_is_not_given_to_another():
    body = make_body("Council", slug="council")
    rename_body(body, "town-council")

    assert make_body("Council").slug == "council-2"
    with pytest.raises(ValidationError, match="once was that of another body"):
        Body(name="Another", slug="council").full_clean()
    with pytest.raises(ValidationError, match="is or was that of another"):
        rename_body(make_body(), "council")


@pytest.mark.parametrize("slug", ["", "two words", "board"])
def test_body_is_not_renamed_to_what_cannot_be_its_address(slug: str):
    make_body(slug="board")
    body = make_body(slug="council")

    with pytest.raises(ValidationError):
        rename_body(body, slug)

    assert redirects() == {}


def test_meeting_moved_within_a_renamed_body_is_found_by_every_old_address():
    body = make_body(slug="assembly")
    meeting = make_meeting(body=body, date=DAY)
    rename_body(body, "council")
    meeting.refresh_from_db()

    move_meeting(meeting, date=NEXT_DAY, reason="The date was wrong.")

    found = {Redirect.objects.newest(path) for path in ("/meetings/assembly/2023-08-23/", OLD)}
    assert found == {NEW}
    assert set(Redirect.objects.leading_to(NEW)) >= {NEW, OLD, "/meetings/assembly/2023-08-23/"}


def test_correction_after_a_renaming_writes_no_redirect_of_its_own():
    body = make_body(slug="assembly")
    meeting = make_meeting(body=body, date=DAY)
    rename_body(body, "council")
    meeting.refresh_from_db()

    correct(meeting, kind="corrected", reason="Spelling.")

    assert set(redirects()) == {"/bodies/assembly/", "/meetings/assembly/"}
    assert latest_record(meeting)["address"] == OLD


def test_renamed_person_is_found_by_the_old_address():
    person = make_person("Li Ming", slug="li-ming")

    rename_person(person, "li-ming-clerk")

    assert redirects() == {"/people/li-ming/": "/people/li-ming-clerk/"}
    assert make_person("Li Ming").slug == "li-ming-2"


def test_relation_to_a_moved_meeting_still_leads_there(client):
    target = make_meeting(body=make_body(slug="council"), date=DAY, resolutions=1)
    other = make_draft()
    make_resolution(other).relations.create(target=target.resolutions.get(), kind="amends")
    publish(other)

    move_meeting(target, date=NEXT_DAY, reason="The date was wrong.")

    [row] = latest_record(other)["resolutions"]
    response = client.get(row["relations"][0]["target"]["address"], follow=True)
    assert response.redirect_chain == [(f"{NEW}resolutions/1/", 301)]
