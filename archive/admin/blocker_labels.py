"""Short labels for what blocks a publication, and where on the meeting's page it is entered.

The gate has the sentences, see archive/operations/publish.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from archive.operations.publish import Problem

ROWS = {
    *("sittings", "attendances", "agenda_items", "resolutions", "action_items", "documents"),
    *("other_bodies", "translations"),
}
SHORT = {
    "name": gettext_noop("No title"),
    "text": gettext_noop("Nothing to read"),
    "chair_note": gettext_noop("No chair"),
    "number": gettext_noop("Number given twice"),
    "disclosure": gettext_noop("Not open"),
}


class BlockerLabel(NamedTuple):
    """One thing that is missing, and the id of the place on the meeting's page where it is entered."""

    text: str
    place: str


def blocker_labels(problems: Iterable[Problem]) -> list[BlockerLabel]:
    found = Counter((problem.field, place_on_page(problem)) for problem in problems)
    sentences = {problem.field: problem.message for problem in problems}
    return [
        BlockerLabel(short(field, count) or sentences[field], place)
        for (field, place), count in found.items()
    ]


def short(field: str, count: int) -> str:
    """Return the label of a problem, or "" if it has only its sentence."""
    if field == "resolutions":
        return ngettext("%d resolution without a result", "%d resolutions without a result", count) % count
    return _(SHORT[field]) if field in SHORT else ""


def place_on_page(problem: Problem) -> str:
    """Return the id of what a problem concerns on the page of its meeting: a field, or rows of a kind."""
    if problem.field in ROWS:
        return f"{problem.field}-group"
    return f"id_{problem.field}"
