"""Find the items of business (Agenda, 议程, numbered headings), and what is to be done and who does it."""

import datetime
import re
from collections.abc import Iterator

from archive.reader.attendance_headings import cells, heads_in
from archive.reader.days import days_in
from archive.reader.people import is_person, is_plausible
from archive.reader.results import ActionRead, AgendaItemRead, Span, Value
from archive.reader.source import Source, SourceLine
from archive.text.dates import read_date
from archive.text.pinyin import HAN

_P = "[ \t\u3000]{0,60}"
_HEAD = re.compile(
    rf"(?:(?:meeting|official|proposed|draft|tentative|today's)[ ])?(?:agenda(?:[ ]items?)?|topics"
    rf"|order of business|main topics|items of business)(?:[ ]*\([^()\n]{{0,30}}\))?{_P}:?"
    rf"|(?:会议)?{_P}(?:议{_P}[程题])(?:{_P}\([^()\n]{{0,20}}\))?{_P}:?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?:(?:item|agenda item|topic|议题|讨论题?|提案){_P}(?P<label>[0-9一二三四五六七八九十]{{1,3}}"
    rf"(?:\.[0-9]{{1,2}}){{0,3}}){_P}[:、.)]?|(?P<han>[一二三四五六七八九十百]{{1,4}})、"
    rf"|(?P<book>[0-9]{{1,4}}/[0-9]{{2,4}})(?=[ \t]+(?-i:[A-Z]{{3}}))"  # of a minute book: 41/23 FINANCE
    rf"|\((?P<bracket>[一二三四五六七八九十]{{1,3}})\)|(?P<digit>[0-9]{{1,2}}"
    rf"(?:\.[0-9]{{1,2}}){{0,3}})[.)、:]?(?=[ \t\u3000{HAN}]))[ \t\u3000]{{0,60}}",
    re.IGNORECASE,
)
_NO_BUSINESS = re.compile(
    r"(?:时|日|地|主|记|纪|出|列|请|缺|参|与)[ \t\u3000]{0,60}(?:间|期|点|席|持|录|假|会|加|人|情)"
    r"|散[ \u3000]{0,60}会|(?:date|time|place|location|present|attend|regrets|apologies|absent|chair"
    r"|scribe|recorder)",
    re.IGNORECASE,
)
LONGEST_NAME = 400
MOST_ITEMS = 500


def read_agenda(source: Source) -> list[AgendaItemRead]:
    """Return the items of business in order; [] if the text neither lists nor numbers any."""
    for index, line in enumerate(source.lines):
        is_head = len(line.text) <= 60 and _HEAD.fullmatch(line.text)
        if is_head and (items := _listed(source, index + 1)):
            return items
    return _numbered(source)


def _listed(source: Source, index: int) -> list[AgendaItemRead]:
    items: list[AgendaItemRead] = []
    indent: int | None = None
    for line in source.lines[index:]:
        if line.is_blank:
            continue
        if line.heading or (items and heads_in(source, line, inside=False)):
            break
        number = _NUMBER.match(source.plain, line.at, line.stop)
        if not line.bullet and not number:
            if items:
                break
            continue
        indent = line.indent if indent is None else min(indent, line.indent)
        if line.indent <= indent and (item := _item(source, line)):
            items.append(item)
    return items[:MOST_ITEMS]


def _numbered(source: Source) -> list[AgendaItemRead]:
    """Return the numbered lines that head business: headings, or else plain lines, of one style."""
    headed = [
        line for line in source.lines if line.heading and _NUMBER.match(source.plain, line.at, line.stop)
    ]
    plain = [line for line in source.lines if _heads_business(source, line)]
    items = [item for line in (headed or plain)[:MOST_ITEMS] if (item := _item(source, line))]
    return items if len(items) > 1 or headed else []


def _heads_business(source: Source, line: SourceLine) -> bool:
    if line.is_row or line.indent > 3 or not (line.text or line.bullet) or read_date(line.text):
        return False
    match = _NUMBER.match(source.plain, line.at, line.stop)
    if match is None:
        return (
            bool(line.bullet[:1].isdigit()) and len(line.text) <= 80 and not _NO_BUSINESS.match(line.text)
        )
    if match["bracket"]:
        return False
    return (
        match["book"] is not None or not _NO_BUSINESS.match(source.plain, match.end(), line.stop)
    ) and line.stop - match.end() <= LONGEST_NAME


def _item(source: Source, line: SourceLine) -> AgendaItemRead | None:
    match = _NUMBER.match(source.plain, line.at, line.stop)
    number = (
        next(filter(None, match.groups()), "")
        if match
        else line.bullet.rstrip(".)")
        if line.bullet[:1].isdigit()
        else ""
    )
    span = source.trimmed(match.end() if match else line.at, line.stop, strip=":")
    if span.end - span.start > LONGEST_NAME:
        span = source.trimmed(span.start, span.start + LONGEST_NAME)
    return (
        AgendaItemRead(number, source.value(span)) if span.start < span.end and source.clean(span) else None
    )


# Actions: ACTION: Ann to write by 3 May; 责任单位：办公室

_LABEL = re.compile(
    rf"(?:new[ ])?(?:action(?:[ ]items?)?s?|AI|todo|to do|follow[- ]?up)(?:[ ]*(?:#"
    rf"|no\.?)?[ ]*[0-9]+(?:\.[0-9]+)*)?[ ]*(?:\([^()\n]{{1,40}}\)|\[[^\[\]\n]{{1,40}}\])?[ ]*(?::"
    rf"|[-–—]{{1,2}}(?=[ ]))[ ]*(?=\S)|(?:行{_P}动(?:项|事项|计划)|待{_P}办(?:事项)?|下一步(?:行动"
    rf"|工作|计划)?|任务){_P}[0-9一二三四五六七八九十]{{0,3}}{_P}:{_P}(?=\S)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    rf"(?:(?:new|open|outstanding|summary of|list of|review of|previous)[ ])?(?:action(?:[ ](?:items?"
    rf"|points?|list|log|register))?s?|next steps|to-?dos?|follow[- ]?ups?"
    rf"|tasks)(?:[ ](?:and next steps|arising))?[ ]*:?|(?:行{_P}动(?:项|事项|计划)|待{_P}办(?:事项)?"
    rf"|下一步(?:行动|工作|计划|安排)?|工作任务|任务分工|责任分工|后续(?:工作"
    rf"|行动)?){_P}(?:\([^()\n]{{0,24}}\))?{_P}:?",
    re.IGNORECASE,
)
_WHO_TO = re.compile(
    r"(?:@?(?P<name>[A-Z][\w'’.-]*(?:[ ](?:[A-Z][\w'’.-]*|and|&|de|van|von)){0,5})|"
    r"@(?P<handle>[\w-]+))[ ]*(?:,[ ]*)?(?:[ ](?:to|will|shall|should|is to|are to|agreed "
    r"to)\b|[ ]?[:–—]|[ ]-[ ])"
)
_OWNER = re.compile(
    rf"(?:owner|responsible|assigned to|assignee|who|lead|{_P}责任(?:单位|人|部门|科室|领导)?"
    rf"|牵头(?:单位|部门)?|负责人|承办(?:单位)?|主办(?:单位)?){_P}:{_P}(?P<name>[^\n;，,。|)]{{1,40}})",
    re.IGNORECASE,
)
_HAN_BY = re.compile(
    rf"由(?P<name>[{HAN}A-Za-z、和]{{2,24}}?)(?:负责|牵头|承办|落实|跟进|主办)"
    rf"|\((?P<note>[{HAN}、]{{2,20}}?)(?:负责|牵头)\)"
)
_OWNER_AT_END = re.compile(r"[(\[](?P<name>[^()\[\]\n0-9]{2,40})[)\]][ .]*$")
_NAME_HEAD = re.compile(r"owner|responsible|assign|who|lead|责任|负责|牵头|承办", re.IGNORECASE)
_TASK_HEAD = re.compile(r"action|task|item|what|description|任务|事项|内容|工作", re.IGNORECASE)
_DUE_HEAD = re.compile(r"due|when|by|deadline|date|时限|完成|期限|截止", re.IGNORECASE)
_NONE = re.compile(r"(?:none|n/?a|nil|tbd|无|暂无|-+)?[.。]?", re.IGNORECASE)
LONGEST = 1500
MOST_ACTIONS = 1000


def read_actions(source: Source) -> list[ActionRead]:
    found: dict[str, ActionRead] = {}
    index = 0
    lines = source.lines
    while index < len(lines) and len(found) < MOST_ACTIONS:
        line = lines[index]
        following = index + 1
        if len(line.text) <= 60 and line.text and _SECTION.fullmatch(line.text):
            actions, following = _section(source, index)
        elif heads := _table_heads(source, line):
            actions, following = _table(source, index, heads)
        elif match := _LABEL.match(source.plain, line.at, line.stop):
            actions = [_action(source, Span(match.end(), line.stop), line)]
        else:
            actions = []
        for action in actions:
            if action and not _NONE.fullmatch(action.description.value):
                found.setdefault(action.description.value.casefold(), action)
        index = following
    return list(found.values())[:MOST_ACTIONS]


def _section(source: Source, index: int) -> tuple[list[ActionRead | None], int]:
    """Read the list under a heading; it ends with another heading or with text that is no list."""
    actions: list[ActionRead | None] = []
    following = index + 1
    indent: int | None = None
    while following < len(source.lines):
        line = source.lines[following]
        if line.heading or (line.text and not _is_listed(source, line) and not line.is_row):
            break
        if heads := _table_heads(source, line):
            return _table(source, following, heads)
        if line.text and not line.is_blank and not line.is_row:
            indent = line.indent if indent is None else indent
            if line.indent <= indent:
                label = _LABEL.match(source.plain, line.at, line.stop)
                actions.append(_action(source, Span(label.end() if label else line.at, line.stop), line))
        following += 1
    return actions, following


_NUMBERED = re.compile(
    r"(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、)])[ "
    r"\t\u3000]{0,60}"
)


def _is_listed(source: Source, line: SourceLine) -> bool:
    return (
        bool(line.bullet)
        or line.checked is not None
        or bool(_NUMBERED.match(line.text))
        or bool(_LABEL.match(line.text))
    )


def _action(source: Source, span: Span, line: SourceLine) -> ActionRead | None:
    number = _NUMBERED.match(source.plain, *span)
    span = source.trimmed(number.end() if number else span.start, min(span.end, span.start + LONGEST))
    if span.start >= span.end or not source.clean(span):
        return None
    action = ActionRead(source.value(span), is_done=bool(line.checked))
    action.responsible = _responsible(source, span)
    action.due = _due(source, span)
    return action


def _responsible(source: Source, span: Span) -> Value[str] | None:
    """Return who is to do it: X to …, 责任单位：X, 由X负责, or X in brackets at the end."""
    plain = source.plain
    for pattern, find in (
        (_WHO_TO, "match"),
        (_OWNER, "search"),
        (_HAN_BY, "search"),
        (_OWNER_AT_END, "search"),
    ):
        match = getattr(pattern, find)(plain, *span)
        if match is None:
            continue
        group = next(name for name, words in match.groupdict().items() if words)
        found = source.trimmed(match.start(group), match.end(group), strip=" .@")
        name = source.clean(found)
        if pattern is not _OWNER_AT_END or is_plausible(name) or is_person(name):
            return source.value(found)
    return None


def _due(source: Source, span: Span) -> Value[datetime.date] | None:
    found = sorted(days_in(source, *span), key=lambda day: day[1])
    return Value(found[-1][0], source.written(found[-1][1]), found[-1][1]) if found else None


def _table_heads(source: Source, line: SourceLine) -> list[str]:
    if not line.is_row or len(line.text) > 600:
        return []
    heads = [source.words(cell) for cell in cells(source, line)]
    is_table = any(_NAME_HEAD.search(head) for head in heads) and any(
        _TASK_HEAD.search(head) for head in heads
    )
    return heads if is_table else []


def _table(source: Source, index: int, heads: list[str]) -> tuple[list[ActionRead | None], int]:
    actions: list[ActionRead | None] = []
    following = index + 1
    while following < len(source.lines) and source.lines[following].is_row:
        if not source.lines[following].is_blank:
            actions += _row(source, heads, cells(source, source.lines[following]))
        following += 1
    return actions, following


def _row(source: Source, heads: list[str], row: list[Span]) -> Iterator[ActionRead]:
    named = {head: span for head, span in zip(heads, row, strict=False) if span.start < span.end}
    owner = next((span for head, span in named.items() if _NAME_HEAD.search(head)), None)
    task = next((span for head, span in named.items() if _TASK_HEAD.search(head) and span != owner), None)
    if task is None:
        return
    action = ActionRead(source.value(task), source.value(owner) if owner else None)
    due = next(
        (span for head, span in named.items() if _DUE_HEAD.search(head) and span not in (task, owner)), None
    )
    action.due = _due(source, due) if due else None
    yield action
