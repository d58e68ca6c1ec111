"""What the demo holds once it is loaded, and shows of minutes that changed after they were published."""

import datetime as dt
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils.html import strip_tags

from archive.demo import OtherRecords, load_demo
from archive.models import Attendance, Body, Matter, Meeting, Resolution, ResolutionRelation
from archive.record.resolution_timeline import relations_of, standing_of
from archive.record.verify import problems_of_record
from archive.record.versions import current_snapshot
from tests.factories import make_draft
from tests.latest import latest_record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the demo once for all tests here, which takes two seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


def test_demo_is_public_but_for_what_is_yet_to_be_published():
    assert Meeting.objects.drafts().count() == 2
    assert all(current_snapshot(meeting) for meeting in Meeting.objects.published())


def test_demo_opens_with_the_seed_record_in_both_languages():
    seed = Meeting.objects.filter(date="2023-08-23").order_by("pk")

    assert sorted(meeting.language for meeting in seed) == ["en", "zh-Hans"]
    assert {meeting.attendance_status for meeting in seed} <= {"recorded", "not_recorded"}
    assert all(meeting.present_count is None for meeting in seed)
    assert all(
        "孙全中" in record_names(meeting) or "Sun Quanzhong" in record_names(meeting) for meeting in seed
    )


def record_names(meeting: Meeting) -> str:
    record = latest_record(meeting)
    return record["text"] + "".join(row["person"]["name"] for row in record["attendances"])


def test_demo_shows_every_kind():
    shown = {
        "status": set(Attendance.objects.values_list("status", flat=True)),
        "result": set(Resolution.objects.values_list("result", flat=True)),
        "kind": set(ResolutionRelation.objects.values_list("kind", flat=True)),
    }

    assert shown["status"] == set(Attendance.Status.values)
    assert shown["result"] == set(Resolution.Result.values)
    assert shown["kind"] == set(ResolutionRelation.Kind.values)


def test_demo_has_several_bodies_and_ten_years():
    years = [year for year, _count in Meeting.objects.counted_by_year()]

    assert Body.objects.known().count() >= 4
    assert years[-1] - years[0] >= 10


def test_loading_again_changes_nothing():
    assert str(load_demo()) == f"imported 0, unchanged {load_demo().unchanged}, differs 0, refused 0"


def test_meeting_beside_the_demo_is_left_alone():
    make_draft()

    with pytest.raises(OtherRecords):
        load_demo()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_demo_shows_the_three_answers_to_whether_a_decision_is_in_force(language: str):
    rows = Resolution.objects.published().with_meeting().filter(meeting__language=language)
    found = [standing_of(row, relations_of(row), dt.date(2024, 6, 1)) for row in rows]

    assert {one.answer for one in found if one} == {"yes", "no", "unchecked"}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "alderbrook-finance/2021-11-02/resolutions/2/",
            ["3 of 5", "(interest declared)", "4 attended: 1 out of the room, 3 voted"],
        ),
        ("alderbrook-finance/2021-11-02/resolutions/3/", ["3 of 5", "(left at 18:45)"]),
        ("alderbrook-finance/2021-11-02/", ["out for item 2: interest declared", "Not present:"]),
        ("songyin-community/2022-03-19/", ["out for item 二: interest declared", "out from 20:30"]),
        ("songyin-community/2022-03-19/resolutions/3/", ["4 of 6"]),
    ],
)
def test_demo_says_who_was_in_the_room_and_tells_no_private_reason(client, address: str, told: list[str]):
    page = client.get(f"/meetings/{address}").text

    assert [words for words in told if words not in page] == []
    assert not any(secret in page for secret in ("knee", "treasurer of the rowing", "住院", "堂弟為"))


# Minutes that changed


@pytest.mark.parametrize(
    "kind", ["corrected", "amended", "redacted", "withdrawn", "approved", "action_closed"]
)
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


JOINT = "/meetings/alderbrook-council/2023-05-16/"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            f"{JOINT}?english",
            [
                "16–18 May 2023",
                "Sittings",
                "Adjourned after item 2",
                "00:25 (next day)",
                "Resumed at item 3",
            ],
        ),
        (f"{JOINT}?english", ["Alderbrook Town Council", "Board of the Alderbrook Library Foundation"]),
        (f"{JOINT}?english", ["interest declared", "by proxy", "Amendment to", "casting vote"]),
        (f"{JOINT}?english", ["Closed agenda item", "Standing order 14"]),
        (JOINT, ["关于阅览室的联席会议", "联席会议", "2023年5月16日至18日", "次日", "不公开的议题"]),
        (JOINT, ["申报利益", "决定票", "代投"]),
        (f"{JOINT}record.txt", ["interest declared", "By proxy of", "Ten thousand more", "2023-05-18"]),
        (
            "/bodies/alderbrook-library-board/calendar.ics",
            ["DTEND:20230517T002500Z", "DTSTART:20230518T183000Z"],
        ),
        ("/resolutions.csv", ["Ten thousand more", "Share of the cost", "00:10"]),
    ],
)
def test_demo_tells_all_of_a_joint_meeting(client, address: str, told: list[str]):
    language = "zh-hans" if address == JOINT else "en"

    page = client.get(address, headers={"accept-language": language}).getvalue().decode()

    text = " ".join(unescape(strip_tags(page)).split()).replace("\u2009", "").replace(" – ", "–")
    assert [words for words in told if words not in text] == []
    assert "£210" not in page


def test_demo_leads_from_each_step_of_a_matter_to_the_next(client):
    matter = Matter.objects.get(identifier="2018-42")

    steps = list(matter.public_steps())

    assert [(step.body.classification, step.result) for step in steps] == [
        ("council", "referred"),
        ("committee", "adopted"),
        ("council", "deferred"),
        ("council", "adopted"),
    ]
    for step, following in pairwise(steps):
        assert following.get_absolute_url() in client.get(step.get_absolute_url()).text
        assert step.get_absolute_url() in client.get(following.get_absolute_url()).text
    page = client.get(matter.get_absolute_url()).text
    assert all(step.get_absolute_url() in page for step in steps)
