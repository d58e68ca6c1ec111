"""Imports of meetings past midnight, of several days, in sittings, by circulation."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.record.build import record_of
from archive.record.verify import problems_of_record
from tests.operations.importing.rows import full_row, import_rows

pytestmark = pytest.mark.django_db

TAKEN = "imported 1, unchanged 0, differs 0, refused 0"


def test_who_leaves_after_midnight_is_taken(tmp_path):
    people = [
        {"person": "Ann Early", "role": "chair"},
        {"person": "Bo Later", "arrived_at": "22:00", "left_at": "00:30"},
    ]
    row = full_row(start_time="19:00", end_time="01:10", attendances=people)

    counts, refused = import_rows(tmp_path, row, publish=True)

    later = Meeting.objects.get().attendances.get(person__name="Bo Later")
    assert (counts, refused) == (TAKEN, [])
    assert (later.arrived_at, later.left_at) == (dt.time(22), dt.time(0, 30))


def test_end_at_24_hours_is_midnight(tmp_path):
    import_rows(tmp_path, full_row(start_time="19:00", end_time="24:00"))

    meeting = Meeting.objects.get()
    assert (meeting.end_time, meeting.hours.ends_next_day) == (dt.time(0), True)


def test_sittings_are_taken_and_say_how_long_the_meeting_lasted(tmp_path):
    sittings = [
        {"date": "2023-08-23", "start_time": "19:00", "end_time": "00:30", "note": "Adjourned"},
        {"date": "2023-08-25", "start_time": "09:00"},
    ]

    counts, _ = import_rows(tmp_path, full_row(sittings=sittings), publish=True)
    again, _ = import_rows(tmp_path, full_row(sittings=sittings), publish=True)

    meeting = Meeting.objects.with_children().get()
    assert (counts, again) == (TAKEN, "imported 0, unchanged 1, differs 0, refused 0")
    assert meeting.end_date == dt.date(2023, 8, 25)
    assert [row["note"] for row in record_of(meeting)["sittings"]] == ["Adjourned", ""]
    assert list(problems_of_record()) == []


def test_sitting_outside_the_days_is_refused_with_its_place(tmp_path):
    row = full_row(end_date="2023-08-24", sittings=[{"date": "2023-08-26"}])

    _counts, refused = import_rows(tmp_path, row)

    assert refused == [
        (1, "sittings 1, date: This is not a day of the meeting: see its date and its last day.")
    ]


def test_last_day_before_the_first_is_refused(tmp_path):
    counts, refused = import_rows(tmp_path, full_row(end_date="2023-08-22"))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"
    assert "The last day is before the first." in refused[0][1]


@pytest.mark.parametrize("date", [None, 5, "tomorrow"])
def test_sitting_without_a_day_is_refused(tmp_path, date):
    counts, _refused = import_rows(tmp_path, full_row(sittings=[{"date": date}]))

    assert counts == "imported 0, unchanged 0, differs 0, refused 1"


@pytest.mark.parametrize(
    "word", ["by circulation", "Written procedure", "书面传签", "傳簽", "書面", "by_circulation"]
)
def test_words_for_a_circulation_are_understood(tmp_path, word: str):
    import_rows(tmp_path, full_row(attendance_mode=word), publish=True)

    assert Meeting.objects.get().attendance_mode == Meeting.Mode.BY_CIRCULATION


def test_changed_sittings_of_a_source_are_told_and_left(tmp_path):
    first = [{"date": "2023-08-23"}, {"date": "2023-08-24"}]
    import_rows(tmp_path, full_row(sittings=first))

    counts, _ = import_rows(tmp_path, full_row(sittings=first[:1], end_date="2023-08-24"))

    assert counts == "imported 0, unchanged 0, differs 1, refused 0"
    assert Meeting.objects.get().sittings.count() == 2


def test_end_at_24_hours_that_is_moved_at_the_source_is_corrected(tmp_path):
    import_rows(tmp_path, full_row(start_time="19:00", end_time="24:00"))

    import_rows(
        tmp_path, full_row(start_time="19:00", end_time="24:00:00", location="Hall"), correct="Hall"
    )
    import_rows(tmp_path, full_row(start_time="19:00", end_time="00:30", location="Hall"), correct="Later")

    meeting = Meeting.objects.get()
    assert (meeting.location, meeting.end_time) == ("Hall", dt.time(0, 30))
