"""A list of the members of a body: names with posts, and from and until which day."""

import datetime as dt
import re
from dataclasses import dataclass, field

from archive.reader.attendance import read_names
from archive.text.dates import possible_days
from archive.text.pinyin import HAN_RUN

_CELLS = re.compile(r"\t+|[ ]+[–—-][ ]+|[ ]*\|[ ]*")
_PARTS = re.compile(r"[,，;；][ ]*|[ ]+(?=(?:from|since|until|to|till)[ ]+[0-9])", re.IGNORECASE)
_BULLET = re.compile(r"\A[ ]*(?:[-*•·]|[0-9]{1,3}[.)、．])[ ]*(?=\S)")
_FROM = re.compile(r"(?:from|since|自|从|從)[ ]*(.+?)(?:起|开始|開始)?", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|to|至|到)[ ]*(.+?)(?:止|为止|為止)?", re.IGNORECASE)
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a list, as written, and the line of it."""

    name: str
    label: str
    first: dt.date | None
    last: dt.date | None
    line: str


@dataclass
class MemberList:
    """Who a list names; `left` are the lines in which nobody was read."""

    members: list[Member] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_members(text: str) -> MemberList:
    """Return who a list names: a line for each, with post and days behind comma, dash or tab.

    Several may stand on a line, with 、 or commas between. A day that may be two days is left to the
    clerk, as is all beyond MOST_LINES.
    """
    found = MemberList()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:MOST_LINES]:
        members = members_in(line)
        found.members += members
        found.left += [] if members else [line]
    found.left += lines[MOST_LINES:]
    return found


def members_in(line: str) -> list[Member]:
    """Return who one line names: one with a post and days, or several with the post that each has."""
    cells = [cell.strip() for cell in _CELLS.split(_BULLET.sub("", line, count=1)) if cell.strip()]
    comma = "，" if HAN_RUN.search(line) else ", "
    named = forenames_first(cells[0]) if len(cells) > 1 else cells[0]
    parts = [part.strip() for part in _PARTS.split(named) if part.strip()]
    named = comma.join(part for part in parts if not day_of(part))
    reading = read_names(named)
    posts = [named[span.start : span.end] for span in reading.not_placed]
    posts += [cell for cell in cells[1:] if not day_of(cell)]
    if not reading.entries or (posts and len(reading.entries) > 1):
        return []
    days: dict[bool, dt.date] = dict(filter(None, map(day_of, [*parts, *cells[1:]])))
    told = days.get(False), days.get(True)
    return [
        Member(one.name, comma.join(filter(None, [one.label, *posts])), *told, line)
        for one in reading.entries
    ]


def forenames_first(name: str) -> str:
    """Return Okafor, David as David Okafor; what stands in a cell of its own is a name, and no post."""
    family, comma, forenames = name.partition(",")
    return f"{forenames.strip()} {family.strip()}" if comma and "," not in forenames else name


def day_of(part: str) -> tuple[bool, dt.date] | None:
    """Return (whether it is the last one, the day) that a part names, or None."""
    until, since = _UNTIL.fullmatch(part), _FROM.fullmatch(part)
    found = until or since
    days = possible_days(found[1] if found else part)
    return (bool(until), days[0]) if len(days) == 1 else None
