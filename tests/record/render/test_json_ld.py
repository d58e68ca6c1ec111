"""What pages say to machines is what they say to people, and no more than is known."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from archive.operations.publish import publish
from archive.record.build import Record, body_page, person_page, record_of
from archive.record.render import json_ld
from archive.record.render.page import MeetingPage
from tests.factories import make_body, make_draft, make_person, make_resolution
from tests.latest import latest_record

pytestmark = pytest.mark.django_db


def absolute(address: str) -> str:
    return f"https://example.org{address}"


def make_evening(**fields: Any) -> Meeting:
    body = make_body("Council", slug="council")
    fields.setdefault("date", dt.date(2023, 8, 23))
    return make_draft(body=body, name="Evening", **fields)


def page_of(meeting: Meeting) -> MeetingPage:
    publish(meeting, at=dt.datetime(2023, 9, 1, tzinfo=dt.UTC))
    return MeetingPage(latest_record(meeting))


def said(**fields: Any) -> Record:
    """Return what is said of a meeting with some fields."""
    return json_ld.meeting_data(page_of(make_evening(**fields)), absolute)


def test_meeting_is_an_event_with_its_minutes():
    assert said(
        location="Hall", attendance_mode="in_person", summary="Pumps.", document_number="R 5", licence="CC0"
    ) == {
        "@type": "Event",
        "name": "Evening",
        "identifier": "R 5",
        "description": "Pumps.",
        "inLanguage": "en",
        "url": "https://example.org/meetings/council/2023-08-23/",
        "startDate": "2023-08-23",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": "Hall", "address": "Hall"},
        "organizer": {
            "@type": "Organization",
            "name": "Council",
            "url": "https://example.org/bodies/council/",
        },
        "subjectOf": {
            "@type": "DigitalDocument",
            "url": "https://example.org/meetings/council/2023-08-23/v1/",
            "version": "1",
            "dateModified": "2023-09-01T00:00:00+00:00",
            "inLanguage": "en",
            "license": "CC0",
        },
    }


def test_hours_are_told_with_the_time_zone(settings):
    settings.TIME_ZONE = "Asia/Shanghai"

    data = said(start_time=dt.time(9), end_time=dt.time(11, 30))

    assert data["startDate"] == "2023-08-23T09:00:00+08:00"
    assert data["endDate"] == "2023-08-23T11:30:00+08:00"


@pytest.mark.parametrize(("precision", "start"), [("month", "2023-08"), ("year", "2023")])
def test_date_is_no_more_precise_than_it_is_known(precision: str, start: str):
    assert said(date_precision=precision)["startDate"] == start


def test_place_and_mode_that_nobody_recorded_are_not_told():
    assert {"location", "eventAttendanceMode", "identifier", "endDate"}.isdisjoint(said())


def test_mode_that_was_the_default_of_old_records_is_not_told():
    page = page_of(make_evening(location="Hall", attendance_mode="in_person"))
    page.record["format"] = 1

    assert "eventAttendanceMode" not in json_ld.meeting_data(page, absolute)


@pytest.mark.parametrize(
    ("mode", "told", "place"),
    [("online", "Online", "VirtualLocation"), ("mixed", "Mixed", "Place")],
)
def test_meeting_by_video_link_says_so(mode: str, told: str, place: str):
    data = said(attendance_mode=mode, location="Hall")

    assert data["eventAttendanceMode"] == f"https://schema.org/{told}EventAttendanceMode"
    assert data["location"]["@type"] == place


def test_cancelled_meeting_is_cancelled():
    assert said(status="cancelled")["eventStatus"] == "https://schema.org/EventCancelled"


def test_nobody_who_attended_is_told_to_machines():
    meeting = make_evening(present=1)
    name = meeting.attendances.get().person.name

    assert name not in str(json_ld.meeting_data(page_of(meeting), absolute))


def test_resolution_is_a_work_of_the_body():
    meeting = make_evening()
    make_resolution(meeting, name="Pumps", identifier="R-1", text="Buy **pumps** of [[redacted: privacy]].")
    minutes = page_of(meeting)

    data = json_ld.resolution_data(minutes, minutes.resolutions[0], absolute)

    assert data["text"] == "Buy pumps of [Redacted: privacy]."
    assert data["url"] == "https://example.org/meetings/council/2023-08-23/resolutions/1/"
    assert (data["@type"], data["name"], data["identifier"]) == ("CreativeWork", "Pumps", "R-1")
    assert (data["dateCreated"], data["creator"]["name"]) == ("2023-08-23", "Council")


def test_body_is_an_organisation_under_another():
    council = make_body("Council", slug="council")
    board = make_body("Board", slug="board", founding_date=dt.date(2019, 1, 1), description="Roads.")

    assert json_ld.body_data(body_page(board), body_page(council), absolute) == {
        "@type": "Organization",
        "name": "Board",
        "description": "Roads.",
        "url": "https://example.org/bodies/board/",
        "foundingDate": "2019-01-01",
        "parentOrganization": {
            "@type": "Organization",
            "name": "Council",
            "url": "https://example.org/bodies/council/",
        },
    }


def test_person_is_told_by_name_alone():
    person = make_person("陳瑩", slug="chen", alternate_name="Ying Chen")

    assert json_ld.person_data(person_page(person), absolute) == {
        "@type": "Person",
        "name": "陳瑩",
        "alternateName": "Ying Chen",
        "url": "https://example.org/people/chen/",
    }


def test_meeting_that_was_never_published_has_no_minutes_to_tell_of():
    draft = Meeting.objects.with_children().get(pk=make_evening().pk)

    assert "subjectOf" not in json_ld.meeting_data(
        MeetingPage(record_of(draft) | {"address": "/preview/"}), absolute
    )
