"""Do two decisions deal with one matter? Told from their numbers, words, results and days alone."""

import datetime as dt
import re
import unicodedata
from enum import Enum
from typing import NamedTuple

from rapidfuzz import fuzz

from archive.text.folding import fold
from archive.text.numerals import read_numeral

COMPARED = 300  # characters of a subject
NEAR = 90  # of 100: one subject in slightly other words
APART = 60  # below, two subjects
SOON, LATER = 183, 300  # days within which a number of one year's series comes back
SHORTEST = 12  # characters of a subject that says what it is about; of Chinese, half as many

OPEN = {"deferred", "referred", "agreed_in_principle", "tabled"}
CONCLUDED = {"adopted", "adopted_as_amended"}

_RULING = re.compile(r"\s*(?:議決|决议|決議|决定|決定|審查意見|审查意见|Decision|Resolved)\s*[:：]")
_READING = re.compile(
    r"(?:first|second|third|final|1st|2nd|3rd)\s+reading|[一二三](?:读|讀)(?:会|會)?", re.IGNORECASE
)
_COUNT = re.compile("[0-9]+|[零〇一二三四五六七八九十百]+")
_DIGITS = re.compile("[0-9]+")
_MINGUO = 1911  # the year before the first of the Republic's calendar


class Likeness(Enum):
    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


class Taken(NamedTuple):
    """One time that a number was used; `subject` from subject_of(), bodies by primary key."""

    number: str
    subject: str
    result: str
    date: dt.date
    body: int
    parent: int | None = None
    is_reading: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the body meant to come back to it."""
        return self.result in OPEN or self.is_reading

    def leads_to(self, body: int) -> bool:
        """Whether a body would take it up next: the same, the one above, or any if it was left open."""
        return self.is_open or body in {self.body, self.parent}


def taken(words: tuple[str, str, str], result: str, date: dt.date, body: int, parent: int | None) -> Taken:
    """Return one time that a number was used; `words` are number, name and text."""
    _number, name, text = words
    is_reading = bool(_READING.search(f"{name} {text[:COMPARED]}"))
    return Taken(words[0], subject_of(*words), result, date, body, parent, is_reading)


def subject_of(number: str, name: str, text: str) -> str:
    """Return what a decision is about, folded: its title, otherwise its text up to the ruling.

    Without its number, the words for a reading, blanks and punctuation.
    """
    written = name.replace(number, " ") if number else name
    if not written.strip():
        written = _RULING.split(text, maxsplit=1)[0]
    folded = fold(_READING.sub(" ", written[: 2 * COMPARED]))
    kept = (" " if unicodedata.category(sign)[0] in "PZSC" else sign for sign in folded)
    return " ".join("".join(kept).split())[:COMPARED]


def compare_times(earlier: Taken, later: Taken) -> Likeness:
    """Return whether one number, used twice, stands for one matter.

    A number that names its year (2023-014, 112-05) is given once. Any other one may come back each year
    or each session for something else, so more must agree: the words, that the earlier decision left it
    open or was that of a body below, and the time between. Committees beside each other may all have
    decided the same under one number, each for itself.
    """
    lasting = is_lasting(earlier.number, earlier.date, later.date)
    if not earlier.leads_to(later.body):
        return Likeness.OTHER
    if earlier.body != later.body and not (earlier.subject and later.subject):
        return Likeness.OTHER
    if not earlier.subject or not later.subject:
        return Likeness.SAME if lasting and earlier.is_open else doubted(lasting)
    likeness = fuzz.ratio(earlier.subject, later.subject, score_cutoff=APART)
    if lasting and likeness < NEAR:
        likeness = max(likeness, fuzz.token_set_ratio(earlier.subject, later.subject, score_cutoff=APART))
    if likeness < APART or contradict(earlier.subject, later.subject, strictly=not lasting):
        return doubted(lasting and earlier.body == later.body)
    if likeness < NEAR:
        return doubted(lasting)
    return Likeness.SAME if lasting or comes_back(earlier, later, likeness) else Likeness.UNSURE


def doubted(is_doubted: bool) -> Likeness:
    return Likeness.UNSURE if is_doubted else Likeness.OTHER


def comes_back(earlier: Taken, later: Taken, likeness: float) -> bool:
    """Return whether a number of a series that starts again stands for the same in both decisions."""
    days = (later.date - earlier.date).days
    is_telling = len(later.subject) * (2 if later.subject[0] > "\u2e7f" else 1) >= SHORTEST
    if not is_telling or days > LATER:
        return False
    if earlier.is_open or earlier.body != later.body:
        return True
    return earlier.result not in CONCLUDED and likeness == 100 and 0 < days <= SOON


def is_lasting(number: str, *days: dt.date) -> bool:
    """Return whether a number names the year in which it was given, and counts within it."""
    runs = _DIGITS.findall(unicodedata.normalize("NFKC", number))
    years = {year for day in days for year in (day.year - 1, day.year)}
    written = {str(year) for year in years} | {f"{year % 100:02}" for year in years}
    written |= {str(year - _MINGUO) for year in years if year > _MINGUO}
    return len(runs) > 1 and bool(written & set(runs))


def names_its_series(number: str) -> bool:
    """Return whether a number is several, as 2023-014 or Bill 23-0815 are: one counts within another."""
    return len(_DIGITS.findall(unicodedata.normalize("NFKC", number))) > 1


def contradict(first: str, second: str, *, strictly: bool) -> bool:
    """Return whether two subjects name different numbers: section 2 and section 4.

    Unless `strictly`, one may name some that the other leaves out.
    """
    one, other = numbers_in(first), numbers_in(second)
    return one != other if strictly else bool(one - other and other - one)


def numbers_in(subject: str) -> set[int]:
    counts = (read_numeral(run) if len(run) < 12 else None for run in _COUNT.findall(subject))
    return {count for count in counts if count is not None}
