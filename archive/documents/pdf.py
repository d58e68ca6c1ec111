"""The text of a PDF."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from archive.documents import (
    ATTACHMENTS,
    BROKEN,
    DEMANDING,
    ENCRYPTED,
    REACHES_OUT,
    SCRIPTS,
    RefusedFileError,
    is_on_server,
)
from archive.documents.page_layout import Line, Piece, page_lines, without_margins

# Source: ISO 32000-2, 12.6.4 "Action types", 12.6.3 "Trigger events", 12.7.8 "XFA forms".
RUNNING_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition"}
RUNNING_KEYS = {"/JS", "/JavaScript", "/XFA"}
# Source: ISO 32000-2, 7.11.4 "Embedded file streams", 12.5.6 "Annotation types".
HOLDING_KEYS = {"/EmbeddedFiles", "/EF", "/RichMediaContent"}
# What a form sends, and what a reader of PDF may do by itself, where what runs is refused in any case.
# Source: 12.7.6, 12.6.4.2 and later.
SENDING_ACTIONS = {"/SubmitForm"}
OWN_ACTIONS = RUNNING_ACTIONS | {
    "/GoTo",
    "/GoToDp",
    "/GoTo3DView",
    "/Hide",
    "/Named",
    "/SetOCGState",
    "/Trans",
}
# Names of other files, and addresses. Source: 7.11.2 "File specification strings".
PLACE_KEYS = {"/F", "/UF", "/DOS", "/Mac", "/Unix", "/URI"}
REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# What holds no action, and most of a file's objects.
SKIPPED_KEYS = {"/Contents", "/Resources", "/StructTreeRoot", "/StructParent", "/Metadata"}
MOST_OBJECTS = 500_000  # in the file
MOST_SEEN = 100_000  # that are looked at for actions
LONGEST_CHAIN = 20  # actions after an action


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text of each page in turn.

    A page that cannot be read is passed over, and the text does not end: ValueError after the last page.

    Raises RefusedFileError for encrypted, scripts, attachments and a file without pages, and what pypdf
    raises for a file that is damaged.
    """
    reader = PdfReader(stream)
    if reader.is_encrypted:
        raise RefusedFileError(ENCRYPTED)
    if int(reader.trailer.get("/Size", 0)) > MOST_OBJECTS:
        raise RefusedFileError(DEMANDING)
    look_for_actions(reader.root_object)
    if not reader.pages:
        raise RefusedFileError(BROKEN)
    return page_texts(reader.pages)


def page_texts(pages: Any) -> Iterator[str]:
    """Yield the text of each page that can be read. Raises ValueError at the end if one cannot."""
    damaged: list[int] = []
    for lines in without_margins(readable_pages(pages, damaged)):
        yield "\n".join(line.text.rstrip() for line in lines).strip("\n") + "\n\n"
    if damaged:
        raise ValueError(f"{len(damaged)} pages cannot be read.")


def readable_pages(pages: Any, damaged: list[int]) -> Iterator[list[Line]]:
    """Yield the lines of each page; the numbers of those that cannot be read go into `damaged`."""
    for number, page in enumerate(pages):
        try:
            lines = lines_of(page)
        except Exception:  # pypdf raises whatever a damaged page makes it
            damaged.append(number)
        else:
            yield lines


def lines_of(page: PageObject) -> list[Line]:
    """Return the lines of a page in their order of reading."""
    pieces: list[Piece] = []
    turned = 0

    def take(text: str, place: Any, line: Any, _font: Any, size: Any) -> None:
        nonlocal turned
        if not text:
            return
        across, up, height = placed(place, line, float(size or 1))
        turned += height is None and bool(text.strip())
        pieces.append(Piece(across, up, height or 1.0, text))

    whole = page.extract_text(visitor_text=take)
    if turned or "".join(piece.text for piece in pieces).strip() != whole.strip():
        return [Line(line) for line in whole.splitlines()]
    return page_lines(pieces, float(page.mediabox.top))


def placed(place: Any, line: Any, size: float) -> tuple[float, float, float | None]:
    """Return where a piece stands on the page, and the height of its letters; None if it is turned.

    `place` and `line` are the matrices of the page and of the text. Source: ISO 32000-2, 9.4.4.
    """
    a, b, c, d, e, f = place
    across, up = line[4] * a + line[5] * c + e, line[4] * b + line[5] * d + f
    rise_x, rise_y = line[2] * a + line[3] * c, line[2] * b + line[3] * d
    is_upright = rise_y > 0 and abs(rise_x) < rise_y and line[0] * a + line[1] * c > 0
    return across, up, size * rise_y if is_upright else None


def look_for_actions(root: DictionaryObject) -> None:
    """Walk all objects reachable from the catalogue, each once.

    Raises RefusedFileError for what a reader of PDF would run or unpack.
    """
    seen: set[int] = set()
    waiting: list[Any] = [root]
    count = 0
    while waiting:
        found = waiting.pop()
        count += isinstance(found, DictionaryObject | ArrayObject | IndirectObject)
        if count > MOST_SEEN:
            raise RefusedFileError(DEMANDING)
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
    is_sending = str(action) in SENDING_ACTIONS or names_server(found, is_link=str(action) == "/URI")
    if is_sending or acts_by_itself(found):
        raise RefusedFileError(REACHES_OUT)


def names_server(found: DictionaryObject, *, is_link: bool) -> bool:
    """Return whether a dictionary names a file on a server: a link may lead to a page, not to a file."""
    for key in found.keys() & PLACE_KEYS:
        place = found[key]
        text = place.decode("latin-1") if isinstance(place, bytes) else place
        if isinstance(text, str) and (is_on_server(text) or (not is_link and REMOTE.match(text))):
            return True
    return False


def acts_by_itself(found: DictionaryObject) -> bool:
    """Return whether what is done on opening, or on another event, is more than to show a place."""
    events = found.get("/AA")
    waiting = [found.get("/OpenAction"), *(events.values() if isinstance(events, DictionaryObject) else ())]
    for _action in range(LONGEST_CHAIN):
        if not waiting:
            return False
        one = waiting.pop()
        one = one.get_object() if one is not None else None
        if not isinstance(one, DictionaryObject):  # a destination
            continue
        if "/S" in one and str(one["/S"]) not in OWN_ACTIONS:
            return True
        following = one.get("/Next")
        waiting += following if isinstance(following, ArrayObject) else [following]
    return any(one is not None for one in waiting)
