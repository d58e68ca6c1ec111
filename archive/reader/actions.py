"""What is to be done, who does it and by when: ACTION: Ann to write by 3 May; 责任单位:办公室;完成时限:…"""

import calendar
import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator

from archive.reader.attendance_headings import cells
from archive.reader.chinese_names import is_person
from archive.reader.days import days_in
from archive.reader.people import is_plausible
from archive.reader.results import ActionRead, Doubt, ResolutionRead, Span, Value
from archive.reader.source import Source, SourceLine
from archive.text.pinyin import HAN

_P = "[ \t\u3000]{0,60}"
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
# In whose charge a decision is, below or behind it.
CHARGE = re.compile(
    rf"""
    \(?(?:
      (?P<kind>责任|牵头|主责|主办|承办|配合|协办|协助){_P}(?:单位|部门|科室|处室|领导|人)?
      |(?P<due>(?:完成|办结|办理|落实|整改|截止){_P}(?:时限|期限|时间|日期)|时限|期限)(?:要求)?
    ){_P}:{_P}
    """,
    re.VERBOSE,
)
_DECIDED = re.compile(r"会议(?:研究)?(?:决定|议定|明确|要求),?(?=[^:,。])")
_CHARGE_END = re.compile(r"[;。)\n]|,(?=[^,;。]{0,8}:)")
_DOER = re.compile(
    r"(?:motion|moved|resolution|resolved|proposal|proposed|agreed|vote|due|according|in order|how|nothing|"
    r"need|request|thanks|welcome|want|plan|from|prior|subject|reply|link|back|next|up)\b",
    re.IGNORECASE,
)
_SOON = re.compile(
    r"\bby (?:the )?(?:next|end of|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|"
    r"april|may|june|july|august|september|october|november|december|[0-9])",
    re.IGNORECASE,
)
_ADJOURNS = re.compile(
    r"(?:the )?(?:(?:meeting|council|board|session) )?(?:was |to )?adjourn|散会|闭会|休会", re.IGNORECASE
)


def read_actions(
    source: Source, decisions: list[ResolutionRead] | None = None, held: datetime.date | None = None
) -> list[ActionRead]:
    """Return what is to be done; `held` is the day of the meeting, from which 5月15日前 is counted."""
    found: dict[str, ActionRead] = {}
    index = 0
    lines = source.lines
    starts = [decision.text.span.start for decision in decisions or ()]
    while index < len(lines) and len(found) < MOST_ACTIONS:
        line = lines[index]
        following = index + 1
        actions: list[ActionRead | None] = []
        if len(line.text) <= 60 and line.text and _SECTION.fullmatch(line.text):
            actions, following = _section(source, index)
        elif heads := _table_heads(source, line):
            actions, following = _table(source, index, heads)
        elif match := _LABEL.match(source.plain, line.at, line.stop):
            actions = [_action(source, Span(match.end(), line.stop), line)]
        elif not (line.text.isascii() or line.is_row) and (
            charge := CHARGE.search(source.plain, line.at, line.stop)
        ):
            place = bisect_right(starts, charge.start()) - 1
            decision = decisions[place] if decisions and place >= 0 else None
            actions, following = _in_charge(source, index, charge.start(), decision, held)
        elif _is_promise(source, line):
            actions = [_action(source, line.span, line)]
        for action in actions:
            words = action.description.value if action else ""
            if action and not _NONE.fullmatch(words) and not _ADJOURNS.match(words):
                found.setdefault(words.casefold(), action)
        index = following
    return list(found.values())[:MOST_ACTIONS]


def _is_promise(source: Source, line: SourceLine) -> bool:
    """Say whether a line is "[ ] Ann to write", or "Ann to write by 3 May"."""
    match = _WHO_TO.match(source.plain, line.at, line.stop) if len(line.text) <= 300 else None
    if match is None or _DOER.match(line.text) or not match[0][-1].isalpha():
        return False
    return line.checked is not None or (match[0].endswith(" to") and bool(_SOON.search(line.text)))


def _in_charge(
    source: Source, index: int, at: int, decision: ResolutionRead | None, held: datetime.date | None
) -> tuple[list[ActionRead | None], int]:
    """Read 责任单位, 牵头, 配合 and 完成时限 of the decision that they stand below or behind."""
    following = index + 1
    while following < len(source.lines) and CHARGE.match(
        source.plain, source.lines[following].at, source.lines[following].stop
    ):
        following += 1
    stretch = Span(at, source.lines[following - 1].stop)
    before = _before(source, index, at)
    if decision and decision.text.span.end >= before.start:
        lead = _DECIDED.match(source.plain, *decision.text.span)
        words = source.trimmed(
            lead.end() if lead else decision.text.span.start, decision.text.span.end, "。"
        )
        action = ActionRead(source.value(words), resolution=decision)
    elif before.start < before.end:
        action = ActionRead(source.value(before))
    else:
        return [], following
    units: list[tuple[int, Span]] = []
    for match in CHARGE.finditer(source.plain, *stretch):
        end = _CHARGE_END.search(source.plain, match.end(), stretch.end)
        told = source.trimmed(match.end(), end.start() if end else stretch.end, strip=".,")
        if told.start >= told.end:
            continue
        if match["kind"]:
            is_named = match["kind"] == "责任" or not units
            units.append((told.start if is_named else match.start(), told))
        elif action.due is None:
            action.due, is_counted = due_in(source, told, held)
            if action.due and is_counted:
                action.doubts["due"] = Doubt((action.due,))
    if units:
        action.responsible = source.value(
            Span(units[0][1].start, units[-1][1].end if _joined(source, units) else units[0][1].end)
        )
    return [action], following


def _joined(source: Source, units: list[tuple[int, Span]]) -> bool:
    """Say whether nothing but their labels stands between the units: no date."""
    between = source.plain[units[0][1].end : units[-1][1].start]
    return not re.search("[限期0-9]", between)


def _before(source: Source, index: int, at: int) -> Span:
    """Return the words that a charge is about: those before it on its line, otherwise the line before."""
    line = source.lines[index]
    if source.trimmed(line.at, at).start >= at or not source.plain[line.at : at].strip():
        index -= 1
        while index > 0 and not source.lines[index].text:
            index -= 1
        line, at = source.lines[max(index, 0)], source.lines[max(index, 0)].stop
    number = _NUMBERED.match(source.plain, line.at, at)
    return source.trimmed(number.end() if number else line.at, at)


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


_UNTIL = re.compile(
    r"(?:(?P<year>[12][0-9]{3})年|(?P<this>[今本]年))?(?P<month>1[0-2]|0?[1-9])月"
    r"(?:(?P<day>[0-3]?[0-9])[日号]|底|末)"
)


def due_in(
    source: Source, span: Span, held: datetime.date | None
) -> tuple[Value[datetime.date] | None, bool]:
    """Return the last day that a stretch names, and whether its year is only counted from the meeting's."""
    match = _UNTIL.search(source.plain, *span)
    if match is None or (match["year"] and match["day"]):
        return _due(source, span), False
    if not match["year"] and held is None:
        return None, False
    month = int(match["month"])
    year = int(match["year"]) if match["year"] else held.year if held else 0
    if not match["year"] and not match["this"] and held and month < held.month:
        year += 1
    last = calendar.monthrange(year, month)[1]
    day = int(match["day"]) if match["day"] else last
    if not 1 <= day <= last:
        return None, False
    where = Span(*match.span())
    return Value(datetime.date(year, month, day), source.written(where), where), not match["year"]


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
