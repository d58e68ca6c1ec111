"""The text of a PDF."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from archive.documents import ATTACHMENTS, BROKEN, ENCRYPTED, SCRIPTS, RefusedFileError

# Source: ISO 32000-2, 12.6.4 "Action types", 12.6.3 "Trigger events", 12.7.8 "XFA forms".
RUNNING_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition"}
RUNNING_KEYS = {"/JS", "/JavaScript", "/XFA"}
# Source: ISO 32000-2, 7.11.4 "Embedded file streams", 12.5.6 "Annotation types".
HOLDING_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
# What holds no action, and most of a file's objects.
SKIPPED_KEYS = {"/Parent", "/P", "/Contents", "/Resources", "/StructTreeRoot", "/StructParent", "/Metadata"}


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text of each page in turn.

    A page that cannot be read is passed over, and the text does not end: ValueError after the last page.

    Raises RefusedFileError for encrypted, scripts, attachments and a file without pages, and what pypdf
    raises for a file that is damaged.
    """
    reader = PdfReader(stream)
    if reader.is_encrypted:
        raise RefusedFileError(ENCRYPTED)
    look_for_actions(reader.root_object)
    if not reader.pages:
        raise RefusedFileError(BROKEN)
    return page_texts(reader.pages)


def page_texts(pages: Any) -> Iterator[str]:
    """Yield the text of each page that can be read. Raises ValueError at the end if one cannot."""
    damaged = 0
    for page in pages:
        try:
            yield page_text(page)
        except Exception:  # pypdf raises whatever a damaged page makes it
            damaged += 1
    if damaged:
        raise ValueError(f"{damaged} pages cannot be read.")


def page_text(page: PageObject) -> str:
    lines = page.extract_text().splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n\n"


def look_for_actions(root: DictionaryObject) -> None:
    """Walk all objects reachable from the catalogue, each once.

    Raises RefusedFileError for what a reader of PDF would run or unpack.
    """
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            look_at(found)
            waiting += [found.raw_get(key) for key in found if key not in SKIPPED_KEYS]
        elif isinstance(found, ArrayObject):
            waiting += [list.__getitem__(found, index) for index in range(len(found))]


def look_at(found: DictionaryObject) -> None:
    """Raise RefusedFileError if a dictionary is an action that runs, or holds a file."""
    keys = found.keys()
    action = found.raw_get("/S") if "/S" in keys else None
    if keys & RUNNING_KEYS or str(action) in RUNNING_ACTIONS:
        raise RefusedFileError(SCRIPTS)
    if keys & HOLDING_KEYS:
        raise RefusedFileError(ATTACHMENTS)
