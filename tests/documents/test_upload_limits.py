"""Uploads that are too large: dropped as they come, told beside the field."""

import errno
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.test import RequestFactory

from archive.documents import upload_limits
from archive.forms.fields import FileField

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def one_megabyte(settings):
    settings.MAX_UPLOAD_MB = 1


class Endless(BytesIO):
    """A request of one large file with a field after it, made while it is read."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.parts = self.made(size)
        self.rest = b""
        self.on_read: Callable[[], object] = lambda: None

    def made(self, size: int) -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _number in range(size // MEGABYTE):
            yield b"a" * MEGABYTE
        yield b'\r\n--x\r\nContent-Disposition: form-data; name="name"\r\n\r\ntyped\r\n--x--\r\n'

    def read(self, size: int | None = -1) -> bytes:
        self.on_read()
        while size and len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        part, self.rest = self.rest[:size], self.rest[size:]
        return part


class FullDisk(BytesIO):
    """A file that fails as one on a full disk does, at one of its methods."""

    def __init__(self, method: str) -> None:
        super().__init__()
        setattr(self, method, self.fail)

    def fail(self, *_arguments: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def received(size: int) -> Any:
    """Return a request whose file has so many bytes."""
    request = RequestFactory().post("/", b"x", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(size + 200)
    request._stream = Endless(size)
    return request


def test_file_up_to_the_limit_is_received():
    with closing(received(MEGABYTE)) as request:
        file = request.FILES["file"]

        assert (file.size, len(file.read())) == (MEGABYTE, MEGABYTE)


def test_larger_file_is_dropped_with_its_size_known_and_nothing_typed_lost():
    request = received(50 * MEGABYTE)

    assert (request.FILES["file"].size, request.FILES["file"].read()) == (50 * MEGABYTE, b"")
    assert request.POST["name"] == "typed"


def test_larger_file_is_off_the_disk_while_it_still_comes(settings, tmp_path: Path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    request = received(50 * MEGABYTE)
    stream, sizes = request._stream, []
    stream.on_read = lambda: sizes.append(sum(path.stat().st_size for path in tmp_path.iterdir()))

    assert request.FILES["file"].size == 50 * MEGABYTE

    assert max(sizes) <= MEGABYTE
    assert sizes[len(sizes) // 2 :] == [0] * len(sizes[len(sizes) // 2 :])


def test_many_files_are_limited_together():
    files = {f"file{number}": BytesIO(b"a" * 900_000) for number in range(6)}
    for name, file in files.items():
        file.name = f"{name}.txt"

    with closing(RequestFactory().post("/", files)) as request:
        found: Any = request.FILES

        assert [found[name].size for name in files] == [900_000] * 4 + [MEGABYTE + 1] * 2


def test_error_beside_the_field_names_the_limit():
    file: UploadedFile = received(3 * MEGABYTE).FILES["file"]

    with pytest.raises(Exception, match="larger than 1 MB"):
        FileField().clean(file)


@pytest.mark.parametrize("method", ["write", "seek"])
def test_file_without_room_on_the_disk_loses_no_field_and_says_so(monkeypatch, method: str):
    opened = upload_limits.TemporaryFileUploadHandler.new_file

    def on_a_full_disk(handler: Any, *arguments: Any, **options: Any) -> None:
        opened(handler, *arguments, **options)
        handler.file.file.close()
        handler.file.file = FullDisk(method)

    monkeypatch.setattr(upload_limits.TemporaryFileUploadHandler, "new_file", on_a_full_disk)
    with closing(received(MEGABYTE)) as request:
        file = request.FILES["file"]

        assert request.POST["name"] == "typed"
        with pytest.raises(ValidationError, match="no room for this file"):
            FileField().clean(file)


def test_folder_for_uploads_without_room_loses_no_field(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "gone"

    with closing(received(MEGABYTE)) as request:
        assert (request.POST["name"], request.FILES["file"].size) == ("typed", MEGABYTE)
