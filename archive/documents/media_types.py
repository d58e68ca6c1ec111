"""Uploaded files: what they are, judged by their bytes, and which are refused."""

import hashlib
import mimetypes
import re
from pathlib import PurePath
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

MEBIBYTE = 1024 * 1024
CHUNK = MEBIBYTE
HEAD = 4096  # bytes that show what a file is

# How files of a kind begin. Source: the lists in "Media Type Registrations" of IANA and in file(1).
SIGNATURES = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"PK\x03\x04", "application/zip"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
]
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    *[b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"],
)
# Containers whose bytes do not say what they hold, so that the ending may.
WITHIN = {
    "application/zip": {
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".ods": "application/vnd.oasis.opendocument.spreadsheet",
        ".odp": "application/vnd.oasis.opendocument.presentation",
        ".ofd": "application/ofd",
    },
    "application/x-ole-storage": {
        ".doc": "application/msword",
        ".wps": "application/vnd.ms-works",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
    },
    "text/plain": {
        ".csv": "text/csv",
        ".htm": "text/html",
        ".html": "text/html",
        ".md": "text/markdown",
        ".txt": "text/plain",
    },
}
MACRO_ENDINGS = frozenset(
    [".docm", ".dotm", ".ppam", ".potm", ".ppsm", ".pptm", ".xlam", ".xlsb", ".xlsm", ".xltm"]
)
# What a name promises of the first bytes. The old office endings promise nothing: office programs open
# RTF and pages of HTML under them, and many a .doc is one.
PROMISED = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
    ".zip": "application/zip",
    **dict.fromkeys(WITHIN["application/zip"], "application/zip"),
    **dict.fromkeys(WITHIN["text/plain"], "text/plain"),
}
# Only these are taken: what starts a program, opens a page, mounts a disk or holds other files has too many
# names to list (.url, .desktop, .chm, .iso, .mht, .swf, .php, .svg, .zip and more).
TAKEN_ENDINGS = frozenset(
    [
        "",  # such a file is what its bytes are
        *(name for name in PROMISED if name != ".zip"),
        *WITHIN["application/x-ole-storage"],
        ".rtf",
        *".aac .flac .m4a .mp3 .oga .ogg .opus .wav .wma".split(),
        *".avi .m4v .mkv .mov .mp4 .mpeg .mpg .ogv .webm .wmv .3gp".split(),
        *".bmp .heic".split(),
        *".srt .vtt".split(),
    ]
)
# Bytes that no text holds, in whatever encoding of one or two bytes a character without zeros.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Facts(NamedTuple):
    """What is stored of a file beside its bytes."""

    media_type: str
    size: int | None
    sha256: str


def facts_of(file: File) -> Facts:
    digest, size, head = hashlib.sha256(), 0, b""
    file.seek(0)
    for chunk in file.chunks(CHUNK):
        head = head or chunk[:CHUNK]
        size += len(chunk)
        digest.update(chunk)
    file.seek(0)
    return Facts(media_type(head, file.name or ""), size, digest.hexdigest())


def media_type(head: bytes, name: str) -> str:
    """Return what a file is, by its first bytes; the ending only chooses among what these allow.

    A page named photo.png is no image: it answers text/plain, and a browser runs nothing in it.
    """
    ending = PurePath(name).suffix.lower()
    kind = kind_by_bytes(head, ending)
    if kind == "application/octet-stream":
        guess = mimetypes.guess_type(name)[0] or ""
        return guess if guess.startswith(("audio/", "video/")) else kind
    return WITHIN.get(kind, {}).get(ending, kind)


def kind_by_bytes(head: bytes, ending: str) -> str:
    """Return what the first bytes are: a signature's type, text, or application/octet-stream.

    Only UTF-8 is text under any name; another encoding is where the name says that it is a text.
    """
    kind = signature_of(head)
    named_text = ending in WITHIN["text/plain"] and may_be_text(head)
    if kind and not (named_text and is_text(head) and kind not in {"application/pdf", "application/rtf"}):
        return kind
    return "text/plain" if is_text(head) or named_text else "application/octet-stream"


def signature_of(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(head[8:12], "")
    return next((kind for signature, kind in SIGNATURES if head.startswith(signature)), "")


def is_text(head: bytes) -> bool:
    """Return whether bytes are UTF-8 text; a character cut off at the end does not matter."""
    try:
        head.decode()
    except UnicodeDecodeError as problem:
        return problem.start >= len(head) - 3 and b"\x00" not in head
    return b"\x00" not in head


def may_be_text(head: bytes) -> bool:
    return head.startswith(_WIDE_MARKS) or not _BINARY.search(head)


def why_refused(file: Any) -> str:
    """Return why a file is not taken, a sentence, or "" if it is; reads its first bytes.

    What is inside is for extraction.text_of() to say.
    """
    if file.size > largest():
        return _("The file is larger than %(megabytes)d MB: put it elsewhere and give its address.") % {
            "megabytes": settings.MAX_UPLOAD_MB
        }
    if getattr(file, "is_without_room", False):  # see upload_limits.LimitedUploads
        return _("The server has no room for this file at the moment: choose it again later.")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    ending = PurePath(file.name).suffix.lower()
    if is_program(head):
        return _("The file is a program; documents, pictures and recordings are taken.")
    if ending in MACRO_ENDINGS:
        return macros_refused()
    kind = kind_by_bytes(head, ending)
    is_unnamed = not ending and kind in {"application/octet-stream", "application/zip"}
    if ending not in TAKEN_ENDINGS or is_unnamed:
        return _(
            "Files of this kind (%(ending)s) are not taken, but documents are (such as .pdf, .docx, .odt, "
            ".xlsx, .pptx, .txt, .md, .html), pictures (.jpg, .png, .tif) and recordings (.mp3, .mp4)."
        ) % {"ending": ending[:20] or "?"}
    if head and PROMISED.get(ending, kind) != kind:
        return _("The name of the file ends in %(ending)s, but what is in it is something else.") % {
            "ending": ending
        }
    return ""


def largest() -> int:
    return int(settings.MAX_UPLOAD_MB * MEBIBYTE)


def macros_refused() -> str:
    return _("The file holds macros: save it without them, for example as .docx, .xlsx or .pptx.")


def is_program(head: bytes) -> bool:
    """Return whether a file begins as one that a computer runs; minutes may well begin "MZ 14/2023"."""
    return head.startswith(b"#!/") or (head.startswith(PROGRAMS) and not is_text(head))
