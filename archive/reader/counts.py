"""Read the head-counts that minutes state: 应到15人，实到13人, 委員出席12人, 9 members present."""

import re
from collections.abc import Iterable

from archive.reader.results import DeclaredCount, Span
from archive.reader.source import Source
from archive.text.dates import chinese_number

_NUMERAL = "[0-9]{1,5}|[零〇一二三四五六七八九十百]{1,5}"
_HAN_KINDS = {
    "应到": "expected",
    "應到": "expected",
    "应出席": "expected",
    "應出席": "expected",
    "应参加": "expected",
    "應參加": "expected",
    "实到": "present",
    "實到": "present",
    "实出席": "present",
    "出席": "present",
    "到会": "present",
    "到會": "present",
    "参会": "present",
    "參會": "present",
    "参加": "present",
    "列席": "in_attendance",
    "请假": "excused",
    "請假": "excused",
    "缺席": "absent",
    "未到": "absent",
    "未出席": "absent",
}
_HAN_WORDS = "|".join(sorted(_HAN_KINDS, key=len, reverse=True))
_HAN = re.compile(
    rf"(?P<who>委员|委員|议员|議員|理事|监事|代表|成员|成員|会员|會員)?(?P<kind>{_HAN_WORDS})"
    rf"(?:委员|委員|议员|議員|理事|监事|监事|代表|成员|成員|人员|人員|会员|會員|会议|會議|人数|"
    rf"人數|者|领导|同志)*[ :为為共计計有]{{0,4}}"
    rf"(?P<number>{_NUMERAL})[ ]?(?:余|多)?[人名位]"
)
_HAN_AFTER = re.compile(
    rf"(?P<number>{_NUMERAL})[ ]?[人名位](?:委员|委員|议员|議員|理事|代表|成员|成員|会员|"
    rf"會員)?(?P<kind>{_HAN_WORDS})"
)
_LATIN_KINDS = {
    "present": "present",
    "attended": "present",
    "attending": "present",
    "attendees": "present",
    "participants": "present",
    "in attendance": "present",
    "attendance": "present",
    "absent": "absent",
    "excused": "excused",
    "apologies": "excused",
    "regrets": "excused",
    "quorum": "quorum",
    "guests": "guest",
    "observers": "guest",
    "expected": "expected",
    "total members": "expected",
    "members": "expected",
}
_LATIN_BEFORE = re.compile(
    r"\b(?P<kind>total members|present|attended|attendance|attendees|participants|absent|"
    r"excused|apologies|regrets|quorum|guests|observers)"
    r"(?: \(?(?:count|total)\)?)?[ ]?(?:[:=]|was|is)[ "
    r"]{0,3}(?P<number>[0-9]{1,4})(?![0-9:/.,-]|\s?(?:am|pm|st|nd|rd|th|%|[a-z]*day)\b)",
    re.IGNORECASE,
)
_LATIN_AFTER = re.compile(
    r"\b(?P<number>[0-9]{1,4})(?: of (?P<all>[0-9]{1,4}))?(?: (?:voting|board|council|"
    r"committee))?(?: (?:members|directors|trustees|people|persons|councillors|participants|"
    r"attendees))?"
    r" (?:were |are |being )?(?P<kind>present|in attendance|attended|attending|absent|excused|"
    r"participants|attendees)\b",
    re.IGNORECASE,
)


def read_counts(source: Source, span: Span) -> list[DeclaredCount]:
    """Return the head-counts stated in a span, in order; one kind is stated once."""
    found = [_han_count(source, match) for match in _HAN.finditer(source.plain, *span)]
    found += [_han_count(source, match) for match in _HAN_AFTER.finditer(source.plain, *span)]
    for match in _LATIN_BEFORE.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
    for match in _LATIN_AFTER.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
        if match["all"]:
            found.append(_count(source, match, "expected", int(match["all"])))
    return _first_of_each(count for count in found if count)


def _han_count(source: Source, match: re.Match[str]) -> DeclaredCount | None:
    number = chinese_number(match["number"])
    return None if number is None else _count(source, match, _HAN_KINDS[match["kind"]], number)


def _count(source: Source, match: re.Match[str], kind: str, number: int) -> DeclaredCount:
    span = Span(*match.span())
    return DeclaredCount(kind, number, source.written(span), span)


def _first_of_each(found: Iterable[DeclaredCount]) -> list[DeclaredCount]:
    kept: dict[str, DeclaredCount] = {}
    for count in sorted(found, key=lambda count: count.span):
        kept.setdefault(count.kind, count)
    return sorted(kept.values(), key=lambda count: count.span)
