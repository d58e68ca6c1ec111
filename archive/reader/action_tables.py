"""Tables of what is to be done: Action | Owner | Due; 事项 | 负责人 | 期限."""

import datetime
import re
from collections.abc import Iterator

from archive.reader.charges import set_due
from archive.reader.results import ActionRead, Span
from archive.reader.source import Source, SourceLine

_OWNER = re.compile(
    r"owner|responsible|responsibility|assign|\bwho(?:m)?\b|\blead\b|action(?:ed)? by|person"
    r"|责任|负责|牵头|承办|执行人|经办|主办|跟进人",
    re.IGNORECASE,
)
_MAY_OWN = re.compile(
    r"owner|respons|assign|who|lead|action|person|责任|负责|牵头|承办|执行人|经办|主办|跟进人",
    re.IGNORECASE,
)
_TASK = re.compile(r"action|task|to[- ]?do|follow[- ]?up|任务|事项|待办|工作|决议|措施|行动", re.IGNORECASE)
_WHAT = re.compile(r"item|what|description|details|内容|议题", re.IGNORECASE)
_DUE = re.compile(
    r"\bdue\b|when|\bby\b|deadline|\bdate\b|target|时限|完成|期限|截止|时间|日期", re.IGNORECASE
)
_HOUR = re.compile(r"time|时间", re.IGNORECASE)  # of an agenda
_STATE = re.compile(r"status|state|done|状态|进度|进展|办理情况", re.IGNORECASE)
_NUMBER = re.compile(
    r"#|no\.?|ref\.?|id|item|number|(?:action|item) (?:no\.?|id|#|ref\.?)|序号|编号|项次", re.IGNORECASE
)
_IS_DONE = re.compile(r"(?:done|completed?|closed|yes|✓|✔|已完成|已办结|完成|办结)\b", re.IGNORECASE)
LONGEST_HEADS = 600
LONGEST_TAB_HEADS = 90
LONGEST_HEAD = 24


def is_table_row(line: SourceLine) -> bool:
    return line.is_row or "\t" in line.text


def table_heads(source: Source, line: SourceLine) -> list[str]:
    """Return the heads of a table of actions if a line holds them, otherwise []."""
    if not is_table_row(line) or len(line.text) > (LONGEST_HEADS if line.is_row else LONGEST_TAB_HEADS):
        return []
    if not _MAY_OWN.search("".join(line.text.split())):
        return []
    heads = [source.words(cell) for cell in source.cells(line)]
    if any(len(head) > LONGEST_HEAD for head in heads):
        return []
    return heads if None not in _columns(heads)[:2] else []


def _columns(heads: list[str]) -> tuple[int | None, int | None, int | None, int | None]:
    """Return which columns hold the task, its owner, its day and its state."""
    left = [place for place, head in enumerate(heads) if head and not _NUMBER.fullmatch(head)]
    numbers = [place for place, head in enumerate(heads) if _NUMBER.fullmatch(head) and _WHAT.search(head)]

    def take(*patterns: re.Pattern[str]) -> int | None:
        for pattern in patterns:
            for place in [*left, *numbers]:
                if pattern.search(heads[place]):
                    (left if place in left else numbers).remove(place)
                    return place
        return None

    owner, task, due = take(_OWNER), take(_TASK), take(_DUE)
    if task is None and due is not None and not _HOUR.fullmatch(heads[due]):
        task = take(_WHAT)
    return task, owner, due, take(_STATE)


def read_table(
    source: Source, index: int, heads: list[str], held: datetime.date | None
) -> tuple[list[ActionRead], int]:
    """Return the actions of the table whose heads a line holds, and the line behind it."""
    actions: list[ActionRead] = []
    following = index + 1
    columns = _columns(heads)
    while following < len(source.lines) and is_table_row(source.lines[following]):
        if not source.lines[following].is_blank:
            actions += _row(source, columns, source.cells(source.lines[following]), held)
        following += 1
    return actions, following


def _row(
    source: Source,
    columns: tuple[int | None, int | None, int | None, int | None],
    row: list[Span],
    held: datetime.date | None,
) -> Iterator[ActionRead]:
    task, owner, due, state = (
        row[place] if place is not None and place < len(row) and row[place].start < row[place].end else None
        for place in columns
    )
    if task is None:
        return
    action = ActionRead(source.value(task), source.value(owner) if owner else None)
    if due:
        set_due(action, source, due, held)
    action.is_done = bool(state and _IS_DONE.match(source.words(state)))
    yield action
