"""Words for presence, role and result that are not understood are kept, shown and reported."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Model

from archive.models import (
    ActionItem,
    Attendance,
    AttendanceSpan,
    Body,
    Document,
    Meeting,
    Membership,
    Resolution,
    ResolutionRelation,
    Vote,
)
from archive.operations.importing.source_digests import PART_OF
from archive.operations.importing.written_words import CHOICES, FORMS_OWN
from archive.operations.publish import problems_of
from archive.record.verify import problems_of_record
from tests.operations.importing.rows import full_row, import_rows, simple_row, write_rows

pytestmark = pytest.mark.django_db

ONE = "imported 1, unchanged 0, differs 0, refused 0"
PAGE = "/meetings/town-council/2023-08-23/"


@pytest.mark.parametrize(
    ("words", "language"), [("left in a huff", "en"), ("另行通知", "zh-Hans"), ("?", "en")]
)
def test_presence_that_is_not_understood_is_shown_as_written(tmp_path, client, words, language):
    attendees = [{"name": "Ann Lee"}, {"name": "Bob Ray", "status": words}]

    counted, _refused = import_rows(
        tmp_path, simple_row(attendees=attendees, language=language), publish=True
    )

    assert counted == ONE
    row = Attendance.objects.get(person__name="Bob Ray")
    assert (row.status, row.status_as_written) == ("", words)
    page = client.get(PAGE).content.decode()
    assert f">{words}</small>" in page
    assert "Present (1)" in page
    assert "Absent" not in page
    assert words in client.get(f"{PAGE}record.txt").content.decode()
    if language == "zh-Hans":
        assert words in client.get(f"{PAGE}print/").content.decode()
    assert words in client.get("/people/bob-ray/").content.decode()
    assert list(problems_of_record()) == []


def test_page_of_one_who_is_not_understood_has_no_rate(tmp_path, client):
    attendees = [{"name": "Ann Lee", "status": "absent"}, {"name": "Bob Ray", "status": "hm"}]
    import_rows(tmp_path, simple_row(attendees=attendees), publish=True)

    assert "0 %" not in client.get("/people/bob-ray/").content.decode()


def test_role_and_result_that_are_not_understood_are_shown_as_written(tmp_path, client):
    row = full_row(
        attendances=[{"person": "Ann Lee", "role": "Keeper of the seal", "label": "Alderman"}],
        resolutions=[{"text": "Buy.", "result": "held until the tide turns"}],
    )

    assert import_rows(tmp_path, row, publish=True)[0] == ONE

    assert Attendance.objects.get().label == "Alderman; Keeper of the seal"
    page = client.get(PAGE).content.decode()
    assert "Keeper of the seal" in page
    assert "held until the tide turns" in page
    assert "Not recorded" not in page


def test_words_longer_than_their_column_refuse_nothing(tmp_path):
    long = "as the clerk was told " * 20
    row = simple_row(
        attendees=[{"name": "Ann Lee", "status": long}], resolutions=[{"text": "Buy.", "status": long}]
    )

    assert import_rows(tmp_path, row)[0] == ONE

    assert Attendance.objects.get().status_as_written == f"{long[:199]}…"
    assert Resolution.objects.get().result_as_written == f"{long[:199]}…"


def test_report_lists_what_is_not_understood(tmp_path):
    said = io.StringIO()
    row = simple_row(
        attendees=[{"name": "Ann Lee", "status": "hm"}, {"name": "Bob Ray", "status": "hm"}],
        resolutions=[{"text": "Buy.", "status": "拟通过"}, {"text": "Sell.", "status": "passed"}],
    )

    call_command("import_meetings", str(write_rows(tmp_path / "rows.jsonl", row)), stdout=said)

    told = said.getvalue()
    assert (
        "Words that are not understood, shown as written:\n  status: hm (2)\n  result: 拟通过 (1)" in told
    )


def again(folder: Path, status: str, **options: str) -> str:
    row = simple_row(attendees=[{"name": "Ann Lee", "status": status}, {"name": "Bob Ray"}])
    return import_rows(folder, row, **options)[0]


@pytest.mark.parametrize(
    ("before", "after", "stored"),
    [("hm", "absent", ("absent", "")), ("present", "hm", ("", "hm")), ("hm", "h'm", ("", "h'm"))],
)
def test_source_that_says_it_otherwise_differs_and_is_corrected(tmp_path, before, after, stored):
    again(tmp_path, before)

    assert again(tmp_path, before).startswith("imported 0, unchanged 1")
    assert again(tmp_path, after).startswith("imported 0, unchanged 0, differs 1")
    again(tmp_path, after, correct="Read again.")

    row = Attendance.objects.get(person__name="Ann Lee")
    assert (row.status, row.status_as_written) == stored
    assert again(tmp_path, after).startswith("imported 0, unchanged 1")


# Every field that holds one of a few values

KEPT = [  # (part, row without the field, field, word understood, stored value, word that is not, its field)
    (Meeting, None, {}, "classification", "临时会议", "special", "Conclave", "classification_as_written"),
    (Meeting, None, {}, "attendance_mode", "Hybrid", "mixed", "in the rain", "attendance_mode_as_written"),
    (
        *(Resolution, "resolutions", {"text": "Buy.", "result": "adopted"}, "classification"),
        *("Motion", "motion", "Ordinance", "classification_as_written"),
    ),
    (
        *(Resolution, "resolutions", {"text": "Buy.", "result": "adopted"}, "decision_method"),
        *("记名投票", "roll_call", "by drawing lots", "result_as_written"),
    ),
    (Vote, "votes", {"voter": "Ann Lee"}, "option", "AYE", "yes", "赞成但有保留", "option_as_written"),
    (
        *(Attendance, "attendances", {"person": "Ann Lee"}, "mode"),
        *("视频参会", "remote", "by pigeon", "status_as_written"),
    ),
    (
        *(ActionItem, "action_items", {"description": "Ask"}, "status"),
        *("已办结", "done", "asleep", "status_as_written"),
    ),
    (
        *(Document, "documents", {"name": "Map", "url": "https://example.org/1"}, "classification"),
        *("附件", "attachment", "Staff report", "classification_as_written"),
    ),
]


def row_with(part: str | None, fields: dict[str, Any]) -> dict[str, Any]:
    if part is None:
        return full_row(**fields)
    if part == "votes":
        return full_row(resolutions=[{"text": "Buy.", "result": "adopted", "votes": [fields]}])
    return full_row(**{part: [fields]})


@pytest.mark.parametrize(
    ("model", "part", "row", "field", "word", "value", "other", "kept"),
    KEPT,
    ids=[f"{case[0].__name__}.{case[3]}" for case in KEPT],
)
def test_word_of_a_choice_is_understood_or_shown_as_written(
    tmp_path, client, model, part, row, field, word, value, other, kept
):
    assert import_rows(tmp_path, row_with(part, row | {field: word}))[0] == ONE
    assert getattr(model.objects.get(), field) == value

    second = row_with(part, row | {field: other}) | {"source_url": "minutes/2.md", "date": "2023-09-06"}
    assert import_rows(tmp_path, second, publish=True)[0] == ONE

    stored = model.objects.order_by("pk").last()
    assert getattr(stored, kept) == other
    page = "/meetings/town-council/2023-09-06/"
    text = client.get(page).content.decode() + client.get(f"{page}resolutions/1/").content.decode()
    assert f">{other}<" in text or f"{other}</span>" in text
    assert other in client.get(f"{page}record.json").content.decode()
    assert list(problems_of_record()) == []
    assert import_rows(tmp_path, second)[0].startswith("imported 0, unchanged 1")


def test_vote_that_is_not_understood_is_counted_nowhere(tmp_path, client):
    votes = [{"voter": "Ann Lee", "option": "yes"}, {"voter": "Bob Ray", "option": "perhaps"}]
    doubts: list[str] = []
    row = full_row(resolutions=[{"text": "Buy.", "result": "adopted", "votes": votes}])

    import_rows(tmp_path, row, publish=True, on_doubt=lambda _line, doubt: doubts.append(doubt))

    assert doubts == ["resolutions 1, votes, Bob Ray: “perhaps” is not understood, and not counted."]
    told = [one.message for one in problems_of(Meeting.objects.with_children().get())]
    assert told[1:] == [
        "Resolution 1 has a vote that is not understood, and not counted: Bob Ray: perhaps."
    ]
    page = client.get("/people/bob-ray/votes/").content.decode()
    assert ">perhaps</span>" in page
    assert "swatch" not in page


def test_status_of_an_action_that_is_not_understood_is_not_open(tmp_path, client):
    action = {"description": "Ask", "status": "asleep", "due_date": "2023-09-01"}

    import_rows(tmp_path, full_row(action_items=[action]), publish=True)

    assert "Ask" not in client.get("/actions/?state=overdue").content.decode()
    assert ">asleep</span>" in client.get("/actions/?state=all").content.decode()
    assert ",asleep," in client.get("/actions.csv?state=all").getvalue().decode()


@pytest.mark.parametrize(
    ("word", "role", "label"),
    [("副主任委员", "vice_chair", "副主任委员"), ("Patron", "", "Patron"), ("member", "member", "")],
)
def test_role_of_a_post_that_is_not_understood_is_its_title(tmp_path, client, word, role, label):
    post = {"type": "membership", "person": "Ann Lee", "body": "Town Council", "role": word}
    attendances = [{"person": "Ann Lee"}, {"person": "Bob Ray"}]

    import_rows(tmp_path, full_row(attendances=attendances), post, publish=True)

    stored = Membership.objects.get()
    assert (stored.role, stored.label) == (role, label)
    assert client.get("/bodies/town-council/").status_code == 200
    assert import_rows(tmp_path, post)[0].startswith("imported 0, unchanged 1")


def test_kind_of_a_body_that_is_not_understood_is_shown_as_written(tmp_path, client):
    body = {"type": "body", "name": "Town Council", "classification": "Moot"}

    import_rows(tmp_path, body, full_row(), publish=True)

    for page in ("/bodies/", "/bodies/town-council/"):
        assert ">Moot<" in client.get(page).content.decode()
    assert import_rows(tmp_path, body)[0].startswith("imported 0, unchanged 1")


def test_correction_understands_words_and_forgets_those_that_stood_instead(tmp_path):
    hm = [{"person": "Ann Lee", "status": "hm"}, {"person": "Bob Ray"}]
    bought = [{"text": "Buy.", "result": "not_recorded"}]
    import_rows(tmp_path, full_row(attendances=hm, resolutions=bought), publish=True)
    correction = {
        "type": "correction",
        "meeting": {"body": "Town Council", "date": "2023-08-23"},
        "kind": "corrected",
        "reason": "Read again.",
        "set": {"classification": "Conclave"},
        "resolutions": [{"sequence": 1, "result": "通过"}],
        "attendances": [
            {"person": "Ann Lee", "status": "请假"}, {"person": "Cy Fox", "status": "hm"}
        ],
    }  # fmt: skip

    assert import_rows(tmp_path, correction) == (ONE, [])

    stored = {row.name_as_written: (row.status, row.status_as_written) for row in Attendance.objects.all()}
    assert stored == {"Ann Lee": ("excused", ""), "Bob Ray": ("present", ""), "Cy Fox": ("", "hm")}
    assert Resolution.objects.get().result == "adopted"
    assert Meeting.objects.get().classification_as_written == "Conclave"


@pytest.mark.any_engine
def test_every_choice_has_its_rule():
    models: set[type[Model]] = {
        Meeting,
        *PART_OF.values(),
        Vote,
        AttendanceSpan,
        ResolutionRelation,
        Body,
        Membership,
    }
    choices = {
        (model, field.name) for model in models for field in model._meta.fields
        if field.choices and field.editable
    }  # fmt: skip
    ruled = {(model, field) for rules in (CHOICES, FORMS_OWN) for model in rules for field in rules[model]}

    assert choices - ruled == {(Resolution, "result"), (Attendance, "status")}
