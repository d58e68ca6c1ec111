"""Fields that people guess in the search box: body:, year:, person:, result:, and the same in Chinese."""

import datetime as dt
import re
from typing import NamedTuple

from archive.text.folding import fold
from archive.text.result_words import TYPED_RESULTS
from archive.text.tokens import tokens

# Folded, so that BODY：, 機構: and 机构： are one.
NAMES = {
    "body": ("body", "council", "committee", "机构", "单位", "部门"),
    "year": ("year", "years", "年", "年份", "年度"),
    "person": ("person", "people", "name", "人", "人员", "姓名"),
    "result": ("result", "outcome", "结果"),
}
FIELD_OF = {name: field for field, names in NAMES.items() for name in names}

_FIELD = re.compile(r"(?P<name>\w+)\s*[:：](?P<value>.*)", re.DOTALL)
# Digits only: \d would take other scripts' too, and the text is folded already.
_YEARS = re.compile(
    r"(?P<first>[1-9][0-9]{3})?年?(?P<range>-|–|—|~|\.\.|至|到)?(?P<last>[1-9][0-9]{3})?年?"
)


class Field(NamedTuple):
    """A filter typed as a word; `name` is one of NAMES, `value` what was typed behind the colon."""

    name: str
    value: str
    excluded: bool = False

    @property
    def years(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day of a span of years; None where it is open."""
        found = _YEARS.fullmatch(fold(self.value).strip())
        if found is None:
            return None, None
        first, last = found["first"], found["last"]
        if not found["range"]:
            last = first
        return (
            dt.date(int(first), 1, 1) if first else None,
            dt.date(int(last), 12, 31) if last else None,
        )

    @property
    def results(self) -> tuple[str, ...]:
        """The stored results that a word stands for."""
        return TYPED_RESULTS.get("_".join(fold(self.value).split()), ())


def field_of(text: str, *, excluded: bool = False) -> Field | None:
    """Return the field that a word means, None if it is none: 10:30, budget:2024 and re: are words.

    A year that is no year and a result that is none are words too.
    """
    found = _FIELD.fullmatch(text)
    name = FIELD_OF.get(fold(found["name"])) if found else None
    if found is None or name is None:
        return None
    field = Field(name, " ".join(found["value"].split()).strip('"“”„＂「」『』'), excluded)
    return field if is_meant(field) else None


def is_meant(field: Field) -> bool:
    """Return whether a field can be answered."""
    if field.name == "year":
        return not field.excluded and field.years != (None, None) and is_possible(field)
    if field.name == "result":
        return bool(field.results)
    return bool(tokens(field.value))


def is_possible(field: Field) -> bool:
    """Return whether a span of years does not end before it begins."""
    first, last = field.years
    return first is None or last is None or first <= last
