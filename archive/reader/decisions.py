"""Read the resolutions that a text marks: by a label, in a section of decisions, or case by case."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache

from archive.reader.action_tables import is_table_row
from archive.reader.actions import LABEL as ACTION_LABEL
from archive.reader.cases import Cases
from archive.reader.chinese_decisions import ChineseDecisions
from archive.reader.decision_labels import (
    CHAT_COMMAND,
    CONCLUDING,
    HAN_END,
    INNER_LABEL,
    LABEL_WORDS,
    LATIN_LABEL,
    LONGEST_DECISION,
    NOTHING,
    OF_ACTIONS,
    OPENING_SENTENCE,
    SECTION,
    SPEAKER,
    STATUS_LINE,
    kind_of_label,
    result_of_label,
)
from archive.reader.decision_tables import decision_columns, read_decision_table
from archive.reader.directives import read_directives
from archive.reader.matters import HAN_SUBJECT, LIST_NUMBER
from archive.reader.motion_courses import begins_item, take_course, tells_course
from archive.reader.motions import MotionRead, parted, read_motion
from archive.reader.numbered_resolutions import read_numbered
from archive.reader.outcomes import result_of
from archive.reader.patterns import HAN_LETTER
from archive.reader.quoted_actions import read_quoted_actions
from archive.reader.results import MOST_RESOLUTIONS, ResolutionRead, Span
from archive.reader.source import LEAST_WRAPPED, Source, SourceLine
from archive.reader.vote_lines import VOTE_LABELS, read_named_motion, read_vote_line
from archive.text.folding import one_script
from archive.text.names import name_key
from archive.text.vocabulary import result_in

MOVER = re.compile(r"\((?P<name>[^()\n]{3,40})\)$")
# One of them stands in every line that a motion begins.
_OF_MOTIONS = "mov motion propos second resolved agreed vote approved adopted decided yea aye roll".split()
# What the number of a case or an item, and the label of a matter, begin with.
_OPENS = frozenset("(0123456789一二三四五六七八九十第壹贰叁参肆伍陆柒捌玖拾案议提主事散临讨报选其休")


class DecisionReader:
    """Reads decisions line by line, remembering the matter they are about."""

    def __init__(self, source: Source, title: Span | None = None) -> None:
        self.source = source
        self.lines = source.lines
        self.found: list[ResolutionRead] = []
        self._cases = Cases(source, title)
        self._chinese = ChineseDecisions(source, self._cases, self.found)
        self._heading: SourceLine | None = None
        self._heading_at = 0
        self._list_indent = 0
        self._again = 0  # how many were told before
        self._labelled = source.lines_with(*LABEL_WORDS)
        self._moving = source.lines_with(*_OF_MOTIONS, *VOTE_LABELS)
        self._motions: dict[int, MotionRead | None] = {}

    def read(self) -> list[ResolutionRead]:
        index = 0
        while index < len(self.lines) and max(len(self.found), self._again) < MOST_RESOLUTIONS:
            index = self._step(index)
        self._chinese.close_case()
        return self.found[:MOST_RESOLUTIONS]

    def _step(self, index: int) -> int:
        line = self.lines[index]
        if not line.text:
            return index + 1
        if line.heading:
            self._heading, self._heading_at = line, index
            self._cases.headings.enter(line)
        if line.heading or line.text[0] in _OPENS:
            self._open_matter(index, line)
        if self._cases.current.is_case:
            self._cases.take_mover(line)
        for reader in self._readers(index, line):
            if (following := reader(index, line)) is not None:
                return following
        return index + 1

    def _open_matter(self, index: int, line: SourceLine) -> None:
        if HAN_END.match(line.text):
            self._chinese.close_case()
            self._cases.open_numbered(line)
        names_matter = line.heading or HAN_SUBJECT.match(line.text) or LIST_NUMBER.match(line.text)
        if names_matter and self._cases.open(index):
            self._chinese.close_case()

    def _readers(self, index: int, line: SourceLine) -> Iterator[Callable[[int, SourceLine], int | None]]:
        """Yield what may read a line, by the signs that it cannot do without."""
        if is_table_row(line):
            yield self._table
        if "#" in line.text:
            yield self._chat
        if not line.text.isascii():
            yield self._chinese.read
        if line.text[-1] == ":":
            yield self._opened
        if index in self._moving:
            yield self._motion
        if index in self._labelled:
            yield from (self._latin_decision, self._section)
        if index - self._heading_at <= 3:
            yield self._status

    def _table(self, index: int, line: SourceLine) -> int | None:
        columns = decision_columns(self.source, line)
        if not columns:
            return None
        found, following = read_decision_table(self.source, index, columns)
        self.found += found
        return following if found else None

    def _chat(self, index: int, line: SourceLine) -> int | None:
        match = CHAT_COMMAND.match(self.source.plain, line.at, line.stop)
        if match is None or match["kind"].casefold() == "action":
            return None
        span = self.source.trimmed(match.end(), line.stop)
        is_rejected = match["kind"].casefold() == "rejected"
        result = "rejected" if is_rejected else result_of(self.source.words(span), "adopted")
        resolution = self._cases.resolution(span, result)
        if not self._adopts(resolution):
            self.found.append(resolution)
        return index + 1

    # Behind English labels, in sections of decisions, and below headings

    def _latin_decision(self, index: int, line: SourceLine) -> int | None:
        if line.stop - line.at > LONGEST_DECISION:
            return None
        match = LATIN_LABEL.match(self.source.plain, line.at, line.stop)
        if match is None and (match := INNER_LABEL.search(self.source.plain, line.at, line.stop)):
            return self._behind_matter(index, line, match)
        if match is None:
            return None
        kind = kind_of_label(match["kind"])
        if not match["rest"]:
            return self._listed(index, line, kind) if not line.heading or kind != "motion" else None
        if kind == "motion" and not match["number"] and len(match["rest"]) < 3:
            return None
        if match["number"] and self._is_moved_below(index):
            return None
        return self._add_latin(self._paragraph(index, match.start("rest")), kind, match)

    def _behind_matter(self, index: int, line: SourceLine, match: re.Match[str]) -> int:
        """Read what was decided about the words before it: 4 Orchard Close. RESOLVED: no objection."""
        before = len(self.found)
        kind = kind_of_label(match["kind"])
        following = self._add_latin(self._paragraph(index, match.start("rest")), kind, match)
        matter = self.source.trimmed(line.at, match.start(), strip=".")
        for resolution in self.found[before:]:
            resolution.subject = resolution.subject or self.source.value(matter)
        return following

    def _opened(self, index: int, line: SourceLine) -> int | None:
        """Read the list that a sentence opens: the following changes were agreed:"""
        if not line.text.endswith(":") or line.heading or line.bullet:
            return None
        match = OPENING_SENTENCE.match(self.source.plain, line.at, line.stop)
        if match is None or OF_ACTIONS.search(match[0]):
            return None
        return self._listed(index, line, "agreeing")

    def _is_moved_below(self, index: int) -> bool:
        """Return whether a line is the heading of a motion: Resolution 5 – Paving, and then Moved by …"""
        below = next(
            (at for at in (index + 1, index + 2) if self.lines[at : at + 1] and self.lines[at].text), 0
        )
        return bool(below and self._motion_at(below))

    def _motion_at(self, index: int) -> MotionRead | None:
        """Return the motion that a line begins; each is read once."""
        if index not in self._motions:
            self._motions[index] = read_motion(self.source, index)
        return self._motions[index]

    def _add_latin(self, block: Span, kind: str, match: re.Match[str] | None, *, number: str = "") -> int:
        """Take a decision with what is told of it, and return the line behind it."""
        span, told, following = parted(self.source, block)
        words = self.source.words(span)
        if NOTHING.fullmatch(words) or not words:
            return following
        proposing = kind == "proposing" or bool(match and match["open"])
        result, is_sure = ("not_recorded", True) if proposing else result_of_label(kind, words)
        resolution = self._cases.resolution(span, result, is_sure=is_sure)
        resolution.identifier = number or (match["number"] or "" if match else "")
        if told:
            take_course(self.source, resolution, told)
        resolution.is_proposal = proposing and resolution.result in ("", "not_recorded")
        if proposing and (mover := MOVER.search(self.source.plain[span.start : span.end])):
            resolution.mover = self.source.value(
                Span(span.start + mover.start("name"), span.start + mover.end("name"))
            )
        if not self._adopts(resolution):
            self.found.append(resolution)
        return following

    def _adopts(self, resolution: ResolutionRead) -> bool:
        """Let the adoption of a proposal, worded alike, take its place."""
        key = _bare(resolution.text.value)
        for earlier in reversed(self.found[-40:]):
            if _bare(earlier.text.value) == key:
                if earlier.is_proposal and not resolution.is_proposal:
                    earlier.is_proposal, earlier.result = False, resolution.result
                    earlier.doubts = resolution.doubts
                    earlier.identifier = earlier.identifier or resolution.identifier
                    earlier.text = resolution.text
                self._again += 1
                return True
        return False

    def _listed(self, index: int, line: SourceLine, kind: str) -> int | None:
        following = index + 1
        began = False
        while following < len(self.lines):
            after = self.lines[following]
            if not after.text:
                following += 1
                if began and not self.lines[following : following + 1]:
                    break
                continue
            if (
                after.heading
                or (began and not after.bullet)
                or (not after.bullet and SPEAKER.match(after.text))
            ):
                break
            if after.bullet and line.bullet and after.indent <= line.indent:
                break
            following, began = self._add_latin(self._paragraph(following, after.at), kind, None), True
            if not after.bullet:
                break
        return following if began else None

    def _section(self, index: int, line: SourceLine) -> int | None:
        if (
            len(line.text) > 60
            or not SECTION.fullmatch(line.text)
            or not (line.heading or self._alone(index))
        ):
            return None
        is_conclusion = line.text.casefold().startswith(tuple(CONCLUDING))
        kind = "concluding" if is_conclusion else "agreeing"
        following = index + 1
        began = in_code = False
        is_list = bool(line.heading) and is_conclusion and self._has_points(following)
        while following < len(self.lines):
            after = self.lines[following]
            is_fence = self.source.text.startswith(("```", "~~~"), after.start)
            in_code ^= is_fence
            if in_code or is_fence or not after.text:
                following += 1
                continue
            if after.heading or (began and not line.heading and not after.bullet and not after.is_row):
                break
            if after.is_blank:
                following += 1
                continue
            if after.is_row:
                following, began = self._table(following, after) or self._add_row(following, after), True
                continue
            if LATIN_LABEL.match(after.text):
                following, began = self._latin_decision(following, after) or following + 1, True
                continue
            if not after.bullet and (behind := self._motion(following, after)) is not None:
                following, began = behind, True
                continue
            if is_list and not after.bullet:
                following += 1
                continue
            following, began = self._add_point(following, kind, is_first=not began), True
        return following

    def _add_point(self, index: int, kind: str, *, is_first: bool) -> int:
        """Take a paragraph for a decision, unless it is set below another; return the line behind it."""
        line = self.lines[index]
        span = self._paragraph(index, line.at)
        if is_first or line.indent <= self._list_indent:
            self._list_indent = line.indent
            return self._add_latin(span, kind, None)
        return self.source.line_at(span.end) + 1

    def _has_points(self, index: int) -> bool:
        """Return whether a conclusion is told in points; what else stands there is talk and examples."""
        for line in self.lines[index:]:
            if line.bullet or line.heading:
                return not line.heading
        return False

    def _alone(self, index: int) -> bool:
        """Say whether a bare word heads a list: a blank or a bullet follows, nothing stands before it."""
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        before = self.lines[index - 1] if index else None
        return bool(
            after
            and (after.bullet or not after.text)
            and (before is None or not before.text)
            and not self.lines[index].bullet
        )

    def _add_row(self, index: int, line: SourceLine) -> int:
        """Read a row of a table without heads: its number, and the longest of its cells."""
        spans = self.source.cells(line)
        words = [self.source.clean(span) for span in spans]
        numbers = [word for word in words[:1] if re.fullmatch(r"#?[0-9]+(?:[.-][0-9]+)*", word)]
        longest = max(range(len(words)), key=lambda cell: len(words[cell]))
        if numbers and words[longest]:
            self._add_latin(spans[longest], "agreeing", None, number=numbers[0])
        return index + 1

    def _status(self, index: int, line: SourceLine) -> int | None:
        """Read a heading whose next line is a result and little else: **Approved** | …."""
        before = index - 1
        while before >= 0 and self.lines[before].is_blank:
            before -= 1
        if before < 0 or not self.lines[before].heading or index - before > 3 or line.bullet:
            return None
        match = STATUS_LINE.match(self.source.plain, line.at, line.stop)
        if match is None:
            return None
        heading = self.lines[before]
        result = self.source.value(Span(*match.span("result")))
        resolution = self._cases.resolution(heading.span, result_in(result.value, "deferred"))
        resolution.subject, resolution.result_as_written = None, result
        self.found.append(resolution)
        return index + 1

    def _motion(self, index: int, line: SourceLine) -> int | None:
        if not line.text.isascii() and HAN_LETTER.search(line.text[:200]):
            return None
        heading = self._heading
        matter = self.source.trimmed(heading.end, line.start) if heading else None
        if matter and matter.start >= matter.end:
            matter = heading.span if heading else None
        found = read_vote_line(self.source, index, matter) or read_named_motion(self.source, index)
        found = found or self._motion_at(index)
        if found is None:
            return None
        if not found.resolutions:
            return found.following
        first = found.resolutions[0].text.span
        if self.found and self.found[-1].text.span.start == first.start:  # its words stood behind a label
            self.found.pop()
        about = self._cases.headings.matter
        for resolution in found.resolutions:
            if about and resolution.text.span != about.span:
                resolution.subject = self.source.value(about.span)
        self.found += found.resolutions
        return found.following

    def _paragraph(self, index: int, start: int) -> Span:
        end = self.lines[index].stop
        first = self.lines[index]
        while index + 1 < len(self.lines) and end - start < LONGEST_DECISION:
            line, after = self.lines[index], self.lines[index + 1]
            if not after.text or after.heading or after.bullet or after.is_row or after.is_numbered_heading:
                break
            if LATIN_LABEL.match(after.text) or SPEAKER.match(after.text) or tells_course(after.text):
                break
            if ACTION_LABEL.match(after.text) or begins_item(line.text, after.text):
                break
            if line.stop - line.at < LEAST_WRAPPED and after.indent <= first.indent:
                break
            index, end = index + 1, after.stop
        return self.source.trimmed(start, end)


@lru_cache(MOST_RESOLUTIONS)
def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", name_key(one_script(MOVER.sub("", text))))


def read_decisions(source: Source, title: Span | None = None) -> list[ResolutionRead]:
    # Running text quotes an action whole where its sentences alone would give a part of it.
    found = read_quoted_actions(source) + read_numbered(source)
    for further in (DecisionReader(source, title).read(), read_directives(source)):
        taken = sorted(resolution.text.span for resolution in found)
        found += [resolution for resolution in further if not _overlaps(resolution.text.span, taken)]
    return sorted(found, key=lambda resolution: resolution.text.span)[:MOST_RESOLUTIONS]


def _overlaps(span: Span, taken: list[Span]) -> bool:
    at = bisect_left(taken, span)
    return any(
        span.start < other.end and other.start < span.end for other in taken[max(0, at - 1) : at + 1]
    )
