"""Read what became of a motion: the words for its result, and the votes."""

import re

from archive.reader.people import is_plausible
from archive.reader.results import Span, VotesRead
from archive.reader.source import Source
from archive.text.names import tidy_name
from archive.text.numerals import read_numeral

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
        r"(?:yeas?|ayes?|yes(?:es)?|for|in favou?r|affirmative|pro|support(?:ing)?|[赞贊][成同]|"
        r"同意|可)"
    ),
    "no_count": (
        r"(?:nays?|noes?|nos?|against|opposed|opposing|negative|con|dissent(?:ing)?|反[对對]|"
        r"不同意|否)"
    ),
    "abstain_count": r"(?:abstain(?:ed|ing|s)?|abstentions?|[弃棄][权權])",
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
    r"(?P<option>[赞贊]成|同意|反[对對]|不同意|[弃棄][权權])(?:票|者|的)?[ ]?[:：]?[ "
    r"]?(?P<number>[0-9]{1,4}|[零〇一二三四五六七八九十百]{1,4})[ ]?[票人位名]"
)
_DASHED = re.compile(
    r"(?:vot(?:e|es|ed|ing)|carri(?:ed|es)|pass(?:ed|es)?|approved|adopted|defeated|failed|"
    r"fails|lost|motion|unanimous(?:ly)?)\b[^.\n]{0,40}?\(?\b(?P<yes>[0-9]{1,3})[ ]?(?:[-–—:]|"
    r"to)[ ]?(?P<no>[0-9]{1,3})(?:[ ]?[-–—:][ ]?(?P<abstain>[0-9]{1,3}))?\b(?![-/:])",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(
    r"\bunanimous(?:ly)?\b|\ball (?:in favou?r|ayes|yeas)\b|\bnem\.? ?con\b|一致(?:通[過过]|"
    r"同意)|全票|[無无][異异][議议]",
    re.IGNORECASE,
)
_NAME_BREAK = re.compile(r",| and |&|、")
_BY_NAME = re.compile(r"\((?P<names>[^()0-9]{2,200})\)")
LONGEST_VOTE = 3000


def read_votes(source: Source, span: Span) -> VotesRead | None:
    """Return the votes that a stretch of the source records, or None if it records none."""
    span = Span(span.start, min(span.end, span.start + LONGEST_VOTE))
    words = source.plain[span.start : span.end]
    votes = VotesRead("", span)
    found: list[tuple[int, int]] = []
    for match in _LISTED.finditer(words):
        _take_list(votes, match)
        found.append(match.span())
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
