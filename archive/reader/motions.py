"""Motions as English minutes word them: who moved what, its amendments, and what became of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.reader.results import Doubt, ResolutionRead, Span, Value
from archive.reader.source import LEAST_WRAPPED, Source, SourceLine
from archive.reader.votes import SENTENCE_END, read_votes
from archive.text.vocabulary import result_in

# An initial is none of the words that begin no name: A. Feld, Cllr A Feld.
_INITIAL = (
    r"(?:\.|[ ](?-i:(?!Motion|Member|Committee|Vote|Second|Roll|Resolution|Proposal|Show|Further"
    r"|Councill?or|Trustee|Director|Resident|Board)[A-Z][a-z]))"
)
_NO_SURNAME = (
    r"(?!(?i:carrie[ds]|passe[ds]|approved|adopted|defeated|failed|lost|withdrawn|motion|vote[ds]?|all|"
    r"unanimous(?:ly)?|second(?:ed|er)?|moved|ayes|yeas|nays|resolved|the|it|this|that|there|they|on|in|"
    rf"a(?!{_INITIAL})|an|roll|amendment|discussion|no|result|made|making)\b)"
)
_TOKEN = (
    rf"{_NO_SURNAME}(?:[A-Z]\.(?=[ ]?[A-Z])|(?:Mr|Mrs|Ms|Dr|Cr|Cllr|Clr|St|Jr|Sr|Rev|Prof|Hon|Ald|"
    r"Sen|Rep|Comm?|Dir|Supt?|Gov|Lt|Col|Capt|Sgt)\.(?!$|\n)|[A-Z][\w'’-]*(?:\.[A-Z][\w'’-]*)*)"
)
_PARTICLE = r"de|van|der|von|la"
_NAME = (
    rf"(?<![A-Za-z])(?:[Tt]he[ ](?=Mayor|Chair|President|Reeve|Deputy|Vice))?(?:{_TOKEN}|{_PARTICLE})"
    rf"(?:[ ](?:{_TOKEN}(?=[ ,;.:)/\n]|$)|{_PARTICLE}|and(?=[ ]{_NO_SURNAME}[A-Z]))){{0,6}}"
)
_SECONDED = r"(?:(?:was )?second(?:ed|ing)?|2nd(?:ed)?|supported|[Ss]ec\.)"
_KEYWORD = re.compile(
    r"\b(?:mov(?:e|ed|er)|motion|second(?:ed|er)?|resolved|agreed|voted?|approved|adopted|decided|yeas|"
    r"ayes)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"""
    (?:(?:It[ ]was[ ]|It[ ]is[ ])?(?i:moved|proposed|prop\.)(?:[ ](?i:by))?:?
      |(?:On[ ]|Upon[ ])?(?:[Aa][ ]|[Tt]he[ ])?(?:[Mm]otion|MOTION)
        (?:[ ](?:was[ ])?(?:made[ ])?(?:by|of|from)
          |[ ](?:to|that)[ ](?:(?P<matter>[^.;\n]{{1,400}}?)[ ](?:was|is)[ ](?:made|moved|offered|proposed)
            |(?P<short>[\w ]{{1,40}}?))[ ]by
          |:(?=[ ]+{_NAME}[ ]?(?:[,;./)\n]|$|(?:and[ ])?(?i:second|support|2nd))))
      |[Oo]n[ ]the[ ]proposal[ ]of|[Mm]over:)[ ]+(?P<mover>{_NAME})
    (?:[ ]?[,;./]?[ ]*(?:and[ ])?
      (?:{_SECONDED}(?:[ ]by|:)?|SECONDED(?:[ ]BY|:)?|Second(?:ed|er)?(?:[ ]by|:)?)[ ]+
      (?P<seconder>{_NAME}))?
    """,
    re.VERBOSE,
)
_MOVED = re.compile(
    rf"""
    (?P<mover>{_NAME})[ ](?:then[ ]|so[ ]|further[ ])?
    (?:moved|motioned|MOVED|made[ ]a[ ]motion|(?:made|making)[ ]the[ ]motion|proposed[ ]a[ ]motion|moves|
       offered[ ]a[ ]motion|put[ ]forward[ ]a[ ]motion
       |proposed(?=[,]?[ ](?:and[ ](?:[A-Z][\w.'’-]*[ ]){{1,5}}{_SECONDED}|(?:and[ ])?{_SECONDED}[ ]by)))\b
    (?:[,]?[ ](?:and[ ])?{_SECONDED}[ ]by[ ](?P<by>{_NAME}),?
      |[,]?[ ](?:and[ ])?(?P<first>{_NAME})[ ]{_SECONDED}[,]?)?
    """,
    re.VERBOSE,
)
_SECONDER = re.compile(
    rf"(?:\b(?:[Ss]econd(?:ed)?|SECONDED|2nd|[Ss]upported)(?: by|:)[ ]*(?P<by>{_NAME}))"
    rf"|(?P<name>{_NAME})[ ](?:seconded|SECONDED|2nd'?ed|seconds?)\b"
)
_MATTER = re.compile(
    r"[,:;.)]*[ ]*(?P<resolved>(?:and[ ])?(?:it[ ]was[ ])?(?:unanimously[ ])?(?:resolved|agreed|approved)"
    r"(?:[ ]unanimously)?[,:]?[ ](?=that\b|to\b))?"
    r"(?:(?:that|to|for|THAT|TO|moved to|moved that|the Council|the Board)\b[ ]*)?",
    re.IGNORECASE,
)
# "… with Ann Lee making it unanimous", "moved. The meeting adjourned": who moved, and no motion.
_NO_MATTER = re.compile(
    r"(?:with|and|who|by)\b|(?:approve|adopt|accept|second)\b[,.]?(?:\s*$|,)"
    r"|(?:(?:the )?(?:(?:meeting|council|board|session) )?(?:was )?adjourned|adjournment)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:that|to|motion|resolved|resolution)\b", re.IGNORECASE)
_MADE = re.compile(r"[ ](?:with|by|on)\s*$")  # … approved with Ann Lee making the motion
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
_BODY = (
    r"(?:board|council|committee|commission|trustees|directors|assembly|meeting|members|"
    r"shareholders|selectboard|executive|panel|governors|subcommittee|cabinet|supervisors)"
)
# What a body did: The Parish Council then unanimously approved …
_BODY_NAMED = (
    rf"[Tt]he[ ](?:[A-Z][\w'’-]*[ ]){{0,4}}(?i:{_BODY})[ ](?:then[ ]|also[ ]|unanimously[ ]|formally[ ])*"
)
_DID = (
    r"(?:resolved|agreed|approved|decided|voted|adopted|accepted|ratified|elected|appointed|deferred"
    r"|rejected)\b"
)
_RESOLVED = re.compile(
    rf"""
    (?:BE[ ]IT[ ]|IT[ ]WAS[ ]|[Ii]t[ ]was[ ])(?:(?i:unanimously|further|also)[ ])?
      (?i:resolved|agreed|decided)(?:[ ](?i:unanimously))?(?:[ ]by[ ][^.;:,\n]{{1,40}}?)?
      [:,]?[ ](?:that|THAT|to|TO)\b
    |(?P<lead>(?:RESOLVED|AGREED|(?:^|[.:;!?)][ ]{{1,9}})(?:Resolved|Agreed))(?:[ ](?i:unanimously))?
      (?:[ ](?i:that)\b|[:,][ ](?=(?i:that|to)\b)))
    |(?:RESOLVED|AGREED|^(?:Resolved|Agreed))(?:[ ](?i:unanimously))?[ ](?i:to)\b
    |{_BODY_NAMED}{_DID}
    """,
    re.MULTILINE | re.VERBOSE,
)
_BODY_DID = re.compile(rf"{_BODY_NAMED}(?P<did>{_DID})")
# - Ann Lee: Agreed that … is a turn of talk; Finance: Agreed that … on a line of its own is not.
_SAID = re.compile(r"[A-Z][\w.'’-]*(?:[ ][A-Z][\w.'’-]*){0,2}:[ ]+Agreed\b")
_AGREED_ON = re.compile(r"\bit was (?:unanimously )?(?:resolved|agreed|decided)\b[, ]*$", re.IGNORECASE)
_THING = r"(?:motion|resolution|amendment|question|item|ordinance|by-?law|vote)"
_BECAME = (
    r"(?:carrie[ds]|passe[ds]|approved|adopted|defeated|failed|fails|lost|withdrawn|withdrew|tabled|"
    r"accepted|rejected|die[ds]|not seconded|laid on the table|tied|ratified|enacted)"
)
# Where a sentence begins that belongs to the course of a motion, and not to its words.
_OUTCOME = re.compile(
    r"(?:(?:(?:following|after)\b[^.;,\n]{0,40},|on a (?:show of hands|poll|vote|division),?)[ ])?"
    rf"(?:the |this |said |it )?{_THING}?[ ]?(?:was |is |then )*(?:unanimously )?{_BECAME}\b"
    r"|[+-]1[ ]?(?:\([0-9]+\))?[ ]?:"
    r"|(?:an? )?(?:roll[- ]call |voice |recorded )?vote[sd]?\b"
    r"|(?:a )?(?:roll[- ]call|show of hands)\b|the (?:roll|question|vote|motion)\b"
    r"|(?:agreed|approved|carried)?,? ?nem\.? ?con|(?:all )?agreed(?: unanimously)?(?:[.;\n]|$)"
    r"|all (?:in favou?r|ayes|voted)|(?:with )?(?:ayes?|"
    r"yeas?|nays?|noes)\b|for:|against:|opposed|abstain|abstentions?|absent|recused\b|in favou?r\b|"
    r"unanimous|result:|seconded by|second:|no second(?:er)?\b|without objection|"
    r"(?:discussion|debate) (?:followed|ensued)|supported by|"
    r"so (?:ordered|moved)|[0-9]+ (?:for|in favou?r|yes|ayes)"
    r"|(?:was |be )?(?:deferred|postponed)\b|[^.;\n]{0,60}\bwithdr(?:ew|aws) (?:the|his|her|this) motion\b"
    r"|(?:resolution|ordinance|by-?law)[ ][\w./-]{1,20}[ ](?:was |is )?"
    r"(?:carried|passed|adopted|enacted|defeated)\b",
    re.IGNORECASE,
)
_WAS = re.compile(
    rf"\b(?:was|were|been) (?:\w+ly )?{_BECAME}\b[^.;]*|\b(?:agreed|resolved) to\b", re.IGNORECASE
)
_DECIDED = re.compile(
    rf"(?:(?:the |this |said )?{_THING}[ ](?:[\w./-]+[ ]){{0,3}}?(?:was |is |then |were |ended |by )*)?"
    rf"(?:unanimously |duly )?(?:{_BECAME}\b|deferred\b|postponed\b|all in favou?r\b|all ayes\b"
    r"|(?<![a-z,] )\b(?:all )?agreed(?: unanimously)?(?=[.;\n]|$)"
    r"|unanimous(?:ly)?\b|no second(?:er)?\b|(?:want|lack) of a second|so ordered\b|without objection\b"
    r"|all (?:voted|were|said) (?:aye|yes|yea|in favou?r)\b)",
    re.IGNORECASE,
)
_AMENDS = re.compile(
    rf"""
    (?:an?[ ]|the[ ])?(?:proposed[ ]|first[ ]|second[ ]|further[ ])?amendment
      (?:[ ](?:no\.?[ ]?|\#)?[0-9]{{1,2}})?[ ]?[:–—]
    |[^.;:\n]{{0,90}}?\bmov(?:ed|es)[ ,]+(?:to[ ]amend\b|(?:an|in|as[ ]an)[ ]amendment\b
      |(?:that[ ])?the[ ](?:main[ ])?{_THING}[ ]be[ ]amended\b)
    |(?:a[ ])?motion[ ]to[ ]amend\b(?!\s+(?:{_BECAME}|was|is))
    |an[ ]amendment[ ]was[ ](?:moved|proposed|offered)
    |amendment[ ](?:was[ ])?(?:moved|proposed|offered)[ ]by
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AMENDMENT_LABEL = re.compile(r"[^:–—\n]{0,40}[:–—][ ]*")
_OF_AMENDMENT = re.compile(r"\bamendment\b|\bto amend\b", re.IGNORECASE)
_OF_MOTION = re.compile(
    r"\bas (?:so )?amended\b|\b(?:main|original|substantive|amended) (?:motion|question|resolution)\b"
    r"|\bon the (?:motion|ordinance|resolution|by-?law|question)\b",
    re.IGNORECASE,
)
_NOT_PUT = re.compile(r"\b(?:second(?:er|ed)?|withdr[ae]wn?)\b[ .;]*$", re.IGNORECASE)
_YES_LIST = re.compile(r"(?:yeas?|ayes?|yes|for|in favou?r)[ ]?(?:\([0-9]+\)|[0-9]+)?[ ]?:", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:resolution|ordinance|by-?law|order|bill)s?[ ]+(?:no\.?[ ]*|number[ ]+|#[ ]*)?"
    r"(?P<number>[0-9]{1,4}[-–/.][0-9]{1,4}(?:[-/][0-9]{1,4})?|[A-Z]{0,3}-?[0-9]{2,6})(?![\w%])",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:amend|amending|repeal\w*|rescind\w*|under|pursuant to|with|of|per)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(r"\b(?:resolution|ordinance|by-?law|order|bill)\b", re.IGNORECASE)
_VOTE_LINE = re.compile(
    r"(?:motion:[ ]*[^;\n]{2,60};|votes?[ ]*:|roll[- ]call(?: vote)?[ ]*:|(?:ayes|yeas)[ ]*:)",
    re.IGNORECASE,
)
_ALL_FOR = re.compile(r"\b(?:yeas?|ayes?|in favou?r)[ ]?:[ ]*(?:all|unanimous)\b", re.IGNORECASE)
_MOTION_OF = re.compile(rf"\bmot(?:ion|ioned by)\b:?[ ]*(?P<name>{_NAME})", re.IGNORECASE)
_SECOND_OF = re.compile(rf"\bsecond(?:ed)?(?: by)?:?[ ]*(?P<name>{_NAME})", re.IGNORECASE)
_THIS_ACTION = re.compile(
    r"\b(?:Votes? (?:for|in favor of) (?:this|these) actions?|Voting for (?:this|these) actions?)[ ]?:",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:directive|action|statement|below|follows?|released[^.:]{0,60}|resolution)[^.:\"]{0,60}[.:](?=\s)",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    (
        "The It This That Motion Second All Vote Carried None Council Board Committee Commission "
        "Members He She They There Approve Adopt Accept Add Amend Approval Adoption Award Authorize "
        "Authorise Appoint Purchase Support Fund Allow Make Set Move Use To"
    ).split()
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
_ITEM = re.compile(
    r"(?:[0-9]{1,4}(?:[./-][0-9]{1,4})*[.)]?|[A-Z][.)])[ \t]+[A-Z]|[A-Z][\w '’/&-]{2,40}:[ ]"
)
LONGEST_HEAD = 4
LONGEST_LINE = 20_000
MOST_AFTER = 12


@dataclass(slots=True)
class MotionRead:
    """A motion and then its amendments, with the index of the first line behind their votes."""

    resolutions: list[ResolutionRead]
    following: int


@dataclass(slots=True)
class Begun:
    """How a motion is put: where its mover and seconder stand, both, and its words if between them."""

    at: int
    behind: int
    mover: Value[str] | None = None
    seconder: Value[str] | None = None
    text: Span | None = None


@dataclass(slots=True)
class Course:
    """What is told of a motion behind its words: the stretches that tell of it, and its amendments."""

    told: list[Span] = field(default_factory=list)
    amendments: list[tuple[Span, "Course"]] = field(default_factory=list)


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
    begun = _begin(source, block)
    if begun is None:
        return None
    start = begun.behind
    text = (
        begun.text
        or (_sentence_behind(source, start, block.end) if begun.mover else None)
        or _words_of(source, start, block.end, is_moved=begun.mover is not None)
        or _matter_before(source, block.start, begun.at)
        or _line_before(source, index)
    )
    if text is None:
        return None
    if begun.mover is None:
        text = _whole_sentence(source, text)
    last = _course_end(source, following)
    course = _course(source, Span(max(start, text.end), source.lines[last - 1].stop))
    seconder = begun.seconder or _seconder(source, course, begun.mover)
    motion = _resolution(source, text, course, begun.mover, seconder)
    if not motion.result and _is_resolved(source, block, begun):
        motion.result = result_of(motion.text.value, "adopted")
    if not motion.identifier and (label := _LABEL.match(source.plain, *line.span)) and label["number"]:
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
    return MotionRead([motion, *amendments], last)


def _sentence_behind(source: Source, start: int, end: int) -> Span | None:
    """Return what a body did on a motion: On motion of A, seconded by B, the Board approved the trip."""
    did = _BODY_DID.match(source.plain, source.trimmed(start, end, strip=",;").start, end)
    return _matter(source, did.start("did"), end) if did else None


def _is_resolved(source: Source, block: Span, begun: Begun) -> bool:
    """Say whether the sentence of the mover says that it was agreed: proposed by A and RESOLVED that."""
    if begun.mover is None:
        return False
    lead = _MATTER.match(source.plain, begun.behind, block.end)
    before = SENTENCE_END.split(source.plain[max(block.start, begun.at - 200) : begun.at])[-1]
    return bool(
        (lead and lead["resolved"])
        or _BODY_DID.match(
            source.plain, source.trimmed(begun.behind, block.end, strip=",;").start, block.end
        )
        or _AGREED_ON.search(before)
    )


def _amendment(source: Source, span: Span, course: Course, motion: ResolutionRead) -> ResolutionRead | None:
    begun = _begin(source, span) or Begun(span.start, span.start)
    lead = None if begun.mover else _AMENDMENT_LABEL.match(source.plain, *span)
    text = begun.text or _words_of(source, lead.end() if lead else begun.behind, span.end)
    text = text or _matter_before(source, span.start, begun.at)
    if text is None:
        return None
    course.told.insert(0, Span(max(text.end, begun.behind), span.end))
    seconder = begun.seconder or _seconder(source, course, begun.mover)
    found = _resolution(source, text, course, begun.mover, seconder)
    found.classification, found.amends, found.identifier = "amendment", motion, ""
    return found


# The course of a motion: its sentences, of which some tell of an amendment


def _course(source: Source, span: Span) -> Course:
    motion = current = Course()
    is_decided = is_called = False
    for sentence in _sentences(source, span):
        words = source.plain[sentence.start : sentence.end]
        if _AMENDS.match(words):
            current, is_decided, is_called = Course(), False, False
            motion.amendments.append((sentence, current))
            continue
        decides, calls = bool(_DECIDED.search(words)), bool(_YES_LIST.search(words))
        is_called = is_called or (is_decided and bool(_NOT_PUT.search(source.plain, *current.told[-1])))
        if current is not motion and (
            (_OF_MOTION.search(words) and not _OF_AMENDMENT.search(words))
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


def _sentences(source: Source, span: Span) -> Iterator[Span]:
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
    return line.text[-1] not in ".;:" and not (_OUTCOME.match(after.text) or _AMENDS.match(after.text))


def begins_item(before: str, words: str) -> bool:
    """Say whether a line begins an item or a label of its own, below a line that ends something."""
    return bool(_ITEM.match(words)) and (before[-1:] in ".;:" or len(before) < LEAST_WRAPPED)


def tells_course(words: str) -> bool:
    """Say whether a line begins to tell of a vote, an amendment or an outcome."""
    return bool(_OUTCOME.match(words) or _AMENDS.match(words))


def _course_end(source: Source, following: int) -> int:
    """Return the index behind the last line that tells of votes, amendments or the outcome."""
    last = following
    for index in range(following, min(len(source.lines), following + MOST_AFTER)):
        line: SourceLine = source.lines[index]
        if not line.text:
            continue
        belongs = _OUTCOME.match(line.text) or _AMENDS.match(line.text) or _OF_MOTION.search(line.text)
        begins_another = _BY.match(line.text) and not _AMENDS.match(line.text)
        if line.heading or not belongs or len(line.text) > 400 or begins_another:
            break
        last = index + 1
    return last


def _resolution(
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


def take_course(source: Source, resolution: ResolutionRead, told: list[Span]) -> None:
    """Take the result and the votes from what is told of a decision behind its words."""
    outcomes = list(_outcomes(source, told))
    results = [result_of(outcome.as_written) for outcome in outcomes]
    if outcomes:
        resolution.result, resolution.result_as_written = results[0], outcomes[0]
        resolution.doubts.pop("result", None)
    resolution.votes = read_votes(source, resolution.text.span, *told)
    settle_result(resolution, [one for one, result in zip(outcomes, results, strict=True) if result])


def parted(source: Source, block: Span) -> tuple[Span, list[Span], int]:
    """Return the words of a decision, what is told of it behind them and below, and the line behind all."""
    following = source.line_at(block.end) + 1
    last = _course_end(source, following)
    text = _matter(source, *block) or block
    told = Span(text.end, source.lines[last - 1].stop) if last > following else Span(text.end, block.end)
    if told.end <= told.start or not (read_votes(source, told) or any(_outcomes(source, [told]))):
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


def _outcomes(source: Source, told: list[Span]) -> Iterator[Value[str]]:
    for span in told:
        for sentence in _sentences(source, span):
            if match := _DECIDED.search(source.plain, *sentence):
                yield source.value(source.trimmed(match.start(), sentence.end, strip=".;"))


_TIED = re.compile(r"\btied?\b", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:to|and|that .{1,120} be) (?:defer(?:red)?|postponed?)\b|^(?:defer|postpone)\b", re.IGNORECASE
)
_SENT_ON = re.compile(
    r"\bbe (?:referred|remitted)\b|\bto (?:refer|remit) .{1,120} to\b|^refer .{1,120} to\b", re.IGNORECASE
)


_NOTED = re.compile(
    r"\bbe (?:noted|received(?: and (?:noted|filed))?)[.\s]*$"
    r"|^(?:resolved:? )?(?:that |to )?(?:note|receive)\b",
    re.IGNORECASE,
)


def result_of(words: str, default: str = "") -> str:
    """Return what words say became of a motion, or what a decision itself does: be deferred."""
    if default and _PUT_OFF.search(words):
        return "deferred"
    if default and _SENT_ON.search(words):
        return "referred"
    if default and _NOTED.search(words):
        return "noted"
    result = result_in(words, default)
    return "tied" if result == "rejected" and _TIED.search(words) else result


ADOPTED = frozenset(["adopted", "adopted_as_amended", "agreed_in_principle"])


def settle_result(resolution: ResolutionRead, outcomes: list[Value[str]]) -> None:
    """Note what makes the result or the votes doubtful, and take neither where the text says two things."""
    votes = resolution.votes
    results = {
        "adopted" if result in ADOPTED else result for result in map(result_of, map(_said, outcomes))
    }
    if {"adopted", "rejected"} <= results:
        resolution.doubts["result"] = Doubt(tuple(outcomes), is_contradiction=True)
    if votes and votes.others:
        resolution.doubts["votes"] = Doubt(tuple(votes.others), is_contradiction=True)
    elif votes and votes.yes_count is not None:
        _compare(resolution, votes.yes_count, votes.no_count, outcomes)
    elif votes and votes.unanimous and not resolution.result:
        resolution.result = "adopted"
    doubt = resolution.doubts.get("result")
    if doubt and doubt.is_contradiction:
        resolution.result, resolution.result_as_written = "", None


def _compare(resolution: ResolutionRead, yes: int, no: int | None, outcomes: list[Value[str]]) -> None:
    """Take the result from the counts if nothing else tells it, or note that they say another."""
    votes = resolution.votes
    told = [Value(votes.as_written, votes.as_written, votes.span)] if votes else []
    if not resolution.result:
        against = no or 0
        resolution.result = "adopted" if yes > against else "rejected" if yes < against else "tied"
        if no != 0:  # more than a majority may be asked for
            resolution.doubts["result"] = Doubt(tuple(told))
    elif resolution.result in ADOPTED and yes < (no or 0):
        resolution.doubts["result"] = Doubt((*outcomes, *told), is_contradiction=True)


def _said(value: Value[str]) -> str:
    return value.as_written


def number_in(source: Source, text: Span) -> str:
    """Return the number of the resolution or ordinance that a motion puts, or ""."""
    match = _NUMBER.search(source.plain, text.start, min(text.end, text.start + 120))
    if match is None or _OF_ANOTHER.search(source.plain, text.start, match.start()):
        return ""
    return source.clean(Span(*match.span("number")))


# One line that tells a vote on what stands before it


def read_vote_line(source: Source, index: int, matter: Span | None) -> MotionRead | None:
    """Return the decision about a matter whose vote a line records: Vote: yeas: …; nays: none."""
    line = source.lines[index]
    if matter is None or matter.start >= matter.end or not _VOTE_LINE.match(line.text) or line.heading:
        return None
    votes = read_votes(source, line.span)
    everybody = _ALL_FOR.search(line.text)
    if votes is None or not (votes.names or votes.yes_count or votes.no_count or votes.others or everybody):
        return None  # no motion was made
    resolution = ResolutionRead(
        source.value(matter),
        classification="motion",
        result=result_in(line.text, "adopted" if everybody else ""),
        votes=votes,
    )
    resolution.mover = _named(source, _MOTION_OF.search(source.plain, *line.span))
    resolution.seconder = _named(source, _SECOND_OF.search(source.plain, *line.span))
    settle_result(resolution, [])
    return MotionRead([resolution], index + 1)


def _named(source: Source, match: re.Match[str] | None) -> Value[str] | None:
    return source.value(Span(*match.span("name"))) if match else None


# Running text that quotes an action


def read_running_motions(source: Source) -> list[ResolutionRead]:
    """Return the actions that running text quotes before "Votes for this action: …"."""
    found = []
    before = 0
    for match in _THIS_ACTION.finditer(source.plain):
        span = _quoted(source, max(before, match.start() - 6000), match.start())
        votes = read_votes(source, Span(match.start(), min(len(source.plain), match.end() + 800)))
        before = max(match.end(), votes.span.end if votes else 0)
        span = (
            source.trimmed(*span, strip=".;") if source.plain[span.start : span.start + 1] in ".;" else span
        )
        if span.start < span.end:
            found.append(ResolutionRead(source.value(span), result="adopted", votes=votes))
    return found


def _quoted(source: Source, start: int, end: int) -> Span:
    """Return the text of an action: the quotation before the vote, or what the word directive led to."""
    words = source.plain[start:end].rstrip()
    if words.endswith(('"', "”")):
        opening = max(words.rfind('"', 0, len(words) - 1), words.rfind("“"))
        if opening >= 0:
            return source.trimmed(start + opening, start + len(words))
    leads = list(_LED.finditer(words))
    return source.trimmed(start + (leads[-1].end() if leads else 0), start + len(words))


# Resolution No. 437-11. / By Director Dunn. / Whereas … Be it resolved … / Yeas: … Nays: …

_NUMBERED = re.compile(
    r"(?:resolution|ordinance|order|by-?law)[ ]+(?:no\.?|number|#)?[ ]*"
    r"(?P<number>[A-Z]{0,3}-?[0-9][\w./-]{0,14}?)"
    r"[ ]?[.:]?",
    re.IGNORECASE,
)
_SPONSOR = re.compile(
    r"(?:(?:introduced |offered |sponsored |moved )?by|sponsors?:|introduced:|offered:)[ ]+"
    r"(?P<name>[^.;\n]{2,80}?)[.;]?$",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"\b(?:be it (?:further |hereby )?(?:resolved|ordained|enacted|ordered))\b|\bwhereas\b", re.IGNORECASE
)
_VOTED = re.compile(
    r"(?:yeas?|ayes?|nays?|noes|absent|abstain\w*|abstentions?|recus\w+|not voting|excused)\b[^:\n]{0,12}:",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?:following|these)[ ](?:numbered )?(?:resolutions?|ordinances?|orders?)[ ]+(?:were|was|are)[ ]+"
    r"(?:all |each |duly |unanimously )*(?P<result>adopted|passed|approved|rejected|defeated|tabled)",
    re.IGNORECASE,
)
MOST_LINES_OF_ONE = 400


def read_numbered(source: Source) -> list[ResolutionRead]:
    """Return the resolutions that stand whole under their numbers, as US boards print them."""
    found: list[ResolutionRead] = []
    lead: Value[str] | None = None
    index = 0
    lines = source.lines
    while index < len(lines):
        line = lines[index]
        index += 1
        if led := _LEAD.search(source.plain, line.at, min(line.stop, line.at + 400)):
            lead = source.value(Span(*led.span("result")))
        number = _NUMBERED.fullmatch(line.text) if 5 < len(line.text) < 40 else None
        if number is None:
            continue
        end = index
        while end < len(lines) and end - index < MOST_LINES_OF_ONE and not _ends_numbered(lines[end]):
            end += 1
        if resolution := _numbered(source, number["number"].strip("."), lines[index:end], lead):
            found.append(resolution)
            index = end
    return found


def _ends_numbered(line: SourceLine) -> bool:
    return bool(line.heading) or bool(5 < len(line.text) < 40 and _NUMBERED.fullmatch(line.text))


def _numbered(
    source: Source, number: str, lines: list[SourceLine], lead: Value[str] | None
) -> ResolutionRead | None:
    filled = [line for line in lines if line.text]
    sponsor = _SPONSOR.match(filled[0].text) if filled else None
    body = filled[1:] if sponsor else filled
    voted = next((place for place, line in enumerate(body) if _VOTED.match(line.text)), len(body))
    words = body[:voted]
    if not words or not any(_ENACTS.search(line.text) for line in words):
        return None
    last = voted
    while last < len(body) and (_VOTED.match(body[last].text) or _OUTCOME.match(body[last].text)):
        last += 1
    if voted == len(body):  # no votes: the resolution ends with the paragraph that resolves
        gap = next(
            (
                at
                for at, line in enumerate(words[1:], 1)
                if line.start > words[at - 1].end + 1
                and any(
                    _ENACTS.search(before.text) and not before.text.casefold().startswith("whereas")
                    for before in words[:at]
                )
            ),
            None,
        )
        words = words[:gap] if gap else words
    put = next((line for line in words[1:] if _BY.match(line.text)), None)
    begun = _begin(source, put.span) if put else None
    words = words[: words.index(put)] if put and begun else words
    text = source.trimmed(words[0].at, words[-1].stop)
    told = [Span(body[voted].at, body[last - 1].stop)] if last > voted else []
    mover = None
    if sponsor:
        at = filled[0].at
        mover = source.value(source.trimmed(at + sponsor.start("name"), at + sponsor.end("name")))
    found = _resolution(source, text, Course(told), mover, None)
    if begun and not mover:
        found.mover, found.seconder = begun.mover, begun.seconder
    found.identifier, found.classification = number, "resolution"
    if lead and not found.result_as_written:
        found.result, found.result_as_written = result_of(lead.value), lead
        found.doubts.pop("result", None)
        settle_result(found, [lead])
    return found


# The parts of a motion's sentence


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
        if begins_item(before.text, line.text):
            break
        if (
            not line.text
            or line.heading
            or line.bullet
            or line.is_row
            or line.is_numbered_heading
            or _OUTCOME.match(line.text)
            or _AMENDS.match(line.text)
        ):
            break
        if _RESOLVED.match(line.text) or _NEXT_MOTION.match(line.text):
            break
        if len(before.text) < LEAST_WRAPPED and _KEYWORD.search(line.text):
            break
        following += 1
    return following


def _begin(source: Source, block: Span) -> Begun | None:
    """Return how a motion is put in a block: the first that was moved, or else what was resolved."""
    plain = source.plain
    found = []
    if match := next((found for found in _BY.finditer(plain, *block) if _is_name(found["mover"])), None):
        begun = Begun(
            match.start(), match.end(), _value(source, match, "mover"), _value(source, match, "seconder")
        )
        if match["matter"]:
            begun.text = source.trimmed(*match.span("matter"))
        found.append(begun)
    if (match := _MOVED.search(plain, *block)) and _is_name(match["mover"]):
        seconder = _value(source, match, "by") or _value(source, match, "first")
        found.append(Begun(match.start(), match.end(), _value(source, match, "mover"), seconder))
    if not found and (match := _RESOLVED.search(plain, *block)):
        found.append(Begun(match.start(), match.end("lead") if match["lead"] else match.start()))
    return min(found, key=lambda begun: begun.at) if found else None


def _is_name(words: str) -> bool:
    return words.removeprefix("the ").removeprefix("The ").split(" ", maxsplit=1)[0] not in _NO_NAME


def _value(source: Source, match: re.Match[str], group: str) -> Value[str] | None:
    if not match[group] or not _is_name(match[group]):
        return None
    return source.value(source.trimmed(match.start(group), match.end(group), strip=".,;:"))


def _words_of(source: Source, start: int, end: int, *, is_moved: bool = True) -> Span | None:
    """Return the words of the motion behind its mover; None if what follows tells its course."""
    lead = _MATTER.match(source.plain, start, end) if is_moved else None
    text = _matter(source, lead.end() if lead else start, end)
    if text is None or _OUTCOME.match(source.plain, *text) or _NO_MATTER.match(source.plain, *text):
        return None
    return text


def _matter(source: Source, start: int, end: int) -> Span | None:
    """Return the words of the motion: up to the sentence that tells of its seconder or its outcome."""
    stop = end
    position = start
    while match := SENTENCE_END.search(source.plain, position, end):
        position = match.end()
        rest = source.plain[position:end].lstrip()
        if _OUTCOME.match(rest) or _SECONDER.match(rest) or _AMENDS.match(rest):
            stop = match.start()
            break
    span = source.trimmed(start, stop, strip=",;:")
    for second in _SECONDER.finditer(source.plain, max(start, span.end - 90), span.end):
        if (
            second["by"]
            and not source.plain[second.end() : span.end].strip(" .")
            and second.start() > start
        ):
            span = source.trimmed(start, second.start(), strip=",;:")
    return span if len(source.plain[span.start : span.end]) >= 4 else None


def _matter_before(source: Source, start: int, end: int) -> Span | None:
    """Return the words of a motion that stand before its mover: Resolved: to buy pumps. Moved by …"""
    lead = _LABEL.match(source.plain, start, end)
    at = lead.end() if lead else start
    if made := _MADE.search(source.plain, at, end):
        end = made.start()
    span = source.trimmed(at, end, strip=".,;:(")
    words = source.plain[span.start : span.end]
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


def _seconder(source: Source, course: Course, mover: Value[str] | None) -> Value[str] | None:
    for span in course.told if mover else ():
        if match := _SECONDER.search(source.plain, *span):
            return _value(source, match, "by") or _value(source, match, "name")
    return None
