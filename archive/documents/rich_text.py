"""The text of a rich text file (.rtf), by striprtf."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from striprtf.striprtf import rtf_to_text

from archive.documents import REACHES_OUT
from archive.documents.containers import RTF_REACHING, look_for
from archive.documents.plain_text import MOST_BYTES, text_up_to_limit

_CELLS = re.compile(r"^.*\|$", re.MULTILINE)  # a row of a table, each cell ended by a bar
# What its writer hid, or deleted while changes were tracked, as far as that goes or the group does.
_HIDDEN = re.compile(r"\\(v|deleted)(?![a-z0-9-])[^{}]{0,2000}?\\\1 ?0(?![0-9]) ?")
_HIDDEN_GROUP = re.compile(r"\\(?:v|deleted)(?![a-z0-9-]) ?")
_PICTURE = re.compile(r"(?<=[0-9a-fA-F\s])[0-9a-fA-F\s]{2000,}+")


def read(stream: BinaryIO) -> Iterator[str]:
    """Return the text, cells of tables parted by tabs; of a file larger than MOST_BYTES its beginning.

    Raises RefusedFileError for what would fetch something, and what striprtf raises for a damaged file.
    """
    look_for(RTF_REACHING, stream, REACHES_OUT)
    stream.seek(0)
    data = stream.read(MOST_BYTES + 1)
    # Its own characters are of one byte; what is beyond them stands as \'e9 or \u8364.
    source = _PICTURE.sub("", data[:MOST_BYTES].decode("latin-1"))
    source = _HIDDEN_GROUP.sub(r"\\*", _HIDDEN.sub("", source))
    text = rtf_to_text(source, errors="replace")
    text = _CELLS.sub(lambda row: row[0].rstrip("|").replace("|", "\t"), text.replace("\xad", ""))
    return text_up_to_limit(text, is_whole=len(data) <= MOST_BYTES)
