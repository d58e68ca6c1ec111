"""The simple form: every field, and nothing invented."""

import datetime as dt
from pathlib import Path

import pytest

from archive.models import Attendance, Meeting, Person, Resolution
from archive.operations.publish import publish
from tests.operations.importing.rows import Row, import_rows, reason_for, simple_row

pytestmark = pytest.mark.django_db


def imported(folder: Path, **fields: object) -> Meeting:
    """Import one row and return its meeting."""
    assert import_rows(folder, simple_row(**fields)) == (
        "imported 1, unchanged 0, differs 0, refused 0",
        [],
    )
    return Meeting.objects.get()


def attended(folder: Path, *attendees: Row) -> list[Attendance]:
    return list(imported(folder, attendees=list(attendees)).attendances.in_order())


def decided(folder: Path, *resolutions: Row) -> list[Resolution]:
    return list(imported(folder, resolutions=list(resolutions)).resolutions.in_order())


def test_meeting_takes_every_field(tmp_path):
    meeting = imported(
        tmp_path,
        licence="CC0",
        language="zh-Hant",
        location="Hall",
        agenda=["Budget", "防汛"],
        attendees=[{"name": "Lin"}],
    )

    assert (meeting.source, meeting.source_url) == ("town", "minutes/1.md")
    assert (meeting.date, meeting.year) == (dt.date(2023, 8, 23), 2023)
    assert (meeting.name, meeting.text, meeting.location) == ("Meeting 1", "The council met.", "Hall")
    assert (meeting.licence, meeting.language, meeting.publication) == ("CC0", "zh-Hant", "draft")
    assert (meeting.body.name, meeting.body.language) == ("Town Council", "zh-Hant")
    assert [item.name for item in meeting.agenda_items.in_order()] == ["Budget", "防汛"]
    assert meeting.attendance_status == "recorded"


def test_what_is_not_said_stays_not_known(tmp_path):
    meeting = imported(tmp_path)

    assert (meeting.language, meeting.location) == ("en", "")
    assert (meeting.attendance_status, meeting.present_count) == ("", None)
    assert (meeting.classification, meeting.attendance_mode, meeting.chair_note) == ("", "", "")
    assert (meeting.body.classification, meeting.body.approval) == ("", "")
    assert not meeting.attendances.exists()
    assert not meeting.agenda_items.exists()
    assert not meeting.resolutions.exists()


def test_nothing_is_said_of_a_chair_whom_the_row_does_not_name(tmp_path):
    meeting = imported(tmp_path, attendees=[{"name": "Lin"}])

    publish(meeting)

    assert meeting.chair_note == ""
    assert meeting.is_published


@pytest.mark.parametrize(
    ("roles", "status"),
    [(["Chair"], ""), (["Chair", "Scribe"], ""), (["Chair", ""], "recorded"), (["列席"], "recorded")],
)
def test_chair_and_recorder_alone_are_no_list_of_who_was_there(tmp_path, roles: list[str], status: str):
    attendees = [{"name": f"Person {place}", "role": role} for place, role in enumerate(roles)]

    assert imported(tmp_path, attendees=attendees).attendance_status == status


@pytest.mark.parametrize("empty", [None, []])
def test_empty_lists_are_as_good_as_none(tmp_path, empty: object):
    meeting = imported(tmp_path, attendees=empty, agenda=empty, resolutions=empty)

    assert meeting.attendance_status == ""


def test_comments_in_titles_are_left_out(tmp_path):
    assert imported(tmp_path, title="Minutes <!-- draft\n2 --> of May").name == "Minutes  of May"


def test_long_agenda_items_are_kept_whole(tmp_path):
    item = imported(tmp_path, agenda=["word " * 200]).agenda_items.get()

    assert len(item.name) == 500
    assert item.text == ("word " * 200).strip()


# Attendance


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("", "member"),
        ("Chair", "chair"),
        ("Co-chair", "chair"),
        ("chairwoman of the board", "chair"),
        ("主席", "chair"),
        ("会议主持人", "chair"),
        ("召集人", "chair"),
        ("Vice Chair", "member"),
        ("副主席", "member"),
        ("副局长，主持", "chair"),
        ("Scribe", "recorder"),
        ("記錄", "recorder"),
        ("记录人", "recorder"),
        ("列席 財政局", "in_attendance"),
        ("Armchair maker", "member"),
    ],
)
def test_role_is_read_from_the_post_as_written(tmp_path, label: str, role: str):
    [row] = attended(tmp_path, {"name": "Lin", "role": label, "status": "present"})

    assert (row.role, row.label) == (role, label)


@pytest.mark.parametrize(
    ("written", "status", "role"),
    [
        ("present", "present", "member"),
        ("absent", "absent", "member"),
        ("excused", "excused", "member"),
        ("guest", "present", "guest"),
        ("請假", "excused", "member"),
        ("Apologies", "excused", "member"),
        ("缺席", "absent", "member"),
        ("列席", "present", "in_attendance"),
        ("late", "present", "member"),
        (None, "present", "member"),
    ],
)
def test_status_is_taken(tmp_path, written: str | None, status: str, role: str):
    [row] = attended(tmp_path, {"name": "Lin", "status": written})

    assert (row.status, row.role) == (status, role)


def test_names_are_tidied_and_kept_as_written(tmp_path):
    first, second = attended(tmp_path, {"name": "阮　森"}, {"name": "Kate Stewart"})

    assert (first.person.name, first.name_as_written) == ("阮森", "阮　森")
    assert (second.person.name, second.name_as_written) == ("Kate Stewart", "Kate Stewart")


def test_order_of_attendees_is_kept(tmp_path):
    rows = attended(tmp_path, *({"name": name} for name in ("Wu", "Chen", "Lin")))

    assert [(row.position, row.person.name) for row in rows] == [(1, "Wu"), (2, "Chen"), (3, "Lin")]


def test_person_named_twice_is_one_row(tmp_path):
    [row] = attended(
        tmp_path,
        {"name": "陳瑩", "role": "Member"},
        {"name": "陈　莹", "role": "Chair", "status": "present"},
    )

    assert (row.person.name, row.role, row.label) == ("陳瑩", "chair", "Member; Chair")
    assert row.note == "陈　莹"


def test_people_meet_across_meetings(tmp_path):
    rows = [simple_row(1, attendees=[{"name": "陳瑩"}]), simple_row(2, attendees=[{"name": "陈莹"}])]

    import_rows(tmp_path, *rows)

    assert Person.objects.get().attendances.count() == 2


# Resolutions


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("passed", "adopted"),
        ("approved", "adopted"),
        ("Adopted", "adopted"),
        ("rejected", "rejected"),
        ("deferred", "deferred"),
        ("referred", "referred"),
        ("withdrawn", "withdrawn"),
        ("通過", "adopted"),
        ("否决", "rejected"),
        ("Motion carried 5-2", "adopted"),
        ("proposed", ""),
        ("needs work", ""),
        (None, "not_recorded"),
    ],
)
def test_result_is_understood_or_kept_as_written(tmp_path, written: str | None, result: str):
    [row] = decided(tmp_path, {"text": "Buy sandbags.", "status": written})

    assert (row.result, row.result_as_written) == (result, written or "")


@pytest.mark.parametrize(
    ("number", "identifier", "name"),
    [
        (None, "", ""),
        (1, "", ""),
        ("1", "", ""),
        ("7", "", "7"),
        ("#12", "", "#12"),
        ("10.1", "", "10.1"),
        ("2023-031", "2023-031", ""),
        ("漯应急办〔2012〕1号", "漯应急办〔2012〕1号", ""),
    ],
)
def test_number_is_official_if_it_says_more_than_the_order(tmp_path, number, identifier: str, name: str):
    [row] = decided(tmp_path, {"text": "Buy sandbags.", "number": number})

    assert (row.sequence, row.identifier, row.name) == (1, identifier, name)


def test_number_may_be_given_twice(tmp_path):
    rows = decided(tmp_path, {"text": "One.", "number": "A-1"}, {"text": "Two.", "number": "A-1"})

    assert [(row.identifier, row.name, row.matter) for row in rows] == 2 * [("A-1", "", None)]


def test_votes_are_counted_and_named(tmp_path):
    votes = {
        "text": "Carried.",
        "for": 2,
        "against": 1,
        "abstain": 0,
        "names_for": ["Lin", "Wu"],
        "names_against": ["Chen", "LIN"],
        "names_absent": ["Zhou"],
    }

    [row] = decided(tmp_path, {"text": "Buy sandbags.", "votes": votes})

    assert row.text == "Buy sandbags.\n\nCarried."
    assert (row.yes_count, row.no_count, row.abstain_count) == (2, 1, 0)
    assert row.decision_method == "roll_call"
    found = [(vote.voter.name, vote.option) for vote in row.votes.in_order()]
    assert found == [("Lin", "yes"), ("Wu", "yes"), ("Chen", "no"), ("Zhou", "absent")]


def test_named_votes_of_every_kind_are_taken(tmp_path):
    votes = {"yes": 1, "反对": 1, "abstained": 1, "names_yes": ["Lin"], "names_no": ["Wu"]}
    votes |= {
        "names_弃权": ["Chen"],
        "names_recused": ["Zhou"],
        "names_not_voting": ["Sun"],
        "names_absent": ["Li"],
    }

    [row] = decided(tmp_path, {"text": "Buy sandbags.", "votes": votes})

    assert (row.yes_count, row.no_count, row.abstain_count) == (1, 1, 1)
    assert dict(row.votes.values_list("voter__name", "option")) == {
        "Lin": "yes",
        "Wu": "no",
        "Chen": "abstain",
        "Zhou": "recused",
        "Sun": "not_voting",
        "Li": "absent",
    }


def test_who_is_named_only_as_absent_makes_no_roll_call(tmp_path):
    [row] = decided(tmp_path, {"text": "Buy sandbags.", "votes": {"names_absent": ["Lin"]}})

    assert row.decision_method == "not_recorded"
    assert row.votes.get().option == "absent"


def test_person_named_for_two_votes_is_noted(tmp_path):
    votes = {"names_for": ["Lin"], "names_abstain": ["LIN"]}

    [row] = decided(tmp_path, {"text": "Buy sandbags.", "votes": votes})

    assert list(row.votes.values_list("option", "note")) == [("yes", "yes; abstain")]


def test_counts_and_names_that_disagree_are_doubted(tmp_path):
    doubts = []
    votes = {"for": 3, "against": 1, "names_for": ["Lin", "Wu"], "names_against": ["Chen"]}
    row = simple_row(resolutions=[{"text": "Buy.", "votes": votes}, {"text": "Sell.", "votes": {"for": 9}}])

    counts, _refusals = import_rows(
        tmp_path, row, on_doubt=lambda line, doubt: doubts.append((line.number, doubt))
    )

    assert counts == "imported 1, unchanged 0, differs 0, refused 0"
    assert doubts == [(1, "resolutions 1, For: the count says 3, the names are 2.")]


def test_vote_that_is_not_recorded_is_not_zero(tmp_path):
    [row] = decided(tmp_path, {"text": "Buy sandbags."})

    assert (row.yes_count, row.no_count, row.abstain_count) == (None, None, None)
    assert row.decision_method == "not_recorded"


# Refusals


@pytest.mark.parametrize("key", ["source", "source_url_or_path", "date", "body", "title", "text"])
def test_missing_field_is_named(tmp_path, key: str):
    assert reason_for(tmp_path, simple_row(**{key: ""})) == f"The field {key} is missing or empty."


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"colour": "red", "zoo": 1}, "Unknown field: colour, zoo."),
        ({"date": "23.8.2023"}, "date: “23.8.2023” value has an invalid date format."),
        ({"title": 5}, "The field title is not text."),
        ({"title": "x" * 501}, "name: Ensure this value has at most 500 characters"),
        ({"language": "Chinese"}, "language: Write a language tag such as en, zh-Hans"),
        ({"attendees": {}}, "The field attendees is not a list of objects."),
        ({"attendees": ["Lin"]}, "The field attendees is not a list of objects."),
        ({"attendees": [{"name": "Lin", "age": 5}]}, "Unknown field of an attendee: age."),
        ({"attendees": [{"role": "Chair"}]}, "The field name is missing or empty."),
        ({"attendees": [{"name": "　"}]}, "A person has no name."),
        ({"agenda": [1]}, "The field agenda is not a list of texts."),
        ({"agenda": ""}, "The field agenda is not a list of texts."),
        ({"resolutions": [{"text": "A", "mover": "B"}]}, "Unknown field of a resolution: mover."),
        ({"resolutions": [{"number": 1}]}, "The field text is missing or empty."),
        ({"resolutions": [{"text": "A", "number": [1]}]}, "The field number of a resolution is neither"),
        ({"resolutions": [{"text": "A", "votes": 5}]}, "The field votes is not an object."),
        ({"resolutions": [{"text": "A", "votes": {"for": "5"}}]}, "The field for of votes is not a whole"),
        ({"resolutions": [{"text": "A", "votes": {"fro": 5}}]}, "Unknown field of votes: fro."),
        ({"resolutions": [{"text": "A", "votes": {"for": -5}}]}, "resolutions 1, yes_count: Ensure this"),
        (
            {"resolutions": [{"text": "A", "votes": {"names_for": [5]}}]},
            "The field names_for is not a list",
        ),
        ({"resolutions": [{"text": "A", "number": "x" * 101}]}, "resolutions 1, number is longer than 100"),
    ],
)
def test_reason_of_a_refusal_is_understood(tmp_path, fields: Row, reason: str):
    assert reason_for(tmp_path, simple_row(**fields)).startswith(reason)
    assert not Meeting.objects.exists()
    assert not Person.objects.exists()
