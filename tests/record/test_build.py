"""The record: all that is public and nothing else, in the order recorded."""

import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from archive.operations.publish import withdraw
from archive.record.build import Record, record_of
from archive.record.versions import canonical
from tests.factories import (
    make_action,
    make_attendance,
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_sitting,
    make_span,
    make_vote,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 8, 23)


def record(meeting: Meeting) -> Record:
    return record_of(Meeting.objects.with_children().get(pk=meeting.pk))


def test_meeting_itself_is_in_the_record():
    body = make_body("Board", alternate_name="理事会", slug="board", language="zh-Hans")
    later = make_meeting(body=body, name="The next", date=dt.date(2023, 9, 20))
    fields: dict[str, Any] = {
        "number": "第81次",
        "name": "Flood season",
        "alternate_name": "防汛会议",
        "classification": "extended",
        "date_precision": "day",
        "location": "Room 2",
        "attendance_mode": "mixed",
        "status": "held",
        "language": "zh-Hans",
        "document_number": "漯应急纪〔2023〕5号",
        "copied_to": "市政府办公室",
        "summary": "In short.",
        "text": "At length.",
        "source": "town",
        "source_url": "town/81",
        "licence": "CC0",
        "attendance_status": "recorded",
        "chair_note": "The minutes do not say.",
        "expected_count": 41,
        "present_count": 40,
        "quorum": 21,
        "disclosure": "open",
    }
    dated: dict[str, Any] = {
        "start_time": dt.time(9),
        "end_time": dt.time(11, 30),
        "approved_on": dt.date(2023, 9, 20),
        "issued_on": dt.date(2023, 9, 21),
    }

    found = record(make_draft(body=body, date=DAY, approved_at=later, **fields, **dated))

    assert fields.items() <= found.items()
    assert (found["date"], found["start_time"], found["end_time"]) == ("2023-08-23", "09:00:00", "11:30:00")
    assert (found["approved_on"], found["issued_on"]) == ("2023-09-20", "2023-09-21")
    assert found["body"] == {
        "name": "Board",
        "alternate_name": "理事会",
        "slug": "board",
        "language": "zh-Hans",
    }
    assert found["approved_at"] == {
        "address": "/meetings/board/2023-09-20/",
        "name": "The next",
        "date": "2023-09-20",
    }


def test_every_field_of_a_meeting_is_in_the_record_or_kept_back_on_purpose():
    kept_back = {
        "id",  # of the database, not of the meeting
        "year",  # in the date
        "start_minute",  # in the start
        "disclosure_basis",  # only of a meeting that is not open
        "shown_of_closed",  # what is shown, is
        "other_bodies_as_written",  # a copy of what other_bodies holds
        "publication",  # the version says
        "published_at",  # the first version says
        "slug",  # in the address
        "edit_number",
        "body_as_written",  # in the body
        "next_sequence",
    }

    stored = {field.name for field in Meeting._meta.fields}
    written: dict[str, Any] = {
        "classification_as_written": "Moot",
        "attendance_mode_as_written": "By pigeon",
    }
    full = make_draft(end_date=dt.date(2023, 8, 25), number_series="Regular", **written)

    assert stored - set(record(full)) == kept_back


@pytest.mark.parametrize("end_date", [None, dt.date(2023, 8, 23)])
def test_meeting_of_one_day_has_neither_last_day_nor_sittings_in_the_record(end_date):
    found = record(make_draft(end_date=end_date))

    assert {"end_date", "sittings"} & found.keys() == set()


def test_last_day_and_sittings_are_in_the_record():
    meeting = make_draft(date=dt.date(2024, 4, 9), end_date=dt.date(2024, 4, 11))
    make_sitting(meeting, date=dt.date(2024, 4, 9), start_time=dt.time(19), end_time=dt.time(0, 30))
    make_sitting(meeting, date=dt.date(2024, 4, 11), note="Resumed")

    found = record(meeting)

    assert found["end_date"] == "2024-04-11"
    assert found["sittings"] == [
        {
            "position": 1,
            "date": "2024-04-09",
            "start_time": "19:00:00",
            "end_time": "00:30:00",
            "note": "",
        },
        {"position": 2, "date": "2024-04-11", "start_time": None, "end_time": None, "note": "Resumed"},
    ]


def test_attendance_is_in_the_record():
    meeting = make_draft()
    make_attendance(
        meeting,
        person=make_person("陈莹"),
        name_as_written="陈　莹",
        position=1,
        label="副局长",
        role="chair",
        status="present",
        mode="remote",
        arrived_at=dt.time(9, 5),
        left_at=dt.time(10),
        voting=True,
        note="By telephone",
        on_behalf_of=make_person("周国栋"),
    )

    assert record(meeting)["attendances"] == [
        {
            "position": 1,
            "person": {"name": "陈　莹", "slug": "chen-ying"},
            "label": "副局长",
            "role": "chair",
            "status": "present",
            "mode": "remote",
            "arrived_at": "09:05:00",
            "left_at": "10:00:00",
            "voting": True,
            "note": "By telephone",
            "on_behalf_of": {"name": "周国栋", "slug": "zhou-guo-dong"},
        }
    ]


def test_person_without_a_public_page_is_named_but_not_linked():
    meeting = make_draft()
    make_attendance(meeting, person=make_person("Kate", has_public_page=False))

    [row] = record(meeting)["attendances"]

    assert row["person"] == {"name": "Kate", "slug": None}


def test_agenda_is_in_the_record():
    earlier = make_meeting(body=make_body("Board"), name="Before", date=dt.date(2023, 7, 1))
    begun = make_item(earlier, position=4, number="四", name="Dyke")
    meeting = make_draft()
    make_item(
        meeting, position=1, number="一", name="Flood", text="Long.", presenter="Lin", continued_from=begun
    )

    [item] = record(meeting)["agenda_items"]

    assert item.pop("continued_from") == {
        "position": 4,
        "number": "四",
        "name": "Dyke",
        "meeting": {"address": "/meetings/board/2023-07-01/", "name": "Before", "date": "2023-07-01"},
    }
    assert item == {"position": 1, "number": "一", "name": "Flood", "text": "Long.", "presenter": "Lin"}


def test_resolution_is_in_the_record():
    meeting = make_draft(items=1)
    fields = {
        "identifier": "2023-031",
        "name": "Sandbags",
        "text": "Buy them.",
        "classification": "motion",
        "decision_method": "roll_call",
        "result": "adopted",
        "result_as_written": "同意",
        "yes_count": 5,
        "no_count": 0,
        "abstain_count": None,
    }
    make_resolution(
        meeting,
        agenda_item=meeting.agenda_items.get(),
        mover=make_person("Lin"),
        seconder=make_person("Wu"),
        effective_date=DAY,
        expiry_date=dt.date(2024, 8, 23),
        **fields,
    )

    [found] = record(meeting)["resolutions"]

    assert found == fields | {
        "sequence": 1,
        "agenda_item": 1,
        "mover": {"name": "Lin", "slug": "lin"},
        "seconder": {"name": "Wu", "slug": "wu"},
        "effective_date": "2023-08-23",
        "expiry_date": "2024-08-23",
        "votes": [],
        "relations": [],
    }


def test_votes_are_in_the_record():
    resolution = make_resolution(make_draft())
    make_vote(resolution, "no", voter=make_person("Lin"), note="Too dear")

    [found] = record(resolution.meeting)["resolutions"]

    assert found["votes"] == [{"voter": {"name": "Lin", "slug": "lin"}, "option": "no", "note": "Too dear"}]


def test_relations_are_in_the_record():
    target = make_resolution(make_meeting(body=make_body("Board"), date=DAY), name="Old", identifier="7")
    source = make_resolution(make_draft())
    source.relations.create(target=target, kind="amends", note="In part")

    [found] = record(source.meeting)["resolutions"]

    address = "/meetings/board/2023-08-23/resolutions/1/"
    assert found["relations"] == [
        {
            "kind": "amends",
            "note": "In part",
            "target": {"address": address, "identifier": "7", "name": "Old"},
        }
    ]


def test_actions_are_in_the_record():
    later = make_meeting(body=make_body("Board"), name="Later", date=dt.date(2023, 9, 1))
    meeting = make_draft(items=1, resolutions=1)
    fields = {
        "position": 1,
        "description": "Check the dyke",
        "responsible_text": "防汛办",
        "status": "done",
        "outcome": "Checked",
    }
    make_action(
        meeting,
        agenda_item=meeting.agenda_items.get(),
        resolution=meeting.resolutions.get(),
        responsible=make_person("Lin"),
        responsible_body=make_body("Works"),
        due_date=DAY,
        closed_at=later,
        **fields,
    )

    [found] = record(meeting)["action_items"]

    assert found == fields | {
        "agenda_item": 1,
        "resolution": 1,
        "responsible": {"name": "Lin", "slug": "lin"},
        "responsible_body": {"name": "Works", "alternate_name": "", "slug": "works"},
        "due_date": "2023-08-23",
        "closed_at": {"address": "/meetings/board/2023-09-01/", "name": "Later", "date": "2023-09-01"},
    }


def test_documents_are_in_the_record():
    meeting = make_draft(items=1, resolutions=1)
    fields = {
        "classification": "minutes",
        "name": "Signed",
        "media_type": "application/pdf",
        "size": 7,
        "sha256": "0" * 64,
        "language": "en",
    }
    make_document(
        meeting,
        agenda_item=meeting.agenda_items.get(),
        resolution=meeting.resolutions.get(),
        url="https://example.org/signed.pdf",
        **fields,
    )

    [found] = record(meeting)["documents"]

    address = {"address": "https://example.org/signed.pdf"}
    assert found == fields | address | {"agenda_item": 1, "resolution": 1}


# What is not in it


def test_closed_item_is_left_out_with_all_that_hangs_on_it():
    meeting = make_draft()
    closed = make_item(meeting, name="xylophone", text="xylophone", is_public=False)
    decided = make_resolution(meeting, agenda_item=closed, name="xylophone")
    make_vote(decided, voter=make_person("xylophone"))
    make_action(meeting, agenda_item=closed, description="xylophone")
    make_action(meeting, resolution=decided, description="xylophone")
    make_document(meeting, agenda_item=closed, name="xylophone")
    make_document(meeting, resolution=decided, name="xylophone")

    assert "xylophone" not in canonical(record(meeting))


@pytest.mark.parametrize(
    ("disclosure", "said"),
    [("open", {"basis": "Act, s. 4", "position": 2}), ("closed", {"basis": "Act, s. 4"})],
)
def test_disclosed_decision_tells_the_place_of_its_closed_item_where_there_is_an_agenda(disclosure, said):
    meeting = make_draft(items=1, disclosure=disclosure, disclosure_basis="Act, s. 1")
    closed = make_item(meeting, name="xylophone", number="9", is_public=False, disclosure_basis="Act, s. 4")
    make_resolution(meeting, agenda_item=closed, is_disclosed=True)
    make_item(meeting, name="xylophone", is_public=False)

    found = record(meeting)

    assert [row["closed_item"] for row in found["resolutions"]] == [said]
    assert "xylophone" not in canonical(found)


def test_private_document_is_left_out():
    meeting = make_draft()
    make_document(meeting, name="xylophone", is_public=False)

    assert record(meeting)["documents"] == []


def test_attendance_that_is_not_public_is_left_out_with_its_counts():
    meeting = make_draft(attendance_status="not_public", expected_count=9, present_count=8)
    make_attendance(meeting, person=make_person("xylophone"))

    found = record(meeting)

    assert (found["attendances"], found["expected_count"], found["present_count"]) == ([], None, None)
    assert "xylophone" not in canonical(found)


def hidden_meetings() -> list[Meeting]:
    """Return a draft and a withdrawn meeting, both with a resolution and an item on them."""
    withdrawn = make_meeting(name="xylophone")
    withdraw(withdrawn, reason="Entered twice.")
    meetings = [make_draft(name="xylophone"), withdrawn]
    for meeting in meetings:
        make_resolution(meeting, name="xylophone")
        make_item(meeting, name="xylophone")
    return meetings


def test_other_meetings_that_are_not_published_are_not_named():
    for hidden in hidden_meetings():
        meeting = make_draft(approved_at=hidden, resolutions=1)
        make_action(meeting, closed_at=hidden)
        make_item(meeting, continued_from=hidden.agenda_items.get())
        meeting.resolutions.get().relations.create(target=hidden.resolutions.get(), kind="amends")

        assert "xylophone" not in canonical(record(meeting))


def test_closed_parts_of_other_meetings_are_not_named():
    other = make_meeting()
    closed = make_item(other, name="xylophone", is_public=False)
    target = make_resolution(other, agenda_item=closed, name="xylophone")
    meeting = make_draft(resolutions=1)
    make_item(meeting, continued_from=closed)
    meeting.resolutions.get().relations.create(target=target, kind="amends")

    assert "xylophone" not in canonical(record(meeting))


# Order


def test_order_is_that_of_the_minutes():
    meeting = make_draft()
    for position in (3, 1, 2):
        make_attendance(meeting, position=position)
        make_item(meeting, position=position)
        make_action(meeting, position=position)
        make_resolution(meeting)
        make_document(meeting, name=f"{position}")

    found = record(meeting)

    for part in ("attendances", "agenda_items", "action_items"):
        assert [row["position"] for row in found[part]] == [1, 2, 3]
    assert [row["sequence"] for row in found["resolutions"]] == [1, 2, 3]
    assert [row["name"] for row in found["documents"]] == ["3", "1", "2"]


def test_order_of_votes_and_relations_is_that_of_entry():
    source = make_resolution(make_draft())
    for name in ("Wu", "Chen", "Lin"):
        make_vote(source, voter=make_person(name))
        source.relations.create(target=make_resolution(make_meeting(), name=name), kind="implements")

    [found] = record(source.meeting)["resolutions"]

    assert [vote["voter"]["name"] for vote in found["votes"]] == ["Wu", "Chen", "Lin"]
    assert [relation["target"]["name"] for relation in found["relations"]] == ["Wu", "Chen", "Lin"]


# Presence in part


def spans(meeting: Meeting) -> list[dict[str, Any]]:
    """Return what the record says of the only person's spans, without what is not given."""
    [attendance] = record(meeting)["attendances"]
    found = attendance.get("spans", [])
    return [{key: value for key, value in span.items() if value} for span in found]


def test_spans_are_in_the_record():
    meeting = make_draft(items=5)
    items = list(meeting.agenda_items.in_order())
    king = make_attendance(meeting, private_note="Ill.")
    make_span(king, from_item=items[3], to_item=items[3], reason="interest_declared", note="Owns a plot.")
    make_span(king, from_time=dt.time(20, 15))

    assert spans(meeting) == [
        {"kind": "absent", "reason": "interest_declared", "from_item": 4, "to_item": 4},
        {"kind": "absent", "from_time": "20:15:00"},
    ]
    assert not any(word in canonical(record(meeting)) for word in ("Ill.", "plot"))


def test_record_without_spans_and_hours_has_no_keys_for_them():
    meeting = make_draft(present=1, resolutions=1)
    found = record(meeting)

    assert not {"spans", "spans_withheld"} & found["attendances"][0].keys()
    assert not {"taken_at", "presence"} & found["resolutions"][0].keys()


def test_hour_of_a_decision_and_who_was_there_are_in_the_record():
    meeting = make_draft(present=2)
    king = make_attendance(meeting, person=make_person("King", slug="king"), left_at=dt.time(20, 15))
    make_resolution(meeting, taken_at=dt.time(20, 40))

    [resolution] = record(meeting)["resolutions"]
    assert resolution["taken_at"] == "20:40:00"
    assert resolution["presence"] == {
        "present": 2,
        "listed": 3,
        "absent": [{"person": {"name": "King", "slug": "king"}, "reason": "left"}],
        "not_known": [],
    }
    assert king.spans.count() == 0


def test_span_goes_from_the_first_to_the_last_public_item_in_it():
    meeting = make_draft(items=5)
    items = list(meeting.agenda_items.in_order())
    meeting.agenda_items.filter(position__in=(1, 4)).update(is_public=False)
    king = make_attendance(meeting)
    make_span(king, from_item=items[2], to_item=items[3], to_time=dt.time(19))
    make_span(king, from_item=items[3])
    make_span(king, to_item=items[3])
    make_span(king, from_item=items[3], to_item=items[3], from_time=dt.time(19))

    assert spans(meeting) == [
        {"kind": "absent", "from_item": 3, "to_item": 3},
        {"kind": "absent", "from_item": 5},
        {"kind": "absent", "to_item": 3},
    ]


def test_span_that_only_a_closed_item_could_tell_leaves_presence_unknown():
    meeting = make_draft(items=2)
    closed, item = meeting.agenda_items.in_order()
    meeting.agenda_items.filter(pk=closed.pk).update(is_public=False)
    make_span(make_attendance(meeting), from_item=closed, to_time=dt.time(19))
    make_resolution(meeting, agenda_item=item)

    [attendance] = record(meeting)["attendances"]
    assert attendance["spans_withheld"] is True
    assert "spans" not in attendance


# Cost


@pytest.mark.parametrize("count", [1, 3])
def test_record_costs_no_query_of_its_own(django_assert_num_queries, count: int):
    meeting = make_draft(present=count, items=count, resolutions=count, approved_at=make_meeting())
    for resolution in meeting.resolutions.all():
        make_vote(resolution)
        hung = make_resolution(make_meeting(items=1))
        hung.agenda_item = hung.meeting.agenda_items.get()
        hung.save()
        resolution.relations.create(target=hung, kind="amends")
        make_action(meeting, resolution=resolution, responsible=make_person(), closed_at=make_meeting())
        make_document(meeting, resolution=resolution)
    for attendance in meeting.attendances.all():
        make_span(attendance, from_item=meeting.agenda_items.first())
    fetched = Meeting.objects.with_children().get(pk=meeting.pk)

    with django_assert_num_queries(0):
        found = record_of(fetched)

    assert len(found["resolutions"]) == count
