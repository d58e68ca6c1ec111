"""Lines of a PDF's page from pieces of text and where they stand; running heads and numbers taken off.

Most files draw a page from its top to its bottom, and their text is left as it came. Some draw the
heading last, a line in strips, or each character on its own: those are put together by position.
"""

import itertools
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

SAME_LINE = 0.45  # of the height of the letters
BLANK = 0.25  # of the height, between what is drawn apart
BLANK_OF_STRIPS = 0.8
COLUMN_GAP = 2.0  # of the height: what stands in columns is parted by more than a blank
PARAGRAPH_GAP = 2.2  # of the height, from line to line
MARGIN = 0.13  # of the page's height, above and below, where running heads stand
FARTHEST = 0.25  # to which heads of several lines go on
SHORT_LINE = 3  # characters
FEW = 5
MOST_SHORT = 0.5  # share of lines
MOST_STRETCHES = 500  # beyond it all lines are read across the page
NARROW = 12  # characters; names and posts are hardly wrapped
WRAPPED = 0.7  # of the longest line
NEIGHBOURS = 2  # pages, as left and right ones may have heads of their own
STEPS = 280  # of a page's height; three points of A4

_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_NARROW = frozenset("ijlftrI.,;:'|!()[]-/ ")
# A page's number in all the forms in which word processors offer it.
_PAGE_NUMBER = re.compile(
    r"[-–—|~·\s]*(?:"
    r"(?:page|p\.?|pg\.?)\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?"
    r"|[0-9]{1,4}\s*[|:–—-]?\s*p\s?a\s?g\s?e(?:\s+[0-9ivxl]{1,4})?"
    r"|p\s?a\s?g\s?e\s*[|:–—-]\s*[0-9]{1,4}"
    r"|[0-9]{1,4}\s*(?:of|/)\s*[0-9]{1,4}"
    r"|第?\s*[0-9]{1,4}\s*[頁页](?:\s*[,，/、]?\s*[(（]?共\s*[0-9]{1,4}\s*[頁页][)）]?)?"
    r"|[0-9ivxl]{1,4}"
    r")[-–—|~·\s]*",
    re.IGNORECASE,
)
_NUMBER_IN_HEAD = re.compile(
    r"\bpage [0-9ivxl]+(?: of [0-9]+)?|第 ?[0-9]+ ?[頁页]|(?:^|(?<=[|–—-] ))[0-9ivxl]{1,4}(?= [|–—-]|$)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"[0-9ivxl]{1,4}", re.IGNORECASE)


class Piece(NamedTuple):
    """Some text of a page: where it begins, in points from the lower left, and how high its letters are."""

    x: float
    y: float
    height: float
    text: str

    @property
    def end(self) -> float:
        """About where it ends: the width of letters is estimated, since few files say it truly."""
        return self.x + self.height * sum(width_of(character) for character in self.text)


class Line(NamedTuple):
    """A line of a page and how high on it the line stands, as a share of the page; None if unknown."""

    text: str
    place: float | None = None


def width_of(character: str) -> float:
    if _HAN.match(character):
        return 1.0
    return 0.3 if character in _NARROW else 0.7 if character.isupper() or character in "mw" else 0.52


# Lines of a page


def page_lines(drawn: list[Piece], height: float) -> list[Line]:
    """Return the lines of a page from its pieces in the order of drawing, which end lines by "\\n"."""
    lines = as_drawn(drawn, height)
    if is_in_order(drawn) and not are_slivers([line.text for line in lines]):
        return lines
    blocks = joined_stretches(stretches(runs(drawn)))
    cut = are_strips(blocks)
    found: list[Line] = []
    for block in blocks:
        before = None
        for text, row in block_lines(block, cut=cut):
            if before is None or before.y - row.y > PARAGRAPH_GAP * max(before.height, row.height):
                found.append(Line(""))
            found.append(Line(text, row.y / height if height else None))
            before = row
    return found


def runs(drawn: list[Piece]) -> list[Piece]:
    """Join what is drawn one after the other on a line, with the blanks that pypdf put there."""
    found: list[Piece] = []
    goes_on = False
    for piece in drawn:
        text = piece.text.replace("\n", "")
        if text:
            last = found[-1] if goes_on else None
            if last is not None and is_after(piece, last):
                found[-1] = last._replace(text=last.text + text)
            elif text.strip():
                found.append(piece._replace(text=text))
        goes_on = bool(found) and not piece.text.endswith("\n") and (bool(text) or goes_on)
    return found


def is_after(piece: Piece, last: Piece) -> bool:
    """Return whether a piece goes on where the last one ended; how wide letters are is an estimate."""
    if abs(piece.y - last.y) > SAME_LINE * last.height or not piece.text.strip():
        return abs(piece.y - last.y) <= SAME_LINE * last.height
    return last.x <= piece.x < last.end + COLUMN_GAP * last.height


def as_drawn(drawn: list[Piece], height: float) -> list[Line]:
    lines: list[Line] = []
    text, place = "", None
    for piece in drawn:
        for part in re.split("(\n)", piece.text):
            if part == "\n":
                lines.append(Line(text, place))
                text, place = "", None
            elif part:
                if place is None and part.strip() and height:
                    place = piece.y / height
                text += part
    return [*lines, Line(text, place)]


def is_in_order(drawn: list[Piece]) -> bool:
    """Return whether each line is drawn below the one before it."""
    lowest = None
    for piece in drawn:
        if not piece.text.strip():
            continue
        if lowest is not None and piece.y > lowest + max(piece.height, 4):
            return False
        lowest = piece.y if lowest is None else min(lowest, piece.y)
    return True


def are_slivers(lines: list[str]) -> bool:
    """Return whether most lines hold hardly a character: no page is written so."""
    lengths = [len(line.strip()) for line in lines if line.strip()]
    return len(lengths) > FEW and sum(n <= SHORT_LINE for n in lengths) > MOST_SHORT * len(lengths)


def are_strips(blocks: list[list[Piece]]) -> bool:
    """Return whether a page was drawn in strips: each repeats the character on which the last one ended."""
    pairs = [pair for block in blocks for row in rows_of(block) for pair in itertools.pairwise(row)]
    return sum(overlap(*pair) for pair in pairs) > FEW


def overlap(left: Piece, right: Piece) -> bool:
    first = right.text.lstrip()[:1]
    return first == left.text.rstrip()[-1:] and right.x < left.end - right.height * width_of(first) / 3


def stretches(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Cut the pieces where the drawing goes back up the page."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if found and piece.y <= min(one.y for one in found[-1][-3:]) + piece.height * SAME_LINE:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def joined_stretches(parts: list[list[Piece]]) -> list[list[Piece]]:
    """Return blocks in their order of reading: the lines of one, or several, stretches.

    A stretch that stands between the lines of another one, such as the text of a page whose head and foot
    were drawn first, joins it; one beside it does if they are rows of a table or strips of one text.
    Running text beside another one stays apart: columns, and cells of several lines.
    """
    if len(parts) > MOST_STRETCHES:
        return [[piece for part in parts for piece in part]]
    blocks: list[list[Piece]] = []
    for part in parts:
        joined = part
        for block in [block for block in blocks if share_height(block, part) and make_rows(block, part)]:
            joined = block + joined
            blocks.remove(block)
        blocks.append(joined)
    return sorted(blocks, key=reading_place(blocks))


def reading_place(blocks: list[list[Piece]]) -> Callable[[list[Piece]], tuple[float, float]]:
    """Return what blocks are ordered by: from the top, those beside each other from the left."""

    def place(block: list[Piece]) -> tuple[float, float]:
        beside = [other for other in blocks if other is block or share_height(block, other)]
        return -max(piece.y for other in beside for piece in other), min(piece.x for piece in block)

    return place


def share_height(one: list[Piece], other: list[Piece]) -> bool:
    return min(p.y for p in one) <= max(p.y for p in other) and min(p.y for p in other) <= max(
        p.y for p in one
    )


def make_rows(one: list[Piece], other: list[Piece]) -> bool:
    """Return whether the lines of two stretches are to be read together."""
    left, right = sorted((one, other), key=lambda block: min(piece.x for piece in block))
    if min(piece.x for piece in right) <= max(piece.x for piece in left):
        return True  # one around the other
    if are_strips([[*left, *right]]):
        return True
    lines, others = rows_of(left), rows_of(right)
    return len(lines) == len(others) and not (is_wrapped(lines) and is_wrapped(others))


def is_wrapped(lines: list[list[Piece]]) -> bool:
    """Return whether lines are of about one length, but for the last: text that was wrapped."""
    lengths = [len(row_text(line)) for line in lines]
    return len(lengths) > 1 and max(lengths) > NARROW and min(lengths[:-1]) > WRAPPED * max(lengths)


def block_lines(block: list[Piece], *, cut: bool = False) -> list[tuple[str, Piece]]:
    """Return the lines of a block from the top, each with its first piece; `cut` as for row_text()."""
    return [(row_text(row, cut=cut), row[0]) for row in rows_of(block)]


def rows_of(block: list[Piece]) -> list[list[Piece]]:
    """Return the pieces of each line, from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(block, key=lambda piece: -piece.y):
        if rows and rows[-1][0].y - piece.y < SAME_LINE * min(rows[-1][0].height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x) for row in rows]


def row_text(row: list[Piece], *, cut: bool = False) -> str:
    """Join the pieces of a line.

    A page that is `cut` was drawn in strips: they repeat the character on their edge, and bring their
    own blanks.
    """
    text, end = "", 0.0
    for piece in row:
        part = piece.text
        gap = (piece.x - end) / (piece.height or 1)
        first, last = part.lstrip()[:1], text.rstrip()[-1:]
        if cut and text and first == last and gap < width_of(first):
            part, text = part.lstrip()[1:], text.rstrip()
        elif text and gap > COLUMN_GAP:
            text = text.rstrip() + "   "
        elif text and gap > (BLANK_OF_STRIPS if cut else BLANK) and not text.endswith(" "):
            text += " "
        text += part
        end = max(piece.end, end)
    return text.strip()


# Running heads and page numbers


def without_margins(pages: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Yield pages without the heads, feet and numbers that run through them.

    The first of equal heads stays, and the last of equal feet. A page waits for the two after it.
    """
    before: deque[list[Line]] = deque(maxlen=NEIGHBOURS)
    waiting: deque[list[Line]] = deque()
    for page in pages:
        waiting.append(page)
        if len(waiting) > NEIGHBOURS:
            yield trimmed(waiting[0], before, list(waiting)[1:])
            before.append(waiting.popleft())
    while waiting:
        yield trimmed(waiting[0], before, list(waiting)[1:])
        before.append(waiting.popleft())


def trimmed(page: list[Line], before: Iterable[list[Line]], after: Iterable[list[Line]]) -> list[Line]:
    earlier, later = [places(other) for other in before], [places(other) for other in after]
    filled = [(number, line) for number, line in enumerate(page) if line.text.strip()]
    dropped: set[int] = set()
    for lines, others in ((filled, earlier), (filled[::-1], later)):
        for number, line in lines:
            from_edge = 0 if line.place is None else line.place if lines is not filled else 1 - line.place
            is_running = from_edge < FARTHEST and is_among(line, others)
            if is_running or is_page_number(line, [*earlier, *later]):
                dropped.add(number)
            elif line.place is None or from_edge > MARGIN:
                break
    return [line for number, line in enumerate(page) if number not in dropped]


def places(page: list[Line]) -> set[tuple[int, str]]:
    """Return where on a page the lines stand, in steps of some points, each with its shape."""
    return {(round(line.place * STEPS), shape(line.text)) for line in page if line.place is not None}


def is_page_number(line: Line, others: list[set[tuple[int, str]]]) -> bool:
    """Return whether a line is a page's number; one without a word must have its like on other pages."""
    text = line.text.strip()
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    return not _BARE_NUMBER.fullmatch(text.strip("-–— ")) or is_among(line, others)


def is_among(line: Line, others: list[set[tuple[int, str]]]) -> bool:
    """Return whether a line stands in the same place of another page, but for its digits."""
    if line.place is None:
        return False
    step, form = round(line.place * STEPS), shape(line.text)
    return any((near, form) in other for other in others for near in (step - 1, step, step + 1))


def shape(text: str) -> str:
    """Return a line without the number of its page, if it holds one beside other words."""
    return _NUMBER_IN_HEAD.sub("#", " ".join(text.split()))
