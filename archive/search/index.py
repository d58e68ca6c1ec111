"""Keep the index equal to what is published."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby, islice
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from archive.models import Meeting
from archive.models.write_lock import one_writer
from archive.record.versions import current_records
from archive.search.engines.base import LIMITS, Limits, engine
from archive.search.entries import END_OF_TITLES, Entry, Kind, day_of, entries_of, span_of
from archive.search.term_counts import (
    count_in,
    count_out,
    facet_numbers,
    find_common,
    forget_common,
    miscounted,
)

MOST_MINUTES = 24 * 60  # of Meeting.start_minute
CHECK_SECONDS = 3600  # to count again; a million meetings have some 2,000 common terms


class Stored(NamedTuple):
    """One row of the table of entries."""

    id: int
    kind: int
    object_id: int
    meeting_id: int
    digest: str


Progress = Callable[[int, int], None]
KindDay = tuple[Kind, dt.date]
LARGEST_BATCH = 300  # places in one statement, with three parameters each; the oldest SQLite takes 999


def index(meetings: Iterable[Meeting]) -> None:
    """Make the index equal to the current versions of some meetings, in this transaction.

    Unpublished meetings are taken out. What is indexed already is not written again. Meetings fetched
    with_findable_rows() cost six queries a chunk of 50 and none each.
    """
    remaining = iter(meetings)
    while chunk := list(islice(remaining, LIMITS.chunk)):
        with one_writer(), connection.cursor() as cursor:
            bring_up_to_date(cursor, chunk)
        if (waiting := waiting_keys.get()) is not None:
            waiting.difference_update(meeting.pk for meeting in chunk)


waiting_keys: ContextVar[set[int] | None] = ContextVar("waiting_keys", default=None)


@contextmanager
def deferred_indexing() -> Iterator[None]:
    """Index the meetings that index_keys_once() is given in this block once, at its end.

    A form saves many rows, each of which may change what is found of one meeting. One that is indexed in
    the block after its rows were saved is not indexed again.
    """
    if waiting_keys.get() is not None:
        yield
        return
    keys: set[int] = set()
    token = waiting_keys.set(keys)
    try:
        yield
    finally:
        waiting_keys.reset(token)
    if not connection.needs_rollback:  # as after a preview
        index_keys(keys)


def index_keys_once(keys: Iterable[int]) -> None:
    """Index meetings at the end of deferred_indexing(), or now if there is none."""
    if (waiting := waiting_keys.get()) is None:
        index_keys(keys)
    else:
        waiting.update(keys)


def forget(keys: Iterable[int]) -> None:
    keys = list(keys)
    with one_writer(), connection.cursor() as cursor:
        erase_entries(cursor, [row.id for row in stored(cursor, keys)])


def rebuild(progress: Progress = lambda done, total: None, limits: Limits = LIMITS) -> None:
    """Write the whole index anew, a chunk of meetings a transaction, while the site is being read.

    `progress` is told after each chunk how many meetings are done, of how many. Memory grows with the
    vocabulary only.
    """
    total, done = Meeting.objects.published().count(), 0
    progress(done, total)
    with one_writer(), connection.cursor() as cursor:
        engine().prepare(cursor)
        forget_common(cursor)
    numbers: Counter[str] = Counter()
    for keys in chunks_of_published(limits.chunk):
        with one_writer(), connection.cursor() as cursor:
            # Locked before reading: a correction that ends meanwhile would be overwritten by older text.
            for entry in bring_up_to_date(cursor, published(keys), afresh=True):
                numbers.update(entry.terms)
                numbers[END_OF_TITLES] += 1
        done += len(keys)
        progress(done, total)
    with one_writer(), connection.cursor() as cursor:
        erase_entries(cursor, [row.id for row in orphans(cursor)])
        engine().tidy(cursor)
    find_common(numbers, limits.common)


def is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM archive_search_entry)")
        [is_filled] = cursor.fetchone()
    return not is_filled


def index_keys(keys: Iterable[int]) -> None:
    remaining = iter(sorted(set(keys)))
    while chunk := list(islice(remaining, LIMITS.chunk)):
        index(meetings := published(chunk))
        forget(set(chunk) - {meeting.pk for meeting in meetings})


def published(keys: Sequence[int]) -> list[Meeting]:
    meetings = Meeting.objects.published().with_findable_rows().filter(pk__in=keys)
    return list(meetings.oldest_first())


def chunks_of_published(size: int = LIMITS.chunk) -> Iterator[list[int]]:
    last = 0
    while True:
        later = Meeting.objects.published().filter(pk__gt=last).order_by("pk")
        keys = list(later.values_list("pk", flat=True)[:size])
        if not keys:
            return
        yield keys
        last = keys[-1]


STORED = "SELECT id, kind, object_id, meeting_id, digest FROM archive_search_entry WHERE meeting_id"


def stored(cursor: CursorWrapper, keys: Sequence[int]) -> list[Stored]:
    if not keys:
        return []
    cursor.execute(f"{STORED} IN ({', '.join(['%s'] * len(keys))}) ORDER BY id", keys)
    return [Stored(*row) for row in cursor.fetchall()]


def orphans(cursor: CursorWrapper) -> list[Stored]:
    subquery, params = Meeting.objects.published().values("pk").query.sql_with_params()
    cursor.execute(f"{STORED} NOT IN ({subquery}) ORDER BY id", params)
    return [Stored(*row) for row in cursor.fetchall()]


def bring_up_to_date(
    cursor: CursorWrapper, meetings: Sequence[Meeting], *, afresh: bool = False, to_end: bool = False
) -> list[Entry]:
    """Write what differs between the index and some meetings, everything if `afresh`; return it.

    With `to_end` the meetings move behind all others of their days, in the order given.
    """
    rows: dict[int, list[Stored]] = {meeting.pk: [] for meeting in meetings}
    for row in stored(cursor, list(rows)):
        rows[row.meeting_id].append(row)
    outdated: list[int] = []
    changed: list[tuple[int, Entry]] = []
    added: list[Entry] = []
    records = current_records(meetings)
    for meeting in meetings:
        entries = entries_of(meeting, records.get(meeting.pk))
        old, new = rows[meeting.pk], sorted(entries, key=lambda entry: entry.kind)
        if not to_end and [place_of(row) for row in old] == [place_of(entry) for entry in new]:
            pairs = [(row.id, entry) for row, entry in zip(old, new, strict=True)
                     if afresh or not is_equal(row, entry)]  # fmt: skip
            outdated += [key for key, _entry in pairs]
            changed += pairs
        else:
            # All of the meeting move to new ids, so that they stay together and in order.
            outdated += [row.id for row in old]
            added += new
    placed = list(with_ids(cursor, added))  # before the ids of what is written again are free
    erase_entries(cursor, outdated)
    write_entries(cursor, [*changed, *placed])
    written = [entry for _key, entry in (*changed, *placed)]
    if not to_end and (misplaced := out_of_order(cursor, {entry.day for entry in written})):
        bring_up_to_date(cursor, published(misplaced), to_end=True)
    return written


def out_of_order(cursor: CursorWrapper, days: Iterable[dt.date]) -> list[int]:
    """Return the meetings to be moved to the end of their days, so that those go by start; a query.

    They are those before one that starts earlier, and those that start later than the first of these.
    """
    spans = [span_of(Kind.MEETING, day, day) for day in days]
    if not spans:
        return []
    values = ", ".join(["(%s, %s)"] * len(spans))
    cursor.execute(
        f"WITH span (first, last) AS (VALUES {values})"  # noqa: S608 - placeholders only
        " SELECT entry.id, entry.meeting_id, meeting.start_minute"
        " FROM span CROSS JOIN archive_search_entry AS entry CROSS JOIN archive_meeting AS meeting"
        " WHERE entry.id BETWEEN span.first AND span.last AND meeting.id = entry.meeting_id"
        " ORDER BY entry.id DESC",
        [value for span in spans for value in span],
    )
    found: list[int] = []
    for _day, group in groupby(cursor.fetchall(), key=lambda row: day_of(row[0])):
        starts, earliest, misplaced = [], MOST_MINUTES, set()
        for _id, key, start in group:
            starts.append((key, start))
            if start > earliest:
                misplaced.add(key)
            earliest = min(earliest, start)
        first = min((start for key, start in starts if key in misplaced), default=MOST_MINUTES)
        found += [key for key, start in starts if key in misplaced or start > first]
    return found


def erase_entries(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    count_out(cursor, ids)
    engine().erase(cursor, ids)


def write_entries(cursor: CursorWrapper, entries: Sequence[tuple[int, Entry]]) -> None:
    if not entries:
        return
    numbers = facet_numbers(cursor, {(entry.bodies, entry.result) for _key, entry in entries})
    # In ascending order: FTS5 writes a segment to disk wherever an id is smaller than the last.
    rows = [(key, numbers[entry.bodies, entry.result], entry) for key, entry in sorted(entries)]
    engine().write(cursor, rows)
    count_in(cursor, rows)
    terms: set[str] = set()
    for _key, entry in entries:  # of one at a time: a transcript has 20,000
        terms |= entry.terms
    engine().add_terms(cursor, terms)


def place_of(entry: Entry | Stored) -> tuple[dt.date, int, int]:
    day = day_of(entry.id) if isinstance(entry, Stored) else entry.day
    return day, entry.kind, entry.object_id


def is_equal(row: Stored, entry: Entry) -> bool:
    return place_of(row) == place_of(entry) and row.digest == entry.digest


def with_ids(cursor: CursorWrapper, entries: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    following = free_ids(cursor, {(entry.kind, entry.day) for entry in entries})
    for entry in entries:
        place = entry.kind, entry.day
        yield following[place], entry
        following[place] += 1


def free_ids(cursor: CursorWrapper, places: Iterable[KindDay]) -> dict[KindDay, int]:
    """Return the first id of each kind and day after all that are taken; a query for every 300."""
    free: dict[KindDay, int] = {}
    remaining = iter(places)
    while batch := list(islice(remaining, LARGEST_BATCH)):
        spans = [span_of(kind, day, day) for kind, day in batch]
        values = ", ".join(["(%s, %s, %s)"] * len(spans))
        cursor.execute(
            f"WITH span (number, first, last) AS (VALUES {values})"  # noqa: S608 - placeholders only
            " SELECT number, (SELECT max(id) FROM archive_search_entry WHERE id BETWEEN first AND last)"
            " FROM span",
            [value for number, span in enumerate(spans) for value in (number, *span)],
        )
        for number, last in cursor.fetchall():
            free[batch[number]] = spans[number].first if last is None else last + 1
    return free


# Check


class Fault(NamedTuple):
    """Where the index is not equal to what is published: missing, stale, orphaned or miscounted."""

    problem: str
    what: str


def check_index(progress: Progress = lambda done, total: None) -> Iterator[Fault]:
    """Yield every entry that is missing, stale or orphaned, and every term that is counted wrongly."""
    total, done = Meeting.objects.published().count(), 0
    for keys in chunks_of_published():
        yield from faults_among(keys)
        done += len(keys)
        progress(done, total)
    with engine().reading(CHECK_SECONDS) as cursor:
        rows_left = orphans(cursor)
        terms = miscounted(cursor)
    for row in rows_left:
        yield fault("orphaned", row)
    for term in terms:
        yield Fault("miscounted", f"the matches of {term}")


def faults_among(keys: list[int]) -> Iterator[Fault]:
    with connection.cursor() as cursor:
        rows = {(row.kind, row.object_id): row for row in stored(cursor, keys)}
    meetings = published(keys)
    records = current_records(meetings)
    for meeting in meetings:
        for entry in entries_of(meeting, records.get(meeting.pk)):
            row = rows.pop((entry.kind, entry.object_id), None)
            if row is None:
                yield fault("missing", entry)
            elif not is_equal(row, entry):
                yield fault("stale", entry)
    for row in rows.values():
        yield fault("orphaned", row)


def faults_among_newest(count: int) -> list[Fault]:
    """Return the faults of the newest entries: they tell whether another version of the program made it."""
    keys = Meeting.objects.published().order_by("-pk").values_list("pk", flat=True)[:count]
    return list(faults_among(list(keys)))


def fault(problem: str, entry: Entry | Stored) -> Fault:
    kind = Kind(entry.kind).name.lower()
    return Fault(problem, f"{kind} {entry.object_id} of meeting {entry.meeting_id}")
