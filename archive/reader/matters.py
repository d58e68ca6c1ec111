"""Follow the matters that a text deals with, and the stretches of text that belong to each."""

import re
from dataclasses import dataclass

from archive.reader.decision_words import (
    HAN_LABEL,
    HAN_OTHER_LABEL,
    HAN_SUBJECT,
    LATIN_LABEL,
    LEAST_WRAPPED,
    LIST_NUMBER,
    LONGEST_DECISION,
    SPEAKER,
)
from archive.reader.outcomes import read_votes
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Line, Source


@dataclass(slots=True)
class Matter:
    """The matter being dealt with: where its words stand, and its decisions so far."""

    subject: Span | None = None
    identifier: str = ""
    is_case: bool = False


class MatterReader:
    """Knows the lines of a text and the matter that is being dealt with."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.lines
        self.found: list[ResolutionRead] = []
        self._case = Matter()
        self._opinions: list[ResolutionRead] = []
        self._heading: Line | None = None
        self._list_indent = 0

    def _is_subject(self, line: Line) -> bool:
        return HAN_SUBJECT.match(line.text) is not None or LIST_NUMBER.match(line.text) is not None

    def _open_case(self, index: int) -> None:
        line = self.lines[index]
        subject = HAN_SUBJECT.match(self.source.plain, line.at, line.stop)
        if subject is None and self._case.is_case and not line.heading:
            return
        self._close_case()
        identifier = (
            self._case.identifier if subject else self.source.clean(line.span) if line.heading else ""
        )
        if subject and subject["rest"].strip() and "案" in subject[0][:3]:
            span = self._block(index, subject.start("rest"))
            self._case = Matter(span, identifier, is_case=True)
            return
        numbered = LIST_NUMBER.match(self.source.plain, line.at, line.stop)
        start = numbered.end() if numbered else line.at
        self._case = Matter(
            self._block(index, start) if not line.heading else self.source.trimmed(start, line.stop),
            identifier,
        )

    def _close_case(self) -> None:
        """Keep the opinions of a committee only where the assembly itself decided nothing."""
        if self._opinions:
            self.found += self._opinions
            self._opinions = []

    def _paragraph(self, index: int, start: int) -> Span:
        """Return what begins at an offset of a line, with the lines it was wrapped onto."""
        end = self.lines[index].stop
        first = self.lines[index]
        while index + 1 < len(self.lines) and end - start < LONGEST_DECISION:
            line, after = self.lines[index], self.lines[index + 1]
            if not after.text or after.heading or after.bullet or after.is_row or self._begins(after):
                break
            if line.stop - line.at < LEAST_WRAPPED and after.indent <= first.indent:
                break
            index, end = index + 1, after.stop
        return self.source.trimmed(start, end)

    def _begins(self, line: Line) -> bool:
        return bool(LATIN_LABEL.match(line.text) or SPEAKER.match(line.text))

    def _block(self, index: int, start: int) -> Span:
        """Return the words of a matter up to the next label, blank line or heading."""
        end = self.lines[index].stop
        for line in self.lines[index + 1 : index + 60]:
            if (
                not line.text
                or line.heading
                or HAN_OTHER_LABEL.match(line.text)
                or LIST_NUMBER.match(line.text)
                or self._han_label(line)
            ):
                break
            if line.stop - start > LONGEST_DECISION:
                break
            end = line.stop
        return self.source.trimmed(start, end)

    def _resolution(self, span: Span, result: str) -> ResolutionRead:
        value = self.source.value(self.source.trimmed(*span))
        subject = self._case.subject
        resolution = ResolutionRead(value, result=result, votes=read_votes(self.source, span))
        if subject and subject.end <= span.start and subject.start < subject.end:
            resolution.subject = self.source.value(subject)
            resolution.identifier = self._case.identifier if self._case.is_case else ""
        return resolution

    def _han_label(self, line: Line) -> re.Match[str] | None:
        plain = self.source.plain
        if match := HAN_LABEL.match(plain, line.at, line.stop):
            return match
        if line.stop - line.at > 2000:
            return None
        for comma in re.finditer("[,。;]", plain[line.at : line.stop]):
            match = HAN_LABEL.match(plain, line.at + comma.end(), line.stop)
            if match and match["end"] and "決" in match["kind"] + "决":
                return match
        return None
