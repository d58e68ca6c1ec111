"""Files that wait at the desk: stored once, read one by one, made into drafts."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from archive.models import Meeting, SourceText
from archive.operations.entry import waiting_files
from archive.operations.entry.waiting_files import (
    answer,
    copy_to_read_again,
    draft_waiting,
    note_on_text,
    read_waiting,
    store_upload,
)
from archive.operations.entry.waiting_files import waiting_files as table
from tests.factories import make_body, make_draft, make_other_name, make_user
from tests.samples import package, scanned_pdf

TEXT = """Minutes of the Flood Control Commission

Date: 4 October 2023
Place: Room 2

Present: Sun Quanzhong (Chair), Li Wei
Apologies: Chen Jie

1. Resolved: To buy ten thousand sandbags. Carried.
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk() -> Any:
    return make_user("Clerk")


def stored(clerk: Any, name: str = "october.txt", content: str | bytes = TEXT) -> SourceText:
    content = content.encode() if isinstance(content, str) else content
    return store_upload(SimpleUploadedFile(name, content), clerk).source


def read(clerk: Any, name: str = "october.txt", content: str | bytes = TEXT) -> SourceText:
    source = stored(clerk, name, content)
    read_waiting(source)
    return source


def test_file_is_stored_unread_and_told_once_it_is_read(clerk: Any):
    make_body("Flood Control Commission")
    source = stored(clerk)
    before = table([source], clerk)[0].state

    read_waiting(source)

    [row] = table(SourceText.objects.all(), clerk)
    assert (before, row.state) == ("unread", "ready")
    assert (row.body and row.body.name, row.source.day) == ("Flood Control Commission", "2023-10-04")
    assert (row.source.title, row.source.people_count, row.source.doubt_count) == (
        "Minutes of the Flood Control Commission",
        3,
        0,
    )


def test_draft_is_made_with_its_file_as_a_document(clerk: Any):
    make_body("Flood Control Commission")
    [row] = table([read(clerk)], clerk)

    taken = draft_waiting(row, clerk)

    meeting = Meeting.objects.get()
    assert (taken.became, meeting.publication) == ("drafted", "draft")
    assert meeting.documents.get().name == "october"
    assert meeting.source_text.created_by == clerk


def test_what_was_typed_comes_before_what_was_read(clerk: Any):
    board = make_body("Water Board")
    make_body("Flood Control Commission")
    source = read(clerk)
    answer(source, body_name="Water Board", day="6/10/2023 or so", title="Sandbags")
    [asked] = table([source], clerk)
    answer(source, body_name="Water Board", day="16 October 2023", title="Sandbags")
    [row] = table([source], clerk)

    draft_waiting(row, clerk)

    meeting = Meeting.objects.get()
    assert asked.state == "asked"
    assert (meeting.body, str(meeting.date), meeting.name) == (board, "2023-10-16", "Sandbags")


def test_body_that_is_not_known_is_named_and_makes_no_draft(clerk: Any):
    [row] = table([read(clerk)], clerk)

    assert (row.state, row.body, row.source.body_name) == ("asked", None, "Flood Control Commission")
    assert draft_waiting(row, clerk).became == "waiting"
    assert not Meeting.objects.exists()


def test_body_is_known_by_its_other_name(clerk: Any):
    body = make_body("Commission for Floods")
    make_other_name(body, "Flood Control Commission")

    [row] = table([read(clerk)], clerk)

    assert row.body == body


def test_date_that_may_be_two_days_is_asked(clerk: Any):
    make_body("Flood Control Commission")

    [row] = table([read(clerk, content=TEXT.replace("4 October 2023", "3/8/2023"))], clerk)

    assert (row.state, row.source.day, len(row.days)) == ("asked", "3/8/2023", 2)


def test_file_is_taken_once_and_again_only_on_request(clerk: Any):
    make_body("Flood Control Commission")
    source = read(clerk)
    waiting = store_upload(SimpleUploadedFile("copy.txt", TEXT.encode()), clerk)
    draft_waiting(table([source], clerk)[0], clerk)
    taken = store_upload(SimpleUploadedFile("third.txt", TEXT.encode()), clerk)

    again = copy_to_read_again(source, clerk)
    read_waiting(again)

    assert waiting == taken == (source, True)
    assert again.pk != source.pk
    [row] = table([again], clerk)
    assert (row.state, row.before, row.same_day) == ("twice", source, Meeting.objects.get())


def test_same_words_in_another_file_are_told(clerk: Any):
    make_body("Flood Control Commission")
    draft_waiting(table([read(clerk)], clerk)[0], clerk)
    Meeting.objects.update(date="2020-01-01")

    [row] = table([read(clerk, "again.md", TEXT.replace("\n\n", "\n\n\n"))], clerk)

    assert row.state == "twice"
    assert row.before
    assert row.before.name == "october.txt"


def test_file_that_waits_for_somebody_else_is_ones_own_too(clerk: Any):
    source = stored(clerk)

    other = store_upload(SimpleUploadedFile("copy.txt", TEXT.encode()), make_user("Clerk"))

    assert not other.is_known
    assert other.source != source


def test_second_meeting_of_a_day_makes_no_draft(clerk: Any):
    body = make_body("Flood Control Commission")
    known = make_draft(body=body, date=dt.date(2023, 10, 4))

    [row] = table([read(clerk)], clerk)

    assert (row.state, row.same_day) == ("twice", known)
    assert draft_waiting(row, clerk).became == "waiting"


def test_scan_becomes_a_draft_that_holds_it_once_it_is_told_what_it_is(clerk: Any):
    make_body("Water Board")
    source = read(clerk, "scan.pdf", scanned_pdf())
    [asked] = table([source], clerk)
    answer(source, body_name="Water Board", day="2023-10-04", title="Pumps")

    draft_waiting(table([source], clerk)[0], clerk)

    meeting = Meeting.objects.get()
    assert asked.state == "asked"
    assert "is it a scan?" in note_on_text(source)
    assert (meeting.name, meeting.documents.get().text_status) == ("Pumps", "no_text")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "The file is empty."),
        ("minutes.pdf", b"MZ\x90\x00 no document", "The file is a program"),
        ("minutes.xyz", b"Minutes", "Files of this kind (.xyz) are not taken"),
        ("minutes.pdf", b"Minutes", "what is in it is something else"),
    ],
)
def test_file_that_is_not_taken_is_a_row_that_says_why(
    clerk: Any, name: str, content: bytes, sentence: str
):
    source = stored(clerk, name, content)
    again = stored(clerk, name, content)

    assert table([source], clerk)[0].state == "refused"
    assert sentence in source.refusal
    assert (again, source.file.name) == (source, "")


def test_file_that_is_too_large_is_a_row_that_says_so(clerk: Any, settings):
    settings.MAX_UPLOAD_MB = 1

    source = stored(clerk, "recording.mp3", bytes(2**20 + 1))

    assert "larger than 1 MB" in source.refusal


def test_bomb_is_refused_when_it_is_read(clerk: Any):
    source = read(clerk, "bomb.docx", package(**{"word/document.xml": bytes(120 * 2**20)}))

    assert table([source], clerk)[0].state == "refused"
    assert "unpacks to far more" in source.refusal


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/minutes.txt", "minutes.txt"), ("C:\\x\\minutes.txt", "minutes.txt")],
)
def test_name_of_a_file_is_kept_without_folders_and_marks(clerk: Any, name: str, kept: str):
    file = SimpleUploadedFile("x.txt", TEXT.encode())
    file._name = name  # type: ignore[attr-defined]  # as no upload handler lets it through

    assert store_upload(file, clerk).source.name == kept


def test_marks_that_turn_a_name_round_are_left_out(clerk: Any):
    assert stored(clerk, "minutes\u202etxt.exe\u2069.txt").name == "minutestxt.exe.txt"


def test_reader_that_fails_is_told_in_the_row(clerk: Any, monkeypatch, caplog):
    monkeypatch.setattr(waiting_files, "read_facts", lambda *_args: 1 / 0)

    source = read(clerk)

    assert source.refusal == "It could not be read; the log says why."


def test_row_that_was_dropped_meanwhile_stays_dropped(clerk: Any):
    source = stored(clerk)
    SourceText.objects.all().delete()

    read_waiting(source)

    assert not SourceText.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_table_costs_five_queries_however_long_it_is(
    clerk: Any, count: int, django_assert_num_queries: DjangoAssertNumQueries
):
    make_body("Flood Control Commission")
    for day in range(count):
        read(clerk, content=TEXT.replace("4 October", f"{day + 4} October"))

    with django_assert_num_queries(5):
        rows = table(SourceText.objects.all(), clerk)

    assert [row.state for row in rows] == count * ["ready"]
