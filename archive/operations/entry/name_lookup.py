"""Look up the people whom names as written mean: known, one of several, or new."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.models import NameToCheck, OtherName, Person
from archive.models.fields import key_of
from archive.reader.name_matches import NameMatch, match_names
from archive.reader.results import NameEntry, Span
from archive.text.name_shapes import shape_of
from archive.text.names import name_key

# Before the name of somebody who is not in the archive yet, instead of a key. "new2:", "new3:" … are
# others of the name on the same page, each somebody new, whoever has the name already.
NEW_PERSON = re.compile(r"new([2-9]|[1-9]\d{1,3})?:(.*)", re.DOTALL)


def new_value(name: str, number: int = 1) -> str:
    """Return the value of a picker for somebody new; `number` counts those of this name from 1."""
    return f"new{number if number > 1 else ''}:{name}"


class Choice(NamedTuple):
    """The person a name means: a value for a picker, or "" and the keys to choose from in `near`."""

    value: str
    near: tuple[int, ...] = ()
    is_nobody: bool = False  # it was decided that this is not a person

    @property
    def possible(self) -> tuple[int, ...]:
        """The keys of all people who may be meant."""
        return (int(self.value),) if self.value.isdecimal() else self.near


class Choices:
    """The people that names mean: first those who attended, then all people of the archive."""

    def __init__(self) -> None:
        self._listed: dict[str, str] = {}  # {key of a name: value} of those who attended
        self._found: dict[str, Choice] = {}
        self._namesakes: set[str] = set()  # keys of names that several who attended have

    def attending(self, names: Sequence[str], others: Iterable[str] = ()) -> list[Choice]:
        """Return a choice for each who attended, in their order; two queries.

        Of several who attended under one name, nobody is guessed to be the one who is known. `others` are
        the names that one() will be asked about.
        """
        wanted = list(dict.fromkeys([*names, *filter(None, others)]))
        self._found = dict(zip(wanted, chosen(wanted), strict=True))
        total: Counter[str] = Counter(map(name_key, names))
        self._namesakes = {key for key, number in total.items() if number > 1}
        numbers: Counter[str] = Counter()
        choices = []
        for name in names:
            key, choice = name_key(name), self._found[name]
            numbers[key] += 1
            choices.append(choice_beside(choice, name, numbers[key]) if key in self._namesakes else choice)
            if choice.value and key not in self._namesakes:
                self._listed[key] = choice.value
        return choices

    def one(self, name: str) -> str:
        """Return the value of a name in the minutes, "" if it is empty or could mean several people.

        A family name alone means the only person of that name who attended.
        """
        if not name.strip() or name_key(name) in self._namesakes:
            return ""
        if listed := self._listed.get(name_key(name)):
            return listed
        own = [(value, (key,)) for key, value in self._listed.items()]
        [match] = match_names([entry_of(name)], own)
        return match.near[0] if len(match.near) == 1 else self._found[name].value


def chosen(names: Sequence[str]) -> list[Choice]:
    """Return the choice for each name among all people of the archive; one query."""
    if not names:
        return []
    matches = match_names(map(entry_of, names), known_people())
    checked = NameToCheck.objects.by_key(names)
    return [
        checked_choice(match, checked.get(key_of(name))) for name, match in zip(names, matches, strict=True)
    ]


def checked_choice(match: NameMatch[int], check: NameToCheck | None) -> Choice:
    """Return the choice for a name, as decided if it was checked; what is no name makes no new person."""
    if check is not None and check.decision:
        people = [person.pk for person in check.people.all()]
        if len(people) == 1:
            return Choice(str(people[0]))
        return Choice("", tuple(people), is_nobody=not people)
    choice = choice_of(match)
    is_new = NEW_PERSON.match(choice.value)
    return Choice("") if is_new and shape_of(match.entry.name) else choice


def choice_beside(choice: Choice, name: str, number: int) -> Choice:
    """Return the choice of one of several people with a name, who may be the one who is known."""
    if NEW_PERSON.match(choice.value):
        return Choice(new_value(name, number))
    return Choice("", (int(choice.value),)) if choice.value else choice


def choice_of(match: NameMatch[int]) -> Choice:
    if match.person is not None:
        return Choice(str(match.person))
    return Choice("", tuple(match.near)) if match.near else Choice(new_value(match.entry.name))


def entry_of(name: str) -> NameEntry:
    """Return a name without context, as match_names() takes it."""
    return NameEntry(name, name, Span(0, 0), Span(0, 0))


def known_people() -> list[tuple[int, tuple[str, ...]]]:
    """Return (primary key, names) of all people: first that of today; two queries."""
    rows = Person.objects.values_list("pk", "name", "alternate_name").order_by("pk")
    known = {key: list(filter(None, names)) for key, *names in rows}
    for key, name in OtherName.objects.of_people().order_by("pk").values_list("person", "name"):
        if key in known:
            known[key].append(name)
    return [(key, tuple(names)) for key, names in known.items()]
