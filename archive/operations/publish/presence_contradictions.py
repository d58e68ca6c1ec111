"""The pairs of fields that contradict each other about who was in the room at a decision, one row each.

Somebody who was away, was out of the room, had left or had declared an interest votes, moves or seconds;
more vote than were there; the quorum was lost by then. What is not known raises nothing, and a vote cast by
a proxy or in writing is none of somebody in the room. Closed agenda items are looked at as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from archive.models import Attendance, AttendanceSpan, Meeting, Resolution
from archive.operations.publish.problems import Contradiction, Found, Problem, doubt, told
from archive.operations.publish.resolution_contradictions import is_decided
from archive.operations.publish.vote_tallies import (
    COUNTED,
    has_casting_vote,
    is_by_proxy,
    is_cast_by_proxy,
)
from archive.record.build import Record, field_values
from archive.record.presence import (
    ABSENT,
    PRESENT,
    DecisionPresence,
    Presence,
    hours_of,
    presence_at,
)
from archive.record.render.presence_words import reason_words

SPAN_TIMES = ("kind", "reason", "from_time", "to_time")


def presence_contradictions(meeting: Meeting) -> Iterator[Problem]:
    """Yield the doubts of the table; no query if the meeting comes from with_children()."""
    resolutions = list(meeting.resolutions.all())
    rows = list(meeting.attendances.all()) if resolutions else []
    record = attendance_of(meeting, rows)
    people = {row.person_id: one for row, one in zip(rows, record["attendances"], strict=True)}
    for row in resolutions:
        decision = Decision(row, record, people)
        for pair in OF_DECISION:
            if found := pair.condition(decision):
                values = {"number": row.sequence} | (found if isinstance(found, dict) else {})
                yield doubt("resolutions", told(pair, values), row, pair.column)


# Rows as presence.py reads them: people by primary key, closed agenda items like any other


def attendance_of(meeting: Meeting, rows: Iterable[Attendance]) -> Record:
    return field_values(meeting, ("date", "start_time", "end_time", "attendance_status")) | {
        "end_date": as_iso(getattr(meeting, "end_date", None)),
        "attendances": [presence_row(row) for row in rows],
    }


def as_iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def presence_row(row: Attendance) -> Record:
    return field_values(row, ("status", "role", "voting", "arrived_at", "left_at")) | {
        "person": by_key(row.person_id, row.name_as_written),
        "on_behalf_of": by_key(row.on_behalf_of_id) if row.on_behalf_of_id else None,
        "spans": [presence_span(span) for span in row.spans.all()],
    }


def by_key(key: int | None, name: str = "") -> Record:
    return {"slug": key and str(key), "name": name}


def presence_span(span: AttendanceSpan) -> Record:
    return field_values(span, SPAN_TIMES) | {
        "from_item": span.from_item and span.from_item.position,
        "to_item": span.to_item and span.to_item.position,
    }


def presence_decision(row: Resolution) -> Record:
    counts = field_values(row, (*COUNTED, "taken_at"))
    return counts | {
        "agenda_item": row.agenda_item and row.agenda_item.position,
        "votes": [
            {
                "voter": by_key(vote.voter_id, vote.name_as_written),
                "option": vote.option,
                "proxy": vote.proxy_id,
                "weight": vote.weight,
            }
            for vote in row.votes.all()
        ],
    }


@dataclass
class Decision:
    """A resolution, the attendance of its meeting as a record, and that by primary keys of people."""

    row: Resolution
    record: Record
    people: dict[Any, Record]

    @cached_property
    def presence(self) -> DecisionPresence:
        return DecisionPresence(self.record, presence_decision(self.row))

    @cached_property
    def is_in_parts(self) -> bool:
        """Whether the attendance differs from one decision to another."""
        rows = self.record["attendances"]
        return any(row["arrived_at"] or row["left_at"] or row["spans"] for row in rows)

    @property
    def is_judged(self) -> bool:
        recorded = self.record["attendance_status"] == Meeting.AttendanceStatus.RECORDED
        return recorded and self.row.decision_method != Resolution.DecisionMethod.WRITTEN

    def away(self, key: int | None) -> Presence | None:
        """Return why a person was not there, None if they were, or if it is not known."""
        row = self.people.get(key) if key and self.is_judged else None
        found = row and presence_at(row, self.presence.moment)
        return found if found and found.state == ABSENT else None

    def is_there(self, key: int | None) -> bool:
        row = self.people.get(key) if key and self.is_judged else None
        return row is not None and presence_at(row, self.presence.moment).state == PRESENT

    def hour_of(self, key: int | None, reason: str) -> str:
        row = self.people[key]
        return str({"left": row["left_at"], "not_yet": row["arrived_at"]}.get(reason) or "")[:5]


# The pairs


def voter_out(one: Decision) -> Found:
    """Name those who voted, or cast the vote of another, while they were out.

    Voters away from the whole meeting are named by voter_away().
    """
    names = []
    for vote in one.row.votes.all():
        if is_cast_by_proxy(vote) and not vote.proxy_id:
            continue
        key = vote.proxy_id or vote.voter_id
        found = one.away(key) if vote.option in COUNTED.values() else None
        if found and (found.reason != "status" or vote.proxy_id):
            why = reason_words(found.reason, one.hour_of(key, found.reason))
            name = vote.proxy_as_written if vote.proxy_id else vote.name_as_written
            name = name or str(vote.proxy or vote.voter)
            names.append(f"{name} ({why})" if why else name)
    return bool(names) and {"name": ", ".join(names)}


def voter_in(one: Decision) -> Found:
    """Name those for whom another cast the vote while they were in the room themselves."""
    votes = [vote for vote in one.row.votes.all() if vote.proxy_id and vote.option in COUNTED.values()]
    names = [vote.name_as_written or str(vote.voter) for vote in votes if one.is_there(vote.voter_id)]
    return bool(names) and {"name": ", ".join(names)}


def person_out(field: str) -> Any:
    """Return what doubts a mover or seconder who was not there, and was represented by nobody."""

    def condition(one: Decision) -> Found:
        key = getattr(one.row, f"{field}_id")
        if not one.away(key):
            return None
        rows = one.record["attendances"]
        stood_in_for = {row["on_behalf_of"]["slug"] for row in rows if row["on_behalf_of"]}
        name = getattr(one.row, f"{field}_as_written") or getattr(one.row, field)
        return str(key) not in stood_in_for and {"name": name}

    return condition


def more_than_in_room(one: Decision) -> Found:
    if not one.is_in_parts or not one.is_judged or is_by_proxy(one.row) or not one.presence.is_known:
        return None
    voted = (one.presence.voted or 0) - one.presence.by_proxy - has_casting_vote(one.row)
    most = one.presence.most
    return voted > most and {"voted": voted, "present": most}


def quorum_lost(one: Decision) -> Found:
    """Doubt a decision of fewer than the quorum; a meeting that never had it is judged as a whole."""
    quorum = one.row.meeting.quorum
    if quorum is None or not one.is_in_parts or not one.is_judged or not is_decided(one.row):
        return None
    attended = sum(each.row["status"] == "present" for each in one.presence.attendees)
    most = one.presence.most
    return most < quorum <= attended and {"quorum": quorum, "present": most}


def outside_hours(one: Decision) -> Found:
    taken, hours = one.row.taken_at, hours_of(one.record) if one.row.taken_at else None
    if not taken or not hours or hours.start is None or hours.end is None:
        return None
    first, minute, last = (hours.minute_of(time) for time in (hours.start, taken, hours.end))
    return minute < first or minute > last


OF_DECISION = (
    Contradiction("votes", _("Resolution %(number)s: %(name)s voted, but was not in the room."), voter_out),
    Contradiction(
        "votes", _("Resolution %(number)s: %(name)s voted by proxy, but was in the room."), voter_in
    ),
    Contradiction(
        "mover",
        _("Resolution %(number)s: %(name)s moved it, but was not in the room."),
        person_out("mover"),
    ),
    Contradiction(
        "seconder",
        _("Resolution %(number)s: %(name)s seconded it, but was not in the room."),
        person_out("seconder"),
    ),
    Contradiction(
        "yes_count",
        _("Resolution %(number)s: %(voted)s voted, but at most %(present)s were in the room."),
        more_than_in_room,
    ),
    Contradiction(
        "result",
        _("Resolution %(number)s: the quorum is %(quorum)s, but at most %(present)s were in the room."),
        quorum_lost,
    ),
    Contradiction(
        "taken_at", _("Resolution %(number)s was taken outside the hours of the meeting."), outside_hours
    ),
)
