"""What to look for instead: nothing that is not published, and nothing that finds nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.models import Meeting
from archive.operations.publish import withdraw
from archive.search.filters import Filters
from archive.search.suggest import advise
from tests.factories import (
    make_body,
    make_document,
    make_draft,
    make_item,
    make_meeting,
    make_resolution,
    put_on_record,
)

pytestmark = pytest.mark.django_db


def advice(text: str, filters: Filters = Filters()):  # noqa: B008 - it cannot change
    # Time enough for a busy machine.
    return advise(text, Meeting.objects.published(), filters, seconds=60)


def texts(text: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008 - it cannot change
    return [each.text for each in advice(text, filters).suggestions]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("comittee", "committee"),
        ("Comitee", "committee"),
        ("storn", "storm"),
        ("防讯", "防汛"),
        ("防讯工作", "防汛工作"),
        ("應及", "应急"),
        ("2023-114", "2023-014"),
        ('"code of cunduct"', '"code of conduct"'),
        ("stormm -draft", "storm -draft"),
        ("stormm year:2023", 'storm year:"2023"'),
        ("comittee stormm", "committee storm"),
        ("strom*", "storm*"),
    ],
)
def test_words_that_exist_are_suggested(typed: str, expected: str):
    make_meeting(text="The committee read the code of conduct after the storms.")
    make_meeting(text="A storm hit the committee. Resolution 2023-014. 研究防汛工作与應急。")

    assert expected in texts(typed)


def test_suggestion_tells_how_much_it_finds():
    make_meeting(text="storm", resolutions=1)
    make_meeting(text="storm")

    [suggestion] = advice("stormm").suggestions

    assert suggestion == ("stormm", "storm", "storm", 2, False)


def test_suggestion_says_whether_it_passes_the_filters():
    council, board = make_body("Council"), make_body("Board")
    make_meeting(body=council, text="storm")
    make_meeting(body=board, text="alpha")

    [kept] = advice("stormm", Filters(bodies=[council.pk])).suggestions
    [other] = advice("stormm", Filters(bodies=[board.pk])).suggestions

    assert kept == ("stormm", "storm", "storm", 1, False)
    assert other == ("stormm", "storm", "storm", 1, True)


def test_word_is_suggested_alone_where_the_rest_stands_elsewhere():
    make_meeting(text="storm")
    make_meeting(text="budget")

    assert texts("stormm budget") == ["storm"]


def test_words_that_never_meet_are_told_apart():
    make_meeting(text="storm")
    make_meeting(text="budget")

    assert {(each.typed, each.instead, each.text) for each in advice("storm budget").suggestions} == {
        ("storm", "", "budget"),
        ("budget", "", "storm"),
    }


def test_phrase_is_loosened_where_its_words_stand_apart():
    make_meeting(text="conduct of a code")

    [suggestion] = advice('"code conduct"').suggestions

    assert suggestion == ("code conduct", "code conduct", "code conduct", 1, False)


def test_only_terms_that_stand_nowhere_are_lost():
    make_meeting(text="storm")

    assert advice("storm zebra").lost == ["zebra"]


def test_nothing_hidden_is_suggested():
    make_draft(text="quokka")
    withdraw(make_meeting(text="okapi"), reason="Entered twice.")
    meeting = make_meeting()
    item = make_item(meeting, name="axolotl", text="axolotl", is_public=False)
    make_resolution(meeting, agenda_item=item, name="axolotl")
    make_document(meeting, name="pangolin", is_public=False)

    for word in ("quokkas", "quokkaa", "okapii", "axolotll", "pangolinn"):
        assert texts(word) == []


def test_redacted_word_is_suggested_no_more():
    meeting = make_meeting(text="kinkajou")
    meeting.text = "[[redacted: data protection]]"
    meeting.save()
    put_on_record(meeting)

    assert texts("kinkajouu") == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_any_text_gets_advice_that_finds_something(text: str):
    make_meeting(text="storm 防汛")

    assert all(each.total for each in advice(text).suggestions)
