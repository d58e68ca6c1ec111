"""Counting what is not found: terms alone, nothing about people, and never at a reader's cost."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from archive.models import SearchMiss
from archive.operations.failed_searches import count_misses

DAY = dt.date(2026, 11, 25)


def counted() -> dict[str, int]:
    return dict(SearchMiss.objects.values_list("term", "count"))


@pytest.mark.django_db
def test_terms_are_folded_and_counted_with_the_last_day():
    count_misses("Zébra", ["Zébra"], DAY - dt.timedelta(days=1))
    count_misses("zebra 應急", ["zebra", "應急"], DAY)

    assert counted() == {"zebra": 2, "应急": 1}
    assert {miss.last_on for miss in SearchMiss.objects.all()} == {DAY}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "ann@example.org",
        "ann＠example.org",
        "13912345678",
        "+44 20 7946 0000",
        "0395-3131",
        "11010519491231002X",
        "豫L12345",
        "a" * 33,
        "张三李四王五赵六钱",
        "two words",
    ],
)
def test_what_may_be_personal_or_is_no_word_is_not_counted(text: str):
    count_misses(text, [text], DAY)

    assert counted() == {}


@pytest.mark.django_db
def test_nothing_of_a_search_with_an_address_is_counted():
    count_misses("bell ann@example.org", ["bell"], DAY)

    assert counted() == {}


@pytest.mark.django_db
def test_the_rarest_terms_are_pruned():
    for word in ("alpha", "alpha", "beta", "gamma", "gamma"):
        count_misses(word, [word], DAY, most=2, pruned=1)

    assert counted() == {"alpha": 2, "gamma": 2}


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_is_left_alone():
    SearchMiss.objects.create(term="zebra", last_on=DAY)
    done = threading.Event()

    def search() -> None:
        try:
            count_misses("zebra", ["zebra"], DAY)
        finally:
            connection.close()
            done.set()

    with transaction.atomic():
        SearchMiss.objects.update(count=5)
        reader = threading.Thread(target=search)
        reader.start()
        is_done = done.wait(timeout=5)
    reader.join()

    assert is_done
    assert counted() == {"zebra": 5}
