"""Documents that are files: copied with their meeting, or refused."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from archive.documents import extraction
from archive.models import Document
from tests import samples
from tests.factories import make_draft
from tests.operations.importing.rows import full_row, import_rows, reason_for

pytestmark = pytest.mark.django_db

DOCUMENT = {"classification": "minutes", "name": "Signed", "language": "en"}


@pytest.fixture
def media(settings, tmp_path) -> Path:
    """Keep documents in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def kept_files(media: Path) -> list[str]:
    return [path.name for path in media.rglob("*") if path.is_file()]


def test_document_that_is_a_file_is_copied(tmp_path, media):
    (tmp_path / "signed").mkdir()
    content = samples.pdf("Flood duties")
    (tmp_path / "signed" / "Minutes 1.PDF").write_bytes(content)

    import_rows(tmp_path, full_row(documents=[DOCUMENT | {"file": "signed/Minutes 1.PDF"}]))

    document = Document.objects.get()
    assert document.file.read() == content
    assert document.file.name == f"{document.meeting_id}/minutes-1.pdf"
    assert (document.media_type, document.size) == ("application/pdf", len(content))
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.text, document.text_status) == ("Flood duties", "extracted")
    document.file.close()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.txt", "leads out of the folder"),
        ("/etc/passwd", "leads out of the folder"),
        ("link.txt", "leads out of the folder"),
        ("missing.txt", "cannot be read (No such file or directory)"),
        (".", "cannot be read (Is a directory)"),
        ("x" * 5000, "cannot be read (File name too long)"),
        ("", "file is not the path of a file"),
        (5, "file is not the path of a file"),
        ("run.exe", "The file is a program"),
        ("cut.pdf", "The file is damaged"),
    ],
)
def test_document_that_leads_elsewhere_is_refused(tmp_path, media, name: object, reason: str):
    (tmp_path / "secret.txt").write_text("xylophone")
    folder = tmp_path / "import"
    folder.mkdir()
    (folder / "run.exe").write_bytes(b"MZ\x90\x00\x03")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")

    assert reason in reason_for(folder, full_row(documents=[DOCUMENT | {"file": name}]))
    assert kept_files(media) == []


def test_refused_meeting_leaves_no_file(tmp_path, media):
    (tmp_path / "signed.pdf").write_bytes(samples.pdf("Minutes"))
    document = DOCUMENT | {"file": "signed.pdf"}
    rows = [full_row(1, documents=[document]), full_row(2, number="1"), full_row(3, number="1")]

    counts, _ = import_rows(tmp_path, *rows)
    import_rows(tmp_path, full_row(4, documents=[document], number="1"))

    assert counts == "imported 2, unchanged 0, differs 0, refused 1"
    assert kept_files(media) == ["signed.pdf"]


def test_batch_that_fails_midway_leaves_no_file(tmp_path, media):
    (tmp_path / "signed.txt").write_text("Flood duties")
    document = DOCUMENT | {"file": "signed.txt"}
    media.mkdir()
    last = make_draft().pk
    (media / f"{last + 2}").touch()  # in the place of the folder of the second meeting

    with pytest.raises(FileExistsError):
        import_rows(tmp_path, full_row(1, documents=[document]), full_row(2, documents=[document]))

    assert kept_files(media) == [f"{last + 2}"]
    assert not Document.objects.exists()


def test_files_are_read_once_and_before_the_transaction(tmp_path, media, monkeypatch):
    read = []

    def note(kind: str, file: Any, seconds: float) -> bytes:
        read.append((kind, connection.in_atomic_block and len(connection.savepoint_ids)))
        return answer_of(kind, file, seconds)

    answer_of = extraction.answer_of
    monkeypatch.setattr(extraction, "answer_of", note)
    outside = connection.in_atomic_block and len(connection.savepoint_ids)
    (tmp_path / "signed.txt").write_bytes(b"minutes")
    rows = [
        full_row(1, documents=[DOCUMENT | {"file": "signed.txt"}]),
        full_row(2, number="1", status="no"),
    ]

    import_rows(tmp_path, *rows)
    import_rows(tmp_path, *rows)

    assert read == [("plain_text", outside)]
