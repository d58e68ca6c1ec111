"""Read tables of people: a row a person, columns for name, post, unit and presence."""

import re
from dataclasses import dataclass

from archive.reader.people import Manner, read_people
from archive.reader.results import NameEntry, Span
from archive.reader.source import Line, Source
from archive.reader.words import role_in
from archive.text.names import tidy_name

_NAME_COLUMN = re.compile(
    r"^(?:full |member |representative |voting )?(?:names?(?:[ ]?/[ ]?\w+)?|members?|"
    r"representatives?|attendees?|participants?|directors?|councill?ors?|person|who)$"
    r"|^(?:姓名|姓 名|参会人|參會人|与会人|與會人|人员|人員|委员|委員|参会人员|出席人员|"
    r"出席人員|与会人员|成员|参与人)$",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(
    (
        r"^(?:status|attendance|attended|present\??|presence|here)$|出席情|出缺席|是否|状态|狀態|"
        r"签到|簽到|到会|出席$"
    ),
    re.IGNORECASE,
)
_HANDLE_COLUMN = re.compile(
    (
        r"^(?:nick|handle|irc|irc nick|github|account|e-?mail|id|no\.?|#|phone)$|账号|帳號|邮箱|"
        r"序号|編號|编号|电话|gitee"
    ),
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


def people_table(source: Source, lines: list[Line], index: int) -> PeopleTable | None:
    """Return the people of a table whose head is the line at an index, or None."""
    line = lines[index]
    if "|" not in line.text or line.is_blank or len(line.text) > 1000:
        return None
    heads = [source.clean(cell) for cell in cells(source, line)]
    names = [column for column, head in enumerate(heads) if _NAME_COLUMN.match(head)]
    if not names or len(heads) < 2:
        return None
    return _read_rows(source, lines, index + 1, heads, names)


def cells(source: Source, line: Line) -> list[Span]:
    """Return the cells of a row, without the bars at its ends."""
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
    source: Source, lines: list[Line], index: int, heads: list[str], names: list[int]
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
