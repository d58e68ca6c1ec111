"""The rows of a made archive, one meeting after the other: the same for the same seed and size."""

import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from tests.bench.planting import BODIES, FIRST_YEAR, YEARS, Plan, Tally, Term
from tests.bench.recipe import Recipe
from tests.bench.texts import Writer

# Uneven, as bodies are: the first has a third of all meetings, the last one in two hundred.
BODY_WEIGHTS = (30, 18, 12, 10, 8, 6, 5, 4, 3, 2, 1.5, 0.5)
BODY_NAMES = (
    ("City Council", "市委员会"),
    ("Planning Board", ""),
    ("财政委员会", "Finance Bureau"),
    ("Parks Board", ""),
    ("水务局", ""),
    ("School Board", "教育委员会"),
    ("Library Board", ""),
    ("应急管理局", "Emergency Bureau"),
    ("Harbour Board", ""),
    ("Transit Board", ""),
    ("教育局", ""),
    ("Ethics Board", ""),
)
GIVEN = ["Alice", "Bruno", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Irene", "James"]
FAMILY = ["Abbott", "Becker", "Carver", "Dalton", "Ellis", "Foster", "Garner", "Hobbs", "Ingram", "Jarvis"]
CHINESE_GIVEN, CHINESE_FAMILY = "伟芳娜敏静", "张王李陈刘"
PEOPLE = len(GIVEN) * len(FAMILY) + len(CHINESE_GIVEN) * len(CHINESE_FAMILY)
PRESENT = 5  # people at each meeting
DECIDED = 0.3  # of the meetings have a resolution
SPREAD = 20  # days by which meetings may be entered out of the order of their dates


class ResolutionRow(NamedTuple):
    """One resolution."""

    name: str
    text: str


class MeetingRow(NamedTuple):
    """One meeting; `body` counts from 0, `people` from 1."""

    number: int
    body: int
    date: dt.date
    slug: str
    language: str
    name: str
    summary: str
    text: str
    people: list[int]
    resolutions: list[ResolutionRow]

    @property
    def text_bytes(self) -> int:
        """How much there is to be searched."""
        texts = [self.name, self.summary, self.text]
        texts += [text for row in self.resolutions for text in row]
        return sum(len(text.encode()) for text in texts)


def person_names() -> list[str]:
    """Return the names of all people."""
    english = [f"{given} {family}" for family in FAMILY for given in GIVEN]
    return english + [family + given for family in CHINESE_FAMILY for given in CHINESE_GIVEN]


def meetings_of(recipe: Recipe, plan: Plan, tally: Tally) -> Iterator[MeetingRow]:
    """Yield all meetings, about in the order of their dates, and count what questions must find."""
    writers = {language: Writer(language, plan.words) for language in ("en", "zh")}
    rare = plan.rare_of(recipe.seed, recipe.size)
    taken: Counter[tuple[int, dt.date]] = Counter()
    for number in range(1, recipe.size + 1):
        chance = random.Random(f"{recipe.seed} {number}")
        [body] = chance.choices(range(BODIES), BODY_WEIGHTS)
        date = date_of(chance, number, recipe.size)
        writer = writers["zh" if chance.random() < recipe.chinese else "en"]
        terms = plan.drawn(chance) + rare.get(number, [])
        tally.add(terms, body, date.year, is_meeting=True)
        decisions = list(resolutions_of(chance, plan, writer))
        for drawn, _row in decisions:
            tally.add(drawn, body, date.year, is_meeting=False)
        taken[body, date] += 1
        yield MeetingRow(
            number,
            body,
            date,
            slug_of(date, taken[body, date]),
            "en" if writer.language == "en" else "zh-Hans",
            writer.title(chance),
            writer.sentence(chance),
            writer.minutes(chance, terms),
            chance.sample(range(1, PEOPLE + 1), PRESENT),
            [row for _drawn, row in decisions],
        )


def resolutions_of(
    chance: random.Random, plan: Plan, writer: Writer
) -> Iterator[tuple[list[Term], ResolutionRow]]:
    """Yield the resolutions of one meeting, each with the terms in it."""
    if chance.random() < DECIDED:
        terms = plan.drawn(chance)
        yield terms, ResolutionRow(writer.sentence(chance), writer.decision(chance, terms))


def date_of(chance: random.Random, number: int, size: int) -> dt.date:
    """Return the day of a meeting: the archive grows evenly, and hardly out of order."""
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(FIRST_YEAR + YEARS - 1, 12, 31)
    days = (last - first).days
    place = number * days // size + chance.randint(-SPREAD, SPREAD)
    return first + dt.timedelta(min(max(place, 0), days))


def slug_of(date: dt.date, count: int) -> str:
    """Return the address of the meeting of a body that is the so-manieth of its day."""
    return date.isoformat() if count == 1 else f"{date.isoformat()}-{count}"


def digest_of(recipe: Recipe) -> str:
    """Return a fingerprint of an archive: of its questions and its first meetings."""
    plan = Plan(recipe.seed, recipe.languages)
    beginning = list(islice(meetings_of(recipe, plan, Tally(plan.questions)), 20))
    whole = repr((recipe, plan.questions, beginning, "with versions"))
    return hashlib.sha256(whole.encode()).hexdigest()
