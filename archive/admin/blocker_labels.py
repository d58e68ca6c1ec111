"""What a draft lacks, in the few words that a list has room for; the gate has the sentences."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from archive.admin.meeting_page.publication import place_of
from archive.operations.publish import Problem

SHORT = {
    "name": gettext_noop("No title"),
    "text": gettext_noop("Nothing to read"),
    "chair_note": gettext_noop("No chair"),
    "number": gettext_noop("Number given twice"),
    "disclosure": gettext_noop("Not open"),
}


class Lack(NamedTuple):
    """One thing that is missing, and the id of the place on the meeting's page where it is entered."""

    text: str
    place: str


def lacks(problems: Iterable[Problem]) -> list[Lack]:
    """Return what some problems come down to, those of rows counted."""
    found = Counter((problem.field, place_of(problem)) for problem in problems)
    sentences = {problem.field: problem.message for problem in problems}
    return [Lack(short(field, count) or sentences[field], place) for (field, place), count in found.items()]


def short(field: str, count: int) -> str:
    """Return a problem in a few words; "" of one that has none but its sentence."""
    if field == "resolutions":
        return ngettext("%d resolution without a result", "%d resolutions without a result", count) % count
    return _(SHORT[field]) if field in SHORT else ""
