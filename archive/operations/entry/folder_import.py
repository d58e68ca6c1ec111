"""Import of a folder of finished minutes: each file becomes a draft, or a text that waits for a clerk.

A later run takes what is new or changed, and what waited: a text that now says enough, or whose body is
known by now. What became a draft is not taken again while that meeting is there.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from archive.documents.extraction import FileRefusedError, TextStatus, read_ahead, text_of
from archive.documents.media_types import facts_of
from archive.models import Meeting, SourceText
from archive.models.write_lock import one_writer
from archive.operations.entry.drafts import ForBodies, Taken, drafted
from archive.operations.entry.source_texts import fingerprint_of_words, keep_file, refusal_of
from archive.operations.entry.waiting_files import (
    in_part,
    note_read,
    read_facts,
    unread_kind,
    why_no_text,
)

logger = logging.getLogger(__name__)


def files_in(folder: Path) -> list[Path]:
    """Return the files under a folder, by name: no hidden ones, no links out of it."""
    return sorted(files_under(folder))


def files_under(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(root):
            yield path


def take_path(path: Path, bodies: ForBodies, *, dry: bool = False) -> Taken:
    """Take one file; an error is returned, not raised, so that it stops nothing.

    A file that was taken before is known by its bytes or its words, whatever its name and place. A dry run
    does all the same and rolls it back, each file by itself.
    """
    try:
        with path.open("rb") as opened:
            file = File(opened, name=path.name)
            return tried(file, bodies) if dry else take_file(file, bodies)
    except FileRefusedError as refused:
        return Taken("refused", str(refused))
    except OSError as problem:
        return Taken("refused", _("It cannot be read: %s.") % problem.strerror)
    except Exception:
        logger.exception("%s could not be taken", path)
        return Taken("refused", _("It could not be read; the log says why."))


def tried(file: File, bodies: ForBodies) -> Taken:
    read_ahead([file])  # others wait while the transaction is open
    with one_writer():
        taken = take_file(file, bodies)
        transaction.set_rollback(True)
    return taken


def take_file(file: File, bodies: ForBodies) -> Taken:
    sha256 = facts_of(file).sha256
    if known := taken_before(sha256):
        return known
    waiting = SourceText.objects.waiting().with_fingerprint(sha256).first()
    if waiting is not None and waiting.text:
        return drafted(waiting, bodies)
    extracted = text_of(file)
    if extracted.status == TextStatus.NOT_A_TEXT_FORMAT:
        return Taken("not read", unread_kind())
    if not extracted.text.strip():
        return Taken("refused", why_no_text(extracted))
    if refusal := refusal_of(extracted.text):
        return Taken("refused", refusal)
    if known := taken_before(sha256, fingerprint_of_words(extracted.text)):
        return known
    source = waiting or keep_file(file, extracted)
    if waiting is not None:
        note_read(source, read_facts(extracted, source.name))
    taken = drafted(source, bodies)
    if taken.became == "waiting" and waiting is None:
        note_read(source, read_facts(extracted, source.name))  # for the table of the desk
    return (
        taken._replace(why=f"{in_part()} {taken.why}") if extracted.status == TextStatus.IN_PART else taken
    )


def taken_before(*prints: str) -> Taken | None:
    taken = SourceText.objects.taken(Meeting.objects.all()).of_prints(prints).first()
    return Taken("known", _("It was taken before, into “%s”.") % taken.meeting) if taken else None
