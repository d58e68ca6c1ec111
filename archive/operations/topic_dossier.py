"""Dossier of a topic: everything decided on it, in order of time."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from archive.models import Meeting, Resolution, ResolutionRelation, Topic
from archive.record.resolution_timeline import MOST_STEPS
from archive.search.entries import Kind
from archive.search.hits import newest_keys
from archive.search.query import parse

MOST_FOUND = 200  # resolutions found by the words of a topic


class Node(NamedTuple):
    """A resolution with the relations to what it acts on; `children` acted on it later. Or a meeting."""

    row: Resolution | Meeting
    relations: list[ResolutionRelation]
    children: list["Node"]

    @property
    def is_meeting(self) -> bool:
        return isinstance(self.row, Meeting)


class Dossier(NamedTuple):
    """What belongs to a topic; its words find `found` resolutions, `is_cut` if not all are shown."""

    nodes: list[Node]
    resolutions: list[Resolution]
    found: int
    is_cut: bool


def dossier_of(topic: Topic, *, most: int = MOST_FOUND) -> Dossier:
    """Return everything published that belongs to a topic, the earliest first.

    Of what its words find the `most` newest are shown. Costs the queries of find(), two for what was
    picked by hand, one for what is left out, and one for each step of the longest chain of amendments.
    """
    left_out = set(topic.left_out.values_list("pk", flat=True))
    found, total = found_by(topic, most)
    picked = topic.resolutions.published().with_meeting().with_people()
    rows = {row.pk: row for row in (*found, *picked) if row.pk not in left_out}
    relations = later_on(rows, left_out)
    meetings = topic.meetings.published().with_list_columns()
    nodes = [*tree(rows, relations), *(Node(meeting, [], []) for meeting in meetings)]
    ordered = sorted(rows.values(), key=time_key)
    return Dossier(sorted(nodes, key=lambda node: time_key(node.row)), ordered, total, total > most)


def found_by(topic: Topic, most: int) -> tuple[list[Resolution], int]:
    query = parse(topic.query)
    if query.finds_nothing:
        return [], 0
    meetings = Meeting.objects.published()
    keys, total = newest_keys(query, meetings, kind=Kind.RESOLUTION, most=most)
    return list(Resolution.objects.published().with_keys(keys).with_meeting().with_people()), total


def later_on(rows: dict[int, Resolution], left_out: set[int]) -> list[ResolutionRelation]:
    """Add to `rows` what acted on them, and so on along the chains; return the relations."""
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
    """Return resolutions, each beneath the earliest one it acts on, if that is earlier."""
    acts: dict[int, list[ResolutionRelation]] = {}
    for relation in relations:
        if time_key(rows[relation.target_id]) < time_key(rows[relation.source_id]):
            acts.setdefault(relation.source_id, []).append(relation)
    nodes = {
        key: Node(rows[key], acts.get(key, []), [])
        for key in sorted(rows, key=lambda key: time_key(rows[key]))
    }
    roots: list[Node] = []
    for node in nodes.values():
        above = min(
            (each.target_id for each in node.relations), key=lambda pk: time_key(rows[pk]), default=None
        )
        (roots if above is None else nodes[above].children).append(node)
    return roots


def time_key(row: Resolution | Meeting) -> tuple[dt.date, int, int, int]:
    """Return the key of the order: by date, then by start, then in the order of the minutes."""
    if isinstance(row, Meeting):
        return row.date, row.start_minute, row.pk, 0
    return row.date, row.start_minute, row.meeting_id, row.sequence
