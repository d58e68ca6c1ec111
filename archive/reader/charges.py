"""In whose charge a decision is, and by when: 责任单位:办公室;完成时限:…; 由办公室牵头,5月底前完成."""

import datetime
import re
from collections.abc import Iterator

from archive.reader.deadlines import due_in
from archive.reader.patterns import PAD
from archive.reader.results import ActionRead, Doubt, ResolutionRead, Span
from archive.reader.source import Source
from archive.text.pinyin import HAN

# In whose charge a decision is, below or behind it.
CHARGE = re.compile(
    rf"""
    \(?(?:
      (?P<kind>责任|牵头|主责|主办|承办|配合|协办|协助){PAD}(?:单位|部门|科室|处室|领导|人)?
      |(?P<due>(?:完成|办结|办理|落实|整改|截止){PAD}(?:时限|期限|时间|日期)|时限|期限)(?:要求)?
    ){PAD}:{PAD}
    """,
    re.VERBOSE,
)
_DECIDED = re.compile(r"会议(?:研究)?(?:决定|议定|明确|要求),?(?=[^:,。])")
_CHARGE_END = re.compile(r"[;。)\n]|,(?=[^,;。]{0,8}:|[^,;。]{0,12}[日月底末]之?前)")
NUMBERED = re.compile(
    r"(?:\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、)])[ "
    r"\t\u3000]{0,60}"
)


def set_due(action: ActionRead, source: Source, span: Span, held: datetime.date | None) -> None:
    """Note the day that a stretch names; one whose year is only counted is doubted."""
    action.due, is_counted = due_in(source, span, held)
    if action.due and is_counted:
        action.doubts["due"] = Doubt((action.due,))


_GIVEN_TO = re.compile(
    rf"(?:由|责成)(?P<name>[{HAN}A-Za-z0-9、]{{2,24}}?)(?:负责|牵头|承办|落实|跟进|主办|具体|于|在)"
)
_DONE_BY = re.compile(
    r"[0-9一二三四五六七八九十底末][日号]?之?前[^。;]{0,12}?(?:完成|落实|办结|到位|报|提交|完毕|拿出|印发|组织实施|启动|开工|建成|交付)"
)


def given_in_decisions(
    source: Source, decisions: list[ResolutionRead], held: datetime.date | None
) -> Iterator[ActionRead]:
    """Yield the decisions that say in their words who is to carry them out, and by when."""
    for decision in decisions:
        span = decision.text.span
        who = _GIVEN_TO.search(source.plain, *span)
        until = _DONE_BY.search(source.plain, *span)
        if not who or not until or CHARGE.search(source.plain, *span):
            continue
        action = ActionRead(source.value(_without_lead(source, span)), resolution=decision)
        action.responsible = source.value(Span(*who.span("name")))
        set_due(action, source, Span(max(span.start, until.start() - 16), until.end()), held)
        yield action


def _without_lead(source: Source, span: Span) -> Span:
    lead = _DECIDED.match(source.plain, *span)
    return source.trimmed(lead.end() if lead else span.start, span.end, "。")


def in_charge(
    source: Source, index: int, at: int, decision: ResolutionRead | None, held: datetime.date | None
) -> tuple[list[ActionRead], int]:
    """Read 责任单位, 牵头, 配合 and 完成时限 of the decision that they stand below or behind."""
    following = index + 1
    while following < len(source.lines) and CHARGE.match(
        source.plain, source.lines[following].at, source.lines[following].stop
    ):
        following += 1
    stretch = Span(at, source.lines[following - 1].stop)
    before = _before(source, index, at)
    if decision and decision.text.span.end >= before.start:
        action = ActionRead(source.value(_without_lead(source, decision.text.span)), resolution=decision)
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
            set_due(action, source, told, held)
    if action.due is None:
        set_due(action, source, stretch, held)
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
    number = NUMBERED.match(source.plain, line.at, at)
    return source.trimmed(number.end() if number else line.at, at)
