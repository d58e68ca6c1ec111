"""What became of a decision, as words and votes say, and where the two differ."""

import re

from archive.reader.results import Doubt, ResolutionRead, Value
from archive.text.language_files import keys_of, pattern_of
from archive.text.vocabulary import result_in

_TIED = re.compile(r"\btied?\b", re.IGNORECASE)
# The motion carried and the variance was denied; the motion to reject all bids passed.
_CARRIED = re.compile(
    r"\b(?:motion|question|resolution|ordinance)"
    r"(?: to (?:deny|reject|decline|refuse|oppose)\b[^.;,]{0,120}?)?"
    r" (?:was |is |has |then |unanimously |duly )*(?:carrie[ds]|passe[ds])\b",
    re.IGNORECASE,
)
# What a decision itself does: that the matter be deferred.
_DECIDED = [
    (result, re.compile(pattern, re.IGNORECASE))
    for result in keys_of("results")
    if (pattern := pattern_of("results", result, "decided"))
]


def result_of(words: str, default: str = "") -> str:
    """Return what words say became of a motion, or what a decision itself does: be deferred."""
    for does, pattern in _DECIDED if default else ():
        if pattern.search(words):
            return does
    result = result_in(words, default)
    if result == "rejected" and _CARRIED.search(words):
        return "adopted"
    return "tied" if result == "rejected" and _TIED.search(words) else result


ADOPTED = frozenset(["adopted", "adopted_as_amended", "agreed_in_principle"])


def settle_result(resolution: ResolutionRead, outcomes: list[Value[str]]) -> None:
    """Note what makes the result or the votes doubtful, and take neither where the text says two things."""
    votes = resolution.votes
    results = {
        "adopted" if result in ADOPTED else result for result in map(result_of, map(_said, outcomes))
    }
    if {"adopted", "rejected"} <= results:
        resolution.doubts["result"] = Doubt(tuple(outcomes), is_contradiction=True)
    if votes and votes.others:
        resolution.doubts["votes"] = Doubt(tuple(votes.others), is_contradiction=True)
    elif votes and votes.yes_count is not None:
        _compare(resolution, votes.yes_count, votes.no_count, outcomes)
    elif votes and votes.unanimous and not resolution.result:
        resolution.result = "adopted"
    doubt = resolution.doubts.get("result")
    if doubt and doubt.is_contradiction:
        resolution.result, resolution.result_as_written = "", None


def _compare(resolution: ResolutionRead, yes: int, no: int | None, outcomes: list[Value[str]]) -> None:
    """Take the result from the counts if nothing else tells it, or note that they say another."""
    votes = resolution.votes
    told = [Value(votes.as_written, votes.as_written, votes.span)] if votes else []
    if not resolution.result:
        against = no or 0
        resolution.result = "adopted" if yes > against else "rejected" if yes < against else "tied"
        if no != 0:  # more than a majority may be asked for
            resolution.doubts["result"] = Doubt(tuple(told))
    elif resolution.result in ADOPTED and yes < (no or 0):
        resolution.doubts["result"] = Doubt((*outcomes, *told), is_contradiction=True)
    elif resolution.result == "rejected" and yes > (no or 0):
        resolution.doubts.setdefault("result", Doubt((*outcomes, *told)))


def _said(value: Value[str]) -> str:
    return value.as_written
