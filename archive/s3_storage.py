"""Documents in an S3-compatible bucket, for web hosts that share no folder; see DOCUMENTS_URL."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from archive.new_files import forget_new_file, note_new_file

IN_MEMORY = 16 * 1024 * 1024  # bytes; of a larger file the rest is in a temporary one


# For a server that is gone; boto3's own is a minute, five times, for which a reader occupies a thread.
PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,  # seconds
    "read_timeout": 30,
    "retries": {"total_max_attempts": 2},
}


@contextmanager
def told_as_of_a_disk() -> Iterator[None]:
    """Raise OSError, which the site answers as it does a disk that is not there."""
    try:
        yield
    except (BotoCoreError, ClientError) as problem:
        said = f"the storage of documents does not do it ({' '.join(str(problem).split())})"
        raise OSError(errno.EACCES, said) from problem


class DocumentsInS3(S3Storage):
    """A bucket that only this site reads: every document goes through the page that asks who may see it."""

    client_config: Any  # of botocore, which has no types

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = self.client_config.merge(Config(**PATIENCE))

    def get_default_settings(self) -> dict[str, Any]:
        """Return how a file is kept: never in place of another, and with no right of its own."""
        ours = {"file_overwrite": False, "default_acl": None, "max_memory_size": IN_MEMORY}
        return super().get_default_settings() | ours

    def _open(self, name: str, mode: str = "rb") -> Any:
        """Fetch it at once, so that what fails fails before the answer begins."""
        with told_as_of_a_disk():
            file = super()._open(name, mode)
            file.seek(0)
            return file

    def _save(self, name: str, content: Any) -> str:
        with told_as_of_a_disk():
            saved: str = super()._save(name, content)
        note_new_file(self, saved)
        return saved

    def delete(self, name: str) -> None:
        forget_new_file(name)
        with told_as_of_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with told_as_of_a_disk():
            return super().exists(name)

    def size(self, name: str) -> int:
        with told_as_of_a_disk():
            return super().size(name)

    def all_names(self) -> Iterator[str]:
        """Yield the name of each file, a thousand a request; folder by folder, each would take one."""
        start = f"{self.location.strip('/')}/" if self.location else ""
        with told_as_of_a_disk():
            for found in self.bucket.objects.filter(Prefix=start):
                yield found.key.removeprefix(start)

    def url(self, name: str, *_options: Any, **_more: Any) -> str:
        """Return what a folder gives: no address that opens the file without asking the site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def bare_address(self, name: str) -> str:
        """Return where the bucket has a file, without a signature: nobody should get it there."""
        endpoint = self.connection.meta.client.meta.endpoint_url
        return f"{endpoint}/{self.bucket.name}/{filepath_to_uri(self._normalize_name(name))}"
