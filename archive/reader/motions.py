"""Motions as English minutes word them, votes and results; decisions in running Chinese text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.reader.people import is_plausible
from archive.reader.results import ResolutionRead, Span, Value, VotesRead
from archive.reader.source import Source, SourceLine
from archive.text.names import tidy_name
from archive.text.numerals import read_numeral
from archive.text.vocabulary import result_in

_NO_SURNAME = (
    r"(?!(?:Carrie[ds]|Passe[ds]|Approved|Adopted|Defeated|Failed|Lost|Withdrawn|Motion|Vote[ds]?|All|"
    r"Unanimous(?:ly)?|Second(?:ed|er)?|Moved|Ayes|Yeas|Resolved)\b)"
)
_NAME = (
    r"(?:[A-Z][\w'’.-]*|de|van|der|von|la)"
    rf"(?:[ ](?:{_NO_SURNAME}[A-Z][\w'’-]*\.?(?=[ ,;.:)]|$)|de|van|der|von|la|and(?=[ ][A-Z]))){{0,6}}"
)
_SECONDED = r"(?:(?:was )?second(?:ed)?|2nd(?:ed)?|supported)"
_KEYWORD = re.compile(
    r"\b(?:mov(?:e|ed|er)|motion|second(?:ed|er)?|resolved|agreed|voted?|approved|adopted|"
    r"decided|yeas|ayes)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"(?:(?:It was |It is )?(?:MOVED|Moved|moved|proposed|Proposed|PROPOSED)(?:[ ]by)?:?|"
    rf"(?:On |Upon )?(?:[Aa] |[Tt]he )?(?:[Mm]otion|MOTION)(?:[ ](?:was )?(?:made )?(?:by|of|"
    rf"from)|[ ]to [\w ]{{1,40}}? by|:)|[Mm]over:)[ ]+(?P<mover>{_NAME})"
    rf"(?:[,;.]?[ ]*(?:and )?(?:{_SECONDED}(?:[ ]by|:)?|SECONDED(?: BY|:)?|Second(?:ed|er)?(?: "
    rf"by|:)?)[ ]+(?P<seconder>{_NAME}))?"
)
_MOVED = re.compile(
    rf"(?P<mover>{_NAME})[ ](?:then |so |further )?(?:moved|motioned|MOVED|made a motion|made "
    rf"the motion|proposed a motion|moves|offered a motion|put forward a motion)\b(?:[,]?[ "
    rf"](?:and )?{_SECONDED} by (?P<by>{_NAME}),?|[,]?[ ](?:and )?(?P<first>{_NAME})[ "
    rf"]{_SECONDED}[,]?)?"
)
_SECONDER = re.compile(
    rf"(?:\b(?:[Ss]econd(?:ed)?|SECONDED|2nd)(?: by|:)[ ]*(?P<by>{_NAME}))|(?P<name>{_NAME})[ "
    rf"](?:seconded|SECONDED|2nd'?ed|second(?:s)?)\b"
)
_MATTER = re.compile(
    r"[,:;.]?[ ]*(?:(?:that|to|for|THAT|TO|moved to|moved that|the Council|the Board)\b[ ]*)", re.IGNORECASE
)
_LABEL = re.compile(r"(?:resolved|resolution|motion|decision|agreed)(?: that)?[:,]?[ ]+", re.IGNORECASE)
_BODY = (
    r"(?:board|council|committee|commission|trustees|directors|assembly|meeting|members|"
    r"shareholders|selectboard|executive|panel|governors|subcommittee|cabinet)"
)
_RESOLVED = re.compile(
    rf"(?:(?:BE IT |IT WAS |[Ii]t was )(?:(?:unanimously|further|FURTHER|UNANIMOUSLY|also)[ "
    rf"])?(?:RESOLVED|Resolved|resolved|AGREED|agreed|decided|DECIDED)(?:[ ](?:unanimously|"
    rf"UNANIMOUSLY))?[:,]?[ ](?:that|THAT|to|TO)\b"
    rf"|(?:RESOLVED|AGREED|(?:^|(?<=\n))(?:Resolved|Agreed))(?:[ ](?:unanimously|"
    rf"UNANIMOUSLY))?[:,]?[ ](?:that|THAT|to|TO)\b"
    rf"|(?:The|the)[ ](?:[A-Z][\w'’-]*[ ]){{0,4}}(?i:{_BODY})[ ](?:then |also |unanimously |"
    rf"formally )*(?:resolved|agreed|approved|decided|voted|adopted|accepted|ratified|elected|"
    rf"appointed|deferred|rejected)\b)",
    re.MULTILINE,
)
_OUTCOME = re.compile(
    r"(?:(?:the |this |said )?(?:motion|resolution|amendment|question|item)?[ ]?(?:was |is |"
    r"then )*(?:unanimously )?(?:carrie[ds]|passe[ds]|approved|adopted|defeated|failed|fails|"
    r"lost|withdrawn|tabled|rejected|die[ds]|not seconded|laid on the table|tied)\b"
    r"|(?:roll[- ]call |voice )?vote[sd]?\b|all (?:in favou?r|ayes|voted)|(?:with )?(?:ayes?|"
    r"yeas?|nays?|noes)\b|for:|against:|opposed|abstain|abstentions?|absent|in favou?r\b|"
    r"unanimous|result:|seconded by|second:|no second(?:er)?\b|"
    r"so (?:ordered|moved)|[0-9]+ (?:for|in favou?r|yes|"
    r"ayes))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!Mr)(?<!Ms)(?<!Dr)(?<!Cr)(?<!Mrs)(?<!Cllr)(?<!No)(?<!St)[.;!?](?=\s|$)"
)
_VOTE_LINE = re.compile(
    r"(?:motion:[ ]*[^;\n]{2,60};|votes?[ ]*:|roll[- ]call(?: vote)?[ ]*:|(?:ayes|yeas)[ ]*:)",
    re.IGNORECASE,
)
_THIS_ACTION = re.compile(
    r"\b(?:Votes? (?:for|in favor of) (?:this|these) actions?|Voting for (?:this|these) actions?)[ ]?:",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:directive|action|statement|below|follows?|released[^.:]{0,60}|resolution)[^.:\"]{0,60}[.:]",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    (
        "The It A This That Motion Second All Vote Carried None Council Board Committee Members He "
        "She They There"
    ).split()
)
LONGEST_LINE = 20_000
MOST_AFTER = 8


@dataclass(slots=True)
class MotionRead:
    """A motion with the index of the first line behind it and its vote."""

    resolution: ResolutionRead
    following: int


def read_motion(source: Source, index: int) -> MotionRead | None:
    line = source.lines[index]
    if (
        line.heading
        or not line.text
        or line.stop - line.at > LONGEST_LINE
        or not _KEYWORD.search(line.text)
    ):
        return None
    following = _paragraph_end(source, index)
    block = Span(line.at, source.lines[following - 1].stop)
    begun = _begin(source, block)
    if begun is None:
        return None
    at, mover, seconder, start = begun
    text = _matter(source, start, block.end)
    if text is None or _OUTCOME.match(source.plain, text.start, text.end):
        text = _matter_before(source, block.start, at) or _line_before(source, index)
    if text is None:
        return None
    last = _vote_lines(source, following)
    tail = Span(max(start, text.end), source.lines[last - 1].stop)
    seconder = seconder or _seconder(source, tail, mover)
    return MotionRead(_resolution(source, text, tail, mover, seconder, moved=mover is not None), last)


def read_vote_line(source: Source, index: int, matter: Span | None) -> MotionRead | None:
    """Return the decision about a matter whose vote a line records: Vote: yeas: …; nays: none."""
    line = source.lines[index]
    if matter is None or matter.start >= matter.end or not _VOTE_LINE.match(line.text) or line.heading:
        return None
    votes = read_votes(source, line.span)
    if votes is None:
        return None
    mover = re.search(
        rf"\bmot(?:ion|ioned by)\b:?[ ]*(?P<name>{_NAME})", source.plain[line.at : line.stop], re.IGNORECASE
    )
    seconder = re.search(
        rf"\bsecond(?:ed)?(?: by)?:?[ ]*(?P<name>{_NAME})", source.plain[line.at : line.stop], re.IGNORECASE
    )
    result = "rejected" if (votes.no_count or 0) > (votes.yes_count or 0) else "adopted"
    resolution = ResolutionRead(
        source.value(matter), classification="motion", result=result_in(line.text, result), votes=votes
    )
    resolution.mover = _named(source, line.at, mover)
    resolution.seconder = _named(source, line.at, seconder)
    return MotionRead(resolution, index + 1)


def read_running_motions(source: Source) -> list[ResolutionRead]:
    """Return the actions that running text quotes before "Votes for this action: …"."""
    found = []
    before = 0
    for match in _THIS_ACTION.finditer(source.plain):
        span = _quoted(source, max(before, match.start() - 6000), match.start())
        before = match.end()
        votes = read_votes(source, Span(match.start(), min(len(source.plain), match.end() + 800)))
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


def _named(source: Source, offset: int, match: re.Match[str] | None) -> Value[str] | None:
    return source.value(Span(offset + match.start("name"), offset + match.end("name"))) if match else None


def _paragraph_end(source: Source, index: int) -> int:
    following = index + 1
    while following < len(source.lines) and following - index < 40:
        line = source.lines[following]
        if not line.text or line.heading or line.bullet or _OUTCOME.match(line.text):
            break
        if len(source.lines[following - 1].text) < 48 and _KEYWORD.search(line.text):
            break
        following += 1
    return following


def _begin(source: Source, block: Span) -> tuple[int, Value[str] | None, Value[str] | None, int] | None:
    """Return where mover and seconder begin, both, and the offset behind them, or "it was resolved"."""
    plain = source.plain
    candidates = []
    if match := next((found for found in _BY.finditer(plain, *block) if _is_name(found["mover"])), None):
        candidates.append(
            (match.start(), _value(source, match, "mover"), _value(source, match, "seconder"), match.end())
        )
    if (match := _MOVED.search(plain, *block)) and _is_name(match["mover"]):
        seconder = _value(source, match, "by") or _value(source, match, "first")
        candidates.append((match.start(), _value(source, match, "mover"), seconder, match.end()))
    if not candidates and (match := _RESOLVED.search(plain, *block)):
        candidates.append((match.start(), None, None, match.start()))
    return min(candidates, key=lambda found: found[0]) if candidates else None


def _is_name(words: str) -> bool:
    return words.split(" ", maxsplit=1)[0] not in _NO_NAME


def _value(source: Source, match: re.Match[str], group: str) -> Value[str] | None:
    if not match[group] or not _is_name(match[group]):
        return None
    return source.value(source.trimmed(match.start(group), match.end(group), strip=".,;:"))


def _matter(source: Source, start: int, end: int) -> Span | None:
    """Return the words of the motion: up to the sentence that tells of its seconder or its outcome."""
    lead = _MATTER.match(source.plain, start, end)
    at = lead.end() if lead else start
    stop = end
    position = at
    while match := _SENTENCE_END.search(source.plain, position, end):
        position = match.end()
        rest = source.plain[position:end].lstrip()
        if _OUTCOME.match(rest) or _SECONDER.match(rest):
            stop = match.start()
            break
    span = source.trimmed(at, stop, strip=",;:")
    return span if len(source.plain[span.start : span.end]) >= 4 else None


def _matter_before(source: Source, start: int, end: int) -> Span | None:
    """Return the words of a motion that stand before its mover: Resolved: to buy pumps. Moved by …"""
    lead = _LABEL.match(source.plain, start, end)
    span = source.trimmed(lead.end() if lead else start, end, strip=".,;:(")
    return span if span.end - span.start >= 4 else None


def _line_before(source: Source, index: int) -> Span | None:
    line = source.lines[index - 1] if index else None
    if line is None or not line.text or line.heading:
        return None
    return _matter_before(source, line.at, line.stop)


def _vote_lines(source: Source, following: int) -> int:
    last = following
    for index in range(following, min(len(source.lines), following + MOST_AFTER)):
        line: SourceLine = source.lines[index]
        if not line.text:
            continue
        if line.heading or not _OUTCOME.match(line.text) or len(line.text) > 400 or _BY.match(line.text):
            break
        last = index + 1
    return last


def _seconder(source: Source, tail: Span, mover: Value[str] | None) -> Value[str] | None:
    if mover is None or not (match := _SECONDER.search(source.plain, *tail)):
        return None
    return _value(source, match, "by") or _value(source, match, "name")


def _resolution(
    source: Source,
    text: Span,
    tail: Span,
    mover: Value[str] | None,
    seconder: Value[str] | None,
    *,
    moved: bool,
) -> ResolutionRead:
    outcome = _OUTCOME.search(source.plain, *tail) if tail.start < tail.end else None
    words = source.plain[outcome.start() : tail.end] if outcome else ""
    whole = source.plain[text.start : text.end]
    result = result_in(words) if words else "" if moved else result_in(whole, "adopted")
    resolution = ResolutionRead(
        source.value(text),
        classification="motion" if moved else "",
        result=result,
        mover=mover,
        seconder=seconder,
    )
    if outcome:
        end = _SENTENCE_END.search(source.plain, outcome.end(), tail.end)
        resolution.result_as_written = source.value(
            source.trimmed(outcome.start(), end.start() if end else tail.end)
        )
    resolution.votes = read_votes(source, Span(text.start, tail.end))
    if resolution.votes and not resolution.result and resolution.votes.yes_count is not None:
        yes, no = resolution.votes.yes_count, resolution.votes.no_count or 0
        resolution.result = "adopted" if yes > no else "rejected" if yes < no else "tied"
    return resolution


# Votes: how many, and who

_WORD_NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen twenty"
        ).split()
    )
} | {"no": 0, "zero": 0, "nil": 0}
_N = r"(?:[0-9]{1,4}|" + "|".join(_WORD_NUMBERS) + ")"
_OPTIONS = {
    "yes_count": (
        r"(?:yeas?|ayes?|yes(?:es)?|for|in favou?r|affirmative|pro|support(?:ing)?|赞[成同]|同意|可)"
    ),
    "no_count": (
        r"(?:nays?|noes?|nos?|against|opposed|opposing|negative|con|dissent(?:ing)?|反对|不同意|否)"
    ),
    "abstain_count": r"(?:abstain(?:ed|ing|s)?|abstentions?|弃权)",
    "absent": r"(?:absent|not voting|缺席)",
}
_NAME_OPTION = {"yes_count": "yes", "no_count": "no", "abstain_count": "abstain", "absent": "absent"}
_ANY = "|".join(_OPTIONS.values())
_LISTED = re.compile(
    rf"(?<![A-Za-z])(?P<option>{_ANY})(?: this action| the motion| votes?)?[ "
    rf"]?(?:\((?P<count>[0-9]{{1,4}})\)|(?P<bare>[0-9]{{1,4}}))?[ ]?(?::|[-–—](?=[ ]))[ "
    rf"]*(?P<list>[^;\n。]*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?<![A-Za-z0-9])(?P<number>{_N})[ ]?(?:votes?|members?|票|人|位)?[ ]?(?:voted |were |"
    rf"was )?(?:to )?(?P<option>{_ANY})(?![A-Za-z])",
    re.IGNORECASE,
)
_HAN_COUNTED = re.compile(
    r"(?P<option>赞成|同意|反对|不同意|弃权)(?:票|者|的)?[ ]?[:：]?[ ]?(?P<number>[0-9]{1,4}"
    r"|[零〇一二三四五六七八九十百]{1,4})[ ]?[票人位名]"
)
_DASHED = re.compile(
    r"(?:vot(?:e|es|ed|ing)|carri(?:ed|es)|pass(?:ed|es)?|approved|adopted|defeated|failed|"
    r"fails|lost|motion|unanimous(?:ly)?)\b[^.\n]{0,40}?\(?\b(?P<yes>[0-9]{1,3})[ ]?(?:[-–—:]|"
    r"to)[ ]?(?P<no>[0-9]{1,3})(?:[ ]?[-–—:][ ]?(?P<abstain>[0-9]{1,3}))?\b(?![-/:])",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(
    r"\bunanimous(?:ly)?\b|\ball (?:in favou?r|ayes|yeas)\b|\bnem\.? ?con\b|一致(?:通过|同意)|全票|无异议",
    re.IGNORECASE,
)
_NAME_BREAK = re.compile(r",| and |&|、")
_BY_NAME = re.compile(r"\((?P<names>[^()0-9]{2,200})\)")
LONGEST_VOTE = 3000


def read_votes(source: Source, span: Span) -> VotesRead | None:
    span = Span(span.start, min(span.end, span.start + LONGEST_VOTE))
    words = source.plain[span.start : span.end]
    votes = VotesRead("", span)
    found: list[tuple[int, int]] = []
    for match in _LISTED.finditer(words):
        _take_list(votes, match)
        found.append(match.span())
    votes.names = [(source.as_spelt(name, span), option) for name, option in votes.names]
    if not found:
        found = _take_counts(votes, words)
    if unanimous := _UNANIMOUS.search(words):
        votes.unanimous = not votes.no_count
        found.append(unanimous.span())
    if not found:
        return None
    start, end = min(first for first, _ in found), max(last for _, last in found)
    votes.span = source.trimmed(span.start + start, span.start + end)
    votes.as_written = source.written(votes.span)
    return votes


def _option(words: str) -> str:
    return next(name for name, pattern in _OPTIONS.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _take_list(votes: VotesRead, match: re.Match[str]) -> None:
    """Read "Ayes: Brown, Grey" and "Against: 2"."""
    option = _option(match["option"])
    listed = match["list"].strip(" .")
    if following := re.search(rf"\.\s+(?:votes? )?(?:{_ANY})\b", listed, re.IGNORECASE):
        listed = listed[: following.start()]
    first = listed.split(None, 1)[0].strip(",.;()").casefold() if listed else ""
    if first.isdigit() or first in _WORD_NUMBERS:
        _set_count(votes, option, int(first) if first.isdigit() else _WORD_NUMBERS[first])
        listed = next((names["names"] for names in [_BY_NAME.search(listed)] if names), "")
    names = [
        tidy_name(re.sub(r"^(?:Messrs|Mses|Mr|Ms|Mrs|Dr)\b\.? ?", "", name.strip()))
        for name in _NAME_BREAK.split(listed)
    ]
    people = [name for name in names if name and is_plausible(name) and name.casefold() != "none"]
    votes.names += [(name, _NAME_OPTION[option]) for name in people]
    if people and option != "absent" and getattr(votes, option) is None:
        _set_count(votes, option, len(people))
    if stated := match["count"] or match["bare"]:
        _set_count(votes, option, int(stated))


def _take_counts(votes: VotesRead, words: str) -> list[tuple[int, int]]:
    found = []
    for match in (*_HAN_COUNTED.finditer(words), *_COUNTED.finditer(words)):
        written = match["number"].casefold()
        number = (
            int(written)
            if written.isdigit()
            else _WORD_NUMBERS.get(written, read_numeral(written) if not written.isascii() else None)
        )
        if number is not None:
            _set_count(votes, _option(match["option"]), number)
            found.append(match.span())
    if not found and (dashed := _DASHED.search(words)):
        votes.yes_count, votes.no_count = int(dashed["yes"]), int(dashed["no"])
        votes.abstain_count = int(dashed["abstain"]) if dashed["abstain"] else None
        found.append(dashed.span())
    return found


def _set_count(votes: VotesRead, option: str, number: int) -> None:
    if option != "absent":
        setattr(votes, option, number)


# Decisions and demands in running Chinese text: 会议决定，…； 会议要求，…

_WHO = (
    "(?:会议|与会人员|全体与会人员|大会|党委会?|党组会?|常委会|理事会|董事会|委员会|支委会|办公会"
    "|经研究|经会议研究|经讨论)"
)
_DECIDING = (
    "原则上?同意|原则上?通过|一致同意|一致认为同意|一致通过|审议并?(?:原则)?通过|表决通过|研究决定"
    "|研究同意|研究确定|讨论决定|决定|议定|决议|同意|通过|批准|确定|明确|不同意|否决|暂缓"
)
_DEMANDING = "要求|强调|部署|责成|提出(?:要求)?"
_DIRECTIVE = re.compile(
    rf"(?:^|(?<=[。;\n])|(?<=、))[ \t\u3000]{{0,60}}(?P<whole>(?P<who>{_WHO})"
    rf"(?:经过?[^，,。:]{{0,12}}[,，]?)?(?:还|同时|并|最后)?(?:(?P<deciding>{_DECIDING})"
    rf"|(?P<demanding>{_DEMANDING}))(?:了|如下|以下事项)?)",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、是]|[0-9]{1,2}[.、)])"
)
_OPENER = re.compile(r"(?:如下|以下事项|事项)?[:：]?$")
LONGEST_ONE = 4000
LONGEST_CHINESE_LINE = 50_000
MOST_DIRECTIVES = 2_000


def read_directives(source: Source) -> list[ResolutionRead]:
    found: list[ResolutionRead] = []
    for index, line in enumerate(source.lines):
        if line.heading or line.stop - line.at > LONGEST_CHINESE_LINE:
            continue
        if len(found) > MOST_DIRECTIVES:
            break
        starts = list(_DIRECTIVE.finditer(source.plain, line.at, line.stop))
        ends = [match.start("whole") for match in starts[1:]] + [line.stop]
        for match, end in zip(starts, ends, strict=False):
            found += _directives_in(source, index, match, min(end, match.start("whole") + LONGEST_ONE))
    return found


def _directives_in(source: Source, index: int, match: re.Match[str], end: int) -> Iterator[ResolutionRead]:
    deciding = bool(match["deciding"])
    span = source.trimmed(match.start("whole"), end)
    rest = source.plain[match.end("whole") : end].strip(" \t\u3000")
    if deciding and end == source.lines[index].stop and (not rest or _OPENER.fullmatch(rest)):
        # 会议决定： with its points on the lines below.
        yield from (_directive(source, item, "决定") for item in _points_below(source, index + 1))
        return
    if rest:
        yield _directive(source, span, match["deciding"] or "")


def _points_below(source: Source, index: int) -> Iterator[Span]:
    while index < len(source.lines):
        line = source.lines[index]
        match = _NUMBERED.match(source.plain, line.at, line.stop)
        if line.text and not match:
            return
        if match:
            yield source.trimmed(match.end(), line.stop)
        index += 1


def _directive(source: Source, span: Span, verb: str) -> ResolutionRead:
    classification = "resolution" if verb else "directive"
    result = result_in(verb, "adopted") if verb else ""
    return ResolutionRead(
        source.value(span), classification=classification, result=result, votes=read_votes(source, span)
    )
