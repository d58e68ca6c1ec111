"""Earlier minutes approved in those of the next meeting: a line of its draft."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from archive.models import Meeting, MinutesApproval
from archive.operations.minutes_approvals import minutes_to_approve
from archive.operations.publish import correct, publish
from archive.record.history import corrections
from archive.record.verify import problems_of_record
from archive.record.versions import current_snapshot
from tests.admin.pages import ADD, blank, card, change, filled, save
from tests.factories import make_body, make_draft, make_meeting

FEBRUARY, MARCH = dt.date(2024, 2, 13), dt.date(2024, 3, 12)


@pytest.fixture
def minutes(db: None) -> Meeting:
    """Return published minutes that the next meeting is to approve."""
    return make_meeting(body=make_body(approval="at_later_meeting"), date=FEBRUARY, name="February")


def next_draft(minutes: Meeting, **fields: Any) -> Meeting:
    defaults: dict[str, Any] = {"body": minutes.body, "date": MARCH, "name": "March"}
    return make_draft(**defaults | fields)


def offered(client: Client, address: str) -> list[str]:
    return [row.minutes.name for row in client.get(address).context["to_approve"]]


def answered(client: Client, meeting: Meeting, minutes: Meeting, how: str, **more: str) -> Any:
    fields = filled(client, change(meeting), **{f"approving-{minutes.pk}": how}, **more)
    return save(client, change(meeting), fields)


def test_minutes_of_the_last_meeting_are_offered(clerk: Client, minutes: Meeting):
    make_draft(body=minutes.body, date=FEBRUARY, name="Never published")
    make_meeting(body=minutes.body, date=FEBRUARY, name="Approved", approved_on=FEBRUARY)
    make_meeting(body=minutes.body, date=FEBRUARY, name="Called", status="scheduled")
    make_meeting(body=minutes.body, date=MARCH, name="Same day")
    make_meeting(body=minutes.body, date=dt.date(2020, 1, 1), name="Long ago")
    make_meeting(body=make_body(approval="at_later_meeting"), date=FEBRUARY, name="Other body")

    draft = next_draft(minutes)

    assert offered(clerk, change(draft)) == ["February"]
    assert offered(clerk, f"{ADD}?next_of={minutes.body.pk}&on=2024-03-12") == ["February"]
    assert offered(clerk, ADD) == []
    assert offered(clerk, change(minutes)) == []


@pytest.mark.parametrize("approval", ["by_chair", "none"])
def test_nothing_is_offered_where_no_meeting_approves(clerk: Client, minutes: Meeting, approval: str):
    minutes.body.approval = approval
    minutes.body.save()

    assert offered(clerk, change(next_draft(minutes))) == []


def test_publication_approves_what_stands(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes)

    answered(publisher, draft, minutes, "as_they_stand")
    minutes.refresh_from_db()
    assert minutes.approved_on is None
    assert publisher.get(change(draft)).context["to_approve"][0].how.value() == "as_they_stand"
    save(publisher, change(draft), filled(publisher, change(draft), _publish="1"))

    minutes.refresh_from_db()
    assert (minutes.approved_on, minutes.approved_at) == (MARCH, draft)
    version = minutes.revisions.newest_first()[0]
    assert (version.number, version.kind, version.reason) == (2, "approved", "")
    assert (current_snapshot(minutes) or {})["approved_at"]["name"] == "March"
    assert list(corrections()) == []
    assert list(problems_of_record()) == []


def test_new_meeting_approves_too(publisher: Client, minutes: Meeting):
    fields = blank(body=minutes.body.pk, date="2024-03-12", text="Met.", _publish="1")

    save(publisher, ADD, fields | {f"approving-{minutes.pk}": "as_they_stand"})

    minutes.refresh_from_db()
    assert minutes.approved_on == MARCH


def test_minutes_added_to_an_announced_meeting_approve_too(publisher: Client, minutes: Meeting):
    meeting = make_meeting(body=minutes.body, date=MARCH, name="March", text="", status="scheduled")

    answered(publisher, meeting, minutes, "as_they_stand", status="held", text="We met.")

    minutes.refresh_from_db()
    assert meeting.revisions.newest_first()[0].kind == "minutes_added"
    assert (minutes.approved_on, minutes.approved_at) == (MARCH, meeting)


def test_meeting_that_was_not_held_approves_nothing(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes, status="scheduled")

    answered(publisher, draft, minutes, "as_they_stand", _publish="1")

    minutes.refresh_from_db()
    assert minutes.approved_on is None


def test_minutes_approved_meanwhile_are_left_alone(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes)
    MinutesApproval.objects.create(meeting=draft, minutes=minutes, how="as_they_stand")
    Meeting.objects.filter(pk=minutes.pk).update(approved_on=FEBRUARY)

    publish(draft)

    minutes.refresh_from_db()
    assert (minutes.approved_on, minutes.revisions.count()) == (FEBRUARY, 1)


@pytest.mark.parametrize("how", ["", "nonsense", "\x00"])
def test_answer_that_approves_nothing_stores_nothing(clerk: Client, minutes: Meeting, how: str):
    draft = next_draft(minutes)
    if not how:
        MinutesApproval.objects.create(meeting=draft, minutes=minutes, how="as_they_stand")

    answered(clerk, draft, minutes, how)

    assert not MinutesApproval.objects.exists()


def test_changes_are_entered_before_the_approval_stands(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes)

    answered(publisher, draft, minutes, "with_changes", _publish="1")

    minutes.refresh_from_db()
    assert (minutes.approved_on, minutes.revisions.count()) == (None, 1)
    page = publisher.get(change(minutes))
    assert page.context["approved_with_changes"].meeting == draft
    assert page.context["adminform"].form["correction_kind"].value() == "amended"
    assert "with changes" in str(card(publisher, "Not yet approved").lines[1].notes)


def test_version_with_the_changes_is_approved(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes)
    MinutesApproval.objects.create(meeting=draft, minutes=minutes, how="with_changes")
    publish(draft)
    fields = filled(
        publisher, change(minutes), text="The committee met twice.", correction_reason="As read."
    )

    save(publisher, change(minutes), fields)

    minutes.refresh_from_db()
    assert (minutes.approved_on, minutes.approved_at) == (MARCH, draft)
    version = minutes.revisions.newest_first()[0]
    assert (version.number, version.kind) == (2, "amended")
    record = current_snapshot(minutes) or {}
    assert (record["text"], record["approved_on"]) == ("The committee met twice.", "2024-03-12")
    assert list(problems_of_record()) == []


def test_other_correction_approves_nothing(publisher: Client, minutes: Meeting):
    draft = next_draft(minutes)
    MinutesApproval.objects.create(meeting=draft, minutes=minutes, how="with_changes")
    publish(draft)

    correct(minutes, kind="corrected", reason="Spelling.")

    minutes.refresh_from_db()
    assert minutes.approved_on is None


@pytest.mark.parametrize("count", [1, 3])
def test_minutes_to_approve_query_count(django_assert_num_queries, db: None, count: int):
    body = make_body(approval="at_later_meeting")
    for _number in range(count):
        make_meeting(body=body, date=FEBRUARY)
    draft = make_draft(body=body, date=MARCH)

    with django_assert_num_queries(1):
        assert len([str(one) for one in minutes_to_approve(draft)]) == count


def test_first_page_leads_to_the_approval_of_what_is_ticked(
    publisher: Client, clerk: Client, minutes: Meeting
):
    act = card(publisher, "Not yet approved").act

    assert publisher.get(act.address, {"meetings": minutes.pk}).context["meetings"] == [minutes]
    assert card(clerk, "Not yet approved").act is None
