"""Read who was there where no list says so: in sentences, by who spoke, in prose."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from archive.reader.chinese_names import is_person, key_within_text
from archive.reader.latin_names import is_plausible, read_latin_name
from archive.reader.name_words import status_in
from archive.reader.people import Manner, read_people
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.names import tidy_name
from archive.text.pinyin import HAN
from archive.text.vocabulary import role_in

_START = re.compile(
    r"\b(?:PRESENT|Present|IN ATTENDANCE|Attending|ATTENDING)(?: were)?[ ]?:[ ]?(?=(?:Mr|Ms|"
    r"Mrs|Miss|Dr)s?\.? ?[A-Z]|Messrs)"
)
_COURTESY = re.compile(r"(?:Messrs|Mses|Mmes|Mr|Mrs|Ms|Miss|Dr|Prof)\b\.?[ ]?(?=[A-Z])")
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:[ ](?:(?:de|van|von|der|la)[ ])?[A-Z][\w'’.-]*){0,2}")
_JOINT = re.compile(r",?[ ]?\band[ ]|,[ ]?[0-9¹²³]?[ ]?")
_FOOTNOTE = re.compile(r"[0-9¹²³⁴]+[ ]?")
_MEMBERS = re.compile(
    r"^(?:chair\w*|vice[- ]chair\w*|(?:board |council )?members?|president|mayor)?$", re.IGNORECASE
)
_OPEN = re.compile(r"(?:,|\band|,[ ]and)[ ]*$")
# A post is followed by the first sentence without so much as a full stop between them.
_SENTENCE = re.compile(
    r"(?:^|(?<=\s))(?:The|By|At|In|On|It|Upon|With|Following|After|This)\s|[a-z]{3}\.\s+[A-Z]"
)
LONGEST_GROUP = 400
LONGEST_RUN = 20_000


def read_attendance_sentences(source: Source) -> list[NameEntry]:
    """Return the people of the first list of courtesy titles in running text; [] if there is none."""
    start = _START.search(source.plain)
    if start is None:
        return []
    entries: list[NameEntry] = []
    open_ones: list[NameEntry] = []
    for names, label in _groups(source, start.end()):
        open_ones += names
        entries += names
        if label is None:
            continue
        for entry in open_ones:
            entry.label, entry.role = label, role_in(label)
            if not _MEMBERS.match(label) and entry.role != "chair":
                entry.role = "in_attendance"
        open_ones = []
    return entries


def _groups(source: Source, start: int) -> Iterator[tuple[list[NameEntry], str | None]]:
    """Yield the names behind each courtesy title and their post; None while it is still to come."""
    bounds = [match.span() for match in _COURTESY.finditer(source.plain, start, start + LONGEST_RUN)]
    for (_, at), (stop, _) in zip(bounds, [*bounds[1:], (start + LONGEST_RUN, 0)], strict=True):
        names, end = _names(source, at, min(stop, at + LONGEST_GROUP))
        rest = source.plain[end : min(stop, at + LONGEST_GROUP)]
        sentence = _SENTENCE.search(rest)
        yield names, _label_of(rest[: sentence.start()] if sentence else rest)
        if stop - at > LONGEST_GROUP or not names or sentence:
            return


def _label_of(rest: str) -> str | None:
    if _OPEN.fullmatch(rest.strip()) or (not rest.strip(" .,") and "," in rest):
        return None
    words = _OPEN.sub("", rest.strip(" ,"))
    return tidy_name(words[:120])


def _names(source: Source, at: int, stop: int) -> tuple[list[NameEntry], int]:
    entries: list[NameEntry] = []
    end = at
    while match := _NAME.match(source.plain, at, stop):
        joint = _JOINT.match(source.plain, match.end(), stop)
        if entries and not _is_surname(match[0], source.plain[match.end() : stop]):
            break
        span = source.trimmed(match.start(), match.end(), strip=".")
        name = source.clean(span)
        if not is_plausible(name):
            break
        entries.append(NameEntry(name, source.written(span), span, span))
        end = match.end()
        if joint is None:
            break
        at = joint.end()
        if footnote := _FOOTNOTE.match(source.plain, at, stop):
            at = footnote.end()
    return entries, end


def _is_surname(word: str, behind: str) -> bool:
    """Say whether a capitalised word in a series is one more name: an end, a comma or "and" follows."""
    return " " not in word and word not in _POSTS and (not behind.strip() or bool(_JOINT.match(behind)))


_NO_FORENAME = frozenset("The All No None A An This There They He She It Both Those Members Also".split())
_POSTS = frozenset(
    (
        "Chairman Chair Chairwoman Chairperson Secretary President Presidents Economist Economists "
        "Counsel Manager Director Directors Adviser Advisors Alternate Alternates Members Member "
        "Treasurer Clerk Governor Governors Officers Officer Respectively Vice Senior Assistant "
        "Deputy Associate"
    ).split()
)


# Prose

_LATIN_WORD = (
    r"(?:(?:[A-Z]|Mrs?|Ms|Drs?|Cllrs?|Rev|Hon|Prof|Jr|Sr|Fr|St|Capt|Col|Lt|Sgt|Gen)\.(?:[A-Z]\.){0,3}"
    r"|[A-Z][\w'’-]{0,40}(?:\.[A-Z]\w{0,20})?)"
)
_LATIN_NAME = rf"(?:{_LATIN_WORD}(?:[ ]|(?=[,.;]|$))){{1,6}}"
_DOT = r"(?:(?<=\b[A-Z])|(?<=\b[A-Z][a-z])|(?<=\bMrs)|(?<=\bCllrs)|(?<=\bCllr))\."
_END = r"(?:(?<!\b[A-Z])(?<!\b[MD]r)(?<!Mrs)(?<!Cllrs)(?<!Cllr)\.(?=\s|$)|;|$)"
_BEGIN = r"(?:^|(?<=[.;\n] )|(?<=\n))"
_HOW = "present|in attendance|attending|absent|excused|unable to attend"
_LATIN_NAMES = rf"(?P<who>[A-Z](?:[^.;:\n]|{_DOT}){{2,300}}?)"
# Each with the role and the status that it gives; a role is held by one person.
_AWAY = r"(?P<how>因[^,。()\n]{1,12}|请假|缺席|未到会?|未出席|未能[^,。()\n]{2,6})"
# One clause of a sentence that tells who led, attended and sat in on a meeting, one after another.
_CLAUSE = r"(?:^|(?<=[。;\n])|(?<=主持,)|(?<=会议,)|(?<=出席,)|(?<=参加,))[ \t\u3000]{0,60}"
_UP_TO = rf"(?:(?!主持|出席|参加|列席)[{HAN}、,() \u3000])"
_SUBSTITUTED = re.compile(
    rf"{_BEGIN}(?P<who>{_LATIN_NAME})(?:was |were )?(?:attend(?:ed|ing)|present|substitut(?:ed|ing)"
    r"|deputi[sz](?:ed|ing))(?: as)?(?: an?| the)?(?: substitute| alternate| deputy| proxy)?"
    rf" (?:for|on behalf of|in place of) (?P<other>{_LATIN_NAME})"
)
_PATTERNS = [
    (
        re.compile(
            rf"{_BEGIN}{_LATIN_NAMES},? (?:(?:was|were) (?:also |both |all )?(?P<how>{_HOW})\b"
            rf"|(?:also |both |all )?(?P<said>{_HOW})(?=[.;\n]|$))",
            re.M,
        ),
        "",
        "how",
    ),
    (
        re.compile(
            r"(?:\b(?:[Tt]hose|[Mm]embers|[Tt]he following|(?:Supervisor|Councill?or|Director|Trustee"
            rf"|Commissioner|Councilmember|Governor)s)\b[^.:;\n]{{0,40}}?|{_BEGIN})"
            rf"(?P<how>(?i:{_HOW})) (?:was|were|are|is):? {_LATIN_NAMES}{_END}",
            re.M,
        ),
        "",
        "how",
    ),
    (
        re.compile(rf"\b[Aa]lso (?P<how>{_HOW})(?::| (?:was|were|are|is):?) {_LATIN_NAMES}{_END}", re.M),
        "in_attendance",
        "how",
    ),
    (
        re.compile(
            rf"{_BEGIN}{_LATIN_NAMES} (?:had )?(?:sent|gave|tendered)(?: (?:their|his|her|an))?"
            r" (?P<how>apolog(?:y|ies)|regrets)\b",
            re.M,
        ),
        "",
        "how",
    ),
    (
        re.compile(
            rf"{_BEGIN}Apolog(?:y|ies)(?: for (?:absence|non-attendance))?,? [^.:;\n]{{0,60}}?"
            rf"\b(?:from|by|on behalf of) {_LATIN_NAMES}(?P<how>){_END}",
            re.M,
        ),
        "",
        "excused",
    ),
    (
        re.compile(
            r"(?:\b(?:[Pp]resent|PRESENT|[Aa]ttend\w*)[^.\w\n]{1,4}(?:[Aa]ll|ALL|[Ee]veryone|[Ee]verybody)\b"
            r"|\b(?:[Aa]ll|ALL|[Ee]veryone|[Ee]verybody)\b[^.\n]{0,60}?\b(?:present|attended)\b)[^.\n]{0,40}?"
            r"\b(?:except|with the exception of|apart from|other than|save)(?: for)?[: ]+"
            rf"{_LATIN_NAMES}(?P<how>,? (?:who|which|both of whom)\b[^.\n]{{0,80}})?{_END}",
            re.M,
        ),
        "",
        "absent",
    ),
    (
        re.compile(
            rf"(?P<all>(?:全体|均|都)[^。,\n]{{0,16}}(?:出席|到会|参加)[^。,\n]{{0,8}},)?除了?"
            rf"(?P<who>[{HAN}、()]{{2,200}}?){_AWAY}?(?:以|之)?外(?(all)|[,]?[^。\n]{{0,20}}(?:均|都|全部|其他|其余))"
        ),
        "",
        "absent",
    ),
    (
        re.compile(
            rf"(?:(?:全体|均|都)[^。,\n]{{0,16}}(?:出席|到会|参加)|全[体组班校])[^。,\n]{{0,8}}"
            rf"\((?P<who>[{HAN}、]{{2,200}}?){_AWAY}"
        ),
        "",
        "absent",
    ),
    (re.compile(r"由(?P<who>[^。,;:\n]{2,40}?)(?:同志)?主持"), "chair", ""),
    (
        re.compile(
            rf"(?P<who>[{HAN}、 \u3000]{{2,40}}?)(?:同志)?(?:[在于][^。,;\n]{{2,30}}?)?主持(?:召开)?了?"
            rf"(?:[^。,;\n]{{0,30}}?)(?:会议?|例会)"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            rf"{_CLAUSE}(?P<who>{_UP_TO}{{2,400}}?)(?:等)?(?:同志)?(?:出席|参加)了?(?:本次|此次)?(?:会议)",
            re.MULTILINE,
        ),
        "",
        "present",
    ),
    (
        re.compile(
            rf"{_CLAUSE}(?P<who>{_UP_TO}{{2,400}}?)(?:等)?(?:同志)?列席了?(?:本次|此次)?(?:会议|(?=[。;\n]|$))",
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
            rf"{_BEGIN}The (?:Chair(?:man|woman|person)?|President|Mayor), (?P<who>{_LATIN_NAME}), "
            r"(?:welcomed|opened|declared|presided|called|took the chair)"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            rf"(?:called to order|chaired|presided over|opened)(?:[ap]\.m\.|[^.\n]){{0,60}}?\bby[ ](?:the[ "
            rf"])?(?P<who>{_LATIN_NAME})"
        ),
        "chair",
        "",
    ),
    (
        re.compile(
            rf"(?:[Rr]espectfully submitted|[Mm]inutes (?:were )?(?:taken|recorded|prepared|submitted) "
            rf"by)[,:]?[ ]*(?:by[ ])?(?:\n[ ]*){{0,2}}(?P<who>{_LATIN_NAME})"
        ),
        "recorder",
        "",
    ),
]
LONGEST = 8_000
MOST_ROLES = 100
MOST_COMINGS = 1_000


def read_prose(source: Source) -> list[NameEntry]:
    entries: list[NameEntry] = []
    text = source.flowing[:LONGEST]
    for pattern, role, status in _PATTERNS:
        for match in list(pattern.finditer(text))[: None if status else 1]:
            span = source.trimmed(*match.span("who"), strip=".,")
            found = _people_in(source, span, _status_of(match, status))
            entries += [
                replace(entry, role=role or entry.role, whole=Span(*match.span())) for entry in found
            ]
    return sorted([*entries, *_substitutes(source, text)], key=lambda entry: entry.span)


def _substitutes(source: Source, text: str) -> Iterator[NameEntry]:
    """Yield those who, as a sentence says, attended for others: Cllr B. Trent attended for Cllr G. Ince."""
    for match in _SUBSTITUTED.finditer(text):
        names = [
            read_latin_name(source, source.trimmed(*match.span(group), strip=".,"), one_a_line=True)
            for group in ("who", "other")
        ]
        if names[0] and names[1]:
            yield replace(names[0], status="present", on_behalf_of=names[1].name, whole=Span(*match.span()))


_CAME_OR_WENT = re.compile(
    r"(?:rejoined|re-joined|joined|arrived|left|departed|withdrew)(?: the (?:meeting|room|call))?"
    r" (?:at|during|before|after|from|for|until) (?:[^.\n]|(?<=[0-9ap])\.(?=[0-9m])){1,60}"
)
_NAME_BEFORE = re.compile(rf"{_LATIN_NAME}$")


def add_comings(source: Source, entries: list[NameEntry]) -> None:
    """Note of those listed what sentences tell of when they came or went: Cllr Ray left at 8.05 pm."""
    for match in itertools.islice(_CAME_OR_WENT.finditer(source.plain), MOST_COMINGS):
        name = _NAME_BEFORE.search(source.plain, max(0, match.start() - LONGEST_GROUP), match.start())
        entry = read_latin_name(source, source.trimmed(*name.span()), one_a_line=True) if name else None
        known = [one for one in entries if entry and _shortens(entry, one)]
        if len(known) == 1 and not known[0].note:
            known[0].note = source.clean(source.trimmed(*match.span(), strip=".,"))


def _status_of(match: re.Match[str], status: str) -> str:
    """Return what a sentence says of those it names: "" if it tells who held a role."""
    told = match.groupdict()
    how = (told.get("how") or told.get("said") or "").strip()
    if status == "absent" and how.startswith("因"):
        return "excused"
    said = status_in(how) or ("excused" if "unable" in how else "present" if "attend" in how else "")
    return said or status if status else ""


def _people_in(source: Source, span: Span, status: str) -> Iterator[NameEntry]:
    """Yield the people of a sentence; of a sentence that tells of one person, the last named."""
    words = source.plain[span.start : span.end]
    if not re.search(f"[{HAN}]", words):
        if not status:
            entry = read_latin_name(source, span, one_a_line=True)
            found, sure = [entry] if entry else [], True
        else:
            found, left = read_people(source, span, Manner(status=status))
            sure = not left and all(_is_full_name(entry.name) for entry in found)
        yield from (replace(entry, status=entry.status or "present") for entry in found if sure)
        return
    entries, left = read_people(source, span, Manner(status=status or "present"))
    people = [entry for entry in entries if is_person(entry.name)]
    if not status:
        yield from people[-1:]
    elif len(people) > len(entries) // 2 and len(left) <= len(people):
        yield from people


def _is_full_name(name: str) -> bool:
    words = name.split()
    return bool(_NAME.fullmatch(name)) and words[0] not in _NO_FORENAME and not set(words) & _POSTS


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
        if len(same) == 1:
            same[0].status = same[0].status or entry.status
        if len(same) == 1 and not role_in(entry.label):
            same[0].label = same[0].label or entry.label
    return kept


def _shortens(short: NameEntry, full: NameEntry) -> bool:
    key, words = key_within_text(short.name), key_within_text(full.name).split()
    labels = re.split(r"[ ,]+", key_within_text(full.label))
    if key == " ".join(words):
        return True
    if " " in key or len(words) < 2:
        return len(key) >= 2 and key in labels
    return key in (words[0], words[-1], *labels)
