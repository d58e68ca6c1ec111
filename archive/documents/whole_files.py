"""Stored files: whole, or not there at all."""

from contextlib import suppress
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from archive.new_files import forget_new_file, note_new_file


class WholeFiles(FileSystemStorage):
    """Leaves nothing of a file for which the disk had no room, or whose row is rolled back.

    Files are saved under the lock of one writer, so a file of this name is not that of another process.
    """

    def _save(self, name: str, content: Any) -> str:
        copied = File(content)  # an upload itself would be moved, and be gone when the save is tried again
        try:
            saved = str(super()._save(name, copied))  # type: ignore[misc]  # the stubs lack it
        except OSError:
            with suppress(OSError):  # what went wrong first is told
                self.delete(name)
            raise
        note_new_file(self, saved)
        return saved

    def delete(self, name: str) -> None:
        forget_new_file(name)
        super().delete(name)
