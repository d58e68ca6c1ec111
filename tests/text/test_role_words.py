"""Words for roles."""

import pytest

from archive.models import Attendance
from archive.text.role_words import ROLE_WORDS, role_in, role_of_label


def test_roles_are_those_that_are_stored():
    assert {row.role for row in ROLE_WORDS} == set(Attendance.Role.values) - {"member"}


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Co-chair", "chair"),
        ("Vice-Chair", ""),
        ("副主席", ""),
        ("主席团", ""),
        ("召集人", "chair"),
        ("纪录", "recorder"),
        ("recording secretary", "recorder"),
        ("列席委員", "in_attendance"),
        ("Observers", "guest"),
        ("报告人", "presenter"),
        ("Town Clerk", ""),
    ],
)
def test_role_is_told_by_words(words: str, role: str):
    assert role_in(words) == role


def test_label_tells_only_what_is_sure():
    labels = ("observer", "Moderator of a forum", "Co-chair", "记录", "列席")

    assert [role_of_label(label) for label in labels] == ["", "", "chair", "recorder", "in_attendance"]
