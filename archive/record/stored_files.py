"""Files on the disk and their rows: changed, missing or without a row; and files that go with a draft."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from archive.models import Document, Revision, SourceText
from archive.new_files import columns_of_files

CHUNK = 100  # rows


@receiver(post_delete, sender=Document, dispatch_uid="record.document_deleted")
@receiver(post_delete, sender=SourceText, dispatch_uid="record.source_text_deleted")
def remove_file(instance: Document | SourceText, **_signal: Any) -> None:
    """Remove the file of a row that was deleted, once that is certain; never one that a version names."""
    if instance.file and not Revision.objects.filter(meeting=instance.meeting_id).exists():
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def false_files(on_file: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Yield a sentence for each document whose file is gone, or is not the one that was published.

    Reads every file, in pieces; `on_file` is called after each.
    """
    for document in Document.objects.with_file().in_order().defer("text").iterator(chunk_size=CHUNK):
        name = f"The file of document {document.pk}, {document.file.name},"
        found = file_sha256(document.file)
        if not found:
            yield f"{name} is missing."
        elif document.sha256 and found != document.sha256:
            yield f"{name} was changed: it does not have its fingerprint."
        on_file()


def file_sha256(file: Any) -> str:
    """Return the fingerprint of a stored file, "" if it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (OSError, SuspiciousOperation):
        return ""


def files_without_row() -> Iterator[str]:
    """Yield the name of each stored file that no row names: left over, or of an upload under way.

    Holds the names of all files in memory, about 100 bytes each.
    """
    stored = sorted(names_below(""))  # before the rows: an upload writes its file first
    known = set(names_in_rows())
    yield from (name for name in stored if name not in known)


def names_below(folder: str) -> Iterator[str]:
    if not folder and hasattr(default_storage, "all_names"):  # a bucket, which has no folders
        yield from default_storage.all_names()
        return
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from names_below(f"{prefix}{name}")


def names_in_rows() -> Iterator[str]:
    """Yield the names in every column for files of every model."""
    for model, column in columns_of_files():
        rows = model._default_manager.exclude(**{column: ""})
        yield from rows.values_list(column, flat=True).iterator()
