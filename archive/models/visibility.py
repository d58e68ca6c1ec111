"""May the public see this row? Decided here and nowhere else, in SQL for lists and in Python for one row.

Two questions are asked. Is a row *open*: may it be shown once its meeting is published? And is it
*public*: is it open, and is its meeting published? What is not open appears on no page, list, index,
feed, table, calendar or export, and in no count.

Of a closed agenda item, and of a meeting whose disclosure is not open, only those decisions are open that
are marked so (`is_disclosed`), with their votes. What else is shown of such a meeting is SHOWN_OF_CLOSED.

Both halves name every kind of row, so one that is added raises an error until it is taught to both;
tests/models/test_visibility.py compares them over generated combinations.
"""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from archive.models.fields import Literal

PUBLISHED, NOT_PUBLIC = "published", "not_public"
OPEN_MEETING, WITH_ATTENDANCE = "open", "attendance"

# The public fields of a meeting that is not open, by its `shown_of_closed`. All others are hidden.
ALWAYS_SHOWN = frozenset(
    "number number_series name alternate_name classification classification_as_written date date_precision"
    " end_date status language disclosure disclosure_basis approved_on".split()
)
SHOWN_FACTS = ALWAYS_SHOWN | set(
    "start_time end_time location attendance_mode attendance_mode_as_written summary".split()
)
SHOWN_OF_CLOSED = {
    "": ALWAYS_SHOWN,
    "facts": SHOWN_FACTS,
    WITH_ATTENDANCE: SHOWN_FACTS
    | set("attendance_status chair_note expected_count present_count quorum".split()),
}

# In SQL. An owner that is null hides nothing, so closed owners are excluded instead of open ones kept.

IN_OPEN_ITEM = ~Q(agenda_item__is_public=False)
RESOLVED_IN_OPEN_ITEM = ~Q(resolution__agenda_item__is_public=False)
OF_OPEN_MEETING = Q(meeting__disclosure=OPEN_MEETING)
WITH_TOLD_ATTENDANCE = ~Q(meeting__attendance_status=NOT_PUBLIC) & (
    OF_OPEN_MEETING | Q(meeting__shown_of_closed=WITH_ATTENDANCE)
)
MARKED_PUBLIC = Q(is_public=True)

OPEN = {
    "AgendaItem": MARKED_PUBLIC & OF_OPEN_MEETING,
    "Attendance": WITH_TOLD_ATTENDANCE,
    "Sitting": OF_OPEN_MEETING | ~Q(meeting__shown_of_closed=""),
    "Resolution": (IN_OPEN_ITEM & OF_OPEN_MEETING) | Q(is_disclosed=True),
    "Vote": (RESOLVED_IN_OPEN_ITEM & Q(resolution__meeting__disclosure=OPEN_MEETING))
    | Q(resolution__is_disclosed=True),
    "ActionItem": IN_OPEN_ITEM & RESOLVED_IN_OPEN_ITEM & OF_OPEN_MEETING,
    "Document": MARKED_PUBLIC & IN_OPEN_ITEM & RESOLVED_IN_OPEN_ITEM & OF_OPEN_MEETING,
    # Who met and what it was called is public; the rest of a translation is shown as its original is.
    "MeetingBody": Q(),
    "MeetingTranslation": Q(),
}
# The word of a meeting's own condition is written into the statement: partial indexes name it.
PUBLISHED_MEETING = Q(publication=Literal(PUBLISHED))


def meeting_published(path: str = "meeting") -> Q:
    return Q(**{f"{path}__publication": PUBLISHED})


RowT_co = TypeVar("RowT_co", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[RowT_co]):
    """Rows of meetings that are open or not; see OPEN for the condition of each kind."""

    def open_to_all(self) -> Self:
        """Keep rows that may be shown once their meeting is published."""
        return self.filter(OPEN[self.model.__name__])

    def published(self) -> Self:
        """Keep open rows of published meetings."""
        path = "resolution__meeting" if self.model.__name__ == "Vote" else "meeting"
        return self.open_to_all().filter(meeting_published(path))


# In Python. None of these costs a query if the rows come from Meeting.objects.with_children().


def is_open(row: Any) -> bool:
    """Return whether a row may be shown once its meeting is published.

    Reads `agenda_item`, `resolution` and its `agenda_item`, or `meeting`, of a span also the agenda items
    of its meeting: fetch them with the rows. A
    relation also reads both resolutions and the target's meeting. Raises TypeError for any other kind.
    """
    match type(row).__name__:
        case "AgendaItem":
            return bool(row.is_public) and is_open_meeting(row.meeting)
        case "Attendance":
            return tells_attendance(row.meeting)
        case "AttendanceSpan":
            is_shown = not has_items(row) or (bool(open_items_of(row)) and not has_unclear_end(row))
            return is_shown and tells_attendance(row.meeting)
        case "Sitting":
            return shows_field(row.meeting, "start_time")
        case "Resolution":
            return bool(row.is_disclosed) or (in_open_item(row) and is_open_meeting(row.meeting))
        case "Vote":
            return is_open(row.resolution)
        case "ActionItem" | "Document":
            is_shown = bool(getattr(row, "is_public", True)) and is_open_meeting(row.meeting)
            return is_shown and in_open_item(row) and resolved_in_open_item(row)
        case "MeetingBody" | "MeetingTranslation":
            return True
        case "ResolutionRelation":
            return is_open(row.source) and is_public(row.target)
        case kind:
            raise TypeError(f"visibility.py does not say who may see a row of {kind}.")


def is_public(row: Any) -> bool:
    """Return whether the public may read a meeting or a row now: it is open, and its meeting published."""
    match type(row).__name__:
        case "Meeting":
            return bool(row.publication == PUBLISHED)
        case "Vote":
            owner = row.resolution
        case "ResolutionRelation":
            owner = row.source
        case "AttendanceSpan":
            owner = row.attendance
        case _:
            owner = row
    return is_open(row) and is_public(owner.meeting)


def tells_attendance(meeting: Any) -> bool:
    """Return whether the public may know who attended a meeting, and how many, once it is published."""
    return meeting.attendance_status != NOT_PUBLIC and shows_field(meeting, "present_count")


def is_open_meeting(meeting: Any) -> bool:
    return bool(meeting.disclosure == OPEN_MEETING)


def shows_field(meeting: Any, field: str) -> bool:
    """Return whether the public may read a field of a meeting once it is published."""
    return is_open_meeting(meeting) or field in SHOWN_OF_CLOSED[meeting.shown_of_closed]


def has_items(span: Any) -> bool:
    """Return whether a span of somebody's presence has an agenda item at one of its ends."""
    return bool(span.from_item_id or span.to_item_id)


def items_of(span: Any) -> list[Any]:
    """Return the agenda items from the first to the last of a span; an open end is that of the meeting."""
    first = span.from_item.position if span.from_item else None
    last = span.to_item.position if span.to_item else None
    return [
        item
        for item in span.meeting.agenda_items.all()
        if (first is None or item.position >= first) and (last is None or item.position <= last)
    ]


def has_unclear_end(span: Any) -> bool:
    """Return whether a span goes from an hour to a closed agenda item, or from one to an hour.

    It cannot be told without the item: to name the next public one could be false.
    """
    closed_from = bool(span.from_item and not span.from_item.is_public)
    closed_to = bool(span.to_item and not span.to_item.is_public)
    return bool(
        (closed_from and span.to_time and not span.to_item)
        or (closed_to and span.from_time and not span.from_item)
    )


def open_items_of(span: Any) -> list[Any]:
    return [item for item in items_of(span) if is_open(item)]


def in_open_item(row: Any) -> bool:
    return row.agenda_item is None or bool(row.agenda_item.is_public)


def resolved_in_open_item(row: Any) -> bool:
    return row.resolution is None or in_open_item(row.resolution)
