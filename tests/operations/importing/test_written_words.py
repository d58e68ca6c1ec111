"""Words for presence, role and result that are not understood are kept, shown and reported."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Attendance, Resolution
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
