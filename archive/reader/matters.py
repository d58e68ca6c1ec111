"""The matters a text deals with and the lines that belong to each; decisions in running Chinese text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.reader.motions import read_votes
from archive.reader.results import ResolutionRead, Span
from archive.reader.source import Source, SourceLine
from archive.text.pinyin import HAN
from archive.text.vocabulary import result_in

_P = "[ \t\u3000]{0,60}"


def _padded(words: str) -> str:
    return "|".join(_P.join(word) for word in sorted(words.split(), key=len, reverse=True))


HAN_LETTER = re.compile(f"[{HAN}]")
HAN_KINDS = _padded(
    "決議 决议 議決 议决 決定 决定 結論 结论 裁示 審查意見 审查意见 討論結果 讨论结果 "
    "表決結果 表决结果 議定 议定 審議結果 审议结果 處理結果 主席裁示 会议结论 會議結論 "
    "会议决定 會議決定 会议决议 會議決議 議定事項 议定事项 决定事项 決定事項 決議事項 "
    "决议事项 会议议定 投票结果 投票結果 評審結論 评审结论 評議"
)
HAN_LABEL = re.compile(
    rf"(?P<lead>(?:\([^()\n]{{1,6}}\)|[0-9]{{1,2}}[.、)]|[\u2474-\u249b\u2460-\u2473]|"
    rf"[一二三四五六七八九十]{{1,3}}、)?{_P}(?:[^:,，。\n]{{0,10}},)?{_P}(?:大[會会]|本[會会]|"
    rf"[會会][議议]|院[會会]|委[員员][會会]|全[體体]|经|經)?{_P})"
    rf"(?P<kind>{HAN_KINDS}){_P}(?:如下|情形|內容|内容)?{_P}(?P<end>:|$)"
)
HAN_SUBJECT = re.compile(
    rf"(?:[案][ \t\u3000]{{0,60}}[由名]|[議议][題题案][0-9一二三四五六七八九十]{{0,3}}|[提][ "
    rf"]?案[0-9一二三四五六七八九十]{{0,3}}|主[ \u3000]{{0,60}}旨|事[ "
    rf"\u3000]{{0,60}}由){_P}[、:.]{_P}(?P<rest>.*)"
)
_OTHER_LABELS = _padded(
    "說明 说明 辦法 办法 提案人 提案單位 提案单位 連署人 汇报人 匯報人 遗留问题 報告人 報告單位 "
    "备注 備註 理由 擬辦 討論 讨论 背景 附件 主席 案由 時間 地點 散會 臨時動議 "
    "擬定 遗留 待办 后续 下一步"
)
HAN_OTHER_LABEL = re.compile(rf"(?:{_OTHER_LABELS}|[一-鿿／/]{{2,12}})(?:[／/][{HAN}]{{1,6}})?{_P}:")
HAN_END = re.compile(
    r"(?:散[ \u3000]{0,60}[會会]|[臨临][ \u3000]{0,60}[時时][ \u3000]{0,60}[動动提][ "
    r"\u3000]{0,60}[議议案]|[討讨][ \u3000]{0,60}[論论][ \u3000]{0,60}事[ \u3000]{0,60}[項项]|"
    r"[報报][ \u3000]{0,60}告[ \u3000]{0,60}事[ \u3000]{0,60}[項项]|[選选][ "
    r"\u3000]{0,60}[舉举][ \u3000]{0,60}事|其[ \u3000]{0,60}他[ \u3000]{0,60}事|\(?休息|第[ "
    r"]?[一二三四五六七八九十0-9]+案)"
)
LATIN_LABEL = re.compile(
    r"(?:(?P<speaker>[^\W\d_][^:\n<>]{0,30}):[ ]{1,4})?(?:\[?(?P<open>proposed|draft)[ "
    r"]+)?(?P<kind>resolution|resolved|decision|decided|decision made|agreed|agreement|"
    r"consensus|conclusion|outcome|proposal|proposed|motion|resolution passed)s?"
    r"(?:[ ]?(?:\#|no\.?|number)?[ ]?(?P<number>[0-9]+(?:[./-][0-9]+)*))?[ "
    r"]*(?:\([^()\n]{0,30}\)[ ]*)?(?:\]?:|=>|[–—](?=[ ]))[ ]*(?P<rest>\S.*)?$",
    re.IGNORECASE,
)
SECTION = re.compile(
    r"(?:(?:key|main|summary of|list of|meeting|final)[ ]+)?(?:decisions?|resolutions?|"
    r"conclusions?|outcomes?|agreements?)(?:[ ](?:made|taken|reached|adopted|passed|items?|of "
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
LIST_NUMBER = re.compile(
    r"(?:\((?P<han>[一二三四五六七八九十]{1,3})\)|(?P<comma>[一二三四五六七八九十]{1,3})、|"
    r"(?P<digit>[0-9]{1,2})[、.)](?![0-9]))[ \t\u3000]{0,60}"
)
MOVER = re.compile(r"\((?P<name>[^()\n]{3,40})\)$")
ROW = re.compile(r"\|")
NOTHING = re.compile(
    r"(?:none|n/?a|tbd|nil|无|無|暂无|略|no (?:decisions?|resolutions?|conclusions?).*)?[.。]?",
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
LEAST_WRAPPED = 48
MOST_RESOLUTIONS = 5_000


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
        self._heading: SourceLine | None = None
        self._list_indent = 0

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
        end = self.lines[index].stop
        first = self.lines[index]
        while index + 1 < len(self.lines) and end - start < LONGEST_DECISION:
            line, after = self.lines[index], self.lines[index + 1]
            if not after.text or after.heading or after.bullet or after.is_row:
                break
            if LATIN_LABEL.match(after.text) or SPEAKER.match(after.text):
                break
            if line.stop - line.at < LEAST_WRAPPED and after.indent <= first.indent:
                break
            index, end = index + 1, after.stop
        return self.source.trimmed(start, end)

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

    def _han_label(self, line: SourceLine) -> re.Match[str] | None:
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


# Decisions and demands in running Chinese text: 会议决定，…； 会议要求，…

_WHO = (
    "(?:[会會][议議]|[与與][会會]人员|全体[与與]会人员|大[会會]|党委[会會]?|党组[会會]?|"
    "常委[会會]|理事[会會]|董事[会會]|委[员員][会會]|支委[会會]|办公[会會]|[经經]研究|"
    "[经經][会會][议議]研究|[经經][讨討][论論])"
)
_DECIDING = (
    "原[则則]上?同意|原[则則]上?通[过過]|一致同意|一致[认認]为同意|一致通[过過]|"
    "[审審][议議]并?(?:原[则則])?通[过過]|表[决決]通[过過]|研究[决決]定|研究同意|"
    "研究[确確]定|[讨討][论論][决決]定|[决決]定|[议議]定|[决決][议議]|同意|通[过過]|批准|"
    "[确確]定|明[确確]|不同意|否[决決]|[暂暫][缓緩]"
)
_DEMANDING = "要求|强[调調]|強調|部署|[责責]成|提出(?:要求)?"
_START = re.compile(
    rf"(?:^|(?<=[。;\n])|(?<=、))[ "
    rf"\t\u3000]{{0,60}}(?P<whole>(?P<who>{_WHO})(?:[经經][过過]?[^，,。:]{{0,12}}[,，]?)?(?:还"
    rf"|還|同时|並|并|最后|最後)?(?:(?P<deciding>{_DECIDING})|"
    rf"(?P<demanding>{_DEMANDING}))(?:了|如下|以下事[项項])?)",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、是]|[0-9]{1,2}[.、)])"
)
_OPENER = re.compile(r"(?:如下|以下事[项項]|事[项項])?[:：]?$")
LONGEST = 4000
LONGEST_LINE = 50_000
MOST_DIRECTIVES = 2_000


def read_directives(source: Source) -> list[ResolutionRead]:
    found: list[ResolutionRead] = []
    for index, line in enumerate(source.lines):
        if line.heading or line.stop - line.at > LONGEST_LINE:
            continue
        if len(found) > MOST_DIRECTIVES:
            break
        starts = list(_START.finditer(source.plain, line.at, line.stop))
        ends = [match.start("whole") for match in starts[1:]] + [line.stop]
        for match, end in zip(starts, ends, strict=False):
            found += _read(source, index, match, min(end, match.start("whole") + LONGEST))
    return found


def _read(source: Source, index: int, match: re.Match[str], end: int) -> Iterator[ResolutionRead]:
    deciding = bool(match["deciding"])
    span = source.trimmed(match.start("whole"), end)
    rest = source.plain[match.end("whole") : end].strip(" \t\u3000")
    if deciding and end == source.lines[index].stop and (not rest or _OPENER.fullmatch(rest)):
        # 会议决定： with its points on the lines below.
        yield from (_resolution(source, item, "决定") for item in _points(source, index + 1))
        return
    if rest:
        yield _resolution(source, span, match["deciding"] or "")


def _points(source: Source, index: int) -> Iterator[Span]:
    while index < len(source.lines):
        line = source.lines[index]
        match = _NUMBERED.match(source.plain, line.at, line.stop)
        if line.text and not match:
            return
        if match:
            yield source.trimmed(match.end(), line.stop)
        index += 1


def _resolution(source: Source, span: Span, verb: str) -> ResolutionRead:
    classification = "resolution" if verb else "directive"
    result = result_in(verb, "adopted") if verb else ""
    return ResolutionRead(
        source.value(span), classification=classification, result=result, votes=read_votes(source, span)
    )
