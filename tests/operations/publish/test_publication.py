"""Publishing, approving, correcting and withdrawing: what blocks it, what it writes, what it costs."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from archive.models import Meeting, Revision
from archive.operations.publish import (
    CannotPublish,
    approve,
    correct,
    problems_of,
    publish,
    publish_all,
    withdraw,
)
from tests.factories import make_body, make_draft, make_item, make_meeting, make_resolution, make_user
from tests.latest import latest_record, latest_version

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)
MOMENT = dt.datetime(2023, 9, 1, 8, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


# Publishing


def test_publish_sets_state_time_and_address():
    meeting = make_draft(date=DAY)

    publish(meeting, at=MOMENT)

    assert meeting.is_published
    assert (meeting.published_at, meeting.slug, meeting.edit_number) == (MOMENT, "2023-08-23", 1)


def test_publish_writes_version_one():
    author = make_user()
    meeting = make_draft(name="Flood season")

    publish(meeting, at=MOMENT, by=author)

    version = meeting.revisions.get()
    assert (version.number, version.kind, version.reason) == (1, "published", "")
    assert (version.created_at, version.created_by) == (MOMENT, author)
    assert latest_record(meeting)["name"] == "Flood season"


def test_problems_are_told_all_at_once():
    meeting = make_draft(name=" ", text="", disclosure="closed", disclosure_basis="Act, s. 4")
    make_resolution(meeting, result="", agenda_item=make_item(meeting, is_public=False))

    problems = problems_of(meeting)

    assert [problem.field for problem in problems] == ["disclosure", "name", "resolutions"]
    assert problems[-1].message == "Resolution 1 has no result."


def test_problems_are_all_in_the_error():
    meeting = make_draft(name=" ", text="")

    with pytest.raises(CannotPublish) as refusal:
        publish(meeting)

    assert str(refusal.value) == "It has no title. It has no text, agenda item or resolution."
    assert Meeting.objects.drafts().get() == meeting


def test_published_meeting_is_not_published_again():
    meeting = make_meeting()

    with pytest.raises(CannotPublish, match="published already"):
        publish(meeting)

    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"summary": "In short."}, {"items": 1}, {"resolutions": 1}, {"status": "cancelled"}]
)
def test_something_to_read_suffices(fields: dict):
    assert problems_of(make_draft(text="", **fields)) == []


def test_result_in_the_words_of_the_minutes_suffices():
    meeting = make_draft()
    make_resolution(meeting, result="", result_as_written="原则通过")

    assert problems_of(meeting) == []


@pytest.mark.parametrize("disclosure", ["on_request", "closed"])
def test_meeting_that_is_not_open_is_published_if_something_may_be_shown(disclosure: str):
    meeting, told = make_draft(disclosure=disclosure), make_draft(disclosure=disclosure)
    make_resolution(meeting)
    make_resolution(told, is_disclosed=True)

    with pytest.raises(CannotPublish, match="It is not open"):
        publish(meeting)
    assert [problem.field for problem in problems_of(told)] == ["disclosure_basis"]
    publish(told)
    assert told.is_published


def test_closed_meeting_with_facts_alone_is_published_without_its_texts():
    meeting = make_draft(
        disclosure="closed",
        disclosure_basis="Act, s. 4",
        shown_of_closed="facts",
        location="Room 2",
        summary="Staff matters.",
        text="Concealed 13800138000",
    )

    assert problems_of(meeting) == []
    publish(meeting)

    record = latest_record(meeting)
    shown = {key: record[key] for key in ("text", "summary", "location", "disclosure_basis")}
    assert shown == {
        "text": "",
        "summary": "Staff matters.",
        "location": "Room 2",
        "disclosure_basis": "Act, s. 4",
    }
    assert "Concealed" not in meeting.revisions.get().snapshot


def test_one_bad_meeting_keeps_all_from_being_published():
    good, bad = make_draft(), make_draft(text="")

    with pytest.raises(CannotPublish):
        publish_all([good.pk, bad.pk])

    assert not Meeting.objects.published().exists()
    assert not Revision.objects.exists()


def test_failure_while_writing_versions_leaves_nothing_behind():
    first = make_meeting().revisions.get()
    other = make_draft()
    # As if another server had written the next link of the chain, without the lock.
    Revision.objects.create(
        meeting=other, number=1, kind="published", created_at=MOMENT, sha256="f" * 64, pk=first.pk - 1,
        previous_sha256=first.sha256,
    )  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        publish(make_draft())

    assert Meeting.objects.published().count() == 1
    assert Revision.objects.count() == 2


def test_meeting_named_twice_is_published_once():
    meeting = make_draft()

    publish_all([meeting.pk, meeting.pk])

    assert meeting.revisions.count() == 1


def test_meetings_published_together_may_name_each_other():
    earlier, later = make_draft(resolutions=1), make_draft(resolutions=1)
    later.resolutions.get().relations.create(target=earlier.resolutions.get(), kind="amends")
    earlier.approved_at = later
    earlier.save()

    publish_all([later.pk, earlier.pk])

    [resolution] = latest_record(later)["resolutions"]
    assert [relation["kind"] for relation in resolution["relations"]] == ["amends"]
    assert latest_record(earlier)["approved_at"]["name"] == later.name


def test_relation_within_a_meeting_is_in_its_first_version():
    meeting = make_draft(resolutions=2)
    old, new = meeting.resolutions.in_order()
    new.relations.create(target=old, kind="replaces")

    publish(meeting)

    assert [len(row["relations"]) for row in latest_record(meeting)["resolutions"]] == [0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_query_count(django_assert_num_queries, engine: str, count: int):
    meetings = [make_draft(present=2, items=2, resolutions=2) for _ in range(count)]
    # The savepoints, what the meetings hold for the gate and again for the record, the edit,
    # the version, its entry in the staff log, the index, the action items that it closes and the
    # minutes that it approves, and the submission that it answers.
    fixed = {"sqlite": 37, "postgresql": 36}[engine]

    with django_assert_num_queries(fixed + count):
        publish_all([meeting.pk for meeting in meetings])

    assert Revision.objects.count() == count


# Addresses


def test_second_meeting_of_the_day_is_numbered():
    body = make_body()

    slugs = [make_meeting(body=body, date=DAY).slug for _ in range(3)]

    assert slugs == ["2023-08-23", "2023-08-23-2", "2023-08-23-3"]


def test_meetings_published_together_get_different_addresses():
    body = make_body()
    meetings = [make_draft(body=body, date=DAY) for _ in range(3)]

    published = publish_all([meeting.pk for meeting in meetings])

    assert [meeting.slug for meeting in published] == ["2023-08-23", "2023-08-23-2", "2023-08-23-3"]


def test_other_bodies_have_addresses_of_their_own():
    assert [make_meeting(date=DAY).slug, make_meeting(date=DAY).slug] == ["2023-08-23", "2023-08-23"]


def test_address_is_not_given_again_after_withdrawal():
    body = make_body()
    withdraw(make_meeting(body=body, date=DAY), reason="Entered twice.")

    assert make_meeting(body=body, date=DAY).slug == "2023-08-23-2"


def test_withdrawn_meeting_returns_with_a_reason_to_its_address():
    meeting = make_meeting(date=DAY)
    withdraw(meeting, reason="Entered twice.")

    publish(meeting, reason=" It was not. ", at=LATER)

    version = latest_version(meeting)
    assert (meeting.is_published, meeting.slug) == (True, "2023-08-23")
    assert (version.number, version.kind, version.reason) == (3, "published", "It was not.")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_withdrawn_meeting_does_not_return_without_a_reason(reason: str):
    meeting = make_meeting()
    withdraw(meeting, reason="Entered twice.")

    with pytest.raises(CannotPublish, match="Say why"):
        publish(meeting, reason=reason)


def test_return_keeps_the_time_of_the_first_publication():
    meeting = make_draft()
    publish(meeting, at=MOMENT)
    withdraw(meeting, reason="Entered twice.")

    publish(meeting, reason="It was not.", at=LATER)

    assert meeting.published_at == MOMENT


# Correcting


def test_correction_writes_what_was_changed():
    meeting = make_meeting(text="The dike.")
    meeting.text = "The dyke."
    meeting.save()

    correct(meeting, kind="corrected", reason=" Spelling. ", at=MOMENT)

    version = latest_version(meeting)
    assert (version.number, version.kind, version.reason) == (2, "corrected", "Spelling.")
    assert latest_record(meeting)["text"] == "The dyke."
    assert meeting.edit_number == 2


@pytest.mark.parametrize("operation", [correct, withdraw])
def test_change_of_a_published_meeting_needs_a_reason(operation):
    meeting = make_meeting()
    kind = {"kind": "corrected"} if operation is correct else {}

    with pytest.raises(ValueError, match="reason"):
        operation(meeting, reason="  ", **kind)

    assert meeting.revisions.count() == 1


@pytest.mark.parametrize("operation", [correct, withdraw])
def test_draft_is_neither_corrected_nor_withdrawn(operation):
    meeting = make_draft()
    kind = {"kind": "corrected"} if operation is correct else {}

    with pytest.raises(ValueError, match="published meeting"):
        operation(meeting, reason="Because.", **kind)


def test_meeting_withdrawn_by_another_is_not_corrected():
    meeting = make_meeting()
    withdraw(Meeting.objects.get(pk=meeting.pk), reason="Entered twice.")

    with pytest.raises(ValueError, match="published meeting"):
        correct(meeting, kind="corrected", reason="Spelling.")


# Approving and withdrawing


def test_approval_of_a_published_meeting_is_a_version():
    later = make_meeting(name="The next")
    meeting = make_meeting()

    approve(meeting, on=dt.date(2023, 9, 20), at_meeting=later, at=MOMENT)

    version = latest_version(meeting)
    found = latest_record(meeting)
    assert (version.kind, version.reason) == ("approved", "")
    assert (found["approved_on"], found["approved_at"]["name"]) == ("2023-09-20", "The next")


def test_approval_of_a_draft_writes_no_version():
    meeting = make_draft()

    approve(meeting, on=dt.date(2023, 9, 20))

    assert Meeting.objects.get().approved_on == dt.date(2023, 9, 20)
    assert not Revision.objects.exists()


def test_withdrawal_hides_the_meeting_and_says_why():
    meeting = make_meeting(text="xylophone")

    withdraw(meeting, reason=" Entered twice. ", at=MOMENT)

    version = latest_version(meeting)
    assert meeting.publication == "withdrawn"
    assert (version.kind, version.reason) == ("withdrawn", "Entered twice.")
    assert "xylophone" not in version.snapshot
