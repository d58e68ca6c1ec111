"""What became of a motion: not seconded, tied, laid on the table."""

import pytest

from archive.operations.entry.reading_rows import resolution_row
from archive.reader.minutes import read_minutes

TEXT = """Harbour Council
Minutes of 3 May 2023

Present: Cllr Brandt, Cllr Osei.

Motion: to let the boathouse. Moved by Cllr Brandt. {outcome}
"""


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        ("The motion died for lack of a second.", "lost_for_want_of_second"),
        ("The vote was tied 2-2.", "tied"),
        ("The motion was laid on the table.", "tabled"),
        ("The motion was tabled.", "tabled"),
        ("The motion carried.", "adopted"),
    ],
)
def test_outcome_of_a_motion(outcome: str, result: str):
    [found] = read_minutes(TEXT.format(outcome=outcome)).resolutions

    assert found.result == result


@pytest.mark.parametrize(
    ("outcome", "method"),
    [
        ("The motion carried by unanimous consent.", "unanimous_consent"),
        ("The motion carried.", "not_recorded"),
    ],
)
def test_method_that_the_outcome_tells(outcome: str, method: str):
    [found] = read_minutes(TEXT.format(outcome=outcome)).resolutions

    assert resolution_row(found)["decision_method"] == method
