"""A clerk hands a draft over, and whoever publishes it publishes it or returns it with a remark."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import Meeting, StaffAct, Submission
from archive.operations.publish import publish
from archive.operations.submissions import return_submitted, submit
from tests.admin.conftest import logged_in
from tests.admin.pages import ADD, LIST, blank, card, change, filled, notes, save
from tests.factories import make_body, make_draft, make_meeting, make_resolution, make_user
from tests.models.test_reach import limited

RETURN = "/desk/archive/meeting/return/"
AT = dt.datetime(2023, 9, 1, 12, tzinfo=dt.UTC)


def kinds() -> list[str]:
    return list(StaffAct.objects.order_by("pk").exclude(kind="logged_in").values_list("kind", flat=True))


def submitted(**fields: Any) -> Meeting:
    meeting = make_draft(**fields)
    submit([meeting.pk], by=make_user("Clerk", username="mei", first_name="Mei", last_name="Chen"))
    return meeting


def test_clerk_saves_and_submits_with_a_remark(clerk: Client):
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="New", submission_remark="See item 4.", _submit="1")

    answer = save(clerk, change(meeting), fields)

    meeting.refresh_from_db()
    submission = meeting.submission
    assert (meeting.name, submission.remark, submission.is_waiting) == ("New", "See item 4.", True)
    assert notes(answer) == [f"Submitted for publication: {meeting}"]
    assert kinds() == ["submitted", "changed"]
    page = clerk.get(change(meeting))
    assert not page.context["is_changed_since"]
    assert 'name="_submit"' not in page.text


def test_new_meeting_is_submitted_at_once(clerk: Client):
    save(clerk, ADD, blank(body=make_body().pk, _submit="1"))

    assert Submission.objects.get().meeting.name == "A meeting"


def test_remark_that_is_too_long_is_told_beside_its_field(clerk: Client):
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="New", submission_remark="x" * 501, _submit="1")

    page = clerk.post(change(meeting), fields)

    assert page.context["submission_form"].errors.keys() == {"submission_remark"}
    assert "x" * 501 in page.text
    assert not Submission.objects.exists()


def test_remark_that_was_not_submitted_is_given_back(clerk: Client):
    meeting = make_draft()

    answer = save(clerk, change(meeting), filled(clerk, change(meeting), submission_remark="Later"))

    assert "Not submitted, so this remark was not stored: “Later”" in notes(answer)


def test_publisher_publishes_instead_of_submitting(publisher: Client):
    page = publisher.get(change(make_draft()))

    assert ('name="_submit"' in page.text, 'name="_publish"' in page.text) == (False, True)


def test_editing_after_submission_is_allowed_and_said(clerk: Client):
    meeting = submitted()
    colleague = logged_in("Clerk", username="kate", first_name="Kate", last_name="Stewart")

    save(colleague, change(meeting), filled(colleague, change(meeting), name="Other"))

    text = clerk.get(change(meeting)).text
    assert "Submitted for publication by Mei Chen on" in text
    assert "Changed since then, last by Kate Stewart on" in text
    assert "Changed since then" in [note.text for note in queue_notes(logged_in("Publisher"))]


def queue_notes(publisher: Client) -> list[Any]:
    [line] = card(publisher, "Submitted for publication").lines
    return line.notes


def test_queue_says_by_whom_since_when_and_what_it_lacks(publisher: Client):
    meeting = make_draft(body=make_body("Council"), name="Budget", chair_note="")
    make_resolution(meeting, result="")
    clerk = make_user("Clerk", first_name="Mei", last_name="Chen")
    submit([meeting.pk], by=clerk, remark="See item 4.")
    Submission.objects.update(submitted_at=AT)

    queue = card(publisher, "Submitted for publication")

    assert [line.text for line in queue.lines] == ["Council · Budget"]
    assert [note.text for note in queue_notes(publisher)] == [
        "by Mei Chen, 1 Sep 2023",
        "No chair",
        "1 resolution without a result",
    ]
    assert queue.lines[0].quote == "See item 4."
    assert queue.address == f"{LIST}?waiting=submitted"
    assert card(publisher, "Drafts waiting").lines == []
    assert [one.pk for one in publisher.get(queue.address).context["cl"].result_list] == [meeting.pk]


def test_queue_is_there_for_publishers_even_if_empty(publisher: Client, clerk: Client):
    assert card(publisher, "Submitted for publication").nothing == "No draft waits for publication."
    assert card(clerk, "Submitted for publication") is None


def test_draft_is_returned_with_a_remark_that_the_clerk_reads(publisher: Client, clerk: Client):
    meeting = submitted(name="Budget")
    link = f"{RETURN}?meetings={meeting.pk}"
    assert link in publisher.get(change(meeting)).text

    asked = publisher.post(RETURN, {"meetings": [meeting.pk], "remark": " "})
    answer = publisher.post(RETURN, {"meetings": [meeting.pk], "remark": "Who chaired?"})

    assert "Say why it is returned" in asked.text
    assert notes(answer) == ["1 draft was returned."]
    [line] = card(clerk, "Returned with a remark").lines
    assert line.quote == "Who chaired?"
    page = clerk.get(change(meeting)).text
    assert "Who chaired?" in page
    assert 'name="_submit"' in page
    assert card(publisher, "Submitted for publication").lines == []
    assert [one.pk for one in clerk.get(f"{LIST}?waiting=returned").context["cl"].result_list] == [
        meeting.pk
    ]
    assert kinds() == ["submitted", "returned"]


def test_submitting_again_takes_the_remark_away(clerk: Client):
    meeting = submitted()
    return_submitted([meeting.pk], by=make_user("Publisher"), remark="Who chaired?")

    save(clerk, change(meeting), filled(clerk, change(meeting)) | {"_submit": "1"})

    submission = Submission.objects.get()
    assert (submission.is_waiting, submission.return_remark) == (True, "")


@pytest.mark.parametrize("action", ["publish", "page"])
def test_publishing_clears_it(publisher: Client, action: str):
    meeting = submitted()
    if action == "publish":
        publish(meeting)
    else:
        save(publisher, change(meeting), filled(publisher, change(meeting)) | {"_publish": "1"})

    assert Meeting.objects.get().is_published
    assert not Submission.objects.exists()


def test_bulk_submission_names_what_it_could_not_do(publisher: Client):
    public, before, draft = make_meeting(name="Public"), submitted(name="Before"), make_draft(name="Draft")
    keys = [public.pk, before.pk, draft.pk]

    answer = publisher.post(LIST, {"action": "submit_selected", "_selected_action": keys})

    told = notes(answer)
    assert told[0] == "1 draft was submitted."
    assert any("Public" in one and "is no draft" in one for one in told)
    assert any("Before" in one and "was submitted already, by Mei Chen" in one for one in told)
    assert set(Submission.objects.values_list("meeting", flat=True)) == {before.pk, draft.pk}


def test_bulk_return_names_what_it_could_not_do(publisher: Client):
    waiting, draft = submitted(name="Waits"), make_draft(name="Draft")
    keys = [waiting.pk, draft.pk]

    answer: Any = publisher.post(LIST, {"action": "return_selected", "_selected_action": keys})

    assert answer.url == f"{RETURN}?meetings={waiting.pk}"
    [told] = notes(answer)
    assert "Draft" in told
    assert "does not wait for publication" in told


def test_clerk_cannot_return(clerk: Client):
    meeting = submitted()

    answer = clerk.post(RETURN, {"meetings": [meeting.pk], "remark": "No."})

    assert answer.status_code == 403
    assert Submission.objects.get().is_waiting


def test_drafts_of_other_bodies_are_neither_in_the_queue_nor_returned(db: None):
    mine, other = submitted(body=make_body("Board"), name="Mine"), make_draft(name="Other")
    submit([other.pk], by=make_user("Clerk"))
    client = Client()
    client.force_login(limited(mine.body))

    client.post(RETURN, {"meetings": [mine.pk, other.pk], "remark": "No."})
    assert Submission.objects.get(meeting=mine).is_waiting
    client.post(RETURN, {"meetings": [mine.pk], "remark": "No."})
    client.post(LIST, {"action": "return_selected", "_selected_action": [other.pk]})

    assert Submission.objects.get(meeting=other).is_waiting
    assert not Submission.objects.get(meeting=mine).is_waiting
    assert card(client, "Submitted for publication").lines == []


def test_return_without_a_remark_is_a_fault_of_the_caller(db: None):
    with pytest.raises(ValueError, match="with a remark"):
        return_submitted([submitted().pk], by=None, remark=" ")


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count(publisher: Client, django_assert_num_queries, count: int):
    for _ in range(3):
        make_meeting()  # of bodies whose next meetings can be begun
    for _ in range(count):
        submitted_by_anybody(make_draft(present=1, resolutions=1, number="1"))
        back = make_draft()
        submitted_by_anybody(back)
        return_submitted([back.pk], by=None, remark="No.")

    with django_assert_num_queries(24):
        columns = publisher.get("/desk/").context["columns"]

    assert [[len(one.lines) for one in column][:2] for column in columns] == [
        [count, 0],
        [count, 0],
        [0, 0],
    ]


def submitted_by_anybody(meeting: Meeting) -> None:
    submit([meeting.pk], by=make_user("Clerk"))
