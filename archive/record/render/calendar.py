"""iCalendar: meetings as events to subscribe to."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar, Event, vText

from archive.models import Meeting
from archive.record.build import Record
from archive.record.presence import hours_of
from archive.record.render.display import body_names, last_day_in
from archive.text.control_characters import printable
from archive.text.hours import read_hours
from archive.text.redaction import show_redactions

# Minutes; a longer time until the end on the next day is hardly one sitting, but two days with a night off.
LONGEST_NIGHT = 12 * 60
REFRESH = dt.timedelta(hours=12)
# Made once: icalendar takes a quarter of the time of an event to find out what kind of value it gets.
CANCELLED, CONFIRMED, OPAQUE, TRANSPARENT = map(vText, ("CANCELLED", "CONFIRMED", "OPAQUE", "TRANSPARENT"))


def calendar_of(
    meetings: Iterable[Record], *, name: str, address: str, absolute: Callable[[str], str]
) -> bytes:
    """Return meetings on known days as a calendar, from followed_meeting().

    `address` is the calendar's own, and `absolute` makes an address of the site absolute. The same
    meetings give the same bytes at any time.
    Source: RFC 5545; RFC 7986 for name and address, with X-WR-CALNAME for clients that do not know it.
    """
    # Not by Calendar.new(), which adds a random UID.
    calendar = Calendar()
    calendar.add("prodid", "-//Minutebook//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, printable(name))
    calendar.add("source", address, {"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    for meeting in meetings:
        for event in events_of(meeting, absolute):
            calendar.add_component(event)
    return calendar.to_ical()


def events_of(meeting: Record, absolute: Callable[[str], str]) -> list[Event]:
    """Return the event of a meeting, or one for each of its sittings; the first has the meeting's UID.

    Not one event with RDATE and periods (RFC 5545, section 3.8.5.2): common calendars show its first only.
    """
    sittings = [{**meeting, "end_date": None, **row} for row in meeting.get("sittings", [])]
    return [
        event_of(one, absolute, place)
        for place, one in enumerate(sittings or [in_one_go(meeting)], start=1)
    ]


def in_one_go(meeting: Record) -> Record:
    """Return a meeting that went on past midnight, and says so by its last day too, as one of a night."""
    hours = hours_of(meeting)
    is_night = hours and hours.ends_next_day and (hours.length_minutes or 0) <= LONGEST_NIGHT
    return {**meeting, "end_date": None} if is_night else meeting


def event_of(meeting: Record, absolute: Callable[[str], str], place: int = 1) -> Event:
    """Return one meeting, or its sitting at a place.

    The UID never changes; SEQUENCE grows with each version.
    """
    version, language = meeting["version"], {"LANGUAGE": meeting["language"]}
    changed = dt.datetime.fromisoformat(version["created_at"])
    event = Event()
    part = "" if place == 1 else f"-{place}"
    event.add("uid", vText(f"{version['first_sha256']}{part}@minutebook"))
    event.add("dtstamp", changed)
    event.add("last-modified", event["dtstamp"])
    event.add("sequence", version["number"] - 1)
    event.add("status", CANCELLED if meeting["status"] == Meeting.Status.CANCELLED else CONFIRMED)
    event.add("summary", shown(f"{body_names(meeting)}: {meeting['name']}"), language)
    for name, moment in moments_of(meeting):
        event.add(name, moment)
    # An event of the whole day must not show people as busy all day.
    event.add("transp", OPAQUE if is_timed(meeting) else TRANSPARENT)
    for name, field in (("location", "location"), ("description", "summary")):
        if meeting[field]:
            event.add(name, shown(meeting[field]), language)
    event.add("url", absolute(meeting["address"]))
    return event


def shown(text: str) -> vText:
    return vText(printable(show_redactions(text)))


def is_timed(meeting: Record) -> bool:
    """Whether an event has hours: not one of several days, whose nights nobody sits through."""
    return bool(meeting["start_time"]) and not meeting.get("end_date")


def moments_of(meeting: Record) -> list[tuple[str, dt.date]]:
    """Return DTSTART, and DTEND if it is known: in UTC, or days alone where the hours are not known.

    An end before the start is on the next day. DTEND is after DTSTART, and of days the first that is over.
    Source: RFC 5545, sections 3.6.1 and 3.8.2.2.
    """
    first, last = dt.date.fromisoformat(meeting["date"]), last_day_in(meeting)
    if not is_timed(meeting):
        over = [("dtend", last + dt.timedelta(days=1))] if last else []
        return [("dtstart", first), *over]
    hours = read_hours(meeting)
    found = [("dtstart", utc(first, meeting["start_time"]))]
    if hours.length_minutes:
        end = first + dt.timedelta(days=hours.ends_next_day)
        found.append(("dtend", utc(end, meeting["end_time"])))
    return list(found)


def utc(date: dt.date, time: str) -> dt.datetime:
    """Return a time in the archive's time zone in UTC, which needs no VTIMEZONE in the calendar."""
    local = timezone.make_aware(dt.datetime.combine(date, dt.time.fromisoformat(time)))
    return local.astimezone(dt.UTC)
