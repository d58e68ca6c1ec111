"""Suspected duplicates among people."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from archive.models import Attendance, DistinctPeople, Person, StaffAct
from archive.models.staff_act import changed, note
from archive.text.duplicate_names import Likeness, Name, Pair, likely_pairs
from archive.text.names import name_key


class Suspects(NamedTuple):
    """Two people who may be one person; how many meetings list each, and how many list both."""

    first: Person
    second: Person
    likeness: Likeness
    first_count: int
    second_count: int
    both_count: int


def suspected_pairs() -> list[Pair]:
    """Return the pairs of people who may be one person, except pairs marked as different people.

    A list, because it is computed from all names at once; two queries.
    """
    rows = Person.objects.order_by("pk").values_list("pk", "name_key", "alternate_name")
    names = [Name(key, name, name_key(alternate)) for key, name, alternate in rows]
    distinct = DistinctPeople.objects.pairs()
    return [pair for pair in likely_pairs(names) if (pair.first, pair.second) not in distinct]


def with_people(pairs: Sequence[Pair]) -> list[Suspects]:
    """Return pairs with the people and the numbers of meetings that tell them apart; two queries."""
    keys = {key for pair in pairs for key in (pair.first, pair.second)}
    people = Person.objects.in_bulk(keys)
    attended: dict[int, set[int]] = defaultdict(set)
    for person, meeting in Attendance.objects.filter(person__in=keys).values_list("person", "meeting"):
        attended[person].add(meeting)
    return [
        Suspects(
            people[pair.first],
            people[pair.second],
            pair.likeness,
            len(attended[pair.first]),
            len(attended[pair.second]),
            len(attended[pair.first] & attended[pair.second]),
        )
        for pair in pairs
    ]


def tell_apart(one: Person, other: Person) -> None:
    """Mark two people as different, so that the pair is not suspected again."""
    first, second = sorted((one.pk, other.pk))
    if first != second:
        DistinctPeople.objects.get_or_create(first_id=first, second_id=second)
        note(StaffAct.Kind.CHANGED, one, [changed("told_apart", None, other.name)])
