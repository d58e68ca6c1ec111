"""A folder of finished minutes, each file taken once: a draft, or a text that waits for a clerk."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.files import File
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from archive.documents.extraction import FileRefusedError, text_of
from archive.documents.media_types import facts_of
from archive.models import Body, SourceText
from archive.operations.entry.draft_from_text import draft_of
from archive.operations.entry.source_texts import keep_file, refusal_of
from archive.operations.importing.json_lines import Refused

ENDINGS = frozenset([".docx", ".pdf", ".md", ".markdown", ".txt", ".html", ".htm"])

logger = logging.getLogger(__name__)


class Taken(NamedTuple):
    """What became of a file: drafted, waiting, known or refused; `why` is a sentence, "" for a draft."""

    became: str
    why: str = ""


def files_in(folder: Path) -> list[Path]:
    """Return the files of minutes in a folder and those under it, by name; none that leads out of it."""
    return sorted(path for path in within(folder) if path.suffix.lower() in ENDINGS)


def within(folder: Path) -> Iterator[Path]:
    """Yield the files under a folder that are no hidden ones and no links to elsewhere."""
    root = folder.resolve()
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(root):
            yield path


def take(path: Path, body: Body | None = None) -> Taken:
    """Take one file; whatever is wrong with it is told and stops nothing.

    A file that was taken before, wherever it lay and whatever it was called, is known by its bytes.
    """
    try:
        with path.open("rb") as opened:
            return take_file(File(opened, name=path.name), body)
    except FileRefusedError as refused:
        return Taken("refused", str(refused))
    except OSError as problem:
        return Taken("refused", _("It cannot be read: %s.") % problem.strerror)
    except Exception:
        logger.exception("%s could not be taken", path)
        return Taken("refused", _("It could not be read; the log says why."))


def take_file(file: File, body: Body | None) -> Taken:
    """Keep a file that is new, and make a draft of it if it says enough."""
    if SourceText.objects.with_fingerprint(facts_of(file).sha256).exists():
        return Taken("known", _("It was taken before."))
    text = text_of(file).text
    if not text.strip():
        return Taken("refused", _("No text could be read in it; is it a scan?"))
    if refusal := refusal_of(text):
        return Taken("refused", refusal)
    source = keep_file(file, text)
    try:
        with transaction.atomic():
            draft_of(source, body)
    except Refused as refused:
        return Taken("waiting", str(refused))
    except (IntegrityError, DataError):
        return Taken("waiting", _("It repeats a number or an address that the archive has."))
    return Taken("drafted")
