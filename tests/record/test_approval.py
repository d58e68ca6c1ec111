"""When a reader is told that minutes are still to be approved."""

import datetime as dt

import pytest

from archive.models import Body, Meeting
from archive.record.approval import awaits_approval

DAY = dt.date(2023, 8, 23)


@pytest.mark.parametrize(
    ("approval", "is_held", "approved_on", "today", "awaited"),
    [
        ("by_chair", True, None, DAY, True),
        ("at_later_meeting", True, None, dt.date(2024, 9, 22), True),
        ("at_later_meeting", True, None, dt.date(2024, 9, 23), False),
        ("at_later_meeting", False, None, DAY, False),
        ("at_later_meeting", True, DAY, DAY, False),
        ("none", True, None, DAY, False),
        ("", True, None, DAY, False),
    ],
)
def test_awaits_approval(approval: str, is_held: bool, approved_on, today: dt.date, awaited: bool):
    meeting = Meeting(body=Body(approval=approval), date=DAY)

    assert awaits_approval(meeting, is_held=is_held, approved_on=approved_on, today=today) is awaited
