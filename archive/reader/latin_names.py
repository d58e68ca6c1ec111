"""One name in Latin letters, with what stands around it: titles, posts, notes, whom it stands in for."""

import re
from dataclasses import replace

from archive.reader.name_words import (
    COURTESY,
    GENERATION,
    NOBODY,
    PARTLY,
    is_latin_post,
    status_in,
    without_address,
    without_honours,
)
from archive.reader.results import NameEntry, Span
from archive.reader.source import Source
from archive.text.names import tidy_name
from archive.text.vocabulary import presence_of, role_in

_NAME_ENDS = re.compile(r"\(|\[|,|;|:|\||\s[-–—]+(?=\s|\w|$)|[-–—]+\s|\s*/|\s@(?=\w)|\s[<\"]|\s=|\t|\s{3,}")
_ADDRESS = re.compile(r"\W*(?:https?|mailto):|\W*www\.", re.IGNORECASE)
_TEAM = re.compile(r"@[\w.-]+/[\w.-]+")
_STANDS_IN = (
    r"(?:as |the )?(?:an? )?(?:substitut(?:e|ing)|alternate|deputi[sz]ing|standing in|proxy|acting)?[ ]?\b"
    r"(?:for|on behalf of|in place of)[ ]+(?!(?:the )?(?:agenda|items?|part|points?|discussion|[0-9])\b)"
)
_FOR = re.compile(rf"\b{_STANDS_IN}(?P<name>[^\W\d_][^,;()|]{{1,60}})", re.IGNORECASE)
_INSTEAD = re.compile(rf"^(?P<name>.{{2,60}}?)[ ]+{_STANDS_IN}(?P<other>[^\W\d_].{{1,60}})$", re.IGNORECASE)
_SEVERAL = re.compile(r"[0-9]+ [a-z]|(?:all|everyone|everybody|members? of)\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"^@|\S@\S")
_LINKED = re.compile(r"(?<=[ \t])\[(?P<inner>[^\[\]\n]+)(?:\](?!\()|$)")
_UNDERSCORES = re.compile(r"[A-Z][\w'’-]*?(?:_[A-Z][\w'’-]*)+")
_FOOTNOTE = re.compile(r"^[0-9]{1,2}\s+(?=\D)|[¹²³⁴⁵†‡*]+$|^\W+")
_BAD = re.compile(
    r"https?:|[={}<>\"?!%$#^~]|\[?e-mail removed|\b(?:will|was|were|is|are|the|to|has|have|"
    r"that|with|this|please|no|not|for|approved|of|this|from|we|you|all|attended|declared|reported)\b"
)
_OF_UNIT = re.compile(
    r"(?P<name>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,2}) (?:of|from|representing) "
    r"(?P<unit>(?:the )?[A-Z].{2,40})"
)
_ONLY_BRACKETS = re.compile(r"[()\[\]|/\"]")
_DETAIL_BREAKS = re.compile(r",|;|:\s|\s[-–—]+\s|\t|\s{3,}")
# Not one person: student representatives; and half a couple, Mr. (and Mrs. Hale).
_SEVERAL_OF = re.compile(
    r"^and |^(?:Mr|Dr)\.? (?:&|and) |^(?:Mr|Mrs|Ms|Miss|Dr|Messrs|Cllrs?)\.?$"
    r"|(?:^|[a-z] )(?:representatives|officers|members|students|residents"
    r"|auditors|consultants|volunteers|parents|reporters|journalists|visitors|contractors|teachers|owners"
    r"|tenants|neighbou?rs|delegates|citizens)$"
)
_ONLY_MARKS = re.compile(r"^[\W\d_]*$")
_NEVER = frozenset(
    (
        "log logs audio video recording recordings agenda minutes notes meeting meetings topic "
        "topics issue issues welcome discussion update updates announcements introduction "
        "introductions business utc gmt est edt pst pdt cet approval review report item items "
        "motion motions vote votes"
    ).split()
)
LONGEST_NAME = 45
MOST_WORDS = 6


def is_plausible(name: str) -> bool:
    """Say whether words can be the name of a person: short, not a sentence, not a word for nobody."""
    if len(name) < 2 or len(name) > LONGEST_NAME or name.casefold().strip(" .:") in NOBODY:
        return False
    words = name.split()
    if _SEVERAL_OF.search(name):
        return False
    if len(words) > MOST_WORDS or _ONLY_MARKS.match(name) or _BAD.search(name):
        return False
    if any(word.casefold().strip(".:()") in _NEVER for word in words):
        return False
    lower = [word for word in words if word[:1].islower()]
    return len(words) < 3 or len(lower) <= len(words) // 2


def read_latin_name(source: Source, piece: Span, *, one_a_line: bool) -> NameEntry | None:
    words = source.plain[piece.start : piece.end]
    if _TEAM.search(words) or _ADDRESS.match(words) or _SEVERAL.match(words):
        return None
    # A bracket that the source took for a link, behind a name.
    for link in _LINKED.finditer(source.text, *piece):
        start, end = link.start() - piece.start, link.end() - piece.start
        words = f"{words[:start]}({link['inner']}){words[end:]}"
    cut = _first_end(source, piece, words)
    behind = GENERATION.match(words, cut.start()) if cut else None
    if behind:
        cut = _NAME_ENDS.search(words, behind.end())
    span = source.trimmed(piece.start, piece.start + (cut.start() if cut else len(words)), strip=".")
    if source.plain[span.end : span.end + 1] == "." and GENERATION.search(words[: span.end - piece.start]):
        span = Span(span.start, span.end + 1)
    details = words[cut.start() :] if cut else ""
    entry = _named(source, span, piece)
    if entry is None and cut and is_latin_post(words[: cut.start()]):
        return _after_post(source, piece, cut)
    return _with_details(entry, details) if entry else None


def _first_end(source: Source, piece: Span, words: str) -> re.Match[str] | None:
    """Return where a name ends; a gap that is an entity or a tag in the source is one blank."""
    for cut in _NAME_ENDS.finditer(words, 1):
        written = source.text[piece.start + cut.start() : piece.start + cut.end()]
        if not cut[0].isspace() or written.isspace():
            return cut
    return None


def _after_post(source: Source, piece: Span, cut: re.Match[str]) -> NameEntry | None:
    """Read "Treasurer: Jane Smith" and "Chair - Jane Smith"."""
    rest = source.trimmed(piece.start + cut.end(), piece.end)
    entry = read_latin_name(source, rest, one_a_line=True) if rest.start < rest.end else None
    if entry:
        post = source.plain[piece.start : piece.start + cut.start()].strip()
        entry.label = ", ".join(filter(None, [post, entry.label]))
        entry.role = entry.role or role_in(post)
        entry.whole = piece
    return entry


def _named(source: Source, span: Span, piece: Span) -> NameEntry | None:
    words = source.plain[span.start : span.end]
    if footnote := _FOOTNOTE.match(words):
        span = source.trimmed(span.start + footnote.end(), span.end)
        words = source.plain[span.start : span.end]
    on_behalf = ""
    if instead := _INSTEAD.match(words):
        span = Span(span.start, span.start + instead.end("name"))
        words, on_behalf = instead["name"], without_address(tidy_name(instead["other"]))
    bare = without_address(words)
    at = len(words) - len(bare)
    name = tidy_name(bare.lstrip("@").rstrip("*¹²³⁴⁵†‡ "))
    name, honours = without_honours(name.replace("_", " ") if _UNDERSCORES.fullmatch(name) else name)
    unit = _OF_UNIT.fullmatch(name)
    if unit and not is_latin_post(unit["name"]):
        name, honours = unit["name"], unit["unit"]
        span = Span(span.start, span.start + at + bare.find(name) + len(name))
    if not is_plausible(name) or is_latin_post(words):
        return None
    address = words[:at].strip().removeprefix("the ")
    label = ", ".join(filter(None, ["" if address.casefold() in COURTESY else address, honours]))
    start = span.start + at + (1 if bare.startswith("@") else 0)
    span = source.trimmed(start, span.end, strip="*¹²³⁴⁵†‡")
    return NameEntry(
        name, source.written(span), span, piece, label, role_in(label), status="", on_behalf_of=on_behalf
    )


def _with_details(entry: NameEntry, details: str) -> NameEntry:
    plain = _ONLY_BRACKETS.sub(", ", details)
    parts = [part.strip(" .-–—*:") for part in _DETAIL_BREAKS.split(plain)]
    labels: list[str] = []
    notes: list[str] = []
    for part in parts:
        if not part or _ACCOUNT.search(part) or _ONLY_MARKS.match(part):
            continue
        partly = PARTLY.search(part)
        if (stand_in := _FOR.search(part)) and not entry.on_behalf_of and not partly:
            entry.on_behalf_of = without_address(tidy_name(stand_in["name"]))
            continue
        entry.role = entry.role or role_in(part)
        told = presence_of(part) if part != "HERE" else None
        status = told.status if told else status_in(part)
        entry.status = status if status == "excused" else entry.status or status
        if partly or (status and not told):
            notes.append(part)
        elif not told or told.role:
            labels.append(part)
    if entry.status == "present" and not entry.note:
        entry.status = ""
    labels = [label for label in labels if not _ONLY_A_ROLE.fullmatch(label)]
    entry.label = tidy_name(", ".join(filter(None, [entry.label, *labels])))
    entry.note = tidy_name(", ".join(notes))
    return entry


def with_nick_behind(source: Source, entry: NameEntry) -> NameEntry:
    """Take a line of two columns, nick and full name, by the name."""
    label = entry.label
    if " " in entry.name or len(label.split()) < 2 or not is_plausible(label) or not label[0].isupper():
        return entry
    at = source.plain.find(label, entry.span.end, entry.whole.end)
    if at < 0 or source.plain[entry.span.end : at].strip(" |\t") or at - entry.span.end < 3:
        return entry
    span = Span(at, at + len(label))
    return replace(entry, name=label, name_as_written=source.written(span), span=span, label=entry.name)


_ONLY_A_ROLE = re.compile(r"(?:in the )?chair|presiding|scribe|minutes")
