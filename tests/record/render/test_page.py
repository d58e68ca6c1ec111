import datetime as dt
from typing import Any

import pytest

from archive.models import Meeting
from archive.record.build import record_of
from archive.record.render.page import MeetingPage
from tests.factories import (
    make_action,
    make_attendance,
    make_draft,
    make_item,
    make_person,
    make_resolution,
)

pytestmark = pytest.mark.django_db


def reread(meeting: Meeting) -> Meeting:
    return Meeting.objects.with_children().get(pk=meeting.pk)


def page_of(meeting) -> Any:
    """Return the page of a meeting's record as its rows stand."""
    return MeetingPage(record_of(meeting))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("09:00", "11:30", "09:00–11:30"),
        ("09:00", None, "09:00"),
        (None, "11:30", "–11:30"),
        (None, None, ""),
    ],
)
def test_hours_say_what_is_known(start, end, hours):
    draft = make_draft(
        start_time=start and dt.time.fromisoformat(start), end_time=end and dt.time.fromisoformat(end)
    )

    assert page_of(draft).hours == hours


def test_groups_keep_the_recorded_order_and_leave_out_empty_ones():
    draft = make_draft()
    for name, role in [("B", "member"), ("A", "chair"), ("C", "presenter"), ("D", "in_attendance")]:
        make_attendance(draft, person=make_person(name), role=role)
    make_attendance(draft, person=make_person("E"), role="guest", status="excused")

    groups = page_of(draft).groups

    names = {group.kind: [row["person"]["name"] for row in group.rows] for group in groups}
    assert names == {"present": ["B", "A"], "in_attendance": ["C", "D"], "excused": ["E"]}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1.", "3"), 2),
        (("一、", "三、"), 2),
        (("", ""), 2),
        (("10.1", "10.3"), False),
        (("A", ""), False),
    ],
)
def test_closed_item_keeps_its_place_in_the_agenda_where_its_decision_is_shown(numbers, expected):
    draft = make_draft()
    first, closed, last = (make_item(draft, number=number) for number in (numbers[0], "x", numbers[1]))
    draft.agenda_items.filter(pk=closed.pk).update(is_public=False, disclosure_basis="Act, s. 4")
    for item in (first, closed, closed, last):
        make_resolution(draft, agenda_item=item, is_disclosed=True)

    agenda = page_of(reread(draft)).agenda

    assert [(item.is_closed, len(item.resolutions)) for item in agenda] == [
        (False, 1),
        (True, 2),
        (False, 1),
    ]
    assert agenda[1].record["number"] == expected


def test_closed_item_of_which_nothing_is_shown_is_not_in_the_agenda():
    draft = make_draft(items=1)
    make_item(draft, is_public=False)

    assert [item.is_closed for item in page_of(draft).agenda] == [False]


@pytest.mark.parametrize(("count", "shown"), [(25, 25), (26, 20), (300, 20)])
def test_group_folds_only_what_is_worth_it(count, shown):
    row = {"status": "present", "role": "member", "arrived_at": None, "left_at": None}
    page = MeetingPage({"attendances": [row] * count, "attendance_status": "recorded"})

    group = page.groups[0]

    assert (len(group.first), len(group.others)) == (shown, count - shown)


def test_attendance_times_are_cut_to_minutes():
    draft = make_draft()
    make_attendance(draft, arrived_at=dt.time(9, 20), left_at=None)

    row = page_of(draft).attendances[0]

    assert (row["arrived_at"], row["left_at"]) == ("09:20", "")


@pytest.mark.parametrize(("declared", "total"), [(11, 11), (0, 0), (None, 2)])
def test_present_total_prefers_the_declared_count(declared, total):
    draft = make_draft(present=2, present_count=declared)

    assert page_of(draft).present_total == total


def test_present_total_of_nobody_is_unknown():
    assert page_of(make_draft()).present_total is None


def test_text_is_none_where_there_is_none():
    assert page_of(make_draft(text=" \n")).text is None


def test_text_stands_beneath_the_agenda_where_there_is_one():
    alone, below = make_draft(text="# One"), make_draft(text="# One", items=1)

    assert [page_of(draft).text.headings[0].level for draft in (alone, below)] == [2, 3]


def test_items_know_their_text_and_resolutions():
    draft = make_draft()
    item = make_item(draft, number="一", name="Floods", text="# One\n\nWords.")
    make_resolution(draft, agenda_item=item, name="Pump")
    make_resolution(draft, name="Other")

    (shown,) = page_of(draft).items

    assert (shown.anchor, shown.heading) == ("item-1", "一 Floods")
    assert shown.body.headings[0].anchor == "item-1-one"
    assert [row["name"] for row in shown.resolutions] == ["Pump"]


def test_anchors_of_equal_headings_differ_between_texts():
    draft = make_draft(text="# Same")
    make_item(draft, text="# Same")
    make_resolution(draft, text="# Same")

    page = page_of(draft)

    texts = [page.text, page.items[0].body, page.resolutions[0]["body"]]
    assert len({text.headings[0].anchor for text in texts}) == 3


def test_contents_leave_out_the_heading_that_is_only_the_title():
    draft = make_draft(text="# Minutes of May\n\n## Opening\n\n### Detail\n\n## Closing")

    entries = page_of(draft).contents

    assert [entry.text for entry in entries] == ["Opening", "Closing"]


def test_contents_of_one_heading_are_that_heading():
    assert [entry.text for entry in page_of(make_draft(text="# Minutes")).contents] == ["Minutes"]


def test_contents_begin_with_the_items_and_end_somewhere():
    draft = make_draft(text="\n\n".join(f"# Heading {number}" for number in range(100)))
    make_item(draft, name="Floods")

    entries = page_of(draft).contents

    assert entries[0].text == "Floods"
    assert len(entries) == 40


def test_resolution_gathers_what_hangs_on_it():
    draft = make_draft()
    resolution = make_resolution(draft, yes_count=0, expiry_date=dt.date(2024, 1, 31))
    make_action(draft, resolution=resolution, description="Own", due_date=dt.date(2023, 9, 1))
    make_action(draft, description="Loose")

    page = page_of(draft)

    shown = page.resolution(1)
    assert shown["has_counts"]
    assert shown["expiry_date"] == dt.date(2024, 1, 31)
    assert [(row["description"], row["due_date"]) for row in shown["actions"]] == [
        ("Own", dt.date(2023, 9, 1))
    ]
    assert [row["description"] for row in page.loose_actions] == ["Loose"]


def test_resolution_that_does_not_exist_is_none():
    assert page_of(make_draft(resolutions=1)).resolution(2) is None


def test_neighbours_of_the_first_and_the_last():
    page = page_of(make_draft(resolutions=2))

    (before, second), (first, after) = page.neighbours(1), page.neighbours(2)

    assert (before, after) == (None, None)
    assert (first["sequence"], second["sequence"]) == (1, 2)


@pytest.mark.parametrize(
    ("address", "link"),
    [("https://x.org/1", "https://x.org/1"), ("javascript:x", ""), ("a/b.md", ""), ("", "")],
)
def test_source_link_is_an_address_of_the_web(address, link):
    assert page_of(make_draft(source_url=address)).source_link == link


def test_page_costs_no_queries(django_assert_num_queries):
    record = record_of(make_draft(present=2, items=2, resolutions=2))

    with django_assert_num_queries(0):
        page = MeetingPage(record)
        resolutions = page.resolutions
        shown = [page.groups, page.items, page.text, page.contents, page.actions]

    assert len(resolutions) == 2
    assert len(shown) == 5


@pytest.mark.parametrize(
    ("roles", "status", "kinds"),
    [
        (["chair", "recorder"], "recorded", ["named"]),
        (["chair", "member"], "", ["named"]),
        (["chair", "member"], "not_recorded", ["named"]),
        (["chair", "member"], "recorded", ["present"]),
        (["recorder", "guest"], "recorded", ["present", "in_attendance"]),
    ],
)
def test_people_named_are_counted_only_as_a_list_of_who_was_there(roles, status, kinds):
    draft = make_draft(attendance_status=status)
    for role in roles:
        make_attendance(draft, role=role)

    page = page_of(draft)

    assert [group.kind for group in page.groups] == kinds
    assert page.present_total == (None if kinds == ["named"] else len(roles))


@pytest.mark.parametrize(
    ("number", "source", "status", "is_silent"),
    [
        (2, "", "", True),
        (2, "town", "not_recorded", False),
        (1, "town", "not_recorded", True),
        (1, "", "not_recorded", False),
        (1, "town", "recorded", False),
    ],
)
def test_old_imports_said_not_recorded_of_what_they_did_not_know(number, source, status, is_silent):
    record = {"format": number, "source": source, "attendance_status": status}

    assert MeetingPage(record).is_silent_on_attendance is is_silent
