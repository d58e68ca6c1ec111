"""Which versions the public may read, and how corrections are listed."""

import datetime as dt

import pytest

from archive.models import Meeting, Revision
from archive.operations.publish import correct, withdraw
from archive.record.history import (
    corrections,
    current_version,
    is_readable,
    newest_version,
    shows_changes,
    versions_at,
    with_headings,
)
from tests.factories import make_body, make_draft, make_meeting

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)


def make_evening() -> Meeting:
    return make_meeting(body=make_body("Council", slug="council"), name="Evening", date=DAY)


def versions() -> list[Revision]:
    return list(versions_at("council", "2023-08-23"))


def test_versions_of_a_published_meeting_are_readable():
    correct(make_evening(), kind="corrected", reason="A name.")

    assert [is_readable(version) for version in versions()] == [True, True]


def test_versions_before_a_redaction_are_withheld_and_so_are_the_changes_since():
    meeting = make_evening()
    correct(meeting, kind="redacted", reason="Data protection.")
    correct(meeting, kind="corrected", reason="A name.")

    assert [is_readable(version) for version in versions()] == [False, True, True]
    assert [shows_changes(version) for version in versions()] == [False, False, True]


def test_no_version_of_a_withdrawn_meeting_is_readable():
    withdraw(make_evening(), reason="By mistake.")

    assert [is_readable(version) for version in versions()] == [False, False]


def test_draft_has_no_versions_at_its_address():
    make_draft(body=make_body("Council", slug="council"), date=DAY)

    assert versions() == []
    assert newest_version() is None


def test_corrections_are_named_by_the_current_version_and_lead_to_the_changes():
    meeting = make_evening()
    correct(meeting, kind="corrected", reason="A name.")
    Meeting.objects.filter(pk=meeting.pk).update(name="Typed but not saved by a correction")

    (found,) = with_headings(corrections())

    assert (found.heading.name, found.heading.day, found.heading.body) == ("Evening", DAY, "Council")
    assert found.get_absolute_url() == "/meetings/council/2023-08-23/changes/1..2/"
    assert current_version(meeting) == found.version == newest_version()


def test_correction_without_readable_changes_leads_to_the_versions():
    correct(make_evening(), kind="redacted", reason="Data protection.")

    (found,) = with_headings(corrections())

    assert not found.is_readable
    assert found.get_absolute_url() == "/meetings/council/2023-08-23/history/"
