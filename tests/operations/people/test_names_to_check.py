"""A decision on a name gives its rows to whom it names, corrects what is published, and is remembered."""

import pytest

from archive.models import Attendance, NameToCheck, Vote
from archive.operations.entry.name_lookup import Choices, chosen
from archive.operations.entry.prefill import attendance_rows
from archive.operations.people import decide_name, merge_people
from archive.reader.attendance import read_names
from archive.record.verify import problems_of_record
from tests.factories import make_person
from tests.operations.importing.rows import import_rows, simple_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def name(tmp_path) -> NameToCheck:
    """A name that published minutes list and let vote, beside Lin."""
    votes = {"names_against": ["Wu & Chen", "Lin"]}
    row = simple_row(
        attendees=[{"name": "Lin"}, {"name": "Wu & Chen", "status": "absent"}],
        resolutions=[{"text": "Buy.", "status": "passed", "votes": votes}],
    )
    import_rows(tmp_path, row, publish=True)
    return NameToCheck.objects.get()


def rows() -> list[tuple[str, str, str]]:
    found = Attendance.objects.in_order().select_related("person")
    return [(str(row.person), row.name_as_written, row.status) for row in found]


def versions(name: NameToCheck) -> list[str]:
    meeting = Attendance.objects.in_order()[0].meeting
    return list(meeting.revisions.order_by("pk").values_list("reason", flat=True))


def test_not_a_person_leaves_the_list(name):
    assert decide_name(name, "nobody") == 1

    assert rows() == [("Lin", "Lin", "present")]
    assert [str(vote.voter) for vote in Vote.objects.all()] == ["Lin"]
    assert versions(name) == ["", "“Wu & Chen” is not a person."]
    assert list(problems_of_record()) == []


def test_person_takes_the_row_under_the_name_as_written(name):
    wu = make_person("Wu Chen")

    decide_name(name, "person", [wu])

    assert rows() == [("Lin", "Lin", "present"), ("Wu Chen", "Wu & Chen", "absent")]
    assert list(problems_of_record()) == []


def test_several_people_take_a_row_each(name):
    decide_name(name, "several", [make_person("Wu"), make_person("Chen")])

    assert rows()[1:] == [("Wu", "Wu", "absent"), ("Chen", "Chen", "absent")]
    assert Vote.objects.count() == 3
    assert versions(name)[1] == "“Wu & Chen” stands for: Wu, Chen."
    assert list(problems_of_record()) == []


def test_who_is_listed_already_is_not_listed_twice(name):
    decide_name(name, "person", [Attendance.objects.exclude(person=None).get().person])

    assert rows() == [("Lin", "Lin", "present")]


@pytest.mark.parametrize(
    ("decision", "count"), [("person", 0), ("person", 2), ("several", 1), ("nobody", 1)]
)
def test_decision_asks_for_its_number_of_people(name, decision: str, count: int):
    with pytest.raises(ValueError, match="another number"):
        decide_name(name, decision, [make_person(f"P{number}") for number in range(count)])


def test_pasted_names_obey(name):
    wu = make_person("Wu Chen")
    decide_name(name, "person", [wu])
    NameToCheck.objects.create(name="AOB", decision="nobody")

    assert [choice.value for choice in chosen(["wu & chen", "AOB", "VDB 11", "Zhou"])] == [
        str(wu.pk),
        "",
        "",
        "new:Zhou",
    ]


def test_what_is_not_a_person_is_left_out_of_pasted_names():
    NameToCheck.objects.create(name="AOB", decision="nobody")

    rows = attendance_rows(read_names("Lin, AOB, Wu"), Choices())

    assert [row["person"] for row in rows] == ["new:Lin", "new:Wu"]


def test_merge_keeps_what_was_decided(name):
    wu, other = make_person("Wu Chen"), make_person("Wu C.")
    decide_name(name, "person", [other])

    merge_people(wu, other, decisions={})

    assert list(name.people.all()) == [wu]
