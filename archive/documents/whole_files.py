"""Stored files: whole, or not there at all."""

from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Leaves nothing of a file for which the disk had no room.

    Files are saved under the lock of one writer, so a file of this name is not that of another process.
    """

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # the stubs lack it
        except OSError:
            self.delete(name)
            raise
