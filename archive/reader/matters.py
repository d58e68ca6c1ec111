"""The matter that a decision is about: 案由, the name of an item, a heading; no head such as Decisions."""

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.reader.patterns import PAD
from archive.reader.results import Span
from archive.reader.source import Source, SourceLine
from archive.text.dates import read_partial_date

_NUMERAL = r"\(?[0-9一二三四五六七八九十]{0,3}\)?"
HAN_SUBJECT = re.compile(
    rf"(?P<label>案{PAD}[由名]{PAD}{_NUMERAL}|议[题案]{_NUMERAL}|提[ ]?案{_NUMERAL}|主{PAD}旨|事{PAD}由)"
    rf"{PAD}(?:[、:.]|(?<=\))(?=[ \t\u3000])){PAD}(?P<rest>.*)"
)
LIST_NUMBER = re.compile(
    r"(?:\((?P<han>[一二三四五六七八九十]{1,3})\)|(?P<comma>[一二三四五六七八九十]{1,3})、|"
    r"(?P<digit>[0-9]{1,2})[、.)](?![0-9]))[ \t\u3000]{0,60}"
)
LEVELS: dict[str | None, int] = {"comma": 0, "han": 1, "digit": 2}  # 一、 above (一) above 1.
# What heads a part of the minutes, whatever that is about.
_LATIN_PART = (
    "decisions? resolutions? conclusions? outcomes? agreements? consensus votes? voting ballots? "
    "motions? polls? business proceedings agenda topics? items? notes minutes summary discussions? "
    "discussed issues proposals? reports? actions? steps follow-?ups? to-?dos? tasks results? "
    "arising overview details recap welcome announcements introductions? attendance attendees "
    "participants present transcript chat log aob logistics misc(?:ellaneous)? links resources "
    "questions comments? matters other content meeting session approvals?"
).replace(" ", "|")
_LATIN_BEFORE = (
    "the key main meeting final old new other any unfinished open general official proposed consent "
    "next roll of additional regular special annual monthly weekly ordinary extraordinary public "
    "committee board today's call for item summary list record"
).replace(" ", "|")
_LATIN_AFTER = "made|taken|reached|adopted|passed|of the meeting|and|&|/|,"
_HAN_PART = (
    "决议|议决|决定|结论|裁示|议定|共识|成果|议程|议题|议案|提案|讨论|审议|研究|报告|表决|投票|纪要|纪录|记录|内容|事项|情况|结果|"
    "正文|总结|小结|概要|摘要|要点|待办|行动|任务|其他|动议"
)
_PART = re.compile(
    rf"""
    (?:(?:[0-9]{{1,2}}(?:\.[0-9]{{1,2}})*|[ivx]{{1,5}})[.)]?[ ]+)?
    (?:(?:{_LATIN_BEFORE})[ ]+)*(?:{_LATIN_PART})(?:[ ]?(?:{_LATIN_PART}|{_LATIN_AFTER}))*[ ]?:?
    |(?:会议|本次|主要|主席|重要|最终|大会|本会|上次|临时|一般|综合)*(?:{_HAN_PART})(?:{_HAN_PART}|项目|案|如下|部分|[及与和或])*:?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HAN_BLANK = re.compile("[ \t\u3000]+(?=[\u3400-\u9fff])")
# Of a heading that names the meeting, and its day.
_BEFORE_DAY = re.compile(r" [–—-] |, |\(| on ")
_OPENS = re.compile(
    r"\b(?:decisions?|decided|resolutions?|resolved|conclusions?|outcomes?|agreements?|agreed|consensus|votes?"
    r"|actions?|next steps|follow[- ]?ups?|to-?dos?|tasks)\b"
    r"|决议|议决|决定|结论|裁示|议定|要求|明确|同意|通过|待办|行动|任务|下一步",
    re.IGNORECASE,
)
LONGEST_PART = 60
MOST_HEADS = 4_000  # whose kind is kept: a text is asked for its headings again and again


@dataclass(slots=True)
class Matter:
    """The matter being dealt with: its words, its case with who put it, how deep it is numbered."""

    subject: Span | None = None
    identifier: str = ""
    is_case: bool = False
    level: int = -1
    mover: Span | None = None
    seconder: Span | None = None


@lru_cache(MOST_HEADS)
def heads_part(words: str) -> bool:
    """Say whether words only head a part of the minutes, Decisions or 討論事項, and name no matter."""
    words = words.strip(" \t\u3000:")
    if len(words) > LONGEST_PART:
        return False
    if number := LIST_NUMBER.match(words):
        words = words[number.end() :]
    before = _BEFORE_DAY.split(words, maxsplit=1)
    if len(before) > 1 and read_partial_date(before[1].strip(" )")):
        words = before[0]
    return _PART.fullmatch(_HAN_BLANK.sub("", words)) is not None


def opens_list(words: str) -> bool:
    """Say whether a line opens a list of what was decided or is to be done: 议定事项如下:, Decisions."""
    words = words.strip(" \t\u3000*")
    if len(words.strip(":")) > LONGEST_PART:
        return False
    is_head = words.endswith(":") and len(words) <= LONGEST_PART
    return bool(_OPENS.search(words[:LONGEST_PART])) and (is_head or heads_part(words))


class Headings:
    """The headings that the line being read stands under, outermost first, and the matter they name."""

    def __init__(self, source: Source, title: Span | None) -> None:
        self._source = source
        self._open: list[SourceLine] = []
        self._title = self._of_all(title)

    def _of_all(self, title: Span | None) -> SourceLine | None:
        """Return the heading that is the title, or stands above all the rest as one."""
        headings = [line for line in self._source.lines if line.heading]
        if title:
            found = next((line for line in headings if line.start <= title.start < line.end), None)
            if found:
                return found
        first = headings[0] if headings else None
        is_alone = first and all(line.heading > first.heading for line in headings[1:])
        is_first = first and not any(
            line.text for line in self._source.lines[: self._source.line_at(first.start)]
        )
        return first if is_alone and is_first else None

    def enter(self, line: SourceLine) -> None:
        self._open = [outer for outer in self._open if outer.heading < line.heading]
        self._open.append(line)

    @property
    def matter(self) -> SourceLine | None:
        """The innermost heading that names a matter."""
        return next((line for line in reversed(self._open) if self._names_matter(line)), None)

    def _names_matter(self, line: SourceLine) -> bool:
        return line is not self._title and not heads_part(line.text)
