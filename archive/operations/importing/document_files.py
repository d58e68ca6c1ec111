"""Document files of an import: read from the folder of the JSON Lines, copied with their meeting."""

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
        """Read the files of a meeting before its transaction begins; errors are told when it is built."""
        documents = row.get("documents")
        for document in documents if isinstance(documents, list) else []:
            if isinstance(document, dict) and document.get("file") is not None:
                try:
                    self.text_of(self.find(document["file"]))
                except (Refused, FileRefusedError, OSError):
                    continue

    def forget(self) -> None:
        self.texts.clear()

    def take(self, document: Document, name: Any) -> Path:
        """Set text, type, size and SHA-256 of a document from its file; return its path. Raises Refused."""
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
        """Return the path of a file, named by its path from the folder. Raises Refused.

        A path or link that leads out of the folder is refused: importing rows from elsewhere must not
        publish a file of the system.
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
            with path.open("rb") as opened:
                try:
                    self.texts[path] = text_of(File(opened, name=path.name))
                except FileRefusedError as problem:
                    self.texts[path] = problem
        known = self.texts[path]
        if isinstance(known, FileRefusedError):
            raise known
        return known


def copy_file(document: Document, path: Path, *, dry: bool) -> None:
    if dry:
        document.file = upload_path(document, path.name)
        return
    with path.open("rb") as opened:
        document.file.save(path.name, File(opened), save=False)
