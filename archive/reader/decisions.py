"""Read the resolutions that a text marks: by a label, in a section of decisions, or case by case."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from archive.reader.actions import LABEL as ACTION_LABEL
from archive.reader.actions import LABEL_WITHIN as ACTION_WITHIN
from archive.reader.charges import CHARGE
from archive.reader.directives import is_only_counts, read_directives, result_under_label
from archive.reader.matters import HAN_SUBJECT, LEVELS, LIST_NUMBER, Headings, Matter, heads_part
from archive.reader.motions import (
    MotionRead,
    begins_item,
    parted,
    read_motion,
    read_numbered,
    read_running_motions,
    read_vote_line,
    result_of,
    settle_result,
    take_course,
    tells_course,
)
from archive.reader.results import Doubt, ResolutionRead, Span
from archive.reader.source import LEAST_WRAPPED, Source, SourceLine
from archive.reader.votes import SENTENCE_END, read_votes
from archive.text.folding import one_script
from archive.text.names import name_key
from archive.text.pinyin import HAN
from archive.text.vocabulary import result_in, result_of_status

_P = "[ \t\u3000]{0,60}"


def _padded(words: str) -> str:
    return "|".join(_P.join(word) for word in sorted(words.split(), key=len, reverse=True))


HAN_LETTER = re.compile(f"[{HAN}]")
HAN_KINDS = _padded(
    "决议 议决 决定 结论 裁示 审查意见 讨论结果 表决结果 议定 审议结果 处理结果 主席裁示 会议结论 "
    "会议决定 会议决议 议定事项 决定事项 决议事项 会议议定 投票结果 评审结论 评议"
)
HAN_LABEL = re.compile(
    rf"(?P<lead>(?:\([^()\n]{{1,6}}\)|[0-9]{{1,2}}[.、)]|[\u2474-\u249b\u2460-\u2473]"
    rf"|[一二三四五六七八九十]{{1,3}}、)?{_P}(?:[^:,，。\n]{{0,10}},)?{_P}(?:大会|本会|会议|院会"
    rf"|委员会|全体|经)?{_P})(?P<kind>{HAN_KINDS}){_P}(?:如下|情形|内容)?{_P}(?P<end>:|$)"
)
_OTHER_LABELS = _padded(
    "说明 办法 提案人 提案单位 连署人 汇报人 遗留问题 报告人 报告单位 备注 理由 拟办 讨论 背景 附件 "
    "主席 案由 时间 地点 散会 临时动议 拟定 遗留 待办 后续 下一步"
)
HAN_OTHER_LABEL = re.compile(rf"(?:{_OTHER_LABELS}|[一-鿿／/]{{2,12}})(?:[／/][{HAN}]{{1,6}})?{_P}:")
HAN_MOVER = re.compile(
    rf"(?P<kind>提案|动议|提议|附议){_P}(?:人|者|委员|议员|代表){_P}:{_P}"
    rf"(?P<name>(?:(?!等)[{HAN}·]){{2,8}})(?={_P}(?:$|[\n;。.]|[{HAN}]{{2,4}}{_P}:))"
)
HAN_END = re.compile(
    r"(?:散[ \u3000]{0,60}会|临[ \u3000]{0,60}时[ \u3000]{0,60}[动提][ \u3000]{0,60}[议案]"
    r"|讨[ \u3000]{0,60}论[ \u3000]{0,60}事[ \u3000]{0,60}项"
    r"|报[ \u3000]{0,60}告[ \u3000]{0,60}事[ \u3000]{0,60}项|选[ \u3000]{0,60}举[ \u3000]{0,60}事"
    r"|其[ \u3000]{0,60}他[ \u3000]{0,60}事|\(?休息|第[ ]?[一二三四五六七八九十0-9]+案"
    r"|[提议]案[一二三四五六七八九十0-9]{1,3}[ \u3000]{0,60}$|[壹贰叁参肆伍陆柒捌玖拾]{1,2}、)"
)
LATIN_LABEL = re.compile(
    r"(?:(?P<speaker>[^\W\d_][^:\n<>]{0,30}):[ ]{1,4})?(?:\[?(?P<open>proposed|draft)[ "
    r"]+)?(?:(?:ordinary|special|extraordinary|written|board)[ ])?"
    r"(?P<kind>resolution|resolved|decision|decided|decision made|agreed|agreement|"
    r"consensus|conclusion|outcome|proposal|proposed|motion|resolution passed)s?"
    r"(?:[ ]?(?:\#|no\.?|number)?[ ]?(?P<number>[0-9]+(?:[./-][0-9]+)*))?[ "
    r"]*(?:\([^()\n]{0,30}\)[ ]*)?(?:\]?:|=>|[–—](?=[ ]))[ ]*(?P<rest>\S.*)?$",
    re.IGNORECASE,
)
INNER_LABEL = re.compile(  # … rear extension. RESOLVED: no objection.
    r"(?<=[.;)][ ])(?P<kind>RESOLVED|AGREED|DECISION|RESOLUTION)(?P<number>)(?P<open>)[ ]?:[ ]*"
    r"(?P<rest>\S.*)$"
)
OPENING_SENTENCE = re.compile(  # In section 5.3 the following changes were agreed:
    r"(?:(?:[^:\n]{0,200}[ ])?(?:the following|these)(?:[ ][\w'’-]+){0,8}?[ ](?:was|were)(?:[ ]then)?[ ]"
    r"(?P<kind>agreed|resolved|decided)(?:[ ](?:upon|on|unanimously|by consensus))?"
    r"|(?:it was|we|(?:the )?(?:board|committee|council|group|meeting|members|trustees|directors))[ ]"
    r"(?:then |also |unanimously )?(?P<active>agreed|resolved|decided)(?:[ ](?:on|upon|to))?"
    r"[ ](?:the following|as follows)(?:[ ][\w'’-]+){0,8}?)[ ]?:$",
    re.IGNORECASE,
)
OF_ACTIONS = re.compile(r"\b(?:actions?|tasks?|steps?|to-?dos?|not)\b", re.IGNORECASE)
SECTION = re.compile(
    r"(?:(?:key|main|summary of|list of|meeting|final)[ ]+)?(?:decisions?|resolutions?|"
    r"conclusions?|outcomes?|agreements?)(?:[ ]?/[ ]?(?:decisions?|resolutions?|conclusions?|outcomes?))?"
    r"(?:[ ](?:made|taken|reached|adopted|passed|items?|of "
    r"the meeting))?(?:[ ](?:and|&)[ ](?:conclusions|agreements|outcomes|resolutions))?[ ]*:?",
    re.IGNORECASE,
)
STATUS_LINE = re.compile(
    r"(?:(?:status|result|outcome|decision)[ ]*:[ ]*)?(?P<result>(?:conditionally |"
    r"provisionally |unanimously |not |needs? |motion |bill |item |won'?t )?(?:approved|"
    r"accepted|rejected|declined|adopted|passed|carried|defeated|deferred|postponed|"
    r"tabled|withdrawn|work|ready yet|ready|closed|fix|takes work|denied|failed|referred|"
    r"noted|agreed)(?: (?:as proposed|as amended|with (?:changes|feedback|comments|"
    r"amendments)|unanimously|in principle|with conditions|by consensus))?)[ ]*(?:[|.!]|$)",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"[^\W\d_][^:\n|]{0,30}:(?:\s|$)")
MOVER = re.compile(r"\((?P<name>[^()\n]{3,40})\)$")
ROW = re.compile(r"\|")
NOTHING = re.compile(
    r"(?:none|n/?a|tbd|nil|无|暂无|略|no (?:decisions?|resolutions?|conclusions?|motions?)\b.*)?[.。]?",
    re.IGNORECASE,
)
AGREEING = frozenset(
    [
        *"resolution resolved decision decided agreed agreement consensus".split(),
        *("decision made", "resolution passed"),
    ]
)
PROPOSING = frozenset(["proposal", "proposed"])
LONGEST_DECISION = 12_000
MOST_RESOLUTIONS = 5_000


class DecisionReader:
    """Reads decisions line by line, remembering the matter they are about."""

    def __init__(self, source: Source, title: Span | None = None) -> None:
        self.source = source
        self.lines = source.lines
        self._headings = Headings(source, title)
        self.found: list[ResolutionRead] = []
        self._case = Matter()
        self._opinions: list[ResolutionRead] = []
        self._heading: SourceLine | None = None
        self._list_indent = 0
        self._motions: dict[int, MotionRead | None] = {}

    def read(self) -> list[ResolutionRead]:
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
            self._headings.enter(line)
        if HAN_END.match(line.text):
            self._close_case()
            self._case = Matter()
        if line.heading or HAN_SUBJECT.match(line.text) or LIST_NUMBER.match(line.text):
            self._open_case(index)
        if self._case.is_case:
            self._take_mover(line)
        readers = (self._han_decision, self._opened, self._motion, self._latin_decision)
        for reader in (*readers, self._section, self._status):
            if (following := reader(index, line)) is not None:
                return following
        return index + 1

    def _take_mover(self, line: SourceLine) -> None:
        """Take who put and seconded a matter: one person; the first of several does not stand for all."""
        for match in HAN_MOVER.finditer(self.source.plain, line.at, min(line.stop, line.at + 200)):
            span = self.source.trimmed(*match.span("name"))
            if match["kind"] == "附议":
                self._case.seconder = span
            else:
                self._case.mover = span

    # Behind Chinese labels: 決議：, 会议结论：, 大會議決：

    def _han_decision(self, index: int, line: SourceLine) -> int | None:
        match = self._han_label(line)
        if match is None:
            return None
        if not match["end"] and not line.heading and len(line.text) > 12:
            return None
        spans, following = self._han_spans(index, self.source.trimmed(match.end(), line.stop))
        kind = re.sub(r"\s", "", match["kind"])
        is_settled = (kind[0] not in "结讨" or "意" in kind) and not kind.endswith("裁示")
        for span in spans:
            self._add_han(span, opinion="意" in kind, settled=is_settled)
        return max(following, index + 1)

    def _add_han(self, span: Span, *, opinion: bool, settled: bool) -> None:
        words = self.source.words(span)
        if NOTHING.fullmatch(words):
            return
        told, said = span, words
        if is_only_counts(words):  # the vote on the matter above it
            if not self._case.subject:
                return
            span = self._case.subject
            words = self.source.words(span)
        result, is_sure = result_under_label(said, "adopted" if settled and not opinion else "")
        is_sure = is_sure and words[-1] != ":" and not (settled and self._only_heads(span))
        resolution = self._resolution(span, result, is_sure=is_sure)
        if told != span:
            resolution.votes = read_votes(self.source, told)
            settle_result(resolution, [])
        if opinion:
            self._opinions.append(resolution)
            return
        if self._case.is_case:
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

    def _han_spans(self, index: int, rest: Span) -> tuple[list[Span], int]:
        lines = [Span(rest.start, rest.end)] if rest.start < rest.end else []
        following = index + 1
        while following < len(self.lines):
            after = self.lines[following]
            if not CHARGE.match(self.source.plain, after.at, after.stop):  # 责任单位: is no part of it
                if not self._han_continues(index, following, lines):
                    break
                lines += [after.span] if after.text.strip() else []
            following += 1
        if not lines:
            return [], following
        if self._case.is_case:
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
            return any(line.text for line in self.lines[index + 1 : index + 4])
        number = LIST_NUMBER.match(after.text)
        return bool(number and len(taken) > 1 and self._number_continues(number, taken))

    def _number_continues(self, number: re.Match[str], taken: list[Span]) -> bool:
        if not taken:
            return True
        in_case = self._case.is_case
        if in_case and self.source.plain[taken[-1].end - 1] == ":":
            return True
        starts = [LIST_NUMBER.match(self.source.plain, *span) for span in taken]
        levels = [LEVELS[start.lastgroup] for start in starts if start]
        level = LEVELS[number.lastgroup]
        return level in levels or (in_case and bool(levels) and level > levels[0])

    # Behind English labels, in sections of decisions, and below headings

    def _latin_decision(self, index: int, line: SourceLine) -> int | None:
        if line.stop - line.at > LONGEST_DECISION:
            return None
        match = LATIN_LABEL.match(self.source.plain, line.at, line.stop)
        match = match or INNER_LABEL.search(self.source.plain, line.at, line.stop)
        if match is None:
            return None
        kind = match["kind"].casefold().rstrip("s")
        if not match["rest"]:
            return self._listed(index, line, kind) if not line.heading or kind != "motion" else None
        if kind == "motion" and not match["number"] and len(match["rest"]) < 3:
            return None
        if match["number"] and self._is_moved_below(index):
            return None
        return self._add_latin(self._paragraph(index, match.start("rest")), kind, match)

    def _opened(self, index: int, line: SourceLine) -> int | None:
        """Read the list that a sentence opens: the following changes were agreed:"""
        if not line.text.endswith(":") or line.heading or line.bullet:
            return None
        match = OPENING_SENTENCE.match(self.source.plain, line.at, line.stop)
        if match is None or OF_ACTIONS.search(match[0]):
            return None
        return self._listed(index, line, (match["kind"] or match["active"]).casefold())

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
        proposing = kind in PROPOSING or bool(match and match["open"])
        result, is_sure = ("not_recorded", True) if proposing else result_of_label(kind, words)
        resolution = self._resolution(span, result, is_sure=is_sure)
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
        kind = "conclusion" if line.text.casefold().startswith(("conclusion", "outcome")) else "decision"
        following = index + 1
        began = in_code = False
        is_list = bool(line.heading) and kind == "conclusion" and self._has_points(following)
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
                self._add_row(after)
                following, began = following + 1, True
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

    def _add_row(self, line: SourceLine) -> None:
        """Read a row of a table of decisions: its number, and the longest of its cells."""
        spans = [self.source.trimmed(line.at + start, line.at + end) for start, end in _cells(line.text)]
        words = [self.source.clean(span) for span in spans]
        numbers = [word for word in words[:1] if re.fullmatch(r"#?[0-9]+(?:[.-][0-9]+)*", word)]
        longest = max(range(len(words)), key=lambda cell: len(words[cell]), default=None)
        if longest is not None and numbers and words[longest]:
            self._add_latin(spans[longest], "decision", None, number=numbers[0])

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
        resolution = self._resolution(
            heading.span, result_in(result.value.casefold().replace("needs work", "deferred"), "deferred")
        )
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
        found = read_vote_line(self.source, index, matter) or self._motion_at(index)
        if found is None:
            return None
        first = found.resolutions[0].text.span
        if self.found and self.found[-1].text.span.start == first.start:  # its words stood behind a label
            self.found.pop()
        about = self._headings.matter
        for resolution in found.resolutions:
            if about and resolution.text.span != about.span:
                resolution.subject = self.source.value(about.span)
        self.found += found.resolutions
        return found.following

    # The matter that is being dealt with, and the lines that belong to it

    def _open_case(self, index: int) -> None:
        line, plain = self.lines[index], self.source.plain
        number = LIST_NUMBER.match(plain, line.at, line.stop)
        start = number.end() if number else line.at
        subject = HAN_SUBJECT.match(plain, start, line.stop)
        if subject is None and self._case.is_case and not line.heading:
            return
        level = LEVELS[number.lastgroup] if number and not line.heading else -1
        # 议题:甲;乙 names several, and so none of them.
        is_part = (
            heads_part(line.text) if subject is None else ";" in subject["rest"] and "议题" in subject[0]
        )
        if is_part and not line.heading and level > self._case.level:
            return  # a part of what is told of the matter
        self._close_case()
        is_case = bool(subject and subject["rest"].strip() and "案" in subject["label"])
        identifier = (
            self._case.identifier if subject else self.source.clean(line.span) if line.heading else ""
        )
        if line.heading and not is_case:
            about = self._headings.matter
            number = LIST_NUMBER.match(plain, about.at, about.stop) if about else None
            span = self.source.trimmed(number.end() if number else about.at, about.stop) if about else None
        elif is_part:
            span = None
        else:
            span = self._block(index, subject.start("rest") if subject and is_case else start)
        self._case = Matter(span, identifier, is_case, level)

    def _close_case(self) -> None:
        """Keep the opinions of a committee only where the assembly itself decided nothing."""
        self.found += self._opinions
        self._opinions = []

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

    def _block(self, index: int, start: int) -> Span:
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

    def _resolution(self, span: Span, result: str, *, is_sure: bool = True) -> ResolutionRead:
        action = ACTION_WITHIN.search(self.source.plain, *span)
        value = self.source.value(self.source.trimmed(span.start, action.start() if action else span.end))
        subject = self._case.subject
        resolution = ResolutionRead(value, result=result, votes=read_votes(self.source, span))
        if subject and subject.end <= span.start and subject.start < subject.end:
            resolution.subject = self.source.value(subject)
            if self._case.is_case:
                resolution.identifier = self._case.identifier
                resolution.mover = self._case.mover and self.source.value(self._case.mover)
                resolution.seconder = self._case.seconder and self.source.value(self._case.seconder)
        if not is_sure:
            resolution.doubts["result"] = Doubt((value,))
        settle_result(resolution, [])
        return resolution

    def _han_label(self, line: SourceLine) -> re.Match[str] | None:
        if line.text.isascii():
            return None
        plain = self.source.plain
        if match := HAN_LABEL.match(plain, line.at, line.stop):
            return match
        colon = plain.rfind(":", line.at, line.stop)
        if colon < 0 or line.stop - line.at > 2000:
            return None
        for comma in re.finditer("[,。;]", plain[line.at : colon]):
            match = HAN_LABEL.match(plain, line.at + comma.end(), line.stop)
            if match and match["end"]:
                return match
        return None


def result_of_label(kind: str, words: str) -> tuple[str, bool]:
    """Return the result of a decision behind an English label, and whether that is sure.

    What was decided may speak of other results than its own: of what was rejected, or is to be approved.
    """
    if kind not in AGREEING:
        sentence = SENTENCE_END.split(words.rstrip(".;"))[-1].strip()
        told = result_of(sentence) if kind == "motion" else result_in(words)
        return told, bool(result_of_status(sentence))
    told = result_of(words, "adopted")
    return told, told in ("adopted", "noted") or bool(result_of_status(words))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", name_key(one_script(MOVER.sub("", text))))


def _cells(row: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in ROW.finditer(row):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(row):
        yield start, len(row)


def read_decisions(source: Source, title: Span | None = None) -> list[ResolutionRead]:
    # Running text quotes an action whole where its sentences alone would give a part of it.
    found = read_running_motions(source) + read_numbered(source)
    for further in (DecisionReader(source, title).read(), read_directives(source)):
        taken = sorted(resolution.text.span for resolution in found)
        found += [resolution for resolution in further if not _overlaps(resolution.text.span, taken)]
    return sorted(found, key=lambda resolution: resolution.text.span)[:MOST_RESOLUTIONS]


def _overlaps(span: Span, taken: list[Span]) -> bool:
    at = bisect_left(taken, span)
    return any(
        span.start < other.end and other.start < span.end for other in taken[max(0, at - 1) : at + 1]
    )
