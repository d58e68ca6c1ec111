"""Find the items of business (Agenda, 议程, numbered headings), and what stands under each."""

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

from archive.reader.attendance_headings import heads_in
from archive.reader.matters import opens_list
from archive.reader.patterns import PAD
from archive.reader.results import ActionRead, AgendaItemRead, ResolutionRead, Span
from archive.reader.source import CAPITALS, Source, SourceLine
from archive.text.dates import read_date
from archive.text.pinyin import HAN
from archive.text.vocabulary import bare_key

_HEAD = re.compile(
    rf"(?:(?:meeting|official|proposed|draft|tentative|today's)[ ])?(?:agenda(?:[ ]items?)?|topics"
    rf"|order of business|main topics|items of business)(?:[ ]*\([^()\n]{{0,30}}\))?{PAD}:?"
    rf"|(?:会议)?{PAD}(?:议{PAD}[程题])(?:{PAD}\([^()\n]{{0,20}}\))?{PAD}:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?:(?:item|agenda item|topic|议题|讨论题?|提案){PAD}(?P<label>[0-9一二三四五六七八九十]{{1,3}}"
    rf"(?:\.[0-9]{{1,2}}){{0,3}}){PAD}[:、.)]?|(?P<han>[一二三四五六七八九十百]{{1,4}})、"
    # Of a minute book: 41/23 FINANCE, 120 PLANNING.
    rf"|(?P<book>[0-9]{{1,4}}/[0-9]{{2,4}})(?=[ \t]+(?-i:[A-Z]{{3}}))"
    rf"|(?P<running>[0-9]{{1,4}})(?=[ \t]+(?-i:{CAPITALS}))"
    rf"|\((?P<bracket>[一二三四五六七八九十]{{1,3}})\)|(?P<digit>[0-9]{{1,2}}"
    rf"(?:\.[0-9]{{1,2}}){{0,3}})[.)、:]?(?=[ \t\u3000{HAN}]))[ \t\u3000]{{0,60}}",
    re.IGNORECASE,
)
_NUMBER_SIGNS = frozenset("IiAaTt议讨提(0123456789一二三四五六七八九十百")
_NO_BUSINESS = re.compile(
    r"(?:时|日|地|主|记|纪|出|列|请|缺|参|与)[ \t\u3000]{0,60}(?:间|期|点|席|持|录|假|会|加|人|情)"
    r"|散[ \u3000]{0,60}会|(?:date|time|place|location|apologies|regrets)\b[^:\n]{0,30}:"
    r"|(?:date|time|place|location)$"
    r"|present|attend|absent|chair(?:man|woman|person)?\b(?!['’]s)|scribe|recorder",
    re.IGNORECASE,
)
# 议题:讨论发展党员计划 on one line with what it heads.
_HAN_ON_LINE = re.compile(
    rf"(?:会议|本次|主要){{0,2}}{PAD}(?:议{PAD}[程题]|讨论{PAD}(?:事项|议题|内容)){PAD}:{PAD}(?P<items>[^\n]*[{HAN}][^\n]*)"
)
_LATIN_ON_LINE = re.compile(
    r"(?:meeting |today's )?(?:agenda|topics|items of business)[ ]?:[ ]?(?P<items>\S.*)", re.I
)
_BETWEEN = re.compile(
    r"[;|]|(?<=[ \t\u3000。;,:])(?:\(?[0-9]{1,2}[.、)]|[一二三四五六七八九十]{1,3}、)(?![0-9])"
)
_NO_ITEM = re.compile(
    r"(?:无|略|见附件|如附件|同上|详见.*|见.{0,10}|none|n/?a|tbd|tba|see .*|as .*|https?:.*|link.*)?[。.]?",
    re.I,
)
_PART = re.compile("(?P<number>[壹贰叁参肆伍陆柒捌玖拾]{1,3})[ \u3000]{0,3}、[ \u3000]{0,3}(?=\\S)")
_NO_SECTION = re.compile(
    r"^(?:draft |meeting |the |rough |raw |full |detailed )*(?:notes?|minutes|agenda|attend\w*|present"
    r"|summary|participants|actions?|to-?dos?|tasks|decisions?|resolutions?|votes?|transcript|recordings?|links?"
    r"|references|resources|contents|introductions?|next (?:meeting|call)|log|chat|irc|q&a|announcements?"
    r"|contributors|credits|appendix|annex|details|info(?:rmation)?|when|where|who|date|time|location"
    r"|documents?|attachments?|follow[ -]?ups?|misc\w*|join\w*|zoom|how to|invited|logistics|dial"
    r"|registration|meta)\b|纪要|记录|议程|出席|列席|参会|与会|参加|决议|决定|待办|行动|附件|时间|地点|总结|链接|签到"
    r"|备注|下次",
    re.IGNORECASE,
)
# How a call is run is no business: Scribes, Meeting roles.
_NOISE = re.compile(
    r"(?:(?:meeting|assign(?:ing|ment of)?|today's|select(?:ing|ion of)?|pick(?:ing)?(?: an?)?) ?)*"
    r"(?:roles?|scribes?|note[- ]?takers?|minutes? takers?|facilitators?|timekeepers?|secretary|recorders?)"
    r"(?: rotation| selection| list| queue)?|extras?|check[- ]?(?:ins?|outs?)|agenda on github"
    r"|(?:(?:turn(?:ing)? (?:on|off)|start|stop)(?: the)? )?recording",
    re.IGNORECASE,
)
_DAY_AHEAD = re.compile(
    r"[0-9]{1,2}(?:st|nd|rd|th)?[ ]+(?:of[ ]+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|[0-9]{1,4}[年月]",
    re.IGNORECASE,
)
_YEAR = re.compile("[0-9]{2}|年")  # what a date has
LONGEST_NAME = 400
MOST_ITEMS = 500


def read_agenda(source: Source) -> list[AgendaItemRead]:
    """Return the items of business in order; [] if the text neither lists nor numbers any."""
    for index, line in enumerate(source.lines):
        is_head = len(line.text) <= 60 and _HEAD.fullmatch(line.text)
        if is_head and (items := _listed(source, index + 1)):
            return _of_business(source, items)
    return _of_business(source, _on_lines(source) or _numbered(source) or _sections(source))


def _of_business(source: Source, items: list[AgendaItemRead]) -> list[AgendaItemRead]:
    return [item for item in items if not _NOISE.fullmatch(source.words(item.name.span))]


def _on_lines(source: Source) -> list[AgendaItemRead]:
    """Return the items that stand on one line with their head: 议题:…, or several of them."""
    items: list[AgendaItemRead] = []
    for line in source.lines:
        if line.is_row or line.stop - line.at > LONGEST_NAME:
            continue
        match = _HAN_ON_LINE.match(source.plain, line.at, line.stop)
        found = match or _LATIN_ON_LINE.match(source.plain, line.at, line.stop)
        if found is None:
            continue
        starts = [found.start("items")]
        ends = []
        for between in _BETWEEN.finditer(source.plain, found.start("items"), line.stop):
            ends.append(between.start())
            starts.append(between.end())
        spans = [source.trimmed(*pair, strip=";") for pair in zip(starts, [*ends, line.stop], strict=True)]
        named = [span for span in spans if not _NO_ITEM.fullmatch(source.words(span))]
        if match or len(named) > 1:
            items += [AgendaItemRead("", source.value(span)) for span in named]
    return items[:MOST_ITEMS]


def _listed(source: Source, index: int) -> list[AgendaItemRead]:
    items: list[AgendaItemRead] = []
    indent: int | None = None
    for line in source.lines[index:]:
        if line.is_blank:
            continue
        if line.heading or (items and heads_in(source, line, inside=False)):
            break
        number = _number(source, line)
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
    headed = [line for line in source.lines if line.heading and _number(source, line)]
    plain = list(_plain_heads(source))
    items = [item for line in (headed or plain)[:MOST_ITEMS] if (item := _item(source, line))]
    is_named = any(match and match["label"] for match in map(partial(_number, source), plain))
    return items if len(items) > 1 or headed or is_named else []


def _sections(source: Source) -> list[AgendaItemRead]:
    """Return what the parts of a text without numbered items are headed: 壹、主席致词, ## Lamps."""
    parts = [(line, match) for line in source.lines if (match := _PART.match(line.text))]
    found: list[tuple[re.Match[str] | None, Span]] = [
        (match, source.trimmed(line.at + match.end(), line.stop, strip=":")) for line, match in parts
    ]
    if len(found) < 2:
        headings = [line for line in source.lines if line.heading and line.text][1:]
        level = min((line.heading for line in headings), default=0)
        named = (line for line in headings if line.heading == level and _is_section(source, line))
        found = [(None, line.span) for line in itertools.islice(named, 2 * MOST_ITEMS)]
    items = [
        AgendaItemRead(
            source.as_spelt(match["number"], Span(span.start - match.end(), span.end)) if match else "",
            source.value(span),
        )
        for match, span in found
        if not _NO_BUSINESS.match(source.plain, *span) and span.end - span.start <= LONGEST_NAME
    ]
    # What stands twice is who speaks, or a part of each item.
    is_said_again = len({item.name.value for item in items}) < len(items)
    return items[:MOST_ITEMS] if len(items) > 1 and not is_said_again else []


def _is_section(source: Source, line: SourceLine) -> bool:
    """Say whether a heading names a matter: no speaker, no line of code, no day, no list of people."""
    is_worded = (
        line.text[:1].isalnum() and not line.text.endswith(":") and not _NO_SECTION.search(line.text)
    )
    return is_worded and not heads_in(source, line, inside=True) and read_date(line.text) is None


def _number(source: Source, line: SourceLine) -> re.Match[str] | None:
    """Return the number that a line begins with."""
    is_possible = line.text[:1] in _NUMBER_SIGNS
    return _NUMBER.match(source.plain, line.at, line.stop) if is_possible else None


def _plain_heads(source: Source) -> Iterator[SourceLine]:
    """Yield the plain lines that head business, and are no points of what was decided or is to be done."""
    listed: str | None = None  # how the list that was opened is numbered, "" before its first point
    seen: set[str] = set()
    styles = [_style(source, line) for line in source.lines]
    for line, style in zip(source.lines, styles, strict=True) if any(styles) else ():
        if (
            line.heading
            or (listed and style and style != listed)
            or (style and listed == "" and style in seen)
        ):
            listed = None
        elif style and listed == "":
            listed = style
        if listed is None and style and _heads_business(source, line):
            seen.add(style)
            yield line
        if opens_list(line.text):
            listed = ""


def _style(source: Source, line: SourceLine) -> str:
    """Return how a line is numbered, or "": 一、 (一) 1."""
    if number := _number(source, line):
        return number.lastgroup or ""
    return "digit" if line.bullet[:1].isdigit() else ""


def _heads_business(source: Source, line: SourceLine) -> bool:
    if line.is_row or line.indent > 3:
        return False
    match = _number(source, line)
    if match is None and not line.bullet[:1].isdigit():
        return False
    if "。" in line.text[:-1]:
        return False  # a paragraph
    if not line.bullet and _DAY_AHEAD.match(source.plain, line.at, line.stop):
        return False
    if _YEAR.search(line.text) and read_date(line.text):
        return False
    if match is None:
        return len(line.text) <= 80 and not _NO_BUSINESS.match(line.text)
    if match["bracket"]:
        return False
    is_of_book = match["book"] is not None or match["running"] is not None
    is_business = is_of_book or not _NO_BUSINESS.match(source.plain, match.end(), line.stop)
    return is_business and line.stop - match.end() <= LONGEST_NAME


def _item(source: Source, line: SourceLine) -> AgendaItemRead | None:
    match = _number(source, line)
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


# What stands under an item


def attach_to_items(
    source: Source, items: list[AgendaItemRead], rows: list[ResolutionRead | ActionRead]
) -> None:
    """Note under which item of business each decision and each thing to do stands.

    An agenda that is only listed says nothing of that, unless its items head parts of the text as well.
    """
    if not items:
        return
    starts = sorted(_item_starts(source, items))
    for row in rows:
        at = (row.text if isinstance(row, ResolutionRead) else row.description).span.start
        place = bisect_right(starts, (at, len(items))) - 1
        row.item = starts[place][1] if place >= 0 else None


def _item_starts(source: Source, items: list[AgendaItemRead]) -> Iterator[tuple[int, int | None]]:
    """Yield where the part about each item begins, and where a part that is about none of them does."""
    places = {bare_key(item.name.value): place for place, item in reversed(list(enumerate(items)))}
    own = {item.name.span.start for item in items}
    is_listed = _is_listed_together(source, items)
    levels = {source.lines[source.line_at(start)].heading for start in own} - {0}
    for line in source.lines:
        if not line.text or line.stop - line.at > LONGEST_NAME + 20:
            continue
        number = _number(source, line)
        at = number.end() if number else line.at
        if is_listed and any(start in own for start in (at, line.at)):
            continue
        place = (
            places.get(bare_key(source.plain[at : line.stop]))
            if line.heading or number or line.bullet
            else None
        )
        if place is None and not is_listed and (line.at in own or at in own):
            place = next(at for at, item in enumerate(items) if item.name.span.start in (line.at, at))
        if place is not None:
            yield line.start, place
        elif line.heading and (not levels or line.heading <= min(levels)):
            yield line.start, None


def _is_listed_together(source: Source, items: list[AgendaItemRead]) -> bool:
    """Say whether the items stand one below the other, as in an agenda, and not each above its part."""
    lines = [source.line_at(item.name.span.start) for item in items]
    between = (source.lines[one + 1 : other] for one, other in itertools.pairwise(lines))
    return len(items) > 1 and not any(line.text for part in between for line in part)
