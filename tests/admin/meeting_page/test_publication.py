"""Publishing, withdrawing and deleting on the desk."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.models import Meeting, Revision
from archive.operations.publish import withdraw
from tests.admin.pages import ADD, LIST, blank, change, filled, notes, row, save
from tests.factories import make_body, make_draft, make_meeting, make_resolution

WITHDRAW = "/desk/archive/meeting/withdraw/"
PUBLISH = "/desk/archive/meeting/publish/"


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
    fields["disclosure_basis"] = "Act, s. 4"

    response = save(publisher, change(meeting), fields)

    meeting.refresh_from_db()
    assert (meeting.name, meeting.publication) == ("Kept", "draft")
    assert notes(response) == ["Saved as a draft, but not published."]
    page = publisher.get(response.url)
    assert links(page) == {
        "#id_disclosure": "It is not open: mark a decision as public, or choose what else is "
        "shown of it, to publish it.",
        "#id_resolutions-0-result": "Resolution 1 has no result.",
    }
    assert 'name="_confirmed"' not in page.text


def links(page: Any) -> dict[str, str]:
    """Return {address: sentence} of what holds a meeting."""
    problems = [*page.context["blocks"], *page.context["doubts"]]
    assert all(f'<a href="{address}">' in page.text for _problem, address in problems)
    return {address: problem.message for problem, address in problems}


CARD = "来访人身份证 11010519491231002X，电话 13800138000。"


def test_first_press_shows_the_doubts_and_the_second_publishes(publisher: Client):
    held = save(publisher, ADD, blank(body=make_body().pk, text=CARD, _publish="1"))
    meeting = Meeting.objects.get()
    page = publisher.get(held.url)
    before = state(meeting)
    fields = filled(publisher, held.url, _publish="1", _confirmed=page.context["confirmed"])

    save(publisher, change(meeting), fields)

    assert (before, state(meeting)) == ("draft", "published")
    assert list(links(page)) == ["#id_text"]
    assert f'name="_confirmed" value="{page.context["confirmed"]}"' in page.text


def test_second_press_asks_again_about_what_was_added(publisher: Client):
    meeting = make_draft(text=CARD)
    held = save(publisher, change(meeting), filled(publisher, change(meeting), _publish="1"))
    confirmed = publisher.get(held.url).context["confirmed"]
    fields = filled(publisher, held.url, summary="Call 13812345678.", _publish="1", _confirmed=confirmed)

    again = save(publisher, change(meeting), fields)

    assert state(meeting) == "draft"
    assert list(links(publisher.get(again.url))) == ["#id_summary", "#id_text"]


def test_pressing_twice_without_having_read_the_doubts_publishes_nothing(publisher: Client):
    meeting = make_draft(text=CARD)

    for _ in range(2):
        save(publisher, change(meeting), filled(publisher, change(meeting), _publish="1"))

    assert state(meeting) == "draft"


def test_preview_confirms_the_doubts_that_it_shows(publisher: Client):
    meeting = make_draft(text=CARD)
    page = publisher.post(change(meeting), filled(publisher, change(meeting), _preview="1"))
    sent = {"_carried": page.context["carried"], "_confirmed": page.context["confirmed"], "_publish": "1"}

    save(publisher, change(meeting), sent)

    assert f'name="_confirmed" value="{page.context["confirmed"]}"' in page.text
    assert state(meeting) == "published"


def test_correction_stops_at_what_would_be_newly_public(publisher: Client):
    meeting = make_meeting(summary="Call 13812345678.")
    fields = filled(publisher, change(meeting), text=CARD, correction_reason="More", _save="1")

    page = publisher.post(change(meeting), fields)
    asked = meeting.revisions.count()
    typed = page.context["adminform"].form["text"].value()
    save(publisher, change(meeting), fields | {"_confirmed": page.context["confirmed"]})

    assert (asked, meeting.revisions.count()) == (1, 2)
    assert list(links(page)) == ["#id_text"]
    assert typed == CARD
    assert "It is not saved yet." in page.text


def test_correction_is_not_asked_about_what_was_confirmed_before(publisher: Client):
    meeting = make_meeting(summary="Call 13812345678.")

    save(
        publisher, change(meeting), filled(publisher, change(meeting), name="New", correction_reason="Slip")
    )

    assert meeting.revisions.count() == 2


def test_correction_on_the_page_of_a_resolution_stops_too(publisher: Client):
    meeting = make_meeting(resolutions=1)
    address = f"/desk/archive/resolution/{meeting.resolutions.get().pk}/change/"
    fields = filled(publisher, address, text=CARD, correction_reason="More")

    page = publisher.post(address, fields)
    asked = meeting.revisions.count()
    save(publisher, address, fields | {"_confirmed": page.context["confirmed"]})

    assert (asked, meeting.revisions.count()) == (1, 2)
    assert list(links(page)) == ["#id_text"]


def test_file_of_a_correction_that_is_held_is_not_kept(publisher: Client, settings):
    meeting = make_meeting()
    file = SimpleUploadedFile("plan.txt", b"Plan", content_type="text/plain")
    fields = filled(publisher, change(meeting), text=CARD, correction_reason="More")
    fields |= {"documents-TOTAL_FORMS": 1} | row(
        "documents", 0, name="Plan", classification="attachment", file=file, is_public="on"
    )

    page = publisher.post(change(meeting), fields)

    assert "plan.txt" in page.context["lost_files"]
    assert not list(Path(settings.MEDIA_ROOT).rglob("plan*"))
    assert not meeting.documents.exists()


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
    assert notes(response) == ["1 meeting was published."]
    [held] = response.context["held"]
    assert held["meeting"] == empty
    assert f'href="{change(empty)}#id_text">It has no text' in response.text
    assert "all the same" not in response.text


def test_publish_action_asks_once_about_doubts(publisher: Client):
    meetings = [make_draft(text=CARD), make_draft(start_time=dt.time(11), end_time=dt.time(9))]

    page = act(publisher, "publish_selected", *meetings)
    asked = [state(meeting) for meeting in meetings]
    sent = {"meetings": page.context["meetings"], "confirmed": page.context["confirmed"]}
    response: Any = publisher.post(PUBLISH, sent)

    assert asked == ["draft", "draft"]
    assert [one["meeting"] for one in page.context["held"]] == meetings
    assert "Publish 2 meetings all the same" in page.text
    assert [state(meeting) for meeting in meetings] == ["published", "published"]
    assert response.url == LIST


def test_publish_action_asks_again_about_what_was_added(publisher: Client):
    meeting = make_draft(text=CARD)
    page = act(publisher, "publish_selected", meeting)
    Meeting.objects.update(summary="Call 13812345678.")
    sent = {"meetings": page.context["meetings"], "confirmed": page.context["confirmed"]}

    again = publisher.post(PUBLISH, sent)

    assert f'href="{change(meeting)}#id_summary"' in again.text
    assert state(meeting) == "draft"


@pytest.mark.parametrize(
    "sent", [{}, {"meetings": ["x", "99999999999999999999"]}, {"meetings": ["1"], "confirmed": "\0 é"}]
)
def test_publishing_nothing_leads_back_to_the_list(publisher: Client, sent: dict):
    assert publisher.post(PUBLISH, sent).headers["Location"] == LIST
    assert publisher.get(PUBLISH).headers["Location"] == LIST


def test_clerk_cannot_confirm_doubts(clerk: Client):
    meeting = make_draft()

    assert clerk.post(PUBLISH, {"meetings": [meeting.pk]}).status_code == 403
    assert state(meeting) == "draft"


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

    assert page.context["meetings"].get() == meeting
    assert "Not public” is not published, so it is not withdrawn." in page.text
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

    assert "Say why: the public reads the reason." in response.text
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

    refused = publisher.post(change(meeting), fields)
    without = state(meeting)
    save(publisher, change(meeting), fields | {"return_reason": "Text put right"})

    assert list(links(refused)) == ["#id_return_reason"]
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
    assert set(Meeting.objects.all()) == {published}


def test_withdrawing_many_names_those_that_are_not_published(publisher: Client):
    draft, published = make_draft(name="Budget"), make_meeting()

    response: Any = act(publisher, "withdraw_selected", draft, published)

    assert response.url.endswith(f"?meetings={published.pk}")
    [told] = notes(response)
    assert "Budget” is not published, so it is not withdrawn." in told


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
