"""Files of the old office programs (.doc, .xls, .ppt, .wps): looked at, not read."""

from collections.abc import Iterator
from typing import BinaryIO

from archive.documents.refusal import MACROS, RefusedFileError

CHUNK = 1024 * 1024
# Names in the directory of a compound file. Source: [MS-OVBA] 2.2.1, [MS-CFB] 2.6.1.
MACRO_STORAGE = "_VBA_PROJECT".encode("utf-16-le")


def read(stream: BinaryIO) -> Iterator[str]:
    """Return no text at all. Raises RefusedFileError for macros."""
    before = b""
    while chunk := stream.read(CHUNK):
        if MACRO_STORAGE in before + chunk:
            raise RefusedFileError(MACROS)
        before = chunk[-len(MACRO_STORAGE) :]
    return iter(())
