"""Bodies that a record names: their alternate name and language stay as in the version before."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from archive.models import Redirect
from archive.record.build import Record

OF_THAT_DAY = ("alternate_name", "language")


def with_bodies_as_before(record: Record, before: Record) -> Record:
    """Return a record whose bodies are described as the version before describes them.

    Rows keep only the name as written. A body is that of before if it has the same name and its address of
    before leads to it: a query only where that has changed. {} is no version.
    """
    told = {body["name"]: body for body in bodies_in(before)}
    return dict(described(record, told)) if told else record


def bodies_in(part: Any) -> Iterator[Record]:
    """Yield all that part of a record says of bodies, wherever it names them."""
    if isinstance(part, dict):
        if is_body(part):
            yield part
        for value in part.values():
            yield from bodies_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from bodies_in(value)


def is_body(part: Record) -> bool:
    return part.keys() >= {"name", "alternate_name", "slug"}


def described(part: Any, told: dict[str, Record]) -> Any:
    """Return part of a record with bodies described as `told` does, {name: body}."""
    if isinstance(part, list):
        return [described(value, told) for value in part]
    if not isinstance(part, dict):
        return part
    if is_body(part):
        before = told.get(part["name"])
        return part | kept_of(before, part) if before and is_same_body(before, part) else part
    return {key: described(value, told) for key, value in part.items()}


def kept_of(before: Record, now: Record) -> Record:
    return {key: before[key] for key in OF_THAT_DAY if key in before and key in now}


def is_same_body(before: Record, now: Record) -> bool:
    if before["slug"] == now["slug"]:
        return True
    old, new = (reverse("body_detail", args=[one["slug"]]) for one in (before, now))
    return Redirect.objects.newest(old) == new
