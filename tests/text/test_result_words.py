"""Words for results."""

from archive.models import Resolution
from archive.text.result_words import RESULT_WORDS, STATUS_RESULTS, TYPED_RESULTS, result_in


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
