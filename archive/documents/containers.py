"""Containers that are looked at and not read: zip packages, and compound files (.doc, .xls, .ppt, .wps)."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from archive.documents import (
    BOMB,
    BROKEN,
    DEMANDING,
    ENTITIES,
    MACROS,
    REACHES_OUT,
    RefusedFileError,
    is_on_server,
)

# The largest of a hundred-page report with tables came to 12 MB of XML; pictures hardly compress.
MOST_ENTRIES = 5_000
MOST_BYTES = 400 * 1024 * 1024
MOST_XML_BYTES = 40 * 1024 * 1024
CHUNK = 1024 * 1024
OVERLAP = 200  # bytes; longer than anything that is looked for
MOST_ELEMENTS = 500_000  # in all parts

# Source: ECMA-376 part 1, 11.3 and [MS-OFFMACRO] 2.2; OpenDocument 1.3 part 2, 3.12 "Scripts".
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "basic/script")
MACRO_TYPE = "macroenabled"
# The name of a storage in the directory of a compound file. Source: [MS-OVBA] 2.2.1, [MS-CFB] 2.2, 2.6.1.
MACRO_STORAGE = "_VBA_PROJECT".encode("utf-16-le")
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
RICH_TEXT = b"{\\rtf"

# Relationships and elements that are followed when a package is opened. A template on the writer's own
# disk is named by many files of Word; links are followed by who clicks on them.
# Source: ECMA-376 part 1, 15.2 and part 2, 9.3; OpenDocument 1.3 part 3, 19.910 "xlink:href".
FOLLOWED = {"attachedTemplate", "oleObject", "frame", "subDocument", "package", "afChunk", "control"}
FOLLOWED_ELEMENTS = {"applet", "floating-frame", "object", "object-ole", "plugin", "section-source"}
REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://(?!/)", re.IGNORECASE)
# A program is asked for data (DDE). Source: ECMA-376 part 1, 17.16.5 and 18.14.6; OpenDocument 1.3 part 3.
ASKING = {"ddeLink", "dde-source", "dde-connection-decl"}
ASKING_FIELD = re.compile(r"\s*DDE(AUTO)?\b", re.IGNORECASE)
MACRO_ADDRESS = "vnd.sun.star.script:"
# Objects, templates and pictures of other files in RTF. Source: Rich Text Format Specification 1.9.1.
RTF_REACHING = re.compile(
    rb"\\(objdata|objupdate|objautlink|objlink)|\\\*\\template\s*(http|\\\\\\\\)|DDEAUTO", re.IGNORECASE
)


def read(stream: BinaryIO) -> Iterator[str]:
    """Return no text at all. Raises RefusedFileError for what a package may not hold, and damage."""
    start = stream.read(len(RICH_TEXT))
    stream.seek(0)
    if start == RICH_TEXT:
        look_for(RTF_REACHING, stream, REACHES_OUT)
    elif start.startswith(COMPOUND_FILE):
        look_for(re.compile(re.escape(MACRO_STORAGE)), stream, MACROS)
    else:
        check_package(stream)
    return iter(())


def look_for(pattern: re.Pattern[bytes], stream: BinaryIO, reason: str) -> None:
    """Look for bytes in a file, a part at a time. Raises RefusedFileError."""
    before = b""
    while chunk := stream.read(CHUNK):
        if pattern.search(before + chunk):
            raise RefusedFileError(reason)
        before = chunk[-OVERLAP:]


def check_package(stream: BinaryIO) -> None:
    """Check the sizes that a package declares, then those it has, and what its parts hold.

    zipfile reads no entry beyond the size declared for it, and refuses one with another sum.

    Raises RefusedFileError.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            entries = package.infolist()
            check_declared(entries)
            parts = Parts()
            for entry in entries:
                check_entry(package, entry, parts)
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError, RuntimeError, EOFError) as problem:
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


def check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, parts: "Parts") -> None:
    """Unpack an entry and let it go again, a piece at a time. Raises RefusedFileError, ExpatError."""
    with package.open(entry) as opened:
        piece = opened.read(CHUNK)
        # LibreOffice writes an empty Configurations2/accelerator/current.xml.
        parser = parts.parser() if piece and is_xml(entry.filename, piece) else None
        while piece:
            if parser:
                parser.Parse(piece)
            piece = opened.read(CHUNK)
        if parser:
            parser.Parse(b"", True)


def is_xml(name: str, head: bytes = b"") -> bool:
    """Return whether a part is XML, by its name or, except pictures, by its beginning."""
    lower = name.lower()
    begins = head[:100].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml")
    return lower.endswith((".xml", ".rels")) or (begins and not lower.endswith(".svg"))


class Parts:
    """Reads the parts of a package for what may not be in them; in any encoding that expat knows."""

    def __init__(self) -> None:
        self.elements = 0
        self.instruction: list[str] = []  # of a field of Word, which may be in pieces
        self.is_instruction = False

    def parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self.refuse_type
        parser.StartElementHandler = self.look_at
        parser.CharacterDataHandler = self.add_text
        parser.EndElementHandler = self.look_back
        return parser

    def refuse_type(self, *_declaration: Any) -> None:
        """Refuse a document type, without which there is no entity. Raises RefusedFileError."""
        raise RefusedFileError(ENTITIES)

    def look_at(self, name: str, attributes: dict[str, str]) -> None:
        """Raise RefusedFileError for an element that reaches out of the file, or one too many."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise RefusedFileError(DEMANDING)
        local = name.rpartition(":")[2]
        if local in {"Override", "Default"} and MACRO_TYPE in attributes.get("ContentType", "").lower():
            raise RefusedFileError(MACROS)
        if local == "event-listener" and any(MACRO_ADDRESS in value for value in attributes.values()):
            raise RefusedFileError(MACROS)
        is_followed = reaches_out(attributes) if local == "Relationship" else loads(local, attributes)
        if local in ASKING or is_followed:
            raise RefusedFileError(REACHES_OUT)
        if local == "fldChar" and "begin" in attributes.values():
            self.instruction = []
        elif local == "fldSimple":
            self.check_instruction(next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        self.is_instruction = local == "instrText"

    def add_text(self, text: str) -> None:
        if self.is_instruction:
            self.instruction = [*self.instruction[-20:], text]

    def look_back(self, name: str) -> None:
        """Raise RefusedFileError for a field that asks a program for data."""
        if self.is_instruction:
            self.check_instruction("".join(self.instruction))
            self.is_instruction = False

    def check_instruction(self, text: str) -> None:
        if ASKING_FIELD.match(text):
            raise RefusedFileError(REACHES_OUT)


def reaches_out(relation: dict[str, str]) -> bool:
    """Return whether a relationship leads to a server when the package is opened."""
    kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    if relation.get("TargetMode") != "External" or kind == "hyperlink":
        return False
    return is_on_server(target) or (kind in FOLLOWED and bool(REMOTE.match(target.strip())))


def loads(name: str, attributes: dict[str, str]) -> bool:
    """Return whether an element of OpenDocument loads something from a server."""
    address = attributes.get("xlink:href", "")
    if name in FOLLOWED_ELEMENTS and REMOTE.match(address):
        return True
    return attributes.get("xlink:actuate") == "onLoad" and is_on_server(address)
