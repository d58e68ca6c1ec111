"""The matter that a line of minutes belongs to, and the decision about it."""

import re

from archive.reader.actions import LABEL_WITHIN as ACTION_WITHIN
from archive.reader.decision_labels import HAN_OTHER_LABEL, LONGEST_DECISION, han_label
from archive.reader.matters import HAN_SUBJECT, LEVELS, LIST_NUMBER, Headings, Matter, heads_part
from archive.reader.outcomes import settle_result
from archive.reader.patterns import PAD
from archive.reader.results import Doubt, ResolutionRead, Span
from archive.reader.source import Source, SourceLine
from archive.reader.votes import read_votes
from archive.text.pinyin import HAN

_HAN_MOVER = re.compile(
    rf"(?P<kind>提案|动议|提议|附议){PAD}(?:人|者|委员|议员|代表){PAD}:{PAD}"
    rf"(?P<name>(?:(?!等)[{HAN}·]){{2,8}})(?={PAD}(?:$|[\n;。.]|[{HAN}]{{2,4}}{PAD}:))"
)
_NUMBERED_CASE = re.compile(
    rf"(?P<number>第[ ]?[一二三四五六七八九十0-9]{{1,3}}案){PAD}(?:[:、]{PAD}(?P<name>[^\n]{{2,200}}))?"
)
# Who wrote it down in a chat, and when: (tomas, 17:15:44)
_STAMP = re.compile(r"\s+\([\w-]{1,24}, [0-9]{2}:[0-9]{2}:[0-9]{2}\)$")
LONGEST_STAMP = 60


class Cases:
    """Follows which matter is being dealt with, and makes decisions about it."""

    def __init__(self, source: Source, title: Span | None = None) -> None:
        self.source = source
        self.headings = Headings(source, title)
        self.current = Matter()

    def take_mover(self, line: SourceLine) -> None:
        """Take who put and seconded a matter: one person; the first of several does not stand for all."""
        for match in _HAN_MOVER.finditer(self.source.plain, line.at, min(line.stop, line.at + 200)):
            span = self.source.trimmed(*match.span("name"))
            if match["kind"] == "附议":
                self.current.seconder = span
            else:
                self.current.mover = span

    def open_numbered(self, line: SourceLine) -> None:
        """Leave the matter; a line such as 第三案 or 第三案:修繕屋頂 opens the next."""
        match = _NUMBERED_CASE.fullmatch(self.source.plain, line.at, line.stop)
        self.current = Matter()
        if match:
            name = self.source.trimmed(*match.span("name")) if match["name"] else None
            self.current = Matter(
                name, self.source.clean(Span(*match.span("number"))), is_case=True, level=0
            )

    def open(self, index: int) -> bool:
        """Take the matter that a line names, if it does; say whether another was closed for it."""
        line, plain = self.source.lines[index], self.source.plain
        number = LIST_NUMBER.match(plain, line.at, line.stop)
        start = number.end() if number else line.at
        subject = HAN_SUBJECT.match(plain, start, line.stop)
        if subject is None and self.current.is_case and not line.heading:
            return False
        level = LEVELS[number.lastgroup] if number and not line.heading else -1
        # 议题:甲;乙 names several, and so none of them.
        is_part = (
            heads_part(line.text) if subject is None else ";" in subject["rest"] and "议题" in subject[0]
        )
        if is_part and not line.heading and level > self.current.level:
            return False  # a part of what is told of the matter
        is_case = bool(subject and subject["rest"].strip() and "案" in subject["label"])
        identifier = (
            self.current.identifier if subject else self.source.clean(line.span) if line.heading else ""
        )
        if line.heading and not is_case:
            about = self.headings.matter
            number = LIST_NUMBER.match(plain, about.at, about.stop) if about else None
            span = self.source.trimmed(number.end() if number else about.at, about.stop) if about else None
        elif is_part:
            span = None
        else:
            span = self._block(index, subject.start("rest") if subject and is_case else start)
        self.current = Matter(span, identifier, is_case, level)
        return True

    def _block(self, index: int, start: int) -> Span:
        end = self.source.lines[index].stop
        for line in self.source.lines[index + 1 : index + 60]:
            if (
                not line.text
                or line.heading
                or HAN_OTHER_LABEL.match(line.text)
                or LIST_NUMBER.match(line.text)
                or han_label(self.source, line)
            ):
                break
            if line.stop - start > LONGEST_DECISION:
                break
            end = line.stop
        return self.source.trimmed(start, end)

    def resolution(self, span: Span, result: str, *, is_sure: bool = True) -> ResolutionRead:
        action = ACTION_WITHIN.search(self.source.plain, *span)
        stamp = _STAMP.search(self.source.plain, max(span.start, span.end - LONGEST_STAMP), span.end)
        stop = min(match.start() if match else span.end for match in (action, stamp))
        value = self.source.value(self.source.trimmed(span.start, stop))
        subject = self.current.subject
        resolution = ResolutionRead(value, result=result, votes=read_votes(self.source, span))
        if subject and subject.end <= span.start and subject.start < subject.end:
            resolution.subject = self.source.value(subject)
        if self.current.is_case and (resolution.subject or subject is None):
            resolution.identifier = self.current.identifier
            resolution.mover = self.current.mover and self.source.value(self.current.mover)
            resolution.seconder = self.current.seconder and self.source.value(self.current.seconder)
        if not is_sure:
            resolution.doubts["result"] = Doubt((value,))
        settle_result(resolution, [])
        return resolution
