"""Compare the index with what is published, and change nothing."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from archive.models import Meeting
from archive.search.engines import engine
from archive.search.entries import Entry, Kind, entries_of
from archive.search.index import (
    Progress,
    Stored,
    chunks_of_published,
    is_equal,
    orphans,
    published,
    stored,
)
from archive.search.term_counts import miscounted

PATIENCE = 3600  # seconds; a million meetings have some 2,000 common terms


class Fault(NamedTuple):
    """Where the index is not equal to what is published: missing, stale, orphaned or miscounted."""

    problem: str
    what: str


def check(progress: Progress = lambda done, total: None) -> Iterator[Fault]:
    """Yield every entry that is missing, stale or orphaned, and every term that is counted wrongly."""
    total, done = Meeting.objects.published().count(), 0
    for keys in chunks_of_published():
        yield from faults_among(keys)
        done += len(keys)
        progress(done, total)
    with engine().reading(PATIENCE) as cursor:
        rows_left = orphans(cursor)
        terms = miscounted(cursor)
    for row in rows_left:
        yield fault("orphaned", row)
    for term in terms:
        yield Fault("miscounted", f"the matches of {term}")


def faults_among(keys: list[int]) -> Iterator[Fault]:
    """Yield the faults of some published meetings."""
    with connection.cursor() as cursor:
        rows = {(row.kind, row.object_id): row for row in stored(cursor, keys)}
    for meeting in published(keys):
        for entry in entries_of(meeting):
            row = rows.pop((entry.kind, entry.object_id), None)
            if row is None:
                yield fault("missing", entry)
            elif not is_equal(row, entry):
                yield fault("stale", entry)
    for row in rows.values():
        yield fault("orphaned", row)


def fault(problem: str, entry: Entry | Stored) -> Fault:
    """Return what is wrong with an entry."""
    kind = Kind(entry.kind).name.lower()
    return Fault(problem, f"{kind} {entry.object_id} of meeting {entry.meeting_id}")
