"""Publishing, withdrawing and deleting on the desk."""

import pytest
from django.test import Client

from archive.models import Meeting, Revision
from archive.operations.publish import withdraw
from tests.admin.pages import ADD, LIST, blank, change, filled, notes, row, save
from tests.factories import make_body, make_draft, make_meeting, make_resolution

WITHDRAW = "/desk/archive/meeting/withdraw/"


def act(client: Client, name: str, *meetings: Meeting):
    return client.post(LIST, {"action": name, "_selected_action": [meeting.pk for meeting in meetings]})


def state(meeting: Meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).publication


def test_save_and_publish_a_new_meeting(publisher: Client):
    fields = blank(body=make_body().pk, text="They met.", _publish="1")

    response = save(publisher, ADD, fields)

    meeting = Meeting.objects.get()
    assert (meeting.publication, response.url) == ("published", LIST)
    assert meeting.get_absolute_url() in notes(response)[0]


def test_save_and_publish_a_draft(publisher: Client):
    meeting = make_draft()

    save(publisher, change(meeting), filled(publisher, change(meeting), name="Final", _publish="1"))

    assert state(meeting) == "published"
    assert '"name":"Final"' in meeting.revisions.get().snapshot


def test_save_and_publish_lists_all_problems_and_keeps_the_draft(publisher: Client):
    meeting = make_draft()
    make_resolution(meeting, result="")
    fields = filled(publisher, change(meeting), name="Kept", disclosure="closed", _publish="1")

    response = save(publisher, change(meeting), fields)

    meeting.refresh_from_db()
    assert (meeting.name, meeting.publication, response.url) == ("Kept", "draft", change(meeting))
    assert len(notes(response)) == 3
    assert "disclosure is open" in notes(response)[1]
    assert "has no result" in notes(response)[2]
    assert 'href="#id_disclosure"' in notes(response)[1]
    assert 'href="#resolutions-group"' in notes(response)[2]


def test_clerk_sees_no_button_to_publish_and_cannot_press_it(clerk: Client, publisher: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), name="Changed", _publish="1")

    response = clerk.post(change(meeting), fields)

    assert response.status_code == 403
    assert not Meeting.objects.filter(name="Changed").exists()
    assert 'name="_publish"' in publisher.get(change(meeting)).text
    assert 'name="_publish"' not in clerk.get(change(meeting)).text


def test_publish_action_publishes_what_it_can(publisher: Client):
    ready, empty = make_draft(), make_draft(text="", name="Empty one")

    response = act(publisher, "publish_selected", ready, empty)

    assert (state(ready), state(empty)) == ("published", "draft")
    assert "“" in notes(response)[0]
    assert "Empty one” was not published. It has no text" in notes(response)[0]
    assert notes(response)[1] == "1 meeting was published."


def test_clerk_has_no_action_to_publish_or_withdraw(clerk: Client):
    draft, published = make_draft(), make_meeting()

    act(clerk, "publish_selected", draft)
    act(clerk, "withdraw_selected", published)

    assert (state(draft), state(published)) == ("draft", "published")
    assert clerk.get(f"{WITHDRAW}?meetings={published.pk}").status_code == 403
    assert clerk.post(WITHDRAW, {"meetings": [published.pk], "reason": "No"}).status_code == 403


def test_withdraw_action_asks_for_the_reason(publisher: Client):
    meeting, draft = make_meeting(name="Wrong text"), make_draft(name="Not public")

    page = publisher.get(act(publisher, "withdraw_selected", meeting, draft).url)

    assert "Wrong text" in page.text
    assert "Not public" not in page.text
    assert state(meeting) == "published"


def test_withdraw_with_a_reason(publisher: Client):
    meetings = [make_meeting(), make_meeting()]

    response = publisher.post(
        WITHDRAW, {"meetings": [meeting.pk for meeting in meetings], "reason": "Wrong text"}
    )

    assert [state(meeting) for meeting in meetings] == ["withdrawn", "withdrawn"]
    assert meetings[0].revisions.newest_first()[0].reason == "Wrong text"
    assert notes(response) == ["2 meetings were withdrawn."]


def test_withdraw_without_a_reason_is_refused(publisher: Client):
    meeting = make_meeting(name="Still here")

    response = publisher.post(WITHDRAW, {"meetings": [meeting.pk], "reason": " "})

    assert "This field is required." in response.text
    assert "Still here" in response.text
    assert state(meeting) == "published"


@pytest.mark.parametrize("query", ["", "?meetings=x", "?meetings=999999", "?meetings=99999999999999999999"])
def test_withdraw_nothing(publisher: Client, query: str):
    response = publisher.get(WITHDRAW + query)

    assert "nothing to withdraw" in response.text


def test_withdrawn_meeting_is_published_again_with_a_reason(publisher: Client):
    meeting = make_meeting()
    withdraw(meeting, reason="Wrong text")
    fields = filled(publisher, change(meeting), _publish="1")

    refused = save(publisher, change(meeting), fields)
    without = state(meeting)
    save(publisher, change(meeting), fields | {"return_reason": "Text put right"})

    assert 'href="#id_return_reason"' in notes(refused)[-1]
    assert (without, state(meeting)) == ("withdrawn", "published")
    assert meeting.revisions.newest_first()[0].reason == "Text put right"


def test_draft_is_deleted(clerk: Client):
    meeting = make_draft(resolutions=1, present=1)

    page = clerk.get(f"/desk/archive/meeting/{meeting.pk}/delete/")
    clerk.post(f"/desk/archive/meeting/{meeting.pk}/delete/", {"post": "yes"})

    assert "Are you sure" in page.text
    assert not Meeting.objects.exists()


def test_published_meeting_is_not_deleted(superuser: Client):
    meeting = make_meeting()

    response = superuser.post(f"/desk/archive/meeting/{meeting.pk}/delete/", {"post": "yes"})

    assert "withdraw it instead" in notes(response)[0]
    assert state(meeting) == "published"
    assert "/delete/" not in superuser.get(change(meeting)).text


def test_published_meeting_is_not_deleted_with_others(superuser: Client):
    published, draft = make_meeting(), make_draft()
    data = {"action": "delete_selected", "_selected_action": [published.pk, draft.pk], "post": "yes"}

    response = superuser.post(LIST, data)

    assert "withdraw it instead" in notes(response)[0]
    assert set(Meeting.objects.all()) == {published, draft}


def test_drafts_are_deleted_together_after_asking(clerk: Client):
    meetings = [make_draft(), make_draft()]
    keys = [meeting.pk for meeting in meetings]

    page = act(clerk, "delete_selected", *meetings)
    kept = Meeting.objects.count()
    clerk.post(LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})

    assert "Are you sure" in page.text
    assert (kept, Meeting.objects.count()) == (2, 0)


def test_removed_resolution_of_a_draft_leaves_no_version(publisher: Client):
    meeting = make_draft(resolutions=1)
    fields = filled(publisher, change(meeting)) | row("resolutions", 0, DELETE="on")

    save(publisher, change(meeting), fields)

    assert not meeting.resolutions.exists()
    assert not Revision.objects.exists()
