"""Count what readers search for and do not find, and nothing about the readers."""

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

MOST = 10_000  # terms kept; of more the rarest make way
MAKING_WAY = 100  # at once
LONGEST = 32  # characters; longer ones are pasted, not searched for
LONGEST_CHINESE = 8  # about as many words
PATIENCE = 200  # milliseconds to wait for another writer

# Five digits in a row may be a telephone number, a plate or a pass; four are a year.
_NUMBER = re.compile(r"(?:\d[ .\-–]?){5}")


def count_misses(text: str, terms: Iterable[str], today: dt.date) -> None:
    """Count the terms of a search that found nothing.

    Kept are single words and short Chinese runs, folded, and the day. A search that holds an e-mail
    address or what looks like a personal number is not counted at all. Where the database is busy
    for 0.2 seconds it is left: the reader's page matters more.
    """
    words = {fold(term) for term in terms if is_harmless(term)}
    if not words or not is_harmless(text, longest=None):
        return
    try:
        with impatient():
            for word in sorted(words):
                count_miss(word, today)
            make_way()
    except DatabaseError:
        return


def is_harmless(text: str, longest: int | None = LONGEST) -> bool:
    """Return whether a text can be kept: no personal number, no address, and if so asked no sentence."""
    if "@" in fold(text) or _NUMBER.search(fold(text)) or personal_numbers(text):
        return False
    if longest is None:
        return True
    is_word = len(text.split()) == 1 and len(text) <= longest
    return is_word and cjk_count(text) <= LONGEST_CHINESE


def count_miss(word: str, today: dt.date) -> None:
    """Count a word once more."""
    if not SearchMiss.objects.for_term(word).update(count=F("count") + 1, last_on=today):
        SearchMiss.objects.bulk_create([SearchMiss(term=word, last_on=today)], ignore_conflicts=True)


def make_way() -> None:
    """Forget the rarest terms, if there are too many."""
    if SearchMiss.objects.count() > MOST:
        rarest = SearchMiss.objects.rarest_first().values_list("pk", flat=True)[:MAKING_WAY]
        SearchMiss.objects.filter(pk__in=list(rarest)).delete()


@contextmanager
def impatient() -> Iterator[None]:
    """Open a transaction that waits only a moment for other writers.

    By default SQLite waits for 20 seconds, and PostgreSQL for ever.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(PATIENCE)])
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            with transaction.atomic():
                yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
