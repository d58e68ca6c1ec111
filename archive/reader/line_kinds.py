"""What a line of minutes is, and the sign that tells it: blocks are made of lines of fitting kinds."""

import re
from typing import NamedTuple

from archive.reader.attendance_headings import heads_in
from archive.reader.source import Source, SourceLine
from archive.text.pinyin import HAN

NOISE = re.compile(
    r"(?:[-–—|] ?)?(?:(?:page|第|p\.) ?)?[0-9]{1,4}(?: ?[|页])?(?: ?(?:/|of|共) ?[0-9]{1,4}(?: ?页)?)?"
    r"(?: ?\|? ?p ?a ?g ?e)?(?: ?[-–—|])?",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"(?:ayes?|yeas?|nays?|noes|abstain(?:ed|ing)?|abstentions?|votes? (?:for|against))\b[ ]*[:(]"
    r"|(?:the )?(?:motion|resolution) (?:was |is )?(?:carried|passed|failed|lost|defeated)\b"
    r"|(?:赞成|反对|弃权)[^、]{0,4}[:0-9]",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"(?:it was )?(?:moved|motion|resolved|seconded)\b"
    r"|[^,;]{0,60}\b(?:moved|seconded)\b[^,;]{0,12}\b(?:that|to|by)\b"
    r"|会议(?:听取|决定|研究|审议|强调|指出|要求)|(?:决议|议决|裁示):",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    rf"(?P<who>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){{0,3}}|[{HAN}]{{2,8}}): ?"
    rf"(?:[^\n:]*\b[a-z]+ [a-z]+ [a-z]+\b[^\n:]*[.!?]$|[^\n:]*[{HAN}][。!?]$)"
)


class LineKind(NamedTuple):
    """A kind (blank, rule, noise, row, heading, head, vote, motion, speaker, item, text) and its sign."""

    name: str
    evidence: str


def kind_of(source: Source, line: SourceLine, *, inside: bool = False) -> LineKind:
    """Return what a line is; `inside` says that a list of names has begun, as for heads_in()."""
    if line.is_blank:
        return LineKind("rule" if line.text else "blank", line.text)
    if NOISE.fullmatch(line.text):
        return LineKind("noise", line.text)
    if heads := heads_in(source, line, inside=inside):
        return LineKind("head", source.plain[heads[0].start : heads[0].value])
    if line.heading:
        return LineKind("heading", "#" * line.heading)
    for name, pattern in (("vote", _VOTE), ("motion", _MOTION), ("speaker", _SPEAKER)):
        if match := pattern.match(line.text):
            return LineKind(name, match[0])
    if line.is_row:
        return LineKind("row", "|")
    if line.bullet or line.checked is not None:
        return LineKind("item", line.bullet)
    return LineKind("text", "")
