"""The course of a motion behind its words: what is told of its seconder, amendments, votes and outcome."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.reader.movers import MOVED_BY, SECONDER, value_of_name
from archive.reader.outcomes import result_of, settle_result
from archive.reader.results import ResolutionRead, Span, Value
from archive.reader.source import LEAST_WRAPPED, Source, SourceLine
from archive.reader.votes import SENTENCE_END, is_roll_line, read_votes
from archive.text.language_files import pattern_of

_THING = r"(?:motion|resolution|amendment|question|item|ordinance|by-?law|vote)"
BECAME = f"(?:{pattern_of('decisions', 'became')})"
# Where a sentence begins that belongs to the course of a motion, and not to its words.
OUTCOME = re.compile(
    r"(?:(?:(?:following|after)\b[^.;,\n]{0,40},|on a (?:show of hands|poll|vote|division),?)[ ])?"
    rf"(?:the |this |said |it )?{_THING}?[ ]?(?:was |is |then )*(?:unanimously )?{BECAME}\b"
    r"|[+-]1[ ]?(?:votes?[ ]?)?(?:\([0-9]+\))?[ ]?:|[+-]?0[ ]votes?[ ]?:"
    r"|(?:an? )?(?:roll[- ]call |voice |recorded )?vote[sd]?\b"
    r"|(?:a )?(?:roll[- ]call|show of hands)\b|the (?:roll|question|vote|motion)\b"
    r"|(?:agreed|approved|carried)?,? ?nem\.? ?con|(?:all )?agreed(?: unanimously)?(?:[.;\n]|$|,? [0-9])"
    r"|all (?:in favou?r|ayes|voted)|(?:with )?(?:ayes?|"
    r"yeas?|nays?|noes)\b|for:|against:|opposed|abstain|abstentions?|absent|recused\b|in favou?r\b|"
    r"unanimous|result:|seconded by|second:|(?:there (?:was|being) )?no second(?:er)?\b|without objection|"
    r"(?:discussion|debate) (?:followed|ensued)|supported by|"
    r"so (?:ordered|moved)|[0-9]+ (?:for|in favou?r|yes|ayes)"
    r"|(?:was |be )?(?:deferred|postponed)\b|[^.;\n]{0,60}\bwithdr(?:ew|aws) (?:the|his|her|this) motion\b"
    r"|(?:resolution|ordinance|by-?law)[ ][\w./-]{1,20}[ ](?:was |is )?"
    r"(?:carried|passed|adopted|enacted|defeated)\b"
    # Dr Cole dissented and asked that it be recorded.
    r"|(?-i:(?:[A-Z][\w.'’-]*[ ]){1,4})(?:dissent(?:ed|ing)|abstain(?:ed|ing)|vot(?:ed|ing) against)\b"
    rf"|{pattern_of('decisions', 'course')}",
    re.IGNORECASE,
)
_DECISION = (
    rf"(?:{BECAME}\b|deferred\b|postponed\b|all in favou?r\b|all ayes\b"
    r"|(?<![a-z,] )\b(?:all )?agreed(?: unanimously)?(?=[.;\n]|$|,? [0-9]{1,3}(?:[-–—]| to )[0-9])"
    r"|unanimous(?:ly)?\b|no second(?:er)?\b|(?:want|lack) of a second|so ordered\b|without objection\b"
    r"|all (?:voted|were|said) (?:aye|yes|yea|in favou?r)\b)"
)
_DECIDES = re.compile(_DECISION, re.IGNORECASE)
_DECIDED = re.compile(
    rf"(?:(?:the |this |said )?{_THING}[ ](?:[\w./-]+[ ]){{0,3}}?(?:was |is |then |were |ended |by )*)?"
    rf"(?:unanimously |duly )?{_DECISION}",
    re.IGNORECASE,
)
AMENDS = re.compile(
    rf"""
    (?:an?[ ]|the[ ])?(?:proposed[ ]|first[ ]|second[ ]|further[ ])?amendment
      (?:[ ](?:no\.?[ ]?|\#)?[0-9]{{1,2}})?[ ]?[:–—]
    |[^.;:\n]{{0,90}}?\bmov(?:ed|es)[ ,]+(?:to[ ]amend\b|(?:an|in|as[ ]an)[ ]amendment\b
      |(?:that[ ])?the[ ](?:main[ ])?{_THING}[ ]be[ ]amended\b)
    |(?:a[ ])?motion[ ]to[ ]amend\b(?!\s+(?:{BECAME}|was|is))
    |an[ ]amendment[ ]was[ ](?:moved|proposed|offered)
    |amendment[ ](?:was[ ])?(?:moved|proposed|offered)[ ]by
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OF_AMENDMENT = re.compile(r"\bamendment\b|\bto amend\b", re.IGNORECASE)
OF_MOTION = re.compile(
    r"\bas (?:so )?amended\b|\b(?:main|original|substantive|amended) (?:motion|question|resolution)\b"
    r"|\bon the (?:motion|ordinance|resolution|by-?law|question)\b",
    re.IGNORECASE,
)
_NOT_PUT = re.compile(r"\b(?:second(?:er|ed)?|withdr[ae]wn?)\b[ .;]*$", re.IGNORECASE)
_YES_LIST = re.compile(r"(?:yeas?|ayes?|yes|for|in favou?r)[ ]?(?:\([0-9]+\)|[0-9]+)?[ ]?:", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:[0-9]{1,4}(?:[./-][0-9A-Z]{1,6})*[.)]?|[A-Z][.)]|\(?(?:[a-z]|[ivx]{1,4}|[0-9]{1,2})\)"
    r"|[A-Z]{1,4}/?[0-9]{2,5}(?:[./-][0-9A-Z]{1,6})+[ ]?[–—:-]?)[ \t]+[A-Z0-9]"
    r"|[A-Z][\w '’/&-]{2,40}:[ ]"
)
MOST_AFTER = 12


@dataclass(slots=True)
class Course:
    """What is told of a motion behind its words: the stretches that tell of it, and its amendments."""

    told: list[Span] = field(default_factory=list)
    amendments: list[tuple[Span, "Course"]] = field(default_factory=list)


def course_of(source: Source, span: Span) -> Course:
    motion = current = Course()
    is_decided = is_called = False
    for sentence in sentences(source, span):
        words = source.plain[sentence.start : sentence.end]
        if AMENDS.match(words):
            current, is_decided, is_called = Course(), False, False
            motion.amendments.append((sentence, current))
            continue
        decides, calls = bool(_DECIDES.search(words)), bool(_YES_LIST.search(words))
        if is_decided and not is_called:
            told = current.told[-1]
            is_called = bool(_NOT_PUT.search(source.plain, max(told.start, told.end - 40), told.end))
        if current is not motion and (
            (OF_MOTION.search(words) and not _OF_AMENDMENT.search(words))
            or (is_decided and decides and not _OF_AMENDMENT.search(words))
            or (is_called and calls)
        ):
            current = motion
        is_decided, is_called = is_decided or decides, is_called or calls
        if current.told and not source.plain[current.told[-1].end : sentence.start].strip(" .;\n\t"):
            current.told[-1] = Span(current.told[-1].start, sentence.end)
        else:
            current.told.append(sentence)
    return motion


def sentences(source: Source, span: Span) -> Iterator[Span]:
    lines = source.lines
    index, start = source.line_at(span.start), span.start
    while index < len(lines) and lines[index].start < span.end:
        start = max(start, lines[index].at)
        while _goes_on(lines, index, span.end):
            index += 1
        end = min(lines[index].stop, span.end)
        while match := SENTENCE_END.search(source.plain, start, end):
            yield source.trimmed(start, match.end())
            start = match.end()
        if (rest := source.trimmed(start, end)).start < rest.end:
            yield rest
        index += 1


def _goes_on(lines: list[SourceLine], index: int, end: int) -> bool:
    """Say whether a line was wrapped: it is long and does not end, and the next begins nothing."""
    line, after = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if after is None or after.start >= end or not after.text or len(line.text) < LEAST_WRAPPED:
        return False
    return line.text[-1] not in ".;:" and not (OUTCOME.match(after.text) or AMENDS.match(after.text))


def begins_item(before: str, words: str) -> bool:
    """Say whether a line begins an item or a label of its own, below a line that ends something."""
    return bool(_ITEM.match(words)) and (before[-1:] in ".;:" or len(before) < LEAST_WRAPPED)


def tells_course(words: str) -> bool:
    """Say whether a line begins to tell of a vote, an amendment or an outcome."""
    return bool(OUTCOME.match(words) or AMENDS.match(words))


def course_end(source: Source, following: int) -> int:
    """Return the index behind the last line that tells of votes, amendments or the outcome."""
    last = following
    for index in range(following, min(len(source.lines), following + MOST_AFTER)):
        line: SourceLine = source.lines[index]
        if not line.text or line.is_row:
            continue
        belongs = (
            is_roll_line(line.text)
            or OUTCOME.match(line.text)
            or AMENDS.match(line.text)
            or OF_MOTION.search(line.text)
        )
        begins_another = MOVED_BY.match(line.text) and not AMENDS.match(line.text)
        if line.heading or not belongs or len(line.text) > 400 or begins_another:
            break
        last = index + 1
    return last


def take_course(source: Source, resolution: ResolutionRead, told: list[Span]) -> None:
    """Take the result and the votes from what is told of a decision behind its words."""
    outcomes = list(outcomes_told(source, told))
    results = [result_of(outcome.as_written) for outcome in outcomes]
    if outcomes:
        resolution.result, resolution.result_as_written = results[0], outcomes[0]
        resolution.doubts.pop("result", None)
    resolution.votes = read_votes(source, resolution.text.span, *told)
    settle_result(resolution, [one for one, result in zip(outcomes, results, strict=True) if result])


def outcomes_told(source: Source, told: list[Span]) -> Iterator[Value[str]]:
    for span in told:
        for sentence in sentences(source, span):
            decides = _DECIDES.search(source.plain, *sentence)
            if decides and (match := _DECIDED.search(source.plain, *sentence)):
                yield source.value(source.trimmed(match.start(), sentence.end, strip=".;"))


def seconder_in(source: Source, course: Course, mover: Value[str] | None) -> Value[str] | None:
    for span in course.told if mover else ():
        if match := SECONDER.search(source.plain, *span):
            return value_of_name(source, match, "by") or value_of_name(source, match, "name")
    return None
