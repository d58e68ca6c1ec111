"""Look up the people whom names as written mean: known, one of several, or new."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from archive.models import Body, Membership, NameToCheck, OtherName, Person
from archive.models.fields import key_of
from archive.reader.name_matches import NameMatch, match_names
from archive.reader.results import NameEntry, Span
from archive.reader.who_is_meant import who_is_meant
from archive.text.name_shapes import shape_of
from archive.text.names import name_key
from archive.text.pinyin import HAN_RUN

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

    def __init__(self, body: Body | None = None, day: dt.date | None = None) -> None:
        self._body, self._day = body, day
        self._entries: Sequence[NameEntry] = ()
        self._listed: dict[str, str] = {}  # {key of a name: value} of those who attended
        self._found: dict[str, Choice] = {}
        self._namesakes: set[str] = set()  # keys of names that several who attended have

    def attending(self, entries: Sequence[NameEntry], others: Iterable[str] = ()) -> list[Choice]:
        """Return a choice for each who attended, in their order; two queries.

        Of several who attended under one name, nobody is guessed to be the one who is known. `others` are
        the names that one() will be asked about.
        """
        self._entries = entries
        names = [entry.name for entry in entries]
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

    def meant(self, name: str, *, by_title: bool = True) -> str:
        """Return the value of who is meant by a name in the minutes; "" where that is not sure.

        A surname, a title or initials mean one of those who attended, otherwise one of the body's members
        on that day; a whole name may be that of anybody known, and never makes somebody new.
        """
        if not name.strip():
            return ""
        if found := who_is_meant(name, self._entries, by_title=by_title):
            return self._listed.get(name_key(found[0].name), "") if len(found) == 1 else ""
        members = [entry for entry, _key in self._members]
        if found := who_is_meant(name, members, by_title=by_title):
            keys = {key for entry, key in self._members if entry in found}
            return str(keys.pop()) if len(keys) == 1 else ""
        known = self._found[name].value if name in self._found else ""
        is_whole = len(name.split()) > 1 or bool(HAN_RUN.fullmatch(name.strip()))
        return known if known.isdecimal() and is_whole else ""

    @cached_property
    def _members(self) -> list[tuple[NameEntry, int]]:
        """The members of the body on the day, with their keys; a query."""
        if self._body is None or self._day is None:
            return []
        terms = Membership.objects.of_body(self._body).covering(self._day).select_related("person")
        return [(entry_of(term.person.name, term.label), term.person_id) for term in terms]

    def one(self, name: str) -> str:
        """Return the value of somebody who was represented, who may be new."""
        if name_key(name) in self._namesakes:
            return ""
        return self.meant(name) or (self._found[name].value if name in self._found else "")


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


def entry_of(name: str, label: str = "") -> NameEntry:
    """Return a name that stands in no text, as match_names() takes it."""
    return NameEntry(name, name, Span(0, 0), Span(0, 0), label)


def known_people() -> list[tuple[int, tuple[str, ...]]]:
    """Return (primary key, names) of all people: first that of today; two queries."""
    rows = Person.objects.values_list("pk", "name", "alternate_name").order_by("pk")
    known = {key: list(filter(None, names)) for key, *names in rows}
    for key, name in OtherName.objects.of_people().order_by("pk").values_list("person", "name"):
        if key in known:
            known[key].append(name)
    return [(key, tuple(names)) for key, names in known.items()]
