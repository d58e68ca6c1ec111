"""Read from sentences who presided, wrote and came: 会议由张三主持; Mayor Brown called …."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.reader.people import Manner, read_people
from archive.reader.people_en import read_latin_name
from archive.reader.people_zh import is_person
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.names import name_key
from archive.text.pinyin import HAN

_LATIN_NAME = r"(?:[A-Z][\w'’.-]*(?:[ ]|(?=[,.;]|$))){1,6}"
_PATTERNS = [
    (re.compile(r"由(?P<who>[^。,;:\n]{2,40}?)(?:同志)?主持"), "chair", ""),
    (
        re.compile(
            rf"(?P<who>[{HAN}、 \u3000]{{2,40}}?)(?:同志)?(?:[在于於][^。,;\n]{{2,30}}?)?主持(?:召[开開"
            rf"])?了?(?:[^。,;\n]{{0,30}}?)(?:[会會][议議]?|例[会會])"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            (
                rf"(?:^|(?<=[。;\n]))[ \t\u3000]{{0,60}}(?P<who>[{HAN}、,() "
                rf"\u3000]{{2,400}}?)(?:等)?(?:同志)?(?:出席|参加|參加)了?(?:本次|此次)?(?:[会會][议議])"
            ),
            re.MULTILINE,
        ),
        "",
        "present",
    ),
    (
        re.compile(
            (
                rf"(?:^|(?<=[。;,\n]))[ \t\u3000]{{0,60}}(?P<who>[{HAN}、,() "
                rf"\u3000]{{2,400}}?)(?:等)?(?:同志)?列席了?(?:本次|此次)?(?:[会會][议議])"
            ),
            re.MULTILINE,
        ),
        "in_attendance",
        "present",
    ),
    (
        re.compile(
            rf"(?P<who>{_LATIN_NAME})(?:then )?(?:called (?:the|this) [\w -]{{0,40}}?(?:meeting|"
            rf"session) to order|call(?:ed)? to order|presided|chaired (?:the|this) |was in the chair|"
            rf"opened the meeting)"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            rf"(?:called to order|chaired|presided over|opened)[^.\n]{{0,60}}?\bby[ ](?:the[ "
            rf"])?(?P<who>{_LATIN_NAME})"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            rf"(?:[Rr]espectfully submitted|[Mm]inutes (?:were )?(?:taken|recorded|prepared|submitted) "
            rf"by)[,:]?[ ]*(?:by[ ])?\n{{0,2}}[ ]*(?P<who>{_LATIN_NAME})"
        ),
        "recorder",
        "",
    ),
]
LONGEST = 8_000
MOST_ROLES = 100


def read_prose(source: Source) -> list[NameEntry]:
    """Return whom the sentences of a text name as chair, as recorder or as having come, in order."""
    entries: list[NameEntry] = []
    for pattern, role, status in _PATTERNS:
        for match in list(pattern.finditer(source.plain, 0, LONGEST))[: None if status else 1]:
            span = source.trimmed(*match.span("who"), strip=".,")
            found = list(_people(source, span, one=not status))
            entries += [
                replace(entry, role=role or entry.role, whole=Span(*match.span())) for entry in found
            ]
    return sorted(entries, key=lambda entry: entry.span)


def _people(source: Source, span: Span, *, one: bool) -> Iterator[NameEntry]:
    """Yield the people of a sentence; of a sentence that tells of one person, the last named."""
    words = source.plain[span.start : span.end]
    if not re.search(f"[{HAN}]", words):
        entry = read_latin_name(source, span, one_a_line=True)
        if entry:
            yield replace(entry, status="present")
        return
    entries, left = read_people(source, span, Manner())
    sure = [entry for entry in entries if is_person(entry.name)]
    if one:
        yield from sure[-1:]
    elif len(sure) > len(entries) // 2 and len(left) <= len(sure):
        yield from sure


def with_aliases(entries: list[NameEntry], more: list[NameEntry]) -> list[NameEntry]:
    """Return all entries, those of `more` that shorten a name of the first made one with it.

    "Chair: Ann" and "Mayor Brown called the meeting to order" mean Ann Brown, if only one person is
    called so; initials are known from a label (APP beside Addison Phillips).
    """
    kept = list(entries)
    for entry in more[:MOST_ROLES]:
        same = [known for known in kept if _shortens(entry, known)]
        if len(same) != 1:
            kept.append(entry)
        elif entry.role in ("chair", "recorder") and same[0].role in (
            "",
            "member",
            "in_attendance",
            "guest",
        ):
            same[0].role = entry.role
    return kept


def _shortens(short: NameEntry, full: NameEntry) -> bool:
    key, words = name_key(short.name), name_key(full.name).split()
    if key == " ".join(words):
        return True
    if " " in key or len(words) < 2:
        return len(key) >= 2 and key in re.split(r"[ ,]+", name_key(full.label)) if full.label else False
    return key in (words[0], words[-1]) or key in re.split(r"[ ,]+", name_key(full.label))
