"""Where in a motion's paragraph its words stand, beside who moved it and what came of it."""

import pytest

from archive.reader.minutes import read_minutes
from archive.reader.results import Value

BY = "Moved by Li Wei, seconded by Wang Fang"


def read(value: Value[str] | None) -> str:
    return value.value if value else ""


@pytest.mark.parametrize(
    "written",
    [
        f"Resolved: To buy three pumps. {BY}. Carried 5-0.",
        f"To buy three pumps ({BY}). Carried 5-0.",
        f"To buy three pumps.\n{BY}. Carried 5-0.",
        f"{BY}, that To buy three pumps. Carried 5-0.",
    ],
)
def test_words_of_a_motion_before_or_after_its_mover(written: str):
    [resolution] = read_minutes(f"Minutes\n\n{written}\n").resolutions

    assert resolution.text.value == "To buy three pumps"
    assert (read(resolution.mover), read(resolution.seconder)) == ("Li Wei", "Wang Fang")
    assert read(resolution.result_as_written) == "Carried 5-0"
    assert resolution.votes
    assert (resolution.votes.yes_count, resolution.votes.no_count) == (5, 0)


def test_motion_without_words_is_no_resolution():
    assert read_minutes(f"Minutes\n\n{BY}. Carried.\n").resolutions == []


def test_name_ends_before_what_came_of_the_motion():
    [resolution] = read_minutes(
        "Minutes\n\nMotion: That the fee be waived. Moved: Li Wei. Seconded: Wang Li. Carried.\n"
    ).resolutions

    assert resolution.text.value == "That the fee be waived"
    assert (read(resolution.mover), read(resolution.seconder)) == ("Li Wei", "Wang Li")
