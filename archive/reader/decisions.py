"""Find the resolutions that a text marks: by a label, in a section of decisions, or case by case."""

from bisect import bisect_left

from archive.reader.decision_words import MOST_RESOLUTIONS
from archive.reader.decisions_en import LatinDecisionReader
from archive.reader.decisions_zh import HanDecisionReader
from archive.reader.directives import read_directives
from archive.reader.motions import read_running
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source


class DecisionReader(HanDecisionReader, LatinDecisionReader):
    """Reads decisions line by line, remembering the matter they are about."""

    def read(self) -> list[ResolutionRead]:
        """Return the decisions in the order of the text."""
        index = 0
        while index < len(self.lines) and len(self.found) < MOST_RESOLUTIONS:
            index = self._step(index)
        self._close_case()
        return self.found[:MOST_RESOLUTIONS]

    def _step(self, index: int) -> int:
        line = self.lines[index]
        if not line.text:
            return index + 1
        if line.heading:
            self._heading = line
        if line.heading or self._is_subject(line):
            self._open_case(index)
        for reader in (self._han_decision, self._motion, self._latin_decision, self._section, self._status):
            if (following := reader(index, line)) is not None:
                return following
        return index + 1


def read_decisions(source: Source) -> list[ResolutionRead]:
    """Return every resolution of a text in its order, whichever way it is worded."""
    # Running text quotes an action whole where its sentences alone would give a part of it.
    found = read_running(source)
    for further in (DecisionReader(source).read(), read_directives(source)):
        taken = sorted(resolution.text.span for resolution in found)
        found += [resolution for resolution in further if not _overlaps(resolution.text.span, taken)]
    return sorted(found, key=lambda resolution: resolution.text.span)[:MOST_RESOLUTIONS]


def _overlaps(span: Span, taken: list[Span]) -> bool:
    at = bisect_left(taken, span)
    return any(
        span.start < other.end and other.start < span.end for other in taken[max(0, at - 1) : at + 1]
    )
