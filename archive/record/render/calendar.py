"""iCalendar: meetings as events to subscribe to."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar, Event

from archive.models import Meeting
from archive.record.build import Record
from archive.text.control_characters import printable
from archive.text.redaction import show_redactions

REFRESH = dt.timedelta(hours=12)


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
        calendar.add_component(event_of(meeting, absolute))
    return calendar.to_ical()


def event_of(meeting: Record, absolute: Callable[[str], str]) -> Event:
    """Return one meeting. Its UID never changes; SEQUENCE grows with each version."""
    version, language = meeting["version"], {"LANGUAGE": meeting["language"]}
    changed = dt.datetime.fromisoformat(version["created_at"])
    event = Event()
    event.add("uid", f"{version['first_sha256']}@minutebook")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", version["number"] - 1)
    event.add("status", "CANCELLED" if meeting["status"] == Meeting.Status.CANCELLED else "CONFIRMED")
    event.add(
        "summary", printable(f"{meeting['body']['name']}: {show_redactions(meeting['name'])}"), language
    )
    for name, moment in hours_of(meeting):
        event.add(name, moment)
    # An event of the whole day must not show people as busy all day.
    event.add("transp", "OPAQUE" if meeting["start_time"] else "TRANSPARENT")
    for name, field in (("location", "location"), ("description", "summary")):
        if meeting[field]:
            event.add(name, printable(show_redactions(meeting[field])), language)
    event.add("url", absolute(meeting["address"]))
    return event


def hours_of(meeting: Record) -> list[tuple[str, dt.date]]:
    """Return DTSTART, and DTEND if it is known: in UTC, or the day alone where the hour is not known."""
    date, start, end = meeting["date"], meeting["start_time"], meeting["end_time"]
    if not start:
        return [("dtstart", dt.date.fromisoformat(date))]
    hours = [("dtstart", utc(date, start))]
    if end and end > start:
        hours.append(("dtend", utc(date, end)))
    return list(hours)


def utc(date: str, time: str) -> dt.datetime:
    """Return a time in the archive's time zone in UTC, which needs no VTIMEZONE in the calendar."""
    local = timezone.make_aware(dt.datetime.fromisoformat(f"{date}T{time}"))
    return local.astimezone(dt.UTC)
