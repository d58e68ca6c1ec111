"""Names as the minutes write them, typed on the desk."""

import pytest
from django.test import Client

from archive.models import ActionItem, Meeting, Resolution, Vote
from tests.admin.pages import change, errors, filled, row
from tests.factories import make_action, make_body, make_draft, make_person, make_resolution, make_vote

pytestmark = pytest.mark.django_db


def page_of(resolution: Resolution) -> str:
    return f"/desk/archive/resolution/{resolution.pk}/change/"


def test_mover_seconder_and_voter_are_typed_as_written(clerk: Client):
    ida = make_person("Ida Merrow")
    resolution = make_resolution(make_draft(), mover=ida, seconder=make_person())
    make_vote(resolution, voter=ida)
    typed = {"mover_as_written": "Mrs Merrow", "votes-0-name_as_written": "I. Merrow", "_save": "1"}

    clerk.post(page_of(resolution), filled(clerk, page_of(resolution), **typed))

    resolution.refresh_from_db()
    assert (resolution.mover, resolution.mover_as_written) == (ida, "Mrs Merrow")
    assert Vote.objects.get().name_as_written == "I. Merrow"


def test_body_of_the_meeting_and_who_is_responsible_are_typed_as_written(clerk: Client):
    body = make_body("Harbour Board")
    meeting = make_draft(body=body)
    make_action(meeting, responsible=make_person("Ida Merrow"), responsible_body=body)
    more = {"responsible_as_written": "Mrs Merrow", "responsible_body_as_written": "The Board"}
    action = ActionItem.objects.get()
    sent = row(
        "action_items", 0, **more, responsible=action.responsible_id, responsible_body=body.pk, outcome=""
    )
    fields = filled(clerk, change(meeting), body_as_written="Board of the Harbour", **sent)

    clerk.post(change(meeting), fields | {"_save": "1"})

    meeting.refresh_from_db()
    action.refresh_from_db()
    assert meeting.body_as_written == "Board of the Harbour"
    written = (action.responsible_as_written, action.responsible_body_as_written)
    assert written == ("Mrs Merrow", "The Board")


def test_another_mover_does_not_keep_the_name_of_the_one_before(clerk: Client):
    resolution = make_resolution(make_draft(), mover=make_person("Ida Merrow"))
    other = make_person("Ada Nowak")

    clerk.post(page_of(resolution), filled(clerk, page_of(resolution), mover=other.pk, _save="1"))

    resolution.refresh_from_db()
    assert (resolution.mover, resolution.mover_as_written) == (other, "Ada Nowak")


def test_name_that_is_emptied_is_that_of_the_day_again(clerk: Client):
    meeting = make_draft(body=make_body("Harbour Board"))
    Meeting.objects.update(body_as_written="Board")

    clerk.post(change(meeting), filled(clerk, change(meeting), body_as_written="", _save="1"))

    meeting.refresh_from_db()
    assert meeting.body_as_written == "Harbour Board"


def test_name_typed_of_nobody_asks_who_it_is_and_stays(clerk: Client):
    resolution = make_resolution(make_draft())

    page = clerk.post(
        page_of(resolution), filled(clerk, page_of(resolution), mover_as_written="Mrs Merrow", _save="1")
    )

    assert errors(page) == {"mover_as_written": ["Choose who this is."]}
    assert 'value="Mrs Merrow"' in page.text
