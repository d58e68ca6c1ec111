"""Rows of the full form become unsaved model instances; every value is validated as a form would."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, NamedTuple, NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from archive.models import Body, Meeting, NameToCheck, Person, Resolution
from archive.models.fields import key_of
from archive.models.slugs import base_of_slug, unused_slugs
from archive.operations.importing.json_lines import Refused, Row
from archive.text.dates import is_end_of_day, read_time, says_next_day
from archive.text.name_shapes import shape_of
from archive.text.names import tidy_name

M = TypeVar("M", bound=models.Model)
MOST_NAMED = 5  # decisions of one number, in a sentence
MOST_ROWS = 10_000  # of one kind in one meeting; the longest real one has 482 resolutions


def build(model: type[M], row: Row, place: str = "", **given: Any) -> M:
    """Return an unsaved row of a model: `given` as they are, the rest from JSON values.

    `place` begins the reason of a refusal: "attendances 3, status: …". Raises Refused.
    """
    if derived := given.keys() & row.keys():
        raise Refused(f"{place}Unknown field: {', '.join(sorted(derived))}.")
    values = {key: json_value(model, key, value, place) for key, value in row.items()}
    # Empty is as good as absent: the field keeps its default.
    instance = model(**given, **{key: value for key, value in values.items() if value not in (None, "")})
    try:
        instance.clean_fields(exclude={*given, *derived_fields(model)})
        instance.clean()
    except ValidationError as problem:
        refuse(problem, place)
    return instance


def refuse(problem: ValidationError, place: str = "") -> NoReturn:
    """Raise Refused with what a validation found, each message behind its field."""
    found = getattr(problem, "message_dict", {"__all__": problem.messages})
    reasons = [
        " ".join(messages) if field == "__all__" else f"{field}: {' '.join(messages)}"
        for field, messages in found.items()
    ]
    raise Refused(place + " ".join(reasons)) from problem


# What JSON must hold for a field; the first kind that fits the field counts.
KINDS: tuple[tuple[type[models.Field], type, str], ...] = (
    (models.BooleanField, bool, "true or false"),
    (models.IntegerField, int, "a whole number"),
    (models.DecimalField, str, "a number"),
    (models.Field, str, "text"),
)


def json_value(model: type[models.Model], name: str, value: Any, place: str) -> Any:
    """Return the value of a field if JSON holds the right type for it. Raises Refused."""
    field = next((field for field in model._meta.fields if field.name == name), None)
    value = time_said(field, value)
    if field is None or name in derived_fields(model):
        raise Refused(f"{place}Unknown field: {name}.")
    kind, wanted = next((kind, wanted) for of, kind, wanted in KINDS if isinstance(field, of))
    if (
        value is not None
        and value != ""
        and (not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool))
    ):
        raise Refused(f"{place}{name} is not {wanted}.")
    if field.choices and value and value not in dict(field.flatchoices):
        values = ", ".join(str(one) for one, _label in field.flatchoices if one)
        raise Refused(f"{place}{name}: {value!r} is none of {values}.")
    return value


def time_said(field: models.Field | None, value: Any) -> Any:
    """Return a time in ISO 8601 for one in words that a TimeField is given, any other value as it is.

    24:00, the end of a day, is before any start: the beginning of the next one. No meeting starts then.
    """
    if not isinstance(field, models.TimeField) or not isinstance(value, str):
        return value
    is_late = field.name == "start_time" and (is_end_of_day(value) or says_next_day(value))
    time = None if is_late else read_time(value)
    return value if time is None else time.isoformat()


@cache
def fields_of(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.fields}


@cache
def derived_fields(model: type[models.Model]) -> frozenset[str]:
    """Return the fields that no row may set: keys, relations, files, derived ones."""
    return frozenset(
        field.name
        for field in model._meta.fields
        if field.is_relation
        or field.primary_key
        or not field.editable
        or isinstance(field, models.FileField)
    )


def take_rows(row: Row, key: str) -> list[Row]:
    """Remove a field that holds a list of objects and return copies, [] if absent. Raises Refused.

    Copies, because a meeting may be built a second time and what is taken from them must be there again.
    """
    rows = row.pop(key, None)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(part, dict) for part in rows):
        raise Refused(f"{key} is not a list of objects.")
    if len(rows) > MOST_ROWS:
        raise Refused(f"{key} has more than {MOST_ROWS:,} rows.")
    return [dict(part) for part in rows]


def take_text(row: Row, key: str) -> str:
    """Remove a field that holds text and return it, "" if absent. Raises Refused."""
    value = row.pop(key, None)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{key} is not text.")
    return value or ""


def take_position(row: Row, key: str) -> int | None:
    """Remove a field that holds a position, counted from 1, and return it or None. Raises Refused."""
    value = row.pop(key, None)
    if value is not None and (type(value) is not int or not 1 <= value <= MOST_ROWS):
        raise Refused(f"{key} is not a position, counted from 1.")
    return value


class NamedPerson(NamedTuple):
    """How a row names a person: by name, by address, or by both where the name may be new."""

    name: str = ""
    slug: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.slug)


def take_named(row: Row, key: str) -> NamedPerson:
    """Remove a field that names a person, "Ann Lee" or {"slug": "ann-lee-2"}. Raises Refused."""
    value = row.pop(key, None)
    if value is None or isinstance(value, str):
        return NamedPerson(value or "")
    if not isinstance(value, dict) or not value.keys() <= {"name", "slug"} or not all_texts(value):
        raise Refused(f'{key} is neither a name nor {{"slug": "…"}}, the address of a person.')
    return NamedPerson(**value)


class Directory:
    """People and bodies by name, made when first named; forgets all when a transaction fails."""

    def __init__(self) -> None:
        self.bodies: dict[str, Body] = {}
        self.people: dict[str, list[Person]] = {}
        self.posts: dict[int, set[str]] = defaultdict(set)  # of who attended, by primary key
        self.checks: dict[str, NameToCheck] = {}
        self.asked: set[str] = set()  # keys of names of which all people and checks are known
        self.free: set[str] = set()  # slugs that nobody has or had, for people who may be made

    def forget(self) -> None:
        self.bodies.clear()
        self.people.clear()
        self.posts.clear()
        self.checks.clear()
        self.asked.clear()
        self.free.clear()

    def body(self, name: str, *, language: str = "en") -> Body:
        """Return the body with a name, made in a language if there is none. Raises Refused."""
        if not name:
            raise Refused("The body has no name.")
        if name not in self.bodies:
            found = Body.objects.known_as(name).first()
            self.bodies[name] = found or saved(build(Body, {"name": name, "language": language}, "body, "))
        return self.bodies[name]

    def person(self, named: NamedPerson) -> Person:
        """Return the person at an address, or the first with a name, made if need be. Raises Refused."""
        return self.at_address(named) or self.namesakes(named.name)[0]

    def at_address(self, named: NamedPerson) -> Person | None:
        """Return the person with an address; None if none was given. Raises Refused if there is none."""
        if not named.slug:
            return None
        found = Person.objects.at_address(named.slug)
        if found is None:
            raise Refused(f"No person has the address {named.slug}.")
        return found

    def namesakes(self, name: str) -> list[Person]:
        """Return all people with a name, however written; one is made if there is none. Raises Refused."""
        key = key_of(name)
        if not key:
            raise Refused("A person has no name.")
        if key not in self.people:
            self.look_up([name])
        if key not in self.people:
            self.people[key] = [self.made(name)]
        return self.people[key]

    def attending(self, named: NamedPerson, label: str, others: Collection[int]) -> tuple[Person, int]:
        """Return who attends under a name beside `others`, and how many it could be: 1 if that is clear.

        `others` are the primary keys of people listed before. Of namesakes the one who is known with this
        post, otherwise in the order entered; another one is made if all of them are listed. Raises Refused.
        """
        if found := self.at_address(named):
            return found, 1
        people = self.namesakes(named.name)
        free = [person for person in people if person.pk not in others]
        if not free:
            free = [self.made(named.name)]
            people += free
        known = self.with_post(label, free) if label and len(free) > 1 else []
        person = (known or free)[0]
        return person, len(known or free)

    def with_post(self, label: str, people: list[Person]) -> list[Person]:
        """Return those who are known with a post, here or in the archive."""
        known = set(Person.objects.with_post(label, people))
        return [one for one in people if one in known or label in self.posts[one.pk]]

    def name_to_check(self, named: NamedPerson) -> NameToCheck | None:
        """Return what is known of a name that is not shaped like one, decided or waiting; None of a name.

        What was decided comes first, then people known by the name, then its shape. look_up() must have
        been asked for the name. Where several people have it, it waits only in rows of which nobody can
        say who is meant: see held_name(). Raises Refused.
        """
        key = key_of(named.name)
        if named.slug or not key:
            return None
        if key not in self.checks and key not in self.people and shape_of(named.name):
            return self.held_name(named)
        check = self.checks.get(key)
        return None if check and not check.decision and len(self.people.get(key, [])) > 1 else check

    def held_name(self, named: NamedPerson) -> NameToCheck:
        """Return the row under which a name waits until somebody says who is meant. Raises Refused."""
        key = key_of(named.name)
        if key not in self.checks:
            self.checks[key] = saved(build(NameToCheck, {"name": tidy_name(named.name)}, "name, "))
        return self.checks[key]

    def only_one(self, named: NamedPerson, place: str = "") -> Person:
        """Return the person with a name or address. Raises Refused if several have the name."""
        people = [self.person(named)] if named.slug else self.namesakes(named.name)
        if len(people) > 1:
            slugs = ", ".join(person.slug for person in people)
            raise Refused(
                f'{place}{named.name} is the name of {len(people)}: write {{"slug": "…"}}, of {slugs}.'
            )
        return people[0]

    def look_up(self, names: Iterable[str]) -> None:
        """Fetch the people known by these names, and what was decided of them; others are made later."""
        new = {key: name for name in names if (key := key_of(name)) not in self.asked}
        if new:
            self.asked |= new.keys()
            self.checks |= NameToCheck.objects.by_key(new.values())
            self.people |= Person.objects.known_as(new.values())
            unknown = (Person(name=tidy_name(name)) for key, name in new.items() if key not in self.people)
            self.free |= unused_slugs(Person, set(map(base_of_slug, unknown)))

    def made(self, name: str) -> Person:
        """Return a new person, with the slug of that name if it is known to be free."""
        person = new_person(name)
        slug = base_of_slug(person)
        person.slug = slug if slug in self.free else ""
        person.save()
        self.free.discard(person.slug)
        return person

    def ask_again(self, name: str) -> None:
        """Forget who is known by a name, because another person was made."""
        self.people.pop(key_of(name), None)
        self.asked.discard(key_of(name))

    def body_or_none(self, name: str) -> Body | None:
        return self.body(name) if name else None


def new_person(name: str) -> Person:
    return build(Person, {"name": tidy_name(name)}, "person, ")


def saved(instance: M) -> M:
    instance.save()
    return instance


# What names a meeting beside body and date, where two were held that day.
TELLING = ("number", "number_series", "start_time", "source", "source_url")


def find_meeting(reference: Any) -> Meeting:
    """Return the meeting that {body, date} names, with others of TELLING if need be. Raises Refused."""
    names = set(reference) if isinstance(reference, dict) else set()
    if not {"body", "date"} <= names <= {"body", "date", *TELLING} or not all_texts(reference):
        raise Refused(
            'A meeting is named as {"body": "…", "date": "2023-08-23"}; if two were held that day, with '
            "number, number_series, start_time, source or source_url."
        )
    body = Body.objects.known_as(reference["body"]).first()
    meetings = Meeting.objects.filter(body=body, date=read_day(reference["date"]))
    for name in sorted(names & set(TELLING)):
        value = iso_time(reference[name]) if name == "start_time" else reference[name]
        meetings = meetings.filter(**{name: value})
    found = list(meetings.order_by("start_time", "pk")[:2])
    if len(found) == 1:
        return found[0]
    which = ", ".join(reference[name] for name in ("body", "date", *TELLING) if name in reference)
    if not found:
        raise Refused(f"No meeting is known as {which}.")
    raise Refused(f"Two meetings are known as {which}. Tell which by {' or '.join(what_tells(*found))}.")


def what_tells(one: Meeting, other: Meeting) -> list[str]:
    """Return the names of what two meetings of a day differ in."""
    return [name for name in TELLING if getattr(one, name) != getattr(other, name)]


def find_resolution(reference: Any) -> Resolution:
    """Return the resolution that {body, identifier} or {body, date, sequence} names. Raises Refused.

    A number that came back names the last decision on its matter; with a date, the one of that day.
    """
    rest = dict(reference) if isinstance(reference, dict) else {}
    if {"body", "identifier"} <= set(rest) <= {"body", "identifier", "date"} and all_texts(rest):
        found = find_numbered(rest)
    elif sequence := take_position(rest, "sequence"):
        found = find_meeting(rest).resolutions.filter(sequence=sequence).first()
    else:
        raise Refused('A resolution is named as {"body": "…", "identifier": "2023-031"}.')
    if found is None:
        raise Refused(f"No resolution is known as {reference}.")
    return found


def find_numbered(reference: Row) -> Resolution | None:
    body = Body.objects.known_as(reference["body"]).first()
    numbered = Resolution.objects.filter(body=body, identifier=reference["identifier"]).newest_first()
    if "date" in reference:
        numbered = numbered.filter(date=read_day(reference["date"]))
    found = list(numbered[:MOST_NAMED])
    if len(found) > 1 and (found[0].matter_id is None or len({row.matter_id for row in found}) > 1):
        days = ", ".join(str(row.date) for row in found)
        raise Refused(
            f"{reference['body']} decided under the number {reference['identifier']} on {days}: "
            "name the resolution by body, date and sequence."
        )
    return found[0] if found else None


def all_texts(row: Row) -> bool:
    return all(isinstance(value, str) for value in row.values())


def read_day(text: Any) -> dt.date:
    """Return an ISO date. Raises Refused."""
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError) as problem:
        raise Refused(f"{text!r} is not a date such as 2023-08-23.") from problem


def iso_time(text: str) -> dt.time:
    """Return an ISO time. Raises Refused."""
    try:
        return dt.time.fromisoformat(text)
    except ValueError as problem:
        raise Refused(f"{text!r} is not a time such as 09:00.") from problem
