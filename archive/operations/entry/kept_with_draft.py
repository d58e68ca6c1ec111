"""What a reading says that the rows of a draft have no field for: items, roll calls, unsure movers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from archive.models import Meeting, Membership, NameToCheck, Resolution, Vote
from archive.models.fields import key_of
from archive.models.person import Person
from archive.operations.entry.name_lookup import entry_of
from archive.reader.results import NameEntry, Reading, ResolutionRead
from archive.reader.who_is_meant import who_is_meant

Listed = list[tuple[NameEntry, Person]]
Rows = Mapping[tuple[str, int], Any]


class People:
    """Whom names mean in the minutes of a stored meeting: who attended, or the body's members then."""

    def __init__(self, meeting: Meeting) -> None:
        rows = meeting.attendances.exclude(person=None).select_related("person")
        attended = [(entry_of(row.name_as_written or str(row.person), row.label), row) for row in rows]
        for entry, row in attended:
            entry.status, entry.role = row.status, row.role
        terms = Membership.objects.of_body(meeting.body).covering(meeting.date).select_related("person")
        members: Listed = [(entry_of(term.person.name, term.label), term.person) for term in terms]
        self._lists: list[Listed] = [
            [(entry, row.person) for entry, row in attended if row.person],
            members,
        ]
        self._checks: dict[str, NameToCheck] = {}

    def meant(self, name: str) -> Person | None:
        for listed in self._lists:
            found = who_is_meant(name, [entry for entry, _person in listed])
            people = {person.pk: person for entry, person in listed if any(entry is one for one in found)}
            if found:
                return next(iter(people.values())) if len(people) == 1 else None
        return None

    def ask(self, names: Iterable[str]) -> None:
        """Make the questions who some names are, unless that is known or asked already."""
        wanted = {key_of(name): name[:200] for name in names if key_of(name) and self.meant(name) is None}
        self._checks |= NameToCheck.objects.by_key(wanted.values())
        for key in wanted.keys() - self._checks.keys():
            self._checks[key] = NameToCheck.objects.create(name=wanted[key])

    def meant_or_asked(self, name: str) -> tuple[NameToCheck | None, Person | None]:
        """Return the question that waits, or who is meant; neither of what was decided to be no person."""
        if person := self.meant(name):
            return None, person
        check = self._checks.get(key_of(name))
        if check is None or not check.decision:
            return check, None
        people = list(check.people.all())
        return (None, people[0]) if len(people) == 1 else (None, None)


def keep_read(reading: Reading, rows: Rows, meeting: Meeting, asked: Mapping[int, Collection[str]]) -> None:
    """Keep what was read of rows of the desk's page: `rows` are those saved, {(prefix, read at): row}.

    `asked` are the fields of each resolution in which nobody was filled in, because that was not sure.
    """
    items = [rows.get(("agenda_items", item.name.span.start)) for item in reading.agenda]
    decisions = {id(one): rows.get(("resolutions", one.text.span.start)) for one in reading.resolutions}
    for one in reading.resolutions:
        place(decisions[id(one)], items, one.item)
    for action in reading.actions:
        row = rows.get(("action_items", action.description.span.start))
        place(row, items, action.item, decisions.get(id(action.resolution)))
    pairs = [(row, one) for one in reading.resolutions if isinstance(row := decisions[id(one)], Resolution)]
    keep_people(pairs, meeting, asked)


def place(row: Any, items: Sequence[Any], item: int | None, decision: Resolution | None = None) -> None:
    """Put a row under its agenda item, and an action under its decision, unless staff put it elsewhere."""
    found = None if item is None else items[item]
    if row is None or row.agenda_item is not None or not (found or decision):
        return
    row.agenda_item = found
    if decision:
        row.resolution = row.resolution or decision
    row.save()


def keep_people(
    pairs: Sequence[tuple[Resolution, ResolutionRead]],
    meeting: Meeting,
    asked: Mapping[int, Collection[str]] | None = None,
) -> None:
    """Keep who moved, seconded and voted, as read; who that is waits as a question where it is not sure.

    Only those fields of resolutions that are `asked`, by primary key; all that are empty if that is None.
    A few queries for all rows, and one for each name that is new.
    """
    people = People(meeting)
    named = [
        (row, key, value.value)
        for row, read in pairs
        for key, value in (("mover", read.mover), ("seconder", read.seconder))
        if value and getattr(row, f"{key}_id") is None and (asked is None or key in asked.get(row.pk, ()))
    ]
    votes = [(row, name, option) for row, read in pairs if read.votes for name, option in read.votes.names]
    people.ask(name for _row, _key, name in (*named, *((row, "", name) for row, name, _option in votes)))
    for row, key, name in named:
        check, person = people.meant_or_asked(name)
        if person:
            setattr(row, key, person)
        elif check:
            setattr(row, Resolution.HELD[key], check)
            setattr(row, Resolution.WRITTEN[key], name[:200])
    for row in {row.pk: row for row, _key, _name in named}.values():
        row.save()
    Vote.objects.bulk_create(votes_of(votes, people))


def votes_of(said: Sequence[tuple[Resolution, str, str]], people: People) -> list[Vote]:
    """Return the votes by name, each person once; who is not sure is a name to check."""
    found: dict[tuple[int, str], Vote] = {}
    for row, name, option in said:
        check, person = people.meant_or_asked(name)
        if person:
            vote = Vote(resolution=row, voter=person, name_as_written=person.name, option=option)
            found.setdefault((row.pk, f"{person.pk}"), vote)
        elif check:
            vote = Vote(resolution=row, name_to_check=check, name_as_written=name[:200], option=option)
            found.setdefault((row.pk, f"?{check.pk}"), vote)
    return list(found.values())
