"""One line that tells the vote on what stands before it: Vote: yeas: Lee, Ray; nays: none."""

import re

from archive.reader.motion_courses import course_end, course_of, take_course
from archive.reader.motions import MotionRead
from archive.reader.movers import MOVER_NAME
from archive.reader.outcomes import settle_result
from archive.reader.results import ResolutionRead, Span, Value
from archive.reader.source import Source
from archive.reader.votes import read_votes
from archive.text.language_files import words_of
from archive.text.vocabulary import result_in

NUMBERED_ITEM = re.compile(
    r"(?:item[ ])?(?:[0-9]{1,4}(?:[./-][0-9A-Z]{1,4})*[.):]?|[A-Z][.)])[ \t]+(?=[A-Z])", re.I
)
VOTE_LABELS = [word.strip() for word in words_of("votes", "line").split(",")]
_VOTE_LINE = re.compile(rf"(?:motion:[ ]*[^;\n]{{2,60}};|(?:{'|'.join(VOTE_LABELS)})[ ]*:)", re.IGNORECASE)
_ALL_FOR = re.compile(r"\b(?:yeas?|ayes?|in favou?r)[ ]?:[ ]*(?:all|unanimous)\b", re.IGNORECASE)
_MOTION_OF = re.compile(rf"\bmot(?:ion|ioned by)\b:?[ ]*(?P<name>{MOVER_NAME})", re.IGNORECASE)
_SECOND_OF = re.compile(rf"\bsecond(?:ed)?(?: by)?:?[ ]*(?P<name>{MOVER_NAME})", re.IGNORECASE)


def read_vote_line(source: Source, index: int, matter: Span | None) -> MotionRead | None:
    """Return the decision about a matter whose vote a line records: Vote: yeas: …; nays: none."""
    line = source.lines[index]
    if matter is None or matter.start >= matter.end or not _VOTE_LINE.match(line.text) or line.heading:
        return None
    votes = read_votes(source, line.span)
    everybody = _ALL_FOR.search(line.text)
    if votes is None or not (votes.names or votes.yes_count or votes.no_count or votes.others or everybody):
        return None  # no motion was made
    resolution = ResolutionRead(
        source.value(matter),
        classification="motion",
        result=result_in(line.text, "adopted" if everybody else ""),
        votes=votes,
    )
    resolution.mover = _named(source, _MOTION_OF.search(source.plain, *line.span))
    resolution.seconder = _named(source, _SECOND_OF.search(source.plain, *line.span))
    settle_result(resolution, [])
    return MotionRead([resolution], index + 1)


_MOTION_BY_NAME = re.compile(
    rf"(?i:motion|moved|mover|motion by|moved by|proposed by|proposer)[ ]?:[ ]*(?P<name>{MOVER_NAME})[ ]*$"
)
_SECOND_BY_NAME = re.compile(
    rf"(?i:second|seconded|seconder|second by|seconded by)[ ]?:[ ]*(?P<name>{MOVER_NAME})[ ]*$"
)
LINES_ABOVE = 15


def read_named_motion(source: Source, index: int) -> MotionRead | None:
    """Return the motion about the item above it that lines name only mover and seconder of.

    Without such an item nothing is put, but the lines are read.
    """
    mover = _MOTION_BY_NAME.match(source.plain, source.lines[index].at, source.lines[index].stop)
    below = next((line for line in source.lines[index + 1 : index + 3] if line.text), None)
    seconder = _SECOND_BY_NAME.match(source.plain, below.at, below.stop) if mover and below else None
    if not mover or not below or not seconder:
        return None
    following = source.line_at(below.start) + 1
    matter = _item_above(source, index)
    if matter is None:
        return MotionRead([], following)
    last = course_end(source, following)
    course = course_of(source, Span(below.stop, source.lines[last - 1].stop))
    motion = ResolutionRead(source.value(matter), classification="motion")
    motion.mover, motion.seconder = _named(source, mover), _named(source, seconder)
    take_course(source, motion, course.told)
    return MotionRead([motion], last)


def _item_above(source: Source, index: int) -> Span | None:
    for line in reversed(source.lines[max(0, index - LINES_ABOVE) : index]):
        number = NUMBERED_ITEM.match(source.plain, line.at, line.stop)
        if line.heading or number:
            return source.trimmed(number.end() if number else line.at, line.stop, strip=".:")
    return None


def _named(source: Source, match: re.Match[str] | None) -> Value[str] | None:
    return source.value(Span(*match.span("name"))) if match else None
