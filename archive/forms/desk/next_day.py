"""Times typed as those of the next day, which are stored as hours alone: 次日1时30分, 1:30 (next day)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.text.dates import is_end_of_day, says_next_day
from archive.text.hours import Hours

NOT_NEXT_DAY = _("These hours do not reach the next day: give the start, or the last day.")


def typed_in(form: Any, name: str) -> str:
    return str(form.data.get(form.add_prefix(name), ""))


def check_next_day(form: Any, hours: Hours, names: Iterable[str]) -> None:
    """Add an error to each field typed as a time of the next day that the hours would put on the first.

    An end that is no later than the start, or a time that is_next_day(), is read as one of the next day.
    """
    for name in names:
        time = form.cleaned_data.get(name)
        is_next = (
            hours.ends_next_day if name == "end_time" else time is not None and hours.is_next_day(time)
        )
        if time is not None and says_next_day(typed_in(form, name)) and not is_next:
            form.add_error(name, NOT_NEXT_DAY)


def refuse_late_start(form: Any, time: dt.time | None) -> None:
    """Raise ValidationError for a start that is on another day than the date says."""
    typed = typed_in(form, "start_time")
    if time == dt.time(0) and is_end_of_day(typed):
        raise ValidationError(_("A meeting that starts at 24:00 starts at 0:00 of the next day."))
    if time is not None and says_next_day(typed):
        raise ValidationError(_("Give the day on which it starts as the date."))
