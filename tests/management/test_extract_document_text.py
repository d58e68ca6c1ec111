"""The command that reads the text of files stored before texts were read."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from archive.documents.extraction import Extracted
from archive.models import Document
from archive.operations import reextract
from tests import samples
from tests.factories import make_document, make_draft, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def run(*arguments: str) -> list[str]:
    output = io.StringIO()
    call_command("extract_document_text", *arguments, stdout=output)
    return output.getvalue().splitlines()


def make_file(name: str, content: bytes, **fields: Any) -> Document:
    return make_document(make_draft(), file=ContentFile(content, name=name), **fields)


def stored(document: Document) -> tuple[str, str]:
    document.refresh_from_db()
    return document.text, document.text_status


def test_texts_are_read_and_counted():
    minutes = make_file("minutes.txt", b"Flood duties")
    scan = make_file("scan.pdf", samples.scanned_pdf())
    link = make_document(make_draft())

    assert run() == ["looked into 2 documents: extracted 1, no_text 1"]

    assert stored(minutes) == ("Flood duties", "extracted")
    assert (stored(scan), stored(link)) == (("", "no_text"), ("", ""))


def test_what_was_read_is_read_again_only_if_asked():
    minutes = make_file("minutes.txt", b"New", text="Old", text_status="extracted")

    assert run() == ["looked into 0 documents"]
    assert stored(minutes) == ("Old", "extracted")
    assert run("--again") == ["looked into 1 documents: extracted 1"]
    assert stored(minutes) == ("New", "extracted")


def test_text_is_never_replaced_by_none():
    scan = make_file("scan.pdf", samples.scanned_pdf(), text="Read by eye", text_status="extracted")

    run("--again")

    assert stored(scan) == ("Read by eye", "extracted")


def test_file_that_would_be_refused_today_stays_without_text():
    document = make_file("minutes.pdf", b"%PDF-1.7")

    told, last = run()

    assert "minutes.pdf: The file is damaged" in told
    assert last == "looked into 1 documents: not_readable 1"
    assert stored(document) == ("", "not_readable")
    with document.file.open() as file:
        assert file.read() == b"%PDF-1.7"


def test_lost_file_is_told():
    document = make_file("minutes.txt", b"words")
    document.file.storage.delete(str(document.file.name))

    told, last = run()

    assert told.endswith("minutes.txt: The file cannot be read: No such file or directory.")
    assert last == "looked into 1 documents: lost 1"
    assert stored(document) == ("", "")


def test_document_deleted_meanwhile_is_passed_over():
    assert reextract.fill_text(make_document(make_draft()).pk + 1) is None


def test_text_of_a_file_replaced_meanwhile_is_not_stored():
    document = make_file("minutes.txt", b"words")
    before = Document.objects.get()
    Document.objects.update(file="other.txt", text_status="no_text")

    reextract.store_text(before, Extracted("words", "extracted"))

    assert stored(document) == ("", "no_text")


def test_record_is_not_changed_by_reading():
    meeting = make_meeting()
    versions = list(meeting.revisions.values())
    make_document(meeting, file=ContentFile(b"words", name="minutes.txt"))

    run()

    assert list(meeting.revisions.values()) == versions
