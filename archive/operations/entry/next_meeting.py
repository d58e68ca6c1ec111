"""New from last meeting: what the next meeting of a body is likely to be, each value with its reason.

Nothing is saved, and decisions are never copied: what a body decides anew must be typed anew.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.models import Body, Meeting
from archive.operations.entry.roster import Row, roster
from archive.text.meeting_numbers import next_number, read_meeting_number
from archive.text.next_meeting import Habit, next_day

MOST_LOOKED_AT = 24  # meetings: two years of monthly ones, enough to see whether numbers start anew


@dataclass
class Proposal:
    """What the next meeting is likely to be.

    `values` are those of a meeting's fields, `reasons` say in a sentence where each came from, by field.
    `rows` are those of the attendance: {field: value} with primary keys; `rows_reason` says who they are.
    """

    body: Body
    last: Meeting | None
    values: dict[str, Any] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    rows_reason: str = ""

    def add(self, name: str, value: Any, reason: str) -> None:
        """Propose a value, unless there is none."""
        if value not in (None, ""):
            self.values[name], self.reasons[name] = value, reason


def propose(body: Body, *, on: dt.date | None = None) -> Proposal:
    """Return what the next meeting of a body is likely to be, on a day if one is given; four queries.

    Drafts count as meetings here: the last one may not be published yet.
    """
    held = Meeting.objects.for_body(body).exclude(status=Meeting.Status.CANCELLED)
    latest = list(held.newest_first().defer("text", "summary")[:MOST_LOOKED_AT])
    last = latest[0] if latest else None
    proposal = Proposal(body, last, {"body": body.pk, "language": body.language})
    if last is not None:
        add_copies(proposal, last)
    add_date(proposal, latest, on)
    if last is not None:
        day = proposal.values.get("date") or last.date
        add_number(proposal, latest, day)
        add_title(proposal, latest, day)
    proposal.rows, proposal.rows_reason = roster(body, last, proposal.values.get("date"))
    return proposal


def add_copies(proposal: Proposal, last: Meeting) -> None:
    """Propose what is as it was last time."""
    reason = _("As last time, on %(date)s.") % {"date": shown(last.date)}
    for name in ("location", "start_time", "classification", "attendance_mode", "language", "quorum"):
        proposal.add(name, getattr(last, name), reason)
    proposal.add("attendance_status", last.attendance_status, reason)


def add_date(proposal: Proposal, latest: Sequence[Meeting], on: dt.date | None) -> None:
    """Propose the day asked for, or the one by habit."""
    if on is not None:
        proposal.add("date", on, _("As you chose."))
        return
    regular = [one.date for one in latest if one.date_precision == Meeting.Precision.DAY]
    if found := next_day(regular):
        proposal.add("date", found.date, said_of(found.habit, found.date))


def add_number(proposal: Proposal, latest: Sequence[Meeting], day: dt.date) -> None:
    """Propose the number after the last one."""
    read = [(one, read_meeting_number(one.number)) for one in latest]
    numbered = [(one, number) for one, number in read if number]
    if not numbered:
        return
    term = numbered[0][1].term
    last, _number = max(
        (pair for pair in numbered if pair[1].term == term), key=lambda pair: (pair[0].year, pair[1].value)
    )
    restarts = any(
        newer.year > older.year and later.term == earlier.term and later.value < earlier.value
        for (newer, later), (older, earlier) in itertools.pairwise(numbered)
    )
    number = next_number(last.number, year=day.year, last_year=last.year, restarts=restarts)
    proposal.add("number", number, _("Follows %(number)s.") % {"number": last.number})


def add_title(proposal: Proposal, latest: Sequence[Meeting], day: dt.date) -> None:
    """Propose the title where it follows from the last ones: the same, or with number or day in it."""
    last = latest[0]
    number = proposal.values.get("number", "")
    title = last.name
    if last.number and number and last.number in title:
        title = title.replace(last.number, number)
    for old, new in zip(written_days(last.date), written_days(day), strict=True):
        title = title.replace(old, new)
    if title != last.name:
        proposal.add("name", title, _("As last time, with the new number or date."))
    elif len(latest) > 1 and latest[1].name == title:
        proposal.add("name", title, _("As the last two times."))


def written_days(day: dt.date) -> list[str]:
    """Return a day in the ways in which titles write it, the longest first where one holds another."""
    month = f"{day:%B}"
    return [
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
    ]


# Words


def shown(day: dt.date) -> str:
    """Return a day as the page's language writes it."""
    return format_date(day, pgettext("format of a date", "j F Y"))


def said_of(habit: Habit, day: dt.date) -> str:
    """Return the sentence that says by which habit a day was found."""
    often = OFTEN[habit.days, habit.months]()
    if not habit.months:
        return often
    if not habit.nth:
        return _("%(often)s On the same day of the month.") % {"often": often}
    which = {"often": often, "nth": NTH[habit.nth](), "weekday": format_date(day, "l")}
    return _("%(often)s On the %(nth)s %(weekday)s.") % which


OFTEN = {
    (7, 0): lambda: _("This body meets every week."),
    (14, 0): lambda: _("This body meets every two weeks."),
    (0, 1): lambda: _("This body meets every month."),
    (0, 2): lambda: _("This body meets every two months."),
    (0, 3): lambda: _("This body meets every three months."),
    (0, 6): lambda: _("This body meets every six months."),
    (0, 12): lambda: _("This body meets every year."),
}
NTH = {
    1: lambda: pgettext("weekday of a month", "first"),
    2: lambda: pgettext("weekday of a month", "second"),
    3: lambda: pgettext("weekday of a month", "third"),
    4: lambda: pgettext("weekday of a month", "fourth"),
    5: lambda: pgettext("weekday of a month", "last"),
}
