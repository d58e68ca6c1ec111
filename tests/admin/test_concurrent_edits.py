"""Two people who edit one meeting: the second to save is stopped, and nothing either typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.test import Client

from archive.forms.desk.three_way_merge import check_sum, is_compared, raw_value, seen_values
from archive.models import Document, Meeting
from tests.admin.conftest import logged_in
from tests.admin.pages import change, filled, row, save, values
from tests.factories import make_attendance, make_draft, make_item, make_meeting, make_resolution


@pytest.fixture
def other(db: None) -> Client:
    """Return the browser of a colleague."""
    return logged_in("Publisher")


def again(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what a browser would send of a page that was shown again, with some changed."""
    assert response.status_code == 200
    fields: dict[str, Any] = values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        fields |= values(inline.formset.management_form)
        for form in inline.formset.forms:
            fields |= values(form)
    return fields | {"seen": response.context["seen"]} | changes


def listed(response: Any) -> dict[str, tuple[str, str]]:
    """Return what a page shows as stored and as typed: {name of the field: both}."""
    return {one.name: (one.stored, one.typed) for one in response.context["conflicts"]}


def test_sums_of_what_a_page_showed_are_read_back(publisher: Client):
    meeting = make_draft(present=3, items=2, resolutions=2, name="Floods", text="")
    make_attendance(meeting, label="Mayor", role="chair")
    context = publisher.get(change(meeting)).context
    forms = [context["adminform"].form]
    forms += [form for inline in context["inline_admin_formsets"] for form in inline.formset.initial_forms]

    sums = {
        bound.html_name: check_sum(raw_value(bound))
        for form in forms
        for bound in form
        if is_compared(form, bound)
    }

    assert seen_values({"seen": context["seen"]}) == sums
    assert len(sums) > 60


@pytest.mark.parametrize("make", [make_draft, make_meeting])
def test_second_save_is_stopped_and_shows_both_texts(publisher: Client, other: Client, make):
    meeting = make(name="Old", present=1)
    reason = {"correction_reason": "A slip"}
    mine = filled(publisher, change(meeting), name="Mine", **reason)
    save(other, change(meeting), filled(other, change(meeting), name="Theirs", **reason))

    response = publisher.post(change(meeting), mine)

    assert listed(response) == {"name": ("Theirs", "Mine")}
    assert "Another user saved this meeting" in response.text
    assert Meeting.objects.get().name == "Theirs"


def test_second_save_is_saved_once_it_was_seen(publisher: Client, other: Client):
    meeting = make_draft(name="Old")
    mine = filled(publisher, change(meeting), name="Mine")
    save(other, change(meeting), filled(other, change(meeting), name="Theirs"))

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown))

    assert Meeting.objects.get().name == "Mine"


def test_what_one_left_alone_is_taken_from_the_other(publisher: Client, other: Client):
    meeting = make_draft(name="Old", location="Room 1", text="One\n\ntwo")
    mine = filled(publisher, change(meeting), name="Mine", text="One\r\n\r\ntwo")
    theirs = {"location": "Room 2", "text": "One\n\ntwo\n\nthree"}
    save(other, change(meeting), filled(other, change(meeting), **theirs))

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown))

    meeting.refresh_from_db()
    assert listed(shown) == {"name": ("Old", "Mine")}
    assert (meeting.name, meeting.location, meeting.text) == ("Mine", "Room 2", "One\n\ntwo\n\nthree")


def test_stored_text_is_taken_where_ticked(publisher: Client, other: Client):
    meeting = make_draft(name="Old", location="Room 1")
    mine = filled(publisher, change(meeting), name="Mine", location="Room 3")
    save(other, change(meeting), filled(other, change(meeting), name="Theirs", location="Room 2"))

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown, **{"take-name": "Theirs"}))

    meeting.refresh_from_db()
    assert (meeting.name, meeting.location) == ("Theirs", "Room 3")


def test_rows_of_both_are_kept(publisher: Client, other: Client):
    meeting = make_draft(items=1)
    both = {"agenda_items-TOTAL_FORMS": 2}
    mine = filled(publisher, change(meeting), **both) | row("agenda_items", 1, name="Mine", is_public="on")
    theirs = filled(other, change(meeting), **both) | row("agenda_items", 1, name="Theirs", is_public="on")
    save(other, change(meeting), theirs)

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown))

    names = meeting.agenda_items.in_order().values_list("name", flat=True)
    assert list(names)[1:] == ["Theirs", "Mine"]


def test_rows_of_one_kind_both_changed_are_shown_field_by_field(publisher: Client, other: Client):
    meeting = make_draft()
    make_item(meeting, name="Floods", number="1")
    mine = filled(publisher, change(meeting)) | row("agenda_items", 0, name="Mine")
    theirs = filled(other, change(meeting)) | row("agenda_items", 0, name="Theirs")
    save(other, change(meeting), theirs | {"agenda_items-0-number": "1a"})

    shown = publisher.post(change(meeting), mine)

    assert listed(shown) == {"agenda_items-0-name": ("Theirs", "Mine")}
    assert again(shown)["agenda_items-0-number"] == "1a"


def test_row_that_the_other_deleted_comes_back_as_a_new_one(publisher: Client, other: Client):
    meeting = make_draft()
    make_item(meeting, name="One", text="Folded no more")
    make_item(meeting, name="Two")
    mine = filled(publisher, change(meeting)) | row("agenda_items", 0, name="Mine")
    save(other, change(meeting), filled(other, change(meeting)) | row("agenda_items", 0, DELETE="on"))

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown))

    rows = meeting.agenda_items.in_order().values_list("name", "text", "is_public")
    assert list(rows) == [("Two", "", True), ("Mine", "Folded no more", True)]


def test_row_that_both_deleted_stays_away(publisher: Client, other: Client):
    meeting = make_draft(items=2)
    mine = filled(publisher, change(meeting)) | row("agenda_items", 0, DELETE="on")
    theirs = filled(other, change(meeting)) | row("agenda_items", 0, DELETE="on")
    save(other, change(meeting), theirs)

    shown = publisher.post(change(meeting), mine)
    save(publisher, change(meeting), again(shown))

    assert meeting.agenda_items.count() == 1


def test_resolution_page_and_meeting_page_stop_each_other(publisher: Client, other: Client):
    resolution = make_resolution(make_draft(), name="Old")
    address = f"/desk/archive/resolution/{resolution.pk}/change/"
    mine = filled(publisher, address, name="Mine")
    theirs = filled(other, change(resolution.meeting)) | row("resolutions", 0, name="Theirs")
    save(other, change(resolution.meeting), theirs)

    response = publisher.post(address, mine)

    assert listed(response) == {"name": ("Theirs", "Mine")}


def test_meeting_page_older_than_the_resolution_page_is_stopped(publisher: Client, other: Client):
    resolution = make_resolution(make_draft(), name="Old")
    mine = filled(publisher, change(resolution.meeting)) | row("resolutions", 0, name="Mine")
    address = f"/desk/archive/resolution/{resolution.pk}/change/"
    save(other, address, filled(other, address, name="Theirs"))

    response = publisher.post(change(resolution.meeting), mine)

    assert listed(response) == {"resolutions-0-name": ("Theirs", "Mine")}


def test_publishing_meanwhile_stops_the_save_of_a_draft(publisher: Client, other: Client):
    meeting = make_draft(name="Old")
    mine = filled(publisher, change(meeting), name="Mine")
    save(other, change(meeting), filled(other, change(meeting), _publish="1"))

    response = publisher.post(change(meeting), mine | {"correction_reason": "A slip"})

    assert listed(response) == {"name": ("Old", "Mine")}
    assert meeting.revisions.count() == 1


def test_saving_without_a_change_stops_nobody(publisher: Client, other: Client):
    meeting = make_draft(present=1)
    mine = filled(publisher, change(meeting), name="Mine")
    save(other, change(meeting), filled(other, change(meeting)))

    save(publisher, change(meeting), mine)

    assert Meeting.objects.get().name == "Mine"


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"name": 1}'])
def test_sums_that_cannot_be_read_count_all_as_typed(publisher: Client, other: Client, seen: str):
    meeting = make_draft(name="Old", location="Room 1")
    mine = filled(publisher, change(meeting), name="Mine") | {"seen": seen}
    save(other, change(meeting), filled(other, change(meeting), location="Room 2"))

    response = publisher.post(change(meeting), mine)

    assert listed(response) == {"name": ("Old", "Mine"), "location": ("Room 2", "Room 1")}


# What can no longer be saved


def test_what_was_typed_on_a_meeting_published_meanwhile_is_handed_back(clerk: Client, other: Client):
    meeting = make_draft(name="Old", location="Left alone")
    mine = filled(clerk, change(meeting), name="Mine", **{"agenda_items-TOTAL_FORMS": 1})
    save(other, change(meeting), filled(other, change(meeting), _publish="1"))

    response = clerk.post(change(meeting), mine | row("agenda_items", 0, name="My item"))

    texts = [tuple(typed) for typed in response.context["texts"]]
    assert texts == [("title", "Mine"), ("agenda item 1: title", "My item")]
    assert "The public reads this by now." in response.text
    assert Meeting.objects.get().name == "Old"


def test_what_was_typed_on_a_meeting_deleted_meanwhile_is_handed_back(publisher: Client, other: Client):
    meeting = make_draft(name="Old")
    mine = filled(publisher, change(meeting), name="Mine", text="One\r\n\r\ntwo")
    address = change(meeting)
    meeting.delete()

    response = publisher.post(address, mine)

    assert [tuple(typed) for typed in response.context["texts"]] == [
        ("title", "Mine"),
        ("text", "One\r\n\r\ntwo"),
    ]
    assert (response.status_code, Meeting.objects.count()) == (404, 0)


def post(client: Client, meeting: Meeting, fields: dict[str, Any]) -> int:
    """Send a page in a thread of its own, and return the status of the answer."""
    try:
        return client.post(change(meeting), fields).status_code
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_stop_one(publisher: Client, other: Client):
    meeting = make_draft(name="Old")
    forms = {"first": filled(publisher, change(meeting), name="First")}
    forms["second"] = filled(other, change(meeting), name="Second")

    with ThreadPoolExecutor() as pool:
        answers = pool.map(
            lambda client, name: post(client, meeting, forms[name]), [publisher, other], forms
        )

    assert sorted(answers) == [200, 302]
    assert Meeting.objects.get().edit_number == 1


@pytest.mark.django_db(transaction=True)
def test_upload_at_the_desk_is_saved_once_after_a_deadlock(publisher: Client, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    meeting = make_draft()
    answers = iter([OperationalError("deadlock detected"), None])

    def meet(**_signal: object) -> None:
        if problem := next(answers):
            raise problem from psycopg.errors.DeadlockDetected("deadlock detected")

    file = SimpleUploadedFile("plan.txt", b"Plan", content_type="text/plain")
    fields = filled(publisher, change(meeting)) | {"documents-TOTAL_FORMS": 1}
    fields |= row("documents", 0, name="Plan", classification="attachment", file=file, is_public="on")

    post_save.connect(meet, sender=Document)
    try:
        save(publisher, change(meeting), fields)
    finally:
        post_save.disconnect(meet, sender=Document)

    document = Document.objects.get()
    assert document.file.read() == b"Plan"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [Path(document.file.path)]
    document.file.close()
