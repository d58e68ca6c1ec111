"""What was ever published is not deleted, on no path; each says what to do instead."""

import pytest
from django.test import Client

from archive.models import Body, Meeting, Person, Resolution
from archive.operations.publish import withdraw
from tests.admin.pages import change, errors, filled, notes, row, save
from tests.factories import make_attendance, make_body, make_draft, make_meeting, make_person, make_vote


def delete(client: Client, kept: Body | Person | Resolution):
    name = kept._meta.model_name
    return client.post(f"/desk/archive/{name}/{kept.pk}/delete/", {"post": "yes"})


def delete_selected(client: Client, kept: Body | Person):
    data = {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"}
    return client.post(f"/desk/archive/{kept._meta.model_name}/", data)


@pytest.mark.parametrize("way", [delete, delete_selected])
def test_body_with_meetings_is_not_deleted(superuser: Client, way):
    body = make_meeting().body

    response = way(superuser, body)

    assert "the date of its dissolution" in response.text
    assert Body.objects.filter(pk=body.pk).exists()


@pytest.mark.parametrize("way", [delete, delete_selected])
def test_body_of_a_withdrawn_meeting_is_not_deleted(superuser: Client, way):
    meeting = make_meeting()
    withdraw(meeting, reason="Wrong text")

    response = way(superuser, meeting.body)

    assert "the date of its dissolution" in response.text
    assert Meeting.objects.filter(pk=meeting.pk).exists()


@pytest.mark.parametrize("way", [delete, delete_selected])
def test_person_who_attended_is_not_deleted(superuser: Client, way):
    person = make_meeting(present=1).attendances.get().person

    response = way(superuser, person)

    assert "untick “has a public page”" in response.text
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("way", [delete, delete_selected])
@pytest.mark.parametrize("maker", [make_body, make_person])
def test_what_no_record_names_is_deleted(superuser: Client, way, maker):
    unnamed = maker()

    way(superuser, unnamed)

    assert not type(unnamed).objects.filter(pk=unnamed.pk).exists()


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_published_resolution_is_not_deleted_on_its_page(superuser: Client, is_withdrawn: bool):
    meeting = make_meeting(resolutions=1)
    if is_withdrawn:
        withdraw(meeting, reason="Wrong text")

    response = delete(superuser, meeting.resolutions.get())

    assert "correct its text or its result" in notes(response)[0]
    assert meeting.resolutions.count() == 1


def test_resolution_of_a_draft_is_deleted_on_its_page(superuser: Client):
    meeting = make_draft(resolutions=1)

    delete(superuser, meeting.resolutions.get())

    assert not meeting.resolutions.exists()


def test_published_resolution_is_not_deleted_as_a_row(publisher: Client):
    meeting = make_meeting(resolutions=1)
    make_vote(meeting.resolutions.get())
    fields = filled(publisher, change(meeting), correction_reason="Away with it")

    response = publisher.post(change(meeting), fields | row("resolutions", 0, DELETE="on"))

    assert "correct its text or its result" in errors(response)["resolutions"][0]
    assert meeting.resolutions.get().votes.count() == 1


def test_attendance_of_published_minutes_is_removed_as_a_correction(publisher: Client):
    meeting = make_meeting(present=2)
    fields = filled(publisher, change(meeting), correction_reason="He was not there")

    save(publisher, change(meeting), fields | row("attendances", 1, DELETE="on"))

    assert meeting.attendances.count() == 1
    assert meeting.revisions.newest_first()[0].reason == "He was not there"


def test_person_named_in_a_draft_is_kept_too(superuser: Client):
    person = make_attendance(make_draft()).person

    delete(superuser, person)

    assert Person.objects.filter(pk=person.pk).exists()
