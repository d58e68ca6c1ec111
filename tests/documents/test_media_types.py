"""What a file is, by its bytes."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from archive.documents.media_types import Facts, facts_of, is_program, media_type, why_refused


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7", "minutes.txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0", "a", "image/jpeg"),
        (b"<!doctype html><script>", "photo.png", "text/plain"),
        ("会议纪要".encode(), "minutes.md", "text/markdown"),
        ("会议".encode()[:-1], "minutes.txt", "text/plain"),
        (
            b"PK\x03\x04",
            "minutes.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"PK\x03\x04", "minutes.exe", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "minutes.doc", "application/msword"),
        (b"\x00\x00\x00\x20ftypisom", "meeting.mp4", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "meeting.m4a", "audio/mp4"),
        (b"RIFF\x00\x00\x00\x00WAVE", "meeting.wav", "audio/wav"),
        (b"\xff\xfb\x90\x00", "meeting.mp3", "audio/mpeg"),
        (b"\x00\x01\x02", "minutes.pdf", "application/octet-stream"),
        ("会议纪要".encode("gb18030"), "minutes.txt", "text/plain"),
        ("会议纪要".encode("gb18030"), "minutes", "application/octet-stream"),
        ("会议纪要".encode("utf-16"), "minutes.md", "text/markdown"),
        (b"<p>Minutes", "minutes.htm", "text/html"),
        (b"GIF89a is a format, said the chair", "minutes.txt", "text/plain"),
        (b"GIF89a\x01\x00", "minutes.txt", "image/gif"),
    ],
)
def test_media_type_goes_by_bytes_first(head: bytes, name: str, kind: str):
    assert media_type(head, name) == kind


def test_facts_of_a_file():
    content = b"%PDF-1.7" + b"x" * 3_000_000

    facts = facts_of(ContentFile(content, name="minutes.pdf"))

    assert facts == Facts("application/pdf", 3_000_008, hashlib.sha256(content).hexdigest())


def test_facts_of_an_empty_file():
    assert facts_of(ContentFile(b"", name="minutes.txt")).size == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("minutes.txt", b"GIF89a is a format, said the chair"),
        ("minutes.doc", b"{\\rtf1 minutes}"),
        ("minutes.jpg", b"\xff\xd8\xff\xe0"),
        ("minutes", b"anything"),
        ("minutes.txt", b""),
        ("meeting.mp3", b"\xff\xfb\x90\x00"),
    ],
)
def test_honest_files_are_not_refused(name: str, content: bytes):
    assert why_refused(ContentFile(content, name=name)) == ""


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("minutes.jpg", b"%PDF-1.7", "ends in .jpg"),
        ("minutes.xlsx", b"<table>", "ends in .xlsx"),
        ("minutes.html", b"PK\x03\x04", "ends in .html"),
        ("minutes.xlsm", b"PK\x03\x04", "holds macros"),
        ("minutes.pdf", b"\x7fELF\x02\x00", "is a program"),
        *(
            (f"minutes{ending}", b"[InternetShortcut]", f"({ending}) are not taken")
            for ending in (
                *(
                    ".url",
                    ".desktop",
                    ".chm",
                    ".iso",
                    ".img",
                    ".mht",
                    ".swf",
                    ".php",
                    ".shtml",
                    ".svg",
                    ".xml",
                ),
                *(".exe", ".js", ".lnk", ".zip", ".one", ".pdf ", ".PHP".lower(), ".library-ms", ".eml"),
            )
        ),
        ("minutes.", b"\x00\x01", "are not taken"),
        ("minutes", b"\x00\x01\x02", "(?) are not taken"),
        ("minutes", b"PK\x03\x04", "(?) are not taken"),
    ],
)
def test_files_that_are_not_what_they_are_called_are_refused(name: str, content: bytes, reason: str):
    assert reason in why_refused(ContentFile(content, name=name))


def test_minutes_that_begin_like_a_program_are_none():
    assert not is_program(b"MZ 14/2023, minutes of the council")
