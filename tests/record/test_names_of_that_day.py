"""Names in versions: a rename changes no old record, whatever is corrected in it afterwards."""

import datetime as dt
import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from archive.models import Body, Meeting, Person, Revision
from archive.operations.people import merge_people
from archive.operations.publish import correct, move_meeting, publish, rename_body
from archive.record.build import record_of
from archive.record.compare import differences
from archive.record.history import with_addresses_of_today
from archive.record.quoted_bodies import bodies_in
from archive.record.row_differences import changed_rows
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_draft,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db

CHANGES: dict[str, dict[str, Any]] = {
    "name": {"name": "Changed Since"},
    "alternate_name": {"alternate_name": "另名"},
    "language": {"language": "fr"},
    "classification": {"classification": "board"},
    "classification_as_written": {"classification_as_written": "Conclave"},
    "approval": {"approval": "none"},
    "description": {"description": "Another."},
    "keeps_register": {"keeps_register": True, "register_checked_on": dt.date(2024, 5, 2)},
    "register_checked_on": {"keeps_register": True, "register_checked_on": dt.date(2024, 5, 3)},
    "sort_name": {"sort_name": "Since, Changed"},
    "has_public_page": {"has_public_page": False},
}


def published_meeting() -> Meeting:
    """Return a published meeting in which one person and one body have every role."""
    person, other, body = make_person("Ida Merrow"), make_person("Ada Nowak"), make_body("Ferry Board")
    meeting = make_draft(body=body, date=dt.date(2015, 5, 3), location="Room")
    make_attendance(meeting, person=person, role="chair")
    make_attendance(meeting, person=other, on_behalf_of=person)
    resolution = make_resolution(meeting, mover=person, seconder=person)
    make_vote(resolution, voter=person)
    make_action(meeting, responsible=person, responsible_body=body)
    publish(meeting)
    return Meeting.objects.get(pk=meeting.pk)


def rename_all() -> None:
    rows: list[Any] = [*Person.objects.all(), *Body.objects.all()]
    for row in rows:
        row.name = f"{row.name} Since"
        row.save()


def correct_place(meeting: Meeting) -> list[dict[str, Any]]:
    """Correct the place alone; return the records of both versions."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.location = "Hall"
    meeting.save()
    correct(meeting, kind=Revision.Kind.CORRECTED, reason="Place added.")
    versions = meeting.revisions.order_by("number").values_list("snapshot", flat=True)
    return [json.loads(snapshot) for snapshot in versions]


def names_in(value: Any) -> list[str]:
    """Return every name of a person or body in a record."""
    if isinstance(value, list):
        return [name for each in value for name in names_in(each)]
    if not isinstance(value, dict):
        return []
    own = [value["name"]] if "slug" in value else []
    return own + [name for key in sorted(value) for name in names_in(value[key])]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field)
        for model in (Person, Body)
        for field in CHANGES
        if field in {one.name for one in model._meta.fields}
    ],
)
def test_correction_of_the_place_changes_the_place_only(model: Any, field: str):
    meeting = published_meeting()
    row = model.objects.order_by("pk").first()
    for name, value in CHANGES[field].items():
        setattr(row, name, value)
    row.save()

    first, second = correct_place(meeting)

    assert [change.heading for change in differences(first, second)] == ["Place"]
    assert names_in(first) == names_in(second)
    assert len(names_in(second)) == 9
    assert list(bodies_in(first)) == list(bodies_in(second))


def test_alternate_name_of_that_day_stays_when_the_body_moves_but_not_in_another_body():
    meeting = published_meeting()
    body = Body.objects.get(name="Ferry Board")
    Body.objects.update(alternate_name="渡轮局", language="zh-Hans")
    rename_body(Body.objects.get(pk=body.pk), "ferries")

    first, second = correct_place(meeting)

    assert (second["body"]["slug"], second["body"]["alternate_name"]) == ("ferries", "")
    assert (second["body"]["language"], list(changed_rows())) == (first["body"]["language"], [])

    move_meeting(meeting, body=make_body("Ferry Board", alternate_name="另局"), reason="Another body.")
    third = json.loads(meeting.revisions.get(number=3).snapshot)
    assert third["body"]["alternate_name"] == "另局"


def test_every_editable_field_is_tried():
    untried = {"parent", "seats", "founding_date", "dissolution_date", "slug", "id", "name_key", "sort_key"}
    fields = {field.name for model in (Person, Body) for field in model._meta.fields}

    assert fields - untried - set(CHANGES) == set()


def test_rows_still_say_what_the_version_says_after_a_rename():
    published_meeting()
    rename_all()

    assert list(changed_rows()) == []


def test_old_name_is_on_page_register_and_tables(client):
    meeting = published_meeting()
    rename_all()

    addresses = ["/meetings/", "/meetings.csv", "/resolutions.csv", "/actions/", "/actions.csv"]
    shown = [client.get(address).getvalue().decode() for address in addresses]
    page = client.get(meeting.get_absolute_url()).text

    assert all("Ferry Board" in text for text in shown)
    assert all("Ida Merrow" in text for text in shown[2:])
    assert " Since" not in page
    assert '<a href="/people/ida-merrow/">Ida Merrow</a>' in page


def test_migration_takes_the_names_that_the_last_version_told():
    meeting, draft = published_meeting(), make_draft(body=Body.objects.get())
    make_attendance(draft, person=Person.objects.get(name="Ida Merrow"))
    rename_all()
    migration: Any = import_module("archive.migrations.0019_fill_names_as_written")
    for model, _key, written in migration.ROLES:
        apps.get_model("archive", model)._default_manager.update(**{written: ""})

    migration.fill(apps, None)

    rows = Meeting.objects.with_children()
    told = json.loads(meeting.revisions.get().snapshot)
    assert names_in(record_of(rows.get(pk=meeting.pk))) == names_in(told)
    assert set(names_in(record_of(rows.get(pk=draft.pk)))) == {"Ferry Board Since", "Ida Merrow Since"}


def test_correction_after_a_merge_changes_the_place_only():
    meeting = published_meeting()
    kept = make_person("Ida Holm")
    merge_people(kept, Person.objects.get(name="Ida Merrow"), decisions={})

    first, second = correct_place(meeting)

    assert names_in(first) == names_in(second)
    changes = differences(*with_addresses_of_today(first, second))
    assert [change.heading for change in changes] == ["Place"]
