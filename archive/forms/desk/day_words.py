"""Days and hours as they are typed, in words beside their fields: Tuesday 12 March 2024, 19:00 to 00:35."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.forms.fields import DateField, TimeField
from archive.record.render.display import written_date, written_days
from archive.text.dates import possible_days, read_days
from archive.text.hours import Hours

DAYS = ("date", "end_date", "issued_on", "approved_on")
TYPED = (*DAYS, "date_precision", "start_time", "end_time")  # what words_beside() reads


class Words(NamedTuple):
    """What stands beside a field; `days` are those between which to choose: [2024-03-12, its words]."""

    text: str
    is_doubt: bool = False
    days: tuple[tuple[str, str], ...] = ()


def words_beside(typed: Mapping[str, str]) -> dict[str, Words]:
    """Return {name of a field: words} for what is typed into the fields named in TYPED."""
    given = {name: str(typed.get(name) or "") for name in TYPED}
    found = {name: day_words(given[name]) for name in DAYS if given[name].strip()}
    precision = given["date_precision"]
    if (days := possible_days(given["date"])) and precision in ("month", "year"):
        found["date"] = Words(written_date(days[0], precision))
    hours = hour_words(given["start_time"], given["end_time"], last_day(given))
    return found | ({"end_time": hours} if hours else {})


def last_day(given: Mapping[str, str]) -> tuple[dt.date | None, bool]:
    """Return the day on which the meeting ended, if it ended on no next one, and whether it is another."""
    days = read_days(given["date"])
    ends = possible_days(given["end_date"]) or ([days[1]] if days else [])
    if ends:
        return ends[0], True
    begins = possible_days(given["date"])
    return (begins[0] if len(begins) == 1 else None), False


def day_words(typed: str) -> Words:
    """Return the day that a text names, the days between which it leaves the choice, or what to do."""
    days = possible_days(typed)
    if len(days) == 1:
        return Words(written_date(days[0], "day", "long"))
    if days:
        choices = tuple((day.isoformat(), written_date(day)) for day in days)
        return Words(_("Which day is meant?"), is_doubt=True, days=choices)
    if several := read_days(typed):
        return Words(written_days(*several))
    return Words(str(DateField.default_error_messages["invalid"]), is_doubt=True)


def hour_words(start: str, end: str, last: tuple[dt.date | None, bool]) -> Words | None:
    """Return from when to when, and the day on which it ended if that is another: see last_day()."""
    try:
        hours = Hours(TimeField(required=False).clean(start), TimeField(required=False).clean(end))
    except ValidationError as refusal:
        return Words(" ".join(refusal.messages), is_doubt=True)
    times = {"start": clock(hours.start), "end": clock(hours.end)}
    if hours.start is None or hours.end is None:
        alone = times["start"] or times["end"]
        return Words(alone) if alone not in (start.strip(), end.strip()) else None
    day, is_another = last
    if not is_another and not hours.ends_next_day:
        return Words(_("%(start)s to %(end)s") % times)
    if day is None or (not is_another and day == dt.date.max):
        return Words(_("%(start)s to %(end)s on the next day") % times)
    ended = day if is_another else day + dt.timedelta(days=1)
    named = written_date(ended, "day", "long")
    return Words(_("%(start)s to %(end)s on %(day)s") % (times | {"day": named}))


def clock(time: dt.time | None) -> str:
    return f"{time:%H:%M}" if time else ""
