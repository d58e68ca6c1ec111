"""Terms near those that were typed."""

import pytest

from archive.search.terms import near_runs, near_words
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("budgett", ["budget"]),
        ("budgad", ["budget"]),
        ("ubdget", ["budget"]),  # the two last letters are right
        ("dep", ["den"]),
        ("ten", ["den"]),
        ("dxn", ["den"]),  # neither the first two nor the last two are
        ("oof", []),
        ("de", []),
        ("d" * 40, []),
    ],
)
def test_words_near_another_are_found(word: str, expected: list[str]):
    make_meeting(name="Den", text="The budget was read.")

    assert [near.term for near in near_words(word)] == expected


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("防讯", "防汛"),
        ("防汛工做", "防汛工作"),
        ("防工作", "防汛工作"),
        ("防汛汛工作", "防汛工作"),
        ("防汛作工", "防汛工作"),
        ("纺汛", "防汛"),
    ],
)
def test_chinese_runs_near_another_are_found(run: str, expected: str):
    make_meeting(name="會議", text="研究防汛工作")

    assert expected in [near.term for near in near_runs(run)]


@pytest.mark.parametrize("run", ["防", "", "防汛" * 20])
def test_what_is_too_short_or_too_long_is_near_nothing(run: str):
    make_meeting(text="研究防汛工作")

    assert near_runs(run) == []


def test_what_sounds_alike_comes_first():
    make_meeting(text="防洪。防汛。防旱。防疫。")

    assert near_runs("防讯")[0] == ("防汛", 0)
