"""Meetings as an iCalendar: for whoever wants to know of the next one, and that one was cancelled."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar, Event

from archive.models import Meeting
from archive.text.control_characters import printable
from archive.text.redaction import shown

ASKED_FOR_AGAIN = dt.timedelta(hours=12)


def calendar_of(
    meetings: Iterable[Meeting], *, name: str, address: str, absolute: Callable[[str], str]
) -> bytes:
    """Return meetings as a calendar; they come from with_versions().

    `address` is the calendar's own, and `absolute` makes an address of the site absolute. Nothing in
    it depends on the moment: the same meetings give the same bytes.
    Source: RFC 5545; RFC 7986 for name and address, with X-WR-CALNAME for those who do not know it.
    """
    # Not by Calendar.new(), which gives each a name of its own, by chance.
    calendar = Calendar()
    calendar.add("prodid", "-//Minutebook//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for field in ("name", "x-wr-calname"):
        calendar.add(field, printable(name))
    calendar.add("source", address, {"VALUE": "URI"})
    calendar.add("refresh-interval", ASKED_FOR_AGAIN, {"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(event_of(meeting, absolute))
    return calendar.to_ical()


def event_of(meeting: Meeting, absolute: Callable[[str], str]) -> Event:
    """Return one meeting. Its UID stays whatever happens to it; SEQUENCE grows with each version."""
    event = Event()
    event.add("uid", f"{meeting.first_sha256}@minutebook")  # type: ignore[attr-defined]
    event.add("dtstamp", meeting.changed_at)  # type: ignore[attr-defined]
    event.add("last-modified", meeting.changed_at)  # type: ignore[attr-defined]
    event.add("sequence", meeting.version_number - 1)  # type: ignore[attr-defined]
    event.add("status", "CANCELLED" if meeting.status == Meeting.Status.CANCELLED else "CONFIRMED")
    name = f"{meeting.body.name}: {shown(meeting.name)}"
    event.add("summary", printable(name), {"LANGUAGE": meeting.language})
    for name, moment in hours_of(meeting):
        event.add(name, moment)
    # Nobody is busy all day for a meeting of whose hours nothing is known.
    event.add("transp", "OPAQUE" if meeting.start_time else "TRANSPARENT")
    if meeting.location:
        event.add("location", printable(shown(meeting.location)), {"LANGUAGE": meeting.language})
    if meeting.summary:
        event.add("description", printable(shown(meeting.summary)), {"LANGUAGE": meeting.language})
    event.add("url", absolute(meeting.get_absolute_url()))
    return event


def hours_of(meeting: Meeting) -> list[tuple[str, dt.date]]:
    """Return DTSTART, and DTEND if that is known: in UTC, or the day alone where the hour is not known."""
    if meeting.start_time is None:
        return [("dtstart", meeting.date)]
    hours = [("dtstart", utc(meeting.date, meeting.start_time))]
    if meeting.end_time and meeting.end_time > meeting.start_time:
        hours.append(("dtend", utc(meeting.date, meeting.end_time)))
    return list(hours)


def utc(day: dt.date, time: dt.time) -> dt.datetime:
    """Return a time of the archive's time zone in UTC, which every calendar knows."""
    local = timezone.make_aware(dt.datetime.combine(day, time))
    return local.astimezone(dt.UTC)
