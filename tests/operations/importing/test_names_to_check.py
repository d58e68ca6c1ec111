"""Names that are not shaped like names: kept in their place, and what was decided is obeyed."""

from typing import Any

import pytest

from archive.models import ActionItem, Attendance, Meeting, NameToCheck, Person, Resolution, Vote
from archive.operations.people import decide_name
from archive.operations.publish import problems_of
from archive.record.verify import problems_of_record
from tests.factories import make_person
from tests.operations.importing.rows import full_row, import_rows, simple_row

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"
AOB = {"name": "AOB", "role": "Chair"}
LIN = {"name": "Lin"}


def listed() -> list[tuple[str | None, str]]:
    return list(Attendance.objects.in_order().values_list("person__name", "name_as_written"))


def test_what_is_no_name_waits_in_its_place(tmp_path, client):
    row = simple_row(
        attendees=[LIN, {"name": "VDB 11", "status": "absent"}, {"name": "Wu"}],
        resolutions=[{"text": "Buy.", "status": "passed", "votes": {"names_against": ["Messrs", "Lin"]}}],
    )

    assert import_rows(tmp_path, row, publish=True)[0] == ONE

    assert listed() == [("Lin", "Lin"), (None, "VDB 11"), ("Wu", "Wu")]
    assert set(Person.objects.values_list("name", flat=True)) == {"Lin", "Wu"}
    assert {str(name) for name in NameToCheck.objects.waiting()} == {"VDB 11", "Messrs"}
    assert list(map(str, Vote.objects.in_order())) == ["Messrs: Against", "Lin: Against"]
    page = client.get("/meetings/town-council/2023-08-23/").content.decode()
    assert "VDB 11" in page
    assert "Messrs" in client.get("/meetings/town-council/2023-08-23/resolutions/1/").content.decode()
    assert "/people/vdb" not in page
    assert list(problems_of_record()) == []


def test_second_import_is_unchanged(tmp_path):
    row = simple_row(attendees=[AOB, LIN])
    import_rows(tmp_path, row)

    assert import_rows(tmp_path, row)[0] == "imported 0, unchanged 1, differs 0, refused 0"
    assert import_rows(tmp_path, row | {"location": "Hall"}, correct="Amended.")[0].startswith(
        "imported 0, unchanged 0, differs 1"
    )
    assert listed() == [(None, "AOB"), ("Lin", "Lin")]


def test_name_of_somebody_who_is_known_is_that_person(tmp_path):
    make_person("VDB 11")

    import_rows(tmp_path, simple_row(attendees=[{"name": "VDB 11"}]))

    assert listed() == [("VDB 11", "VDB 11")]


def test_not_a_person_is_obeyed_for_ever(tmp_path):
    NameToCheck.objects.create(name="AOB", decision="nobody")

    votes = {"names_for": ["AOB", "Lin"]}
    row = simple_row(attendees=[{"name": " aob "}, LIN], resolutions=[{"text": "Buy.", "votes": votes}])
    import_rows(tmp_path, row)

    assert listed() == [("Lin", "Lin")]
    assert [str(vote.voter) for vote in Vote.objects.all()] == ["Lin"]
    assert import_rows(tmp_path, row | {"location": "Hall"})[0].startswith(
        "imported 0, unchanged 0, differs 1"
    )


def test_name_decided_to_be_people_is_those(tmp_path):
    lin, wu = make_person("Lin"), make_person("Wu")
    NameToCheck.objects.create(name="Lin & Wu", decision="several").people.set([lin, wu])
    NameToCheck.objects.create(name="VDB 11", decision="person").people.set([lin])

    import_rows(
        tmp_path,
        simple_row(1, attendees=[{"name": "Lin & Wu"}, {"name": "Chen"}]),
        simple_row(2, date="2023-08-24", attendees=[{"name": "VDB 11"}]),
    )

    assert sorted(listed(), key=str) == [
        ("Chen", "Chen"),
        ("Lin", "Lin"),
        ("Lin", "VDB 11"),
        ("Wu", "Wu"),
    ]


def test_names_on_one_line_are_two_waiting_rows_of_two_names(tmp_path):
    import_rows(tmp_path, simple_row(attendees=[AOB, {"name": "(10 min max)"}]))

    assert listed() == [(None, "AOB"), (None, "(10 min max)")]


# Every role

HELD = full_row(
    attendances=[{"person": "Ann Lee", "role": "chair", "on_behalf_of": "Messrs Hill"}],
    resolutions=[{"text": "Buy.", "result": "adopted", "mover": "Lin & Wu", "seconder": "(second)"}],
    action_items=[{"description": "Ask.", "responsible": "TBD"}],
)
PAGE = "/meetings/town-council/2023-08-23/"


def fields() -> list[str]:
    """Return the names as written of one who is replaced, of mover, seconder and those responsible."""
    resolution, action = Resolution.objects.get(), ActionItem.objects.get()
    return [
        Attendance.objects.get().on_behalf_of_as_written,
        resolution.mover_as_written,
        resolution.seconder_as_written,
        action.responsible_as_written,
    ]


def test_every_role_waits_and_is_shown_as_text(tmp_path, client):
    assert import_rows(tmp_path, HELD, publish=True)[0] == ONE

    assert [person.name for person in Person.objects.all()] == ["Ann Lee"]
    assert fields() == ["Messrs Hill", "Lin & Wu", "(second)", "TBD"]
    page = client.get(PAGE).content.decode()
    assert all(name in page for name in ("Messrs Hill", "Lin &amp; Wu", "(second)", "TBD"))
    assert "TBD" in client.get("/actions/").content.decode()
    assert "nobody is named" not in client.get("/actions/").content.decode()
    assert "TBD" in client.get(f"{PAGE}record.txt").content.decode()
    assert list(problems_of_record()) == []
    names: Any = NameToCheck.objects.with_places()
    assert {name.name: name.place_count for name in names} == {
        "Messrs Hill": 1,
        "Lin & Wu": 1,
        "(second)": 1,
        "TBD": 1,
    }


def test_second_import_of_every_role_is_unchanged(tmp_path):
    import_rows(tmp_path, HELD)

    assert import_rows(tmp_path, HELD)[0] == "imported 0, unchanged 1, differs 0, refused 0"
    other = HELD | {"location": "Hall"}
    assert import_rows(tmp_path, other, correct="Amended.")[0].startswith(
        "imported 0, unchanged 0, differs 1"
    )
    assert fields() == ["Messrs Hill", "Lin & Wu", "(second)", "TBD"]


def test_saving_a_row_keeps_the_name_that_waits(tmp_path):
    import_rows(tmp_path, HELD)

    for row in (*Attendance.objects.all(), *Resolution.objects.all(), *ActionItem.objects.all()):
        row.save()

    assert fields() == ["Messrs Hill", "Lin & Wu", "(second)", "TBD"]


@pytest.mark.parametrize("name", ["Messrs Hill", "(second)", "TBD"])
def test_not_a_person_is_remembered_for_every_role(tmp_path, name):
    import_rows(tmp_path, HELD, publish=True)
    check = NameToCheck.objects.get(name=name)

    assert decide_name(check, "nobody") == 1

    assert name not in fields()
    assert list(problems_of_record()) == []
    again = HELD | {"source_url": "2.md", "date": "2023-09-01", "number": "2"}
    assert import_rows(tmp_path, again)[0] == ONE
    assert check.substitutions.count() + check.seconded_resolutions.count() == 0
    assert check.action_items.count() == 0


def test_decided_person_takes_every_role_under_the_name_as_written(tmp_path, client):
    import_rows(tmp_path, HELD, publish=True)
    hill = make_person("Rose Hill")

    for check in NameToCheck.objects.all():
        decide_name(check, "person", [hill])

    assert fields() == ["Messrs Hill", "Lin & Wu", "(second)", "TBD"]
    assert Resolution.objects.get().mover == ActionItem.objects.get().responsible == hill
    assert not Resolution.objects.exclude(mover_to_check=None).exists()
    assert list(problems_of_record()) == []
    assert client.get(PAGE).content.decode().count("/people/rose-hill/") >= 4


def test_mover_of_several_people_stays_as_written(tmp_path):
    import_rows(tmp_path, HELD, publish=True)
    people = [make_person("Lin"), make_person("Wu")]

    decide_name(NameToCheck.objects.get(name="Lin & Wu"), "several", people)

    assert fields()[1] == "Lin & Wu"
    assert Resolution.objects.get().mover is None
    assert list(problems_of_record()) == []


def test_person_chosen_at_the_desk_ends_the_waiting(tmp_path):
    import_rows(tmp_path, HELD)
    resolution = Resolution.objects.get()

    resolution.mover = make_person("Lin")
    resolution.save()

    resolution.refresh_from_db()
    assert (resolution.mover_to_check, resolution.mover_as_written) == (None, "Lin & Wu")


# Counts


def test_names_that_wait_are_not_counted_as_people(tmp_path, client):
    attendees = [LIN, {"name": "Wu"}, AOB | {"role": ""}, {"name": "Ray", "status": "absent"}]
    import_rows(tmp_path, simple_row(attendees=attendees, resolutions=[{"text": "Buy."}]), publish=True)

    page = client.get(PAGE).content.decode()

    assert "Present (2, and 1 name to check)" in page
    assert "Absent (1)" in page
    assert "<dt>Present</dt>" not in client.get(f"{PAGE}resolutions/1/").content.decode()
    assert "present" not in client.get("/meetings/").content.decode().partition("<main")[2]
    assert b",3," not in client.get("/meetings.csv").getvalue()


def test_list_of_names_that_wait_alone_counts_nobody(tmp_path, client):
    import_rows(tmp_path, simple_row(attendees=[{"name": "AOB"}, {"name": "(none)"}]), publish=True)

    assert "Present (2 names to check)" in client.get(PAGE).content.decode()


def test_names_that_wait_raise_no_doubt_about_counts(tmp_path):
    attendances = [{"person": "Lin"}, {"person": "Wu"}, {"person": "Chen & Zhao"}]
    import_rows(tmp_path, full_row(attendances=attendances, present_count=4, quorum=4))

    assert [one.message for one in problems_of(Meeting.objects.with_children().get())] == []
