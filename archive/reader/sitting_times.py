"""The times between which a meeting sat."""

import datetime
import itertools
import re
from dataclasses import replace

from archive.reader.patterns import PAD
from archive.reader.results import Span, Value
from archive.reader.source import Source
from archive.text.dates import NEXT_DAY, PART_OF_DAY, read_time

_HALF = rf"(?:(?:{NEXT_DAY})?(?:{PART_OF_DAY})|{NEXT_DAY})"
_HAN_HOUR = (
    f"(?:[0-9]{{1,2}}|[一二三四五六七八九十两]{{1,3}}){PAD}[时点]{PAD}(?:(?:[0-9]{{1,2}}"
    f"|[一二三四五六七八九十零]{{1,3}}){PAD}分?|半|整)?"
)
_CLOCK = r"[0-9]{1,2}[ ]?:[ ]?[0-9]{2}(?::[0-9]{2})?"
_TIME = re.compile(
    rf"(?:{_HALF}{PAD})?(?:{_HAN_HOUR}|{_CLOCK}(?:[ ]?[ap]\.?m\b\.?)?)|"
    rf"\b[0-9]{{1,2}}(?:\.[0-9]{{2}})?[ ]?[ap]\.?m\b\.?|\bnoon\b|\bmidnight\b",
    re.IGNORECASE,
)
_PART = re.compile(rf"(?:{NEXT_DAY})?(?:{PART_OF_DAY})|{NEXT_DAY}")
_NOON = re.compile(r"[ap]\.?m\b\.?", re.IGNORECASE)
_RANGE = re.compile(r"[ \t\u3000]{0,60}(?:[-–—~～至到]|to|until|[-–—]{2})[ \t\u3000]{0,60}", re.IGNORECASE)
# Looked for in small letters.
_ENDED = re.compile(
    r"adjourn(?:ed|ment)?|closed|end(?<=\bend)(?: time)?:"
    r"|ended|concluded|meeting (?:end|close)|散会|结束|休会|闭会"
)
_STARTED = re.compile(
    r"call(?:ed)? (?:the \w+ )?to order|convened|commenced|began|started|opened|start(?: time)?:|time:"
    r"|开会|开始"
)
# A part of a meeting has hours of its own: convened in closed session at 7:40, the hearing opened at 8.
_OF_A_PART = re.compile(
    r"\b(?:closed|executive|private|in-camera|working|study|breakout) session\b|\bin camera\b"
    r"|\breconvened\b|\b(?:public )?hearing\b|\brecess|\bpublic comment|讨论阶段|分组",
    re.IGNORECASE,
)
_STATED = re.compile(r"(?:时[ \t\u3000]{0,60}间|date|time|when)", re.IGNORECASE)


def sitting_times(
    source: Source, day: Value[datetime.date] | None, head: int
) -> tuple[Value[datetime.time] | None, Value[datetime.time] | None]:
    start = end = None
    if day is not None:
        line = source.lines[source.line_at(day.span.start)]
        stop = source.flowing.find("\n", day.span.end) % (len(source.plain) + 1)
        if line.end - day.span.end < 1000:
            start, end = _times_in(source, Span(day.span.end, min(stop, line.end + 120)))
    if start is None:
        for line in source.lines[:40]:
            if (
                line.at < head
                and _STATED.match(line.text.lstrip("| "))
                and (found := _times_in(source, line.span))[0]
            ):
                start, end = found[0], end or found[1]
                break
    return start or _time_near(source, _STARTED), end or _time_near(source, _ENDED, last=True)


def _times_in(
    source: Source, span: Span
) -> tuple[Value[datetime.time] | None, Value[datetime.time] | None]:
    first = _TIME.search(source.plain, *span)
    if first is None or (start := _time(source, first)) is None:
        return None, None
    dash = _RANGE.match(source.plain, first.end(), span.end)
    last = _TIME.match(source.plain, dash.end(), span.end) if dash else None
    end = _time(source, last) if last else None
    if last is None or end is None:
        return start, None
    # A word for the part of the day that is said once holds for both: 下午2时至4时, 2:00–4:00 pm.
    half, noon = _PART.match(first[0]), _NOON.search(last[0])
    if half and not _PART.match(last[0]) and (later := read_time(half[0] + last[0])):
        end = replace(end, value=later) if later > start.value else end
    if noon and not _NOON.search(first[0]) and (earlier := read_time(first[0].strip() + noon[0])):
        start = replace(start, value=earlier) if earlier < end.value else start
    return start, end


def _time_near(
    source: Source, words: re.Pattern[str], *, last: bool = False
) -> Value[datetime.time] | None:
    found = words.finditer(source.lower)
    for match in reversed(list(found)[-20:]) if last else itertools.islice(found, 20):
        line = source.lines[source.line_at(match.start())]
        if _OF_A_PART.search(
            source.plain, max(line.start, match.start() - 60), min(line.end, match.end() + 40)
        ):
            continue
        for begin, stop in (
            (match.end(), min(line.end, match.end() + 120)),
            (max(line.start, match.start() - 60), match.start()),
        ):
            if (time := _TIME.search(source.plain, begin, stop)) and (value := _time(source, time)):
                return value
    return None


def _time(source: Source, match: re.Match[str]) -> Value[datetime.time] | None:
    value = read_time(match[0])
    return None if value is None else Value(value, source.written(s := source.trimmed(*match.span())), s)
