"""Dossiers: everything decided on a topic, in order of time."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from archive.models import Meeting, Resolution, ResolutionRelation, Topic
from archive.record.resolution_timeline import MOST_STEPS
from archive.search import Filters, Kind, newest_keys, parse

MOST_FOUND = 200  # resolutions that the words of a topic bring in: more than that is no dossier


class Node(NamedTuple):
    """A resolution, `relations` with what it acts on, and what later acted on it beneath; or a meeting."""

    row: Resolution | Meeting
    relations: list[ResolutionRelation]
    children: list["Node"]

    @property
    def is_meeting(self) -> bool:
        """Whether it is a meeting, which decided nothing on the matter."""
        return isinstance(self.row, Meeting)


class Dossier(NamedTuple):
    """What belongs to a topic; `found` counts what its words find: the newest MOST_FOUND are in."""

    nodes: list[Node]
    resolutions: list[Resolution]
    found: int

    @property
    def is_cut(self) -> bool:
        """Whether the words find more than is shown."""
        return self.found > MOST_FOUND


def dossier_of(topic: Topic) -> Dossier:
    """Return everything published that belongs to a topic, the earliest first.

    Costs the queries of find(), two for what was picked by hand, one for what is left out, and one for
    each step of the longest chain of amendments.
    """
    left_out = set(topic.left_out.values_list("pk", flat=True))
    found, total = found_by(topic)
    picked = topic.resolutions.published().with_meeting().with_people()
    rows = {row.pk: row for row in (*found, *picked) if row.pk not in left_out}
    relations = later_on(rows, left_out)
    meetings = topic.meetings.published().with_list_columns()
    nodes = [*tree(rows, relations), *(Node(meeting, [], []) for meeting in meetings)]
    ordered = sorted(rows.values(), key=place)
    return Dossier(sorted(nodes, key=lambda node: place(node.row)), ordered, total)


def found_by(topic: Topic) -> tuple[list[Resolution], int]:
    """Return the newest resolutions that hold a topic's words, and how many do."""
    query = parse(topic.query)
    if query.finds_nothing:
        return [], 0
    meetings = Meeting.objects.published()
    keys, total = newest_keys(query, meetings, Filters(), kind=Kind.RESOLUTION, most=MOST_FOUND)
    return list(Resolution.objects.published().with_keys(keys).with_meeting().with_people()), total


def later_on(rows: dict[int, Resolution], left_out: set[int]) -> list[ResolutionRelation]:
    """Add what acted on some resolutions, and so on along the chains; return the relations to them."""
    found: dict[int, ResolutionRelation] = {}
    step = set(rows)
    for _number in range(MOST_STEPS):
        published = ResolutionRelation.objects.published().directed()
        new = [
            row
            for row in published.touching(targets=step, sources=()).with_both().with_movers().in_order()
            if row.source_id not in left_out
        ]
        found |= {row.pk: row for row in new}
        step = {row.source_id for row in new} - rows.keys()
        rows |= {row.source_id: row.source for row in new if row.source_id in step}
        if not step:
            break
    return list(found.values())


def tree(rows: dict[int, Resolution], relations: Iterable[ResolutionRelation]) -> list[Node]:
    """Return resolutions, each beneath the earliest that it acts on, if it came after that."""
    acts: dict[int, list[ResolutionRelation]] = {}
    for relation in relations:
        if place(rows[relation.target_id]) < place(rows[relation.source_id]):
            acts.setdefault(relation.source_id, []).append(relation)
    nodes = {
        key: Node(rows[key], acts.get(key, []), [])
        for key in sorted(rows, key=lambda key: place(rows[key]))
    }
    roots: list[Node] = []
    for node in nodes.values():
        above = min(
            (each.target_id for each in node.relations), key=lambda pk: place(rows[pk]), default=None
        )
        (roots if above is None else nodes[above].children).append(node)
    return roots


def place(row: Resolution | Meeting) -> tuple[dt.date, int, int]:
    """Return where a row stands in time: by date, then as decided."""
    if isinstance(row, Meeting):
        return row.date, row.pk, 0
    return row.date, row.meeting_id, row.sequence
