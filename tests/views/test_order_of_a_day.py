"""Meetings of one day stand in the order of their start, the newest first, in every list."""

import datetime as dt

import pytest
from icalendar import Calendar

from archive.models import Meeting
from tests.factories import make_body, make_meeting, make_resolution, make_sitting, put_on_record

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 5, 3)


def meetings_of_a_day() -> list[Meeting]:
    """Return what a body held on one day, the newest first; entered in another order."""
    body = make_body("Order Council", slug="order")
    afternoon = make_meeting(body=body, date=DAY, name="Afternoon", start_time=dt.time(14))
    unknown = make_meeting(body=body, date=DAY, name="Some hour")
    morning = make_meeting(body=body, date=DAY, name="Morning", start_time=dt.time(9))
    again = make_meeting(body=body, date=DAY, name="Morning again", start_time=dt.time(9))
    return [afternoon, again, morning, unknown]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/meetings/",
        "/meetings/2023/",
        "/bodies/order/",
        "/meetings.csv",
        "/meetings.atom",
        "/bodies/order/meetings.atom",
        "/calendar.ics",
    ],
)
def test_list_is_in_order_of_start(client, address: str):
    newest = [meeting.get_absolute_url() for meeting in meetings_of_a_day()]

    content = b"".join(client.get(address)).decode().replace("\r\n ", "")

    places = {url: content.index(f"{url}") for url in newest if content.count(url)}
    assert [url for url, _place in sorted(places.items(), key=lambda item: item[1])] == newest


def test_page_leads_to_the_meeting_before_and_after_on_the_same_day(client):
    afternoon, again, morning, unknown = meetings_of_a_day()

    found = [client.get(one.get_absolute_url()).context for one in (afternoon, again, morning, unknown)]

    assert [(one["previous"], one["next"]) for one in found] == [
        (again, None),
        (morning, afternoon),
        (unknown, again),
        (None, morning),
    ]


def test_link_to_a_meeting_of_the_same_day_names_its_hour(client):
    _afternoon, again, _morning, _unknown = meetings_of_a_day()

    content = client.get(again.get_absolute_url()).content.decode()

    assert "09:00" in content
    assert "14:00 →" in content


def test_link_to_a_meeting_of_the_same_day_without_hours_names_it(client):
    first = make_meeting(date=DAY, name="First part")
    second = make_meeting(date=DAY, name="Second part", body=first.body)

    pages = [client.get(one.get_absolute_url()).content.decode() for one in (first, second)]

    assert "<span>Second part</span> →" in pages[0]
    assert "<span>First part</span></a>" in pages[1]


def test_resolutions_follow_their_meetings(client):
    for name, hour in (("Late", 14), ("Early", 9)):
        meeting = make_meeting(date=DAY, start_time=dt.time(hour))
        make_resolution(meeting, name=f"{name} resolution")
        put_on_record(meeting)

    content = client.get("/resolutions/").content.decode()

    assert content.index("Late resolution") < content.index("Early resolution")


def test_correcting_the_start_moves_the_resolutions_too(client):
    meeting = make_meeting(date=DAY, start_time=dt.time(9))
    resolution = make_resolution(meeting)

    meeting.start_time = dt.time(15)
    meeting.save()

    resolution.refresh_from_db()
    assert resolution.start_minute == meeting.start_minute == 1 + 15 * 60


def test_pages_of_a_list_lose_and_repeat_no_meeting_of_a_day(client):
    body = make_body()
    for hour in (9, 14, 11, 8, 20):
        make_meeting(body=body, date=DAY, start_time=dt.time(hour))
    for number in range(18):
        make_meeting(body=body, date=DAY, name=f"Unknown {number}")

    seen = [one for page in (1, 2) for one in client.get(f"/meetings/?page={page}").context["page"].items]

    assert [one.start_time and one.start_time.hour for one in seen[:6]] == [20, 14, 11, 9, 8, None]
    assert len({one.pk for one in seen}) == len(seen) == 23


# Several days


@pytest.mark.parametrize("day", ["2023-05-03", "2023-05-04", "2023-05-05"])
def test_meeting_of_several_days_is_listed_on_each(client, day: str):
    make_meeting(date=DAY, end_date=dt.date(2023, 5, 5), name="Long session")

    found = client.get(f"/meetings/?since={day}&until={day}").content.decode()
    gone = client.get("/meetings/?since=2023-05-06").content.decode()

    assert ("Long session" in found, "Long session" in gone) == (True, False)
    assert "03–05" in found


def test_meeting_across_new_year_is_counted_once(client):
    make_meeting(date=dt.date(2023, 12, 30), end_date=dt.date(2024, 1, 2))

    assert Meeting.objects.published().counted_by_year() == [(2023, 1)]


def test_calendar_has_an_event_for_each_sitting(client, django_assert_num_queries):
    meeting = make_meeting(date=DAY, end_date=dt.date(2023, 5, 4))
    make_sitting(meeting, start_time=dt.time(9))
    make_sitting(meeting, date=dt.date(2023, 5, 4), start_time=dt.time(10))
    make_meeting()

    events = Calendar.from_ical(client.get("/calendar.ics").content).events

    assert len({event["UID"] for event in events}) == len(events) == 3
