"""The numbers by which the index counts: one for each body and result that occur together."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper


def facets(cursor: CursorWrapper) -> list[tuple[int, int, str]]:
    """Return the number, the body and the result of all facets."""
    cursor.execute("SELECT id, body_id, result FROM archive_search_facet")
    return cursor.fetchall()


def facet_numbers(cursor: CursorWrapper, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return the number of each body and result; one that is new gets the next."""
    found = {(body, result): number for number, body, result in facets(cursor)}
    new = sorted(set(wanted) - set(found))
    found |= {facet: number for number, facet in enumerate(new, max(found.values(), default=0) + 1)}
    cursor.executemany(
        "INSERT INTO archive_search_facet (id, body_id, result) VALUES (%s, %s, %s)",
        [(found[facet], *facet) for facet in new],
    )
    return found
