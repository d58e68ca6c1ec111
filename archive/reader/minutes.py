"""Read a whole text of minutes by rules: here its title, number and place, and where its body begins."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from archive.reader.actions import read_actions
from archive.reader.agenda import attach_to_items, read_agenda
from archive.reader.attendance import AttendanceReader, merge_entries
from archive.reader.attendance_doubts import doubt_chairs, doubted_counts
from archive.reader.attendance_text import (
    add_comings,
    read_attendance_sentences,
    read_prose,
    read_speakers,
    with_aliases,
)
from archive.reader.body_names import title_label
from archive.reader.days import has_year, meeting_day, other_day, sitting_times
from archive.reader.decisions import read_decisions
from archive.reader.distribution import read_distribution
from archive.reader.line_kinds import NOISE
from archive.reader.modes import read_mode
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import Doubt, NameEntry, NamesReading, Reading, Span, Value
from archive.reader.source import Source, SourceLine
from archive.text.dates import read_partial_date
from archive.text.folding import simplified
from archive.text.pinyin import HAN

SAMPLE = 5_000
HAN_SHARE = 0.2


def read_minutes(text: str) -> Reading:
    """Return what the rules can tell of a finished text of minutes, in English or Chinese.

    Plain text or Markdown, with or without tables and HTML tags. Nothing is guessed that the text
    does not say, each value knows the stretch of the text it was read from, and no text raises but
    one beyond LONGEST_TEXT characters (TextTooLongError). Time grows with the length of the text:
    500,000 characters take less than a second.
    """
    source = Source(text)
    title = read_title(source)
    # A record may quote the minutes of the meeting before it: those names are not of this one.
    quoted = quoted_from(source, title)
    last = source.line_at(quoted) if quoted < len(source.plain) else None
    reading = Reading(language_of(text), Span(0, len(text)))
    reading.attendance = read_attendance(source, last)
    reading.title = source.value(title) if title else None
    reading.date = meeting_day(source, title, 0)
    if reading.date and (other := other_day(text, reading.date)):
        reading.doubts["date"] = Doubt((reading.date, replace(reading.date, value=other)))
    elif reading.date and not has_year(reading.date):
        year = replace(reading.date, as_written=str(reading.date.value.year))
        reading.doubts["date"] = Doubt((reading.date, year))
    reading.start_time, reading.end_time = sitting_times(source, reading.date, len(text))
    reading.number, others = read_number_as_written(source, title)
    if reading.number and others:
        reading.doubts["number"] = Doubt((reading.number, *others))
    reading.doubts |= doubted_counts(reading.attendance)
    doubt_chairs(reading.attendance.entries)
    reading.document_number = read_document_number(source, len(text))
    reading.location = read_location(source, len(text))
    reading.mode = read_mode(source, reading.location)
    reading.copied_to, reading.issued_on, foot = read_distribution(source)
    reading.agenda = read_agenda(source)
    reading.resolutions = read_decisions(source, title)
    held = reading.date.value if reading.date else None
    names = [entry.name for entry in reading.attendance.entries]
    reading.actions = read_actions(source, reading.resolutions, held, names)
    attach_to_items(source, reading.agenda, [*reading.resolutions, *reading.actions])
    place_rest(source, reading, foot)
    return reading


def read_attendance(source: Source, last: int | None = None) -> NamesReading:
    """Return who was there: the lists; names in running text; or else those who spoke."""
    names = AttendanceReader(source, 0, last).read()
    roles = [entry for entry in names.entries if _is_only_role(entry)]
    listed = [entry for entry in names.entries if not _is_only_role(entry)]
    for fallback in (read_attendance_sentences, read_speakers):
        if any(entry.status in ("present", "") for entry in listed):
            break
        listed = merge_entries([*listed, *fallback(source)])
    told = [entry for entry in read_prose(source) if not _stands_in_list(entry, names)]
    names.entries = merge_entries(with_aliases(listed, [*roles, *told]))
    names.entries.sort(key=lambda entry: entry.span)
    for entry in names.entries:
        entry.status = entry.status or "present"
    add_comings(source, names.entries)
    taken = [entry.whole for entry in names.entries]
    names.not_placed = [
        span
        for span in names.not_placed
        if not any(span.start < other.end and other.start < span.end for other in taken)
        and not NOISE.fullmatch(source.lines[source.line_at(span.start)].text)
    ]
    return names


def _stands_in_list(entry: NameEntry, names: NamesReading) -> bool:
    """Say whether a name of a sentence is part of a list that was read: its commas are read once."""
    if entry.role in ("chair", "recorder"):
        return False
    return any(head.start <= entry.span.start < head.end for head in names.heads) and any(
        other.whole.start <= entry.span.start < other.whole.end for other in names.entries
    )


def _is_only_role(entry: NameEntry) -> bool:
    return entry.role in ("chair", "recorder") and entry.is_alone


def language_of(text: str) -> str:
    """Return en, zh-Hans or zh-Hant: Chinese if a fifth of the letters at the beginning are."""
    sample = text[:SAMPLE]
    han = "".join(HAN_LETTER.findall(sample))
    letters = sum(character.isalpha() for character in sample)
    if not letters or len(han) / letters < HAN_SHARE:
        return "en"
    changed = sum(one != other for one, other in zip(han, simplified(han), strict=True))
    return "zh-Hant" if changed > len(han) / 20 else "zh-Hans"


# Title, number and place

_HAN_TITLE = re.compile(
    r"(?:会议|例会|大会|常会|全会)[^。:]{0,20}(?:[纪记][要录]|议事录|决议|议决|审查)?|纪要|议事录"
    r"|会议[记纪]录"
)
_TITLE_WORDS = re.compile(
    r"\b(?:meeting|minutes|council|committee|board|session|telecon|teleconference|telco|call|"
    r"workshop|hearing|review|assembly|summary|notes|planning|triage)\b",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^(?:please |\[?[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9:.]{2,9}\]? +<|<[^<>\s]{1,30}>"
    r"|attend|present|agenda\b(?! for| of)|table of contents|registration"
    r"|[0-9]{1,4}\s*\|?\s*p\s?a\s?g\s?e\b|page [0-9]|[0-9]{1,4}[.)]? +(?-i:[A-Z][A-Z ]{3,40})$"
    r"|table of contents|contents|links|announcements?|"
    r"summary|notes|participants|regrets|minutes$|draft$|logs?$|action items?$|https?:)"
    r"|^[^:]{1,20}:\s*$|\{%|include |^\W*$|^(?:date|time|location|where|when|place)\b",
    re.IGNORECASE,
)
# Up to where it was held, which is no part of a title.
_MINUTES_OF = re.compile(
    r"(?:draft |unapproved )?minutes of (?:an?|the) [^.:]{0,80}?(?:meeting|session|sitting)\b"
    r"(?!.*\b(?:approv|confirm|adopt|accept|agree|sign|w(?:as|ere)\b))"
    r"(?:(?! held\b| at [0-9])[^.:])*",
    re.IGNORECASE,
)
_MEETING_NAMED = re.compile(r"\b(?:minutes|meeting|session|hearing|call)\b", re.IGNORECASE)
_RECORD_TITLE = re.compile(r"会(?:议)?(?:[记纪]录|纪要)|议事录")
_NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,7}"
_HAN_NUMBER = re.compile(rf"第[ \u3000]{{0,60}}{_NUMERAL}[ \u3000]{{0,60}}[次期]")
_LATIN_NUMBER = re.compile(
    r"\b(?:meeting|session|call|minutes)[ ]+(?:no\.?|number|#|nr\.?)?[ ]?#?"
    r"(?P<after>(?!(?:19|20)[0-9]{2}\b)[0-9]{1,4})\b(?![-/.:]|(?:st|nd|rd|th)"
    r"|[ ]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"|\b(?P<before>[0-9]{1,4}(?:st|nd|rd|th))[ ](?:[\w-]+[ ]){0,5}(?:meeting|session|council|assembly)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    rf"[{HAN}]{{0,12}}[ ]?[〔\[(【][ ]?[0-9]{{4}}[ ]?[〕\])】][ ]?第?[ ]?[0-9]{{1,5}}[ ]?[号期]"
    rf"|(?<=字第)[0-9]{{5,14}}(?=号)"
)
_DOCUMENT_LABEL = re.compile(
    r"(?:文[ \u3000]{0,60}号|发文字号|document (?:number|no\.?)|reference|ref\.?(?: no\.?)?"
    r"|minute book no\.?)[ ]*:[ ]*(?P<value>[^\n|]{2,60})",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:(?:meeting|call)?[ ]?(?:location|place|venue|(?:where|room)(?=[ ]*[:|]))|(?:会议|开会|活动)?"
    r"[ \t\u3000]{0,60}地[ \t\u3000]{0,60}点|会议室|会场)[ \t\u3000]{0,60}(?:[:|]"
    r"|[ \t\u3000]{1,}(?=[^\s:|]))[ \t\u3000]{0,60}(?P<value>[^\n|]{2,160})",
    re.IGNORECASE,
)
_HELD_AT = re.compile(
    r"\b(?:[Hh]eld|[Mm]et|[Cc]onvened|[Mm]eeting|HELD|MET)\b"
    r"(?:[^.\n]|(?<=[0-9])\.(?=[0-9])){0,60}?\b(?:at|in|AT|IN)[ ]"
    r"(?P<value>(?:(?:the|THE)[ ])?(?:[A-Z]|[0-9]{1,4}[a-z]?[ ][A-Z])[^.;\n]{3,110}?)"
    r"(?:,? (?:on|ON|(?:at|AT) [0-9])|;|\.(?=\s|$)|\n|$)"
)
_HAN_HELD_AT = re.compile(r"(?:[在于])(?P<value>[^。,，;；\n在于]{2,40}?)(?:组织|主持)?(?:召开|举行)")
_OF_NEXT = re.compile(
    r"(?:\b(?:next|future|following|forthcoming|previous|last)\b|下一?次|下届|上次)"
    r"(?:[^.。\n]|(?<=[0-9])\.(?=[0-9])){0,140}$",
    re.IGNORECASE,
)
_DAY_OR_HOUR = re.compile(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}[.:][0-9]{2}\b|\b[0-9]{1,2} ?[ap]\.?m\b")
_ROOM = re.compile(
    r"(?:[A-Z][\w'’.&-]*[ ]){0,4}(?:Chambers?|Hall|Room|Library|Cent(?:re|er)|Church|School|Offices?|House"
    r"|Building|Pavilion|Theatre|Auditorium)(?: (?:[0-9]{1,4}[A-Z]?|[A-Z]))?(?:, [^.:;|\n]{2,100})?"
)
_CUT_SHORT = re.compile(r"(?:['’]s?|\b(?:the|of|and|at|in|on|by|a|an|st|saint))$", re.IGNORECASE)
_REST_OF_PLACE = re.compile(r"[^.,;:\n()]{2,60}")
_NO_PLACE = re.compile(
    r"^(?:still )?(?:tbd|tbc|tba|to be (?:decided|confirmed|announced|agreed)|n/a|unknown|none|待定|未定)\b"
    r"|年.{1,3}月|[方形]式$"
    r"|^(?:an? )?(?:regular|special|ordinary|closed|open|public|private|executive|extraordinary)"
    r" (?:session|meeting)|^(?:[0-9]{4}|accordance|order|favou?r|addition|attendance|session|camera|person"
    r"|general|principle|particular)\b|^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|^(?:[0-9]{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(rf"[ \t\u3000]{{3,}}|;|[ \t\u3000](?=[{HAN}]{{2,6}}[ \u3000]?:)")
# Of MeetBot: #startmeeting Packaging WG
_PARTICULARS_BESIDE = re.compile(
    r"(?<=\S)[ \t\u3000]{2,}(?=(?:开会|会议|召开)?[ \u3000]{0,3}"
    r"(?:时[ \u3000]{0,6}间|日[ \u3000]{0,6}期|地[ \u3000]{0,6}点)"
    r"|(?:date|time|place|location|venue)[ ]?:)",
    re.IGNORECASE,
)
_STARTED = re.compile(r"(?:^|[ >])#(?:startmeeting|meetingname)[ ]+(?P<name>\w[^\n]{1,120})", re.MULTILINE)
LONGEST_TITLE = 160
TITLE_LINES = 30


def read_title(source: Source) -> Span | None:
    """Return where the title stands: the first heading, or the first line that reads like one."""
    lines = [line for line in source.lines[:120] if not line.is_blank][:TITLE_LINES]
    if started := _STARTED.search(source.plain, 0, lines[-1].end if lines else 0):
        return source.trimmed(*started.span("name"))
    heading = next((line for line in lines if line.heading and _is_title(line)), None)
    worded = next((line for line in lines[:12] if _is_title(line) and _names_meeting(line)), None)
    # A PDF or a roll of those present above it may push the heading down.
    named = next((line for line in source.lines if not line.bullet and _MINUTES_OF.match(line.text)), None)
    if named and not heading and (named == worded or not (worded and _MEETING_NAMED.search(worded.text))):
        found = _MINUTES_OF.match(source.plain, named.at, named.stop)
        return source.trimmed(*found.span()) if found else named.span
    line = heading or worded or next((line for line in lines[:1] if _is_title(line)), None)
    if heading and worded and worded.start < heading.start and not worded.bullet and len(worded.text) < 120:
        line = worded
    return None if line is None else _without_label(source, _whole_title(source, line))


def _without_label(source: Source, title: Span) -> Span:
    """Return a title without the label before it, and the particulars that stand on its line."""
    title = source.trimmed(title.start + title_label(source.plain[slice(*title)]), title.end)
    particulars = _PARTICULARS_BESIDE.search(source.plain, *title)
    return source.trimmed(title.start, particulars.start()) if particulars else title


def _is_title(line: SourceLine) -> bool:
    return 2 <= len(line.text) <= LONGEST_TITLE and not line.bullet and not _NO_TITLE.search(line.text)


def _names_meeting(line: SourceLine) -> bool:
    if HAN_LETTER.search(line.text):
        return bool(_HAN_TITLE.search(line.text)) and not re.search(r"[。;]|:.{12,}", line.text)
    return bool(_TITLE_WORDS.search(line.text)) and not re.search(r"[.!?] |[.!?]$", line.text)


def _whole_title(source: Source, line: SourceLine) -> Span:
    """Join a Chinese title that was broken in two before the number of the sitting or the word minutes."""
    index = source.line_at(line.start)
    if (
        index + 1 < len(source.lines)
        and HAN_LETTER.search(line.text)
        and not _RECORD_TITLE.search(line.text)
    ):
        after = source.lines[index + 1]
        if _RECORD_TITLE.search(after.text) and len(after.text) < 40 and ":" not in after.text:
            return Span(line.at, after.stop)
    return line.span


def quoted_from(source: Source, title: Span | None) -> int:
    """Return where another meeting's minutes begin that the text quotes; its length if it quotes none."""
    if title is None or not _RECORD_TITLE.search(source.words(title)):
        return len(source.plain)
    own = re.sub(r"\s", "", source.words(title))
    for line in source.lines[source.line_at(title.end) + 1 :]:
        words = re.sub(r"\s", "", line.text)
        if (
            8 <= len(words) <= 60
            and words != own
            and re.search(rf"第{_NUMERAL}[次届].*(?:{_RECORD_TITLE.pattern})$", words)
        ):
            return line.start
    return len(source.plain)


def read_number_as_written(
    source: Source, title: Span | None
) -> tuple[Value[str] | None, list[Value[str]]]:
    """Return the meeting's number as written, 第81次, 131st, 73, and the others that the head names."""
    lines = [line for line in source.lines[:60] if not line.is_blank][:8]
    spans = [line.span for line in lines if line.stop - line.at < LONGEST_TITLE]
    found = [number for span in ([title] if title else []) + spans if (number := _number_in(source, span))]
    own = found[0] if found else None
    # 第5次定期大會第11次會議 numbers a session as well, and that is another thing.
    alike = [one for one in found if own and _numbered(source, one) == _numbered(source, own)]
    others = {one.value: one for one in reversed(alike) if own and one.value != own.value}
    return own, list(others.values())


def _numbered(source: Source, number: Value[str]) -> str:
    """Return the first letters of what a Chinese number counts: 会议."""
    if number.value.isascii():
        return ""
    return re.sub(r"\s", "", source.plain[number.span.end : number.span.end + 6])[:2]


def _number_in(source: Source, span: Span) -> Value[str] | None:
    if found := list(_HAN_NUMBER.finditer(source.plain, *span)):
        return source.value(Span(*found[-1].span()), re.sub(r"\s", "", found[-1][0]))
    match = _LATIN_NUMBER.search(source.plain, *span)
    return source.value(Span(*match.span("after" if match["after"] else "before"))) if match else None


def read_document_number(source: Source, head: int) -> Value[str] | None:
    """Return the 文号, 漯应急〔2023〕12号, or what a label calls the document's number."""
    if match := _DOCUMENT_LABEL.search(source.plain, 0, min(head, 8000)):
        return source.value(source.trimmed(*match.span("value")))
    match = _DOCUMENT.search(source.plain, 0, min(head, 3000))
    return source.value(source.trimmed(*match.span())) if match else None


def read_location(source: Source, head: int) -> Value[str] | None:
    for line in source.lines[:80]:
        if line.start >= head:
            break
        match = _labelled_place(source, line)
        if match:
            part = _NEXT_PART.search(source.plain, match.start("value"), match.end("value"))
            span = source.trimmed(match.start("value"), part.start() if part else match.end("value"))
            if place := _place_in(source, span):
                return place
    for pattern in (_HELD_AT, _HAN_HELD_AT):
        for match in pattern.finditer(source.flowing, 0, min(head, 4000)):
            if _OF_NEXT.search(source.flowing, max(0, match.start() - 80), match.end("value")):
                continue
            if place := _place_in(source, source.trimmed(*match.span("value"), strip=",")):
                return place
    return _place_below_date(source)


def _place_below_date(source: Source) -> Value[str] | None:
    """Return the place that stands on a line of its own below the date: Council Chamber, 14 Quay Street."""
    full = [line for line in source.lines[:40] if not line.is_blank][:12]
    for above, line in pairwise(full):
        if _DAY_OR_HOUR.search(above.text) and _ROOM.fullmatch(line.text):
            return _place_in(source, line.span)
    return None


def _place_in(source: Source, span: Span) -> Value[str] | None:
    """Return the place that a stretch tells; None for a date, what is still open, and half a place.

    A bracket that is not closed is cut off, and a name that a line cut short goes on to the next one.
    """
    words = source.plain[span.start : span.end]
    if words.count("(") > words.count(")"):
        span = source.trimmed(span.start, span.start + words.rindex("("), strip=" ,;")
        words = source.plain[span.start : span.end]
    if _CUT_SHORT.search(words) and source.plain[span.end : span.end + 1] == "\n":
        rest = _REST_OF_PLACE.match(source.plain, span.end + 1)
        span = Span(span.start, rest.end()) if rest else span
        words = source.plain[span.start : span.end]
    is_place = len(words) > 1 and not _NO_PLACE.search(words) and not _CUT_SHORT.search(words)
    return source.value(span) if is_place and read_partial_date(words) is None else None


def _labelled_place(source: Source, line: SourceLine) -> re.Match[str] | None:
    numbering = re.compile(
        r"(?:\(?[一二三四五六七八九十壹贰参肆伍陆0-9]{1,3}[)、.])?[ \t\u3000]{0,60}"
    ).match(source.plain, line.at, line.stop)
    at = numbering.end() if numbering else line.at
    if match := _PLACE.match(source.plain, at, line.stop):
        return match
    for part in re.finditer(
        rf"[ \t\u3000]{{2,}}|[;|][ ]*|[ \t\u3000](?=[{HAN}])",
        source.plain[line.at : min(line.stop, line.at + 600)],
    ):
        if match := _PLACE.match(source.plain, line.at + part.end(), line.stop):
            return match
    return None


# Where the head ends

_LABEL = re.compile(
    r"[^:\n]{1,40}:|(?:[一二三四五六七八九十壹贰参肆伍陆]{1,3}、)?(?:时[ \t\u3000]{0,60}间"
    r"|地[ \t\u3000]{0,60}点|日[ \t\u3000]{0,60}期|主[ \t\u3000]{0,60}席|[记纪][ \t\u3000]{0,60}录)"
)
_FILLER = re.compile(
    r"(?:星期|周|礼拜)?[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?"
    r"|sun)(?:day)?|(?:date|time|place|venue|location|at|on|held|and|the|in|of|to|from|until|a|by|draft|p\.m|a\.m|pm|am|utc|est|edt|pst|pdt"
    r"|gmt|cet|cest|et|pt|beijing|meeting|minutes|[0-9]{1,2}|起|至|在|于|时间|主持|召开|同志|现将会议纪要如下|有|等)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Two sentences behind one another.
_RUNNING = re.compile(r"[a-z]{3}\. [^.\n]{40,}[a-z]{3}\. [A-Z\"]|。[^。\n]{20,400}。[^。\n]")
HEAD_LINES = 120


def place_rest(source: Source, reading: Reading, foot: int) -> None:
    covered = sorted(_covered(reading))
    body = _body_start(source, reading)
    reading.body = Span(body, max(body, foot))
    left = set(reading.attendance.not_placed)
    left |= set(_uncovered(source, covered, body))
    reading.not_placed = sorted(span for span in left if span.start < span.end)


def _covered(reading: Reading) -> Iterator[Span]:
    yield from (value.span for value in reading.values())
    yield from (entry.whole for entry in reading.attendance.entries)
    yield from (entry.span for entry in reading.attendance.entries)
    yield from (count.span for count in reading.attendance.counts)
    yield from reading.attendance.heads
    yield from reading.attendance.not_placed


def _body_start(source: Source, reading: Reading) -> int:
    limit = source.lines[HEAD_LINES].start if len(source.lines) > HEAD_LINES else len(source.text)
    business = [item.name.span.start for item in reading.agenda] + [
        r.text.span.start for r in reading.resolutions
    ]
    limit = min([limit, *business])
    ends = [span.end for span in _particulars(reading) if span.start < limit]
    if not ends:
        return 0
    index = source.line_at(max(ends) - 1)
    # Running text that names them is the body itself.
    index += not _RUNNING.search(source.plain, source.lines[index].at, source.lines[index].stop)
    return source.lines[index].start if index < len(source.lines) else len(source.text)


def _particulars(reading: Reading) -> Iterator[Span]:
    single = (
        reading.title,
        reading.number,
        reading.document_number,
        reading.date,
        reading.location,
        reading.start_time,
    )
    yield from (value.span for value in single if value)
    # Who only spoke stands in the body itself.
    yield from reading.attendance.heads


def _uncovered(source: Source, covered: list[Span], end: int) -> Iterator[Span]:
    """Yield what of each line before an offset no value covers: no labels, weekdays or signs."""
    position = 0
    for line in source.lines:
        if line.start >= end:
            return
        while position < len(covered) and covered[position].end <= line.start:
            position += 1
        for gap in _gaps(line.at, line.stop, covered[position:]) if not NOISE.fullmatch(line.text) else ():
            start = gap.start
            # A line without a value is kept whole, with its label.
            if (label := _LABEL.match(source.plain, *gap)) and not (
                gap.start == line.at and gap.end >= line.stop
            ):
                start = label.end()
            span = source.trimmed(start, gap.end, strip=" .,;:，。；：、()[]|#-–—=_*~/")
            if _says_something(source.plain[span.start : span.end]):
                yield span


def _gaps(start: int, stop: int, covered: Iterable[Span]) -> Iterator[Span]:
    for span in covered:
        if span.start >= stop:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < stop:
        yield Span(start, stop)


def _says_something(words: str) -> bool:
    said = [word for word in _WORD.findall(words) if not _FILLER.fullmatch(word)]
    return len("".join(said)) > 1
