"""JSON-LD (schema.org) of meetings, resolutions, bodies, people and the site."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from archive.record.build import Record
from archive.record.render.display import bodies_of, iso_date, last_day_in
from archive.record.render.page import MeetingPage
from archive.text.hours import read_hours
from archive.text.markdown import markdown_to_text
from archive.text.redaction import show_redactions

Data = dict[str, Any]
Absolute = Callable[[str], str]

SCHEMA = "https://schema.org/"
STATUSES = {"cancelled": "EventCancelled"}
MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}
LONGEST = 500  # characters of a description


def known(kind: str, **values: Any) -> Data:
    return {"@type": kind} | {name: value for name, value in values.items() if value not in ("", None)}


def document(data: Data) -> Data:
    return {"@context": SCHEMA, **data}


def meeting_data(minutes: MeetingPage, absolute: Absolute) -> Data:
    record = minutes.record
    return known(
        "Event",
        name=record["name"],
        alternateName=record["alternate_name"],
        identifier=record["document_number"] or record["number"],
        description=record["summary"][:LONGEST],
        inLanguage=languages(record),
        url=absolute(record["address"]),
        startDate=moment(record["date"], record["start_time"], record["date_precision"]),
        endDate=end_of(record),
        subEvent=[sitting_data(row) for row in record.get("sittings", [])] or None,
        eventStatus=SCHEMA + STATUSES.get(record["status"], "EventScheduled"),
        eventAttendanceMode=mode_of(record),
        location=location_of(record, absolute),
        organizer=organizer(record, absolute),
        subjectOf=minutes_data(minutes, absolute),
    )


def moment(date: str, time: str | None, precision: str = "day") -> str:
    if precision != "day" or not time:
        return iso_date({"date": date, "date_precision": precision})
    local = dt.datetime.fromisoformat(f"{date}T{time}")
    return timezone.make_aware(local).isoformat()


def end_of(record: Record) -> str | None:
    """Return the end of a meeting or sitting, before the start that of the next day; None if unknown."""
    if not record["end_time"] and not record.get("end_date"):
        return None
    last = last_day_in(record) or dt.date.fromisoformat(record["date"])
    last += dt.timedelta(days=read_hours(record).ends_next_day)
    return moment(last.isoformat(), record["end_time"], record.get("date_precision", "day"))


def sitting_data(row: Record) -> Data:
    return known("Event", startDate=moment(row["date"], row["start_time"]), endDate=end_of(row))


def mode_of(record: Record) -> str | None:
    """Return how people attended, if it is known: in records of format 1 "in_person" was the default."""
    mode = record["attendance_mode"]
    if mode not in MODES or (mode == "in_person" and record.get("format", 1) < 2):
        return None
    return SCHEMA + MODES[mode]


def location_of(record: Record, absolute: Absolute) -> Data | None:
    if record["attendance_mode"] == "online":
        return known("VirtualLocation", url=absolute(record["address"]))
    if not record["location"]:
        return None
    return known("Place", name=record["location"], address=record["location"])


def organizer(record: Record, absolute: Absolute) -> Data | list[Data]:
    """Return the body that met, or the list of those of a joint meeting."""
    found = [
        known("Organization", name=body["name"], url=body_address(body, absolute))
        for body in bodies_of(record)
    ]
    return found if len(found) > 1 else found[0]


def body_address(body: Record, absolute: Absolute) -> str | None:
    """Return the address of a body, None of the other bodies of a joint meeting in a list."""
    return absolute(reverse("body_detail", args=[body["slug"]])) if "slug" in body else None


def languages(record: Record) -> str | list[str]:
    """Return the language of the minutes, or the list of the original's and the translations'."""
    found = [record["language"], *(row["language"] for row in record.get("translations", ()))]
    return found if len(found) > 1 else found[0]


def minutes_data(minutes: MeetingPage, absolute: Absolute) -> Data | None:
    """Return the minutes: the number of the version, its time and its permanent address."""
    version = minutes.version
    if version is None:
        return None
    return known(
        "DigitalDocument",
        url=absolute(f"{minutes.record['address']}v{version['number']}/"),
        version=str(version["number"]),
        dateModified=version["created_at"].isoformat(),
        inLanguage=languages(minutes.record),
        license=minutes.record["licence"],
    )


def resolution_data(minutes: MeetingPage, resolution: Record, absolute: Absolute) -> Data:
    record = minutes.record
    address = f"{record['address']}resolutions/{resolution['sequence']}/"
    motion = resolution.get("amends_motion")
    return known(
        "CreativeWork",
        name=resolution["name"] or resolution["identifier"],
        identifier=resolution["identifier"],
        text=show_redactions(markdown_to_text(resolution["text"]))[:LONGEST],
        inLanguage=record["language"],
        dateCreated=record["date"],
        url=absolute(address),
        creator=organizer(record, absolute),
        isPartOf=matter_of(resolution, absolute),
        recordedAt=known("Event", name=record["name"], url=absolute(record["address"])),
        isBasedOn=motion and absolute(f"{record['address']}resolutions/{motion}/"),
    )


def matter_of(resolution: Record, absolute: Absolute) -> Data | None:
    matter = resolution.get("matter")
    return matter and known(
        "CreativeWork",
        name=matter["name"],
        alternateName=matter.get("alternate_name"),
        identifier=matter["identifier"],
        url=absolute(matter["address"]),
    )


def matter_data(matter: Record, steps: list[Record], absolute: Absolute) -> Data:
    """Return a matter with its decisions; `steps` are from build.resolution_part(), the earliest first."""
    parts = [
        known(
            "CreativeWork",
            name=show_redactions(step["name"] or step["identifier"]),
            identifier=step["identifier"],
            dateCreated=iso_date(step["meeting"]),
            url=absolute(step["address"]),
            creator=organizer(step["meeting"], absolute),
        )
        for step in steps
    ]
    return known(
        "CreativeWork",
        name=matter["name"] or parts[0].get("name"),
        alternateName=matter.get("alternate_name"),
        identifier=matter["identifier"],
        url=absolute(matter["address"]),
        hasPart=parts,
    )


def body_data(body: Record, parent: Record | None, absolute: Absolute) -> Data:
    over = parent and known("Organization", name=parent["name"], url=absolute(parent["address"]))
    return known(
        "Organization",
        name=body["name"],
        alternateName=body["alternate_name"],
        description=body["description"][:LONGEST],
        url=absolute(body["address"]),
        foundingDate=body["founding_date"],
        dissolutionDate=body["dissolution_date"],
        parentOrganization=over,
    )


def person_data(person: Record, absolute: Absolute) -> Data:
    """Return a person by name alone; posts and meetings are on the page for people to read."""
    return known(
        "Person",
        name=person["name"],
        alternateName=person["alternate_name"],
        url=absolute(person["address"]),
    )


def site_data(name: str, owner: str, home: str, search: str, languages: list[str]) -> Data:
    """Return the site with its search; `search` is the address up to the words."""
    return known(
        "WebSite",
        name=name,
        url=home,
        inLanguage=languages,
        publisher=known("Organization", name=owner) if owner else None,
        potentialAction={
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search + "{words}"},
            "query-input": "required name=words",
        },
    )
