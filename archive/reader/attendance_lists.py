"""Parts of attendance: which lines belong to a list of names, tables of people, head-counts."""

import re
from dataclasses import dataclass, field

from archive.reader.attendance_headings import Head, heads_in
from archive.reader.name_words import is_latin_post
from archive.reader.people import Manner, read_people
from archive.reader.results import DeclaredCount, NameEntry, Span
from archive.reader.source import Source, SourceLine
from archive.text.names import tidy_name
from archive.text.numerals import read_numeral
from archive.text.vocabulary import role_in

_HAN = re.compile("[\u3400-\u9fff]")
_ENDS_OPEN = re.compile(r"(?:[,、;&]|\band)$")
_HAN_LABEL = re.compile(
    r"(?:[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}、|\([一二三四五六七八九十]{1,2}\))|[^\s:]{2,10}:"
)
_BRACKET_NOTE = re.compile(r"^\(([^()\n]{1,12})\)[ \t\u3000]{0,60}(?=\S)")
_ONLY_NOTE = re.compile(r"\([^()\n]{1,12}\)")
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)|。")
MOST_IN_A_ROLE = 3


@dataclass(slots=True)
class NameList:
    """One head with what follows it: the rest of its line and the lines that belong to it."""

    head: Head
    inline: Span
    lines: list[SourceLine] = field(default_factory=list)


class Gatherer:
    """Decides line by line whether a list goes on."""

    def __init__(self, source: Source, first: SourceLine, part: NameList) -> None:
        self.source = source
        self.first = first
        self.part = part
        self.taken = 0
        self._seen = 0
        self._blank = False
        self._bulleted: bool | None = None

    def takes(self, line: SourceLine) -> bool:
        self._seen += 1
        if self.part.head.kind != "list" and len(self.part.lines) >= MOST_IN_A_ROLE:
            return False
        if line.is_blank and "|" not in line.text:
            # A rule under a heading or across the page ends a list that has begun.
            self._blank = True
            return not (line.text and self.part.lines)
        if not self._belongs(line):
            return False
        self.part.lines.append(line)
        self.taken = self._seen
        self._blank = False
        return True

    def _belongs(self, line: SourceLine) -> bool:
        if line.heading or heads_in(self.source, line, inside=True):
            return False
        if line.bullet or line.checked is not None:
            return self._bullet_belongs(line)
        if self._bulleted:
            return not self._blank and line.indent > self.part.lines[-1].indent and len(line.text) < 120
        if self._blank and (self.part.inline.start < self.part.inline.end or self.part.lines):
            return False
        return self._plain_belongs(line)

    def _bullet_belongs(self, line: SourceLine) -> bool:
        begun = self.part.inline.start < self.part.inline.end
        if self._bulleted is False or (begun and line.indent <= self.first.indent and self.first.bullet):
            return False
        if begun and self._blank:
            return False
        if not self._reads(line) and ((self._blank and len(self.part.lines) > 1) or len(line.text) >= 40):
            return False
        self._bulleted = True
        return True

    def _plain_belongs(self, line: SourceLine) -> bool:
        if (
            len(line.text) > 160
            and not _HAN.search(line.text)
            and line.text.count(",") < len(line.text) // 40
        ):
            return False
        if _HAN.search(line.text):
            belongs = self._han_belongs(line)
        else:
            before = self.source.plain[self.part.inline.start : self.part.inline.end]
            before = self.part.lines[-1].text if self.part.lines else before
            wrapped = _ENDS_OPEN.search(before.rstrip()) is not None
            indented = bool(before) and line.indent > self.first.indent
            label = ":" in line.text and not is_latin_post(line.text.split(":")[0])
            below = self.part.inline.start == self.part.inline.end
            belongs = (wrapped or indented or below or self._bulleted is False) and not label
            belongs = belongs and not _SENTENCE.search(line.text.rstrip(".")) and self._reads(line)
        if belongs and self.part.lines:
            self._bulleted = False
        return belongs

    def _han_belongs(self, line: SourceLine) -> bool:
        if _BRACKET_NOTE.match(line.text) or _ONLY_NOTE.fullmatch(line.text):
            return True
        label = _HAN_LABEL.match(line.text)
        if (
            label
            and (":" not in label[0] or line.indent <= self.first.indent)
            and not self._reads_post(line)
        ):
            return False
        return self._reads(line)

    def _reads_post(self, line: SourceLine) -> bool:
        entries, _ = read_people(self.source, line.span, Manner())
        return bool(entries) and bool(entries[0].label)

    def _reads(self, line: SourceLine) -> bool:
        entries, left = read_people(self.source, line.span, Manner(one_a_line=not _HAN.search(line.text)))
        return len(entries) > 0 and len(left) <= len(entries)


# Tables of people: a row a person, columns for name, post, unit and presence

_NAME_COLUMN = re.compile(
    r"^(?:full |member |representative |voting )?(?:names?(?:[ ]?/[ ]?\w+)?|members?|"
    r"representatives?|attendees?|participants?|directors?|councill?ors?|person|who)$"
    r"|^(?:姓名|姓 名|参会人|參會人|与会人|與會人|人员|人員|委员|委員|参会人员|出席人员|"
    r"出席人員|与会人员|成员|参与人)$",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(
    r"^(?:status|attendance|attended|present\??|presence|here)$|出席情|出缺席|是否|状态|狀態|"
    r"签到|簽到|到会|出席$",
    re.IGNORECASE,
)
_HANDLE_COLUMN = re.compile(
    r"^(?:nick|handle|irc|irc nick|github|account|e-?mail|id|no\.?|#|phone)$|账号|帳號|邮箱|"
    r"序号|編號|编号|电话|gitee",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"^(?:absent|no|n|x|✗|✘|☐|□|-|—|缺席|未出席|否|缺)$", re.IGNORECASE)
_EXCUSED = re.compile(r"excused|regrets?|apolog|请假|請假", re.IGNORECASE)
_PRESENT = re.compile(r"^(?:present|yes|y|✓|✔|☑|√|v|p|出席|到|是|1|\[x\])$", re.IGNORECASE)


MOST_ROWS = 2_000
ROWS_WITHOUT_NAME = 5


@dataclass(slots=True)
class PeopleTable:
    """The people of a table and the index of the first line after it."""

    entries: list[NameEntry]
    end: int


def people_table(source: Source, lines: list[SourceLine], index: int) -> PeopleTable | None:
    line = lines[index]
    if "|" not in line.text or line.is_blank or len(line.text) > 1000:
        return None
    heads = [source.clean(cell) for cell in cells(source, line)]
    names = [column for column, head in enumerate(heads) if _NAME_COLUMN.match(head)]
    if not names or len(heads) < 2:
        return None
    return _read_rows(source, lines, index + 1, heads, names)


def cells(source: Source, line: SourceLine) -> list[Span]:
    start, end = line.at, line.stop
    text = source.plain
    start += text[start] == "|"
    end -= end > start and text[end - 1] == "|"
    bars = [start + match.start() for match in re.finditer(r"\|", text[start:end])]
    stops = [*bars, end]
    return [
        source.trimmed(first, last)
        for first, last in zip([start, *(bar + 1 for bar in bars)], stops, strict=True)
    ]


def _read_rows(
    source: Source, lines: list[SourceLine], index: int, heads: list[str], names: list[int]
) -> PeopleTable | None:
    entries: list[NameEntry] = []
    first = index
    while index < len(lines) and "|" in lines[index].text and index - first < MOST_ROWS:
        if not entries and index - first > ROWS_WITHOUT_NAME:
            return None
        row = cells(source, lines[index])
        for column in names if len(row) > max(names) else []:
            entries += _read_row(source, row, heads, column)
        index += 1
    return PeopleTable(entries, index) if entries else None


def _read_row(source: Source, row: list[Span], heads: list[str], column: int) -> list[NameEntry]:
    cell = row[column]
    if cell.start >= cell.end:
        return []
    entries, _ = read_people(source, cell, Manner(one_a_line=True))
    for entry in entries:
        for other, (span, head) in enumerate(zip(row, heads, strict=False)):
            if other != column and span.start < span.end:
                _add_cell(entry, head, source.clean(span))
        entry.whole = Span(row[0].start, row[-1].end)
    return entries


def _add_cell(entry: NameEntry, head: str, words: str) -> None:
    status = _status(words)
    if (_STATUS_COLUMN.search(head) and status) or status == "excused":
        entry.status = status
    elif _HANDLE_COLUMN.search(head) or _NAME_COLUMN.match(head) or _STATUS_COLUMN.search(head):
        return
    elif len(words) <= 60:
        entry.label = tidy_name(", ".join(filter(None, [entry.label, words])))
        entry.role = entry.role or role_in(words)


def _status(words: str) -> str:
    if _EXCUSED.search(words):
        return "excused"
    if _ABSENT.match(words):
        return "absent"
    return "present" if _PRESENT.match(words) else ""


# Head-counts: 应到15人，实到13人, 委員出席12人, 9 members present

_NUMERAL = "[0-9]{1,5}|[零〇一二三四五六七八九十百]{1,5}"
_HAN_KINDS = {
    **dict.fromkeys("应到 應到 应出席 應出席 应参加 應參加".split(), "expected"),
    **dict.fromkeys("实到 實到 实出席 出席 到会 到會 参会 參會 参加".split(), "present"),
    "列席": "in_attendance",
    **dict.fromkeys(["请假", "請假"], "excused"),
    **dict.fromkeys(["缺席", "未到", "未出席"], "absent"),
}
_HAN_WORDS = "|".join(sorted(_HAN_KINDS, key=len, reverse=True))
_HAN_COUNT = re.compile(
    rf"(?P<who>委员|委員|议员|議員|理事|监事|代表|成员|成員|会员|會員)?(?P<kind>{_HAN_WORDS})"
    rf"(?:委员|委員|议员|議員|理事|监事|监事|代表|成员|成員|人员|人員|会员|會員|会议|會議|人数|"
    rf"人數|者|领导|同志)*[ :为為共计計有]{{0,4}}"
    rf"(?P<number>{_NUMERAL})[ ]?(?:余|多)?[人名位]"
)
_HAN_AFTER = re.compile(
    rf"(?P<number>{_NUMERAL})[ ]?[人名位](?:委员|委員|议员|議員|理事|代表|成员|成員|会员|"
    rf"會員)?(?P<kind>{_HAN_WORDS})"
)
_LATIN_KINDS = {
    **dict.fromkeys("present attended attending attendees participants attendance".split(), "present"),
    "in attendance": "present",
    "absent": "absent",
    **dict.fromkeys(["excused", "apologies", "regrets"], "excused"),
    "quorum": "quorum",
    **dict.fromkeys(["guests", "observers"], "guest"),
    **dict.fromkeys(["expected", "total members", "members"], "expected"),
}
_LATIN_BEFORE = re.compile(
    r"\b(?P<kind>total members|present|attended|attendance|attendees|participants|absent|"
    r"excused|apologies|regrets|quorum|guests|observers)"
    r"(?: \(?(?:count|total)\)?)?[ ]?(?:[:=]|was|is)[ "
    r"]{0,3}(?P<number>[0-9]{1,4})(?![0-9:/.,-]|\s?(?:am|pm|st|nd|rd|th|%|[a-z]*day)\b)",
    re.IGNORECASE,
)
_LATIN_AFTER = re.compile(
    r"\b(?P<number>[0-9]{1,4})(?: of (?P<all>[0-9]{1,4}))?(?: (?:voting|board|council|"
    r"committee))?(?: (?:members|directors|trustees|people|persons|councillors|participants|"
    r"attendees))?"
    r" (?:were |are |being )?(?P<kind>present|in attendance|attended|attending|absent|excused|"
    r"participants|attendees)\b",
    re.IGNORECASE,
)


def read_counts(source: Source, span: Span) -> list[DeclaredCount]:
    """Return the head-counts stated in a span, in order; one kind is stated once."""
    found = [_han_count(source, match) for match in _HAN_COUNT.finditer(source.plain, *span)]
    found += [_han_count(source, match) for match in _HAN_AFTER.finditer(source.plain, *span)]
    for match in _LATIN_BEFORE.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
    for match in _LATIN_AFTER.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
        if match["all"]:
            found.append(_count(source, match, "expected", int(match["all"])))
    kept: dict[str, DeclaredCount] = {}
    for count in sorted(filter(None, found), key=lambda count: count.span):
        kept.setdefault(count.kind, count)
    return list(kept.values())


def _han_count(source: Source, match: re.Match[str]) -> DeclaredCount | None:
    number = read_numeral(match["number"])
    return None if number is None else _count(source, match, _HAN_KINDS[match["kind"]], number)


def _count(source: Source, match: re.Match[str], kind: str, number: int) -> DeclaredCount:
    span = Span(*match.span())
    return DeclaredCount(kind, number, source.written(span), span)
