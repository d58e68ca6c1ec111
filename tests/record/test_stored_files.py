from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from archive.models import Document, Meeting
from archive.operations.publish import publish
from archive.record.stored_files import false_files, files_without_row
from archive.record.versions import fingerprint
from tests.factories import make_document, make_draft, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """Keep files in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def make_file(name: str = "map.txt") -> Document:
    """Store a file of a draft: drafts are verified too."""
    return make_document(
        make_draft(),
        file=ContentFile(b"ibis", name=name),
        sha256=fingerprint("ibis"),
        media_type="text/plain",
    )


def test_nothing_stored_is_well():
    assert [*false_files(), *files_without_row()] == []


def test_files_as_they_were_are_well_and_counted():
    make_file()
    make_document(make_draft())  # a link
    counted: list[None] = []

    assert list(false_files(lambda: counted.append(None))) == []
    assert len(counted) == 1


def test_changed_and_missing_files_are_named():
    changed, missing = make_file("map.txt"), make_file("plan.txt")
    Path(changed.file.path).write_bytes(b"ibex")
    Path(missing.file.path).unlink()

    first, second = false_files()

    assert first.startswith(f"The file of document {changed.pk}, {changed.file.name}, was changed: ")
    assert second == f"The file of document {missing.pk}, {missing.file.name}, is missing."


@pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", "."])
def test_name_that_leads_elsewhere_is_named(name: str):
    document = make_file()
    Document.objects.filter(pk=document.pk).update(file=name)

    [problem] = false_files()

    assert problem.startswith(f"The file of document {document.pk}, {name}, ")


def test_files_without_a_row_are_named_and_originals_of_readings_are_not(folder: Path):
    make_file()
    source = make_source()
    source.file.save("minutes.txt", ContentFile(b"minutes"))
    (folder / "7").mkdir(exist_ok=True)
    (folder / "7" / "left.txt").write_bytes(b"left over")

    assert list(files_without_row()) == ["7/left.txt"]


def test_deleted_draft_takes_its_files_along(folder: Path, django_capture_on_commit_callbacks):
    document = make_file()
    source = make_source(meeting=document.meeting)
    source.file.save("minutes.txt", ContentFile(b"read from this"))

    with django_capture_on_commit_callbacks(execute=True):
        Meeting.objects.get(pk=document.meeting_id).delete()
        assert Path(document.file.path).exists()  # until the deletion is certain

    assert not Path(document.file.path).exists()
    assert not Path(source.file.path).exists()


def test_file_that_a_version_names_stays(folder: Path, django_capture_on_commit_callbacks):
    document = make_file()
    publish(document.meeting)

    with django_capture_on_commit_callbacks(execute=True):
        document.delete()

    assert Path(document.file.path).exists()
