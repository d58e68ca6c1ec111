"""Heads of attendance lists (出席：, 列席人員, Present, Chair, 记录 …) and tables of people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.reader.patterns import HAN_LETTER, PAD, padded
from archive.reader.source import Source, SourceLine
from archive.reader.votes import is_marks_head
from archive.text.language_files import pattern_of, words_of
from archive.text.pinyin import HAN
from archive.text.vocabulary import vote_option_of

UNDECIDED = "in_attendance?"


@dataclass(frozen=True, slots=True)
class Head:
    """A head: what it says of the names behind it, where it stands, and where they begin.

    `kind` is list, chair or recorder; `is_open` tells that names may follow on later lines. `status` is ""
    where sentences alone tell who of them came.
    """

    kind: str
    status: str
    role: str
    start: int
    value: int
    is_open: bool = True
    label: str = ""


def _words(key: str, *, han: bool) -> list[str]:
    words = words_of("heads", key).replace(",", " ").split()
    return [word for word in words if bool(HAN_LETTER.match(word)) == han]


def _han(key: str) -> str:
    return padded(" ".join(_words(key, han=True)))


# What the words of a head say: status and role. The first that fits: 应邀列席 before 列席.
_STANDINGS = {
    "excused": ("excused", ""),
    "absent": ("absent", ""),
    "beside": ("present", "in_attendance"),
    "guests": ("present", "guest"),
    "present": ("present", ""),
}
_HAN_WHO = f"(?:{PAD}(?:{_han('groups')}))*"
_HAN_HEAD = re.compile(
    rf"(?:{'|'.join(_words('before', han=True))})*(?:"
    rf"(?P<chair>{_han('chair_words')})(?:人|者)?"
    rf"|(?P<recorder>{_han('recorder_words')})(?:人|者|人员)?"
    + "".join(f"|(?P<{key}>{_han(key)}){_HAN_WHO}" for key in _STANDINGS)
    + (
        rf")(?:{PAD}(?P<note>\([^()\n]{{0,24}}\)))?{PAD}"
        rf"(?P<end>[:|]|的?(?:有|包括){PAD}:?|(?=[ \t\u3000]{{1,}}[{HAN}(])|$)"
    )
)
_NUMBERING = re.compile(
    r"(?:\(?[一二三四五六七八九十百壹贰参肆伍陆柒捌玖拾0-9]{1,3}\)?[、.)]"
    r"|\([一二三四五六七八九十0-9]{1,3}\)|第[一二三四五六七八九十]+[、:]"
    r"|[A-Z][.)][ ](?=[A-Z]{3}))[ \t\u3000]{0,60}"
)

_PARTICULARS = re.compile(
    r"[|]?(?:\(?[0-9一二三四五六七八九十壹贰]{1,2}[、.)])?(?:会议|开会|召开)?"
    r"(?:时[ \u3000]{0,6}间|日[ \u3000]{0,6}期|地[ \u3000]{0,6}点)[ \u3000]{0,6}[:|]"
)

_PRESENT, _EXCUSED, _ABSENT, _GUESTS, _BESIDE, _FILL = (
    frozenset(_words(key, han=False))
    for key in ("present", "excused", "absent", "guests", "beside", "fill")
)
_CHAIR_LABEL = re.compile(pattern_of("heads", "chair"), re.IGNORECASE)
_BY = re.compile(
    r"(?:(?P<chair>(?:meeting )?(?:chaired|led|lead|moderated|facilitated|hosted|presided over) by)"
    r"|(?P<recorder>(?:minutes|notes|minuted|scribed|recorded)(?: (?:taken|recorded|kept|"
    r"prepared|written))? by))[ ]+(?=[A-Z@])",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:apologies|regrets)(?: for (?:non-)?(?:absence|attendance))?:?(?: (?:were|was|had been|have been))?"
    r"(?:(?: and)? (?:received|noted|accepted|given|tendered|sent|submitted)){0,2}"
    r"(?: (?:from|by|on behalf of))[: ]+(?=[A-Z])",
    re.IGNORECASE,
)
_SAID = re.compile(f"{_FROM.pattern}|{_BY.pattern}", re.IGNORECASE)
_RECORDER_LABEL = re.compile(pattern_of("heads", "recorder"), re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[^:\n|]{2,60}?)[ \t]*(?P<end>[:|]|[ \t][-–—][ \t]|$)")
_ENDS_LABEL = re.compile(r"[:|]|[ \t][-–—][ \t]")
_WORDS = re.compile(r"[^\s,()/&]+")
_LATIN = re.compile("[A-Za-zÄÖÜäöü]")
BRACKETS = re.compile(r"\([^()]*\)")
_DATE_WORDS = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d[\d:/.-]*(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
_DATED = re.compile(rf"(?:{_DATE_WORDS.pattern})[ ,]*[0-9]", re.IGNORECASE)
_WHO = re.compile(
    r"who came|(?:who|those) (?:was|is|were|who were)"
    r" (?:(?:there|here)|(?P<away>away|missing|not (?:there|here)))",
    re.IGNORECASE,
)
_ONLY_GUESTS = ({"guests"}, {"observers"}, {"visitors"}, {"guest", "observers"}, {"gäste"})
# "Minutes - Steering Committee" names the body.
_BODY = re.compile(
    r"\b(?:committee|board|council|group|association|society|trust|meeting)\b", re.IGNORECASE
)
LONGEST_LABEL = 90
LONGEST_HEAD_LINE = 4000
MOST_LABELS = 4_000  # whose meaning is kept: minutes repeat the same few


def heads_in(source: Source, line: SourceLine, *, inside: bool) -> list[Head]:
    """Return the heads on a line, the first of which begins it; [] if none begins it.

    `inside` says that a list has begun, so that bare words for groups (Others:, Staff:) are heads.
    """
    if is_marks_head(source, line):
        return []
    at = source.trimmed(line.at + 1, line.stop).start if line.text.startswith("|") else line.at
    first = head_at(source, line, at, inside=inside)
    if first is None:
        # The time and place may stand before them: 时间：… 地点：… 主持人：…
        before = None if line.text.isascii() else _PARTICULARS.match(source.plain, line.at, line.stop)
        none = Head("", "", "", line.at, before.end()) if before else None
        return list(_further(source, line, none, inside=inside)) if none else []
    # ROLL CALL: Present: Ann Lee
    if first.kind == "list" and source.plain.find(":", first.value, line.stop) >= 0:
        inner = head_at(source, line, source.trimmed(first.value, line.stop).start, inside=inside)
        if inner and inner.kind == "list" and source.plain[inner.value - 1] == ":":
            first = inner
    if first.kind == "list" and (
        begins_votes(source.plain, first.value, line.stop) or _calls_votes(source, line, first.value)
    ):
        return []
    return [first, *_further(source, line, first, inside=inside)]


_OPTION = re.compile(
    r"[ \t\n]*(?P<option>[^:,;()\n]{1,24}?)(?:[ ]?[0-9]{1,3}|[ ]?\([^()\n]{1,12}\))?[ \t]*"
    r"(?:[:–—]|(?<=[ ])-(?=[ ]))"
)


_CALLED = re.compile(
    r"[ ]*[A-Z][\w .'’-]{1,40}?[ ]?[–—:-]+[ ]*(?P<vote>aye|nay|yea|abstain\w*|yes|no)\b", re.IGNORECASE
)
_MOTION_ABOVE = re.compile(r"\b(?:motion|moved|second(?:ed)?)\b", re.IGNORECASE)
LINES_ABOVE = 6


def _calls_votes(source: Source, line: SourceLine, at: int) -> bool:
    """Say whether a roll is that of a vote: Lee – aye; or Lee – yes below a motion."""
    called = _CALLED.match(source.plain, at, line.stop)
    if called is None or called["vote"].casefold() not in ("yes", "no"):
        return called is not None
    index = source.line_at(line.start)
    return any(
        _MOTION_ABOVE.search(above.text) for above in source.lines[max(0, index - LINES_ABOVE) : index]
    )


def begins_votes(plain: str, at: int, stop: int) -> bool:
    """Return whether how people voted stands at a place: Ayes: Lee, Ray; Noes: Poe."""
    option = _OPTION.match(plain, at, stop)
    return option is not None and vote_option_of(option["option"]) not in ("", "absent")


def _further(source: Source, line: SourceLine, first: Head, *, inside: bool) -> Iterator[Head]:
    if line.stop - line.at > LONGEST_HEAD_LINE:
        return
    for match in re.finditer(
        rf"[ \t\u3000]{{2,}}|[;|。.][ \t\u3000]{{0,60}}|[ \t\u3000](?=[{HAN}])",
        source.plain[first.value : line.stop],
    ):
        at = first.value + match.end()
        found = head_at(source, line, at, inside=inside)
        ends = source.plain[found.value - 1] if found else " "
        if found and at < line.stop and (ends in ":|" or _SAID.match(source.plain, at, line.stop)):
            yield found


def head_at(source: Source, line: SourceLine, at: int, *, inside: bool) -> Head | None:
    numbering = _NUMBERING.match(source.plain, at, line.stop)
    start = numbering.end() if numbering else at
    return _han_head(source, line, start) or _latin_head(source, line, start, inside=inside)


def _han_head(source: Source, line: SourceLine, at: int) -> Head | None:
    if line.text.isascii():
        return None
    match = _HAN_HEAD.match(source.plain, at, line.stop)
    if match is None:
        return None
    ended = match["end"]
    alone = not ended and match.end() == line.stop
    if not ended and not alone and not _may_lack_colon(match):
        return None
    if match["chair"] or match["recorder"]:
        kind = "chair" if match["chair"] else "recorder"
        return Head(
            kind,
            "present",
            kind,
            at,
            match.end(),
            is_open=not source.plain[match.end() : line.stop].strip(),
        )
    status, role = next(standing for key, standing in _STANDINGS.items() if match[key])
    return Head("list", status, role, at, match.end())


def _may_lack_colon(match: re.Match[str]) -> bool:
    """A head and a wide gap stand for a head and a colon: 時　　間　中華民國."""
    return len(match[0].replace(" ", "").replace("\u3000", "")) <= 6


def _latin_head(source: Source, line: SourceLine, at: int, *, inside: bool) -> Head | None:
    words = source.plain[at : min(line.stop, at + LONGEST_LABEL)]
    if not _LATIN.search(words):
        return None
    if " by" in words or words[0] in "AaRr":
        if (by := _BY.match(source.plain, at, line.stop)) and line.stop - by.end() < 60:
            kind = "chair" if by["chair"] else "recorder"
            return Head(kind, "present", kind, at, by.end(), is_open=False)
        if absent := _FROM.match(source.plain, at, line.stop):
            return Head("list", "excused", "", at, absent.end())
    if len(words) == LONGEST_LABEL and not _ENDS_LABEL.search(words):
        return None
    match = _LABEL.match(words)
    if match is None or (not match["end"] and at + match.end() != line.stop):
        return None
    if not match["end"] and not line.heading and len(match["label"].split()) > 5:
        return None
    label = BRACKETS.sub(" ", match["label"]).strip(" .*_")
    value = at + match.end()
    strict = match["end"] not in (":", "|")
    if kind := _role_headed(label):
        return _role_head(kind, source, line, at, value, strict=strict)
    # "Review team: @org/review" is no head for the names below it.
    bare = inside and source.plain[value : line.stop].strip()[:1] != "@"
    named = _group(label, bare=bare, strict=strict and not line.heading)
    return Head("list", *named, at, value) if named else None


@lru_cache(MOST_LABELS)
def _role_headed(label: str) -> str:
    if _CHAIR_LABEL.fullmatch(label):
        return "chair"
    return "recorder" if _RECORDER_LABEL.fullmatch(label) else ""


def group_head(source: Source, line: SourceLine, *, inline: bool) -> Head | None:
    """Return the head that a line is if names follow it, on lines of their own or `inline` as well.

    It is a group alone: Board Members, Guests.
    """
    match = (_LABEL.match if inline else _LABEL.fullmatch)(source.plain, line.at, line.stop)
    if match is None or line.bullet or (match["end"] != ":" and match.end() < line.stop):
        return None
    named = _group(match["label"].strip(" .*_"), bare=True, strict=True)
    return Head("list", *named, line.at, match.end()) if named else None


def _role_head(
    kind: str, source: Source, line: SourceLine, at: int, value: int, *, strict: bool
) -> Head | None:
    rest = source.plain[value : line.stop].strip()
    if _DATED.match(rest) or (strict and _BODY.search(rest)):
        return None
    # "Minutes" and "Notes" alone on a line head the text, not a name.
    word = source.plain[at:value].strip(" :#").casefold()
    if not rest and (
        word in ("minutes", "notes", "secretary", "host") or (strict and word.startswith("minute"))
    ):
        return None
    return Head(kind, "present", kind, at, value, is_open=not rest and not line.bullet)


@lru_cache(MOST_LABELS)
def _group(label: str, *, bare: bool, strict: bool) -> tuple[str, str] | None:
    """Return status and role that the words of a label say; None if it is no head.

    `bare` allows a group alone (Others, Staff); `strict` allows no word that is not known.
    """
    if who := _WHO.fullmatch(label):
        return ("absent", "") if who["away"] else ("present", "")
    words = [word.casefold().strip(".:*'’") for word in _WORDS.findall(_DATE_WORDS.sub(" ", label))]
    if not words or len(words) > 8:
        return None
    known = set(words)
    standing = _standing(known) or (_bare_group(known) if bare else None)
    if standing is None:
        return None
    strange = known - _PRESENT - _FILL - _GUESTS - _BESIDE - _EXCUSED - _ABSENT
    return standing if len(strange) <= (0 if strict else 2) else None


def _standing(words: set[str]) -> tuple[str, str] | None:
    if words & _EXCUSED:
        return "excused", ""
    if words & _ABSENT or {"not", "present"} <= words or {"not", "attending"} <= words:
        return "absent", ""
    if not words & _PRESENT:
        return ("present", "guest") if words in _ONLY_GUESTS else None
    if words & _BESIDE:
        return "present", "in_attendance"
    if words & (_GUESTS - {"community"}):
        return "present", "guest"
    if {"also", "present"} <= words:
        return "present", "in_attendance"
    if words == {"in", "attendance"}:
        return "present", UNDECIDED
    return "present", "in_attendance" if {"also", "attendance"} <= words else ""


def _bare_group(words: set[str]) -> tuple[str, str] | None:
    if words & _GUESTS - {"community"}:
        return "present", "guest"
    if words & _BESIDE:
        return "present", "in_attendance"
    return (
        ("present", "")
        if words & {"members", "member", "team", "council", "board", "committee", "directors"}
        else None
    )
