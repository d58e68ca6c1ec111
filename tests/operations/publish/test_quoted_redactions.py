"""Withdrawal and redaction leave nothing behind in the records of other meetings."""

import datetime as dt

import pytest

from archive.models import Meeting, Revision
from archive.operations.publish import correct, move_meeting, publish, withdraw
from archive.record.verify import problems_of_record
from tests.factories import make_action, make_draft, make_item, make_meeting, make_resolution
from tests.latest import latest_record, latest_version

pytestmark = pytest.mark.django_db

MOMENT = dt.datetime(2023, 9, 1, 8, 30, tzinfo=dt.UTC)


def readable_text() -> str:
    """Return all that the public can read of any version."""
    versions = Revision.objects.filter(withheld_at=None, meeting__publication="published")
    return " ".join(versions.values_list("snapshot", flat=True))


def relate(meeting: Meeting, target: Meeting) -> None:
    """Let a resolution of one meeting amend the first one of another."""
    row = make_resolution(meeting)
    row.relations.create(target=target.resolutions.in_order()[0], kind="amends")


def make_target(**fields) -> Meeting:
    """Make a published meeting with a resolution, both with words of their own."""
    meeting = make_draft(name="xylophone", **fields)
    make_resolution(meeting, name="zeppelin")
    publish(meeting)
    return meeting


def make_relating(target: Meeting, **fields) -> Meeting:
    """Make a published meeting that repeats the words of another by a relation."""
    meeting = make_draft(**fields)
    relate(meeting, target)
    publish(meeting)
    return meeting


def test_withdrawal_takes_the_words_out_of_the_records_of_others():
    target = make_target()
    other = make_relating(target)
    assert "zeppelin" in latest_version(other).snapshot

    withdraw(target, reason="By mistake.", at=MOMENT)

    version = latest_version(other)
    assert (version.number, version.kind, version.created_at) == (2, "corrected", MOMENT)
    assert version.reason == "A meeting that this one refers to was withdrawn."
    assert "zeppelin" not in readable_text()
    assert list(problems_of_record()) == []


def test_versions_that_carried_the_words_are_withheld_with_the_reason():
    target = make_target()
    other = make_relating(target)

    withdraw(target, reason="By mistake.", at=MOMENT)

    first, second = other.revisions.order_by("number")
    assert (first.withheld_at, first.withheld_basis) == (MOMENT, second.reason)
    assert second.withheld_at is None


def test_reason_is_in_the_language_of_the_record():
    target = make_target()
    other = make_relating(target, language="zh-Hans")

    withdraw(target, reason="By mistake.")

    assert latest_version(other).reason == "本次会议提及的一次会议已撤回。"


@pytest.mark.parametrize("field", ["approved_at", "closed_at", "continued_from"])
def test_every_kind_of_reference_is_taken_out(field: str):
    target = make_target()
    other = make_draft()
    if field == "approved_at":
        Meeting.objects.filter(pk=other.pk).update(approved_at=target)
    elif field == "closed_at":
        make_action(other, closed_at=target)
    else:
        make_item(other, continued_from=make_item(target, name="unicorn"))
    publish(other)
    assert "xylophone" in readable_text()

    withdraw(target, reason="By mistake.")

    assert [word for word in ("xylophone", "unicorn") if word in readable_text()] == []
    assert other.revisions.count() == 2


def test_older_version_of_a_relation_given_up_since_is_withheld_too():
    target = make_target()
    other = make_relating(target)
    other.resolutions.get().relations.all().delete()
    correct(other, kind="corrected", reason="It does not amend it.")

    withdraw(target, reason="By mistake.")

    assert [version.withheld_at is None for version in other.revisions.order_by("number")] == [False, True]


def test_reference_by_an_earlier_address_is_found():
    target = make_target(date=dt.date(2023, 5, 1))
    make_relating(target)
    move_meeting(target, date=dt.date(2023, 5, 2), reason="The date was wrong.")

    withdraw(target, reason="By mistake.")

    assert "zeppelin" not in readable_text()


def test_withdrawn_meeting_that_refers_gets_no_version_but_is_withheld():
    target = make_target()
    other = make_relating(target)
    withdraw(other, reason="Entered twice.")

    withdraw(target, reason="By mistake.")
    publish(other, reason="It was not.")

    assert other.revisions.count() == 3
    assert "zeppelin" not in readable_text()


def test_meetings_that_do_not_refer_are_left_alone():
    target = make_target()
    other = make_meeting(text="See xylophone.")

    withdraw(target, reason="By mistake.")

    assert other.revisions.get().withheld_at is None


def test_redaction_withholds_all_earlier_versions():
    meeting = make_meeting(text="The secret is xylophone.")
    correct(meeting, kind="corrected", reason="Spelling.")
    Meeting.objects.filter(pk=meeting.pk).update(text="The secret is [[redacted: privacy]].")

    correct(meeting, kind="redacted", reason="Personal data.", at=MOMENT)

    first, second, third = meeting.revisions.order_by("number")
    assert (first.withheld_at, second.withheld_at, third.withheld_at) == (MOMENT, MOMENT, None)
    assert first.withheld_basis == "Personal data."
    assert list(problems_of_record()) == []


def test_redacted_title_is_taken_out_of_the_records_of_others():
    target = make_target()
    other = make_relating(target)
    target.resolutions.update(name="[[redacted: privacy]]")

    correct(target, kind="redacted", reason="Personal data.")

    [row] = latest_record(other)["resolutions"]
    assert row["relations"][0]["target"]["name"] == "[[redacted: privacy]]"
    assert latest_version(other).reason == "A meeting that this one refers to was redacted."
    assert "zeppelin" not in readable_text()


def test_redaction_of_what_others_do_not_repeat_leaves_them_alone():
    target = make_target()
    other = make_relating(target)
    Meeting.objects.filter(pk=target.pk).update(text="[[redacted: privacy]]")

    correct(target, kind="redacted", reason="Personal data.")

    assert other.revisions.get().withheld_at is None


def test_version_once_withheld_keeps_its_first_reason():
    meeting = make_meeting()
    correct(meeting, kind="redacted", reason="First.", at=MOMENT)

    correct(meeting, kind="redacted", reason="Second.")

    bases = meeting.revisions.order_by("number").values_list("withheld_basis", flat=True)
    assert list(bases) == ["First.", "Second.", ""]


def test_many_references_in_two_languages_are_all_renewed():
    target = make_target()
    others = [make_relating(target, language=language) for language in ("en", "zh-Hans", "en", "fr")]

    withdraw(target, reason="By mistake.")

    assert [latest_version(other).number for other in others] == [2, 2, 2, 2]
    assert list(problems_of_record()) == []
