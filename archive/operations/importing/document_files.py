"""Documents that are files: read from beside the JSON Lines, copied into the archive with their meeting."""

from pathlib import Path
from typing import Any

from django.core.files import File

from archive.documents.extraction import Extracted, FileRefusedError, text_of
from archive.documents.media_types import facts_of
from archive.models import Document
from archive.models.document import upload_path
from archive.operations.importing.json_lines import Refused, Row


class ImportFolder:
    """The folder of an import with the files that its documents name."""

    def __init__(self, path: Path = Path()) -> None:
        self.path = path
        self.texts: dict[Path, Extracted | FileRefusedError] = {}

    def read_ahead(self, row: Row) -> None:
        """Look into the files of a meeting that is about to be built, before its transaction is open."""
        documents = row.get("documents")
        for document in documents if isinstance(documents, list) else []:
            if isinstance(document, dict) and document.get("file") is not None:
                try:
                    self.text_of(self.find(document["file"]))
                except (Refused, FileRefusedError, OSError):
                    continue  # building the meeting says so

    def forget(self) -> None:
        """Let go of the texts, once their meetings are written."""
        self.texts.clear()

    def take(self, document: Document, name: Any) -> Path:
        """Set what the file that a document names says, and return its path. Raises Refused."""
        path = self.find(name)
        try:
            document.text, document.text_status = self.text_of(path)
            with path.open("rb") as opened:
                facts = facts_of(File(opened, name=path.name))
        except FileRefusedError as problem:
            raise Refused(f"file: {problem}") from problem
        except OSError as problem:
            raise Refused(f"file: {name} cannot be read ({problem.strerror}).") from problem
        document.media_type, document.size, document.sha256 = facts
        return path

    def find(self, name: Any) -> Path:
        """Return where a file is that is named by its path from the folder. Raises Refused.

        What leads out of the folder is refused, by links too: nobody publishes a file of the system by
        importing somebody else's rows.
        """
        if not isinstance(name, str) or not name:
            raise Refused("file is not the path of a file, as seen from the folder of the import.")
        path = (self.path / name).resolve()
        if not path.is_relative_to(self.path.resolve()):
            raise Refused(f"file: {name} leads out of the folder of the import.")
        return path

    def text_of(self, path: Path) -> Extracted:
        """Return the text of a file, read once. Raises FileRefusedError and OSError."""
        if path not in self.texts:
            self.texts[path] = read(path)
        known = self.texts[path]
        if isinstance(known, FileRefusedError):
            raise known
        return known


def read(path: Path) -> Extracted | FileRefusedError:
    """Return the text of a file, or why it is refused. Raises OSError."""
    with path.open("rb") as opened:
        try:
            return text_of(File(opened, name=path.name))
        except FileRefusedError as problem:
            return problem


def copy_file(document: Document, path: Path, *, dry: bool) -> None:
    """Copy a file into the archive; in a dry run only note where it would go."""
    if dry:
        document.file = upload_path(document, path.name)
        return
    with path.open("rb") as opened:
        document.file.save(path.name, File(opened), save=False)
