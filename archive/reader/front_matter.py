"""Tell where a text's head ends and its body begins, and what of the head belongs to no value."""

import re
from collections.abc import Iterable, Iterator

from archive.reader.results import Reading, Span
from archive.reader.source import Source

_LABEL = re.compile(
    r"[^:\n]{1,40}:|(?:[一二三四五六七八九十壹貳參肆伍陸]{1,3}、)?(?:[时時][ "
    r"\t\u3000]{0,60}[间間]|地[ \t\u3000]{0,60}[点點]|日[ \t\u3000]{0,60}期|主[ "
    r"\t\u3000]{0,60}席|[记記紀][ \t\u3000]{0,60}[录錄])"
)
_FILLER = re.compile(
    r"(?:星期|[週周]|[礼禮]拜)?[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|"
    r"sat(?:ur)?|sun)(?:day)?|(?:at|on|and|the|in|of|to|from|until|a|by|draft|p\.m|a\.m|pm|am|"
    r"utc|est|edt|pst|pdt|gmt|cet|cest|et|pt|beijing"
    r"|[0-9]{1,2}|起|至|在|于|時間|时间|主持|召开|同志|现将会议纪要如下|有|等)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
HEAD_LINES = 120


def place_rest(source: Source, reading: Reading) -> None:
    """Set where the body begins, and list what of the head and of the lists was not placed."""
    covered = sorted(_covered(reading))
    body = _body_start(source, reading)
    reading.body = Span(body, len(source.text))
    left = set(reading.attendance.not_placed)
    left |= set(_uncovered(source, covered, body))
    reading.not_placed = sorted(span for span in left if span.start < span.end)


def _covered(reading: Reading) -> Iterator[Span]:
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (entry.span for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
    yield from reading.attendance.heads
    yield from reading.attendance.not_placed


def _body_start(source: Source, reading: Reading) -> int:
    """Return the start of the first line after the last particular that stands at the top."""
    limit = source.lines[HEAD_LINES].start if len(source.lines) > HEAD_LINES else len(source.text)
    business = [item.name.span.start for item in reading.agenda] + [
        r.text.span.start for r in reading.resolutions
    ]
    limit = min([limit, *business])
    ends = [span.end for span in _particulars(reading) if span.start < limit]
    if not ends:
        return 0
    index = source.line_at(max(ends) - 1) + 1
    return source.lines[index].start if index < len(source.lines) else len(source.text)


def _particulars(reading: Reading) -> Iterator[Span]:
    single = (
        reading.title,
        reading.number,
        reading.document_number,
        reading.date,
        reading.location,
        reading.start_time,
    )
    yield from (value.span for value in single if value)
    # Who only spoke stands in the body itself.
    yield from reading.attendance.heads


def _uncovered(source: Source, covered: list[Span], end: int) -> Iterator[Span]:
    """Yield what of each line before an offset no value covers: no labels, weekdays or signs."""
    position = 0
    for line in source.lines:
        if line.start >= end:
            return
        while position < len(covered) and covered[position].end <= line.start:
            position += 1
        for gap in _gaps(line.at, line.stop, covered[position:]):
            start = gap.start
            # A line of which nothing was read is kept whole, with its label.
            if (label := _LABEL.match(source.plain, *gap)) and not (
                gap.start == line.at and gap.end >= line.stop
            ):
                start = label.end()
            span = source.trimmed(start, gap.end, strip=" .,;:，。；：、()[]|#-–—=_*~/")
            if _says_something(source.plain[span.start : span.end]):
                yield span


def _gaps(start: int, stop: int, covered: Iterable[Span]) -> Iterator[Span]:
    for span in covered:
        if span.start >= stop:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < stop:
        yield Span(start, stop)


def _says_something(words: str) -> bool:
    said = [word for word in _WORD.findall(words) if not _FILLER.fullmatch(word)]
    return len("".join(said)) > 1
