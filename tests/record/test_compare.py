import datetime as dt
import json
import time
from typing import Any

import pytest
from django.utils import translation

from archive.models import Meeting
from archive.operations.publish import correct, publish, withdraw
from archive.record.build import Record, record_of
from archive.record.compare import differences
from tests.factories import (
    make_action,
    make_attendance,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_vote,
)

pytestmark = pytest.mark.django_db


def record(meeting: Meeting) -> Record:
    """Return a meeting's record as its rows stand, as it is read from a version."""
    fresh = Meeting.objects.with_children().get(pk=meeting.pk)
    return json.loads(json.dumps(record_of(fresh)))


def seen(old: Record, new: Record) -> dict[str, str]:
    """Return {heading: its text with inserted and deleted parts marked}."""
    marks = {"kept": "{}", "inserted": "{{+{}+}}", "deleted": "[-{}-]", "skipped": "…"}
    return {
        change.heading: "".join(marks[part.kind].format(part.text) for part in change.parts)
        for change in differences(old, new)
    }


def update(row: Any, **fields: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_differences_of_the_same_record_are_none():
    draft = make_draft(text="Word. " * 1000, present=2, items=2, resolutions=2)
    make_document(draft)

    assert differences(record(draft), record(draft)) == []


def test_differences_ignore_the_version_itself():
    meeting = make_meeting()
    correct(meeting, kind="corrected", reason="Nothing to see.")
    snapshots = [json.loads(version.snapshot) for version in meeting.revisions.in_order()]

    assert differences(*snapshots) == []


def test_differences_of_the_meeting_show_words_and_whole_values():
    draft = make_draft(name="Evening meeting", text="Three pumps were bought.", classification="regular")
    old = record(draft)
    update(draft, name="Morning meeting", text="Four pumps were bought.", classification="special")
    update(draft, present_count=11, location="Room 2")

    assert seen(old, record(draft)) == {
        "Title": "[-Evening-]{+Morning+} meeting",
        "Classification": "[-Regular-]{+Special+}",
        "Place": "{+Room 2+}",
        "Present (实到)": "{+11+}",
        "Text": "[-Three-]{+Four+} pumps were bought.",
    }


def test_differences_of_attendance_are_matched_by_person():
    draft = make_draft()
    li, sun = make_person("Li Wei", slug="li"), make_person("Sun Min", slug="sun")
    row = make_attendance(draft, person=li, position=1)
    gone = make_attendance(draft, person=sun, position=2)
    old = record(draft)
    gone.delete()
    update(row, status="excused", position=2)
    make_attendance(draft, person=make_person("Wu Ping", slug="wu"), position=1, role="chair")

    assert seen(old, record(draft)) == {
        "Attendance of Wu Ping": "{+Person: Wu Ping, /people/wu/\nRole: Chair\nStatus: Present+}",
        "Attendance of Li Wei, Status": "[-Present-]{+Excused+}",
        "Attendance of Sun Min": "[-Person: Sun Min, /people/sun/\nRole: Member\nStatus: Present-]",
    }


def test_differences_keep_two_people_of_one_name_apart():
    draft = make_draft()
    rows = [make_attendance(draft, person=make_person("Li Wei"), label=label) for label in ("A", "B")]
    old = record(draft)
    update(rows[1], status="absent")

    assert list(seen(old, record(draft)).values()) == ["[-Present-]{+Absent+}"]


def test_page_that_is_gone_is_no_difference():
    draft = make_draft()
    person = make_person("Li Wei", slug="li")
    make_attendance(draft, person=person)
    old = record(draft)
    update(person, has_public_page=False)

    assert seen(old, record(draft)) == {}


def test_differences_report_a_new_order_of_attendance():
    draft = make_draft()
    rows = [make_attendance(draft, person=make_person(name)) for name in ("Li", "Sun", "Wu", "Zhao")]
    old = record(draft)
    update(rows[0], position=9)

    unmoved = "".join(f"Attendance of {name}\n" for name in ("Sun", "Wu", "Zhao"))
    assert seen(old, record(draft)) == {
        "Attendance, order": f"[-Attendance of Li\n-]{unmoved}{{+Attendance of Li\n+}}"
    }


def test_differences_of_agenda_items_survive_a_new_item_before_them():
    draft = make_draft()
    first = make_item(draft, position=1, number="一", name="Floods", text="Pumps.")
    make_resolution(draft, agenda_item=first)
    old = record(draft)
    update(first, position=2)
    make_item(draft, position=1, number="二", name="Budget", presenter="Li")

    assert seen(old, record(draft)) == {
        "Agenda item 二 Budget": "{+Number: 二\nTitle: Budget\nPresented by: Li+}"
    }


def test_differences_find_a_renamed_agenda_item_by_its_number():
    draft = make_draft()
    item = make_item(draft, position=1, number="一", name="Flood duties")
    old = record(draft)
    update(item, name="Flood season duties")

    assert seen(old, record(draft)) == {
        "Agenda item 一 Flood season duties, Title": "Flood {+season +}duties"
    }


def test_differences_of_resolutions_are_matched_by_sequence_and_votes_by_voter():
    draft = make_draft()
    resolution = make_resolution(draft, name="Buy a pump", yes_count=7)
    votes = [make_vote(resolution, voter=make_person(name)) for name in ("Li Wei", "Sun Min")]
    old = record(draft)
    update(resolution, result="rejected", yes_count=None, effective_date=dt.date(2023, 9, 1))
    update(votes[1], option="no")
    votes[0].delete()

    assert seen(old, record(draft)) == {
        "Resolution 1, Result": "[-Adopted-]{+Rejected+}",
        "Resolution 1, In force from": "{+2023-09-01+}",
        "Resolution 1, For": "[-7-]",
        "Resolution 1, Vote of Li Wei": f"[-Voter: Li Wei, /people/{votes[0].voter.slug}/\nVote: For-]",
        "Resolution 1, Vote of Sun Min, Vote": "[-For-]{+Against+}",
    }


def test_differences_show_a_resolution_that_came_with_its_votes():
    draft = make_draft()
    old = record(draft)
    make_vote(make_resolution(draft, name="Buy a pump"), voter=make_person("Li Wei", slug="li"))

    found = seen(old, record(draft))

    assert list(found) == ["Resolution 1"]
    assert "Title: Buy a pump\n" in found["Resolution 1"]
    assert "Voter: Li Wei, /people/li/; Vote: For" in found["Resolution 1"]


def test_differences_of_actions_and_documents():
    draft = make_draft()
    action = make_action(draft, description="Ask for offers.")
    document = make_document(draft, name="Plan", url="https://example.org/plan.pdf")
    old = record(draft)
    update(action, status="done")
    update(document, name="Site plan")

    assert seen(old, record(draft)) == {
        "Action item 1, Status": "[-Open-]{+Done+}",
        "Document Site plan, Title": "[-Plan-]{+Site plan+}",
    }


def test_differences_between_a_withdrawal_and_what_came_before_take_all_away():
    meeting = make_meeting(text="The committee met.", present=1)
    withdraw(meeting, reason="By mistake.")
    publish(meeting, reason="It was no mistake.")
    first, gone, again = [json.loads(version.snapshot) for version in meeting.revisions.in_order()]

    assert seen(first, gone)["Text"] == "[-The committee met.-]"
    assert seen(gone, again)["Text"] == "{+The committee met.+}"
    assert differences(first, again) == []


def test_differences_are_headed_in_the_readers_language():
    draft = make_draft(classification="regular")
    old = record(draft)
    update(draft, classification="special")

    with translation.override("zh-hans"):
        headings = list(seen(old, record(draft)))

    assert headings == ["类别"]


def test_differences_leave_out_long_unchanged_text():
    draft = make_draft(text=" ".join(f"word{number}" for number in range(5000)) + " end")
    old = record(draft)
    update(draft, text=draft.text.replace("word2500 ", "WORD "))

    found = seen(old, record(draft))["Text"]

    assert found.startswith("… ")
    assert "word2499 [-word2500-]{+WORD+} word2501" in found
    assert len(found) < 300


@pytest.mark.timed
def test_differences_of_a_meeting_of_three_hundred_take_bounded_time():
    old = record(make_draft(present=300, resolutions=60))
    rows = list(reversed(old["attendances"]))
    new = old | {"attendances": rows, "resolutions": []}
    started = time.process_time()

    found = differences(old, new)

    assert len(found) == 61
    assert time.process_time() - started < 2  # 0.1 s where it was measured
