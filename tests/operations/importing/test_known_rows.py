"""Rows that are not meetings, imported again: what differs is listed, and corrected with a reason."""

import datetime as dt
from pathlib import Path

import pytest

from archive.models import Body, Matter, Membership, Person, PublicChange, Resolution, Topic
from archive.operations.importing.importer import Counts, Importer
from archive.record.verify import problems_of_record
from tests.factories import make_action, make_body, make_meeting, make_person, make_resolution
from tests.operations.importing.rows import Row, import_rows, write_rows

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"
UNCHANGED = "imported 0, unchanged 1, differs 0, refused 0"
DIFFERS = "imported 0, unchanged 0, differs 1, refused 0"
BODY = {"type": "body", "name": "Works", "description": "Roads."}
PERSON = {"type": "person", "name": "Ann Lee", "alternate_name": "李安"}
POST = {
    "type": "membership",
    "person": "Ann Lee",
    "body": "Works",
    "role": "chair",
    "start_date": "2020-01-01",
}
MATTER = {"type": "matter", "body": "Works", "identifier": "2023-014", "name": "Mill Lane"}
TOPIC = {"type": "topic", "name": "Bridge", "description": "The old one."}
KEPT = " (changed in the archive, or not to be changed by an import: left)"


def told(folder: Path, row: Row, correct: str = "") -> list[str]:
    """Import a row again and return what is said to differ."""
    said: list[str] = []
    importer = Importer(
        counts=Counts(), correct=correct, on_difference=lambda _line, change: said.append(change)
    )
    importer.import_file(write_rows(folder / "rows.jsonl", row))
    return said


@pytest.mark.parametrize(
    ("model", "row", "field", "other", "change"),
    [
        (Body, BODY, "description", "Roads and bridges.", "description: Roads. → Roads and bridges."),
        (Body, BODY, "founding_date", "1900-01-01", "founding_date: — → 1900-01-01"),
        (Person, PERSON, "alternate_name", "李恩", "alternate_name: 李安 → 李恩"),
        (Person, PERSON, "alternate_name", "", "alternate_name: 李安 → —"),
        (Membership, POST, "end_date", "2024-05-01", "end_date: — → 2024-05-01"),
        (Membership, POST, "label", "Convener", "label: — → Convener"),
        (Topic, TOPIC, "query", "bridge", "query: — → bridge"),
        (Matter, MATTER, "name", "Rezoning of Mill Lane", "name: Mill Lane → Rezoning of Mill Lane"),
        (Matter, MATTER, "alternate_name", "磨坊巷", "alternate_name: — → 磨坊巷"),
    ],
)
def test_what_differs_is_listed_and_corrected(tmp_path, model, row, field, other, change):
    assert import_rows(tmp_path, row)[0] == ONE
    assert import_rows(tmp_path, row)[0] == UNCHANGED
    changed = row | {field: other}

    assert import_rows(tmp_path, changed)[0] == DIFFERS
    assert told(tmp_path, changed) == [change]
    before = model.objects.values_list(field, flat=True).get()
    assert str(before or "") == row.get(field, "")

    assert told(tmp_path, changed, "As amended.") == [change]
    assert str(model.objects.values_list(field, flat=True).get() or "") == other
    assert import_rows(tmp_path, changed)[0] == UNCHANGED


@pytest.mark.parametrize(
    ("model", "row", "field"),
    [(Body, BODY, "description"), (Person, PERSON, "alternate_name"), (Topic, TOPIC, "description")],
)
def test_what_was_changed_in_the_archive_is_left(tmp_path, model, row, field):
    import_rows(tmp_path, row)
    model.objects.update(**{field: "By hand"})
    assert import_rows(tmp_path, row)[0] == UNCHANGED
    changed = row | {field: "By the source"}

    for correct in ("", "As amended.", "As amended."):
        assert told(tmp_path, changed, correct) == [f"{field}: By hand → By the source{KEPT}"]

    assert model.objects.values_list(field, flat=True).get() == "By hand"


def test_body_that_a_meeting_made_is_filled_and_not_overwritten(tmp_path):
    make_body("Works", description="By hand")
    row = BODY | {"alternate_name": "工务"}

    assert told(tmp_path, row, "From the register.") == [
        "alternate_name: — → 工务",
        f"description: By hand → Roads.{KEPT}",
    ]
    body = Body.objects.get()
    assert (body.alternate_name, body.description) == ("工务", "By hand")


def test_body_above_is_compared_and_corrected(tmp_path):
    import_rows(tmp_path, BODY | {"parent": "Council"})

    assert import_rows(tmp_path, BODY | {"parent": "Town"}, correct="Moved.")[0] == DIFFERS

    assert str(Body.objects.get(name="Works").parent) == "Town"


def test_names_and_addresses_are_left_to_a_person(tmp_path):
    row = {"type": "person", "name": "Ann Lee", "slug": "ann"}
    import_rows(tmp_path, row)

    [said] = told(tmp_path, row | {"name": "Ann Ray"}, "She married.")

    assert said == f"name: Ann Lee → Ann Ray{KEPT}"
    assert Person.objects.get().name == "Ann Lee"
    import_rows(tmp_path, BODY)
    assert told(tmp_path, BODY | {"slug": "roads"}) == [f"slug: works → roads{KEPT}"]


def test_former_name_is_no_difference(tmp_path):
    import_rows(tmp_path, BODY)
    body = Body.objects.get()
    body.other_names.create(name="Works", kind="former")
    Body.objects.update(name="Roads Office")

    assert import_rows(tmp_path, BODY | {"founding_date": ""})[0] == UNCHANGED


def test_correction_of_what_is_public_stands_in_the_public_log(tmp_path):
    make_meeting(body=make_body("Works"), name="Meeting")
    row = {"type": "body", "name": "Works", "alternate_name": "工务"}
    import_rows(tmp_path, row, correct="Filled in.")

    import_rows(tmp_path, row | {"alternate_name": "工务局"}, correct="In full.")

    changes = PublicChange.objects.order_by("pk").values_list("what", "before", "after")
    assert list(changes) == [("alternate_name", "", "工务"), ("alternate_name", "工务", "工务局")]
    assert list(problems_of_record()) == []


def test_topic_that_picks_otherwise_differs(tmp_path):
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 8, 23))
    first, second = (make_resolution(meeting, identifier=f"2023-{number}") for number in (1, 2))
    picks = [{"body": "Board", "identifier": "2023-1"}, {"body": "Board", "identifier": "2023-2"}]
    import_rows(tmp_path, TOPIC | {"resolutions": picks[:1]})
    changed = TOPIC | {"resolutions": picks}

    assert import_rows(tmp_path, changed)[0] == DIFFERS
    assert list(Topic.objects.get().resolutions.all()) == [first]

    import_rows(tmp_path, changed, correct="Both.")
    assert set(Topic.objects.get().resolutions.all()) == {first, second}
    assert import_rows(tmp_path, changed)[0] == UNCHANGED


# Later events

MEETING = {"body": "Board", "date": "2023-08-23"}
APPROVAL = {"type": "approval", "meeting": MEETING, "approved_on": "2023-09-20"}
CLOSING = {"type": "closing", "meeting": MEETING, "position": 1, "status": "done", "outcome": "Built."}
CORRECTION = {"type": "correction", "meeting": MEETING, "kind": "corrected", "reason": "A slip."}
WITHDRAWAL = {"type": "withdrawal", "meeting": MEETING, "reason": "Not ours."}


@pytest.fixture
def meeting():
    meeting = make_meeting(body=make_body("Board"), date=dt.date(2023, 8, 23), location="Hall")
    make_action(meeting, position=1, responsible=make_person())
    return meeting


def test_approval_on_another_day_differs_and_is_corrected(tmp_path, meeting):
    assert import_rows(tmp_path, APPROVAL)[0] == ONE
    assert import_rows(tmp_path, APPROVAL)[0] == UNCHANGED
    changed = APPROVAL | {"approved_on": "2023-09-21"}

    assert told(tmp_path, changed) == ["approved_on: 2023-09-20 → 2023-09-21"]
    import_rows(tmp_path, changed, correct="The wrong day.")

    meeting.refresh_from_db()
    assert meeting.approved_on == dt.date(2023, 9, 21)
    assert meeting.revisions.order_by("-pk")[0].reason == "The wrong day."
    assert import_rows(tmp_path, changed)[0] == UNCHANGED


def test_closing_with_another_outcome_differs_and_is_corrected(tmp_path, meeting):
    assert import_rows(tmp_path, CLOSING)[0] == ONE
    changed = CLOSING | {"outcome": "Sold."}

    assert told(tmp_path, changed) == ["outcome: Built. → Sold."]
    import_rows(tmp_path, changed, correct="Read again.")

    assert meeting.action_items.get().outcome == "Sold."
    meeting.action_items.update(outcome="Burnt.", status="dropped")
    assert import_rows(tmp_path, changed)[0] == UNCHANGED


def test_closing_that_was_opened_again_at_the_desk_stays_open(tmp_path, meeting):
    import_rows(tmp_path, CLOSING)
    meeting.action_items.update(status="open")

    assert import_rows(tmp_path, CLOSING)[0] == UNCHANGED
    assert meeting.action_items.get().status == "open"


def test_correction_that_says_otherwise_now_is_listed_and_left(tmp_path, meeting):
    assert import_rows(tmp_path, CORRECTION | {"set": {"location": "Room"}})[0] == ONE
    assert import_rows(tmp_path, CORRECTION | {"set": {"location": "Room"}})[0] == UNCHANGED

    said = told(tmp_path, CORRECTION | {"set": {"location": "Barn"}}, "Again.")

    assert said == [f'set: — → {{"location": "Barn"}}{KEPT}']
    meeting.refresh_from_db()
    assert meeting.location == "Room"


def test_withdrawal_for_another_reason_is_listed_and_left(tmp_path, meeting):
    assert import_rows(tmp_path, WITHDRAWAL)[0] == ONE
    assert import_rows(tmp_path, WITHDRAWAL)[0] == UNCHANGED

    assert told(tmp_path, WITHDRAWAL | {"reason": "A draft."}) == [f"reason: Not ours. → A draft.{KEPT}"]


# Matters


@pytest.mark.parametrize(
    ("other", "matters"),
    [
        ({"identifier": "5", "name": "New fence for the school"}, 2),  # number 5 of another year
        ({"identifier": "5", "name": "Rezoning of Mill  Lanes"}, 1),
        ({"identifier": "5"}, 1),
        ({"identifier": "第五号", "name": "Rezoning of Mill Lane"}, 2),
        ({"name": "Rezoning of Mill Lane"}, 1),  # without its number
        ({"identifier": "5", "body": "Works", "name": "Rezoning of Mill Lane"}, 1),  # the body above
        ({"identifier": "5", "body": "Elsewhere", "name": "Rezoning of Mill Lane"}, 2),
    ],
)
def test_row_of_a_matter_finds_the_one_that_is_meant(tmp_path, other: Row, matters: int):
    make_body("Roads", parent=make_body("Works"))
    row = {"type": "matter", "body": "Roads", "identifier": "5", "name": "Rezoning of Mill Lane"}

    import_rows(tmp_path, row)
    _counts, refusals = import_rows(tmp_path, {"type": "matter", "body": "Roads"} | other)

    assert refusals == []
    assert Matter.objects.count() == matters


def test_matter_of_one_count_within_another_keeps_its_number_whatever_its_title(tmp_path):
    import_rows(tmp_path, MATTER)

    assert told(tmp_path, MATTER | {"name": "Traffic"}) == ["name: Mill Lane → Traffic"]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"body": "Works"}, "Give the matter an official number or a title."),
        ({"identifier": "5"}, "The body has no name."),
        ({"body": "Works", "identifier": 5}, "identifier is not text."),
        ({"body": "Works", "name": "x" * 501}, "name: "),
        ({"body": "Works", "name": "A", "steps": []}, "Unknown field: steps."),
        ({"body": "Works", "name": "A", "slug": "a"}, "Unknown field: slug."),
    ],
)
def test_matter_is_refused_with_a_reason(tmp_path, row: Row, reason: str):
    _counts, [(_line, said)] = import_rows(tmp_path, {"type": "matter"} | row)

    assert reason in said


def test_title_of_a_public_matter_corrected_by_its_source_stands_in_the_public_log(tmp_path):
    meeting = make_meeting(body=make_body("Works"), resolutions=1)
    import_rows(tmp_path, MATTER)
    Resolution.objects.filter(meeting=meeting).update(matter=Matter.objects.get())

    told(tmp_path, MATTER | {"name": "Rezoning of Mill Lane"}, "As amended.")

    logged = PublicChange.objects.values_list("subject", "name", "what", "before", "after")
    assert list(logged) == [
        ("matter", "2023-014 Rezoning of Mill Lane", "name", "Mill Lane", "Rezoning of Mill Lane")
    ]
    assert not list(problems_of_record())
