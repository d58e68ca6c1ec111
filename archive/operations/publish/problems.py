"""What is wrong with a meeting before the public reads it, and who accepts what is only doubted."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from archive.models import Meeting


class Problem(NamedTuple):
    """What is wrong with a meeting, and the field where it is corrected.

    `field` is a field of the meeting, or a relation to its rows ("attendances"): then `row` is the
    primary key of the row, None for all rows or an unsaved one, and `column` its field.
    `is_block` is False for a doubt, which may turn out to be right; `kind` then names what is doubted.
    """

    field: str
    message: str
    is_block: bool = True
    row: int | None = None
    column: str = ""
    kind: str = ""

    def key(self, meeting: Meeting) -> str:
        """Return what a page sends back to say that this doubt about a meeting was read."""
        told = repr((meeting.pk, self.field, self.row, self.column, self.message))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def doubt(field: str, message: str, row: Any = None, column: str = "", kind: str = "") -> Problem:
    return Problem(field, message, is_block=False, row=row and row.pk, column=column, kind=kind)


# Of a condition: nothing true is no doubt; a mapping has the values that the sentence names.
Found = Any


class Contradiction(NamedTuple):
    column: str  # the field that is shown; of the meeting, or of the row that is doubted
    sentence: Any
    condition: Callable[[Any], Found]
    about: str = ""  # what a row must have, or the condition is not asked; "" for nothing


def told(row: Contradiction, values: Found) -> str:
    return str(row.sentence % values) if isinstance(values, Mapping) else str(row.sentence)


class CannotPublish(Exception):  # noqa: N818 - reads as what it says: "except CannotPublish"
    """Raised with every problem at once; `problems` is a list of Problem, blocks before doubts."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class Verdict(NamedTuple):
    """What the gate said of a meeting: all problems, blocks first, and whether they keep it back."""

    meeting: Meeting
    problems: list[Problem]
    is_held: bool

    @property
    def blocks(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_block]

    @property
    def doubts(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_block]


# Kinds of doubts about what cannot be taken back once it was public.
PERSONAL_KINDS = {"identity card", "bank account"}

# Whether a doubt about a meeting is accepted. A block never is.
Accept = Callable[[Meeting, Problem], bool]


def accept_none(_meeting: Meeting, _doubt: Problem) -> bool:
    return False


def accept_all(_meeting: Meeting, _doubt: Problem) -> bool:
    return True


def accept_public(_meeting: Meeting, doubt: Problem) -> bool:
    """Accept what can be corrected later, and no personal number: once public, it is public for ever."""
    return doubt.kind not in PERSONAL_KINDS


def accept_keys(keys: Collection[str]) -> Accept:
    """Return what accepts just the doubts with these keys."""
    return lambda meeting, doubt: doubt.key(meeting) in keys


def doubt_keys(meeting: Meeting, problems: Collection[Problem]) -> set[str]:
    return {problem.key(meeting) for problem in problems if not problem.is_block}
