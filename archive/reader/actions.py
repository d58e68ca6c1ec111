"""What is to be done, who does it and by when: ACTION: Ann to write by 3 May; 责任单位:办公室;完成时限:…"""

import datetime
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from archive.reader.action_tables import read_table, table_heads
from archive.reader.charges import CHARGE, NUMBERED, given_in_decisions, in_charge, set_due
from archive.reader.chinese_names import is_person
from archive.reader.deadlines import due_in
from archive.reader.decision_labels import CHAT_COMMAND
from archive.reader.latin_names import is_plausible
from archive.reader.patterns import PAD
from archive.reader.results import ActionRead, ResolutionRead, Span, Value
from archive.reader.source import LEAST_WRAPPED, Source, SourceLine
from archive.text.pinyin import HAN

LABEL = re.compile(
    rf"(?:(?:new|agreed)[ ])?(?:action(?:[ ]?(?:items?|points?|required))?s?|AI|AP|todo|to[ ]do"
    rf"|follow[- ]?up)(?:[ ]*(?:\#|no\.?)?[ ]*[0-9]+(?:\.[0-9]+)*)?[ ]*"
    rf"(?:\([^()\n]{{1,40}}\)|\[[^\[\]\n]{{1,40}}\])?[ ]*(?::|[-–—]{{1,2}}(?=[ ]))[ ]*(?=\S)"
    rf"|(?:行{PAD}动(?:项|事项|计划)|待{PAD}办(?:事项)?|下一步(?:行动|工作|计划)?|任务|后续(?:工作|行动)|跟进(?:事项)?){PAD}[0-9一二三四五六七八九十]{{0,3}}{PAD}:{PAD}(?=\S)",
    re.IGNORECASE,
)
# One of each stands in every line that a label begins (AI and AP aside) or that heads a list.
_OF_LABELS = (
    *"action todo to-do follow task 行 待 下一步 任务 分工 后续 跟进".split(),
    *("next steps", "to do"),
)
# Behind a sentence on its line, perhaps in brackets.
LABEL_WITHIN = re.compile(
    r"(?<=[.;!?)。;])[ \t]+[(\[]?(?:ACTIONS?(?:[ ](?:ITEMS?|POINTS?))?|Actions?(?:[ ][Ii]tems?)?)"
    r"[ ]?:[ ]*(?=\S)"
    r"|(?<=[。;])[ \t]*[(\[]?(?:待办(?:事项)?|行动项):[ ]*(?=\S)"
)
_SECTION = re.compile(
    rf"(?:(?:new|open|outstanding|summary of|list of|review of|previous|agreed|further|our|key)[ ])?"
    rf"(?:action(?:[ ](?:items?|points?|list|log|register|summary))?s?|next steps|to[- ]?dos?(?:[ ]list)?"
    rf"|follow[- ]?ups?|tasks)(?:[ ](?:and next steps|arising|agreed|assigned|and owners"
    rf"|(?:from|for|of) (?:this|the) meeting))?[ ]*:?"
    rf"|(?:会议|本次|本周)?(?:行{PAD}动(?:项|事项|计划)|待{PAD}办(?:事项)?"
    rf"|下一步(?:行动|工作|计划|安排)?(?:计划|安排)?|工作任务|任务分工|责任分工|任务(?:安排|分配)|后续(?:工作"
    rf"|行动|安排|跟进)?(?:安排|事项)?|跟进事项)(?:清单|列表|一览)?{PAD}(?:\([^()\n]{{0,24}}\))?{PAD}:?",
    re.IGNORECASE,
)
_WHO_TO = re.compile(
    r"(?:@?(?P<name>[A-Z][\w'’.-]*(?:[ ](?:[A-Z][\w'’.-]*|and|&|de|van|von)){0,5})|"
    r"@(?P<handle>[\w-]+))[ ]*(?:,[ ]*)?(?:[ ](?:to|will|shall|should|is to|are to|agreed "
    r"to)\b|[ ]?[:–—]|[ ]-[ ])"
)
_NICK_TO = re.compile(r"(?P<nick>[A-Za-z][\w|-]{1,24})[ ](?:to|will)[ ]")
_OWNER = re.compile(
    rf"(?:owner|responsible|assigned to|assignee|who|lead|{PAD}责任(?:单位|人|部门|科室|领导)?"
    rf"|牵头(?:单位|部门)?|负责人|承办(?:单位)?|主办(?:单位)?){PAD}:{PAD}(?P<name>[^\n;，,。|)]{{1,40}})",
    re.IGNORECASE,
)
_HAN_BY = re.compile(
    rf"由(?P<name>[{HAN}A-Za-z、和]{{2,24}}?)(?:负责|牵头|承办|落实|跟进|主办)"
    rf"|\((?P<note>[{HAN}、]{{2,20}}?)(?:负责|牵头)\)"
)
_HAN_WHO = re.compile(
    rf"(?P<name>[{HAN}]{{2,12}}(?:、[{HAN}]{{2,12}}){{0,5}}){PAD}"
    rf"(?::|负责(?:人)?(?=[{HAN}]))"
)
_UNIT = re.compile(r"[部处科局办室组会队所委股院系班]$|(?:中心|公司|同志|书记|主任|秘书)$")
_OWNER_AT_END = re.compile(r"[(\[](?P<name>[^()\[\]\n0-9]{2,40})[)\]][ .]*$")
_DAY_AT_END = re.compile(r"[ ]*[(\[][^()\[\]\n]{2,24}[)\]][ .。]*$")
_NONE = re.compile(r"(?:none|n/?a|nil|tbd|无|暂无|-+)?[.。]?", re.IGNORECASE)
LONGEST = 1500
MOST_ACTIONS = 1000
MOST_READ = 5 * MOST_ACTIONS  # with those that are told again
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
_NO_ACTION = re.compile(
    r"(?:the )?(?:(?:meeting|council|board|session|committee) )?(?:was |is |to )?"
    r"(?:adjourn|clos(?:ed|e of)|recess)"
    r"|(?:date of |the )?next (?:regular )?(?:meeting|session|call)\b|散会|闭会|休会|下次(?:会议|例会)",
    re.IGNORECASE,
)
# What somebody is to do is no task: to be elected, to preside.
_NO_TASK = re.compile(
    r"[ ](?:be|chair|preside|serve|act as|adjourn|second|speak|everyone|all|me|you|us|join|attend|vote"
    r"|abstain)\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:the )?(?:(?:parish |town |deputy |vice[- ]?|acting )?(?:clerk|chair(?:man|woman|person)?"
    r"|secretary|treasurer|president|manager|administrator|superintendent|staff|officer|engineer|director|warden|all"
    r"|everyone)s?)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Prof|Rev|Mayor|Trustee|Director|Commissioner)\.?[ ]+"
)
_SENTENCE = re.compile(r"(?<![ .][A-Z]\.)(?<=[.;!?])[ \t]+(?=[A-Z@])")
_COURSE = re.compile(
    r"(?:proposed|seconded|moved|carried|motion|vote|passed|approved|agreed)\b", re.IGNORECASE
)
_ONLY_WHO = re.compile(r"[A-Z]{2,3}(?:[ ]?(?:[/&,]|and)[ ]?[A-Z]{2,3}){0,5}")
_SAID = re.compile(r"\b(?:I|I['’]\w+|we|you|it['’]s|that['’]s)\b|[?!]$", re.IGNORECASE)
LONGEST_TASK = 120
LONGEST_PARAGRAPH = 6000


def read_actions(
    source: Source,
    decisions: list[ResolutionRead] | None = None,
    held: datetime.date | None = None,
    names: Iterable[str] = (),
) -> list[ActionRead]:
    """Return what is to be done, in order of the text.

    `held` is the day of the meeting, from which 5月15日前 is counted; `names` are those who were listed.
    """
    return _ActionReader(source, decisions or [], held, names).read()


class _ActionReader:
    def __init__(
        self,
        source: Source,
        decisions: list[ResolutionRead],
        held: datetime.date | None,
        names: Iterable[str],
    ) -> None:
        self.source, self.lines, self.plain = source, source.lines, source.plain
        self.decisions, self.held = decisions, held
        self._starts = [decision.text.span.start for decision in decisions]
        self._labelled = source.lines_with(*_OF_LABELS)
        # Ann Lee is told as Ann Lee, Ann or Lee.
        self._known = {part for name in names for part in (name, *name.split()) if len(part) > 1}
        initials = {"".join(part[0] for part in name.split()) for name in names if name.isascii()}
        self._known |= initials - {"PR", ""}

    def read(self) -> list[ActionRead]:
        found: dict[str, ActionRead] = {}
        index = read = 0
        while index < len(self.lines) and len(found) < MOST_ACTIONS and read < MOST_READ:
            actions, index = self._actions_at(index)
            read += len(actions)
            for action in actions:
                words = action.description.value
                if not _NONE.fullmatch(words) and not _NO_ACTION.match(words):
                    found.setdefault(words.casefold(), action)
        told = [action.resolution for action in found.values()]
        for action in given_in_decisions(self.source, self.decisions, self.held):
            if not any(action.resolution is decision for decision in told):
                found.setdefault(action.description.value.casefold(), action)
        return sorted(found.values(), key=lambda action: action.description.span)[:MOST_ACTIONS]

    def _actions_at(self, index: int) -> tuple[list[ActionRead], int]:
        line = self.lines[index]
        if not line.text:
            return [], index + 1
        is_labelled = index in self._labelled
        if is_labelled and self._heads_section(line):
            return self._section(index)
        if heads := table_heads(self.source, line):
            return read_table(self.source, index, heads, self.held)
        match = CHAT_COMMAND.match(self.plain, *line.span) if "#" in line.text else None
        if match and match["kind"] == "action":
            return self._of_chat(Span(match.end(), line.stop), line), index + 1
        if (is_labelled or line.text[0] in "AaNn") and (match := LABEL.match(self.plain, *line.span)):
            span, following = self._wrapped(index, match.end())
            return self._of_label(span, line, self._sentence_above(index)), following
        if is_labelled and (match := LABEL_WITHIN.search(self.plain, *line.span)):
            before = self._last_sentence(self.source.trimmed(line.at, match.start()))
            return self._of_label(Span(match.end(), line.stop), line, before), index + 1
        may_charge = ":" in line.text and not (line.text.isascii() or line.is_row)
        if may_charge and (charge := CHARGE.search(self.plain, *line.span)):
            place = bisect_right(self._starts, charge.start()) - 1
            decision = self.decisions[place] if place >= 0 else None
            return in_charge(self.source, index, charge.start(), decision, self.held)
        return list(self._promises(index)), index + 1

    def _heads_section(self, line: SourceLine) -> bool:
        number = NUMBERED.match(line.text)
        at = number.end() if number else 0
        return len(line.text) <= 60 and _SECTION.fullmatch(line.text, at) is not None

    # Behind a label

    def _of_label(self, span: Span, line: SourceLine, before: Span | None) -> list[ActionRead]:
        span = self.source.trimmed(*span, strip="])" if self.plain[span.end - 1] == "]" else "")
        if before and before.start < before.end and self._is_only_who(self.source.words(span)):
            action = ActionRead(
                self.source.value(before), self.source.value(self.source.trimmed(*span, "."))
            )
            return [action]
        return self._action(span, line)

    def _of_chat(self, span: Span, line: SourceLine) -> list[ActionRead]:
        actions = self._action(span, line)
        nick = _NICK_TO.match(self.plain, *span)
        if nick and actions and not actions[0].responsible:
            actions[0].responsible = self.source.value(Span(*nick.span("nick")))
        return actions

    def _is_only_who(self, words: str) -> bool:
        words = words.rstrip(".")
        return bool(
            _POST.fullmatch(words)
            or words in self._known
            or (_ONLY_WHO.fullmatch(words) and words != "TBD")
        )

    def _sentence_above(self, index: int) -> Span | None:
        while index > 0 and not self.lines[index - 1].text:
            index -= 1
        return self._last_sentence(self.lines[index - 1].span) if index else None

    def _last_sentence(self, span: Span) -> Span:
        starts = [span.start, *(match.end() for match in _SENTENCE.finditer(self.plain, *span))]
        # Who moved it, and how it went, is no task.
        while len(starts) > 1 and _COURSE.match(self.plain, starts[-1]):
            span = self.source.trimmed(span.start, starts.pop())
        return self.source.trimmed(starts[-1], span.end)

    def _wrapped(self, index: int, at: int) -> tuple[Span, int]:
        """Return a paragraph from an offset to its end, on its line and the next, and the line behind."""
        end, following = self.lines[index].stop, index + 1
        first = self.lines[index]
        while following < len(self.lines) and end - at < LONGEST:
            before, after = self.lines[following - 1], self.lines[following]
            if (
                not after.text
                or after.heading
                or after.is_row
                or self._is_listed(after)
                or "\t" in after.text
            ):
                break
            is_cut = len(before.text) >= LEAST_WRAPPED and before.text[-1] not in ".。;!?"
            is_inside = bool(first.bullet) and after.indent > first.indent
            if not (is_cut or is_inside) or CHARGE.match(after.text):
                break
            end, following = after.stop, following + 1
        return Span(at, end), following

    # In a list

    def _section(self, index: int) -> tuple[list[ActionRead], int]:
        """Read the list under a heading; it ends with another heading or with text that is no list."""
        actions: list[ActionRead] = []
        head, following = self.lines[index], index + 1
        if self._heads_business(index):
            return [], following
        indent: int | None = None
        while following < len(self.lines):
            line = self.lines[following]
            if heads := table_heads(self.source, line):
                table, following = read_table(self.source, following, heads, self.held)
                return actions + table, following
            is_listed = self._is_listed(line) or self._begins_with_who(line)
            if line.heading or (line.text and not is_listed and not line.is_row):
                break
            if actions and line.text and not self._is_listed(line) and not self.lines[following - 1].text:
                break  # a paragraph behind the list
            if head.bullet and line.bullet and line.indent <= head.indent:
                break  # the next point of the list that the head stands in
            if not line.text or line.is_blank or line.is_row:
                following += 1
                continue
            label = LABEL.match(self.plain, line.at, line.stop)
            span, behind = self._wrapped(following, label.end() if label else line.at)
            indent = line.indent if indent is None else indent
            if line.indent <= indent:
                actions += self._action(span, line)
            following = behind
        return actions, following

    def _heads_business(self, index: int) -> bool:
        """Say whether Action Items are items of the agenda: 4. Action Items, and below it 4.1 Budget."""
        head = self.lines[index]
        below = next((line for line in self.lines[index + 1 : index + 8] if not line.is_blank), None)
        number = re.search("[0-9]+", self.plain[head.start : head.at + 4])
        return bool(below and number and re.match(rf"{number[0]}\.[0-9]", below.text))

    def _is_listed(self, line: SourceLine) -> bool:
        return (
            bool(line.bullet)
            or line.checked is not None
            or bool(NUMBERED.match(line.text))
            or bool(LABEL.match(line.text))
        )

    def _begins_with_who(self, line: SourceLine) -> bool:
        match = _WHO_TO.match(self.plain, line.at, line.stop)
        if match and not _DOER.match(line.text) and not _NO_ACTION.match(line.text):
            name = _TITLE.sub("", match["name"] or match["handle"])
            is_said = len(line.text) > LONGEST_TASK or _SAID.search(line.text)
            is_told = match[0].endswith(" to") or not (is_said and match[0][-1] in ":–—-")
            return is_told and (name in self._known or bool(match["handle"]) or match[0].endswith(" to"))
        return self._han_who(line.span) is not None

    def _han_who(self, span: Span) -> re.Match[str] | None:
        match = _HAN_WHO.match(self.plain, *span)
        names = match["name"].split("、") if match else []
        return match if all(is_person(name) or _UNIT.search(name) for name in names) else None

    def _action(self, span: Span, line: SourceLine) -> list[ActionRead]:
        number = NUMBERED.match(self.plain, *span)
        span = self.source.trimmed(
            number.end() if number else span.start, min(span.end, span.start + LONGEST)
        )
        if span.start >= span.end or not self.source.clean(span):
            return []
        who = self._han_who(span)
        words = span
        if who and who[0].endswith(":"):
            words = self.source.trimmed(who.end(), span.end)
            day = _DAY_AT_END.search(self.plain, *words)
            if day and due_in(self.source, Span(*day.span()), self.held)[0]:
                words = self.source.trimmed(words.start, day.start())
        if words.start >= words.end or self.source.words(words).strip("@:. ") in self._known:
            return []
        action = ActionRead(self.source.value(words), is_done=bool(line.checked))
        action.responsible = self.source.value(Span(*who.span("name"))) if who else self._responsible(span)
        set_due(action, self.source, span, self.held)
        return [action]

    def _responsible(self, span: Span) -> Value[str] | None:
        """Return who is to do it: X to …, 责任单位：X, 由X负责, or X in brackets at the end."""
        for pattern, find in (
            (_WHO_TO, "match"),
            (_OWNER, "search"),
            (_HAN_BY, "search"),
            (_OWNER_AT_END, "search"),
        ):
            match = getattr(pattern, find)(self.plain, *span)
            if match is None:
                continue
            group = next(name for name, words in match.groupdict().items() if words)
            found = self.source.trimmed(match.start(group), match.end(group), strip=" .@")
            name = self.source.clean(found)
            if pattern is not _OWNER_AT_END or is_plausible(name) or is_person(name):
                return self.source.value(found)
        return None

    # In running text: Ann to write by 3 May

    def _promises(self, index: int) -> Iterator[ActionRead]:
        line = self.lines[index]
        is_text = not line.is_row and not line.heading and line.stop - line.at <= LONGEST_PARAGRAPH
        if line.checked is None and not (is_text and " to " in line.text):
            return
        starts = [line.at, *(match.end() for match in _SENTENCE.finditer(self.plain, line.at, line.stop))]
        for start, end in itertools.pairwise([*starts, line.stop]):
            span = self.source.trimmed(start, end)
            if end == line.stop:
                span = self._wrapped(index, span.start)[0]
            if self._is_promise(span, line):
                yield from self._action(span, line)

    def _is_promise(self, span: Span, line: SourceLine) -> bool:
        """Say whether a sentence is "[ ] Ann to write", "Ann to write by 3 May", "Clerk to write"."""
        match = _WHO_TO.match(self.plain, *span) if span.end - span.start <= LONGEST else None
        if match is None or _DOER.match(self.plain, *span) or not match[0][-1].isalpha():
            return False
        if line.checked is not None:
            return True
        if not match[0].endswith(" to") or _NO_TASK.match(self.plain, match.end(), span.end):
            return False
        name = _TITLE.sub("", match["name"] or "")
        is_known = name in self._known or _POST.fullmatch(name) is not None
        return is_known or bool(_SOON.search(self.plain, *span))
