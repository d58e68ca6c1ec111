"""What the demo shows of minutes that changed after they were published."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from archive.models import Meeting
from archive.operations.demo import load_demo
from archive.operations.verifying import problems_of_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the demo once: it takes two seconds, and these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", ["corrected", "amended", "redacted", "withdrawn", "approved"])
def test_demo_changes_meetings_in_both_languages(kind: str):
    changed = Meeting.objects.filter(revisions__kind=kind)

    assert {meeting.language for meeting in changed} >= {"en", "zh-Hans"}


def test_demo_holds_minutes_that_await_approval_in_both_languages():
    waiting = Meeting.objects.published().filter(approved_on=None, body__approval="at_later_meeting")

    assert {meeting.language for meeting in waiting} >= {"en", "zh-Hans"}


@pytest.mark.parametrize(
    ("body", "day", "old_wording", "later"),
    [
        ("alderbrook-council", "2011-05-10", "horse troughs", "2020-05-12/resolutions/1/"),
        ("luodong-emergency-management", "2012-03-12", "每班两人", "2019-04-15/resolutions/2/"),
    ],
)
def test_amended_resolution_keeps_the_old_wording_and_links_the_later_one(
    client, body: str, day: str, old_wording: str, later: str
):
    page = client.get(f"/meetings/{body}/{day}/resolutions/1/").content.decode()

    assert old_wording in page
    assert page.count(f'href="/meetings/{body}/{later}"') == 2  # in the text, and as what amended it
    assert client.get(f"/meetings/{body}/{later}").status_code == 200


REDACTED = [
    ("alderbrook-council/2017-06-13", ["Pargeter", "960147"], "data protection"),
    ("luodong-emergency-management/2021-04-12", ["邹顺安", "永和巷"], "依个人信息保护法"),
]


@pytest.mark.parametrize(("meeting", "words", "basis"), REDACTED)
@pytest.mark.parametrize("place", ["", "record.json", "record.txt"])
def test_redacted_meeting_says_on_what_basis(
    client, meeting: str, words: list[str], basis: str, place: str
):
    answer = client.get(f"/meetings/{meeting}/{place}").content.decode()

    assert basis in answer
    assert [word for word in words if word in answer] == []


@pytest.mark.parametrize(("meeting", "words", "basis"), REDACTED)
@pytest.mark.parametrize("place", ["history/", "v1/", "v1/record.json", "changes/1..2/"])
def test_redacted_words_are_not_told_of_old_versions(
    client, meeting: str, words: list[str], basis: str, place: str
):
    answer = client.get(f"/meetings/{meeting}/{place}").content.decode()

    assert [word for word in words if word in answer] == []


def test_withdrawn_meetings_are_gone(client):
    withdrawn = Meeting.objects.filter(publication="withdrawn")

    assert [client.get(meeting.get_absolute_url()).status_code for meeting in withdrawn] == [410, 410]


def test_record_of_the_demo_verifies():
    assert list(problems_of_record()) == []
