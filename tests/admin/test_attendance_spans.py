"""Out of the room, at the desk: lines in a row of the attendance, saved with the agenda they name."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Attendance, AttendanceSpan, Meeting
from tests.admin.pages import ADD, blank, change, errors, filled, row, save
from tests.factories import (
    make_attendance,
    make_body,
    make_draft,
    make_item,
    make_meeting,
    make_person,
    make_resolution,
    make_span,
)
from tests.latest import latest_record

LINES = "item 4: interest declared, owns a plot\r\nfrom 20:15"


def spans() -> list[dict[str, Any]]:
    """Return what is stored of all spans, in order, without what is empty."""
    names = ("kind", "reason", "from_item__number", "to_item__number", "from_time", "to_time", "note")
    found = AttendanceSpan.objects.in_order().values(*names)
    return [{key: value for key, value in span.items() if value} for span in found]


INTEREST_AND_GONE = [
    {
        "kind": "absent",
        "reason": "interest_declared",
        "from_item__number": "4",
        "to_item__number": "4",
        "note": "owns a plot",
    },
    {"kind": "absent", "from_time": dt.time(20, 15)},
]


def meeting_with_king(**fields: Any) -> tuple[Meeting, Attendance]:
    """Return a draft with five numbered agenda items, and King's row."""
    meeting = make_draft(**fields)
    for number in range(1, 6):
        make_item(meeting, number=str(number))
    return meeting, make_attendance(meeting, person=make_person("King"))


def king_form(answer: Any) -> Any:
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    return next(rows.forms[0] for rows in formsets if rows.prefix == "attendances")


def typed(client: Client, meeting: Meeting, lines: str, **changes: Any) -> dict[str, Any]:
    return filled(client, change(meeting), **changes) | row("attendances", 0, spans=lines, note="")


def test_lines_are_saved_with_the_agenda_of_a_new_meeting(clerk: Client):
    fields = blank(body=make_body().pk) | {"attendances-TOTAL_FORMS": 1, "agenda_items-TOTAL_FORMS": 4}
    person = make_person("King").pk
    fields |= row("attendances", 0, person=person, role="member", status="present", spans=LINES)
    for number in range(4):
        fields |= {f"agenda_items-{number}-number": str(number + 1), f"agenda_items-{number}-name": "Item"}

    save(clerk, ADD, fields)

    assert spans() == INTEREST_AND_GONE


def test_stored_spans_are_shown_as_lines_in_the_language_of_the_desk(clerk: Client):
    meeting, king = meeting_with_king()
    fourth = meeting.agenda_items.get(number="4")
    make_span(king, from_item=fourth, to_item=fourth, reason="interest_declared")

    shown = []
    for language in ("en", "zh-hans"):
        answer = clerk.get(change(meeting), headers={"accept-language": language})
        shown.append(king_form(answer).initial["spans"])

    assert shown == ["item 4: interest declared", "议题4：申报利益"]


def test_folded_row_keeps_its_spans_and_counts_them(clerk: Client):
    meeting, king = meeting_with_king()
    make_span(king, from_time=dt.time(20, 15))
    form = king_form(clerk.get(change(meeting)))

    save(clerk, change(meeting), filled(clerk, change(meeting), name="Another title"))

    assert form.more_count() == 1
    assert spans() == INTEREST_AND_GONE[1:]


def test_lines_are_changed_and_taken_away(clerk: Client):
    meeting, king = meeting_with_king()
    make_span(king, from_time=dt.time(19))

    save(clerk, change(meeting), typed(clerk, meeting, "仅议题2"))
    assert spans() == [{"kind": "present", "from_item__number": "2", "to_item__number": "2"}]

    save(clerk, change(meeting), typed(clerk, meeting, ""))
    assert spans() == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("he was ill", "“he was ill” is not understood."),
        ("item 9", "There is no agenda item 9, or there are two."),
        ("items 4-2", "The last agenda item comes before the first."),
        ("20:00-19:00", "It ends before it begins."),
        (f"item 4: {'x' * 501}", "What stands after a colon is too long."),
    ],
)
def test_bad_line_is_told_beside_the_field_and_not_lost(clerk: Client, lines: str, told: str):
    meeting, king = meeting_with_king(start_time=dt.time(18))
    make_span(king, from_time=dt.time(20, 15))

    response = clerk.post(change(meeting), typed(clerk, meeting, lines))

    assert response.status_code == 200
    [message] = errors(response)["attendances-0-spans"]
    assert message.startswith(told)
    assert lines[:60] in response.text
    assert spans() == INTEREST_AND_GONE[1:]


def test_agenda_item_named_in_a_folded_row_is_not_deleted(clerk: Client):
    meeting, king = meeting_with_king()
    make_span(king, from_item=meeting.agenda_items.get(number="4"))

    response = clerk.post(
        change(meeting), filled(clerk, change(meeting), **{"agenda_items-3-DELETE": "on"})
    )

    assert list(errors(response).values()) == [
        ["An agenda item that is to be deleted is named in “out of the room”."]
    ]
    assert meeting.agenda_items.count() == 5


def test_span_follows_its_agenda_item_to_another_number(clerk: Client):
    meeting, king = meeting_with_king()
    make_span(king, from_item=meeting.agenda_items.get(number="4"))

    save(clerk, change(meeting), filled(clerk, change(meeting), **{"agenda_items-3-number": "4a"}))

    assert spans() == [{"kind": "absent", "from_item__number": "4a"}]


def test_correction_of_published_minutes_tells_who_was_out(publisher: Client):
    meeting = make_meeting(start_time=dt.time(18))
    for number in range(1, 6):
        make_item(meeting, number=str(number))
    make_attendance(meeting, person=make_person("King"))
    fields = typed(publisher, meeting, LINES, correction_reason="King was out for item 4.")
    fields["correction_kind"] = "corrected"

    save(publisher, change(meeting), fields)

    [attendance] = latest_record(meeting)["attendances"]
    assert [(span["reason"], span["from_item"], span["from_time"]) for span in attendance["spans"]] == [
        ("interest_declared", 4, None),
        ("", None, "20:15:00"),
    ]


def test_hour_of_a_decision_is_entered(clerk: Client):
    meeting = make_draft()
    resolution = make_resolution(meeting)
    fields = filled(clerk, change(meeting)) | row("resolutions", 0, taken_at="8.40 pm")
    fields |= row("resolutions", 0, classification="resolution", decision_method="not_recorded")

    save(clerk, change(meeting), fields)

    resolution.refresh_from_db()
    assert resolution.taken_at == dt.time(20, 40)


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_two_queries_more_where_somebody_was_out(clerk: Client, count: int):
    meeting, king = meeting_with_king()
    others = [make_attendance(meeting) for _ in range(count)]
    clerk.get(change(meeting))
    with CaptureQueriesContext(connection) as before:
        clerk.get(change(meeting))
    for one in (king, *others):
        make_span(one, from_time=dt.time(20))
    with CaptureQueriesContext(connection) as after:
        clerk.get(change(meeting))

    assert len(after) - len(before) == 2
