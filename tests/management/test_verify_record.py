import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from archive.models import Meeting, Revision
from tests.factories import make_body, make_document, make_draft, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    """Keep out what other tests uploaded: the rows of those files were rolled back."""
    settings.MEDIA_ROOT = tmp_path


def verify(*arguments: str) -> tuple[int, list[str]]:
    """Run the command; return its exit code and the lines it printed."""
    output = io.StringIO()
    try:
        call_command("verify_record", *arguments, stdout=output)
    except SystemExit as stop:
        return int(str(stop.code)), output.getvalue().splitlines()
    return 0, output.getvalue().splitlines()


def test_verify_record_counts_the_versions():
    make_meeting()
    make_meeting()

    assert verify() == (0, ["verified 2 versions"])


def test_verify_record_of_nothing_is_well():
    assert verify() == (0, ["verified 0 versions"])


def test_verify_record_exits_1_and_names_every_bad_version_the_first_last():
    for day in (1, 2):
        make_meeting(body=make_body(slug=f"council{day}"), date=dt.date(2023, 5, day))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_revision SET snapshot = '{}'")

    code, lines = verify()

    assert code == 1
    problem = "was changed: its content does not have its fingerprint."
    assert lines == [
        f"/meetings/council2/2023-05-02/v1/ {problem}",
        f"NOT verified: /meetings/council1/2023-05-01/v1/ {problem}",
    ]


def test_verify_record_prints_all_kinds_of_problems_the_first_last():
    for day in (1, 2, 3):
        make_meeting(body=make_body(slug=f"council{day}"), date=dt.date(2023, 5, day))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM archive_revision WHERE id = (SELECT MIN(id) FROM archive_revision)")

    code, lines = verify()

    assert code == 1
    assert lines[0] == "/meetings/council1/2023-05-01/ is published, but its last version is none."
    assert lines[-1].startswith("NOT verified: /meetings/council2/2023-05-02/v1/ does not follow")


def test_verify_record_knows_a_fingerprint_noted_earlier():
    make_meeting()
    noted = Revision.objects.get().sha256

    assert verify("--noted", noted.upper()) == (0, ["verified 1 versions"])
    assert verify("--noted", "ab" * 32) == (
        1,
        [f"NOT verified: no version has the fingerprint {'ab' * 32}."],
    )


def test_verify_record_reads_the_files_unless_told_not_to(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(b"ibis", name="map.txt")
    document = make_document(make_draft(), file=file, sha256="ab" * 32)
    (tmp_path / "left.txt").write_bytes(b"left over")

    code, lines = verify()

    name = f"The file of document {document.pk}, {document.file.name},"
    assert code == 1
    assert lines == [
        "A file without a row, left over or still being uploaded: left.txt",
        f"NOT verified: {name} was changed: it does not have its fingerprint.",
    ]
    assert verify("--no-files") == (0, ["verified 0 versions"])


def test_verify_record_says_so_where_an_address_cannot_even_be_made():
    meeting = make_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(slug="a b")

    code, lines = verify()

    assert code == 1
    assert lines[-1].startswith("NOT verified: the database cannot be read: ")
