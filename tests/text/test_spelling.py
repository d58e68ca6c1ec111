"""How near words are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.spelling import allowed_mistakes, edit_distance, sounds_alike


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("budget", "budget", 0),
        ("budgett", "budget", 1),
        ("bdget", "budget", 1),
        ("budgrt", "budget", 1),
        ("fluod", "flood", 1),
        ("budgte", "budget", 1),
        ("grpahql", "graphql", 1),
        ("kitten", "sitting", None),
        ("fuold", "flood", 2),
        ("", "ab", 2),
    ],
)
def test_distance_counts_mistakes(a: str, b: str, expected: int | None):
    assert edit_distance(a, b, 2) == expected


WORDS = st.text(alphabet="abc", max_size=6)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways(a: str, b: str):
    assert edit_distance(a, b, 3) == edit_distance(b, a, 3)


@given(WORDS, st.integers(0, 5), st.sampled_from("abc"))
def test_one_letter_more_is_one_mistake(word: str, place: int, letter: str):
    assert edit_distance(word, word[:place] + letter + word[place:], 2) == 1


def test_long_words_may_have_two_mistakes():
    assert (allowed_mistakes("flood"), allowed_mistakes("budget")) == (1, 2)


def test_characters_sound_alike_whatever_their_tone():
    assert sounds_alike("讯", "汛")
    assert not sounds_alike("讯", "洪")
