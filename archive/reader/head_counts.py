"""Head-counts that a text states: 应到15人，实到13人, 委員出席12人, 9 members present."""

import re

from archive.reader.results import DeclaredCount, Span
from archive.reader.source import Source
from archive.text.numerals import read_numeral

_NUMERAL = "[0-9]{1,5}|[零〇一二三四五六七八九十百]{1,5}"
_HAN_KINDS = {
    **dict.fromkeys("应到 应出席 应参加 应到会".split(), "expected"),
    **dict.fromkeys("实到 实出席 实际出席 实际到会 出席 到会 参会 参加".split(), "present"),
    "列席": "in_attendance",
    "请假": "excused",
    **dict.fromkeys(["缺席", "未到", "未出席"], "absent"),
}
_HAN_WORDS = "|".join(sorted(_HAN_KINDS, key=len, reverse=True))
_HAN_COUNT = re.compile(
    rf"(?P<who>委员|议员|理事|监事|代表|成员|会员)?(?P<kind>{_HAN_WORDS})(?:委员|议员|董事|理事|监事|代表"
    rf"|成员|人员|会员|会议|人数|者|领导|同志|业委会|党员|股东|职工|正式)*[ (:为共计有]{{0,4}}"
    rf"(?:村民|居民|住户|业主|股东|会员)?(?P<number>{_NUMERAL})[ ]?(?:余"
    rf"|多)?[人名位]"
)
_HAN_AFTER = re.compile(
    rf"(?P<number>{_NUMERAL})[ ]?[人名位](?:委员|议员|理事|代表|成员|会员)?(?P<kind>{_HAN_WORDS})"
)
_LATIN_KINDS = {
    **dict.fromkeys("present attended attending attendees participants attendance".split(), "present"),
    "in attendance": "present",
    "absent": "absent",
    **dict.fromkeys(["excused", "apologies", "regrets"], "excused"),
    "quorum": "quorum",
    **dict.fromkeys(["guests", "observers"], "guest"),
    **dict.fromkeys(["expected", "total members", "members"], "expected"),
}
_LATIN_BEFORE = re.compile(
    r"\b(?P<kind>total members|present|attended|attendance|attendees|participants|absent|"
    r"excused|apologies|regrets|quorum|guests|observers)"
    r"(?: \(?(?:count|total)\)?)?[ ]?(?:[:=(]|was|is)[ "
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
    found = [_han_count(source, match) for match in _HAN_COUNT.finditer(source.plain, *span)]
    found += [_han_count(source, match) for match in _HAN_AFTER.finditer(source.plain, *span)]
    for match in _LATIN_BEFORE.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
    for match in _LATIN_AFTER.finditer(source.plain, *span):
        found.append(_count(source, match, _LATIN_KINDS[match["kind"].casefold()], int(match["number"])))
        if match["all"]:
            found.append(_count(source, match, "expected", int(match["all"])))
    kept: dict[str, DeclaredCount] = {}
    for count in sorted(filter(None, found), key=lambda count: count.span):
        kept.setdefault(count.kind, count)
    return list(kept.values())


def _han_count(source: Source, match: re.Match[str]) -> DeclaredCount | None:
    number = read_numeral(match["number"])
    return None if number is None else _count(source, match, _HAN_KINDS[match["kind"]], number)


def _count(source: Source, match: re.Match[str], kind: str, number: int) -> DeclaredCount:
    span = Span(*match.span())
    return DeclaredCount(kind, number, source.written(span), span)
