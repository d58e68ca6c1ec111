"""By when something is to be done: 3 May 2024, by the end of October, 5月15日前, 十月底前."""

import calendar
import datetime
import re

from archive.reader.days import days_in
from archive.reader.results import Span, Value
from archive.reader.source import Source
from archive.text.numerals import read_numeral

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_HAN_UNTIL = re.compile(
    r"""
    (?:(?P<year>[12][0-9]{3})年|(?P<this>[今本]年))?
    (?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月
      (?:(?P<day>[0-3]?[0-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|底|末|(?P<from>上旬|初))
    |(?P<year_end>年底|年末)|(?P<month_end>(?:本|当)?月底))
    """,
    re.VERBOSE,
)
_LATIN_UNTIL = re.compile(
    rf"""
    \b(?:by|before|until|due|deadline:?)[ ]+(?:on[ ]+)?(?:the[ ]+)?(?P<end>end[ ]of[ ]+)?(?:the[ ]+)?
    (?:(?P<month>{_MONTH})(?![a-z])(?:[ ]+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9]))?
      |(?P<day2>[0-3]?[0-9])(?:st|nd|rd|th)?[ ]+(?:of[ ]+)?(?P<month2>{_MONTH})(?![a-z]))
    (?![ ,]*[12][0-9]{{3}})
    """,
    re.IGNORECASE | re.VERBOSE,
)


def due_in(
    source: Source, span: Span, held: datetime.date | None
) -> tuple[Value[datetime.date] | None, bool]:
    """Return the last day that a stretch names, and whether its year is only counted from the meeting's."""
    stated, match = _stated(source, span), _HAN_UNTIL.search(source.plain, *span)
    if match and not (stated and stated.span.start <= match.start() < stated.span.end):
        return _han_day(match, source, held)
    if stated or held is None:
        return stated, False
    if match := _LATIN_UNTIL.search(source.plain, *span):
        day = match["day"] or match["day2"]
        if not day and not match["end"]:
            return None, False
        month = _MONTHS[(match["month"] or match["month2"]).casefold()]
        date = _counted(held, month, int(day) if day else None)
        return _value(source, match, date), True
    return None, False


def _han_day(
    match: re.Match[str], source: Source, held: datetime.date | None
) -> tuple[Value[datetime.date] | None, bool]:
    if match["from"]:
        return None, False
    if held is None and not match["year"]:
        return None, False
    year = int(match["year"]) if match["year"] else held.year if held else 0
    if match["year_end"]:
        return _value(source, match, datetime.date(year, 12, 31)), not match["year"]
    if held and match["month_end"]:
        return _value(source, match, _day_of(year, held.month, None)), True
    month, day = read_numeral(match["month"]), read_numeral(match["day"]) if match["day"] else None
    if not month:
        return None, False
    if held and not match["year"] and not match["this"]:
        return _value(source, match, _counted(held, month, day)), True
    return _value(source, match, _day_of(year, month, day)), not match["year"]


def _counted(held: datetime.date, month: int, day: int | None) -> datetime.date | None:
    return _day_of(held.year + (month < held.month), month, day)


def _day_of(year: int, month: int, day: int | None) -> datetime.date | None:
    last = calendar.monthrange(year, month)[1]
    day = day or last
    return datetime.date(year, month, day) if 1 <= day <= last else None


def _value(source: Source, match: re.Match[str], date: datetime.date | None) -> Value[datetime.date] | None:
    where = Span(*match.span())
    return Value(date, source.written(where), where) if date else None


def _stated(source: Source, span: Span) -> Value[datetime.date] | None:
    found = sorted(days_in(source, *span), key=lambda day: day[1])
    return Value(found[-1][0], source.written(found[-1][1]), found[-1][1]) if found else None
