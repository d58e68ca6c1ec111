"""Import of a folder of finished minutes: each file becomes a draft, or a text that waits for a clerk."""

import itertools
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files import File
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _

from archive.documents.extraction import FileRefusedError, text_of
from archive.documents.media_types import facts_of
from archive.models import Body, Meeting, SourceText, StaffAct
from archive.models.staff_act import changed, note
from archive.models.write_lock import one_writer
from archive.operations.entry.reading_rows import (
    READ_AT,
    Row,
    action_row,
    attendance_row,
    body_named,
    field_text,
    item_row,
    meeting_text,
    meeting_values,
    resolution_row,
)
from archive.operations.entry.source_texts import ReadSource, attach, keep_file, refusal_of
from archive.operations.importing.build import Directory
from archive.operations.importing.document_files import ImportFolder
from archive.operations.importing.json_lines import Refused
from archive.operations.importing.meetings import BuiltMeeting, write_meetings
from archive.reader.results import Reading
from archive.text.names import name_key

ENDINGS = frozenset([".docx", ".pdf", ".md", ".markdown", ".txt", ".html", ".htm"])

logger = logging.getLogger(__name__)


class Taken(NamedTuple):
    """What became of a file: drafted, waiting, known or refused; `why` says what is doubtful."""

    became: str
    why: str = ""


def files_in(folder: Path) -> list[Path]:
    """Return the files of minutes under a folder, by name: no hidden ones, no links out of it."""
    return sorted(path for path in files_under(folder) if path.suffix.lower() in ENDINGS)


def files_under(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(root):
            yield path


def take_path(path: Path, body: Body | None = None) -> Taken:
    """Take one file; an error is returned, not raised, so that it stops nothing.

    A file that was taken before is known by its bytes, whatever its name and place.
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
    if SourceText.objects.with_fingerprint(facts_of(file).sha256).exists():
        return Taken("known", _("It was taken before."))
    text = text_of(file).text
    if not text.strip():
        return Taken("refused", _("No text could be read in it; is it a scan?"))
    if refusal := refusal_of(text):
        return Taken("refused", refusal)
    source = keep_file(file, text)
    try:
        with one_writer():
            doubts = draft_of(source, body)
    except Refused as refused:
        return Taken("waiting", str(refused))
    except (IntegrityError, DataError):
        return Taken("waiting", _("It repeats a number or an address that the archive has."))
    return Taken("drafted", " ".join(doubts))


# A reading as a row of the import's full form


def draft_of(source: SourceText, body: Body | None = None) -> list[str]:
    """Make a draft of a source and keep the source with it; return what is doubtful, in sentences.

    `body` is for a text that names none. People are matched by their names alone, as in an import: who
    moved something under a name that several have is left open. Unknown ones are made.
    Raises Refused with what the text does not say, or what the archive cannot take.
    """
    read = ReadSource(source)
    found = body_named(read.reading, source.text) or body
    row = import_row(read.reading, source.text, found)
    built = BuiltMeeting(row, Directory(), ImportFolder(Path()))
    built.meeting.chair_note = ""  # a clerk still looks at it, and says who was in the chair
    write_meetings([built])
    attach(read, built.meeting)
    note(StaffAct.Kind.IMPORTED, built.meeting, [changed("file", None, source.name)])
    return list(built.doubts())


def import_row(reading: Reading, text: str, body: Body | None) -> Row:
    """Return a reading as a row of the import's full form. Raises Refused if it says too little."""
    lacking = {_("its date"): reading.date, _("its title"): reading.title, _("its body"): body}
    if missing := [name for name, value in lacking.items() if value is None]:
        raise Refused(_("The text does not say: %s.") % ", ".join(missing))
    people = reading.attendance.entries
    names = {name_key(entry.name): entry.name for entry in people}
    rows = {
        "attendances": [attendance_row(entry) for entry in people],
        "agenda_items": [item_row(item) for item in reading.agenda],
        "resolutions": [listed_people(resolution_row(row), names) for row in reading.resolutions],
        "action_items": [listed_responsible(action_row(row), names) for row in reading.actions],
    }
    for row in itertools.chain(*rows.values()):
        del row[READ_AT]
    return {
        **meeting_row(reading),
        "body": body.name if body else "",
        "language": reading.language,
        "text": meeting_text(reading, text),
        **rows,
    }


def meeting_row(reading: Reading) -> Row:
    """Return what was read of the meeting itself, cut to what its columns hold."""
    row: Row = {}
    for name, value in meeting_values(reading).items():
        field: Any = Meeting._meta.get_field(name)
        is_number = isinstance(value.value, int)
        row[name] = value.value if is_number else field_text(value.value)[: field.max_length]
    return row


def listed_people(row: Row, names: dict[str, str]) -> Row:
    """Return a resolution without movers and voters that the attendance does not list.

    `names` are those listed, by name_key(). The last vote of a person counts.
    """
    votes = {name_key(vote["voter"]): vote["option"] for vote in row["votes"]}
    listed = [{"voter": names[key], "option": option} for key, option in votes.items() if key in names]
    movers = {key: names.get(name_key(row[key]), "") for key in ("mover", "seconder")}
    return row | movers | {"votes": listed}


def listed_responsible(row: Row, names: dict[str, str]) -> Row:
    """Return an action item; a person that the attendance does not list is kept as written."""
    person = names.get(name_key(row["responsible"]), "")
    return row | {"responsible": person, "responsible_text": "" if person else row["responsible"][:200]}
