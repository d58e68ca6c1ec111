"""Who speaks in a transcript or a log of a chat."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from archive.reader.attendance_headings import heads_in
from archive.reader.chinese_names import is_person, key_within_text, read_chinese_names
from archive.reader.latin_names import is_plausible
from archive.reader.name_words import without_address
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source, SourceLine
from archive.text.names import name_key

_LABELS = re.compile(
    r"<(?P<nick>[^<>\s]{1,30})>|(?P<name>[^:<>|\n]{1,40}?)[ \t]{0,8}:(?=\s|$|[^\x00-\x7f/])"
)
_STAMP = re.compile(r"\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?\]?[ \t]*")
_NO_SPEAKER = frozenset(
    (
        "note notes action actions topic subtopic topics decision decisions resolution resolved "
        "proposal proposed issue issues url question questions q a summary status update updates todo "
        "agenda date time location place link links see ref pr prs example examples conclusion "
        "background next previous pros cons step steps option problem solution consensus agreed motion "
        "vote votes result results scribe chair present regrets minutes recording video slides repo "
        "repository call chat tl;dr edit warning info aside follow-up followup context goal goals plan "
        "主席 提案 说明 决议 结论 案由 办法 议题 时间 地点 附件 注 问 答 其他 备注 日期 议程 目的 背景 "
        "title layout 决定 连署人 提案人 附议人 提议人 注一 注二 注三 出席 列席 请假 散会 表决 审查意见 "
        "审查结果 附带决议 案名 "
        "内容 业务报告 工作报告 临时动议 提案讨论 讨论事项 报告事项"
    ).split()
)
# What passes on what others say in a channel.
_BOT = re.compile(r"(?:^|[-_])(?:bot|relay|slack|irc|discord)\d?$|(?:bot|bridge)$|^\W", re.IGNORECASE)
# Whom a transcript does not name: THE CLERK, UNIDENTIFIED SPEAKER, SPEAKER 2
_NOBODY_NAMED = re.compile(
    r"the [\w -]+|(?:an? )?(?:unidentified|unknown|male|female|public|several|multiple)\b.*"
    r"|(?:audience|speaker|voices?|participant|interpreter|operator|resident|member|citizen|caller|attendee)s?"
    r"(?: (?:[0-9]{1,3}|[A-Z]|member|from the floor))?",
    re.IGNORECASE,
)
LEAST_UTTERANCES = 5


def read_speakers(source: Source) -> list[NameEntry]:
    """Return those who spoke, in order of their first words; [] unless the text is a transcript.

    A transcript has at least two speakers who spoke three times, and who between them hold most of
    the labelled lines; then those who spoke once are speakers too.
    """
    said = list(_utterances(source))
    # Where headings name the speakers, a colon within what they said names nobody.
    headings = [span for span in said if _is_heading(source, span)]
    if len(headings) >= LEAST_UTTERANCES and len({source.words(span) for span in headings}) > 1:
        said = headings
    counts = Counter(name_key(source.words(span)) for span in said)
    often = [count for count in counts.values() if count >= 3]
    if len(said) < LEAST_UTTERANCES or len(often) < 2 or sum(often) < len(said) // 2:
        # A short conversation may have each speaker's label as a heading.
        return _people(source, headings) if len(headings) >= 2 else []
    return _people(source, said)


def _is_heading(source: Source, span: Span) -> bool:
    line = source.lines[source.line_at(span.start)]
    return line.heading > 0 and not source.plain[span.end : line.stop].strip(" :")


def _people(source: Source, said: list[Span]) -> list[NameEntry]:
    found: dict[str, NameEntry] = {}
    known: set[tuple[str, bool]] = set()
    for span in said:
        words = source.plain[span.start : span.end]
        said_how = (words, source.lines[source.line_at(span.start)].heading > 0)
        if said_how not in known and (entry := _speaker(source, span)):
            found.setdefault(key_within_text(entry.name), entry)
        known.add(said_how)
    return list(found.values())


def _utterances(source: Source) -> Iterator[Span]:
    for line in source.lines:
        if not (":" in line.text or line.text.startswith("<")) or (line.bullet and line.indent > 8):
            continue
        span = _label(source, line)
        if (
            span is not None
            and source.words(span).casefold() not in _NO_SPEAKER
            and not heads_in(source, line, inside=False)
        ):
            yield span


def _label(source: Source, line: SourceLine) -> Span | None:
    stamp = _STAMP.match(source.plain, line.at, line.stop)
    match = _LABELS.match(source.plain, stamp.end() if stamp else line.at, line.stop)
    if match is None:
        return None
    group = "nick" if match["nick"] else "name"
    return source.trimmed(match.start(group), match.end(group))


def _speaker(source: Source, span: Span) -> NameEntry | None:
    words = source.plain[span.start : span.end]
    if HAN_LETTER.search(words):
        found = read_chinese_names(source, span)
        is_known = len(found) == 1 and (
            len(found[0].name) < 4 or "·" in found[0].name or bool(found[0].label)
        )
        if len(found) == 1 and not re.search(r"[0-9]", words) and (is_known or is_person(found[0].name)):
            return replace(found[0], status="present")
        # A unit may speak (國庫署：), but then its name is a heading and not a word before a colon.
        is_unit = len(words) <= 10 and source.lines[source.line_at(span.start)].heading
        return NameEntry(source.clean(span), source.written(span), span, span) if is_unit else None
    name = source.clean(span).replace("\\_", "_")
    if _NOBODY_NAMED.fullmatch(name):
        return None
    name = without_address(name)
    if len(name.split()) > 4 or not is_plausible(name) or _BOT.search(name):
        return None
    return NameEntry(name, source.written(span), span, span)
