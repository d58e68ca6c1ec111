"""Documents that are files: read from beside the JSON Lines, copied into the archive with their meeting."""

from pathlib import Path
from typing import Any

from django.core.files import File

from archive.models import Document
from archive.models.document import upload_path
from archive.operations.importing.lines import Refused
from archive.operations.uploads import facts_of, why_refused


def find_file(name: Any, folder: Path) -> Path:
    """Return the file that a document names by its path from a folder. Raises Refused.

    What leads out of the folder is refused, by links too: nobody publishes a file of the system by
    importing somebody else's rows.
    """
    if not isinstance(name, str) or not name:
        raise Refused("file is not the path of a file, as seen from the folder of the import.")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Refused(f"file: {name} leads out of the folder of the import.")
    try:
        with path.open("rb") as opened:
            reason = why_refused(File(opened, name=path.name))
    except OSError as problem:
        raise Refused(f"file: {name} cannot be read ({problem.strerror}).") from problem
    if reason:
        raise Refused(f"file: {reason}")
    return path


def note_facts(document: Document, path: Path) -> None:
    """Set media type, size and fingerprint of a document from its file."""
    with path.open("rb") as opened:
        facts = facts_of(File(opened, name=path.name))
    document.media_type, document.size, document.sha256 = facts


def copy_file(document: Document, path: Path, *, dry: bool) -> None:
    """Copy a file into the archive; in a dry run only note where it would go."""
    if dry:
        document.file = upload_path(document, path.name)
        return
    with path.open("rb") as opened:
        document.file.save(path.name, File(opened), save=False)
