"""Read decisions that a Chinese label marks."""

import re

from archive.reader.decision_words import (
    HAN_END,
    HAN_OTHER_LABEL,
    HAN_SUBJECT,
    LIST_NUMBER,
    LONGEST_DECISION,
    NOTHING,
)
from archive.reader.matters import MatterReader
from archive.reader.outcomes import result_in
from archive.reader.results import Span
from archive.reader.source import Line


class HanDecisionReader(MatterReader):
    """Reads decisions behind Chinese labels: 決議：, 会议结论：, 大會議決："""

    def _han_decision(self, index: int, line: Line) -> int | None:
        match = self._han_label(line)
        if match is None:
            return None
        if not match["end"] and not line.heading and len(line.text) > 12:
            return None
        spans, following = self._han_spans(index, self.source.trimmed(match.end(), line.stop))
        kind = re.sub(r"\s", "", match["kind"])
        for span in spans:
            self._add_han(span, opinion="意" in kind, settled=kind[0] not in "結结討讨" or "意" in kind)
        return max(following, index + 1)

    def _add_han(self, span: Span, *, opinion: bool, settled: bool) -> None:
        words = self.source.clean(span)
        if NOTHING.fullmatch(words):
            return
        resolution = self._resolution(span, result_in(words, "adopted" if settled and not opinion else ""))
        if opinion:
            self._opinions.append(resolution)
            return
        if self._case.is_case:
            self._opinions = []
        self.found.append(resolution)

    def _han_spans(self, index: int, rest: Span) -> tuple[list[Span], int]:
        """Return the stretches of the decisions behind a label, and the first line after them."""
        lines = [Span(rest.start, rest.end)] if rest.start < rest.end else []
        following = index + 1
        while following < len(self.lines) and self._han_continues(index, following, lines):
            if self.lines[following].text.strip():
                lines.append(self.lines[following].span)
            following += 1
        if not lines:
            return [], following
        if self._case.is_case:
            return [Span(lines[0].start, lines[-1].end)], following
        return self._split(lines), following

    def _split(self, lines: list[Span]) -> list[Span]:
        """Part numbered decisions: each number begins one."""
        parts: list[Span] = []
        numbered = LIST_NUMBER.match(self.source.plain, *lines[0]) is not None or len(lines) > 1
        for line in lines:
            match = LIST_NUMBER.match(self.source.plain, *line)
            begins = not parts or (numbered and (match or self._bulleted(line)))
            if begins:
                parts.append(Span(match.end() if match else line.start, line.end))
            else:
                parts[-1] = Span(parts[-1].start, line.end)
        return parts

    def _bulleted(self, span: Span) -> bool:
        return bool(self.lines[self.source.line_at(span.start)].bullet)

    def _han_continues(self, label: int, index: int, taken: list[Span]) -> bool:
        line, first = self.lines[index], self.lines[label]
        if not line.text.strip():
            return self._blank_continues(index, taken)
        if line.heading or HAN_END.match(line.text) or HAN_SUBJECT.match(line.text):
            return False
        if line.end - (taken[0].start if taken else line.start) > LONGEST_DECISION or self._han_label(line):
            return False
        number = LIST_NUMBER.match(line.text)
        if number:
            return self._number_continues(number, taken)
        if HAN_OTHER_LABEL.match(line.text) and not (taken and line.indent > first.indent):
            return False
        if not taken or line.bullet:
            return bool(not taken or (line.bullet and line.indent >= first.indent))
        ended = self.source.plain[taken[-1].end - 1] in "。;!?"
        return not ended or self._case.is_case or line.indent > first.indent

    def _blank_continues(self, index: int, taken: list[Span]) -> bool:
        """A blank line ends a decision, unless the list of decisions has yet to begin or goes on."""
        if index + 1 >= len(self.lines):
            return False
        after = self.lines[index + 1]
        if not taken:
            return bool(after.text)
        number = LIST_NUMBER.match(after.text)
        return bool(number and len(taken) > 1 and self._number_continues(number, taken))

    def _number_continues(self, number: re.Match[str], taken: list[Span]) -> bool:
        """Say whether a number goes on with the list inside a decision, and not with the agenda."""
        if not taken:
            return True
        style = number.lastgroup
        starts = [LIST_NUMBER.match(self.source.plain, *span) for span in taken]
        return any(start is not None and start.lastgroup == style for start in starts)
