"""Look up the people whom names as written mean: known, one of several, or new."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.models import OtherName, Person
from archive.reader.name_matches import NameMatch, match_names
from archive.reader.results import NameEntry, Span
from archive.text.names import name_key

NEW = "new:"  # stands before the name of a person that is not in the archive yet, instead of a key


class Choice(NamedTuple):
    """The person a name means: a value for a picker, or "" and the keys to choose from in `near`."""

    value: str
    near: tuple[int, ...] = ()


class Choices:
    """The people that names mean: first those who attended, then all people of the archive."""

    def __init__(self) -> None:
        self._listed: dict[str, str] = {}  # {key of a name: value} of those who attended
        self._found: dict[str, Choice] = {}

    def attending(self, names: Sequence[str], others: Iterable[str] = ()) -> list[Choice]:
        """Return a choice for each who attended, in their order; one query.

        `others` are the names that one() will be asked about.
        """
        wanted = list(dict.fromkeys([*names, *filter(None, others)]))
        self._found = dict(zip(wanted, chosen(wanted), strict=True))
        choices = [self._found[name] for name in names]
        self._listed = {
            name_key(name): choice.value
            for name, choice in zip(names, choices, strict=True)
            if choice.value
        }
        return choices

    def one(self, name: str) -> str:
        """Return the value of a name in the minutes, "" if it is empty or could mean several people.

        A family name alone means the only person of that name who attended.
        """
        if not name.strip():
            return ""
        if listed := self._listed.get(name_key(name)):
            return listed
        own = [(value, (key,)) for key, value in self._listed.items()]
        [match] = match_names([entry_of(name)], own)
        return match.near[0] if len(match.near) == 1 else self._found[name].value


def chosen(names: Sequence[str]) -> list[Choice]:
    """Return the choice for each name among all people of the archive; one query."""
    matches = match_names(map(entry_of, names), known_people()) if names else []
    return [choice_of(match) for match in matches]


def choice_of(match: NameMatch[int]) -> Choice:
    if match.person is not None:
        return Choice(str(match.person))
    return Choice("", tuple(match.near)) if match.near else Choice(f"{NEW}{match.entry.name}")


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
