"""Find the day that a text of minutes is about, and the times between which the meeting sat."""

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.reader.patterns import PAD
from archive.reader.results import Span, Value
from archive.reader.source import NUMERIC_DAY, Source, states_month_first
from archive.text.dates import possible_days, read_date

_HAN_DIGITS = "[0-9〇零○一二三四五六七八九十廿卅元百]"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_HAN_DAY = re.compile(
    rf"(?:(?P<era>(?:中华?{PAD})?民{PAD}国|公元|西元){PAD})?(?P<year>{_HAN_DIGITS}{{2,7}}){PAD}年{PAD}"
    rf"(?P<month>{_HAN_DIGITS}{{1,3}}){PAD}月{PAD}(?:{_HAN_DIGITS}{{1,3}}{PAD}"
    rf"(?:[日号]{PAD})?[-–—~～至到]{PAD})?(?P<day>{_HAN_DIGITS}{{1,3}}){PAD}[日号]"
)
_ISO_DAY = re.compile(
    r"(?<![0-9/.-])(?P<year>[12][0-9]{3})(?P<sign>[-/._–])(?P<month>[0-9]{1,2})(?P=sign)(?P<day"
    r">[0-9]{1,2})(?![0-9])"
)
# A year of the Republic in digits alone is told from a number of a section by what stands before it.
_REPUBLIC_DAY = re.compile(
    r"(?:[时日][ \t\u3000]{0,4}[间期]|民国)[ :\t\u3000]{0,6}"
    r"(?P<date>(?P<year>1[0-9]{2})(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2}))"
    r"(?![0-9.])"
)
_COMPACT_DAY = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2}|19[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|"
    r"[12][0-9]|3[01])(?![0-9])"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})[ ]*(?:{_DAY}[ ]?(?:[-–—&]|to|and|through)[ ]?(?P<other>{_MONTH}[ "
    rf"]*)?)?(?P<day>{_DAY})[ ]?,?[ ]*(?P<year>[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"\b(?:{_DAY}[ ]?(?:[-–—&]|to|and)[ ]?)?(?P<day>{_DAY})(?:[ ]+day)?(?:[ ]+of)?[ "
    rf"-]*(?P<month>{_MONTH}),?[ -]*(?P<year>[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"\b(?P<year>[12][0-9]{{3}})[ ,-]+(?P<month>{_MONTH})[ -]+(?P<day>{_DAY})\b", re.IGNORECASE
)

_LABEL = re.compile(
    r"(?:^|[|*#>、.)][ ]?|[ \t\u3000]{2,})(?:(?:meeting|call)?[ ]?(?:date|day|when|time|date[ ]?(?:and"
    r"|/|&)[ ]?time)|会议?时?[ \t\u3000]{0,60}间|时[ \t\u3000]{0,60}间|日[ \t\u3000]{0,60}期"
    r"|开会(?:时间|日期)|会议日期|召开(?:时间))[^\n]{0,12}$",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"(?:\bheld\b|\bmet\b|\bconvened\b|meeting of|minutes (?:of|from|for)|召开|举行)[^\n。]{0,200}$",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\b(?:continued|reconvened|resumed|concluded)\b[^.]{0,30}$", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:next|previous|prior|last|upcoming|following|adopted|approved?|approval|due|deadline|by|until"
    r"|since|updated|created|posted|published|signed|下次|下一次|下届|上次|前次|截止|至|前|定于|订于"
    r"|发布|印发|修正|公告|施行)[^\n。.]{0,40}$",
    re.IGNORECASE,
)
_ISSUED_AFTER = re.compile(r"[ \t\u3000]{0,4}(?:印发|发布|签发|送达|印制|成文)")
# The minutes of another meeting: what is done with them stands before or behind their date.
_DONE = (
    r"(?:approv|confirm|adopt|accept|agree|sign|receiv|ratif|taken as read|(?:correct|true) record|amend)"
)
_EARLIER_BEFORE = re.compile(
    rf"(?:{_DONE}\w*\b[^.]{{0,80}}\bminutes\b|\bminutes of (?:the )?(?:previous|last|prior)\b"
    r"|(?:确认|宣读|通过|核定|追认|备查|审议)[^。]{0,12}(?:上次|前次|第))[^.。]{0,160}$",
    re.IGNORECASE,
)
_MINUTES_BEFORE = re.compile(r"\bminutes\b[^.]{0,200}$", re.IGNORECASE)
_DONE_AFTER = re.compile(rf"[^.]{{0,200}}?\b{_DONE}", re.IGNORECASE)
# A heading that says how far the minutes themselves have come: Confirmed minutes of the meeting held on …
_STANDING_OF = re.compile(
    r"(?:un)?(?:confirmed|approved|adopted|signed) minutes of\b[^.:;]{0,200}$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\(?[0-9]{1,4}(?:\.[0-9]+)*[.)]?\s")
_MINUTES_OF = re.compile(
    r"(?:draft |(?:un)?(?:approved|confirmed) )?minutes of\b[^.]{0,240}\b(?:held|on)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:(?:next|future|forthcoming|following|subsequent) (?:\w+ ){0,4}(?:meetings?|sessions?)|"
    r"dates? of (?:the )?(?:next|future)|下次|下一次|下届)[^.。]{0,80}$",
    re.IGNORECASE,
)
_CONTEXT = 300
_NEW_LINE = re.compile(r"\n[ \t]*(?:\n|(?=[#*•-]|[0-9]{1,3}[.)]|[A-Z][\w ]{2,30}:))")
_NO_YEAR = re.compile(
    rf"\b(?:(?P<month>{_MONTH})[ ]*(?P<day>{_DAY})|(?P<day2>{_DAY})(?: of)? "
    rf"(?P<month2>{_MONTH}))(?![ ]?,?[ ]?[0-9])"
    r"|(?<![0-9年])(?P<month3>1[0-2]|0?[1-9])月(?P<day3>[0-9]{1,2})[日号]",
    re.IGNORECASE,
)
_ONLY_YEAR = re.compile(r"(?<![0-9./:-])(?P<year>(?:19|20)[0-9]{2})(?=年|(?![0-9./:-]))")
_YEAR = re.compile("[12][0-9]{2}|年")
_IN_ADDRESS = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2}|19[0-9]{2})[-/_.]?(?P<month>0[1-9]|"
    r"1[0-2])[-/_.]?(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_SPACED_DAY = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2}|19[0-9]{2}) (?P<month>0[1-9]|1[0-2]) (?P<day>0[1-9]|"
    r"[12][0-9]|3[01])(?![0-9])"
)
_OF_LAST = re.compile(
    r"\b(?:last|previous|prior|next)\b[^.\n]{0,20}\b(?:call|meeting|session|week|minutes)\b", re.IGNORECASE
)
_HEAD_LINES = 14
_HEAD_LENGTH = 1500
_FAR = 400
MOST_DAYS = 500


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text, and how likely it is the day of the meeting (higher is likelier)."""

    date: datetime.date
    span: Span
    rank: int


def meeting_day(source: Source, title: Span | None, end: int) -> Value[datetime.date] | None:
    """Return the day of the meeting: of several days, that on which it ended."""
    # A day that is only due, or the next one's, is worse than none.
    found = [day for day in _days(source, title, end) if day.rank]
    if not found:
        return None
    best = max(found, key=lambda day: (day.rank, -day.span.start))
    best = next((day for day in found if _continues(source, best, day)), best)
    return Value(best.date, source.written(best.span), best.span)


def other_day(text: str, day: Value[datetime.date]) -> datetime.date | None:
    """Return the other day that a date may be: of 3/8/2023, in a text that tells no habit."""
    others = [other for other in possible_days(day.as_written) if other != day.value]
    return others[0] if others and states_month_first(text) is None else None


def has_year(day: Value[datetime.date]) -> bool:
    """Say whether a day was written with its year, and not put together with one that stands elsewhere."""
    return _YEAR.search(day.as_written) is not None


def days_in(source: Source, start: int, end: int) -> Iterator[tuple[datetime.date, Span]]:
    """Yield the days named between two offsets, line by line: a day has a year, and ends with its line."""
    text = source.without_urls
    found = 0
    while found < MOST_DAYS and (year := _YEAR.search(text, start, end)):
        stop = text.find("\n", year.end(), end)
        stop = end if stop < 0 else stop
        first = max(start, text.rfind("\n", start, year.start()) + 1)
        days = list(_days_on_line(source, first, stop))
        yield from days
        found, start = found + len(days), stop


def _days_on_line(source: Source, start: int, end: int) -> Iterator[tuple[datetime.date, Span]]:
    text = source.without_urls
    patterns = (_ISO_DAY, _MONTH_FIRST, _DAY_FIRST, _YEAR_FIRST)
    for pattern in patterns if text.find("年", start, end) < 0 else (_HAN_DAY, *patterns):
        for match in itertools.islice(pattern.finditer(text, start, end), MOST_DAYS):
            if date := _date(match):
                yield date, source.trimmed(*match.span())
    for match in itertools.islice(_REPUBLIC_DAY.finditer(text, start, end), MOST_DAYS):
        if date := read_date(match["date"]):
            yield date, Span(*match.span("date"))
    for match in itertools.islice(NUMERIC_DAY.finditer(text, start, end), MOST_DAYS):
        if date := _numeric(match, month_first=source.month_first):
            yield date, Span(*match.span())


def _days(source: Source, title: Span | None, end: int) -> Iterator[Day]:
    lines = [line for line in source.lines[:200] if not line.is_blank][:_HEAD_LINES]
    head = min(lines[-1].end, lines[0].start + _HEAD_LENGTH) if lines else 0
    found = False
    for date, span in sorted(days_in(source, 0, len(source.plain)), key=lambda day: day[1])[:MOST_DAYS]:
        rank = _rank(source, span, title, head, end)
        found = found or rank > 4
        yield Day(date, span, rank)
    if not found:
        yield from _days_in_passing(source, head)


def _days_in_passing(source: Source, head: int) -> Iterator[Day]:
    """Yield days that only a file name, a web address or a heading without a year tells."""
    for match in (
        *_COMPACT_DAY.finditer(source.without_urls, 0, head),
        *_SPACED_DAY.finditer(source.plain),
    ):
        if date := _date(match):
            yield Day(date, Span(*match.span()), 3)
    addresses = [
        match
        for match in _IN_ADDRESS.finditer(source.text)
        if match[0][4] in "-/_." or match.start() < head
    ]
    for match in addresses[:50]:
        before = source.plain[max(0, match.start() - 120) : match.start()].rpartition("\n\n")[2]
        if (date := _date(match)) and not _OF_LAST.search(before):
            yield Day(date, Span(*match.span()), 2)
    years = Counter(match["year"] for match in addresses)
    yearless = _NO_YEAR.search(source.without_urls, 0, head)
    if yearless and not years and _is_date_line(source, Span(*yearless.span())):
        years = Counter(match["year"] for match in _ONLY_YEAR.finditer(source.without_urls, 0, head))
    if yearless and years:
        day, month = (
            next(filter(None, map(yearless.group, names)))
            for names in (("day", "day2", "day3"), ("month", "month2", "month3"))
        )
        year = years.most_common(1)[0][0]
        if date := read_date(f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"):
            yield Day(date, source.trimmed(*yearless.span()), 5)


def _rank(source: Source, span: Span, title: Span | None, head: int, end: int) -> int:
    line = source.lines[source.line_at(span.start)]
    before = source.plain[max(line.start, span.start - 240) : span.start]
    if _is_of_another(source, span):
        return 0
    if _names_these_minutes(source, span):
        return 10
    if title and title.start <= span.start < title.end:
        return 8
    if _OTHER.search(before) and not _LABEL.search(before):
        return 0
    if _ISSUED_AFTER.match(source.plain, span.end):
        return 0
    near = span.start < max(head, end)
    if _LABEL.search(before):
        return 9 if near else 3
    if _HELD.search(before) and near:
        return 7
    if span.start < head:
        # A day that has its line to itself is a date line; a heading names its meeting.
        alone = span.end - span.start >= len(line.text) - 16
        return 7 if alone or line.heading else 5
    return 4 if line.heading else 1


def _is_date_line(source: Source, span: Span) -> bool:
    """Say whether a day has its line to itself, or stands behind a label: 时间：5月20日."""
    line = source.lines[source.line_at(span.start)]
    is_alone = span.end - span.start >= len(line.text) - 16
    return is_alone or _LABEL.search(source.plain[line.start : span.start]) is not None


def _sentence(source: Source, span: Span) -> tuple[str, str]:
    """Return what stands before and behind a day in its paragraph, on one line each."""
    before = _NEW_LINE.split(source.plain[max(0, span.start - _CONTEXT) : span.start])[-1]
    after = _NEW_LINE.split(source.plain[span.end : span.end + _CONTEXT])[0]
    return " ".join(before.split()), " ".join(after.split())


def _is_of_another(source: Source, span: Span) -> bool:
    """Say whether a day is that of the meeting whose minutes are approved, or of the next one."""
    before, after = _sentence(source, span)
    if _STANDING_OF.match(before) and not _DONE_AFTER.match(after):
        return False
    if _EARLIER_BEFORE.search(before) or _NEXT.search(before):
        return True
    if _MINUTES_BEFORE.search(before) and _DONE_AFTER.match(after):
        return True
    line = source.lines[source.line_at(span.start)]
    above = source.line_at(span.start) - 1
    while above >= 0 and not source.lines[above].text:
        above -= 1
    words = source.lines[above].text if above >= 0 else ""
    if len(words) < 40 and _NEXT.search(words):
        return True
    is_item = bool(line.bullet or _NUMBERED.match(source.plain, line.start, line.stop))
    return is_item and bool(_MINUTES_BEFORE.search(source.plain[line.start : span.start]))


def _names_these_minutes(source: Source, span: Span) -> bool:
    """Say whether a day stands in a heading, MINUTES OF A MEETING OF … HELD ON …, wherever that is."""
    line = source.lines[source.line_at(span.start)]
    start = source.lines[max(0, source.line_at(span.start) - 2)].start
    for begin in sorted({start, source.lines[max(0, source.line_at(span.start) - 1)].start, line.at}):
        words = " ".join(source.plain[begin : span.start].split()).lstrip("#* ")
        if _MINUTES_OF.match(words):
            return True
    return False


def _continues(source: Source, day: Day, other: Day) -> bool:
    """Say whether a meeting that began on one day went on upon the other: … and continued on …."""
    between = source.plain[day.span.end : other.span.start]
    return 0 < len(between) < _FAR and _CONTINUED.search(between) is not None


def _date(match: re.Match[str]) -> datetime.date | None:
    groups = match.groupdict()
    year, month, day = groups["year"], groups["month"].rstrip("."), groups["day"]
    month = (groups.get("other") or month).strip().rstrip(".")
    if "年" not in match[0]:
        return read_date(f"{year}-{month}-{day}") if month.isdigit() else read_date(f"{day} {month} {year}")
    era = groups["era"] or ""
    # Three digits can only be a year of the Republic; minutes are not from the second century.
    if not era and year.isdigit() and len(year) in (2, 3):
        era = "民国"
    written = re.sub(r"\s", "", f"{era}{year}年{month}月{day}日")
    return read_date(written)


def _numeric(match: re.Match[str], *, month_first: bool) -> datetime.date | None:
    first, second, year = match["first"], match["second"], match["year"]
    if int(first) <= 12 and (int(second) > 12 or (month_first and match["sign"] != ".")):
        first, second = second, first
    return read_date(f"{year}-{second}-{first}")


def day_in_name(name: str) -> datetime.date | None:
    """Return the day that the name of a file tells, without its ending: 2023-10-04, minutes_20231004.

    None where it tells none, several, or one that may be read in two ways: 04-10-2023.
    """
    source = Source(re.sub(r"[_+]|%20", " ", name)[:300])
    found = {date for date, span in days_in(source, 0, len(source.plain)) if not _may_be_two(source, span)}
    found |= {date for match in _COMPACT_DAY.finditer(source.plain) if (date := _date(match))}
    return found.pop() if len(found) == 1 else None


def _may_be_two(source: Source, span: Span) -> bool:
    match = NUMERIC_DAY.fullmatch(source.plain, *span)
    return match is not None and int(match["first"]) <= 12 and match["first"] != match["second"]
