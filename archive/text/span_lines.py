"""For which parts of a meeting somebody was out of the room, or only there, a line each, in both languages.

    item 4: interest declared        议题4：申报利益
    item 4 at 19:20 to item 5        议题4 @19:20至议题5
    items 4-6                        议题4-6
    from item 7                      议题7起
    19:30-20:00                      20:15起
    only item 2                      仅议题2

An agenda item is named by its number as written, otherwise by its position, or always by it as #4. What
else stands after the colon is a note for staff.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from archive.text.dates import NEXT_DAY, PART_OF_DAY, read_time

_ONLY = re.compile(r"^(?:present |there )?only\b(?: for\b)?|^[仅僅只](?:出席|参加|參加)?")
_OUT = re.compile(
    r"^(?:was )?(?:out|absent|away|left(?: the (?:room|meeting))?)(?: of the room)?\b(?: for\b| at\b)?|"
    r"^for\b|^(?:不在[场場]|离[开開場场]|離[開場]|缺席|回避|迴避)"
)
# Hours before the start are those of the next day, whether a line says so or not.
_NEXT_DAY = re.compile(r"(\d(?: ?[ap]\.?m\.?)?),? ?\(?(?:the )?next day\)?", re.IGNORECASE)
# A colon with an hour on both sides is that of the hour.
_REASON = re.compile(r"\s*(?:(?<!\d):|:(?!\d)|[,;(（，；](?=[^\d]))\s*(?P<reason>.*?)\s*[)）]?$")
_INTEREST = re.compile(
    r"^(?:(?:conflict of |an? )?interests?(?: (?:was |were )?declared)?|recus(?:ed|al)|"
    r"declar(?:ed|ation of|es)(?: an?)? interests?|"
    r"申[报報]利益|利益(?:冲突|衝突|[回迴]避|申[报報])|[回迴]避)"
)
_OTHER = re.compile(r"^(?:another|other)(?: reason)?|^其他(?:原因)?")
_HOUR = (
    rf"(?P<{{0}}_hour>(?:{NEXT_DAY})?(?:{PART_OF_DAY})?"
    r"\d{{1,2}}(?::\d{{2}}|[时時点點](?:\d{{1,2}}分?|半)?)(?::\d{{2}})?"
    r"(?: ?[ap]\.?m\.?)?)"
)
_ITEM = r"(?:agenda )?(?:items?|[议議][题題程]|第)? ?(?P<{0}_item>[^\s,:;~–—-]{{1,20}}?)(?: ?[项項])?"
_TIME = _HOUR.replace("?P<{0}_hour>", "?:").format()
_LEFT = rf"(?:left|out)(?: the (?:room|meeting))?(?: at)? ({_TIME})"
_BACK = rf"[,;]? ?(?:and )?(?:came )?(?:back|returned)(?: at)? ({_TIME})"
_DECLARED = r"(?:recused|(?:an )?interest declared|declared (?:an )?interest)(?: from| for| on| in)?"
# Other ways to say it, in the words of the shapes below.
_OTHER_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (_LEFT + _BACK, r"from \1 to \2"),
        (rf"({_TIME})离[开席场]?(?:会场)?[,;]?({_TIME})(?:返回|回来|返席|回到会场)", r"from \1 to \2"),
        (rf"({_TIME})离[席场]", r"from \1"),
        (rf"(?:arrived|came|joined)(?: late)?(?: at)? ({_TIME})", r"until \1"),
        (_DECLARED + r" ((?:agenda )?items? .+?)(?:,? and left.{0,20})?", r"\1: interest declared"),
        (r"第?([\w、,]{1,20}?)项?议题(?:回避|申报利益)", r"议题\1: 申报利益"),
    )
)
_CAME_BACK = re.compile(r"\b(?:returned|came back|back (?:at|for|in))\b|返回|回来|回到", re.IGNORECASE)
_NUMBER = r"(?:\d[0-9a-z.]{0,9}|[一二三四五六七八九十]{1,4})(?![0-9a-z]|:\d)"
_LIST = re.compile(
    rf"(?P<before>.*?(?:items? |[议議][题題程]|第))"
    rf"(?P<numbers>{_NUMBER}(?:(?:, ?(?:and )?|、| and |和|及){_NUMBER})+)"
    rf"(?P<after>项?(?: ?[:(,].*)?)",
    re.IGNORECASE,
)
_OPENING = {"from", "since", "until", "till", "to", "up to", "up", "item", "items", "on", "out"}
_AT = _HOUR.replace("_hour>", "_at>")
_END = rf"(?:{_HOUR}|{_ITEM}(?: (?:@ ?|at ){_AT})?)"
_TO = r"(?: ?[-–—~至到] ?| (?:up )?(?:to|until|till) )"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:until|till|up to|to|[至到]) ?{_END.format('to')}(?:止|为止|為止)?",
        rf"(?P<open>from|since|[从從自]) ?{_END.format('from')}{_TO}{_END.format('to')}(?:止|为止|為止)?",
        rf"(?P<open>from|since|[从從自]) ?{_END.format('from')}(?: on| onwards?|起|[开開]始)?",
        rf"{_END.format('from')}(?P<open> on| onwards?|起|[开開]始)",
        rf"{_END.format('from')}{_TO}{_END.format('to')}(?:止|为止|為止)?",
        _END.format("from"),
    )
)


class SpanLine(NamedTuple):
    """A line as read; items as typed, "" and None where an end is open."""

    is_out: bool
    reason: str  # as AttendanceSpan.Reason
    from_item: str = ""
    to_item: str = ""
    from_time: dt.time | None = None
    to_time: dt.time | None = None
    note: str = ""


class UnreadLine(ValueError):  # noqa: N818 - a line, and what is wrong with it
    """Raised with a line that says no part of a meeting."""


def read_span_lines(text: str) -> list[SpanLine]:
    """Return what the lines say; one that lists several items says several things.

    Raises UnreadLine with the first that is not blank and says nothing.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return [read_span_line(part) for line in lines for part in by_item(reworded(line))]


def reworded(line: str) -> str:
    """Return a line with plain signs and blanks, in the words of the shapes."""
    plain = _NEXT_DAY.sub(r"\1", " ".join(unicodedata.normalize("NFKC", line).split()))
    for pattern, words in _OTHER_WORDS:
        if match := pattern.fullmatch(plain):
            return match.expand(words)
    return plain


def by_item(line: str) -> list[str]:
    """Return a line for each agenda item that one lists: items 2 and 5: interest declared."""
    found = _LIST.fullmatch(line)
    if not found:
        return [line]
    numbers = re.findall(_NUMBER, found["numbers"])
    return [f"{found['before']}{number}{found['after']}" for number in numbers]


def read_span_line(line: str) -> SpanLine:
    plain = reworded(line)
    reason = _REASON.search(plain)
    head = (plain[: reason.start()] if reason else plain).casefold()
    only = _ONLY.match(head)
    head = _OUT.sub("", head[only.end() :] if only else head).strip()
    ends = ends_of(head)
    if ends is None:
        raise UnreadLine(line.strip())
    if reason and _CAME_BACK.search(reason["reason"]):
        raise UnreadLine(line.strip())  # when, is no note
    told, note = reason_of(reason["reason"] if reason else "")
    if only and told:
        told, note = "", note or (reason["reason"] if reason else "")
    return SpanLine(not only, told, **ends, note=note)


def ends_of(head: str) -> dict[str, Any] | None:
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(head))), None)
    if found is None or head in _OPENING:
        return None
    parts = {key: value for key, value in found.groupdict().items() if value}
    hours = {}
    for end in ("from", "to"):
        typed = parts.get(f"{end}_hour") or parts.get(f"{end}_at")
        hours[f"{end}_time"] = read_time(typed) if typed else None
        if typed and hours[f"{end}_time"] is None:
            return None
    first, last = parts.get("from_item", ""), parts.get("to_item", "")
    if first and not (last or hours["to_time"] or "open" in parts):
        last = first  # "item 4" alone is that item
    return {"from_item": first, "to_item": last, **hours}


def reason_of(text: str) -> tuple[str, str]:
    """Return the reason that a text gives, as stored, and the rest of it as a note."""
    for pattern, reason in ((_INTEREST, "interest_declared"), (_OTHER, "other")):
        if found := pattern.match(text.casefold()):
            return reason, text[found.end() :].strip(" ,;:.，；：。")
    return ("other", text) if text else ("", "")


def place_of_item(typed: str, numbers: Iterable[str]) -> int | None:
    """Return the place, from 0, of an agenda item: by its number as written, otherwise by its position.

    None if there is none, or if two have that number.
    """
    plain = [plain_number(number) for number in numbers]
    wanted = plain_number(typed)
    if wanted.startswith("#"):
        place = int(wanted[1:]) - 1 if wanted[1:].isascii() and wanted[1:].isdecimal() else -1
        return place if 0 <= place < len(plain) else None
    if wanted in plain:
        return plain.index(wanted) if plain.count(wanted) == 1 else None
    place = int(wanted) - 1 if wanted.isascii() and wanted.isdecimal() else -1
    return place if 0 <= place < len(plain) and not plain[place] else None


def name_of_item(place: int, numbers: Sequence[str]) -> str:
    """Return what names the agenda item at a place, from 0: its number if a line can hold that."""
    number = plain_number(numbers[place]) or str(place + 1)
    is_plain = bool(re.fullmatch(r"\w+(\.\w+)*", number)) and place_of_item(number, numbers) == place
    return number if is_plain else f"#{place + 1}"


def plain_number(number: str) -> str:
    return unicodedata.normalize("NFKC", number).casefold().strip(" ().、,:第项項")


def write_span_line(line: SpanLine, *, is_chinese: bool = False) -> str:
    """Return a line that read_span_line() reads as this one."""
    first = written_end(line.from_item, line.from_time, is_chinese)
    last = written_end(line.to_item, line.to_time, is_chinese)
    if line.from_item and line.from_item == line.to_item and not line.to_time:
        told = first
    elif is_chinese:
        told = f"{first}至{last}" if first and last else (f"{first}起" if first else f"至{last}")
    else:
        told = (
            f"from {first} to {last}" if first and last else (f"from {first}" if first else f"until {last}")
        )
    only = "" if line.is_out else ("仅" if is_chinese else "only ")
    reasons = {
        "interest_declared": ("interest declared", "申报利益"),
        "other": ("another reason", "其他原因"),
    }
    reason = "" if line.reason == "other" and line.note else reasons.get(line.reason, ("", ""))[is_chinese]
    told_why = ("，" if is_chinese else ", ").join(filter(None, [reason, line.note]))
    colon = "：" if is_chinese else ": "
    return f"{only}{told}{colon}{told_why}" if told_why else f"{only}{told}"


def written_end(item: str, time: dt.time | None, is_chinese: bool) -> str:
    hour = time.isoformat("minutes") if time else ""
    named = (f"议题{item}" if is_chinese else f"item {item}") if item else ""
    return (" @" if is_chinese else " at ").join(filter(None, [named, hour]))
