"""Numbers of meetings as written: what they count, which series they belong to, which are missing."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from archive.text.numerals import read_count, read_numeral, write_count

LARGEST = 99_999  # a larger number is a date or a code
YEARS = range(1900, 2100)

_RUN = re.compile("[0-9]+|[零〇一二三四五六七八九十百]+")
_COUNTER = re.compile(r"\s*[次回号號期]")  # 第八次: the number before it counts, whatever follows
_TERM = re.compile(r"\s*[届屆]")
_FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
_ORDINAL = re.compile("(?:st|nd|rd|th)(?![a-z])", re.IGNORECASE)


class MeetingNumber(NamedTuple):
    """A number as written, cut at its count: 第三届第81次 is ("第三届第", "81", "次"), value 81."""

    before: str
    digits: str
    after: str
    value: int

    @property
    def pattern(self) -> str:
        """The number with {} for its count: 第{}次, {}th meeting."""
        after = _ORDINAL.sub("th", self.after, count=1) if _ORDINAL.match(self.after) else self.after
        before, after = (_narrow(part).replace("{", "(").replace("}", ")") for part in (self.before, after))
        return f"{before}{{}}{after}".strip()

    @property
    def series(self) -> str:
        """What numbers of one series have in common, whatever their spacing, width and case."""
        return "".join(self.pattern.casefold().split())

    @property
    def term(self) -> str:
        """The term of an assembly before the count, as it is compared: 第三届 → 第三; else ""."""
        ends = [run.end() for run, _count in _counts(self.before) if _TERM.match(self.before, run.end())]
        return "".join(_narrow(self.before[: ends[-1]]).split()) if ends else ""


def read_meeting_number(written: str) -> MeetingNumber | None:
    """Return what a number counts, or None if it counts nothing.

    The number before 次 or 号 counts (2023年第七次 is the seventh); otherwise the last one in digits
    (第三屆第10次 is the tenth of its term) or, without digits, the last Chinese numeral. A year counts only
    where nothing else does: 2023-7 and 7/2023 are the seventh.
    """
    written = written.strip()
    found = list(_counts(written))
    counting = [pair for pair in found if pair[1] not in YEARS] or found
    before_counter = [pair for pair in counting if _COUNTER.match(written, pair[0].end())]
    in_digits = [pair for pair in counting if pair[0][0][0].isdecimal()]
    chosen = before_counter or in_digits or counting
    if not chosen:
        return None
    run, count = chosen[-1]
    return MeetingNumber(written[: run.start()], written[slice(*run.span())], written[run.end() :], count)


def next_number(written: str, *, year: int, last_year: int, restarts: bool = False) -> str:
    """Return the number that follows one, written alike: 第81次 → 第82次, 第三届第九次 → 第三届第十次.

    A year within it becomes the new year: 2023-7 → 2024-8, or 2024-1 if the body starts again at 1
    each year (`restarts`). A number that counts nothing gives "", and so does one with a second number
    that is neither that year nor a term.
    """
    number = read_meeting_number(written)
    if number is None or number.value == last_year or _has_another(number, last_year):
        return ""
    count = 1 if restarts and year > last_year else number.value + 1
    digits = _written_like(number.digits, count)
    if not digits:
        return ""
    after = number.after
    if _ORDINAL.match(after) and digits.isascii():
        after = ordinal_suffix(count) + after[2:]
    following = f"{number.before}{digits}{after}"
    return following.replace(str(last_year), str(year)) if year != last_year else following


def ordinal_suffix(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _counts(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each run of digits or numerals that counts something; matches have the offsets of the text."""
    narrow = "".join(one if len(one := _narrow(character)) == 1 else character for character in text)
    for run in _RUN.finditer(narrow):
        count = read_numeral(run[0]) if len(run[0]) < 8 else None
        if count is not None and count <= LARGEST:
            yield run, count


def _has_another(number: MeetingNumber, year: int) -> bool:
    """Return whether a number holds another one, but for a year and the term of an assembly."""
    return any(
        count != year and not _TERM.match(part, run.end())
        for part in (number.before, number.after)
        for run, count in _counts(part)
    )


def _written_like(digits: str, count: int) -> str:
    """Return a count in the digits of the one before it; "" if it writes numbers in a way of its own."""
    if not digits[0].isdecimal():
        return write_count(count) if read_count(digits.replace("〇", "零")) else ""
    text = str(count).zfill(len(digits) if _narrow(digits[0]) == "0" else 0)
    return text if digits.isascii() else text.translate(_FULL_WIDTH)


class Range(NamedTuple):
    """Numbers that follow each other, both ends included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.size == 1 else f"{self.first}–{self.last}"

    def written_in(self, pattern: str) -> str:
        """Return the range in the pattern of a series: 第2–43次, 3rd meeting."""
        before, after = pattern.split("{}")
        if _ORDINAL.match(after):
            after = ordinal_suffix(self.last) + after[2:]
        return f"{before}{self}{after}"


def missing(counts: Iterable[int], *, since: int | None = None) -> list[Range]:
    """Return what is missing between some counts, or from `since` to the highest, in order."""
    known = sorted(set(counts) | ({since - 1} if since is not None else set()))
    return [Range(before + 1, after - 1) for before, after in pairwise(known) if after > before + 1]
