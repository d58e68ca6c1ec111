"""One line that tells the vote on what stands before it: Vote: yeas: Lee, Ray; nays: none."""

import re

from archive.reader.motions import MotionRead
from archive.reader.movers import MOVER_NAME
from archive.reader.outcomes import settle_result
from archive.reader.results import ResolutionRead, Span, Value
from archive.reader.source import Source
from archive.reader.votes import read_votes
from archive.text.vocabulary import result_in

_VOTE_LINE = re.compile(
    r"(?:motion:[ ]*[^;\n]{2,60};|votes?[ ]*:|roll[- ]call(?: vote)?[ ]*:|(?:ayes|yeas)[ ]*:)",
    re.IGNORECASE,
)
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


def _named(source: Source, match: re.Match[str] | None) -> Value[str] | None:
    return source.value(Span(*match.span("name"))) if match else None
