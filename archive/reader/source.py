"""A text and its plain double: same length, markup blanked out, so that offsets hold in both."""

import itertools
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from archive.reader.aligned_tables import with_bars
from archive.reader.message_heads import without_message_heads
from archive.reader.results import LONGEST_TEXT, MOST_LINES, Span, TextTooLongError, Value
from archive.reader.wrapped import without_wraps
from archive.text.folding import one_script
from archive.text.names import tidy_name
from archive.text.pinyin import HAN

NUMERIC_DAY = re.compile(
    r"(?<![0-9/.-])(?P<first>[0-9]{1,2})(?P<sign>[/.–-])(?P<second>[0-9]{1,2})(?P=sign)(?P<year"
    r">[12][0-9]{3})(?![0-9])"
)
_NORTH_AMERICAN = re.compile(
    r"\b(?:[EPCM][SD]?T)\b|\b(?:behavior|color|center|favor|canceled|labeled|program |gray)|"
    r"\b\w{3,}(?:yz|iz)(?:e[drs]?|ing|ation|er)\b"
)
_BRITISH = re.compile(
    r"\b(?:behaviour|colour|centre|favour|cancelled|labelled|programme|grey|councillor)|"
    r"\b\w{3,}(?:is)(?:ed|ing|ation)\b"
)
_HAN = re.compile("[\u3400-\u9fff]")
SAMPLE = 50_000
LEAST_WRAPPED = 48  # characters of a line that the next one may go on


def puts_month_first(text: str) -> bool:
    """Say how to read 3/8/2023: English dates with no other sign of the region count as American."""
    stated = states_month_first(text)
    return not _HAN.search(text, 0, SAMPLE) if stated is None else stated


def states_month_first(text: str) -> bool | None:
    """Say what a text's other dates, or else its spelling, make of 3/8/2023; None if they say nothing."""
    pairs = [(int(match["first"]), int(match["second"])) for match in NUMERIC_DAY.finditer(text)]
    if any(first > 12 for first, _ in pairs):
        return False
    if any(second > 12 for _, second in pairs):
        return True
    american = len(_NORTH_AMERICAN.findall(text, 0, SAMPLE))
    british = len(_BRITISH.findall(text, 0, SAMPLE))
    return None if american == british else american > british


_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOKALIKES = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff\x00", " "),
    **dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n"),
    **dict.fromkeys("\ufe30\u2236", ":"),
    **dict.fromkeys("\u2010\u2011\u2212", "-"),
    "\uff64": "、",
    "\u2610": "□",
}
# PDF files hold compatibility ideographs that look like the usual ones and match no word.
_COMPATIBLE = {
    code: usual
    for code in range(0xF900, 0xFB00)
    if len(usual := unicodedata.normalize("NFKC", chr(code))) == 1
}
_ONE_WIDTH: dict[int, int | str] = {
    **_WIDTHS,
    **_COMPATIBLE,
    **{ord(key): value for key, value in _LOOKALIKES.items()},
}

_ROW_TAGS = frozenset("tr p br div li ul ol h1 h2 h3 h4 h5 h6 hr table blockquote dt dd section".split())
_CELL_TAGS = frozenset(["td", "th"])
_TAG = re.compile(
    r"</?(tr|td|th|p|br|div|li|ul|ol|h[1-6]|hr|table|blockquote|dt|dd|section|col|colgroup|thead|tbody"
    r"|span|font|b|i|u|s|em|strong|a|sup|sub|code|pre|img|center|small|del|ins|details|summary|article"
    r"|time|dl|html|head|body|meta|link|main|header|footer|nav)\b[^<>]*>",
    re.IGNORECASE,
)
# No pattern here lets two of its parts compete for the same characters: each is read in one pass. Each
# begins with the sign that it looks for, what stands before it behind that, so that re skips to the next.
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[(\[[^\[\]\n]*\]|[^\[\]\n]+)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(r"\[(?<![\w\]]\[)([^\[\]\n]{2,80})\](?![\[(:])")
_HANDLE_ADDRESS = re.compile(r"(@[\w.-]+)\((?:https?:|mailto:)[^()\s]*\)")
_EMPHASIS = re.compile(r"\*\**|~~|``*|\\(?=[^\w\s])|\{:(?<=\n\{:)[^{}\n]*\}")
_UNDERSCORED = re.compile(r"(_(?<!\w_)_{0,2})([^_\n]+)(_{1,3})(?!\w)")
_ENTITY = re.compile(r"&(nbsp|amp|lt|gt|quot|#39|#160);")
_ENTITIES = {"nbsp": " ", "#160": " ", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "#39": "'"}
# What a reader does not see: remarks, and pictures that stand in the text itself.
_UNSEEN = re.compile(
    r"<!--(?:(?!-->).){0,20000}(?:-->)?"
    r"|(?:(?<=\n)\[[^\[\]\n]{1,80}\]:[ ]?<?)?\bdata:[\w/+.-]{3,60};base64,[A-Za-z0-9+/=]*>?",
    re.DOTALL,
)
_NOT_PLAIN = re.compile(r"[^\x01-\n\r-\x7f]+")
_BLANKS = re.compile(r"[ |\n]+")
_NOT_BREAK = re.compile(r"[^\n]")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。、；）]*")
# Where a sentence goes on below the end of a line as wide as a page.
_WRAPPED = re.compile(
    r"\n(?:(?=[A-Za-z])(?<=[^\n]{51}[a-zA-Z,]\n)|(?=[0-9])(?<=[^\n]{49} (?:at|on|of|to|in)\n)"
    rf"|(?=[{HAN}])(?<=[^\n]{{25}}[{HAN}、,]\n))"
)
_LINE = re.compile(
    r"(?P<quote>[ \t\u3000>]*)"
    r"(?P<heading>#{1,6}(?!\w)[ \t]*)?"
    r"(?P<bullet>(?:[-*+•·●○◦▪‣■◆–]|[0-9]{1,3}[.)])[ \t\u3000]+|[*•·●▪■◆](?=[^\s*]))?"
    r"(?P<box>\[[ xX✓√]?\][ \t]*|[☐☑☒□✓✔✗✘][ \t]*)?"
)
_MAY_LEAD = re.compile(r"[\W0-9_]")
_CHECKED = frozenset("xX✓√☑☒✔")
CAPITALS = r"[A-Z][A-Z0-9 ,.&'’/()-]{3,60}$"  # the rest of a line, as a heading
_NUMBERED_CAPITALS = re.compile(rf"[0-9]{{1,4}}(?:[./][0-9]{{1,4}})?[.)]?[ \t]+{CAPITALS}")


@dataclass(slots=True)  # not frozen: that would double the time that 20,000 lines take
class SourceLine:
    """One line: offsets of the whole and of its words, and what stood before them."""

    start: int
    end: int
    at: int
    stop: int
    text: str
    indent: int
    heading: int
    bullet: str
    checked: bool | None

    @property
    def is_blank(self) -> bool:
        return not self.text.strip(" |-=_:")

    @property
    def is_numbered_heading(self) -> bool:
        """Whether it is a number and capitals, as in the minute books of parishes: 120 PLANNING."""
        return _NUMBERED_CAPITALS.match(self.text) is not None

    @property
    def is_row(self) -> bool:
        return "|" in self.text

    @property
    def span(self) -> Span:
        return Span(self.at, self.stop)


def is_too_long(text: str) -> bool:
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    return len(text) > LONGEST_TEXT or lines > MOST_LINES


class Source:
    """A text to be read. Raises TextTooLongError beyond LONGEST_TEXT characters or MOST_LINES lines.

    `plain` has the same length: full-width signs made narrow, links, tags and emphasis blanked, Chinese in
    one script, breaks within a paragraph blanked. What is read is looked for there; what is told of it is
    the text as written, at its place.
    """

    def __init__(self, text: str) -> None:
        if is_too_long(text):
            raise TextTooLongError
        self.text = text
        narrow = _NOT_PLAIN.sub(lambda match: match[0].translate(_ONE_WIDTH), text)
        narrow = _blank_tags(narrow.replace("\r\n", " \n").replace("\r", "\n"))
        self._narrow = without_wraps(with_bars(without_message_heads(narrow)))
        self._spelt = _blank_marks(self._narrow)
        self.plain = _NOT_PLAIN.sub(lambda match: one_script(match[0]), self._spelt)
        self._cells: dict[tuple[int, int], list[Span]] = {}

    @cached_property
    def lines(self) -> list[SourceLine]:
        lines = []
        start = 0
        for narrow in self._narrow.split("\n"):
            lines.append(self._line(start, narrow))
            start += len(narrow) + 1
        return lines

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def flowing(self) -> str:
        """The plain text with blanks for the line ends within sentences that were wrapped."""
        return _WRAPPED.sub(" ", self.plain)

    @cached_property
    def lower(self) -> str:
        """The plain text in small letters: a pattern without IGNORECASE is looked for in half the time."""
        return self.plain.replace("İ", "i").lower()

    @cached_property
    def without_urls(self) -> str:
        return _URL.sub(_blank, self.plain)

    @cached_property
    def month_first(self) -> bool:
        """Whether 3/8/2023 is the eighth of March in this text."""
        return puts_month_first(self.without_urls)

    def line_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def lines_with(self, *signs: str) -> set[int]:
        """Return which lines hold one of some signs, given in small letters.

        What a pattern cannot do without is found in a hundredth of the time that the pattern takes.
        """
        found: set[int] = set()
        for sign in signs:
            at = self.lower.find(sign)
            while at >= 0:
                index = self.line_at(at)
                found.add(index)
                at = self.lower.find(sign, self.lines[index].end)
        return found

    def clean(self, span: Span) -> str:
        """Return the words of a span on one line: no markup, no line breaks within Chinese."""
        # Full-width signs stay as they were written; only what is markup goes.
        parts = []
        start = span.start
        for blank in _BLANKS.finditer(self.plain, *span):
            parts.append(self.text[start : blank.start()])
            start = blank.end()
        return tidy_name(" ".join([*parts, self.text[start : span.end]]))

    def words(self, span: Span) -> str:
        """Return the words of a span as patterns compare them: clean() in one script and one width."""
        return tidy_name(self.plain[span.start : span.end].replace("|", " ").replace("\n", " "))

    def as_spelt(self, words: str, span: Span) -> str:
        """Return words that were put together from the plain text of a span in the script of the text."""
        if words.isascii():
            return words
        spelt = dict(
            zip(self.plain[span.start : span.end], self._spelt[span.start : span.end], strict=True)
        )
        return "".join(spelt.get(character, character) for character in words)

    def trimmed(self, start: int, end: int, strip: str = "") -> Span:
        drop = " \t\n\u3000" + strip
        piece = self.plain[start:end]
        left = piece.lstrip(drop)
        start += len(piece) - len(left)
        return Span(start, max(start, end - len(left) + len(left.rstrip(drop))))

    def cells(self, line: SourceLine) -> list[Span]:
        """Return the cells of a row of a table, or of what tabs part."""
        start, end = line.at, line.stop
        if (start, end) not in self._cells:
            text = self.plain
            first = start + (text[start] == "|")
            words = text[first : end - (end > first and text[end - 1] == "|")]
            parts = words.split("|" if "|" in words else "\t")
            starts = itertools.accumulate((len(part) + 1 for part in parts), initial=first)
            spans = [self.trimmed(at, at + len(part)) for at, part in zip(starts, parts, strict=False)]
            self._cells[start, end] = spans
        return self._cells[start, end]

    def written(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def value(self, span: Span, clean: str | None = None) -> Value[str]:
        return Value(self.clean(span) if clean is None else clean, self.written(span), span)

    def _line(self, start: int, narrow: str) -> SourceLine:
        end = start + len(narrow)
        if not _MAY_LEAD.match(narrow):  # most lines begin with their words
            text = self.plain[start:end].rstrip()
            return SourceLine(start, end, start, start + len(text), text, 0, 0, "", None)
        match = _LINE.match(narrow)
        quote, heading, bullet, box = match.groups("") if match else ("", "", "", "")
        words = self.plain[start + len(f"{quote}{heading}{bullet}{box}") : end]
        text = words.strip()
        at = end - len(words.lstrip())
        return SourceLine(
            start=start,
            end=end,
            at=at,
            stop=at + len(text),
            text=text,
            indent=len(quote.expandtabs(4)),
            heading=heading.count("#"),
            bullet=bullet.strip(),
            checked=any(mark in _CHECKED for mark in box) if box else None,
        )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_tag(match: re.Match[str]) -> str:
    name = match[1].lower()
    first = "\n" if name in _ROW_TAGS else "|" if name in _CELL_TAGS else " "
    # The closing tag of a cell or an item parts nothing that the opening tag of the next one does not.
    if match[0].startswith("</") and (name in _CELL_TAGS or name == "li"):
        first = " "
    return first + _NOT_BREAK.sub(" ", match[0][1:])


def _blank_tags(text: str) -> str:
    if "<!--" in text or ";base64," in text:
        text = _UNSEEN.sub(lambda match: _NOT_BREAK.sub(" ", match[0]), text)
    if "<" not in text and "&" not in text:
        return text
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]].ljust(len(match[0])), _TAG.sub(_blank_tag, text))


def _blank_marks(text: str) -> str:
    text = _IMAGE.sub(_blank, text)
    text = _LINK.sub(lambda match: _kept(match, 1), text)
    text = _REFERENCE.sub(lambda match: _kept(match, 1), text)
    text = _HANDLE_ADDRESS.sub(lambda match: match[1].ljust(len(match[0])), text)
    text = _EMPHASIS.sub(_blank, text)
    return _UNDERSCORED.sub(lambda match: _kept(match, 2), text)


def _kept(match: re.Match[str], group: int) -> str:
    """Return blanks for all of a match but one group, which stays where it was."""
    before = match.start(group) - match.start()
    after = match.end() - match.end(group)
    inner = match[group].strip("[]") if group == 1 and match[group].startswith("[") else match[group]
    return " " * before + inner.center(len(match[group])) + " " * after
