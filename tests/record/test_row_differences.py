"""Rows against the last version: each forged place is named, and no honest change is accused."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from archive.models import Meeting, Resolution, ResolutionRelation
from archive.operations.publish import correct, move_meeting, publish, rename_body, rename_person, withdraw
from archive.record.verify import problems_of_record
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_person,
    make_resolution,
    make_span,
    make_vote,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/meetings/council/2023-05-02/"


def run(sql: str, *values: int) -> None:
    """Change the database behind Django's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def make_related() -> tuple[Meeting, Meeting]:
    """Publish two meetings; the second has a row of every kind and names the first in three ways."""
    council = make_body("Council", slug="council")
    first = make_draft(body=council, date=dt.date(2023, 5, 1), items=1, resolutions=1)
    second = make_draft(body=council, date=dt.date(2023, 5, 2), approved_at=None)
    item = make_item(second, name="Pumps", continued_from=first.agenda_items.get())
    closed = make_item(second, name="Staff", is_public=False)
    ann = make_person("Ann Lee", slug="ann-lee")
    make_span(make_attendance(second, person=ann), from_item=item, to_item=item)
    resolution = make_resolution(second, agenda_item=item, mover=ann, yes_count=5, taken_at=dt.time(20, 40))
    make_resolution(second, agenda_item=closed, name="Salaries")
    make_vote(resolution, voter=ann)
    resolution.relations.create(target=first.resolutions.get(), kind="replaces")
    make_action(second, responsible=ann, responsible_body=council)
    make_document(second, name="Plan", is_public=False)
    make_document(second, name="Map")
    publish(first)
    publish(second)
    return first, second


@pytest.fixture(scope="module", autouse=True)
def rows(kept_rows) -> list[int]:
    """Make the two meetings once for all tests here; return their keys."""
    return [meeting.pk for meeting in make_related()]


@pytest.fixture
def related(rows: list[int]) -> tuple[Meeting, Meeting]:
    """Return the two meetings as the database has them."""
    first, second = (Meeting.objects.get(pk=key) for key in rows)
    return first, second


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("UPDATE archive_meeting SET name = 'Forged' WHERE date = '2023-05-02'", "name"),
        ("UPDATE archive_meeting SET text = 'Forged' WHERE date = '2023-05-02'", "text"),
        ("UPDATE archive_attendance SET status = 'absent'", "attendances 1: status"),
        ("DELETE FROM archive_attendancespan", "attendances 1: spans"),
        ("UPDATE archive_attendancespan SET kind = 'present'", "attendances 1: spans 1: kind"),
        ("UPDATE archive_resolution SET taken_at = NULL WHERE yes_count = 5", "resolutions 1: taken_at"),
        ("UPDATE archive_resolution SET yes_count = 6 WHERE yes_count = 5", "resolutions 1: yes_count"),
        (
            "UPDATE archive_resolution SET is_procedural = NOT is_procedural WHERE yes_count = 5",
            "resolutions 1: is_procedural",
        ),
        ("UPDATE archive_vote SET option = 'no'", "resolutions 1: votes 1: option"),
        ("UPDATE archive_vote SET is_casting = NOT is_casting", "resolutions 1: votes 1: is_casting"),
        ("UPDATE archive_vote SET weight = 2.5", "resolutions 1: votes 1: weight"),
        ("DELETE FROM archive_resolutionrelation", "resolutions 1: relations"),
        ("UPDATE archive_resolutionrelation SET kind = 'amends'", "resolutions 1: relations"),
        ("UPDATE archive_agendaitem SET continued_from_id = NULL", "agenda_items 1: continued_from"),
        ("UPDATE archive_agendaitem SET is_public = NOT is_public WHERE name = 'Staff'", "agenda_items"),
        ("UPDATE archive_document SET is_public = NOT is_public WHERE name = 'Plan'", "documents"),
        ("DELETE FROM archive_document WHERE name = 'Map'", "documents"),
        ("UPDATE archive_meeting SET slug = '2023-05-09' WHERE date = '2023-05-02'", "address"),
        ("UPDATE archive_actionitem SET status = 'done'", "action_items 1: status"),
    ],
)
def test_forged_row_is_found_with_its_place(sql: str, place: str):
    run(sql)

    [problem] = problems_of_record()

    assert problem.startswith("/meetings/council/2023-05-0")
    assert f"v1/ does not say what the database does: {place}" in problem


@pytest.mark.parametrize("column", ["person_id", "on_behalf_of_id"])
def test_attendance_given_to_another_person_is_found(column: str):
    run(f"UPDATE archive_attendance SET {column} = %s", make_person("Ann Lee").pk)

    [problem] = problems_of_record()

    assert "attendances 1: " in problem


def test_relation_made_up_to_a_public_resolution_is_found_even_if_that_was_corrected_since(related):
    first, second = related
    row = ResolutionRelation.objects.get()
    run("UPDATE archive_resolutionrelation SET source_id = %s", second.resolutions.get(name="Salaries").pk)
    row.refresh_from_db()
    correct(first, kind="corrected", reason="A slip.")

    [problem] = problems_of_record()

    assert problem == f"{ADDRESS}v1/ does not say what the database does: resolutions 1: relations."


def test_meeting_said_to_have_approved_another_is_found(related):
    first, _second = related
    run("UPDATE archive_meeting SET approved_at_id = %s WHERE date = '2023-05-02'", first.pk)

    [problem] = problems_of_record()

    assert problem == f"{ADDRESS}v1/ does not say what the database does: approved_at."


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE archive_resolution SET date = '2001-01-01' WHERE yes_count = 5", "its body or date"),
        ("UPDATE archive_meeting SET year = 2001 WHERE date = '2023-05-02'", "its year or time"),
        (
            "UPDATE archive_meeting SET published_at = '2001-01-01 00:00Z' WHERE date = '2023-05-02'",
            "its year or time",
        ),
    ],
)
def test_forged_copy_of_a_column_is_found(sql: str, what: str):
    run(sql)

    [problem] = problems_of_record()

    assert problem.startswith(f"{ADDRESS}")
    assert f" was changed: {what} " in problem


def test_withdrawn_meeting_at_another_address_is_found_and_its_edited_rows_are_not(related):
    _first, second = related
    withdraw(second, reason="By mistake.")
    Meeting.objects.filter(pk=second.pk).update(name="Being put right")
    assert list(problems_of_record()) == []
    run("UPDATE archive_meeting SET slug = '2023-05-09' WHERE date = '2023-05-02'")

    [problem] = problems_of_record()

    assert problem == f"/meetings/council/2023-05-09/ is not the address in its last version: {ADDRESS}."


def test_span_made_up_is_found(related):
    _first, second = related
    make_span(second.attendances.get(), from_time=dt.time(19))

    [problem] = problems_of_record()

    assert problem == f"{ADDRESS}v1/ does not say what the database does: attendances 1: spans."


# What changes elsewhere


def rename_council(first: Meeting, _second: Meeting) -> None:
    rename_body(first.body, "town-council")


def rename_ann(_first: Meeting, second: Meeting) -> None:
    rename_person(second.attendances.get().person, "ann-li")


def hide_ann(_first: Meeting, second: Meeting) -> None:
    person = second.attendances.get().person
    person.has_public_page = False
    person.save()


def retitle_first(first: Meeting, _second: Meeting) -> None:
    Meeting.objects.filter(pk=first.pk).update(name="Corrected title")
    correct(first, kind="corrected", reason="A slip.")


def move_first(first: Meeting, _second: Meeting) -> None:
    move_meeting(first, reason="The day was wrong.", date=dt.date(2023, 4, 30))


def withdraw_first(first: Meeting, _second: Meeting) -> None:
    withdraw(first, reason="By mistake.")


def return_first(first: Meeting, second: Meeting) -> None:
    withdraw_first(first, second)
    publish(first, reason="It was right.")


def close_item_of_first(first: Meeting, _second: Meeting) -> None:
    Resolution.objects.filter(meeting=first).update(agenda_item=first.agenda_items.get())
    first.agenda_items.update(is_public=False)
    correct(first, kind="corrected", reason="It was about a person.")


def reopen_item_of_first(first: Meeting, second: Meeting) -> None:
    close_item_of_first(first, second)
    correct(second, kind="corrected", reason="A slip.")
    first.agenda_items.update(is_public=True)
    correct(first, kind="corrected", reason="It was about nobody.")


def publish_third(first: Meeting, _second: Meeting) -> None:
    """Name a draft from a published meeting, and publish the draft."""
    third = make_draft(body=first.body, date=dt.date(2023, 5, 3), resolutions=1)
    first.resolutions.get().relations.create(target=third.resolutions.get(), kind="relates_to")
    Meeting.objects.filter(pk=first.pk).update(approved_at=third)
    correct(first, kind="corrected", reason="A slip.")
    publish(third)


@pytest.mark.parametrize(
    "change",
    [
        rename_council,
        rename_ann,
        hide_ann,
        retitle_first,
        move_first,
        withdraw_first,
        return_first,
        close_item_of_first,
        reopen_item_of_first,
        publish_third,
    ],
)
def test_change_elsewhere_is_no_forgery(related, change: Callable[[Meeting, Meeting], None]):
    change(*related)

    assert list(problems_of_record()) == []


def test_key_that_an_older_version_lacks_is_no_forgery(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.record.build.MEETING_FIELDS", ("name", "date", "next_sequence"))

    assert list(problems_of_record()) == []


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("UPDATE archive_attendance SET name_as_written = 'Eve'", "attendances 1: person"),
        (
            "UPDATE archive_resolution SET mover_as_written = 'Eve' WHERE yes_count = 5",
            "resolutions 1: mover",
        ),
        ("UPDATE archive_vote SET name_as_written = 'Eve'", "resolutions 1: votes 1: voter"),
        ("UPDATE archive_meeting SET body_as_written = 'Eve' WHERE date = '2023-05-02'", "body"),
    ],
)
def test_forged_name_as_written_is_found(sql: str, place: str):
    run(sql)

    [problem] = problems_of_record()

    assert problem == f"{ADDRESS}v1/ does not say what the database does: {place}."
