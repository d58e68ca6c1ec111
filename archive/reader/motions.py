"""Motions as English minutes word them: who moved what, its amendments, and what became of each."""

import re
from dataclasses import dataclass
from itertools import pairwise

from archive.reader.motion_courses import (
    AMENDS,
    BECAME,
    OUTCOME,
    Course,
    begins_item,
    course_end,
    course_of,
    outcomes_told,
    seconder_in,
    sentences,
    take_course,
    tells_course,
)
from archive.reader.movers import BODY_DID, RESOLVED, SECONDER, Begun, begin_motion, puts_motion
from archive.reader.outcomes import result_of
from archive.reader.results import ResolutionRead, Span, Value
from archive.reader.source import LEAST_WRAPPED, Source
from archive.reader.votes import SENTENCE_END, read_votes

_KEYWORD = re.compile(
    r"\b(?:mov(?:e|ed|er)|motion|second(?:ed|er)?|resolved|agreed|voted?|approved|adopted|decided|yeas|"
    r"ayes)\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"[,:;.)]*[ ]*(?P<resolved>(?:and[ ])?(?:it[ ]was[ ])?(?:unanimously[ ])?(?:resolved|agreed|approved)"
    r"(?:[ ]unanimously)?[,:]?[ ](?=that\b|to\b))?"
    r"(?:(?:that|to|for|THAT|TO|moved to|moved that|the Council|the Board)\b[ ]*)?",
    re.IGNORECASE,
)
# "… with Ann Lee making it unanimous", "moved. The meeting adjourned": who moved, and no motion.
_NO_MATTER = re.compile(
    r"(?:with|and|who|by|was|were|is|are)\b|(?:approve|adopt|accept|second)\b[,.]?(?:\s*$|,)"
    r"|(?:(?:the )?(?:(?:meeting|council|board|session) )?(?:was )?adjourned|adjournment)\b"
    r"|(?:there|with) being no (?:further|other|more) business\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:that|to|motion|resolved|resolution)\b", re.IGNORECASE)
_MADE = re.compile(r"[ ](?:with|by|on)\s*$")  # … approved with Ann Lee making the motion
# MINUTES were read and, on the proposal of; Adoption was (proposed by)
_UNFINISHED = re.compile(r",?\s(?:and|was|were|is|which)[ ,]*\s?$")
_AND = re.compile(r"(?:,|\band)\s+$")  # that subs go up and Tunde seconded
_ITEM_NUMBER = re.compile(r"[0-9]{1,2}[.)][ ]+")
_LABEL = re.compile(
    r"""
    (?:resolved|resolution|motion|decision|agreed)(?:[ ]that)?[:,]?[ ]+
    (?:(?:no\.?[ ]?|\#)?(?P<number>[0-9][\w./-]{0,20})[ ]?[:–—-][ ]+)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_MOTION = re.compile(
    r"(?:motion|resolution)[ ](?:no\.?[ ]?|\#)?[0-9][\w./-]{0,20}[ ]?[:–—-][ ]|action(?: items?)?:",
    re.IGNORECASE,
)
# - Ann Lee: Agreed that … is a turn of talk; Finance: Agreed that … on a line of its own is not.
_SAID = re.compile(r"[A-Z][\w.'’-]*(?:[ ][A-Z][\w.'’-]*){0,2}:[ ]+Agreed\b")
_RESOLVED_LABEL = re.compile(r"(?:\b(?:RESOLVED|AGREED)|^(?:Resolved|Agreed))\b[:,]?[ ]", re.MULTILINE)
_AGREED_ON = re.compile(r"\bit was (?:unanimously )?(?:resolved|agreed|decided)\b[, ]*$", re.IGNORECASE)
_WAS = re.compile(
    rf"\b(?:was|were|been) (?:\w+ly )?{BECAME}\b[^.;]*|\b(?:agreed|resolved) to\b", re.IGNORECASE
)
_AMENDMENT_LABEL = re.compile(r"[^:–—\n]{0,40}[:–—][ ]*")
_NUMBER = re.compile(
    r"(?:resolution|ordinance|by-?law|order|bill)s?[ ]+(?:no\.?[ ]*|number[ ]+|#[ ]*)?"
    r"(?P<number>[0-9]{1,4}[-–/.][0-9]{1,4}(?:[-/][0-9]{1,4})?|[A-Z]{0,3}-?[0-9]{2,6})(?![\w%])",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:amend|amending|repeal\w*|rescind\w*|under|pursuant to|with|of|per)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# What the words of a motion say, and those of a head before it do not: Field trip. Moved by …
_SAYS = re.compile(
    r"\b(?:to|that|be|is|are|was|were|approv\w*|adopt\w*|accept\w*|purchase|award|amend\w*"
    r"|\w{3,}(?:ed|ing))\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?:(?:moved|proposed|seconded|supported)(?: by)?|mover|proposer|seconder|second|motion by)[ ]?:",
    re.IGNORECASE,
)
LONGEST_HEAD = 4
LONGEST_LINE = 20_000


@dataclass(slots=True)
class MotionRead:
    """A motion and then its amendments, with the index of the first line behind their votes."""

    resolutions: list[ResolutionRead]
    following: int


def read_motion(source: Source, index: int) -> MotionRead | None:
    line = source.lines[index]
    if (
        line.heading
        or not line.text
        or line.stop - line.at > LONGEST_LINE
        or not _KEYWORD.search(line.text)
        or (line.bullet and _SAID.match(line.text))
    ):
        return None
    following = _paragraph_end(source, index)
    block = Span(line.at, source.lines[following - 1].stop)
    begun = begin_motion(source, block)
    if begun is None:
        return None
    last = course_end(source, following)
    *earlier, own = _put_one_by_one(source, block, begun)
    found = [one for part in earlier for one in _motions_in(source, index, part, part.end)]
    found += _motions_in(source, index, own, source.lines[last - 1].stop)
    return MotionRead(found, last) if found else None


def _put_one_by_one(source: Source, block: Span, begun: Begun) -> list[Span]:
    """Part a paragraph before each motion but the first: … to grant it; no second. Mr Lee then moved …"""
    starts = [block.start]
    for sentence in sentences(source, block) if begun.mover else ():
        words = source.plain[slice(*sentence)]
        if sentence.start > begun.at and puts_motion(words) and not AMENDS.match(words):
            starts.append(sentence.start)
    return [Span(*pair) for pair in pairwise([*starts, block.end])]


def _motions_in(source: Source, index: int, block: Span, end: int) -> list[ResolutionRead]:
    """Return the motion that a block puts, and its amendments; what is told of them goes on to `end`."""
    begun = begin_motion(source, block)
    line = source.lines[index]
    text = _text_of(source, index, block, begun) if begun else None
    if begun is None or text is None:
        return []
    if begun.mover is None:
        text = _whole_sentence(source, text)
    course = course_of(source, Span(max(begun.behind, text.end), end))
    seconder = begun.seconder or seconder_in(source, course, begun.mover)
    motion = motion_of(source, text, course, begun.mover, seconder)
    if not motion.result and (_is_resolved(source, block, begun) or _is_labelled(source, text, begun)):
        motion.result = result_of(motion.text.value, "adopted")
    label = _LABEL.match(source.plain, *line.span) if block.start == line.at else None
    if not motion.identifier and label and label["number"]:
        motion.identifier = label["number"]
    if not motion.identifier and text.end <= line.start:  # it is named in a line of its own before
        motion.identifier = number_in(source, Span(source.lines[source.line_at(text.start)].at, text.end))
    amendments = [
        amendment
        for span, told in course.amendments
        if (amendment := _amendment(source, span, told, motion))
    ]
    if any(one.result.startswith("adopted") for one in amendments) and motion.result == "adopted":
        motion.result = "adopted_as_amended"
    return [motion, *amendments]


def _text_of(source: Source, index: int, block: Span, begun: Begun) -> Span | None:
    start = begun.behind
    return (
        begun.text
        or (_sentence_behind(source, start, block.end) if begun.mover else None)
        or _words_of(source, start, block.end, is_moved=begun.mover is not None)
        or _matter_before(source, block.start, begun.at)
        or (_line_before(source, index) if block.start == source.lines[index].at else None)
    )


def _sentence_behind(source: Source, start: int, end: int) -> Span | None:
    """Return what a body did on a motion: On motion of A, seconded by B, the Board approved the trip."""
    did = BODY_DID.match(source.plain, source.trimmed(start, end, strip=",;").start, end)
    return _matter(source, did.start("did"), end) if did else None


def _is_resolved(source: Source, block: Span, begun: Begun) -> bool:
    """Say whether the sentence of the mover says that it was agreed: proposed by A and RESOLVED that."""
    if begun.mover is None:
        return False
    lead = _MATTER.match(source.plain, begun.behind, block.end)
    before = SENTENCE_END.split(source.plain[max(block.start, begun.at - 200) : begun.at])[-1]
    return bool(
        (lead and lead["resolved"])
        or BODY_DID.match(
            source.plain, source.trimmed(begun.behind, block.end, strip=",;").start, block.end
        )
        or _AGREED_ON.search(before)
    )


def _is_labelled(source: Source, text: Span, begun: Begun) -> bool:
    """Say whether words before their mover stand behind a label: RESOLVED: that … . Proposed by A."""
    label = _RESOLVED_LABEL.search(source.plain, max(0, text.start - 20), text.end)
    return begun.mover is not None and text.end <= begun.at and label is not None


def _amendment(source: Source, span: Span, course: Course, motion: ResolutionRead) -> ResolutionRead | None:
    begun = begin_motion(source, span) or Begun(span.start, span.start)
    lead = None if begun.mover else _AMENDMENT_LABEL.match(source.plain, *span)
    text = begun.text or _words_of(source, lead.end() if lead else begun.behind, span.end)
    text = text or _matter_before(source, span.start, begun.at)
    if text is None:
        return None
    course.told.insert(0, Span(max(text.end, begun.behind), span.end))
    seconder = begun.seconder or seconder_in(source, course, begun.mover)
    found = motion_of(source, text, course, begun.mover, seconder)
    found.classification, found.amends, found.identifier = "amendment", motion, ""
    return found


def motion_of(
    source: Source, text: Span, course: Course, mover: Value[str] | None, seconder: Value[str] | None
) -> ResolutionRead:
    whole = source.plain[text.start : text.end]
    resolution = ResolutionRead(
        source.value(text),
        identifier=number_in(source, text),
        classification="motion" if mover else "",
        result=_result_of_words(whole, is_moved=mover is not None),
        mover=mover,
        seconder=seconder,
    )
    take_course(source, resolution, course.told)
    return resolution


def parted(source: Source, block: Span) -> tuple[Span, list[Span], int]:
    """Return the words of a decision, what is told of it behind them and below, and the line behind all."""
    following = source.line_at(block.end) + 1
    last = course_end(source, following)
    text = _matter(source, *block) or block
    told = Span(text.end, source.lines[last - 1].stop) if last > following else Span(text.end, block.end)
    if told.end <= told.start or not (read_votes(source, told) or any(outcomes_told(source, [told]))):
        return block, [], following
    return _whole_sentence(source, text), [told], last


def _whole_sentence(source: Source, text: Span) -> Span:
    """Return the words of a decision with their full stop, if they are a sentence of their own."""
    ends = source.plain[text.start].isupper() and source.plain.startswith(".", text.end)
    return Span(text.start, text.end + ends)


def _result_of_words(words: str, *, is_moved: bool) -> str:
    """Return what the words of a motion say themselves: "The plan was adopted", or what was resolved."""
    if is_moved:
        told = _WAS.search(words)
        return result_of(told[0]) if told else ""
    return result_of(words, "adopted")


def number_in(source: Source, text: Span) -> str:
    """Return the number of the resolution or ordinance that a motion puts, or ""."""
    match = _NUMBER.search(source.plain, text.start, min(text.end, text.start + 120))
    if match is None or _OF_ANOTHER.search(source.plain, text.start, match.start()):
        return ""
    return source.clean(Span(*match.span("number")))


def _paragraph_end(source: Source, index: int) -> int:
    following = index + 1
    while following < len(source.lines) and following - index < 40:
        line, before = source.lines[following], source.lines[following - 1]
        if not line.text and any(
            _FIELD.match(after.text) for after in source.lines[following + 1 : following + 2]
        ):
            following += 1
            continue
        if _FIELD.match(line.text) and not line.heading:
            following += 1
            continue
        if not line.text or line.heading or line.bullet or line.is_row or line.is_numbered_heading:
            break
        if len(before.text) < LEAST_WRAPPED and _KEYWORD.search(line.text):
            break
        if begins_item(before.text, line.text) or tells_course(line.text):
            break
        if RESOLVED.match(line.text) or _NEXT_MOTION.match(line.text):
            break
        if before.text[-1:] == "." and puts_motion(line.text) and puts_motion(source.lines[index].text):
            break
        following += 1
    return following


def _words_of(source: Source, start: int, end: int, *, is_moved: bool = True) -> Span | None:
    """Return the words of the motion behind its mover; None if what follows tells its course."""
    lead = _MATTER.match(source.plain, start, end) if is_moved else None
    text = _matter(source, lead.end() if lead else start, end)
    if text is None or OUTCOME.match(source.plain, *text) or _NO_MATTER.match(source.plain, *text):
        return None
    return text


def _matter(source: Source, start: int, end: int) -> Span | None:
    """Return the words of the motion: up to the sentence that tells of its seconder or its outcome."""
    stop = end
    position = start
    while match := SENTENCE_END.search(source.plain, position, end):
        position = match.end()
        rest = source.plain[position:end].lstrip()
        if OUTCOME.match(rest) or SECONDER.match(rest) or AMENDS.match(rest):
            stop = match.start()
            break
    span = source.trimmed(start, stop, strip=",;:")
    for second in SECONDER.finditer(source.plain, max(start, span.end - 90), span.end):
        joint = _AND.search(source.plain, max(start, second.start() - 6), second.start())
        at = joint.start() if joint else second.start()
        is_last = not source.plain[second.end() : span.end].strip(" .")
        if (second["by"] or joint) and is_last and at > start:
            span = source.trimmed(start, at, strip=",;:")
    return span if len(source.plain[span.start : span.end]) >= 4 else None


def _matter_before(source: Source, start: int, end: int) -> Span | None:
    """Return the words of a motion that stand before its mover: Resolved: to buy pumps. Moved by …"""
    lead = _LABEL.match(source.plain, start, end)
    at = lead.end() if lead else start
    if made := _MADE.search(source.plain, at, end):
        end = made.start()
    if number := _ITEM_NUMBER.match(source.plain, at, end):
        at = number.end()
    if unfinished := _UNFINISHED.search(source.plain, at, end):
        end = unfinished.start()
    span = source.trimmed(at, end, strip=".,;:(")
    words = source.plain[span.start : span.end]
    if _NO_MATTER.match(words):
        return None
    is_head = lead is None and len(words.split()) <= LONGEST_HEAD and not _SAYS.search(words)
    return span if len(words) >= 4 and not is_head else None


def _line_before(source: Source, index: int) -> Span | None:
    line = source.lines[index - 1] if index else None
    if line and not line.text and index > 1:
        line = source.lines[index - 2]
        titled = _LABEL.match(
            line.text
        )  # only the number of a motion tells that it belongs below the blank
        line = line if titled and titled["number"] else None
    if line is None or not line.text or line.heading:
        return None
    is_sentence = line.text[-1] in '.;:!?)"”' or _OPENS.match(line.text)
    return _matter_before(source, line.at, line.stop) if is_sentence else None  # a heading is no motion
