"""Durations: taken, gathered by name, and summed up."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")
Statement = tuple[str, Any]


class Summary(NamedTuple):
    """Median and 95th percentile of some durations in milliseconds, and how many there were."""

    p50: float
    p95: float
    number: int


def summary(durations: Sequence[float]) -> Summary:
    """Sum up durations in seconds; percentiles are the nearest one that occurred, from above."""
    ordered = sorted(durations)
    p50, p95 = (ordered[-(-len(ordered) * share // 100) - 1] * 1000 for share in (50, 95))
    return Summary(round(p50, 3), round(p95, 3), len(ordered))


class Durations:
    """Durations by what was measured, in the order taken."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)

    def measure(self, name: str, call: Callable[[], Result]) -> Result:
        """Make a call and note how long it took."""
        start = time.perf_counter()
        result = call()
        self.taken[name].append(time.perf_counter() - start)
        return result

    def first(self, name: str, number: int) -> Summary | None:
        """Return a summary of the first so many of a name, or None if there are none."""
        taken = self.taken.get(name, [])[:number]
        return summary(taken) if taken else None

    def summaries(self) -> dict[str, Summary]:
        """Return a summary for each name."""
        return {name: summary(taken) for name, taken in self.taken.items()}


class Rounds:
    """Goes through all items several times, so that an answer that is kept anywhere is an old one.

    Items of a name on which too many seconds were spent already are left out of further rounds.
    """

    def __init__(self, count: int, *, most_seconds: float = 30) -> None:
        self.count, self.most_seconds = count, most_seconds

    def over(self, items: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Yield the items, each a name and anything."""
        spent: dict[str, float] = defaultdict(float)
        for _round in range(self.count):
            over = {name for name, seconds in spent.items() if seconds > self.most_seconds}
            for name, item in items:
                if name not in over:
                    start = time.perf_counter()
                    yield name, item
                    spent[name] += time.perf_counter() - start


# The statements beneath a call


def statements_of(call: Callable[[], Any]) -> list[Statement]:
    """Make a call, and return the statements that it executed, each with its parameters."""
    statements: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return statements


def execute(statements: Sequence[Statement]) -> None:
    """Execute statements and fetch their rows, with nothing around them."""
    with settings_kept(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def settings_kept() -> AbstractContextManager[Any]:
    """Hold a transaction where statements may set something for its length."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
