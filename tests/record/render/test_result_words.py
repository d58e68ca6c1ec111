"""The words of a result as a reader sees them."""

import pytest

from archive.record.render.display import result_words

LABELS = {"adopted": "Adopted", "not_recorded": "Not recorded"}


@pytest.mark.parametrize(
    ("result", "written", "words"),
    [
        ("adopted", "carried", "Adopted"),
        ("not_recorded", "", "Not recorded"),
        ("not_recorded", "拟通过", "拟通过"),
        ("", "proposed", "proposed"),
        ("", "", ""),
    ],
)
def test_result_that_was_not_understood_is_shown_as_written(result: str, written: str, words: str):
    assert result_words({"result": result, "result_as_written": written}, LABELS) == words
