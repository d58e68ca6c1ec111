"""The numbers that Word puts before paragraphs, which stand nowhere in their text: 一、 (2) iii."""

import re
from collections import defaultdict
from typing import Any, NamedTuple, Protocol

from docx.oxml.ns import qn

from archive.text.numerals import write_count

VALUE, LEVEL, ID = qn("w:val"), qn("w:ilvl"), qn("w:numId")
PROPERTIES = qn("w:numPr")
DEEPEST_STYLE = 10
CAPITALS = dict(zip("〇一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰", strict=True))
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "ideographDigital", "taiwaneseCounting"),
    *("taiwaneseCountingThousand", "japaneseCounting", "taiwaneseDigital"),
}


class Levels(Protocol):
    """What knows the numbers of paragraphs."""

    def mark(self, paragraph: Any) -> str:
        """Return what stands before a paragraph, with a tab after it, or ""."""


class Level(NamedTuple):
    """How one level of a list is numbered: where it starts, in which digits, and in what they stand."""

    start: int
    digits: str
    pattern: str  # "%1、", "%1.%2"


class Numbering:
    """Counts the numbered paragraphs of a document as Word would."""

    def __init__(self, part: Any) -> None:
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.lists, self.starts = lists_of(part)
        self.styles = {
            style.get(qn("w:styleId")): style for style in part.styles.element.iter(qn("w:style"))
        }

    def mark(self, paragraph: Any) -> str:
        """Return what stands before a paragraph, with a tab after it, or ""; counts it."""
        properties = self.properties_of(paragraph)
        number, depth = value_of(properties, ID), int(value_of(properties, LEVEL) or 0)
        levels = self.lists.get(number, {})
        if depth not in levels:
            return ""
        if levels[depth].digits == "bullet":
            return "-\t"
        counts = self.counts[self.starts.get(number, number)]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self.filled(levels, depth, counts) + "\t"

    def properties_of(self, paragraph: Any) -> Any:
        """Return the numbering that a paragraph has itself, or that its style gives it, or None."""
        properties, own = paragraph.pPr, None
        style = value_of(properties, qn("w:pStyle"))
        for _step in range(DEEPEST_STYLE):
            own = properties.find(PROPERTIES) if properties is not None else None
            if own is not None or style not in self.styles:
                return own
            found = self.styles[style]
            properties, style = found.find(qn("w:pPr")), value_of(found, qn("w:basedOn"))
        return own

    def filled(self, levels: dict[int, Level], depth: int, counts: dict[int, int]) -> str:
        """Return the pattern of a level with the numbers in it."""

        def number(place: re.Match[str]) -> str:
            level = int(place[1]) - 1
            if level not in levels:
                return ""
            return digits_of(counts.get(level, levels[level].start), levels[level].digits)

        return re.sub(r"%([1-9])", number, levels[depth].pattern)


def lists_of(part: Any) -> tuple[dict[str, dict[int, Level]], dict[str, str]]:
    """Return {number of a list: its levels by depth} and {number of a list: what it goes on counting}."""
    try:
        element = part.numbering_part.element
    except (KeyError, NotImplementedError):  # python-docx makes none where there is none
        return {}, {}
    kinds = {
        kind.get(qn("w:abstractNumId")): {
            int(level.get(LEVEL)): level_of(level) for level in kind.iter(qn("w:lvl"))
        }
        for kind in element.iter(qn("w:abstractNum"))
    }
    lists, goes_on = {}, {}
    for one in element.iter(qn("w:num")):
        number, kind = one.get(ID), value_of(one, qn("w:abstractNumId"))
        lists[number] = kinds.get(kind, {})
        if one.find(qn("w:lvlOverride")) is None:
            goes_on[number] = f"abstract {kind}"
    return lists, goes_on


def level_of(level: Any) -> Level:
    """Return one level as the document defines it."""
    start = value_of(level, qn("w:start"))
    pattern = value_of(level, qn("w:lvlText"))
    return Level(int(start or 1), value_of(level, qn("w:numFmt")) or "decimal", pattern)


def value_of(element: Any, name: str) -> str:
    """Return the value of a child of an element, or ""."""
    child = element.find(name) if element is not None else None
    return child.get(VALUE, "") if child is not None else ""


def digits_of(number: int, digits: str) -> str:
    """Return a number as Word writes it in some digits; in plain ones where these are not known."""
    if digits == "none":
        return ""
    if digits in CHINESE:
        return write_count(number)
    if digits in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return "".join(CAPITALS.get(digit, digit) for digit in write_count(number))
    if digits in {"ideographTraditional", "ideographZodiac"}:
        row = STEMS if digits == "ideographTraditional" else BRANCHES
        return row[(number - 1) % len(row)]
    if digits in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if digits == "upperLetter" else letter
    if digits in {"lowerRoman", "upperRoman"}:
        return roman(number).upper() if digits == "upperRoman" else roman(number)
    return str(number)


def roman(number: int) -> str:
    """Return a Roman number in small letters; from 400 on plain digits."""
    if not 0 < number < 400:
        return str(number)
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text
