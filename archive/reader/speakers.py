"""Tell from a transcript who spoke: the fallback where minutes list nobody."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from archive.reader.attendance_headings import heads_in
from archive.reader.people_en import is_plausible
from archive.reader.people_zh import read_chinese_names
from archive.reader.results import NameEntry, Span
from archive.reader.source import Line, Source
from archive.text.names import name_key

_LABELS = re.compile(
    r"<(?P<nick>[^<>\s]{1,30})>|(?P<name>[^:<>|\n]{1,40}?)[ \t]{0,8}:(?=\s|$|[^\x00-\x7f/])"
)
_STAMP = re.compile(r"\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?\]?[ \t]*")
_HAN = re.compile("[\u3400-\u9fff]")
_NO_SPEAKER = frozenset(
    (
        "note notes action actions topic subtopic topics decision decisions resolution resolved "
        "proposal proposed issue issues url question questions q a summary status update updates "
        "todo agenda date time location place link links see ref pr prs example examples conclusion "
        "background next previous pros cons step steps option problem solution consensus agreed "
        "motion vote votes result results scribe chair present regrets minutes recording video "
        "slides repo repository call chat tl;dr edit warning info aside follow-up followup context "
        "goal goals plan 主席 提案 說明 说明 決議 决议 結論 结论 案由 辦法 办法 議題 议题 時間 时间 "
        "地點 地点 附件 註 注 問 答 其他 备注 備註 日期 議程 议程 目的 背景 内容 內容"
    ).split()
)
LEAST_UTTERANCES = 5


def read_speakers(source: Source) -> list[NameEntry]:
    """Return those who spoke, in order of their first words; [] unless the text is a transcript.

    A transcript has at least two speakers who spoke three times, and who between them hold most of
    the labelled lines; then those who spoke once are speakers too.
    """
    said = list(_utterances(source))
    counts = Counter(name_key(source.clean(span)) for span in said)
    often = [count for count in counts.values() if count >= 3]
    if len(said) < LEAST_UTTERANCES or len(often) < 2 or sum(often) < len(said) // 2:
        return _titled(source, said)
    return _people(source, said)


def _titled(source: Source, said: list[Span]) -> list[NameEntry]:
    """Return the speakers of a short conversation in which every label is a heading."""
    headings = [span for span in said if source.lines[source.line_at(span.start)].heading]
    return _people(source, headings) if len(headings) >= 2 else []


def _people(source: Source, said: list[Span]) -> list[NameEntry]:
    found: dict[str, NameEntry] = {}
    for span in said:
        entry = _speaker(source, span)
        if entry is not None:
            found.setdefault(name_key(entry.name), entry)
    return list(found.values())


def _utterances(source: Source) -> Iterator[Span]:
    for line in source.lines:
        if not line.text or (line.bullet and line.indent > 8):
            continue
        span = _label(source, line)
        if (
            span is not None
            and source.clean(span).casefold() not in _NO_SPEAKER
            and not heads_in(source, line, inside=False)
        ):
            yield span


def _label(source: Source, line: Line) -> Span | None:
    stamp = _STAMP.match(source.plain, line.at, line.stop)
    match = _LABELS.match(source.plain, stamp.end() if stamp else line.at, line.stop)
    if match is None:
        return None
    group = "nick" if match["nick"] else "name"
    return source.trimmed(match.start(group), match.end(group))


def _speaker(source: Source, span: Span) -> NameEntry | None:
    words = source.plain[span.start : span.end]
    if _HAN.search(words):
        found = read_chinese_names(source, span)
        if len(found) == 1 and not re.search(r"[0-9]", found[0].name):
            return replace(found[0], status="present")
        # A unit may speak (國庫署：), but then its name is a heading and not a word before a colon.
        is_unit = len(words) <= 10 and source.lines[source.line_at(span.start)].heading
        return NameEntry(source.clean(span), source.written(span), span, span) if is_unit else None
    name = source.clean(span)
    if len(name.split()) > 4 or not is_plausible(name):
        return None
    return NameEntry(name, source.written(span), span, span)
