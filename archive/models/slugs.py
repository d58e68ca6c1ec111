"""Slugs of bodies, people and topics: unique among those in use and those that now redirect."""

from typing import Any

from django.urls import reverse

from archive.models.fields import manager_of
from archive.text.names import reading_of
from archive.text.pinyin import syllables
from archive.text.slugs import slug, unique_slug


def free_slug(row: Any) -> str:
    """Return a slug made from the name of a body, person or topic that no other one has or had.

    Chinese is read as the order reads it, a person's family name as one. Costs two queries for each
    candidate.
    """
    name, kind = row.alternate_name or row.name, row._meta.model_name
    base = slug(name, fallback=kind, reading=reading_of(name) if kind == "person" else syllables)
    return unique_slug(base, lambda candidate: is_slug_taken(row, candidate))


def is_slug_taken(row: Any, slug: str) -> bool:
    """Return whether a slug is, or was, that of another row of this kind; two queries at most."""
    others = type(row)._default_manager.exclude(pk=row.pk).filter(slug=slug)
    return others.exists() or is_former_slug(row, slug)


def is_former_slug(row: Any, slug: str) -> bool:
    """Return whether a slug once was that of another row of this kind; one query."""
    view = f"{row._meta.model_name}_detail"
    path, owner = (reverse(view, args=[part or "-"]) for part in (slug, row.slug))
    return bool(manager_of("Redirect").takes(path, owner=owner))
