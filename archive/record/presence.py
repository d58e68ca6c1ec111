"""Who was in the room when something was decided, as far as a Record says: from spans, hours and proxies.

Three answers for each person: present, absent, not known. What the record does not say is not known, never
a guess: a departure at 20:15 says nothing of a decision without an hour. Hours past midnight are those of
archive/text/hours.py; the same minute on both sides is not known.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from archive.text.hours import DAY, Hours

Record = dict[str, Any]

PRESENT, ABSENT, NOT_KNOWN = "present", "absent", "not_known"
MEMBERS = {"chair", "member"}
COUNTED = {"yes", "no", "abstain"}  # options of a vote that say that somebody took part


class Moment(NamedTuple):
    """When something was decided: position of its agenda item, hour in ISO 8601, and hours of the meeting.

    The hour is None in a meeting of several days, where it may mean any of them.
    """

    item: int | None = None
    time: str | None = None
    hours: Hours = Hours()


class Presence(NamedTuple):
    """Whether somebody was there, and why not.

    Reasons: status (of the whole meeting), represented (by somebody, at the whole meeting), not_yet, left,
    out (of the room, no reason given), interest_declared, other, roll_call (which calls them absent).
    """

    state: str
    reason: str = ""


class Attendee(NamedTuple):
    """A row of the attendance and where that person was; `time` is the hour that `reason` tells of."""

    row: Record
    state: str
    reason: str
    time: str = ""


def moment_of(record: Record, resolution: Record) -> Moment:
    hours = hours_of(record)
    time = resolution.get("taken_at") if hours else None
    return Moment(resolution.get("agenda_item"), time, hours or Hours())


def hours_of(record: Record) -> Hours | None:
    """Return the hours of a meeting, None if it lasted longer than from one day into the next."""
    start, end = (time_or_none(record.get(name)) for name in ("start_time", "end_time"))
    first, last = (
        dt.date.fromisoformat(record.get(name) or record["date"]) for name in ("date", "end_date")
    )
    hours = Hours(start, end)
    is_one = last == first or (hours.ends_next_day and last - first == dt.timedelta(days=1))
    return hours if is_one and not record.get("sittings") else None


def time_or_none(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


# One person


def presence_at(row: Record, moment: Moment) -> Presence:
    """Return whether the person of an attendance was there at a moment."""
    if row["status"] != PRESENT:
        return Presence(ABSENT, "status") if row["status"] else Presence(NOT_KNOWN)
    found = list(absences(row, moment))
    reasons = [reason for is_away, reason in found if is_away]
    if reasons:
        return Presence(ABSENT, reasons[0])
    is_unclear = any(is_away is None for is_away, _reason in found) or row.get("spans_withheld")
    return Presence(NOT_KNOWN if is_unclear else PRESENT)


def absences(row: Record, moment: Moment) -> Iterable[tuple[bool | None, str]]:
    """Yield whether each thing that is said of a person means that they were away, and the reason."""
    spans = row.get("spans", [])
    for span in spans:
        if span["kind"] == ABSENT:
            yield covers(span, moment), span["reason"] or "out"
    if row["arrived_at"] and time_or_none(row["arrived_at"]) != moment.hours.start:
        yield negated(is_after(moment, None, row["arrived_at"])), "not_yet"
    if row["left_at"]:
        yield negated(is_before(moment, None, row["left_at"])), "left"
    stays = [covers(span, moment) for span in spans if span["kind"] == PRESENT]
    if stays and not any(stays):
        yield (None if None in stays else True), "out"


def covers(span: Record, moment: Moment) -> bool | None:
    """Return whether a moment is within a span, or None if the record does not tell."""
    ends = [
        is_after(moment, span["from_item"], span["from_time"]),
        is_before(moment, span["to_item"], span["to_time"]),
    ]
    if False in ends:
        return False
    return None if None in ends else True


def is_after(moment: Moment, item: int | None, time: str | None) -> bool | None:
    """Return whether a moment is not before the beginning of a span; an open one is that of the meeting."""
    by_item = None if item is None or moment.item is None else moment.item >= item
    return agreed(item, time, by_item, order(moment, time))


def is_before(moment: Moment, item: int | None, time: str | None) -> bool | None:
    by_item = None if item is None or moment.item is None else moment.item <= item
    return agreed(item, time, by_item, negated(order(moment, time)))


def agreed(item: int | None, time: str | None, *answers: bool | None) -> bool | None:
    """Return what item and hour both say, or the one that can be compared; None if they differ."""
    if item is None and time is None:
        return True
    said = {answer for answer in answers if answer is not None}
    return said.pop() if len(said) == 1 else None


def order(moment: Moment, time: str | None) -> bool | None:
    """Return whether a moment is after an hour; None where one is not known, or both are the same.

    Hours more than half a day apart may be in either order if the start of the meeting is not known.
    """
    if moment.time is None or time is None:
        return None
    own, other = (moment.hours.minute_of(dt.time.fromisoformat(one)) for one in (moment.time, time))
    is_unclear = own == other or (moment.hours.start is None and abs(own - other) > DAY // 2)
    return None if is_unclear else own > other


def negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


# All of them


def key_of_person(person: Record | None) -> str:
    return str(person["slug"] or person["name"]) if person else ""


def may_vote(row: Record) -> bool:
    """Return whether a row is of a member; who takes the minutes is one only if the record says so."""
    voting = row.get("voting")
    return voting is True or (voting is None and row["role"] in MEMBERS)


class DecisionPresence:
    """Those whom the minutes list, at one decision; see is_known before anything is said of it."""

    def __init__(self, record: Record, resolution: Record) -> None:
        self.record = record
        self.resolution = resolution
        self.moment = moment_of(record, resolution)
        self.casting = sum(bool(vote.get("is_casting")) for vote in resolution["votes"])
        self.votes = {key_of_person(vote["voter"]): vote for vote in resolution["votes"]}

    @cached_property
    def attendees(self) -> list[Attendee]:
        """The rows of members who may vote, in the order of the minutes."""
        rows = self.record["attendances"]
        present = [row for row in rows if row["status"] == PRESENT]
        represented = {key_of_person(row["on_behalf_of"]) for row in present if row["on_behalf_of"]}
        return [self.attendee(row, represented) for row in rows if may_vote(row)]

    def attendee(self, row: Record, represented: set[str]) -> Attendee:
        state, reason = presence_at(row, self.moment)
        key = key_of_person(row["person"])
        vote = self.votes.get(key)
        option = vote["option"] if vote else ""
        if reason == "status" and (key in represented or (vote and vote.get("proxy"))):
            reason = "represented"
        elif state != ABSENT and option == "absent":
            state, reason = ABSENT, "roll_call"
        elif state == NOT_KNOWN and option in COUNTED and not (vote and vote.get("proxy")):
            state = PRESENT
        hours = {"not_yet": row["arrived_at"], "left": row["left_at"]}
        return Attendee(row, state, reason, (hours.get(reason) or "")[:5])

    def of(self, state: str) -> list[Attendee]:
        return [one for one in self.attendees if one.state == state]

    @property
    def present(self) -> list[Attendee]:
        return self.of(PRESENT)

    @property
    def not_known(self) -> list[Attendee]:
        return self.of(NOT_KNOWN)

    @property
    def out(self) -> list[Attendee]:
        """Those who attended the meeting and were not there at this decision."""
        return [one for one in self.of(ABSENT) if one.reason not in {"status", "represented"}]

    @property
    def away(self) -> list[Attendee]:
        return self.of(ABSENT)

    @property
    def most(self) -> int:
        return len(self.present) + len(self.not_known)

    @property
    def is_known(self) -> bool:
        """Whether the record says more of this decision than of the whole meeting.

        Of a closed agenda item, of which only the decision is shown, it does not say who was out for it.
        """
        if self.resolution.get("closed_item"):
            return False
        return self.record.get("attendance_status") == "recorded" and any(
            one.reason not in {"", "status"} for one in self.attendees
        )

    # How many voted

    @property
    def voted(self) -> int | None:
        """How many took part in the vote, as counted or called; None if neither says, or if votes weigh."""
        if any(vote.get("weight") for vote in self.votes.values()):
            return None  # the counts are of votes, not of people
        counts = [self.resolution[f"{name}_count"] for name in ("yes", "no", "abstain")]
        if any(count is not None for count in counts):
            return sum(count or 0 for count in counts)
        called = sum(vote["option"] in COUNTED for vote in self.votes.values())
        return called or None

    @property
    def silent(self) -> int:
        """How many were there, and are called as recused or not voting."""
        here = {key_of_person(one.row["person"]) for one in self.present}
        quiet = {key for key, vote in self.votes.items() if vote["option"] in {"recused", "not_voting"}}
        return len(here & quiet)

    @property
    def by_proxy(self) -> int:
        return sum(bool(vote.get("proxy")) and vote["option"] in COUNTED for vote in self.votes.values())

    @property
    def unexplained(self) -> int:
        """How many more were there than voted, recused themselves or did not vote; less than 0: too few."""
        return len(self.present) - self.silent - (self.voted or 0) + self.by_proxy


def presence_record(record: Record, resolution: Record) -> Record:
    """Return what record.json says of a decision: {"presence": {…}}, {} if nothing is known."""
    found = DecisionPresence(record, resolution)
    if not found.is_known:
        return {}
    return {
        "presence": {
            "present": len(found.present),
            "listed": len(found.attendees),
            "absent": [{"person": one.row["person"], "reason": one.reason} for one in found.away],
            "not_known": [{"person": one.row["person"]} for one in found.not_known],
        }
    }
