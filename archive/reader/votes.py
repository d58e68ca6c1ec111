"""Votes: how many were for and against, who voted how, and whether the text counts them in two ways."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.reader.latin_names import is_plausible
from archive.reader.name_words import without_address
from archive.reader.results import Span, VotesRead
from archive.reader.source import Source, SourceLine
from archive.text.language_files import LANGUAGES, keys_of, pattern_of, words_of
from archive.text.names import tidy_name
from archive.text.numerals import read_numeral
from archive.text.vocabulary import vote_option_of

SENTENCE_END = re.compile(
    r"(?<![^A-Z][A-Z])(?<!^[A-Z])"  # an initial
    + "".join(f"(?<!{word})" for word in "Mr Ms Dr Cr Mrs Cllr No St Messrs Mses Prof Rev Hon".split())
    + r"[.;!?](?=\s|$)"
)


def _pattern(key: str) -> str:
    return pattern_of("votes", key).replace(" ", "[ ]")


_WORD_NUMBERS = {
    word: number
    for language in LANGUAGES.values()
    for number, word in enumerate(language.get("votes", {}).get("numbers", "").split())
} | dict.fromkeys(words_of("votes", "noughts").replace(",", " ").split(), 0)
_N = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}|" + "|".join(_WORD_NUMBERS) + ")"
_OPTIONS = {option: _pattern(option) for option in keys_of("options")}
# Of a list of those for and against; a nought alone counts many other things.
_SIGNS = {"yes": r"\+1", "no": "-1", "abstain": r"[+-]?0(?=[ ]votes?[ ]?:)"}
_BY_SIGN = {"yes": ("+1",), "no": ("-1",), "abstain": ("0", "+0", "-0")}
COUNTS = {"yes": "yes_count", "no": "no_count", "abstain": "abstain_count"}
_ANY = "|".join(f"(?:{words})" for words in _OPTIONS.values())
_ANY += "".join(rf"|(?<!\w){sign}" for sign in _SIGNS.values())
_COUNTED_ANY = "|".join(f"(?:{_OPTIONS[option]})" for option in COUNTS)
_LISTED = re.compile(
    rf"""
    (?<![A-Za-z])(?P<option>{_ANY})(?:[ ]this[ ]action|[ ]the[ ]motion|[ ]?votes?|票|者)?[ ]?
    (?:\((?P<count>[0-9]{{1,4}})[票人名]?\)|(?P<bare>[0-9]{{1,4}}))?[ ]?
    (?::|[-–—](?=[ ]))[ ]*
    (?P<list>(?:[^;\n。]|(?<=[,、])\n|(?<=,[ ])\n|(?<=[ ]and)\n)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HEADS_LIST = re.compile("[:–—-]")
_FIGURE = re.compile("[0-9]")
_NEXT_OPTION = re.compile(
    rf"(?<![A-Za-z])(?:votes? )?(?:{_ANY})[ ]?(?:\([0-9]{{1,4}}\))?[ ]?:", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"(?<![A-Za-z0-9#.£$€¥-])(?<![0-9],)(?P<number>{_N})[ ]?"
    r"(?:votes?|members?|票|人|位)?[ ]?(?:voted |were |was )?(?:to )?"
    rf"(?P<option>{_COUNTED_ANY})(?![A-Za-z])",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    r"\s*(?:[,;.)/]|$|and\b|with\b"
    r"|[0-9]{1,3}[ ](?:votes? |were )?(?:against|opposed|nay|noe?s?\b|abst|in opp)"
    r"|(?:the |this )?(?:motion|amendment|resolution|question|proposal|action)\b)"
)
_HAN_COUNTED = re.compile(
    rf"(?P<option>{_pattern('counted')})(?:票|者|的)?[ ]?:?[ ]?"
    r"(?P<number>[0-9]{1,4}|[零〇一二三四五六七八九十百]{1,4})[ ]?[票人位名]"
)
_BY_SIDE = (_HAN_COUNTED, _COUNTED)
_DASHED = re.compile(
    rf"(?:{_pattern('before_figures')})\b"
    r"(?P<between>[^.\n]{0,40}?)\(?(?<![0-9-])\b(?P<yes>[0-9]{1,3})"
    r"[ ]?(?:[-–—:]|to)[ ]?(?P<no>[0-9]{1,3})(?:[ ]?[-–—:][ ]?(?P<abstain>[0-9]{1,3}))?\b(?![-/:])"
    r"(?![ ]?(?:per ?cent|%|years?|months?|weeks?|days?|hours?|[ap]\.?m\b|feet|miles|acres|inch))",
    re.IGNORECASE,
)
# Adopted Resolution 12-04: a number, and no vote.
_NUMBERED = re.compile(
    r"(?:resolution|ordinance|by-?law|bill|order|act|policy|item|section|case|contract|no\.?|number|#)\s*$",
    re.IGNORECASE,
)
# (+6, 0, -1): the sign tells the side, wherever those who abstain stand.
_SIGNED = re.compile(
    r"(?<![\w+])\+(?P<yes>[0-9]{1,3})[ ]?[,;/][ ]?"
    r"(?:-(?P<no>[0-9]{1,3})(?:[ ]?[,;/][ ]?[+±]?(?P<abstain>[0-9]{1,3}))?"
    r"|[+±]?(?P<between>[0-9]{1,3})[ ]?[,;/][ ]?-(?P<last>[0-9]{1,3}))(?![0-9])"
)
_UNANIMOUS = re.compile(_pattern("unanimous"), re.IGNORECASE)
_CALLED = re.compile(_pattern("calls"), re.IGNORECASE)
_CALL = re.compile(
    r"(?P<name>(?:[^\W\d_][\w'’.-]*[ ]){1,4}?)(?:[-–—:]+[ ]*|voted[ ])?"
    rf"(?P<option>{_pattern('called')})"
    r"(?=[ ]*(?:[,;.\n|/]|$))",
    re.IGNORECASE,
)
# A roll of one name a line: Desmond      Aye
_ROLL_LINE = re.compile(
    r"^[ \t|]*(?P<name>(?:[^\W\d_][\w'’.-]*[ ]?){1,4}?)[ \t]*(?:[ \t]{2,}|[:–—|-][ \t]*|\.{2,}[ \t]*)"
    rf"(?P<option>{_pattern('called')})"
    r"[ \t.|]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Behind a full stop that stands for a comma: Greenspan, Mullins. Angell, Boehne. and Mr. Stern.
_MORE_NAMES = re.compile(r"[ \n](?:and[ ][A-Z]|[A-Z][\w'’-]+(?:,[ ]|[ ]and[ ])[A-Z])")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_NAME_BREAK = re.compile(r",| and |&|、|;")
_STATED_BEHIND = re.compile(r"[ ]*\(?(?<!\w)(?P<count>[0-9]{1,4})[票人名]?\)?$")
_BY_NAME = re.compile(r"\((?P<names>[^()0-9]{2,200})\)")
LONGEST_VOTE = 3000
LONGEST_MARKS_HEAD = 120

Counts = dict[str, int]  # {option: how many}


@dataclass(slots=True)
class Told:
    """What stretches of a text tell of one vote: counts and where they stand, names, all places."""

    counted: list[tuple[Counts, Span]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)

    def add(self, counts: Counts, place: Span) -> None:
        if counts:
            self.counted.append((counts, place))
        self.places.append(place)

    @property
    def differ(self) -> bool:
        counts = [one for one, _ in self.counted]
        return any(
            one[option] != two[option] for one in counts for two in counts for option in one.keys() & two
        )


def read_votes(source: Source, *spans: Span) -> VotesRead | None:
    """Return the vote that some stretches of the text tell together; None if they tell of none."""
    told, unanimous, first = Told(), False, 0
    for whole in spans:
        span = Span(whole.start, min(whole.end, whole.start + LONGEST_VOTE))
        by_list = (
            {} if told.names else next(filter(None, (take(source, span, told) for take in _TAKING)), {})
        )
        for counts, place in (*([] if by_list else _counted(source, span)), *_dashed(source, span)):
            told.add(counts, place)
        if match := _UNANIMOUS.search(source.plain, *span):
            told.add({}, Span(*match.span()))
            unanimous = True
        first = first or len(told.places)
    _leave_out_absent(told)
    if not told.places:
        return None
    near = told.places[:first]  # of the first stretch that tells of it
    whole = source.trimmed(min(near).start, max(place.end for place in near))
    votes = VotesRead(source.written(whole), whole, names=told.names)
    if told.differ:
        places = dict.fromkeys(source.trimmed(*place) for _, place in told.counted)
        votes.others = [source.value(place) for place in places]
    else:
        for option, number in (pair for counts, _ in told.counted for pair in counts.items()):
            setattr(votes, COUNTS[option], number)
    votes.unanimous = unanimous and not votes.no_count and not votes.others
    return votes


def _leave_out_absent(told: Told) -> None:
    """Take the last figure of 5-0-1 for those away where they are named, and nobody who abstained."""
    named = Counter(option for _, option in told.names)
    away = named["absent"] + named["recused"] + named["not_voting"]
    for counts, _ in told.counted:
        if away and not named["abstain"] and counts.get("abstain") == away and "no" in counts:
            del counts["abstain"]


def _take_lists(source: Source, span: Span, told: Told) -> Counts:
    """Take "Ayes: Brown, Grey (2)" and "反对:2", and return how many the lists are."""
    counts: Counts = {}
    places: list[Span] = []
    for match, end in _lists(source, span):
        option = _option(match["option"])
        if option in counts:
            break  # the next vote begins
        people, number, stated = _listed(source.plain[match.start("list") : end])
        stated = next((int(said) for said in (match["count"], match["bare"]) if said), stated)
        number = number if stated is None or people else stated
        places.append(Span(match.start(), end))
        told.names += [(source.as_spelt(name, span), option) for name in people]
        if option in COUNTS and number is not None:
            counts[option] = number
            if stated not in (None, number):
                told.add({option: stated or 0}, places[-1])
    if places:
        told.add(counts, Span(places[0].start, places[-1].end))
    return counts


def _take_calls(source: Source, span: Span, told: Told) -> Counts:
    """Take the votes of a roll call, one behind each name: Lee - Aye; Ray - Nay."""
    called = _CALL.finditer(source.plain, *span) if _CALLED.search(source.plain, *span) else ()
    called = called or _ROLL_LINE.finditer(source.plain, *span)
    votes = [(_name(match["name"].strip(" :-–—")), _option(match["option"]), match) for match in called]
    votes = [vote for vote in votes if vote[0]]
    if len(votes) < 2:
        return {}
    told.names += [(source.as_spelt(name, span), option) for name, option, _ in votes]
    counts = Counter(option for _, option, _ in votes if option in COUNTS)
    told.add(dict(counts), Span(votes[0][2].start(), votes[-1][2].end()))
    return dict(counts)


def _take_marks(source: Source, span: Span, told: Told) -> Counts:
    """Take a table with a column for each side and a mark for each voter: Member | Aye | Nay."""
    if source.plain.find("|", *span) < 0:
        return {}
    first, last = source.line_at(span.start), source.line_at(span.end)
    options: list[str] = []
    marked: list[tuple[str, str, Span]] = []
    for line in source.lines[first : last + 1]:
        cells = source.cells(line) if line.is_row else []
        if not options and is_marks_head(source, line):
            options = [vote_option_of(source.words(cell)) for cell in cells]
        elif options and 1 < len(cells) <= len(options):
            chosen = [
                option
                for option, cell in zip(options, cells, strict=False)
                if option and cell.start < cell.end
            ]
            if len(chosen) == 1 and (name := _name(source.words(cells[0]))):
                marked.append((name, chosen[0], line.span))
    if len(marked) < 2:
        return {}
    told.names += [(source.as_spelt(name, place), option) for name, option, place in marked]
    counts = dict(Counter(option for _, option, _ in marked if option in COUNTS))
    told.add(counts, Span(marked[0][2].start, marked[-1][2].end))
    return counts


def is_marks_head(source: Source, line: SourceLine) -> bool:
    """Say whether a line heads a table of who voted how: one column of names, each other a side."""
    if not line.is_row or len(line.text) > LONGEST_MARKS_HEAD:
        return False
    words = [source.words(cell) for cell in source.cells(line)]
    sides = [vote_option_of(word) for word in words[1:]]
    return len(sides) >= 2 and all(sides) and {"yes", "no"} <= set(sides)


_TAKING = (_take_lists, _take_marks, _take_calls)


def is_roll_line(words: str) -> bool:
    """Say whether a line is one of a roll call: a name, a gap and how that person voted."""
    return (match := _ROLL_LINE.match(words)) is not None and bool(_name(match["name"].strip(" :-–—")))


def _option(words: str) -> str:
    return next(
        name
        for name, pattern in _OPTIONS.items()
        if words in _BY_SIGN.get(name, ()) or re.fullmatch(pattern, words, re.IGNORECASE)
    )


def _lists(source: Source, span: Span) -> Iterator[tuple[re.Match[str], int]]:
    """Yield "Ayes: Brown, Grey" and "反对:2" with the end of each: the next one's or its sentence's."""
    position = span.start
    if not _HEADS_LIST.search(source.plain, *span):
        return
    while match := _LISTED.search(source.plain, position, span.end):
        start, end = match.span("list")
        if cut := _NEXT_OPTION.search(source.plain, start, end):
            end = cut.start()
        for cut in SENTENCE_END.finditer(source.plain, start, end):
            is_number = source.plain[start : cut.start()].strip().casefold() in _WORD_NUMBERS
            if is_number or not _MORE_NAMES.match(source.plain, cut.end(), end):
                end = cut.start()
                break
        yield match, end
        position = max(end, match.start("list"), match.start() + 1)


def _listed(words: str) -> tuple[list[str], int | None, int | None]:
    """Return the names of a list, how many are meant, and the number that it states itself."""
    words = _THOUSANDS.sub("", SENTENCE_END.sub(",", words.strip(" .,\n")))
    first = words.split(None, 1)[0].strip(",.;()票人").casefold() if words else ""
    if first.isdigit() or first in _WORD_NUMBERS:
        number = int(first) if first.isdigit() else _WORD_NUMBERS[first]
        named = _BY_NAME.search(words)
        return (_names(named["names"]) if named else []), number, number
    behind = _STATED_BEHIND.search(words)
    people = _names(words[: behind.start()] if behind else words)
    return people, len(people) or None, int(behind["count"]) if behind else None


def _names(words: str) -> list[str]:
    found = (_name(name) for name in _NAME_BREAK.split(words.replace("\n", " ")))
    return [name for name in found if name]


def _name(words: str) -> str:
    name = tidy_name(re.sub(r"^(?:Messrs|Mses|Mr|Ms|Mrs|Dr)\b\.? ?", "", words.strip(" ()")))
    title, _, bare = name.partition(" ")
    if title.endswith("s") and without_address(name) != name:  # Directors Orsini, Dunn and Wray
        name = bare
    return name if is_plausible(name) and name.casefold() != "none" else ""


def _counted(source: Source, span: Span) -> Iterator[tuple[Counts, Span]]:
    """Yield the counts in words: 7 for, 2 against; 赞成18票,反对0票. One told again begins another vote."""
    # 3票同意0票反对 and 同意3票反对0票: whichever comes first tells on which side the numbers stand.
    found = [match for pattern in _BY_SIDE if (match := pattern.search(source.plain, *span))]
    if not found:
        return
    pattern = min(found, key=lambda match: match.start()).re
    counts: Counts = {}
    place = span
    for match in pattern.finditer(source.plain, *span):
        if match["option"].casefold() == "for" and not _FOR_IT.match(source.plain, match.end(), span.end):
            continue  # 7 for exploration
        written, option = match["number"].casefold().replace(",", ""), _option(match["option"])
        number = int(written) if written.isdigit() else _WORD_NUMBERS.get(written, read_numeral(written))
        if number is None:
            continue
        if option in counts:
            yield counts, place
            counts = {}
        place = Span(place.start if counts else match.start(), match.end())
        counts[option] = number
    if counts:
        yield counts, place


def _dashed(source: Source, span: Span) -> Iterator[tuple[Counts, Span]]:
    """Yield the counts as figures: carried 6-2, by a vote of 7 to 0, (+6, 0, -1)."""
    if not _FIGURE.search(source.plain, *span):
        return
    for signed in _SIGNED.finditer(source.plain, *span):
        sides = {"yes": signed["yes"], "no": signed["no"] or signed["last"]}
        sides["abstain"] = signed["abstain"] or signed["between"]
        yield {option: int(said) for option, said in sides.items() if said}, Span(*signed.span())
    position = span.start
    while match := _DASHED.search(source.plain, position, span.end):
        position = match.end()
        if not _NUMBERED.search(match["between"]):
            sides = {"yes": match["yes"], "no": match["no"], "abstain": match["abstain"]}
            yield {option: int(said) for option, said in sides.items() if said}, Span(*match.span())


# In the cells of a table

_TALLY = re.compile(
    r"\(?(?P<yes>[0-9]{1,3})[ ]?(?:[-–—:/,]|to)[ ]?(?P<no>[0-9]{1,3})"
    r"(?:[ ]?[-–—:/,][ ]?(?P<abstain>[0-9]{1,3}))?(?![0-9])"
)


def read_tally(source: Source, cell: Span) -> VotesRead | None:
    """Return the vote that a cell records: 4-0, carried."""
    match = _TALLY.match(source.plain, *cell)
    if match is None:
        return read_votes(source, cell)
    votes = VotesRead(source.written(cell), cell)
    for option, column in COUNTS.items():
        if match[option]:
            setattr(votes, column, int(match[option]))
    return votes


def read_voters(source: Source, sides: dict[str, Span]) -> VotesRead:
    """Return the vote whose counts or names stand in a cell for each side."""
    whole = Span(min(cell.start for cell in sides.values()), max(cell.end for cell in sides.values()))
    votes = VotesRead(source.written(whole), whole)
    for option, cell in sides.items():
        people, number, stated = _listed(source.plain[slice(*cell)])
        votes.names += [(source.as_spelt(name, cell), option) for name in people]
        if stated in (None, number):
            setattr(votes, COUNTS[option], number)
    return votes
