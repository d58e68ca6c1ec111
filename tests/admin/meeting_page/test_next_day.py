"""Hours past midnight as a clerk types them, at the desk and in a file, and what they must not become."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from archive.models import Meeting
from tests.admin.pages import ADD, blank, errors, row, save
from tests.factories import make_body
from tests.operations.importing.rows import full_row, import_rows

pytestmark = pytest.mark.django_db

NOT_NEXT_DAY = ["These hours do not reach the next day: give the start, or the last day."]
NO_START = ["A meeting that starts at 24:00 starts at 0:00 of the next day."]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("19:00", "次日1时30分", "19:00–01:30 (next day)"),
        ("7 pm", "1.30 a.m. (next day)", "19:00–01:30 (next day)"),
        ("晚上11时30分", "零时15分", "23:30–00:15 (next day)"),
        ("23:30", "midnight", "23:30–00:00 (next day)"),
        ("19:00:30", "24:00", "19:00–00:00 (next day)"),
        ("19:00", "晚上12时", "19:00–00:00 (next day)"),
        ("上午9时", "中午11时30分", "09:00–11:30"),
        ("上午9时", "上午12时", "09:00–12:00"),
        ("12 a.m.", "noon", "00:00–12:00"),
        ("", "24:00", "–00:00"),
    ],
)
def test_hours_are_the_same_from_the_desk_and_from_a_file(
    publisher: Client, tmp_path: Path, start: str, end: str, hours: str
):
    times = {"start_time": start, "end_time": end}
    fields = blank(body=make_body("Town Council").pk, text="They met.", **times)

    save(publisher, ADD, fields | {"_publish": "1"})
    import_rows(tmp_path, full_row(**times), publish=True)

    typed, imported = Meeting.objects.order_by("pk")
    assert (typed.start_time, typed.end_time) == (imported.start_time, imported.end_time)
    for meeting in (typed, imported):
        page = Client().get(meeting.get_absolute_url()).text
        assert f'<span class="hours">{hours}</span>' in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"start_time": "9:00", "end_time": "次日10:00"}, {"end_time": NOT_NEXT_DAY}),
        ({"end_time": "1:30 next day"}, {"end_time": NOT_NEXT_DAY}),
        ({"start_time": "midnight"}, {"start_time": NO_START}),
        ({"start_time": "24:00"}, {"start_time": NO_START}),
        ({"start_time": "次日1时"}, {"start_time": ["Give the day on which it starts as the date."]}),
        ({"start_time": "早上12点"}, {"start_time"}),
    ],
)
def test_hours_that_would_lose_their_day_are_asked_about(clerk: Client, typed: dict[str, str], found: Any):
    answer = clerk.post(ADD, blank(body=make_body().pk, **typed))

    assert errors(answer) == found if isinstance(found, dict) else set(errors(answer)) == found
    assert all(f'value="{words}"' in answer.text for words in typed.values())


def test_next_day_of_a_meeting_of_several_days_is_taken(clerk: Client):
    days = {"date": "2024-04-09", "end_date": "2024-04-10", "start_time": "9:00", "end_time": "次日10:00"}

    save(clerk, ADD, blank(body=make_body().pk, **days))

    assert Meeting.objects.get().end_time == dt.time(10)


def test_who_came_or_left_on_the_next_day_and_the_hours_of_a_sitting_are_asked_about_too(clerk: Client):
    fields = blank(body=make_body().pk, start_time="19:00", end_time="01:30")
    fields |= {"attendances-TOTAL_FORMS": 2, "sittings-TOTAL_FORMS": 1}
    for number, left in enumerate(("次日0:30", "次日19:30")):
        fields |= row(
            *("attendances", number),
            person=f"new:Person {number}",
            role="member",
            status="present",
            left_at=left,
        )
    fields |= row("sittings", 0, date="2023-08-23", start_time="9:00", end_time="10:00 (next day)")

    assert errors(clerk.post(ADD, fields)) == {
        "attendances-1-left_at": NOT_NEXT_DAY,
        "sittings-0-end_time": NOT_NEXT_DAY,
    }
