"""Read who was there from running text: PRESENT: Mr. Brown, Chairman Ms. Grey Mr. Low, Clerk."""

import re
from collections.abc import Iterator

from archive.reader.people_en import is_plausible
from archive.reader.results import NameEntry
from archive.reader.source import Source
from archive.reader.words import role_in
from archive.text.names import tidy_name

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


def read_running(source: Source) -> list[NameEntry]:
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
            _take_label(entry, label)
        open_ones = []
    return entries


def _take_label(entry: NameEntry, label: str) -> None:
    entry.label = label
    entry.role = role_in(label)
    if not _MEMBERS.match(label) and entry.role != "chair":
        entry.role = "in_attendance"


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
    """Read names parted by commas and "and" until something that is none."""
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


_POSTS = frozenset(
    (
        "Chairman Chair Chairwoman Chairperson Secretary President Presidents Economist Economists "
        "Counsel Manager Director Directors Adviser Advisors Alternate Alternates Members Member "
        "Treasurer Clerk Governor Governors Officers Officer Respectively Vice Senior Assistant "
        "Deputy Associate"
    ).split()
)
