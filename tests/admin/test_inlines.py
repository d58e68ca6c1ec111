"""Rows on a meeting's page: their order, and what is folded away."""

import datetime as dt
import json

from django.test import Client

from archive.models import Attendance, Meeting, Person
from tests.admin.pages import change, errors, filled, row, save
from tests.factories import make_attendance, make_draft, make_item, make_person, make_resolution


def items(meeting: Meeting) -> list[tuple[int, str]]:
    return list(meeting.agenda_items.in_order().values_list("position", "name"))


def meeting_with(*names: str) -> Meeting:
    meeting = make_draft()
    for name in names:
        make_item(meeting, name=name)
    return meeting


def test_rows_swap_positions(clerk: Client):
    meeting = meeting_with("one", "two")
    fields = filled(clerk, change(meeting), **{"agenda_items-0-order": 2, "agenda_items-1-order": 1})

    save(clerk, change(meeting), fields)

    assert items(meeting) == [(1, "two"), (2, "one")]


def test_rows_take_the_place_of_a_deleted_one(clerk: Client):
    meeting = meeting_with("one", "two", "three")
    fields = filled(clerk, change(meeting), **{"agenda_items-0-DELETE": "on"})

    save(clerk, change(meeting), fields)

    assert items(meeting) == [(1, "two"), (2, "three")]


def test_row_without_a_number_follows_the_row_before_it(clerk: Client):
    meeting = meeting_with("one", "two")
    fields = filled(clerk, change(meeting), **{"agenda_items-TOTAL_FORMS": 4, "agenda_items-1-order": 9})
    fields |= row("agenda_items", 2, name="last") | row("agenda_items", 3, name="first", order=0)

    save(clerk, change(meeting), fields)

    assert items(meeting) == [(1, "first"), (2, "one"), (3, "two"), (4, "last")]


def test_rows_keep_their_numbers_when_nothing_changed(clerk: Client):
    meeting = make_draft()
    make_item(meeting, name="seventh", position=7)

    save(clerk, change(meeting), filled(clerk, change(meeting)))

    assert items(meeting) == [(7, "seventh")]


def test_folded_row_keeps_what_it_does_not_send(clerk: Client):
    meeting, substitute = make_draft(), make_person()
    make_attendance(meeting, note="Left early", on_behalf_of=substitute, voting=True)
    fields = filled(clerk, change(meeting), **{"attendances-0-label": "Mayor"})

    save(clerk, change(meeting), fields)

    attendance = meeting.attendances.get()
    assert "attendances-0-note" not in fields
    assert (attendance.label, attendance.note) == ("Mayor", "Left early")
    assert (attendance.on_behalf_of, attendance.voting) == (substitute, True)


def test_unfolded_row_saves_what_it_sends(clerk: Client):
    meeting = make_draft()
    make_attendance(meeting, note="Left early", voting=True)
    fields = filled(clerk, change(meeting))
    fields |= row(
        "attendances", 0, note="", voting="unknown", left_at="11.30", mode="remote", on_behalf_of=""
    )

    save(clerk, change(meeting), fields)

    attendance = meeting.attendances.get()
    assert (attendance.note, attendance.voting, attendance.mode) == ("", None, "remote")
    assert attendance.left_at == dt.time(11, 30)


def test_unfolded_row_unticks_a_box(clerk: Client):
    meeting = meeting_with("Personnel")
    fields = filled(clerk, change(meeting)) | row("agenda_items", 0, presenter="", continued_from="")

    save(clerk, change(meeting), fields)

    assert meeting.agenda_items.get().is_public is False


def test_folded_row_carries_its_values(clerk: Client):
    meeting, substitute = make_draft(), make_person("Kate Stewart")
    make_attendance(meeting, note="Left early", on_behalf_of=substitute, voting=True)

    form = clerk.get(change(meeting)).context["inline_admin_formsets"][0].formset.forms[0]

    values = json.loads(form.folded_values())
    assert values == {  # and nothing that an empty row holds as well
        "on_behalf_of": [substitute.pk, "Kate Stewart"],
        "on_behalf_of_as_written": "Kate Stewart",
        "note": "Left early",
        "voting": "true",
    }
    assert form.more_count() == 3


def large_meeting() -> Meeting:
    meeting = make_draft()
    people = Person.objects.bulk_create(
        [Person(name=f"Person {n}", slug=f"person-{n}") for n in range(300)]
    )
    rows = [
        Attendance(meeting=meeting, person=person, position=place, label="Councillor for the ward")
        for place, person in enumerate(people, start=1)
    ]
    Attendance.objects.bulk_create(rows)
    for _ in range(60):
        make_resolution(meeting)
    return meeting


def test_large_meeting_is_less_than_500_kilobytes(clerk: Client):
    page = clerk.get(change(large_meeting())).content

    assert len(page) < 500_000
    assert page.count(b"-person") >= 300


def test_long_list_has_all_fields_without_scripts(clerk: Client):
    meeting = large_meeting()

    page = clerk.get(change(meeting)).content.decode()
    whole = clerk.get(f"{change(meeting)}?all=1").content.decode()

    assert '<a href="?all=1#attendances-group">Show all fields of all rows</a>' in page
    assert ('name="attendances-299-note"' in page, 'name="attendances-299-note"' in whole) == (False, True)
    assert whole.count('<option value="excused">') > 300
    assert "attendances-299-DELETE" in whole


def test_person_listed_twice_is_told(clerk: Client):
    meeting, person = make_draft(), make_person()
    fields = filled(clerk, change(meeting), **{"attendances-TOTAL_FORMS": 2})
    for number in (0, 1):
        fields |= row("attendances", number, person=person.pk, role="member", status="present")

    response = clerk.post(change(meeting), fields)

    assert "duplicate" in errors(response)["attendances"][0]
    assert not meeting.attendances.exists()


def test_agenda_item_with_a_resolution_is_not_deleted(clerk: Client):
    meeting = meeting_with("Floods")
    make_resolution(meeting, agenda_item=meeting.agenda_items.get())
    fields = filled(clerk, change(meeting), **{"agenda_items-0-DELETE": "on"})

    response = clerk.post(change(meeting), fields)

    assert "protected" in errors(response)["agenda_items"][0]
    assert items(meeting) == [(1, "Floods")]
