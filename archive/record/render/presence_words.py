"""Who was in the room, in words: parts of a meeting, and those who were out at a decision or an item."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.record.build import Record
from archive.record.presence import ABSENT, Attendee, DecisionPresence, Moment, hours_of, presence_at
from archive.record.render.display import written_time


def span_words(span: Record, record: Record) -> str:
    """Return a span in words: "out for item 4: interest declared"."""
    is_out = span["kind"] == ABSENT
    told = (_("out %(when)s") if is_out else _("present only %(when)s")) % {"when": when(span, record)}
    if span["reason"] != "interest_declared":
        return told
    return _("%(span)s: %(reason)s") % {"span": told, "reason": _("interest declared")}


def spans_words(spans: list[Record], record: Record) -> str:
    return "; ".join(span_words(span, record) for span in spans)


def when(span: Record, record: Record) -> str:
    hours = (hour_words(span[end], record) for end in ("from_time", "to_time"))
    parts = (items_words(span, record), hours_words(*hours))
    return listed(parts)


def listed(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(filter(None, parts))


def items_words(span: Record, record: Record) -> str:
    first, last = (item_number(span[end], record) for end in ("from_item", "to_item"))
    if first and last:
        is_one = span["from_item"] == span["to_item"]
        words = _("for item %(first)s") if is_one else _("for items %(first)s to %(last)s")
    elif first:
        words = _("from item %(first)s on")
    else:
        words = _("up to item %(last)s") if last else ""
    return words % {"first": first, "last": last}


def item_number(position: int | None, record: Record) -> str:
    """Return the number of an agenda item as written, otherwise its position; "" for none."""
    numbers = {row["position"]: row["number"] for row in record["agenda_items"]}
    return str(numbers.get(position) or position or "")


def hour_words(time: str | None, record: Record) -> str:
    """Return an hour of a meeting as people read it: 20:15, 00:15 (next day), or "" for none."""
    hours = hours_of(record)
    is_next_day = bool(time and hours and hours.is_next_day(dt.time.fromisoformat(time)))
    return written_time(time, is_next_day=is_next_day) if time else ""


def hours_words(start: str, end: str) -> str:
    if start and end:
        words = _("from %(start)s to %(end)s")
    elif start:
        words = _("from %(start)s")
    else:
        words = _("until %(end)s") if end else ""
    return words % {"start": start, "end": end}


# At an agenda item, and at a decision


def reason_words(reason: str, time: str = "") -> str:
    """Return why somebody who attended was not there; "" where the record does not say."""
    words = {
        "interest_declared": _("interest declared"),
        "not_yet": _("came at %(time)s"),
        "left": _("left at %(time)s"),
        "represented": _("absent, represented"),
        "roll_call": _("absent by the roll call"),
    }
    return words.get(reason, "") % {"time": time}


def missed_item(item: Record, record: Record) -> list[Record]:
    """Return those who were out of the room for an agenda item: [{person, reason in words}]."""
    moment = Moment(item["position"])
    found = ((row, presence_at(row, moment)) for row in record["attendances"])
    return [
        {"person": row["person"], "reason": reason_words(told.reason)}
        for row, told in found
        if told.state == ABSENT and told.reason != "status"
    ]


def decision_presence(record: Record, resolution: Record) -> dict[str, Any] | None:
    """Return what a page says of who was there at a decision, None if no more than of the whole meeting.

    `present` and `most` are the least and the greatest number that may have been there, of `listed`.
    """
    found = DecisionPresence(record, resolution)
    if not found.is_known:
        return None
    return {
        "present": len(found.present),
        "most": found.most,
        "listed": len(found.attendees),
        "out": [named(one, record) for one in found.away if one.reason != "status"],
        "not_known": [one.row["person"] for one in found.not_known],
        "account": account(found),
    }


def named(one: Attendee, record: Record) -> Record:
    return {"person": one.row["person"], "reason": reason_words(one.reason, hour_words(one.time, record))}


def account(found: DecisionPresence) -> str:
    """Return how those who attended and those who voted agree: "8 attended: 1 out of the room, 7 voted".

    "" where the record does not tell how many voted, or who was in the room.
    """
    if found.voted is None or found.not_known:
        return ""
    left = found.unexplained
    parts = [
        (len(found.out), _("%(count)s out of the room")),
        (found.voted, _("%(count)s voted")),
        (found.by_proxy, _("%(count)s of them by proxy")),
        (min(max(-left, 0), found.casting), _("%(count)s of the votes a casting vote")),
        (found.silent, _("%(count)s did not take part in the vote")),
        (max(left, 0), _("%(count)s not accounted for")),
        (max(-left - found.casting, 0), _("%(count)s more than were in the room")),
    ]
    told = listed(words % {"count": count} for count, words in parts if count)
    attended = len(found.present) + len(found.out)
    return _("%(count)s attended: %(parts)s") % {"count": attended, "parts": told}
