"""The text of a file, extracted in a separate process within limits; refusal of unsafe files.

The readers are the modules beside this one. They get no secrets, cannot write, and end after CPU_SECONDS
of work (see __main__.py), or after SECONDS of time on a server that is busy with other things.
"""

import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

from django.core.files import File
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.documents.gibberish import is_gibberish
from archive.documents.media_types import CHUNK, HEAD, WITHIN, macros_refused, media_type, why_refused

SECONDS = 180
MOST_OUTPUT = 64 * 1024 * 1024  # bytes; a reader writes no more of its own will
ROOT = Path(__file__).resolve().parents[2]
KEPT_VARIABLES = ("HOME", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "TMPDIR")
GARBLED = 0.3  # share of characters that belong to no script

READERS = {
    "application/pdf": "pdf",
    "text/csv": "plain_text",
    "text/html": "html",
    "text/markdown": "plain_text",
    "text/plain": "plain_text",
    **dict.fromkeys(WITHIN["application/zip"].values(), "containers"),
    **dict.fromkeys(WITHIN["application/x-ole-storage"].values(), "containers"),
    "application/rtf": "rich_text",
    "application/x-ole-storage": "containers",
    WITHIN["application/zip"][".docx"]: "word",
    WITHIN["application/zip"][".odt"]: "open_document",
}
NOT_READ = {"containers"}  # looked at only

_NO_SCRIPT = re.compile("[\ue000-\uf8ff\ufffd]")

logger = logging.getLogger(__name__)


class TextStatus(models.TextChoices):
    """What became of reading the text; empty where it was not tried: a link, or not yet."""

    EXTRACTED = "extracted", gettext_lazy("Text read")
    IN_PART = "in_part", gettext_lazy("Text read in part")
    NO_TEXT = "no_text", gettext_lazy("No text in it")
    NOT_READABLE = "not_readable", gettext_lazy("Text not readable")
    NOT_A_TEXT_FORMAT = "not_a_text_format", gettext_lazy("Not a text format")


class Extracted(NamedTuple):
    """The text of a file, "" where there is none to be had, and a TextStatus that says why."""

    text: str
    status: str


class FileRefusedError(ValueError):
    """A file that is not taken; str() gives a sentence for the user who chose it."""


def text_of(file: File) -> Extracted:
    """Return the text of a file, with lines as the archive keeps them, in its order of reading.

    At most 5,000,000 characters; what a limit cut short has the status IN_PART. Takes as long as the
    reader does, from 0.1 seconds: call it outside a transaction. The answer is kept on the object, so
    that asking again costs nothing. The file is left at its beginning.

    Raises FileRefusedError, a sentence, for a file that is too large, a program, not what its name says,
    protected, damaged, or with scripts, macros, other files or bombs in it. Raises OSError if the file
    itself cannot be read.
    """
    known: Any = getattr(file, "known_text", None)
    if known is None:
        known = looked_into(file)
        file.known_text = known  # type: ignore[attr-defined]
    if isinstance(known, FileRefusedError):
        raise known
    return known


def read_ahead(files: Iterable[File]) -> None:
    """Read files whose text will be asked for later, inside a transaction; refusals wait till then."""
    for file in files:
        try:
            text_of(file)
        except FileRefusedError:
            continue


def looked_into(file: File) -> Extracted | FileRefusedError:
    if reason := why_refused(file):
        return FileRefusedError(reason)
    head = file.read(HEAD)
    file.seek(0)
    kind = READERS.get(media_type(head, file.name or ""), "")
    if not kind or not head:
        return Extracted("", TextStatus.NO_TEXT if kind else TextStatus.NOT_A_TEXT_FORMAT)
    reading: Any = getattr(file, "reading", None)  # of all files of a request, see upload_limits.py
    seconds = SECONDS if reading is None else min(SECONDS, reading.left)
    if seconds <= 0:
        return FileRefusedError(sentence("too_many"))
    started = time.monotonic()
    answer = answer_of(kind, file, seconds)
    if reading is not None:
        reading.left -= time.monotonic() - started
    return understood(answer, kind)


def answer_of(kind: str, file: File, seconds: float = SECONDS) -> bytes:
    """Return what the reader of a kind wrote before it ended or was ended; b"" if it could not start."""
    command = [sys.executable, "-m", "archive.documents", kind]
    with TemporaryFile() as copy, TemporaryFile() as output, TemporaryFile() as errors:
        for chunk in file.chunks(CHUNK):
            copy.write(chunk)
        file.seek(0)
        copy.seek(0)
        # It sets its own limits: a function to run before exec is unsafe among a server's threads.
        try:
            ended: Any = subprocess.run(  # noqa: S603 - the command is ours, the file goes in as data
                command,
                stdin=copy,
                stdout=output,
                stderr=errors,
                env=environment(),
                timeout=seconds,
                check=False,
            ).returncode
        except (subprocess.TimeoutExpired, OSError) as problem:
            ended = problem
        if ended:
            logger.warning("Reading %s as %s ended with %s. %s", file.name, kind, ended, last_words(errors))
        output.seek(0)
        return output.read(MOST_OUTPUT)


def environment() -> dict[str, str]:
    """Return what a reader gets to know: where Python and its packages are, and no secret of the site."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    path = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    return kept | {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def last_words(errors: BinaryIO) -> str:
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 500))
    return errors.read().decode(errors="replace").strip()


def understood(answer: bytes, kind: str) -> Extracted | FileRefusedError:
    """Return what the lines of a reader say; a last one without its end was cut off with the process."""
    try:
        lines = [json.loads(line) for line in answer.split(b"\n")[:-1]]
    except ValueError:
        lines = []
    first = lines[0] if lines and isinstance(lines[0], dict) else {}
    if not first.get("checked"):
        return FileRefusedError(sentence(str(first.get("refused", "demanding"))))
    if kind in NOT_READ:
        return Extracted("", TextStatus.NOT_A_TEXT_FORMAT)
    text = "".join(line for line in lines if isinstance(line, str)).strip("\n")
    return judged(text, is_whole=lines[-1] == {"end": True}, has_fonts=kind == "pdf")


def judged(text: str, *, is_whole: bool, has_fonts: bool = False) -> Extracted:
    """Return a text unless it is none; a file that `has_fonts` may show words and hold other letters."""
    if not any(character.isalnum() for character in text):
        return Extracted("", TextStatus.NO_TEXT if is_whole else TextStatus.NOT_READABLE)
    is_garbled = len(_NO_SCRIPT.findall(text)) > GARBLED * len("".join(text.split()))
    if is_garbled or (has_fonts and is_gibberish(text)):
        return Extracted("", TextStatus.NOT_READABLE)
    return Extracted(text, TextStatus.EXTRACTED if is_whole else TextStatus.IN_PART)


def sentence(reason: str) -> str:
    """Return why a file is refused, and what to do; `reason` is one of those in archive.documents."""
    sentences = {
        "encrypted": _(
            "The file is protected by a password or against copying: save it without protection."
        ),
        "scripts": _("The PDF holds scripts or starts programs: print it to a new PDF and take that."),
        "attachments": _("The PDF holds other files: take them out of it and add each on its own."),
        "macros": macros_refused(),
        "bomb": _("The file unpacks to far more than a document holds, and was not opened."),
        "entities": _("The file defines entities of its own, which no word processor does: save it again."),
        "reaches_out": _(
            "The file would fetch something from elsewhere, or send something there, when it is opened: "
            "save it without links to templates and other files, or print it to a new PDF."
        ),
        "too_many": _("Reading the files before took all the time there is: add this one in a second go."),
        "broken": _(
            "The file is damaged, or not what its name says: open it, save it again and upload that."
        ),
        "not_text": _("The name of the file says that it is text, but what is in it is something else."),
    }
    demanding = _(
        "Reading the file takes more time or memory than is allowed: save it again, "
        "or store it elsewhere and give its address."
    )
    return sentences.get(reason, demanding)
