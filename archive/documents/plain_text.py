"""Plain text and Markdown, in whatever encoding they come."""

import codecs
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

import chardet

from archive.documents import NOT_TEXT, RefusedFileError

MOST_BYTES = 20 * 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In what English and Chinese are written. Of 60-character cuts of real minutes chardet then knew 97 % of
# those in GB18030, 100 % in Big5; of all encodings there are, it took one in twenty for another script.
LEGACY = ("gb18030", "big5", "big5hkscs", "windows-1252")
NO_MATCH = "ascii"  # which would be UTF-8
WIDE = ("utf-16-le", "utf-16-be")

# Two bytes of GB/T 2312 each: an accented letter in a Western text hardly ever has such a neighbour.
_GB2312_RUNS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,31}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
# Remarks, and pictures that stand in the text itself, with the line that gives one its name.
_UNSEEN = re.compile(
    r"<!--(?:(?!-->).){0,20000}-->|(?:^\[[^\[\]\n]{1,80}\]:[ ]?<?)?\bdata:[\w/+.-]{3,60};base64,[\w+/=]*>?",
    re.DOTALL | re.MULTILINE,
)
MOST_CONTROLS = 0.01  # of the characters; a form feed or an escape now and then is no binary


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text; more than MOST_BYTES are not read, and such a text does not end: ValueError.

    Raises RefusedFileError for what is no text.
    """
    data = stream.read(MOST_BYTES + 1)
    return text_up_to_limit(as_shown(decoded(data[:MOST_BYTES])), is_whole=len(data) <= MOST_BYTES)


def as_shown(text: str) -> str:
    """Return a text as Markdown shows it: blanks and letters for their entities, nothing unseen."""
    return _ENTITY.sub(character_of, _UNSEEN.sub("", text))


def character_of(entity: re.Match[str]) -> str:
    """Return the character that an entity stands for, unless it would be markup."""
    meant = html.unescape(entity[0])
    return entity[0] if meant in "&<>\"'*_`[]#|" or len(meant) > 1 else meant.replace("\u00a0", " ")


def text_up_to_limit(text: str, *, is_whole: bool) -> Iterator[str]:
    """Yield a text. Raises ValueError after it if there is more."""
    yield text
    if not is_whole:
        raise ValueError("There is more.")


def decoded(data: bytes) -> str:
    """Return the text of some bytes: by their mark, as UTF-8, else by what the bytes look like.

    A character cut off at the end is dropped. Raises RefusedFileError for what is no text.
    """
    text = data.decode(encoding_of(data), errors="replace").removesuffix("\ufffd")
    if len(_CONTROL.findall(text)) > 2 + MOST_CONTROLS * len(text):
        raise RefusedFileError(NOT_TEXT)
    return text


def encoding_of(data: bytes) -> str:
    """Return the encoding of a text as Python names it. Raises RefusedFileError for what is no text."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if is_utf8(data):
        return "utf-8"
    if _GB2312_RUNS.fullmatch(data) and b"\x00" not in data:
        return "big5" if guess(data, LEGACY).startswith("big5") else "gb18030"
    found = guess(data, WIDE if b"\x00" in data else LEGACY)
    if not found:
        raise RefusedFileError(NOT_TEXT)
    return found


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8; a character cut off at the end does not matter."""
    try:
        data.decode()
    except UnicodeDecodeError as problem:
        return problem.start >= len(data) - 3 and problem.reason == "unexpected end of data"
    return True


def guess(data: bytes, encodings: tuple[str, ...]) -> str:
    """Return which of some encodings the bytes look most like, or ""."""
    found = chardet.detect(
        data, include_encodings=encodings, no_match_encoding=NO_MATCH, compat_names=False
    )["encoding"]
    return "" if found in {None, NO_MATCH} else str(found)
