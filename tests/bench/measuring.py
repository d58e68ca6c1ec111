"""Measure one archive: each class of queries at three depths, pages without a query, and saves."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.models import Body, Meeting, Revision
from archive.operations.publish import correct
from archive.record.versions import write_versions
from tests.bench import querying
from tests.bench.planting import Plan, Question
from tests.bench.querying import QueryClass
from tests.bench.serving import Reader, deep_address
from tests.bench.timing import Durations, Rounds, execute, statements_of

Counts = dict[str, list[list[int]]]  # by group of questions: resolutions and meetings found by each
Row = dict[str, Any]
Item = tuple[str, str]  # name of a class, and an address
SAVES = 20  # meetings that are corrected, and as many that are indexed
WARMING = 4  # questions of each class with which a server is warmed, and no more
FEW = 5  # where there are no more questions, they are used for both
WALKS = FEW  # questions whose pages are followed far down
LISTS = [("meetings, page 1", "/meetings/", 1), ("meetings, page 500", "/meetings/", querying.DEEP),
         ("resolutions, page 1", "/resolutions/", 1)]  # fmt: skip


class WrongCountError(Exception):
    """A query found something else than what was planted."""


class Bench:
    """What is measured of one archive, and what its index must find."""

    def __init__(self, plan: Plan, counts: Counts, rounds: int, questions: int) -> None:
        self.classes = querying.classes_of(plan)
        self.plan, self.counts, self.rounds = plan, counts, rounds
        self.questions = questions  # of each class
        self.http, self.find, self.raw = Durations(), Durations(), Durations()
        self.sizes: dict[str, list[int]] = defaultdict(list)
        self.first_round: Counter[str] = Counter()

    def asked(self) -> Iterator[tuple[QueryClass, Question, list[int]]]:
        """Yield each class with each of its questions, and what that must find."""
        for each in self.classes:
            pairs = zip(self.plan.questions[each.group], self.counts[each.group], strict=True)
            for question, expected in islice(pairs, self.questions):
                yield each, question, expected

    # In this process

    def measure_calls(self) -> None:
        """Measure find() and the statements beneath it, warm; raises WrongCountError."""
        items = []
        for each, question, expected in self.asked():
            call = querying.call_of(each, question, querying.page_of(each, expected))
            verify(each, question, querying.counted(call()), expected)
            items.append((each.name, (call, statements_of(call))))
        for name, (call, statements) in Rounds(self.rounds).over(items):
            self.find.measure(name, call)
            self.raw.measure(name, lambda: execute(statements))  # noqa: B023 - called at once

    # Through HTTP

    def measure_pages(self, reader: Reader) -> None:
        """Measure the pages of all classes and some others as one reader gets them.

        The server is warmed with questions of each class that are not asked again, so that the first
        round finds no answer that was kept.
        """
        warming, measured = parted([*self.search_pages(), *other_pages(reader)])
        for _name, address in warming:
            reader.read(address)
        self.first_round = Counter(name for name, _address in measured)
        for name, address in Rounds(self.rounds).over(measured):
            page = self.http.measure(name, lambda: reader.read(address))  # noqa: B023 - called at once
            self.sizes[name].append(len(page))

    def search_pages(self) -> Iterator[Item]:
        """Yield (class, address) for all questions."""
        slugs = dict(Body.objects.values_list("pk", "slug"))
        for each, question, expected in self.asked():
            page = querying.page_of(each, expected)
            yield each.name, querying.address_of(each, question, slugs, page)

    # Saves

    def measure_saves(self) -> None:
        """Measure the correction of a meeting, and its index alone."""
        for meeting in spread_meetings(SAVES):
            self.find.measure("one correction", lambda: corrected(meeting))  # noqa: B023 - called at once
        for meeting in spread_meetings(SAVES, offset=1):
            change(meeting)
            whole = Meeting.objects.with_children().get(pk=meeting.pk)
            with transaction.atomic():
                write_versions([whole], kind=Revision.Kind.CORRECTED, reason="Changed.", at=timezone.now())
            self.find.measure("index() of one meeting", lambda: querying.index(whole))  # noqa: B023 - called at once

    def rows(self) -> list[Row]:
        """Return a row for each class, page and save."""
        http, find, raw = (part.summaries() for part in (self.http, self.find, self.raw))
        found = {each.name: self.counts[each.group] for each in self.classes}
        return [
            {
                "class": name,
                "found": median(map(sum, found[name])) if name in found else None,
                "http": http.get(name),
                "http_first_round": self.http.first(name, self.first_round[name]),
                "find": find.get(name),
                "raw": raw.get(name),
                "page_bytes": median(self.sizes[name]) if name in self.sizes else None,
            }
            for name in dict.fromkeys([*http, *find])
        ]


def verify(each: QueryClass, question: Question, found: list[int], expected: list[int]) -> None:
    """Raise WrongCountError if a query did not find exactly what was planted."""
    if found != expected:
        raise WrongCountError(
            f"{each.name}: {question.query} found {found[0]} resolutions and {found[1]} meetings; "
            f"planted are {expected[0]} and {expected[1]}."
        )


def parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Return what to warm with, and what to measure: of names with few items, all for both."""
    total, seen = Counter(name for name, _address in items), Counter[str]()
    warming, measured = [], []
    for item in items:
        seen[item[0]] += 1
        is_warming, are_few = seen[item[0]] <= WARMING, total[item[0]] <= FEW
        warming += [item] if is_warming or are_few else []
        measured += [item] if not is_warming or are_few else []
    return warming, measured


def other_pages(reader: Reader) -> Iterator[Item]:
    """Yield (name, address) of lists and of meetings."""
    meetings = Meeting.objects.published().count()
    for name, address, wanted in LISTS:
        page = max(1, min(wanted, meetings // querying.PAGE))
        for _repeat in range(WALKS):
            yield name, deep_address(reader, address, page) if page > 1 else address
    for meeting in spread_meetings(SAVES, offset=2):
        yield "one meeting", meeting.get_absolute_url()


def spread_meetings(count: int, offset: int = 0) -> list[Meeting]:
    """Return meetings evenly spread over the archive; other ones for another offset."""
    total = Meeting.objects.published().count()
    step = max(1, total // count)
    keys = list(islice(range(1 + offset % step, total + 1, step), count))
    return list(Meeting.objects.published().filter(pk__in=keys).select_related("body").oldest_first())


def change(meeting: Meeting) -> None:
    """Add a word to a text that is no planted term; sends no signal."""
    text = f"{meeting.text}\n\nthe minutes"
    Meeting.objects.filter(pk=meeting.pk).update(text=text)


def corrected(meeting: Meeting) -> None:
    """Correct a meeting as staff do: a transaction with a new version and the index."""
    with transaction.atomic():
        change(meeting)
        correct(meeting, kind=Revision.Kind.CORRECTED, reason="A word was missing.")
