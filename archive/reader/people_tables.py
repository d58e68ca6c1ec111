"""Tables of people: a row a person, columns for name, post, unit and presence."""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.reader.attendance_headings import BRACKETS, MOST_LABELS
from archive.reader.people import Manner, read_people
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source, SourceLine
from archive.reader.votes import is_marks_head
from archive.text.names import tidy_name
from archive.text.vocabulary import presence_of, role_in

_NAME_COLUMN = re.compile(
    r"^(?:full |(?:board |council |committee )?member |representative |voting )?(?:names?(?:[ ]?/[ ]?\w+)?"
    r"|(?:board |council |committee )?members?"
    r"|representatives?"
    r"|attendees?|participants?|directors?|councill?ors?|person|who)$|^(?:姓名|姓 名|参会人|与会人"
    r"|人员|委员|参会人员|出席人员|与会人员|成员|参与人)$",
    re.IGNORECASE,
)
_MAY_NAME_COLUMN = re.compile(
    "name|member|representative|attendee|participant|director|council|person|who|姓名|人|委员|成员",
    re.IGNORECASE,
)
_STATUS_COLUMN = re.compile(
    r"^(?:status|attendance|attended|present\??|presence|here)$|出席情|出缺席|是否|状态|签到|到会|出席$",
    re.IGNORECASE,
)
_HANDLE_COLUMN = re.compile(
    r"^(?:nick|handle|irc|irc nick|github|account|e-?mail|id|no\.?|#|phone)$|账号|帐号|邮箱|序号|编号"
    r"|电话|gitee",
    re.IGNORECASE,
)
_ABSENT_CELL = re.compile(r"^(?:absent|no|n|x|✗|✘|☐|□|-|—|缺席|未出席|否|缺)$", re.IGNORECASE)
_EXCUSED_CELL = re.compile(r"excused|regrets?|apolog|请假", re.IGNORECASE)
_PRESENT_CELL = re.compile(r"^(?:present|yes|y|✓|✔|☑|√|v|p|出席|到|是|1|\[x\])$", re.IGNORECASE)
_CELLS = re.compile(r"[|\t]")
MOST_ROWS = 2_000
ROWS_WITHOUT_NAME = 5


@dataclass(slots=True)
class PeopleTable:
    """The people of a table and the index of the first line after it."""

    entries: list[NameEntry]
    end: int


def people_table(source: Source, lines: list[SourceLine], index: int) -> PeopleTable | None:
    line = lines[index]
    if not (line.is_row or "\t" in line.text) or line.is_blank or len(line.text) > 1000:
        return None
    if not _MAY_NAME_COLUMN.search("".join(line.text.split())):
        return None
    heads = [source.words(cell) for cell in source.cells(line)]
    names = [column for column, head in enumerate(heads) if _NAME_COLUMN.match(head)]
    if not names or len(heads) < 2 or is_marks_head(source, line):
        return None
    return _read_rows(source, lines, index + 1, heads, names)


def _next_row(lines: list[SourceLine], index: int) -> int | None:
    """Return the index of the next row of a table, past an empty line, or None."""
    if index + 1 < len(lines) and not lines[index].text:
        index += 1
    return index if index < len(lines) and _CELLS.search(lines[index].text) else None


def _read_rows(
    source: Source, lines: list[SourceLine], index: int, heads: list[str], names: list[int]
) -> PeopleTable | None:
    entries: list[NameEntry] = []
    first = index
    while index - first < MOST_ROWS and (at := _next_row(lines, index)) is not None:
        if not entries and index - first > ROWS_WITHOUT_NAME:
            return None
        row = source.cells(lines[at])
        for column in names if len(row) > max(names) else []:
            entries += _read_row(source, row, heads, column)
        index = at + 1
    return PeopleTable(entries, index) if entries else None


def _read_row(source: Source, row: list[Span], heads: list[str], column: int) -> list[NameEntry]:
    cell = row[column]
    if cell.start >= cell.end:
        return []
    entries, _ = read_people(source, cell, Manner(one_a_line=True))
    marked = _marked_columns(tuple(heads))
    for entry in entries:
        for other, (span, head) in enumerate(zip(row, heads, strict=False)):
            if other == column or span.start >= span.end:
                continue
            if other in marked:
                entry.status = marked[other]
            else:
                add_cell(source, entry, head, span)
        entry.whole = Span(row[0].start, row[-1].end)
    return entries


@lru_cache(MOST_LABELS)
def _marked_columns(heads: tuple[str, ...]) -> dict[int, str]:
    """Return the columns whose marks tell how somebody came, Present | Absent; {} if there is only one."""
    told = {column: presence_of(head) for column, head in enumerate(heads)}
    statuses = {column: found.status for column, found in told.items() if found and not found.role}
    return statuses if len(set(statuses.values())) > 1 else {}


def add_cell(source: Source, entry: NameEntry, head: str, span: Span) -> None:
    words = source.words(span)
    status = _status(words)
    if (_STATUS_COLUMN.search(head) and status) or status == "excused":
        entry.status = status
        if status != "present" and (why := BRACKETS.search(words)) and not _status(why[0].strip("()")):
            entry.reason = source.as_spelt(why[0].strip("()"), span)
    elif _HANDLE_COLUMN.search(head) or _NAME_COLUMN.match(head) or _STATUS_COLUMN.search(head):
        return
    elif len(words) <= 60:
        entry.label = tidy_name(", ".join(filter(None, [entry.label, source.clean(span)])))
        entry.role = entry.role or role_in(words) or ("member" if words.casefold() == "member" else "")


def _status(words: str) -> str:
    if _EXCUSED_CELL.search(words):
        return "excused"
    if _ABSENT_CELL.match(words):
        return "absent"
    return "present" if _PRESENT_CELL.match(words) else ""
