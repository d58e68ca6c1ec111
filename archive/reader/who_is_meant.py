"""Whom of those listed a mover, a voter or a title means: Cllr Mills, 李局长, the Mayor, R. Ellery."""

import re
from collections.abc import Sequence

from archive.reader.name_words import POST_WORD, without_address
from archive.reader.patterns import HAN_LETTER
from archive.reader.results import NameEntry
from archive.text.names import name_key

_CHAIR = re.compile(
    r"\b(?:co-?)?chair(?:man|woman|person)?\b|\bpresiding\b|主席|主持人|召集人", re.IGNORECASE
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def who_is_meant(words: str, entries: Sequence[NameEntry], *, by_title: bool = True) -> list[NameEntry]:
    """Return those listed whom words may mean: one if that is sure, none if they fit nobody.

    A whole name counts before a surname, initials or a forename, and these before a title alone; where
    several fit, who was there, and whose post is the title that was written.
    """
    words = words.strip(" .,;:()@")
    bare = without_address(words)
    title = words[: len(words) - len(bare)].strip().removeprefix("the ").removeprefix("The ")
    key = name_key(bare)
    found = [
        entry for entry in entries if key and key in (name_key(entry.name), name_key(entry.name_as_written))
    ]
    if not found and HAN_LETTER.search(bare):
        found, title = _han(bare, entries)
    elif not found:
        found = _latin(re.split(r"[\s.,]+", key.strip(".")), entries)
    if not found and by_title:
        found, title = _titled(words, entries), ""
    for narrows in (lambda entry: entry.status == "present", lambda entry: _holds(entry, title)):
        if len(found) > 1 and any(map(narrows, found)):
            found = [entry for entry in found if narrows(entry)]
    return found


def _latin(parts: list[str], entries: Sequence[NameEntry]) -> list[NameEntry]:
    parts = [part for part in parts if part and part not in _SUFFIXES]
    if not parts:
        return []
    names = [(entry, _parts(entry.name)) for entry in entries]
    found = [
        entry for entry, name in names if name and name[-1] == parts[-1] and _fits(parts[:-1], name[:-1])
    ]
    return found or [entry for entry, name in names if parts == name[:1]]


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s.,]+", name_key(name)) if part and part not in _SUFFIXES]


def _fits(parts: list[str], name: list[str]) -> bool:
    """Say whether each forename or initial written stands for one of the name."""
    return all(
        any(
            full == part
            or (len(part) == 1 and full.startswith(part))
            or (len(full) == 1 and part.startswith(full))
            for full in name
        )
        for part in parts
    )


def _han(words: str, entries: Sequence[NameEntry]) -> tuple[list[NameEntry], str]:
    """Return who is meant by 李局长 or 王大明委员, and the post."""
    match = POST_WORD.search(words)
    if match is None or not match.start():
        return [], ""
    name, post = name_key(words[: match.start()]), words[match.start() :]
    return [entry for entry in entries if name_key(entry.name).startswith(name)], post


def _titled(words: str, entries: Sequence[NameEntry]) -> list[NameEntry]:
    title = re.sub(r"^the ", "", words, flags=re.IGNORECASE)
    if _CHAIR.fullmatch(title):
        return [entry for entry in entries if entry.role == "chair"]
    return [entry for entry in entries if len(title) > 2 and _holds(entry, title)]


def _holds(entry: NameEntry, title: str) -> bool:
    """Say whether a post is the title, whatever else it says: Mayor, in the chair."""
    posts = re.split(r"[,;、,]\s*|\s+and\s+", entry.label.casefold())
    return bool(title) and title.casefold().rstrip(".") in [post.strip(" .") for post in posts]
