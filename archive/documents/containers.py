"""Containers that are looked at and not read: zip packages, and compound files (.doc, .xls, .ppt, .wps)."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from archive.documents import BOMB, BROKEN, ENTITIES, MACROS, RefusedFileError

# The largest of a hundred-page report with tables came to 12 MB of XML; pictures hardly compress.
MOST_ENTRIES = 5_000
MOST_BYTES = 400 * 1024 * 1024
MOST_XML_BYTES = 40 * 1024 * 1024
CHUNK = 1024 * 1024
PROLOGUE = 4096  # bytes; a document type stands at the head of its file

# Source: ECMA-376 part 1, 11.3 and [MS-OFFMACRO] 2.2; OpenDocument 1.3 part 2, 3.12 "Scripts".
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "basic/script")
MACRO_TYPE = b"macroenabled"
# The name of a storage in the directory of a compound file. Source: [MS-OVBA] 2.2.1, [MS-CFB] 2.2, 2.6.1.
MACRO_STORAGE = "_VBA_PROJECT".encode("utf-16-le")
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"


def read(stream: BinaryIO) -> Iterator[str]:
    """Return no text at all. Raises RefusedFileError for bombs, macros, entities and damage."""
    is_compound = stream.read(len(COMPOUND_FILE)) == COMPOUND_FILE
    stream.seek(0)
    check_compound_file(stream) if is_compound else check_package(stream)
    return iter(())


def check_compound_file(stream: BinaryIO) -> None:
    """Look for macros in a file of the old office programs. Raises RefusedFileError."""
    before = b""
    while chunk := stream.read(CHUNK):
        if MACRO_STORAGE in before + chunk:
            raise RefusedFileError(MACROS)
        before = chunk[-len(MACRO_STORAGE) :]


def check_package(stream: BinaryIO) -> None:
    """Check the sizes that a package declares, then those it has, and what its parts hold.

    zipfile reads no entry beyond the size declared for it, and refuses one with another sum.

    Raises RefusedFileError.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            check_declared(entries)
            for entry in entries:
                check_entry(package, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as problem:
        raise RefusedFileError(BROKEN) from problem
    stream.seek(0)


def check_declared(entries: list[zipfile.ZipInfo]) -> None:
    """Check what the directory says before anything is unpacked. Raises RefusedFileError."""
    xml = sum(entry.file_size for entry in entries if is_xml(entry.filename))
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES or xml > MOST_XML_BYTES:
        raise RefusedFileError(BOMB)
    names = [entry.filename.lower() for entry in entries]
    if any(part in name for part in MACRO_PARTS for name in names):
        raise RefusedFileError(MACROS)


def check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry and let it go again, a part at a time. Raises RefusedFileError."""
    with package.open(entry) as opened:
        head = opened.read(PROLOGUE)
        if is_xml(entry.filename) and b"<!ENTITY" in head:
            raise RefusedFileError(ENTITIES)
        if entry.filename == "[Content_Types].xml" and MACRO_TYPE in (head + opened.read(CHUNK)).lower():
            raise RefusedFileError(MACROS)
        while opened.read(CHUNK):
            pass


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))
