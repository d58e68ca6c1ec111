"""The preview: the public page and what would change, with nothing saved."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.models import Meeting, StaffAct
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.query import parse
from tests import samples
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import make_body, make_draft, make_meeting, make_person


def previewed(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Return the preview of a page."""
    response = client.post(address, fields | {"_preview": "1"})
    assert response.status_code == 200, errors(response)
    return response


def sent_from(preview: Any, button: str) -> dict[str, Any]:
    """Return what a button of a preview sends."""
    return {"_carried": preview.context["carried"], button: "1"}


def test_preview_of_a_new_meeting_saves_nothing(clerk: Client):
    person = make_person("Kate Stewart")
    fields = blank(body=make_body().pk, name="Seen before", **{"attendances-TOTAL_FORMS": 1})
    fields |= row("attendances", 0, person=person.pk, role="chair", status="present")

    response = previewed(clerk, ADD, fields)

    assert "<h1>Seen before</h1>" in response.text
    assert "Kate Stewart" in response.text
    assert not Meeting.objects.exists()
    assert not StaffAct.objects.exclude(kind="logged_in").exists()


def test_preview_of_a_draft_shows_what_blocks_it(clerk: Client):
    meeting = make_draft(name="Old")
    fields = filled(clerk, change(meeting), name="New", text="", chair_note="", date="2999-01-01")

    response = previewed(clerk, change(meeting), fields)

    assert "<h1>New</h1>" in response.text
    blocks = {place for _problem, place in response.context["blocks"]}
    assert blocks == {"id_text", "id_chair_note"}
    assert [place for _problem, place in response.context["doubts"]] == ["id_date"]
    meeting.refresh_from_db()
    assert (meeting.name, meeting.edit_number) == ("Old", 0)


def test_preview_of_a_correction_shows_the_difference_before_a_reason_is_given(publisher: Client):
    meeting = make_meeting(name="Misspelt", text="Seven to three.")
    fields = filled(publisher, change(meeting), text="Seven to two.")

    response = previewed(publisher, change(meeting), fields)

    parts = [part for one in response.context["changes"] for part in one.parts]
    assert ("deleted", "three") in parts
    assert ("inserted", "two") in parts
    assert meeting.revisions.count() == 1
    assert Meeting.objects.get().text == "Seven to three."


def test_preview_is_found_by_no_search(publisher: Client):
    meeting = make_meeting()

    previewed(publisher, change(meeting), filled(publisher, change(meeting), text="Pangolin"))

    assert list(find(parse("Pangolin"), Meeting.objects.published(), kind=Kind.MEETING).hits) == []


def test_preview_of_removed_rows_leaves_them(publisher: Client):
    meeting = make_meeting(present=2)
    fields = filled(publisher, change(meeting)) | row("attendances", 1, DELETE="on")

    response = previewed(publisher, change(meeting), fields)

    assert len(response.context["changes"]) == 1
    assert meeting.attendances.count() == 2


def test_preview_with_errors_shows_the_form(clerk: Client):
    response = clerk.post(ADD, blank(date="31 February", name="Kept title", _preview="1"))

    assert set(errors(response)) == {"date", "body"}
    assert "Kept title" in response.text


def test_preview_leads_back_to_the_form_as_typed(clerk: Client):
    meeting = make_draft(name="Old", present=1)
    fields = filled(clerk, change(meeting), name="Typed", **{"attendances-TOTAL_FORMS": 2})
    fields |= row("attendances", 1, person=make_person("Kate").pk, role="guest", status="present")
    preview = previewed(clerk, change(meeting), fields)

    response = clerk.post(change(meeting), sent_from(preview, "_resume"))

    for shown in ('value="Typed"', "Kate", "It is not saved yet"):
        assert shown in response.text
    assert errors(response) == {"__all__": ["Nothing is saved yet."]}
    assert Meeting.objects.get().name == "Old"


@pytest.mark.parametrize(("button", "state"), [("_save", "draft"), ("_publish", "published")])
def test_preview_is_saved_by_its_buttons(publisher: Client, button: str, state: str):
    fields = blank(body=make_body().pk, name="Seen before", text="They met.")
    preview = previewed(publisher, ADD, fields)

    save(publisher, ADD, sent_from(preview, button))

    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.publication) == ("Seen before", state)
    assert ('name="_publish"' in preview.text, 'name="_save"' in preview.text) == (True, True)


def test_correction_is_saved_from_its_preview(publisher: Client):
    meeting = make_meeting(name="Misspelt")
    fields = filled(publisher, change(meeting), name="Spelt", correction_reason="A slip")
    preview = previewed(publisher, change(meeting), fields)

    save(publisher, change(meeting), sent_from(preview, "_save"))

    assert meeting.revisions.newest_first()[0].reason == "A slip"
    assert "Save the correction" in preview.text


def test_correction_without_a_reason_is_not_saved_from_its_preview(publisher: Client):
    meeting = make_meeting(name="Misspelt")
    preview = previewed(publisher, change(meeting), filled(publisher, change(meeting), name="Spelt"))

    response = publisher.post(change(meeting), sent_from(preview, "_save"))

    assert list(errors(response)) == ["correction_reason"]
    assert 'value="Spelt"' in response.text


def test_preview_keeps_no_file_and_says_so(clerk: Client, settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_draft()
    fields = filled(clerk, change(meeting), **{"documents-TOTAL_FORMS": 1})
    file = SimpleUploadedFile("minutes.pdf", samples.pdf("Minutes"))
    fields |= row("documents", 0, name="Signed", classification="minutes", file=file, is_public="on")

    preview = previewed(clerk, change(meeting), fields)
    response = clerk.post(change(meeting), sent_from(preview, "_resume"))

    assert ("Signed" in preview.text, 'name="_save"' in preview.text) == (True, False)
    assert "“minutes.pdf” must be chosen again" in response.text
    assert list(tmp_path.iterdir()) == []


def test_preview_is_for_those_who_may_save_and_never_cached(publisher: Client, clerk: Client):
    meeting = make_meeting()
    fields = filled(publisher, change(meeting)) | {"_preview": "1"}

    response = previewed(publisher, change(meeting), fields)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert clerk.post(change(meeting), fields).status_code == 403
    assert "Log in" in Client().post(change(meeting), fields).text


def test_clerk_is_offered_no_publication_in_a_preview(clerk: Client):
    preview = previewed(clerk, ADD, blank(body=make_body().pk, text="They met."))

    assert 'name="_publish"' not in preview.text
    assert clerk.post(ADD, sent_from(preview, "_publish")).status_code == 403


@pytest.mark.parametrize("carried", ["", "{", "[]", '{"name": "x"}', '{"name": [1]}', '{"name": null}'])
def test_carried_nonsense_is_refused(clerk: Client, carried: str):
    response = clerk.post(ADD, {"_carried": carried, "_save": "1"})

    assert response.status_code == 400


def test_enter_in_a_field_previews_and_does_not_publish(publisher: Client):
    page = publisher.get(ADD).text

    assert page.index('name="_preview"') < page.index('name="_publish"')
