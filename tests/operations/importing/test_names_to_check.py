"""Names that are not shaped like names: kept in their place, and what was decided is obeyed."""

import pytest

from archive.models import Attendance, NameToCheck, Person, Vote
from archive.record.verify import problems_of_record
from tests.factories import make_person
from tests.operations.importing.rows import import_rows, simple_row

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
