"""What is planted in a made archive is counted right, and nothing else is found."""

import random
from itertools import islice

import pytest

from archive.text.tokens import phrase, tokens
from tests.bench.planting import Plan, Question, Tally
from tests.bench.recipe import TERMS, Recipe
from tests.bench.rows import MeetingRow, digest_of, meetings_of
from tests.bench.texts import Writer

SMALL = Recipe(40, seed=7)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan(SMALL.seed, SMALL.languages)


@pytest.fixture(scope="module")
def tally(plan: Plan) -> Tally:
    return Tally(plan.questions)


@pytest.fixture(scope="module")
def rows(plan: Plan, tally: Tally) -> list[MeetingRow]:
    return list(meetings_of(SMALL, plan, tally))


def stream_of(text: str) -> str:
    return f" {' '.join(tokens(text))} "


def holds(stream: str, query: str) -> bool:
    """Return whether a text has all words and runs of a query, looked for one by one."""
    wanted = [query.strip('"')] if query.startswith('"') else query.split()
    return all(f" {' '.join(phrase(part).tokens)} " in stream for part in wanted)


def matches(row: MeetingRow, stream: str, question: Question) -> bool:
    in_place = question.body in (-1, row.body) and question.year in (-1, row.date.year)
    return in_place and holds(stream, question.query)


def test_counts_are_those_of_the_texts(plan: Plan, tally: Tally, rows: list[MeetingRow]):
    streams = [(row, stream_of(row.text)) for row in rows]

    found = {
        name: [sum(matches(row, stream, question) for row, stream in streams) for question in questions]
        for name, questions in plan.questions.items()
    }

    assert found == {name: [count[1] for count in counts] for name, counts in tally.counts.items()}


def test_resolutions_are_counted_apart(plan: Plan, tally: Tally, rows: list[MeetingRow]):
    decisions = [stream_of(decision.text) for row in rows for decision in row.resolutions]
    questions = plan.questions["zh common"]

    found = [sum(holds(stream, question.query) for stream in decisions) for question in questions]

    assert sum(found) > 0
    assert found == [count[0] for count in tally.counts["zh common"]]


def test_every_group_has_different_questions(plan: Plan):
    sizes = {name: len(set(questions)) for name, questions in plan.questions.items()}

    assert set(sizes.values()) == {TERMS}


@pytest.mark.parametrize(("group", "share"), [("en common", 0.3), ("zh two", 0.05), ("en phrase", 0.005)])
def test_terms_stand_in_their_share_of_texts(plan: Plan, group: str, share: float):
    chance = random.Random(group)

    drawn = [term.key for _ in range(2_000) for term in plan.drawn(chance)]

    number = sum(key.startswith(group) for key in drawn) / (2_000 * TERMS)
    assert number == pytest.approx(share, rel=0.1)


def test_rare_terms_stand_in_five_meetings(plan: Plan, tally: Tally, rows: list[MeetingRow]):
    assert len(rows) == SMALL.size
    assert tally.counts["en rare"] == [[0, 5]] * TERMS


@pytest.mark.parametrize(("language", "size"), [("en", 3_200), ("zh", 2_900)])
def test_texts_have_three_kilobytes(plan: Plan, language: str, size: int):
    chance, writer = random.Random("size"), Writer(language, plan.words)

    texts = [writer.minutes(chance, plan.drawn(chance)) for _ in range(200)]

    assert sum(len(text.encode()) for text in texts) / 200 == pytest.approx(size, rel=0.1)


def test_same_recipe_makes_the_same_archive(plan: Plan, rows: list[MeetingRow]):
    again = Plan(SMALL.seed, SMALL.languages)

    assert list(islice(meetings_of(SMALL, again, Tally(again.questions)), 5)) == rows[:5]
    assert digest_of(SMALL) != digest_of(SMALL._replace(seed=8))


def test_archive_of_one_language_holds_no_other():
    plan = Plan(7, Recipe(10, 0.0).languages)

    rows = list(meetings_of(Recipe(10, 0.0, 7), plan, Tally(plan.questions)))

    assert all(row.text.isascii() for row in rows)
    assert {row.language for row in rows} == {"en"}


def test_addresses_differ_within_a_body(rows: list[MeetingRow]):
    assert len({(row.body, row.slug) for row in rows}) == SMALL.size
