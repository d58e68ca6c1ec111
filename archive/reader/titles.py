"""The title of minutes, the number of the meeting and that of the document."""

import re

from archive.reader.body_names import title_label
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import Span, Value
from archive.reader.source import Source, SourceLine
from archive.text.pinyin import HAN

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
_PARTICULARS_BESIDE = re.compile(
    r"(?<=\S)(?:[ \t\u3000]{2,}|[ \u3000](?=开会|会议|召开))(?=(?:开会|会议|召开)?[ \u3000]{0,3}"
    r"(?:时[ \u3000]{0,6}间|日[ \u3000]{0,6}期|地[ \u3000]{0,6}点)"
    r"|(?:date|time|place|location|venue)[ ]?:)",
    re.IGNORECASE,
)
# Of MeetBot: #startmeeting Packaging WG
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
