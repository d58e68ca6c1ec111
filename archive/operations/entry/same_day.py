"""Other meetings of a body on one day: most often the same one, which somebody has entered already."""

import datetime as dt

from archive.models import Body, Meeting
from archive.models.meeting import MeetingQuerySet


def meetings_of_day(body: Body, day: dt.date) -> MeetingQuerySet:
    """Return the meetings of a body on a day, joint ones among them, but for withdrawn ones."""
    known = Meeting.objects.for_body(body).beginning(day, "day").on_known_days().not_withdrawn()
    return known.select_related("body").defer("text", "summary").oldest_first()
