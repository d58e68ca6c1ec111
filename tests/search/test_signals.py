"""The index follows rows that are edited one by one."""

import pytest
from django.core.management import call_command
from django.db import connection

from archive.models import Body, Meeting, Person
from archive.search import index as index_module
from archive.search.entries import Kind
from archive.search.find import find
from archive.search.index import deferred_indexing, forget, index, stored
from archive.search.query import parse
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def total(text: str) -> int:
    return find(parse(text), Meeting.objects.published(), kind=Kind.MEETING).counts.total()


def test_saved_meeting_is_found_by_its_new_text():
    meeting = make_meeting(text="oldword")
    meeting.text = "newword"

    meeting.save()

    assert (total("oldword"), total("newword")) == (0, 1)


@pytest.mark.parametrize(
    "make_row",
    [
        lambda meeting: make_item(meeting, name="rowword"),
        lambda meeting: make_resolution(meeting, name="rowword"),
        lambda meeting: make_action(meeting, description="rowword"),
        lambda meeting: make_attendance(meeting, label="rowword"),
    ],
)
def test_row_is_found_when_saved_and_forgotten_when_deleted(make_row):
    row = make_row(make_meeting())
    assert total("rowword") == 1

    row.delete()

    assert total("rowword") == 0


def test_closing_an_agenda_item_takes_its_resolution_out():
    meeting = make_meeting()
    item = make_item(meeting, name="itemword")
    make_resolution(meeting, name="itemword", agenda_item=item)
    assert total("itemword") == 2
    item.is_public = False

    item.save()

    assert total("itemword") == 0
    assert entry_count(meeting.pk) == 1


@pytest.mark.parametrize("place", ["body", "person", "mover", "responsible"])
def test_rename_is_followed(place):
    body, person = make_body("oldname"), make_person("oldname")
    meeting = make_meeting(body=body if place == "body" else None)
    if place == "person":
        make_attendance(meeting, person=person)
    if place == "mover":
        make_resolution(meeting, mover=person)
    if place == "responsible":
        make_action(meeting, responsible=person)
    assert total("oldname") == 1
    named: Body | Person = body if place == "body" else person
    named.name = "newname"

    named.save()

    assert (total("oldname"), total("newname")) == (0, 1)


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


def test_deferred_indexing_indexes_at_the_end():
    meeting = make_meeting()

    with deferred_indexing():
        make_item(meeting, name="rowword")
        make_item(meeting, name="rowword")
        during = total("rowword")

    assert during == 0
    assert total("rowword") == 1


def test_deferred_indexing_leaves_out_what_was_indexed_within(monkeypatch):
    meeting = make_meeting()

    with deferred_indexing():
        make_item(meeting, name="rowword")
        index([meeting])
        # A call would fail.
        monkeypatch.setattr(index_module, "bring_up_to_date", None)

    assert total("rowword") == 1


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
