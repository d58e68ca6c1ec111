"""Upload handler: MAX_UPLOAD_MB per file and four times that per request, before anything is stored."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from archive.documents.media_types import largest

FILES_AT_ONCE = 4  # of the largest size, in one request


class LimitedUploads(TemporaryFileUploadHandler):
    """Keeps each file of a request in a passing file, and none that is too large.

    The rest of such a one is read and dropped, since the fields that come after it in the request are
    what the user typed. In its place stands an empty file with the true size, so that the form says beside
    the field what is wrong, as uploads.why_refused() words it. Raising SkipFile would lose the file
    without a word, StopUpload all fields after it.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.kept = 0  # bytes of the files before

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_too_much(start + len(raw_data)):
            self.file.close()
        else:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_too_much(file_size):
            self.kept += file_size
            return super().file_complete(file_size)
        size = max(file_size, largest() + 1)
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, size, self.charset
        )

    def is_too_much(self, size: int) -> bool:
        return size > largest() or self.kept + size > FILES_AT_ONCE * largest()
