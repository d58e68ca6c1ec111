"""Every row that belongs to some meetings, fetched from those tables that hold any of theirs.

Most meetings have rows in four of eleven tables. Making a statement takes Django about a millisecond, also
where nothing is found, so one small query first asks in which tables there is something.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.models import Prefetch, prefetch_related_objects

from archive.models.action import ActionItem
from archive.models.agenda import AgendaItem
from archive.models.attendance import Attendance
from archive.models.attendance_span import AttendanceSpan
from archive.models.document import Document
from archive.models.meeting_body import MeetingBody
from archive.models.meeting_translation import MeetingTranslation
from archive.models.relation import ResolutionRelation
from archive.models.resolution import Resolution
from archive.models.sitting import Sitting
from archive.models.vote import Vote


@cache
def children() -> dict[str, "models.QuerySet[Any]"]:
    """Return {relation: all rows in order, with what they name}; each after the one that it hangs from."""
    agenda = ("agenda_item", "resolution__agenda_item")
    people = ("responsible", "responsible_body", "closed_at__body")
    decided = ("mover", "seconder", "agenda_item", "matter")
    return {
        "sittings": Sitting.objects.in_order(),
        "attendances": Attendance.objects.in_order().select_related("person", "on_behalf_of"),
        "attendances__spans": AttendanceSpan.objects.with_items(),
        "agenda_items": AgendaItem.objects.in_order(),
        "resolutions": Resolution.objects.in_order().select_related(*decided),
        "resolutions__votes": Vote.objects.in_order().select_related("voter", "proxy"),
        "resolutions__relations": ResolutionRelation.objects.with_target().by_age(),
        "action_items": ActionItem.objects.in_order().select_related(*people, *agenda),
        "documents": Document.objects.in_order().select_related(*agenda),
        "other_bodies": MeetingBody.objects.in_order().select_related("body"),
        "translations": MeetingTranslation.objects.in_order(),
    }


def fetch_children(meetings: Sequence[Any]) -> None:
    """Fetch all rows of meetings; a query, one for each table that holds any, and two for what is rare."""
    held = tables_held(meetings, children())
    found = {name: rows.all() for name, rows in children().items() if name in held}
    prefetch_related_objects(meetings, *(Prefetch(name, rows) for name, rows in found.items()))
    for name in children():
        if name not in held:
            leave_empty(meetings, name)
    # Few have these, and a meeting has 45 columns.
    if any(meeting.approved_at_id for meeting in meetings):
        approving = type(meetings[0])._default_manager.select_related("body")
        prefetch_related_objects(meetings, Prefetch("approved_at", approving))
    items = [item for meeting in meetings for item in meeting.agenda_items.all()]
    if any(item.continued_from_id for item in items):
        earlier = AgendaItem.objects.select_related("meeting__body")
        prefetch_related_objects(items, Prefetch("continued_from", earlier))


def fetch_sittings(meetings: Sequence[Any]) -> None:
    """Fetch the sittings of meetings to be read only; a query, and one more where there are any.

    Few have any. The others share one set of no rows, which a filter does not fill: to make one for each
    is a twelfth of the time of a calendar.
    """
    if tables_held(meetings, {"sittings"}):
        prefetch_related_objects(meetings, Prefetch("sittings", children()["sittings"].all()))
        return
    nothing = children()["sittings"].none()
    for meeting in meetings:
        keep_empty(meeting, "sittings", nothing)


def tables_held(meetings: Sequence[Any], names: Collection[str]) -> set[str]:
    """Return those of the relations in which some of these meetings have rows; one query."""
    keys = ", ".join(str(int(meeting.pk)) for meeting in meetings)
    with connections[meetings[0]._state.db].cursor() as cursor:
        asked = (statement.format(keys=keys) for name, statement in statements().items() if name in names)
        cursor.execute(" UNION ALL ".join(asked))
        return {name for (name,) in cursor.fetchall()}


# From a row to its parent, from that to the meeting.
COLUMNS = {"spans": "attendance_id", "votes": "resolution_id", "relations": "source_id"}


@cache
def statements() -> dict[str, str]:
    """Return {relation: a statement that gives its name if it has a row}; {keys} are of meetings."""
    tables = {name: rows.model._meta.db_table for name, rows in children().items()}
    found = {}
    for name, table in tables.items():
        parent, _, relation = name.rpartition("__")
        joined = f" JOIN {tables[parent]} AS parent ON parent.id = {COLUMNS[relation]}" if parent else ""
        rows = f"SELECT 1 FROM {table}{joined} WHERE meeting_id IN ({{keys}})"  # noqa: S608 - our own names
        found[name] = f"SELECT '{name}' WHERE EXISTS ({rows})"
    return found


def leave_empty(meetings: Sequence[Any], name: str) -> None:
    """Say that a relation was fetched and holds nothing, as Django does; a filter of it asks again."""
    parent, _, relation = name.rpartition("__")
    rows = children()[name]
    owners = [row for one in meetings for row in getattr(one, parent).all()] if parent else meetings
    for owner in owners:
        keep_empty(owner, relation, getattr(owner, relation)._apply_rel_filters(rows))


def keep_empty(owner: Any, relation: str, nothing: Any) -> None:
    nothing._result_cache, nothing._prefetch_done = [], True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = nothing
