"""Where a meeting was held."""

import re
from itertools import pairwise

from archive.reader.results import Span, Value
from archive.reader.source import Source, SourceLine
from archive.text.dates import read_partial_date
from archive.text.pinyin import HAN

_PLACE = re.compile(
    r"(?:(?:meeting|call)?[ ]?(?:location|place|venue|(?:where|room)(?=[ ]*[:|]))|(?:会议|开会|活动)?"
    r"[ \t\u3000]{0,60}地[ \t\u3000]{0,60}点|会议室|会场)[ \t\u3000]{0,60}(?:[:|]"
    r"|[ \t\u3000]{1,}(?=[^\s:|]))[ \t\u3000]{0,60}(?P<value>[^\n|]{2,160})",
    re.IGNORECASE,
)
_HELD_AT = re.compile(
    r"\b(?:[Hh]eld|[Mm]et|[Cc]onvened|[Mm]eeting|HELD|MET)\b"
    r"(?:[^.\n]|(?<=[0-9])\.(?=[0-9])){0,60}?\b(?:at|in|AT|IN)[ ]"
    r"(?P<value>(?:(?:the|THE)[ ])?(?:[A-Z]|[0-9]{1,4}[a-z]?[ ][A-Z])[^.;\n]{3,110}?)"
    r"(?:,? (?:on|ON|(?:at|AT) [0-9])|;|\.(?=\s|$)|\n|$)"
)
_HAN_HELD_AT = re.compile(r"(?:[在于])(?P<value>[^。,，;；\n在于]{2,40}?)(?:组织|主持)?(?:召开|举行)")
_OF_NEXT = re.compile(
    r"(?:\b(?:next|future|following|forthcoming|previous|last)\b|下一?次|下届|上次)"
    r"(?:[^.。\n]|(?<=[0-9])\.(?=[0-9])){0,140}$",
    re.IGNORECASE,
)
_DAY_OR_HOUR = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[.:][0-9]{2}\b|\b[0-9]{1,2} ?[ap]\.?m\b")
_ROOM = re.compile(
    r"(?:[A-Z][\w'’.&-]*[ ]){0,4}(?:Chambers?|Hall|Room|Library|Cent(?:re|er)|Church|School|Offices?|House"
    r"|Building|Pavilion|Theatre|Auditorium)(?: (?:[0-9]{1,4}[A-Z]?|[A-Z]))?(?:, [^.:;|\n]{2,100})?"
)
_CUT_SHORT = re.compile(r"(?:['’]s?|\b(?:the|of|and|at|in|on|by|a|an|st|saint))$", re.IGNORECASE)
_REST_OF_PLACE = re.compile(r"[^.,;:\n()]{2,60}")
_NO_PLACE = re.compile(
    r"^(?:still )?(?:tbd|tbc|tba|to be (?:decided|confirmed|announced|agreed)|n/a|unknown|none|待定|未定)\b"
    r"|年.{1,3}月|[方形]式$"
    r"|^(?:an? )?(?:regular|special|ordinary|closed|open|public|private|executive|extraordinary)"
    r" (?:session|meeting)|^(?:[0-9]{4}|accordance|order|favou?r|addition|attendance|session|camera|person"
    r"|general|principle|particular)\b|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|^(?:[0-9]{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(rf"[ \t\u3000]{{3,}}|;|[ \t\u3000](?=[{HAN}]{{2,6}}[ \u3000]?:)")


def read_location(source: Source, head: int) -> Value[str] | None:
    for line in source.lines[:80]:
        if line.start >= head:
            break
        match = _labelled_place(source, line)
        if match:
            part = _NEXT_PART.search(source.plain, match.start("value"), match.end("value"))
            span = source.trimmed(match.start("value"), part.start() if part else match.end("value"))
            if place := _place_in(source, span):
                return place
    for pattern in (_HELD_AT, _HAN_HELD_AT):
        for match in pattern.finditer(source.flowing, 0, min(head, 4000)):
            if _OF_NEXT.search(source.flowing, max(0, match.start() - 80), match.end("value")):
                continue
            if place := _place_in(source, source.trimmed(*match.span("value"), strip=",")):
                return place
    return _place_below_date(source)


def _place_below_date(source: Source) -> Value[str] | None:
    """Return the place that stands on a line of its own below the date: Council Chamber, 14 Quay Street."""
    full = [line for line in source.lines[:40] if not line.is_blank][:12]
    for above, line in pairwise(full):
        if _DAY_OR_HOUR.search(above.text) and _ROOM.fullmatch(line.text):
            return _place_in(source, line.span)
    return None


def _place_in(source: Source, span: Span) -> Value[str] | None:
    """Return the place that a stretch tells; None for a date, what is still open, and half a place.

    A bracket that is not closed is cut off, and a name that a line cut short goes on to the next one.
    """
    words = source.plain[span.start : span.end]
    if words.count("(") > words.count(")"):
        span = source.trimmed(span.start, span.start + words.rindex("("), strip=" ,;")
        words = source.plain[span.start : span.end]
    if _CUT_SHORT.search(words) and source.plain[span.end : span.end + 1] == "\n":
        rest = _REST_OF_PLACE.match(source.plain, span.end + 1)
        span = Span(span.start, rest.end()) if rest else span
        words = source.plain[span.start : span.end]
    is_place = len(words) > 1 and not _NO_PLACE.search(words) and not _CUT_SHORT.search(words)
    return source.value(span) if is_place and read_partial_date(words) is None else None


def _labelled_place(source: Source, line: SourceLine) -> re.Match[str] | None:
    numbering = re.compile(
        r"(?:\(?[一二三四五六七八九十壹贰参肆伍陆0-9]{1,3}[)、.])?[ \t\u3000]{0,60}"
    ).match(source.plain, line.at, line.stop)
    at = numbering.end() if numbering else line.at
    if match := _PLACE.match(source.plain, at, line.stop):
        return match
    for part in re.finditer(
        rf"[ \t\u3000]{{2,}}|[;|][ ]*|[ \t\u3000](?=[{HAN}])",
        source.plain[line.at : min(line.stop, line.at + 600)],
    ):
        if match := _PLACE.match(source.plain, line.at + part.end(), line.stop):
            return match
    return None
