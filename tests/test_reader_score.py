"""The score of the reader of minutes: what was called certain, and what contradicts itself."""

import pytest

from tests.reader_score import Tally, score

pytestmark = pytest.mark.any_engine

HEAD = "Minutes of the Council\n\nDate: 4 May 2023\n\nPresent: Ann Lee, Bob Ray\n\n"
MOTION = "Ann Lee moved to buy a bench. Bob Ray seconded. "


def scored(sentence: str, **marked: object) -> Tally:
    resolution = {"text": "to buy a bench", "status": "passed", **marked}
    record = {
        "text": HEAD + MOTION + sentence,
        "date": "2023-05-04",
        "title": "Minutes of the Council",
        "attendees": [],
        "resolutions": [resolution],
    }
    return score(record, frozenset())


def test_what_was_called_certain_is_held_against_the_source():
    right = scored("Motion carried 3-1.", votes={"for": 3, "against": 1})
    wrong = scored("Motion carried 3-1.", votes={"for": 4, "against": 1})

    assert (right.right["certain"], right.asked["certain"], right.contradicted) == (3, 3, 0)
    assert (wrong.right["certain"], wrong.asked["certain"]) == (2, 3)


def test_contradictions_are_counted_and_not_called_certain():
    tally = scored("Motion carried 6-2.\nAyes: 5; Nays: 3", votes={"for": 6, "against": 2})

    assert tally.contradicted == 1
    assert tally.asked["certain"] == 1  # the result alone
