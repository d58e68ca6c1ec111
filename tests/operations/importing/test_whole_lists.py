"""Bodies, sittings and translations that a source says otherwise now: told, and corrected only if asked."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from archive.models import ImportedRecord, Meeting
from archive.operations.publish import correct
from archive.record.verify import problems_of_record
from tests.factories import make_body, make_joint, make_meeting
from tests.latest import latest_record, latest_version
from tests.operations.importing.rows import full_row, import_rows

pytestmark = pytest.mark.django_db

SAME = "imported 0, unchanged 1, differs 0, refused 0"
OTHER = "imported 0, unchanged 0, differs 1, refused 0"
LATE = {"date": "2023-08-23", "start_time": "19:00", "end_time": "24:00", "note": "Adjourned"}
RESUMED = {"date": "2023-08-30", "start_time": "09:00:00"}
CHINESE = {"language": "zh-Hans", "name": "会议", "summary": "", "text": "开会。"}
FRENCH = {"language": "fr", "name": "Séance"}


def corrected(folder: Path, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Import a row, publish it, and import it as its source says it now; return what was told."""
    told: list[str] = []
    import_rows(folder, full_row(**before), publish=True)
    counts, refused = import_rows(
        folder,
        full_row(**after),
        correct="The source was mended.",
        on_difference=lambda _line, what: told.append(what),
    )
    assert (counts, refused) == (OTHER, [])
    assert import_rows(folder, full_row(**after)) == (SAME, [])
    return told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"other_bodies": ["Board", "Bench"]}),
        ({"other_bodies": ["Board"]}, {"other_bodies": ["Bench", "Board"]}),
        ({"other_bodies": ["Board"]}, {}),
        ({"bodies": ["Board", "Bench"], "body": None}, {"bodies": ["Bench", "Board"], "body": None}),
        ({"body": "Board"}, {"body": "Bench"}),
        ({}, {"sittings": [LATE, RESUMED]}),
        ({"sittings": [LATE, RESUMED]}, {"sittings": [LATE]}),
        ({"sittings": [LATE]}, {"sittings": [LATE, RESUMED], "end_date": "2023-08-31"}),
        ({"sittings": [LATE, RESUMED]}, {}),
        (
            {"sittings": [LATE, RESUMED]},
            {"date": "2023-08-22", "sittings": [LATE | {"date": "2023-08-22"}]},
        ),
        ({}, {"translations": [CHINESE, FRENCH]}),
        ({"translations": [CHINESE, FRENCH]}, {"translations": [FRENCH | {"name": "Réunion"}]}),
        ({"translations": [CHINESE]}, {"translations": []}),
    ],
)
def test_list_is_corrected_as_if_it_had_been_imported_so(tmp_path: Path, before, after):
    told = corrected(tmp_path, before, after)
    meeting = Meeting.objects.get()
    import_rows(tmp_path, full_row(2, **after, name="Meeting 1"), publish=True)

    version = latest_version(meeting)
    assert (version.number, version.reason) == (2, "The source was mended.")
    assert told
    afresh = latest_record(Meeting.objects.latest("pk"))
    differing = {"address", "source_url", "version"}
    found = latest_record(meeting)
    assert {key: found.get(key) for key in found.keys() - differing} == {
        key: afresh.get(key) for key in afresh.keys() - differing
    }
    assert list(problems_of_record()) == []


def test_lists_are_told_and_left_unless_a_correction_is_asked_for(tmp_path: Path):
    import_rows(tmp_path, full_row(sittings=[LATE], translations=[CHINESE], other_bodies=["Board"]))
    told: list[str] = []

    import_rows(
        tmp_path,
        full_row(sittings=[RESUMED], translations=[FRENCH], other_bodies=["Bench"], body="Bank"),
        on_difference=lambda _line, what: told.append(what.partition(":")[0]),
    )

    assert told == ["body", "end_date", "other_bodies", "sittings", "translations"]
    assert Meeting.objects.get().names_of_others == ["Board"]


@pytest.mark.parametrize(("key", "value"), [("translations", [CHINESE, FRENCH]), ("sittings", [LATE])])
def test_same_list_written_otherwise_is_unchanged(tmp_path: Path, key: str, value: list[dict[str, str]]):
    import_rows(tmp_path, full_row(**{key: value}))
    said = [
        dict(reversed(row.items())) | {"summary" if key == "translations" else "note": ""} for row in value
    ]
    said = [
        row | ({"note": "Adjourned", "end_time": "00:00:00"} if key == "sittings" else {}) for row in said
    ]

    assert import_rows(tmp_path, full_row(**{key: said[::-1]})) == (SAME, [])


def test_list_that_a_clerk_changed_since_is_left_with_what_belongs_to_it(tmp_path: Path):
    import_rows(tmp_path, full_row(body="Board", other_bodies=["Bench"], sittings=[LATE]), publish=True)
    meeting = Meeting.objects.get()
    make_joint(meeting, make_body("Bank"))
    meeting.sittings.update(note="By the clerk")
    correct(meeting, kind="corrected", reason="By the clerk.")
    told: list[str] = []

    import_rows(
        tmp_path,
        full_row(
            body="Bank", other_bodies=["Board"], date="2023-08-22", sittings=[RESUMED], location="Hall"
        ),
        correct="The source was mended.",
        on_difference=lambda _line, what: told.append(what),
    )

    meeting.refresh_from_db()
    assert {what.partition(":")[0]: "left" in what for what in told} == {
        "body": True,
        "date": True,
        "end_date": True,
        "location": False,
        "other_bodies": True,
        "sittings": True,
    }
    assert (meeting.body_name, meeting.date, meeting.location) == (
        "Board, Bench, Bank",
        dt.date(2023, 8, 23),
        "Hall",
    )
    assert list(problems_of_record()) == []


def test_meeting_of_another_body_gets_its_address_and_the_old_one_leads_there(tmp_path: Path, client):
    bench = make_body("Bench")
    make_meeting(body=bench)

    corrected(tmp_path, {"body": "Board"}, {"body": "Bench"})

    meeting = Meeting.objects.get(source="town")
    assert meeting.get_absolute_url() == "/meetings/bench/2023-08-23-2/"
    assert client.get("/meetings/board/2023-08-23/").headers["Location"] == meeting.get_absolute_url()


def test_lists_imported_before_digests_were_kept_are_left(tmp_path: Path):
    import_rows(tmp_path, full_row(sittings=[LATE], other_bodies=["Board"]))
    ImportedRecord.objects.all().delete()

    found = import_rows(tmp_path, full_row(sittings=[RESUMED], other_bodies=["Bench"]), correct="Mended.")

    assert found == (SAME, [])
    assert Meeting.objects.get().names_of_others == ["Board"]
