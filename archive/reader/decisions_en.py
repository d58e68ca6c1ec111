"""Read decisions that an English label, a section or a status line marks."""

import re
from collections.abc import Iterator

from archive.reader.decision_words import (
    AGREEING,
    HAN_LETTER,
    LATIN_LABEL,
    LONGEST_DECISION,
    MOVER,
    NOTHING,
    PROPOSING,
    ROW,
    SECTION,
    SPEAKER,
    STATUS_LINE,
)
from archive.reader.matters import MatterReader
from archive.reader.motions import read_motion, read_vote_line
from archive.reader.outcomes import result_in
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Line
from archive.text.names import name_key


class LatinDecisionReader(MatterReader):
    """Reads decisions behind English labels, in sections of decisions, and below headings."""

    def _latin_decision(self, index: int, line: Line) -> int | None:
        if line.stop - line.at > LONGEST_DECISION:
            return None
        match = LATIN_LABEL.match(self.source.plain, line.at, line.stop)
        if match is None:
            return None
        kind = match["kind"].casefold().rstrip("s")
        if not match["rest"]:
            return self._listed(index, line, kind) if not line.heading or kind != "motion" else None
        if kind == "motion" and not match["number"] and len(match["rest"]) < 3:
            return None
        span = self._paragraph(index, match.start("rest"))
        self._add_latin(span, kind, match)
        return self.source.line_at(span.end) + 1

    def _add_latin(self, span: Span, kind: str, match: re.Match[str] | None, *, number: str = "") -> None:
        words = self.source.clean(span)
        if NOTHING.fullmatch(words) or not words:
            return
        proposing = kind in PROPOSING or bool(match and match["open"])
        default = "not_recorded" if proposing else "adopted" if kind in AGREEING else ""
        result = (
            default
            if proposing or (kind in AGREEING and result_in(words) == "referred")
            else result_in(words, default)
        )
        resolution = self._resolution(span, result)
        resolution.identifier = number or (match["number"] or "" if match else "")
        resolution.is_proposal = proposing
        if proposing and (mover := MOVER.search(self.source.plain[span.start : span.end])):
            resolution.mover = self.source.value(
                Span(span.start + mover.start("name"), span.start + mover.end("name"))
            )
        if not self._adopts(resolution):
            self.found.append(resolution)

    def _adopts(self, resolution: ResolutionRead) -> bool:
        """Let the adoption of a proposal, worded alike, take its place."""
        key = _bare(resolution.text.value)
        for earlier in reversed(self.found[-40:]):
            if _bare(earlier.text.value) == key:
                if earlier.is_proposal and not resolution.is_proposal:
                    earlier.is_proposal, earlier.result = False, resolution.result
                    earlier.identifier = earlier.identifier or resolution.identifier
                    earlier.text = resolution.text
                return True
        return False

    def _listed(self, index: int, line: Line, kind: str) -> int | None:
        """Read the list or the paragraph below a label that stands alone on its line."""
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
            span = self._paragraph(following, after.at)
            self._add_latin(span, kind, None)
            began = True
            following = self.source.line_at(span.end) + 1
            if not after.bullet:
                break
        return following if began else None

    def _section(self, index: int, line: Line) -> int | None:
        """Read a section of decisions: its list, its table or its paragraphs."""
        if (
            len(line.text) > 60
            or not SECTION.fullmatch(line.text)
            or not (line.heading or self._alone(index))
        ):
            return None
        kind = "conclusion" if line.text.casefold().startswith(("conclusion", "outcome")) else "decision"
        following = index + 1
        began = False
        while following < len(self.lines):
            after = self.lines[following]
            if after.heading or (
                began and not line.heading and after.text and not after.bullet and not after.is_row
            ):
                break
            if not after.text or after.is_blank:
                following += 1
                continue
            if after.is_row:
                self._add_row(after)
                following, began = following + 1, True
                continue
            if LATIN_LABEL.match(after.text):
                following, began = self._latin_decision(following, after) or following + 1, True
                continue
            span = self._paragraph(following, after.at)
            if not began or after.indent <= self._list_indent:
                self._list_indent = after.indent
                self._add_latin(span, kind, None)
            began = True
            following = self.source.line_at(span.end) + 1
        return following

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

    def _add_row(self, line: Line) -> None:
        """Read a row of a table of decisions: its number, and the longest of its cells."""
        spans = [self.source.trimmed(line.at + start, line.at + end) for start, end in _cells(line.text)]
        words = [self.source.clean(span) for span in spans]
        numbers = [word for word in words[:1] if re.fullmatch(r"#?[0-9]+(?:[.-][0-9]+)*", word)]
        longest = max(range(len(words)), key=lambda cell: len(words[cell]), default=None)
        if longest is not None and numbers and words[longest]:
            self._add_latin(spans[longest], "decision", None, number=numbers[0])

    def _status(self, index: int, line: Line) -> int | None:
        """Read a heading whose next line is a result and little else: **Approved** | …."""
        match = STATUS_LINE.match(self.source.plain, line.at, line.stop)
        before = index - 1
        while before >= 0 and self.lines[before].is_blank:
            before -= 1
        if (
            match is None
            or before < 0
            or not self.lines[before].heading
            or index - before > 3
            or line.bullet
        ):
            return None
        heading = self.lines[before]
        result = self.source.value(Span(*match.span("result")))
        resolution = self._resolution(
            heading.span, result_in(result.value.casefold().replace("needs work", "deferred"), "deferred")
        )
        resolution.subject, resolution.result_as_written = None, result
        self.found.append(resolution)
        return index + 1

    def _motion(self, index: int, line: Line) -> int | None:
        """Read a motion in words, or the vote on the matter that the heading above names."""
        if HAN_LETTER.search(line.text[:200]):
            return None
        heading = self._heading
        matter = self.source.trimmed(heading.end, line.start) if heading else None
        if matter and matter.start >= matter.end:
            matter = heading.span if heading else None
        found = read_vote_line(self.source, index, matter) or read_motion(self.source, index)
        if found is None:
            return None
        if heading and found.resolution.text.span != heading.span:
            found.resolution.subject = self.source.value(heading.span)
        self.found.append(found.resolution)
        return found.following


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", name_key(MOVER.sub("", text)))


def _cells(row: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in ROW.finditer(row):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(row):
        yield start, len(row)
