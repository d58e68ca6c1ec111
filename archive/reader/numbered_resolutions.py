"""Resolutions that stand whole under their numbers: Resolution No. 437-11, Whereas …, Be it resolved …"""

import re

from archive.reader.motion_courses import OUTCOME, Course
from archive.reader.motions import motion_of
from archive.reader.movers import MOVED_BY, begin_motion
from archive.reader.outcomes import result_of, settle_result
from archive.reader.results import MOST_RESOLUTIONS, ResolutionRead, Span, Value
from archive.reader.source import Source, SourceLine

_NUMBERED = re.compile(
    r"(?:resolution|ordinance|order|by-?law)[ ]+(?:no\.?|number|#)?[ ]*"
    r"(?P<number>[A-Z]{0,3}-?[0-9][\w./-]{0,14}?)"
    r"[ ]?[.:]?",
    re.IGNORECASE,
)
_SPONSOR = re.compile(
    r"(?:(?:introduced |offered |sponsored |moved )?by|sponsors?:|introduced:|offered:)[ ]+"
    r"(?P<name>[^.;\n]{2,80}?)[.;]?$",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"\b(?:be it (?:further |hereby )?(?:resolved|ordained|enacted|ordered))\b|\bwhereas\b", re.IGNORECASE
)
_VOTED = re.compile(
    r"(?:yeas?|ayes?|nays?|noes|absent|abstain\w*|abstentions?|recus\w+|not voting|excused)\b[^:\n]{0,12}:",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:following|these)[ ](?:numbered )?(?:resolutions?|ordinances?|orders?)[ ]+(?:were|was|are)[ ]+"
    r"(?:all |each |duly |unanimously )*(?P<result>adopted|passed|approved|rejected|defeated|tabled)",
    re.IGNORECASE,
)
MOST_LINES_OF_ONE = 400


def read_numbered(source: Source) -> list[ResolutionRead]:
    """Return the resolutions that stand whole under their numbers, as US boards print them."""
    found: list[ResolutionRead] = []
    if "be it" not in source.lower and "whereas" not in source.lower:
        return found  # no line is one of _ENACTS
    lead: Value[str] | None = None
    index = 0
    lines = source.lines
    while index < len(lines) and len(found) < MOST_RESOLUTIONS:
        line = lines[index]
        index += 1
        if led := _LEAD.search(source.plain, line.at, min(line.stop, line.at + 400)):
            lead = source.value(Span(*led.span("result")))
        number = _NUMBERED.fullmatch(line.text) if 5 < len(line.text) < 40 else None
        if number is None:
            continue
        end = index
        while end < len(lines) and end - index < MOST_LINES_OF_ONE and not _ends_numbered(lines[end]):
            end += 1
        if resolution := _numbered(source, number["number"].strip("."), lines[index:end], lead):
            found.append(resolution)
            index = end
    return found


def _ends_numbered(line: SourceLine) -> bool:
    return bool(line.heading) or bool(5 < len(line.text) < 40 and _NUMBERED.fullmatch(line.text))


def _numbered(
    source: Source, number: str, lines: list[SourceLine], lead: Value[str] | None
) -> ResolutionRead | None:
    filled = [line for line in lines if line.text]
    sponsor = _SPONSOR.match(filled[0].text) if filled else None
    body = filled[1:] if sponsor else filled
    voted = next((place for place, line in enumerate(body) if _VOTED.match(line.text)), len(body))
    words = body[:voted]
    if not words or not any(_ENACTS.search(line.text) for line in words):
        return None
    last = voted
    while last < len(body) and (_VOTED.match(body[last].text) or OUTCOME.match(body[last].text)):
        last += 1
    if voted == len(body):  # no votes: the resolution ends with the paragraph that resolves
        gap = next(
            (
                at
                for at, line in enumerate(words[1:], 1)
                if line.start > words[at - 1].end + 1
                and any(
                    _ENACTS.search(before.text) and not before.text.casefold().startswith("whereas")
                    for before in words[:at]
                )
            ),
            None,
        )
        words = words[:gap] if gap else words
    put = next((line for line in words[1:] if MOVED_BY.match(line.text)), None)
    begun = begin_motion(source, put.span) if put else None
    words = words[: words.index(put)] if put and begun else words
    text = source.trimmed(words[0].at, words[-1].stop)
    told = [Span(body[voted].at, body[last - 1].stop)] if last > voted else []
    mover = None
    if sponsor:
        at = filled[0].at
        mover = source.value(source.trimmed(at + sponsor.start("name"), at + sponsor.end("name")))
    found = motion_of(source, text, Course(told), mover, None)
    if begun and not mover:
        found.mover, found.seconder = begun.mover, begun.seconder
    found.identifier, found.classification = number, "resolution"
    if lead and not found.result_as_written:
        found.result, found.result_as_written = result_of(lead.value), lead
        found.doubts.pop("result", None)
        settle_result(found, [lead])
    return found
