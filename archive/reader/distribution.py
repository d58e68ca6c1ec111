"""Whom minutes were sent to, and when: 抄送:…; 市政府办公室 2023年8月25日印发. They stand at the foot."""

import datetime
import re

from archive.reader.days import days_in
from archive.reader.results import Span, Value
from archive.reader.source import Source

_P = "[ \t\u3000]{0,20}"
_COPIED = re.compile(
    rf"(?:抄{_P}[送报]|[分发主]{_P}送|copied to|copies to|distribution|cc){_P}:[ \t\u3000]*(?=\S)",
    re.IGNORECASE,
)
_ISSUED = re.compile(rf"印{_P}发(?:日期)?{_P}(?::|$)|(?:issued|circulated) on\b", re.IGNORECASE)
FOOT_LINES = 40
LONGEST = 500


def read_distribution(source: Source) -> tuple[Value[str] | None, Value[datetime.date] | None, int]:
    """Return to whom the minutes were copied, on which day they were issued, and where that foot begins.

    The foot is what stands behind the minutes and says nothing else; without one it begins at their end.
    """
    lines = source.lines[-FOOT_LINES:]
    copied: list[Span] = []
    issued: Value[datetime.date] | None = None
    foot = len(source.plain)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.is_blank:
            continue
        if match := _COPIED.match(source.plain, line.at, line.stop):
            end = line.stop
            while index < len(lines) and _goes_on(source.plain[end - 1], lines[index].text):
                end = lines[index].stop
                index += 1
            copied.append(source.trimmed(match.end(), end, strip="。"))
        elif line.stop - line.at <= 80 and _ISSUED.search(source.plain, line.at, line.stop):
            found = list(days_in(source, *line.span))
            issued = Value(found[0][0], source.written(found[0][1]), found[0][1]) if found else issued
        else:
            foot = len(source.plain)
            continue
        foot = min(foot, line.start)
    if len(copied) != 1 or copied[0].end - copied[0].start > LONGEST:
        return None, issued, len(source.plain) if copied else foot  # they stay in the text
    clean = re.sub(r"(?<=[、，；])\s+", "", source.clean(copied[0]))  # behind a broken line
    return source.value(copied[0], clean), issued, foot


def _goes_on(last: str, after: str) -> bool:
    """Say whether a list of those copied to was broken behind a sign that parts them."""
    return last in "、,;" and bool(after) and not _COPIED.match(after) and not _ISSUED.search(after)
