"""The index follows what no version holds: names of today, texts of documents, deletions."""

import pytest
from django.core.management import call_command
from django.db import connection

from archive.models import Body, Meeting, Person
from archive.operations.publish import publish
from archive.search import index as index_module
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import forget, stored
from archive.search.query import parse
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_matter,
    make_meeting,
    make_person,
    make_resolution,
    put_on_record,
)

pytestmark = pytest.mark.django_db


def total(text: str) -> int:
    return find(parse(text), Meeting.objects.published(), kind=Kind.MEETING).counts.total()


def edit_text(meeting: Meeting) -> None:
    meeting.text = "rowword"
    meeting.save()


@pytest.mark.parametrize(
    "edit",
    [
        edit_text,
        lambda meeting: make_item(meeting, name="rowword"),
        lambda meeting: make_resolution(meeting, name="rowword"),
        lambda meeting: make_action(meeting, description="rowword"),
        lambda meeting: make_attendance(meeting, label="rowword"),
        lambda meeting: make_document(meeting, name="rowword", text="rowword"),
    ],
)
def test_what_is_edited_is_found_when_a_version_holds_it(edit):
    meeting = make_meeting()

    edit(meeting)

    assert total("rowword") == 0
    put_on_record(meeting)
    assert total("rowword") == 1


def test_new_text_of_a_document_is_found():
    meeting = make_meeting()
    document = make_document(meeting)
    put_on_record(meeting)
    document.text = "papertext"

    document.save()

    assert total("papertext") == 1


def test_closing_an_agenda_item_takes_its_resolution_out():
    meeting = make_meeting()
    item = make_item(meeting, name="itemword")
    make_resolution(meeting, name="itemword", agenda_item=item)
    put_on_record(meeting)
    assert total("itemword") == 2
    item.is_public = False
    item.save()

    put_on_record(meeting)

    assert total("itemword") == 0
    assert entry_count(meeting.pk) == 1


@pytest.mark.parametrize("place", ["body", "person", "mover", "responsible"])
def test_both_names_of_the_renamed_find(place):
    body, person = make_body("oldname"), make_person("oldname")
    meeting = make_meeting(body=body if place == "body" else None)
    if place == "person":
        make_attendance(meeting, person=person)
    if place == "mover":
        make_resolution(meeting, mover=person)
    if place == "responsible":
        make_action(meeting, responsible=person)
    put_on_record(meeting)
    assert total("oldname") == 1
    named: Body | Person = body if place == "body" else person
    named.name = "newname"

    named.save()

    assert (total("oldname"), total("newname")) == (1, 1)


def test_saving_a_body_without_renaming_it_indexes_nothing(monkeypatch):
    body = make_body()
    make_meeting(body=body)
    # A call would fail.
    monkeypatch.setattr(index_module, "bring_up_to_date", None)
    body.description = "Founded long ago."

    body.save()

    assert Body.objects.get(pk=body.pk).description == "Founded long ago."


def test_deleted_meeting_is_forgotten():
    meeting = make_meeting(text="textword", resolutions=2, present=2)
    key = meeting.pk
    meeting.revisions.all()._raw_delete("default")

    meeting.delete()

    assert total("textword") == 0
    assert entry_count(key) == 0


def entry_count(meeting_key: int) -> int:
    with connection.cursor() as cursor:
        return len(stored(cursor, [meeting_key]))


def test_migrate_fills_an_empty_index_and_no_other(capsys):
    meeting = make_meeting(text="lostword")
    forget([meeting.pk])

    call_command("migrate")

    assert total("lostword") == 1
    assert "Building the search index." in capsys.readouterr().out
    call_command("migrate")
    assert "Building the search index." not in capsys.readouterr().out


def test_title_of_a_matter_finds_its_decisions_when_it_changes():
    matter = make_matter("2023-014")
    meeting = make_draft()
    make_resolution(meeting, matter=matter)
    publish(meeting)

    for name in ("name", "alternate_name"):
        setattr(matter, name, f"changed{name[:3]}")
        matter.save()
        found = find(parse(f"changed{name[:3]}"), Meeting.objects.published(), kind=Kind.RESOLUTION)
        assert found.counts.total() == 1
