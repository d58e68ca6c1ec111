"""Matters: joins decisions under one number, proposes what a decision may belong to, takes steps apart."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models.functions import Left
from rapidfuzz import fuzz

from archive.models import Body, Matter, Resolution
from archive.models.resolution import ResolutionQuerySet
from archive.text.folding import fold
from archive.text.official_numbers import number_key, number_spellings
from archive.text.same_matter import (
    COMPARED,
    NEAR,
    Likeness,
    Taken,
    compare_times,
    names_its_series,
    subject_of,
    taken,
)

LONGEST_NAME = 500
MOST_COMPARED = 500  # decisions, the newest, whose words are compared with those of one
MOST_AT_ONCE = 10_000  # spellings of numbers: SQLite takes 32,766 values
SHORTEST_SUBJECT = 6  # characters
MOST_UNLIKE = 3  # times a number was used that are asked about


class NumberDoubt(NamedTuple):
    """A decision whose number another one has, perhaps for the same matter."""

    resolution: Any
    other: Any


def join_by_number(resolutions: Iterable[Resolution]) -> list[NumberDoubt]:
    """Join stored decisions with others of their number where nothing contradicts it; return the doubts.

    Not those with a matter already, on the meeting itself, or of a closed agenda item; nor with decisions
    of minutes that were withdrawn. Others of the same body, its parent, its children or theirs. Two
    queries, and up to three for each that is joined. A step added so to published minutes is no correction
    of them: their record does not change.
    """
    keys = [row.pk for row in resolutions if row.identifier and not row.matter_id]
    if not keys:
        return []
    doubts = []
    for row, others in others_by_number(keys):
        same = [other for other, likeness in others if likeness == Likeness.SAME]
        known = {other.matter_id for other in same} - {None}
        if same and len(known) < 2:
            matter_id = known.pop() if known else make_matter(row, *same).pk
            for step in (row, *same):
                step.matter_id = matter_id
            Resolution.objects.with_keys([step.pk for step in (row, *same)]).update(matter=matter_id)
        else:
            doubts += [NumberDoubt(row, other) for other, _likeness in others]
    return doubts


def number_doubts(resolutions: Iterable[Resolution]) -> list[NumberDoubt]:
    """Return the decisions whose number another one has, perhaps for the same matter; two queries.

    Nothing is asked where no decision has a number without a matter.
    """
    keys = [row.pk for row in resolutions if row.pk and row.identifier and not row.matter_id]
    if not keys:
        return []
    return [NumberDoubt(row, other) for row, others in others_by_number(keys) for other, _like in others]


def matter_known_as(body: Body, identifier: str, name: str) -> Matter | None:
    """Return the matter of a body, or of one above, below or beside it, with a number, a title or both.

    The body's own first, then the newest. A title that is not given fits any; two queries.
    """
    found = Matter.objects.filter(body__in=families_of([body.pk])[body.pk]).order_by("-pk")
    found = of_number(found, identifier) if identifier else found.filter(name=name)
    rows = [row for row in found if not name or row.name in {name, ""}]
    return min(rows, key=lambda row: row.body_id != body.pk, default=None)


def matter_of_source(body: Body, identifier: str, name: str) -> Matter | None:
    """Return the matter that a source describes, under its number or its title; two queries.

    Several may have a number that starts again each year: then the title tells, also in slightly other
    words. A number of several counts, as 2023-014, is given once, whatever the title is now.
    """
    found = Matter.objects.filter(body__in=families_of([body.pk])[body.pk]).order_by("-pk")
    found = of_number(found, identifier) if identifier else found.filter(name=name)
    rows = sorted(found, key=lambda row: (row.name != name, bool(row.name), row.body_id != body.pk))
    first = next(iter(rows), None)
    if first is None or not name or first.name in {name, ""} or names_its_series(identifier):
        return first
    near = [row for row in rows if fuzz.ratio(fold(row.name), fold(name)) >= NEAR]
    return next(iter(near), None)


def join_with(resolution: Any, other: Any) -> None:
    """Make two stored decisions steps of one matter: of the other's, or of a new one."""
    if other.matter_id is None:
        first = min((resolution, other), key=time_of)
        named = {
            "identifier": first.identifier,
            "name": "" if first.identifier else first.label[:LONGEST_NAME],
        }
        other.matter = Matter.objects.create(body_id=first.body_id, **named)
        Resolution.objects.with_keys([other.pk]).update(matter=other.matter_id)
    resolution.matter_id = other.matter_id


def proposals_of(resolution: Any) -> list[int]:
    """Return the keys of decisions that may be of one matter with this one, the likeliest first.

    Those of its number, then those in nearly its words, of its body and those around it; five queries.
    """
    if resolution.matter_id is not None or resolution.meeting.publication == "withdrawn":
        return []
    bodies = families_of([resolution.body_id])[resolution.body_id]
    around = joinable(numbered=False).filter(body__in=bodies).exclude(pk=resolution.pk)
    same = of_number(around, resolution.identifier) if resolution.identifier else around.none()
    own = subject_of(resolution.identifier, resolution.name, resolution.text)
    numbered = sorted(same.newest_first()[:MOST_COMPARED], key=lambda row: -like_words(own, row))
    near = [(like_words(own, row), row) for row in around.newest_first()[:MOST_COMPARED]]
    worded = [row for score, row in sorted(near, key=lambda pair: -pair[0]) if score >= NEAR]
    return list(dict.fromkeys(row.pk for row in (*numbered[:MOST_UNLIKE], *worded[:MOST_UNLIKE])))


def of_number(rows: Any, number: str) -> Any:
    """Keep rows with an official number, however it is written."""
    return rows.filter(identifier__in=number_spellings(number))


def like_words(subject: str, row: Any) -> float:
    other = subject_of(row.identifier, row.name, row.beginning)
    return fuzz.ratio(subject, other) if len(subject) >= SHORTEST_SUBJECT and other else 0


def make_matter(*steps: Any) -> Matter:
    first = min(steps, key=time_of)
    return Matter.objects.create(body_id=first.body_id, identifier=first.identifier)


def time_of(row: Any) -> tuple[Any, ...]:
    return row.date, row.start_minute, row.meeting_id, row.sequence


def others_by_number(keys: Collection[int]) -> list[tuple[Any, list[tuple[Any, Likeness]]]]:
    """Return each joinable decision among `keys`, in order of time, with those of its number like it.

    Of those before it and of those after it, the nearest that is the same; otherwise, of the nearest few,
    those that may be.
    """
    own = list(joinable().filter(pk__in=keys))
    if not own:
        return []
    families = families_of({row.body_id for row in own})
    numbers = sorted({spelling for row in own for spelling in number_spellings(row.identifier)})
    bodies = set().union(*families.values())
    by_number: dict[str, list[Any]] = defaultdict(list)
    times: dict[int, Taken] = {}
    for start in range(0, len(numbers), MOST_AT_ONCE):
        part = numbers[start : start + MOST_AT_ONCE]
        for row in joinable().filter(identifier__in=part, body__in=bodies):
            by_number[number_key(row.identifier)].append(row)
            times[row.pk] = as_taken(row)
    found = []
    for row in sorted(own, key=time_of):
        near = [
            each for each in by_number[number_key(row.identifier)] if each.body_id in families[row.body_id]
        ]
        near.sort(key=time_of)
        place = next((index for index, each in enumerate(near) if each.pk == row.pk), None)
        if place is not None:
            before = like(row, reversed(near[:place]), times)
            found.append((near[place], before + like(row, near[place + 1 :], times)))
    return [(row, others) for row, others in found if others]


def like(row: Any, others: Iterable[Any], times: dict[int, Taken]) -> list[tuple[Any, Likeness]]:
    unsure: list[tuple[Any, Likeness]] = []
    for other in others:
        pair = sorted((row, other), key=time_of)
        likeness = compare_times(*(times[each.pk] for each in pair))
        if likeness == Likeness.SAME:
            return [(other, likeness)]
        if likeness == Likeness.UNSURE and len(unsure) < MOST_UNLIKE:
            unsure.append((other, likeness))
            if times[row.pk].subject == times[other.pk].subject:
                break  # what was decided before that one is its concern
    return unsure


def joinable(*, numbered: bool = True) -> ResolutionQuerySet:
    """Return decisions that may belong to one matter, with the beginning of their texts.

    An amendment belongs to its motion, whose number it may bear.
    """
    rows = Resolution.objects.open_to_all().filter(is_procedural=False, amends_motion=None)
    rows = rows.exclude(identifier="") if numbered else rows
    rows = rows.exclude(classification=Resolution.Classification.APPROVAL_OF_MINUTES)
    rows = rows.exclude(meeting__publication="withdrawn")
    return rows.select_related("body").annotate(beginning=Left("text", 2 * COMPARED)).defer("text")


def as_taken(row: Any) -> Taken:
    words = (row.identifier, row.name, row.beginning)
    return taken(words, row.result, row.date, row.body_id, row.body.parent_id)


def families_of(bodies: Collection[int]) -> dict[int, set[int]]:
    """Return {body: it, its parent, and the children of both}; a query."""
    parents = dict(Body.objects.values_list("pk", "parent_id"))
    children: dict[int | None, set[int]] = defaultdict(set)
    for body, parent in parents.items():
        children[parent].add(body)
    families = {}
    for body in bodies:
        parent = parents[body]
        beside = {parent, *children[parent]} if parent else set()
        families[body] = {body, *children[body], *beside}
    return families
