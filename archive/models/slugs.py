"""Slugs and sort keys of bodies, people, topics and matters; no slug is used or redirected twice."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.urls import reverse

from archive.models.fields import LONGEST_KEY, manager_of, with_fields
from archive.models.url_prefix import addresses_below
from archive.text.names import reading_of, sort_key
from archive.text.pinyin import syllables
from archive.text.slugs import slug, unique_slug

MOST_SLUGS = 500  # in one statement; the oldest SQLite takes 999 parameters


class Listed(models.Model):
    """What stands in lists by its name and has a page: saving it makes its sort key, and a slug once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        row: Any = self
        row.sort_key = sort_key(self.sorted_as)[:LONGEST_KEY]
        row.slug = row.slug or free_slug(row)
        super().save(*args, **with_fields(kwargs, "sort_key", "slug"))

    @property
    def addressed_as(self) -> str:
        """The name of which the address is made."""
        row: Any = self
        return str(row.alternate_name or row.name)

    @property
    def sorted_as(self) -> str:
        """The name as lists order it."""
        return str(self.name)  # type: ignore[attr-defined]


def free_slug(row: Any) -> str:
    """Return a slug made from the name of a body, person, topic or matter that no other one has or had.

    Chinese is read as the order reads it, a person's family name as one. Costs two queries for each
    candidate.
    """
    return unique_slug(base_of_slug(row), lambda candidate: is_slug_taken(row, candidate))


def base_of_slug(row: Any) -> str:
    """Return the slug that a row gets if no other one has or had it."""
    name, kind = row.addressed_as, row._meta.model_name
    return slug(name, fallback=kind, reading=reading_of(name) if kind == "person" else syllables)


@addresses_below()
def unused_slugs(model: type[models.Model], slugs: Collection[str]) -> set[str]:
    """Return those slugs that no row of a kind has or had; two queries for each 500."""
    view, wanted = f"{model._meta.model_name}_detail", sorted(slugs)
    used: set[str] = set()
    for start in range(0, len(wanted), MOST_SLUGS):
        paths = {reverse(view, args=[slug]): slug for slug in wanted[start : start + MOST_SLUGS]}
        rows = model._default_manager.filter(slug__in=paths.values())
        used.update(rows.values_list("slug", flat=True))
        former = manager_of("Redirect").filter(old_path__in=paths)
        used.update(paths[path] for path in former.values_list("old_path", flat=True))
    return set(wanted) - used


def is_slug_taken(row: Any, slug: str) -> bool:
    """Return whether a slug is, or was, that of another row of this kind; two queries at most."""
    others = type(row)._default_manager.exclude(pk=row.pk).filter(slug=slug)
    return others.exists() or is_former_slug(row, slug)


def is_former_slug(row: Any, slug: str) -> bool:
    """Return whether a slug once was that of another row of this kind; one query."""
    view = f"{row._meta.model_name}_detail"
    path, owner = (reverse(view, args=[part or "-"]) for part in (slug, row.slug))
    return bool(manager_of("Redirect").takes(path, owner=owner))
