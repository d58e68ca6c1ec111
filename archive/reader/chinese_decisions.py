"""Decisions behind Chinese labels: 決議：, 会议结论：, 大會議決："""

import re
from itertools import takewhile

from archive.reader.cases import Cases
from archive.reader.charges import CHARGE
from archive.reader.decision_labels import (
    HAN_END,
    HAN_OTHER_LABEL,
    LONGEST_DECISION,
    NOTHING,
    han_label,
)
from archive.reader.directives import LONGEST_CHINESE_LINE, is_only_counts, result_under_label
from archive.reader.matters import HAN_SUBJECT, LEVELS, LIST_NUMBER
from archive.reader.outcomes import settle_result
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source, SourceLine
from archive.reader.votes import read_votes
from archive.text.vocabulary import result_of_status

# 贊成者:王甲、李乙;反對者:趙丙; 表决:赞成4人,反对1人
_VOTE_LIST = re.compile(
    r"(?:(?:表决|投票)(?:结果|情况)?:[ ]?)?(?:赞成|同意|反对|不同意|弃权)"
    r"(?:(?:者|票|人|委员|理事|董事|代表|议员)?(?:\(?[0-9]{1,4}[票人名位]?\)?)?[ ]?:|[0-9]{1,4}[票人名位])"
)
LONGEST_BARE_LABEL = 12
_RESULT = re.compile(r"(?P<kind>结果)(?P<end>:)[ ]*(?=\S)")


class ChineseDecisions:
    """Reads what stands behind Chinese labels."""

    def __init__(self, source: Source, cases: Cases, found: list[ResolutionRead]) -> None:
        self.source = source
        self.lines = source.lines
        self.found = found
        self._cases = cases
        self._opinions: list[ResolutionRead] = []
        self._voted = 0  # the line behind the lists of voters that were taken

    def close_case(self) -> None:
        """Keep the opinions of a committee only where the assembly itself decided nothing."""
        self.found += self._opinions
        self._opinions = []

    def read(self, index: int, line: SourceLine) -> int | None:
        if ":" not in line.text and not line.heading and len(line.text) > LONGEST_BARE_LABEL:
            return None
        match = han_label(self.source, line) or self._result_below_votes(index, line)
        if match is None or line.stop - line.at > LONGEST_CHINESE_LINE:
            return None
        if not match["end"] and not line.heading and len(line.text) > LONGEST_BARE_LABEL:
            return None
        spans, following = self._spans(index, self.source.trimmed(match.end(), line.stop))
        kind = re.sub(r"\s", "", match["kind"])
        is_settled = (kind[0] not in "结讨" or "意" in kind) and not kind.endswith("裁示")
        before = len(self.found)
        for span in spans:
            self._add(span, opinion="意" in kind, settled=is_settled)
        following = max(following, index + 1)
        votes, behind = self._votes_about(index, following)
        if len(self.found) == before + 1 and votes and not self.found[-1].votes:
            self.found[-1].votes = read_votes(self.source, votes)
            settle_result(self.found[-1], [])
            return behind
        return following

    def _result_below_votes(self, index: int, line: SourceLine) -> re.Match[str] | None:
        """Return the label of 结果:通过 where the vote stands on the line above it."""
        if not index or not _VOTE_LIST.match(self.lines[index - 1].text):
            return None
        return _RESULT.match(self.source.plain, line.at, line.stop)

    def _votes_about(self, index: int, following: int) -> tuple[Span | None, int]:
        """Return the lists of voters below a decision, or else above its label, and the line behind all."""
        behind = following + (following < len(self.lines) and not self.lines[following].text)
        below = list(takewhile(_is_vote_list, self.lines[behind : behind + 4]))
        if below:
            self._voted = behind + len(below)
            return Span(below[0].at, below[-1].stop), self._voted
        above = list(takewhile(_is_vote_list, reversed(self.lines[self._voted : index][-4:])))
        self._voted = following
        return Span(above[-1].at, above[0].stop) if above else None, following

    def _add(self, span: Span, *, opinion: bool, settled: bool) -> None:
        words = self.source.words(span)
        if NOTHING.fullmatch(words):
            return
        told, said = span, words
        if is_only_counts(words):  # the vote on the matter above it
            if not self._cases.current.subject:
                return
            span = self._cases.current.subject
            words = self.source.words(span)
        result, is_sure = result_under_label(said, "adopted" if settled and not opinion else "")
        is_sure = is_sure and words[-1] != ":" and not (settled and self._only_heads(span))
        resolution = self._cases.resolution(span, result, is_sure=is_sure)
        if told != span:
            resolution.votes = read_votes(self.source, told)
            settle_result(resolution, [])
        if opinion:
            self._opinions.append(resolution)
            return
        if self._cases.current.is_case:
            self._opinions = []
        self.found.append(resolution)

    def _only_heads(self, span: Span) -> bool:
        """Say whether words under a label decide perhaps nothing: not Chinese, or a head of points."""
        words = self.source.words(span)
        if not HAN_LETTER.search(words):
            return True
        after = self.source.line_at(span.end) + 1
        number = LIST_NUMBER.match(self.lines[after].text) if after < len(self.lines) else None
        own = LIST_NUMBER.match(self.lines[self.source.line_at(span.start)].text)
        is_above = bool(number and own and LEVELS[number.lastgroup] > LEVELS[own.lastgroup])
        return is_above and words[-1] not in "。;!?" and not result_of_status(words)

    def _spans(self, index: int, rest: Span) -> tuple[list[Span], int]:
        lines = [Span(rest.start, rest.end)] if rest.start < rest.end else []
        following = index + 1
        while following < len(self.lines):
            after = self.lines[following]
            if not CHARGE.match(self.source.plain, after.at, after.stop):  # 责任单位: is no part of it
                if not self._continues(index, following, lines):
                    break
                lines += [after.span] if after.text.strip() else []
            following += 1
        if not lines:
            return [], following
        if self._cases.current.is_case:
            return [Span(lines[0].start, lines[-1].end)], following
        return self._split(lines), following

    def _split(self, lines: list[Span]) -> list[Span]:
        parts: list[Span] = []
        styles: list[str | None] = []
        numbered = LIST_NUMBER.match(self.source.plain, *lines[0]) is not None or len(lines) > 1
        for line in lines:
            match = LIST_NUMBER.match(self.source.plain, *line)
            bullet = self.lines[self.source.line_at(line.start)].bullet
            is_point = match and (not styles or match.lastgroup == styles[0])
            styles += [match.lastgroup] if match else []
            begins = not parts or (numbered and (is_point or bullet))
            if begins:
                parts.append(Span(match.end() if match else line.start, line.end))
            else:
                parts[-1] = Span(parts[-1].start, line.end)
        return parts

    def _continues(self, label: int, index: int, taken: list[Span]) -> bool:
        line, first = self.lines[index], self.lines[label]
        if not line.text.strip():
            return self._blank_continues(index, taken)
        if line.heading or HAN_END.match(line.text) or HAN_SUBJECT.match(line.text):
            return False
        is_long = line.end - (taken[0].start if taken else line.start) > LONGEST_DECISION
        if is_long or han_label(self.source, line):
            return False
        number = LIST_NUMBER.match(line.text)
        if number:
            return self._number_continues(number, taken)
        if HAN_OTHER_LABEL.match(line.text) and not (taken and line.indent > first.indent):
            return False
        if not taken or line.bullet:
            return bool(not taken or (line.bullet and line.indent >= first.indent))
        ended = self.source.plain[taken[-1].end - 1] in "。;!?"
        return not ended or self._cases.current.is_case or line.indent > first.indent

    def _blank_continues(self, index: int, taken: list[Span]) -> bool:
        """A blank line ends a decision, unless the list of decisions has yet to begin or goes on."""
        if index + 1 >= len(self.lines):
            return False
        after = self.lines[index + 1]
        if not taken:
            return any(line.text for line in self.lines[index + 1 : index + 4])
        number = LIST_NUMBER.match(after.text)
        return bool(number and len(taken) > 1 and self._number_continues(number, taken))

    def _number_continues(self, number: re.Match[str], taken: list[Span]) -> bool:
        if not taken:
            return True
        in_case = self._cases.current.is_case
        if in_case and self.source.plain[taken[-1].end - 1] == ":":
            return True
        starts = [LIST_NUMBER.match(self.source.plain, *span) for span in taken]
        levels = [LEVELS[start.lastgroup] for start in starts if start]
        level = LEVELS[number.lastgroup]
        return level in levels or (in_case and bool(levels) and level > levels[0])


def _is_vote_list(line: SourceLine) -> bool:
    return bool(_VOTE_LIST.match(line.text))
