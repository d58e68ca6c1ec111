"""Entering a meeting."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from archive.documents import extraction
from archive.models import Document, Meeting
from tests import samples
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import (
    make_action,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
)

RESOLUTION = {"result": "adopted", "classification": "motion", "decision_method": "consensus"}


def test_add_meeting_with_everything(clerk: Client):
    body, person = make_body(), make_person("陳瑩")
    fields = blank(body=body.pk, start_time="上午9:00", text="One\r\ntwo")
    fields |= row("attendances", 0, person=person.pk, role="chair", status="present")
    fields |= row("agenda_items", 0, name="Floods")
    fields |= row("resolutions", 0, name="Buy sandbags", **RESOLUTION)
    fields |= row("action_items", 0, description="Count them", due_date="2023年9月1日", status="open")
    fields |= {
        f"{name}-TOTAL_FORMS": 1 for name in ("attendances", "agenda_items", "resolutions", "action_items")
    }

    save(clerk, ADD, fields)

    meeting = Meeting.objects.get()
    assert (meeting.start_time, meeting.text, meeting.publication) == (dt.time(9), "One\ntwo", "draft")
    assert [row.person for row in meeting.attendances.all()] == [person]
    assert [row.position for row in meeting.agenda_items.all()] == [1]
    assert [(row.sequence, row.body) for row in meeting.resolutions.all()] == [(1, body)]
    assert [row.due_date for row in meeting.action_items.all()] == [dt.date(2023, 9, 1)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "date", ["23 August 2023", "2023年8月23日", "2023.8.23", "民國112年8月23日", "2023/08/23"]
)
def test_add_meeting_reads_dates_in_any_language(clerk: Client, language: str, date: str):
    fields = blank(body=make_body().pk, date=date)

    clerk.post(ADD, fields, headers={"accept-language": language})

    assert Meeting.objects.get().date == dt.date(2023, 8, 23)


@pytest.mark.parametrize(("typed", "language"), [("", "zh-Hans"), ("en", "en")])
def test_add_meeting_takes_the_language_of_its_body(clerk: Client, typed: str, language: str):
    body = make_body(language="zh-Hans")

    save(clerk, ADD, blank(body=body.pk, language=typed))

    assert Meeting.objects.get().language == language


def test_bad_input_shows_its_error_and_loses_nothing(clerk: Client):
    person = make_person("Kate Stewart")
    fields = blank(date="31 February 2023", name="Kept title", **{"attendances-TOTAL_FORMS": 1})
    fields |= row("attendances", 0, person=person.pk, role="guest", status="excused", label="Kept post")

    response = clerk.post(ADD, fields)

    assert "2023年8月23日" in errors(response)["date"][0]
    assert errors(response)["body"] == ["Choose the body that met."]
    for kept in ("31 February 2023", "Kept title", "Kept post", "Kate Stewart"):
        assert kept in response.text
    assert not Meeting.objects.exists()


def test_bad_row_shows_its_error_and_loses_nothing(clerk: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"action_items-TOTAL_FORMS": 1}, location="Kept place")
    fields |= row(
        "action_items", 0, description="Kept task", due_date="soon", outcome="Kept outcome", status="open"
    )

    response = clerk.post(change(meeting), fields)

    assert list(errors(response)) == ["action_items-0-due_date"]
    for kept in ("Kept place", "Kept task", "soon", "Kept outcome"):
        assert kept in response.text
    assert not meeting.action_items.exists()


def test_number_twice_in_a_year_is_told_beside_the_field(clerk: Client):
    first = make_draft(number="12", date=dt.date(2023, 1, 5))

    response = clerk.post(ADD, blank(body=first.body_id, number="12", date="2023-09-01"))

    assert "already has a meeting" in errors(response)["number"][0]


def test_body_of_a_published_meeting_stays(publisher: Client):
    meeting, other = make_meeting(), make_body()
    fields = filled(publisher, change(meeting), body=other.pk, name="New", correction_reason="Typing slip")

    save(publisher, change(meeting), fields)

    body = meeting.body
    meeting.refresh_from_db()
    assert (meeting.body, meeting.name) == (body, "New")


def test_view_on_site_leads_to_the_preview_of_a_draft(clerk: Client):
    meeting = make_draft()

    page = clerk.get(change(meeting))
    response = clerk.get(page.context["absolute_url"])

    assert response["Location"].endswith(f"/preview/{meeting.pk}/")


def test_rows_choose_only_from_their_own_meeting(clerk: Client):
    meeting, own, foreign = make_draft(), None, make_item(make_draft(), name="Foreign item")
    own = make_item(meeting, name="Own item")
    make_action(meeting, agenda_item=own)

    fields = filled(clerk, change(meeting)) | row("action_items", 0, agenda_item=foreign.pk, outcome="")
    response = clerk.post(change(meeting), fields)

    assert list(errors(response)) == ["action_items-0-agenda_item"]
    assert "Own item" in response.text
    assert "Foreign item" not in response.text


def test_uploaded_document_is_described(clerk: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1})
    content = samples.pdf("Flood duties")
    file = SimpleUploadedFile("会议 minutes.pdf", content)
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file, is_public="on")

    save(clerk, change(meeting), fields)

    document = Document.objects.get()
    facts = (document.media_type, document.size, len(document.sha256))
    assert facts == ("application/pdf", len(content), 64)
    assert (document.text, document.text_status) == ("Flood duties", "extracted")


def upload(client: Client, meeting: Meeting, **fields: Any) -> dict[str, Any]:
    """Return the fields of a page with a new document."""
    file = SimpleUploadedFile("会议 minutes.txt", b"Flood duties")
    sent = filled(client, change(meeting), **{"documents-TOTAL_FORMS": 1})
    return sent | row("documents", 0, **({"classification": "minutes", "file": file} | fields))


def test_document_without_a_title_is_called_as_its_file(clerk: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_draft()

    save(clerk, change(meeting), upload(clerk, meeting, name=""))

    assert Document.objects.get().name == "会议 minutes"


def test_document_without_title_and_file_is_asked_for_its_title(clerk: Client):
    meeting = make_draft()

    page = clerk.post(change(meeting), upload(clerk, meeting, file="", url="https://example.org/a"))

    assert errors(page)["documents-0-name"] == ["Write the title of the document."]


def test_file_of_a_page_with_an_error_elsewhere_is_asked_for_again(clerk: Client):
    meeting = make_draft()

    page = clerk.post(change(meeting), upload(clerk, meeting, name="Signed") | {"date": "yesterday"})

    assert errors(page)["documents-0-file"] == [
        "Choose the file “会议 minutes.txt” again: a page cannot keep it."
    ]
    assert 'value="Signed"' in page.text


def test_file_is_asked_for_again_after_a_step_too(clerk: Client):
    meeting = make_draft()
    fields = upload(clerk, meeting, name="Signed")
    fields |= {"_paste_names": "1", "_pasted_names": "Present: Ann Lee"}

    page = clerk.post(change(meeting), fields)

    assert "Choose the file “会议 minutes.txt” again" in page.text


def test_uploaded_program_is_refused(clerk: Client):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1})
    file = SimpleUploadedFile("minutes.pdf", b"MZ\x90\x00\x03")
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file)

    response = clerk.post(change(meeting), fields)

    assert "is a program" in response.text
    assert not Document.objects.exists()


SCRIPT = samples.at_root("/AA", samples.named(JS=samples.words("app.alert(1)")))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("minutes.pdf", b"%PDF-1.7 cut off", "is damaged"),
        ("minutes.docx", samples.package(word__vbaProject_bin=b"x"), "holds macros"),
        ("minutes.pdf", samples.pdf("A", change=SCRIPT), "holds scripts"),
    ],
)
def test_uploaded_file_that_lies_is_refused_beside_its_field(
    clerk: Client, name: str, content: bytes, reason: str
):
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1, "summary": "Typed"})
    file = SimpleUploadedFile(name, content)
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file)

    response = clerk.post(change(meeting), fields)

    assert reason in errors(response)["documents-0-file"][0]
    assert response.context["adminform"].form["summary"].value() == "Typed"
    assert not Document.objects.exists()


def test_upload_beyond_the_limit_is_refused_beside_its_field(clerk: Client, settings):
    settings.MAX_UPLOAD_MB = 1
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1, "summary": "Typed"})
    file = SimpleUploadedFile("minutes.txt", bytes(1024 * 1024 + 1))
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file)

    response = clerk.post(change(meeting), fields)

    assert "larger than 1 MB" in errors(response)["documents-0-file"][0]
    assert response.context["adminform"].form["summary"].value() == "Typed"


@pytest.mark.parametrize("button", ["_save", "_preview"])
def test_files_are_read_before_the_transaction(clerk: Client, settings, tmp_path, monkeypatch, button: str):
    settings.MEDIA_ROOT = tmp_path
    meeting, depths = make_draft(), []
    answer_of = extraction.answer_of

    def note(kind: str, file: Any, seconds: float) -> bytes:
        depths.append(len(connection.savepoint_ids))
        return answer_of(kind, file, seconds)

    monkeypatch.setattr(extraction, "answer_of", note)
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1, button: "on"})
    file = SimpleUploadedFile("minutes.txt", b"Flood duties")
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file)

    clerk.post(change(meeting), fields)

    assert depths == [len(connection.savepoint_ids)]


def test_replacing_a_file_by_an_address_forgets_its_text(clerk: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_draft()
    facts = {"text": "Old", "text_status": "extracted", "media_type": "text/plain"}
    document = make_document(meeting, file=ContentFile(b"Old", name="old.txt"), **facts)

    fields = filled(clerk, change(meeting)) | {"documents-0-file-clear": "on"}
    save(clerk, change(meeting), fields | row("documents", 0, url="https://example.org/new.pdf"))

    document.refresh_from_db()
    assert (document.text, document.text_status, document.media_type) == ("", "", "")


def test_rows_of_documents_say_what_became_of_their_text(clerk: Client):
    meeting = make_draft()
    for status, media_type in [
        ("no_text", "application/pdf"),
        ("not_a_text_format", ""),
        ("extracted", ""),
    ]:
        make_document(meeting, text_status=status, media_type=media_type)

    page = clerk.get(change(meeting)).text

    assert "scanned, no text" in page
    assert "not read: only that of .pdf, .docx, .html, .md and .txt is" in page
    assert "read, will be found" in page


def test_three_hundred_attendees_are_saved_in_one_go(clerk: Client):
    body = make_body()
    people = [make_person() for _ in range(300)]
    fields = blank(body=body.pk, **{"attendances-TOTAL_FORMS": 300})
    for number, person in enumerate(people):
        fields |= row("attendances", number, person=person.pk, role="member", status="present")

    save(clerk, ADD, fields)

    rows = Meeting.objects.get().attendances.in_order().select_related("person")
    assert [row.person for row in rows] == people
    assert [row.position for row in rows] == list(range(1, 301))
