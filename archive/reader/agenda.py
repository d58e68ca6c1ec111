"""Find the items of business: the list under Agenda or 议程, or else the numbered headings."""

import re

from archive.reader.attendance_headings import heads_in
from archive.reader.results import AgendaItemRead
from archive.reader.source import Source, SourceLine
from archive.text.pinyin import HAN

_P = "[ \t\u3000]{0,60}"
_HEAD = re.compile(
    rf"(?:(?:meeting|official|proposed|draft|tentative|today's)[ ])?(?:agenda(?:[ ]items?)?|"
    rf"topics|order of business|main topics|items of business)(?:[ "
    rf"]*\([^()\n]{{0,30}}\))?{_P}:?"
    rf"|(?:[会會][议議])?{_P}(?:[议議]{_P}[程题題])(?:{_P}\([^()\n]{{0,20}}\))?{_P}:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?:(?:item|agenda item|topic|議題|议题|[議议][題题]|[討讨][論论][題题]?|"
    rf"提案){_P}(?P<label>[0-9一二三四五六七八九十]{{1,3}}(?:\.[0-9]{{1,2}}){{0,3}}){_P}[:、.)]"
    rf"?"
    rf"|(?P<han>[一二三四五六七八九十百]{{1,4}})、|"
    rf"\((?P<bracket>[一二三四五六七八九十]{{1,3}})\)|"
    rf"(?P<digit>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}})[.)、:]?(?=[ \t\u3000{HAN}]))[ "
    rf"\t\u3000]{{0,60}}",
    re.IGNORECASE,
)
_NO_BUSINESS = re.compile(
    r"(?:時|时|日|地|主|記|记|紀|纪|出|列|請|请|缺|參|参|与|與)[ \t\u3000]{0,60}(?:間|间|期|"
    r"點|点|席|持|錄|录|假|會|会|加|人|情)|散[ \u3000]{0,60}[會会]|(?:date|time|place|"
    r"location|present|attend|regrets|apologies|absent|chair|scribe|recorder)",
    re.IGNORECASE,
)
LONGEST_NAME = 400
MOST_ITEMS = 500


def read_agenda(source: Source) -> list[AgendaItemRead]:
    """Return the items of business in order; [] if the text neither lists nor numbers any."""
    for index, line in enumerate(source.lines):
        is_head = len(line.text) <= 60 and _HEAD.fullmatch(line.text)
        if is_head and (items := _listed(source, index + 1)):
            return items
    return _numbered(source)


def _listed(source: Source, index: int) -> list[AgendaItemRead]:
    items: list[AgendaItemRead] = []
    indent: int | None = None
    for line in source.lines[index:]:
        if line.is_blank:
            continue
        if line.heading or (items and heads_in(source, line, inside=False)):
            break
        number = _NUMBER.match(source.plain, line.at, line.stop)
        if not line.bullet and not number:
            if items:
                break
            continue
        indent = line.indent if indent is None else min(indent, line.indent)
        if line.indent <= indent and (item := _item(source, line)):
            items.append(item)
    return items[:MOST_ITEMS]


def _numbered(source: Source) -> list[AgendaItemRead]:
    """Return the numbered lines that head business: headings, or else plain lines, of one style."""
    headed = [
        line for line in source.lines if line.heading and _NUMBER.match(source.plain, line.at, line.stop)
    ]
    plain = [line for line in source.lines if _heads_business(source, line)]
    items = [item for line in (headed or plain)[:MOST_ITEMS] if (item := _item(source, line))]
    return items if len(items) > 1 or headed else []


def _heads_business(source: Source, line: SourceLine) -> bool:
    if line.is_row or line.indent > 3 or not (line.text or line.bullet):
        return False
    match = _NUMBER.match(source.plain, line.at, line.stop)
    if match is None:
        return (
            bool(line.bullet[:1].isdigit()) and len(line.text) <= 80 and not _NO_BUSINESS.match(line.text)
        )
    if match["bracket"]:
        return False
    return (
        not _NO_BUSINESS.match(source.plain, match.end(), line.stop)
        and line.stop - match.end() <= LONGEST_NAME
    )


def _item(source: Source, line: SourceLine) -> AgendaItemRead | None:
    match = _NUMBER.match(source.plain, line.at, line.stop)
    number = (
        next(filter(None, match.groups()), "")
        if match
        else line.bullet.rstrip(".)")
        if line.bullet[:1].isdigit()
        else ""
    )
    span = source.trimmed(match.end() if match else line.at, line.stop, strip=":")
    if span.end - span.start > LONGEST_NAME:
        span = source.trimmed(span.start, span.start + LONGEST_NAME)
    return (
        AgendaItemRead(number, source.value(span)) if span.start < span.end and source.clean(span) else None
    )
