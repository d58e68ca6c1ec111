"""Upload handler: MAX_UPLOAD_MB per file and four times that per request, before anything is stored."""

import contextlib
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from archive.documents.media_types import largest

logger = logging.getLogger(__name__)

FILES_AT_ONCE = 4  # of the largest size, in one request
SECONDS_AT_ONCE = 40.0  # to read the text of all files of one request


@dataclass
class ReadingTime:
    """How long the files of one request may still be read, in seconds; see extraction.text_of()."""

    left: float = SECONDS_AT_ONCE


class LimitedUploads(TemporaryFileUploadHandler):
    """Keeps each file of a request in a passing file, and none that is too large.

    The rest of such a one is read and dropped, since the fields that come after it in the request are
    what the user typed. In its place stands an empty file with the true size, so that the form says beside
    the field what is wrong, as uploads.why_refused() words it. Raising SkipFile would lose the file
    without a word, StopUpload all fields after it. The same becomes of a file for which the disk has no
    room.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept = 0  # bytes of the files before
        self.is_without_room = False  # on the disk, for the file that is being received
        self.reading = ReadingTime()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.is_without_room = False
        try:
            super().new_file(*args, **kwargs)
        except OSError as problem:
            self.give_up(problem)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_without_room:
            return
        if self.is_too_much(start + len(raw_data)):
            self.file.close()
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as problem:
            self.give_up(problem)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_too_much(file_size) and not self.is_without_room:
            try:
                file = super().file_complete(file_size)  # writes what is still in memory
            except OSError as problem:
                self.give_up(problem)
            else:
                self.kept += file_size
                file.reading = self.reading  # type: ignore[union-attr]
                return file
        size = file_size if self.is_without_room else max(file_size, largest() + 1)
        empty = InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, size, self.charset
        )
        empty.is_without_room = self.is_without_room  # type: ignore[attr-defined]
        return empty

    def give_up(self, problem: OSError) -> None:
        logger.error("An upload cannot be received: %s", problem)
        self.is_without_room = True
        with contextlib.suppress(
            AttributeError, OSError
        ):  # none was opened, or its rest has no room either
            self.file.close()

    def is_too_much(self, size: int) -> bool:
        return size > largest() or self.kept + size > FILES_AT_ONCE * largest()
