"""What hangs on a meeting: attendance, agenda items, action items and documents."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from archive.models import ActionItem, AgendaItem, Attendance, Document
from archive.models.document import upload_path
from archive.models.fields import LANGUAGE_TAG
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def test_attendance_keeps_the_order_recorded():
    meeting = make_draft()
    for position, name in [(2, "second"), (1, "first"), (3, "third")]:
        make_attendance(meeting, position=position, note=name)

    assert [row.note for row in meeting.attendances.in_order()] == ["first", "second", "third"]


def test_attendance_narrows_to_those_present():
    meeting = make_draft()
    make_attendance(meeting, role="chair", note="chair")
    make_attendance(meeting, role="member", status="excused", note="excused")
    make_attendance(meeting, role="in_attendance", note="列席")

    assert [row.note for row in meeting.attendances.present().in_order()] == ["chair", "列席"]


def test_published_attendance_leaves_out_what_is_not_public():
    make_attendance(make_draft())
    make_attendance(make_meeting(attendance_status="not_public"))
    shown = make_attendance(make_meeting())

    assert list(Attendance.objects.published()) == [shown]


def test_attendance_reads_as_a_sentence():
    row = make_attendance(
        make_draft(), person=make_person("陈莹"), name_as_written="陈　莹", status="excused"
    )

    assert str(row) == "陈　莹, Excused"


def test_agenda_items_are_in_order_and_closed_ones_apart():
    meeting = make_draft()
    make_item(meeting, position=2, number="二", name="Flood")
    make_item(meeting, position=1, number="一", name="Minutes")
    make_item(meeting, position=3, name="Staff", is_public=False)

    assert [str(item) for item in meeting.agenda_items.open_to_all().in_order()] == [
        "一 Minutes",
        "二 Flood",
    ]


def test_continuation_outlives_the_item_it_came_from():
    earlier = make_item(make_draft())
    later = make_item(make_draft(), continued_from=earlier)

    earlier.meeting.delete()

    assert AgendaItem.objects.get() == later
    assert AgendaItem.objects.get().continued_from is None


@pytest.mark.parametrize("make", [make_action, make_document])
def test_what_hangs_on_something_closed_is_not_published(make):
    meeting = make_meeting(items=1)
    closed = make_item(meeting, is_public=False)
    make(make_draft())
    make(meeting, agenda_item=closed)
    make(meeting, resolution=make_resolution(meeting, agenda_item=closed))
    loose = make(meeting)
    hung = make(
        meeting, agenda_item=meeting.agenda_items.get(is_public=True), resolution=make_resolution(meeting)
    )

    assert list(type(loose).objects.published().in_order()) == [loose, hung]


def test_private_document_is_not_published():
    make_document(make_meeting(), is_public=False)

    assert not Document.objects.published().exists()


def test_overdue_takes_open_actions_of_earlier_days_that_published_minutes_gave():
    today, meeting = dt.date(2023, 8, 23), make_meeting()
    late = make_action(meeting, due_date=dt.date(2023, 8, 22))
    make_action(meeting, due_date=today)
    make_action(meeting)
    make_action(meeting, due_date=dt.date(2023, 8, 1), status="done")
    misread = make_action(make_draft(), due_date=dt.date(2023, 8, 1))

    assert list(ActionItem.objects.overdue(today)) == [late]
    assert [row.is_overdue(today) for row in ActionItem.objects.exclude(pk=misread.pk).order_by("pk")] == [
        True,
        False,
        False,
        False,
    ]


def test_actions_of_a_body_are_those_of_its_meetings():
    body = make_body()
    own = make_action(make_draft(body=body))
    make_action(make_draft(), responsible_body=body)

    assert list(ActionItem.objects.for_body(body)) == [own]


def test_document_that_is_an_address_is_read_there():
    document = make_document(make_draft(), url="https://example.org/minutes.pdf")

    assert document.get_absolute_url() == "https://example.org/minutes.pdf"
    assert not Document.objects.with_file().exists()


def test_document_that_is_a_file_is_read_through_the_site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = make_document(make_draft(), file=ContentFile(b"%PDF-", name="签字稿.PDF"))

    assert document.get_absolute_url() == f"/documents/{document.pk}/qian-zi-gao.pdf"
    assert list(Document.objects.with_file()) == [document]


@pytest.mark.parametrize(
    ("filename", "path"),
    [
        ("Budget 2024.XLSX", "7/budget-2024.xlsx"),
        ("../../etc/passwd", "7/passwd"),
        ("纪要", "7/ji-yao"),
        (".hidden", "7/hidden"),
        ("a.averylongending", "7/a.averylong"),
    ],
)
def test_upload_path_is_plain(filename: str, path: str):
    assert upload_path(Document(meeting_id=7), filename) == path


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "zh-Hant", "fr", "pt-BR", "zh-Hant-TW", "es-419"])
def test_language_tag_is_taken(tag: str):
    LANGUAGE_TAG(tag)


@pytest.mark.parametrize("tag", ["", "e", "EN", "zh-hans", "zh_Hans", "en\n", '"><script>'])
def test_language_tag_is_refused(tag: str):
    with pytest.raises(ValidationError):
        LANGUAGE_TAG(tag)


def test_open_documents_are_public_and_on_nothing_closed():
    meeting = make_draft()
    closed = make_item(meeting, is_public=False)
    on_closed = make_resolution(meeting, agenda_item=closed)
    make_document(meeting, is_public=False)
    make_document(meeting, agenda_item=closed)
    make_document(meeting, resolution=on_closed)
    shown = [make_document(meeting), make_document(meeting, agenda_item=make_item(meeting))]

    assert list(Document.objects.open_to_all().in_order()) == shown
    assert not Document.objects.published().exists()


@pytest.mark.parametrize(
    ("status", "media_type", "note"),
    [
        ("no_text", "application/pdf", "scanned, no text"),
        ("no_text", "text/plain", "no text that can be read"),
        ("not_readable", "application/pdf", "no text that can be read"),
        ("in_part", "application/pdf", "only part of its text could be read"),
        ("extracted", "application/pdf", ""),
        ("not_a_text_format", "image/png", ""),
        ("", "application/pdf", ""),
    ],
)
def test_text_note_says_what_search_will_miss(status: str, media_type: str, note: str):
    file = ContentFile(b"content", name="minutes.pdf")
    document = make_document(make_draft(), file=file, text_status=status, media_type=media_type)

    assert document.text_note == note
    assert Document.objects.text_notes() == ({document.get_absolute_url(): note} if note else {})


def test_documents_by_what_is_known_of_their_text():
    meeting, file = make_draft(), ContentFile(b"content", name="minutes.pdf")
    older = make_document(meeting, file=file)
    scan = make_document(meeting, file=file, text_status="no_text")
    make_document(meeting)

    assert list(Document.objects.not_looked_into()) == [older]
    assert list(Document.objects.with_text_status("no_text", "in_part")) == [scan]
