"""A whole Record as plain data, made without a database; every text in it is a word that occurs once."""

from typing import Any

from archive.record.build import FORMAT, Record

BODY = {"name": "Harbourboard", "alternate_name": "", "slug": "harbour", "language": "zh-Hans"}
MOVER = {"name": "Mover Mills", "slug": "mills"}
ADDRESS = "/meetings/harbour/2023-08-23/"


def sample_record(**changes: Any) -> Record:
    """Return a published meeting with one row of each kind, as its first version keeps it."""
    return {
        "format": FORMAT,
        "number": "Number12",
        "name": "Evening",
        "alternate_name": "Otherwise",
        "classification": "regular",
        "date": "2023-08-23",
        "date_precision": "day",
        "start_time": "09:00:00",
        "end_time": "11:30:00",
        "location": "Lighthouse",
        "attendance_mode": "mixed",
        "status": "held",
        "language": "zh-Hans",
        "document_number": "",
        "copied_to": "",
        "issued_on": None,
        "summary": "Summarised",
        "text": "Textbody",
        "source": "Sourceline",
        "source_url": "",
        "licence": "CC0",
        "attendance_status": "recorded",
        "chair_note": "",
        "quorum": None,
        "disclosure": "open",
        "approved_on": None,
        "expected_count": None,
        "present_count": 7,
        "address": ADDRESS,
        "body": BODY,
        "approved_at": None,
        "attendances": [sample_attendance()],
        "agenda_items": [sample_item()],
        "resolutions": [sample_resolution()],
        "action_items": [sample_action()],
        "documents": [sample_document()],
        "version": {
            "meeting": 1,
            "number": 1,
            "kind": "published",
            "reason": "",
            "created_at": "2023-09-01T08:30:00+00:00",
            "previous_sha256": "",
            "author_sha256": "cd" * 32,
            "salt": "ab" * 16,
        },
    } | changes


def sample_attendance(**changes: Any) -> Record:
    return {
        "position": 1,
        "label": "",
        "role": "chair",
        "status": "present",
        "mode": "in_person",
        "arrived_at": None,
        "left_at": None,
        "voting": None,
        "note": "",
        "person": {"name": "Chair Chen", "slug": "chen"},
        "on_behalf_of": None,
    } | changes


def sample_item(**changes: Any) -> Record:
    return {
        "position": 1,
        "number": "1",
        "name": "Agendapoint",
        "text": "",
        "presenter": "",
        "continued_from": None,
    } | changes


def sample_resolution(**changes: Any) -> Record:
    return {
        "sequence": 1,
        "identifier": "R-1",
        "name": "Pumpsname",
        "text": "Buypumps",
        "classification": "resolution",
        "decision_method": "consensus",
        "result": "adopted",
        "result_as_written": "",
        "yes_count": 7,
        "no_count": 0,
        "abstain_count": None,
        "effective_date": None,
        "expiry_date": None,
        "agenda_item": 1,
        "mover": MOVER,
        "seconder": None,
        "votes": [],
        "relations": [],
    } | changes


def sample_action(**changes: Any) -> Record:
    return {
        "position": 1,
        "description": "Askoffers",
        "responsible_text": "Clerkship",
        "due_date": "2023-10-01",
        "status": "open",
        "outcome": "",
        "agenda_item": None,
        "resolution": None,
        "responsible": None,
        "responsible_body": None,
        "closed_at": None,
    } | changes


def sample_document(**changes: Any) -> Record:
    return {
        "classification": "report",
        "name": "Papername",
        "media_type": "application/pdf",
        "size": 4711,
        "sha256": "cd" * 32,
        "language": "en",
        "address": "/documents/1/paper.pdf",
        "agenda_item": None,
        "resolution": None,
    } | changes


def listed(record: Record) -> Record:
    """Return a whole Record with what listed_meeting() and followed_meeting() add to one."""
    version = record["version"] | {
        "first_sha256": "ef" * 32,
        "published_at": "2023-09-01T08:30:00+00:00",
    }
    counts = {"present_total": record["present_count"], "resolution_count": len(record["resolutions"])}
    return record | counts | {"version": version}


def parts_of(record: Record, name: str) -> list[Record]:
    """Return the rows of a Record as the parts that tables and feeds are made of."""
    whole = listed(record)
    return [
        row
        | {"meeting": whole, "version": whole["version"], "address": f"{record['address']}resolutions/1/"}
        for row in record[name]
    ]


def sample_sitting(**changes: Any) -> Record:
    return {
        "position": 1,
        "date": "2023-08-23",
        "start_time": "09:00:00",
        "end_time": "11:30:00",
        "note": "",
    } | changes
