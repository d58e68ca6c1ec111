"""Terms that stand in a known share of all texts, the questions that ask for them, and the answers."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.bench.recipe import TERMS
from tests.bench.words import ENDINGS, Words, make_words, stem_of

RARE = 5  # documents in the whole archive
BODIES, FIRST_YEAR, YEARS = 12, 2009, 15

# In what share of all documents each term of a group stands, drawn for each document.
ENGLISH = {"medium": 0.01, "common": 0.3, "every": 1.0, "phrase": 0.005, "apart": 0.02}
CHINESE = {"medium": 0.01, "common": 0.3, "every": 1.0, "two": 0.05, "four": 0.005, "apart": 0.02}
ROOTS_EACH = {"rare": 1, "medium": 1, "common": 1, "every": 1, "phrase": 3}
CHARACTERS_EACH = {"rare": 2, "medium": 2, "common": 2, "every": 2, "two": 2, "four": 4}


class Term(NamedTuple):
    """What a query asks for, and how it is written in texts."""

    key: str  # "en medium 3"
    query: str
    forms: tuple[str, ...]


class Question(NamedTuple):
    """A query, narrowed to a body and a year or not (-1), and the terms that its matches hold."""

    query: str
    needs: tuple[str, ...]
    body: int = -1
    year: int = -1

    def finds(self, planted: set[str], body: int, year: int) -> bool:
        """Return whether it finds a document with these terms."""
        return self.body in (-1, body) and self.year in (-1, year) and planted.issuperset(self.needs)


class Plan:
    """All terms of an archive by their group ("en rare") and all questions by theirs."""

    def __init__(self, seed: int, languages: Iterable[str]) -> None:
        chance = random.Random(f"words {seed}")
        roots, characters = (TERMS * sum(each.values()) for each in (ROOTS_EACH, CHARACTERS_EACH))
        self.words = make_words(chance, kept_roots=roots, kept_characters=characters)
        self.groups = {
            group: terms
            for group, terms in (*english_terms(self.words), *chinese_terms(self.words))
            if group[:2] in languages
        }
        self.shares = {
            group: (ENGLISH if group[:2] == "en" else CHINESE).get(group[3:], 0.0) for group in self.groups
        }
        self.questions = {name: made for name, made in questions_of(self.groups) if made}

    def drawn(self, chance: random.Random) -> list[Term]:
        """Return the terms of one document, without the rare ones."""
        draw = chance.random
        return [term for group, terms in self.groups.items() if (share := self.shares[group])
                for term in terms if draw() < share]  # fmt: skip

    def rare_of(self, seed: int, size: int) -> dict[int, list[Term]]:
        """Return the rare terms by the numbers, from 1 on, of the meetings that have them."""
        chance = random.Random(f"rare {seed}")
        places: dict[int, list[Term]] = defaultdict(list)
        for group, terms in self.groups.items():
            for term in terms if group[3:] == "rare" else ():
                for number in chance.sample(range(1, size + 1), RARE):
                    places[number].append(term)
        return dict(places)


def english_terms(words: Words) -> Iterator[tuple[str, list[Term]]]:
    """Yield the groups of English terms: words in several forms, and phrases of three words."""
    roots = iter(words.kept_roots)
    for group, length in ROOTS_EACH.items():
        taken = [[next(roots) for _ in range(length)] for _ in range(TERMS)]
        if length == 1:
            yield (
                f"en {group}",
                [Term(f"en {group} {i}", root, forms_of(root)) for i, [root] in enumerate(taken)],
            )
            continue
        phrases = [" ".join(parts) for parts in taken]
        yield (
            f"en {group}",
            [Term(f"en {group} {i}", f'"{text}"', (text,)) for i, text in enumerate(phrases)],
        )
        yield "en apart", [Term(f"en apart {root}", root, (root,)) for parts in taken for root in parts]


def forms_of(root: str) -> tuple[str, ...]:
    """Return the forms of a root that a search takes for the same word."""
    return tuple(root + ending for ending in ENDINGS if stem_of(root + ending) == stem_of(root))


def chinese_terms(words: Words) -> Iterator[tuple[str, list[Term]]]:
    """Yield the groups of Chinese terms: runs of characters that no other term has.

    Of four characters, the first three and the last three also stand apart: all pairs, but not the run.
    """
    signs = iter(words.kept_characters)
    for group, length in CHARACTERS_EACH.items():
        runs = ["".join(next(signs) for _ in range(length)) for _ in range(TERMS)]
        yield f"zh {group}", [Term(f"zh {group} {i}", run, (run,)) for i, run in enumerate(runs)]
        if group == "four":
            parts = [part for run in runs for part in (run[:3], run[1:])]
            yield "zh apart", [Term(f"zh apart {part}", part, (part,)) for part in parts]


def questions_of(groups: dict[str, list[Term]]) -> Iterator[tuple[str, list[Question]]]:
    """Yield all questions: each term, pairs of terms, and terms in one body and year."""
    for group, terms in groups.items():
        if not group.endswith("apart"):
            yield group, [Question(term.query, (term.key,)) for term in terms]
    for language in ("en", "zh"):
        medium, common = (groups.get(f"{language} {name}", []) for name in ("medium", "common"))
        yield f"{language} medium and common", list(map(both, medium, common))
        yield f"{language} common and common", list(map(both, common, [*common[1:], *common[:1]]))
        yield f"{language} medium filtered", list(filtered(medium))
        yield f"{language} common filtered", list(filtered(common))


def both(first: Term, second: Term) -> Question:
    """Return the question for two terms."""
    return Question(f"{first.query} {second.query}", (first.key, second.key))


def filtered(terms: list[Term]) -> Iterator[Question]:
    """Yield a question for each term in one of the larger bodies and a year."""
    for number, term in enumerate(terms):
        yield Question(term.query, (term.key,), number % 4, FIRST_YEAR + number % YEARS)


class Tally:
    """How many meetings and resolutions each question must find, counted while they are made."""

    def __init__(self, questions: dict[str, list[Question]]) -> None:
        self.counts = {name: [[0, 0] for _ in made] for name, made in questions.items()}
        self.asking: dict[str, list[tuple[Question, list[int]]]] = defaultdict(list)
        for name, made in questions.items():
            for question, count in zip(made, self.counts[name], strict=True):
                self.asking[question.needs[0]].append((question, count))

    def add(self, terms: Iterable[Term], body: int, year: int, *, is_meeting: bool) -> None:
        """Count one document with these terms."""
        planted = {term.key for term in terms}
        for key in planted:
            for question, count in self.asking.get(key, ()):
                if question.finds(planted, body, year):
                    count[is_meeting] += 1
