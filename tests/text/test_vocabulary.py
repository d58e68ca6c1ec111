"""Words for results and roles."""

import pytest

from archive.models import Attendance, Resolution
from archive.text.vocabulary import (
    RESULT_WORDS,
    ROLE_WORDS,
    STATUS_RESULTS,
    TYPED_RESULTS,
    result_in,
    role_in,
    role_of_label,
)


def test_results_are_those_that_are_stored():
    stored = set(Resolution.Result.values)

    assert {row.result for row in RESULT_WORDS} == stored - {"not_recorded"}
    assert {result for results in TYPED_RESULTS.values() for result in results} == stored
    assert set(STATUS_RESULTS.values()) <= stored


def test_words_that_may_mean_something_else_are_no_status():
    assert ("lost" in TYPED_RESULTS, "lost" in STATUS_RESULTS) == (True, False)


def test_text_tells_the_stricter_result_first():
    assert result_in("The motion was not approved.") == "rejected"
    assert result_in("不同意") == "rejected"
    assert result_in("Approved as amended") == "adopted_as_amended"
    assert result_in("照案通過") == "adopted"
    assert result_in("nothing of the kind", default="not_recorded") == "not_recorded"


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
