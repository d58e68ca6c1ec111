"""Log of searches without results: terms, counts and days, nothing about the readers."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from archive.models import SearchMiss
from archive.text.folding import fold
from archive.text.personal_numbers import personal_numbers
from archive.text.tokens import cjk_count

MOST_TERMS = 10_000
PRUNED = 100  # terms deleted at once when there are more, the rarest first
LONGEST = 32  # characters; longer terms are pasted texts
LONGEST_CHINESE = 8  # characters, each about a word
LOCK_TIMEOUT_MS = 200  # to wait for another writer

# Five digits in a row may be a telephone number, a plate or a pass; four are a year.
_NUMBER = re.compile(r"(?:\d[ .\-–]?){5}")


def count_misses(
    text: str, terms: Iterable[str], today: dt.date, *, most: int = MOST_TERMS, pruned: int = PRUNED
) -> None:
    """Count the terms of a search that found nothing.

    Only single words and short Chinese runs are kept, folded, with the day. A search with an e-mail
    address or what looks like a personal number is not counted at all. If the database is locked for
    LOCK_TIMEOUT_MS nothing is counted: the reader's page matters more. Of more than `most` terms the
    `pruned` rarest are deleted.
    """
    words = {fold(term) for term in terms if is_harmless(term)}
    if not words or not is_harmless(text, longest=None):
        return
    try:
        with short_lock_timeout():
            for word in sorted(words):
                count_miss(word, today)
            prune(most, pruned)
    except DatabaseError:
        return


def is_harmless(text: str, longest: int | None = LONGEST) -> bool:
    """Return whether a text can be kept: no personal number or address, no longer than a term."""
    if "@" in fold(text) or _NUMBER.search(fold(text)) or personal_numbers(text):
        return False
    if longest is None:
        return True
    is_word = len(text.split()) == 1 and len(text) <= longest
    return is_word and cjk_count(text) <= LONGEST_CHINESE


def count_miss(word: str, today: dt.date) -> None:
    if not SearchMiss.objects.for_term(word).update(count=F("count") + 1, last_on=today):
        SearchMiss.objects.bulk_create([SearchMiss(term=word, last_on=today)], ignore_conflicts=True)


def prune(most: int, pruned: int) -> None:
    if SearchMiss.objects.count() > most:
        rarest = SearchMiss.objects.rarest_first().values_list("pk", flat=True)[:pruned]
        SearchMiss.objects.filter(pk__in=list(rarest)).delete()


@contextmanager
def short_lock_timeout() -> Iterator[None]:
    """Open a transaction that waits LOCK_TIMEOUT_MS for other writers.

    The defaults are 20 seconds on SQLite and no limit on PostgreSQL.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(LOCK_TIMEOUT_MS)])
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
