"""New people typed into a picker: chosen as "new:陈洁", and saved with the row that names them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from archive.models import Person
from archive.models.person import key_of
from archive.operations.entry.name_lookup import NEW
from archive.text.names import tidy_name

NEW_LABEL = _("%s (new)")
LONGEST: Any = Person._meta.get_field("name").max_length


def is_new(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(NEW)


def newcomers(values: Iterable[str]) -> dict[str, Person]:
    """Return {value: person} of the values that name a new person; one query if there are any.

    A person stored meanwhile is found; the others are not saved yet, and one for all spellings of a name.
    Values that are no name, or too long for one, are left out.
    """
    names = {value: tidy_name(value.removeprefix(NEW)) for value in values if is_new(value)}
    keys = {value: key_of(name) for value, name in names.items() if len(name) <= LONGEST}
    wanted = {key for key in keys.values() if key}
    if not wanted:
        return {}
    known = Person.objects.filter(name_key__in=wanted).order_by("-pk")
    people = {person.name_key: person for person in known}
    found = {}
    for value, key in keys.items():
        if key:
            found[value] = people.setdefault(key, Person(name=names[value]))
    return found


def make_newcomer(person: Person) -> Person:
    """Save a new person, or return the one of that name that another row of the page has just saved."""
    if person.pk is None:
        found = Person.objects.named(person.name).order_by("pk").first()
        if found is not None:
            return found
        person.save()
    return person


def is_newcomer(row: Any) -> bool:
    return isinstance(row, Person) and row.pk is None


def newcomer_label(person: Person) -> str:
    return NEW_LABEL % person.name
