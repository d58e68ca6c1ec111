"""Which names may be one person's."""

import pytest

from archive.text.duplicate_names import Likeness, Name, Pair, likely_pairs
from archive.text.names import name_key


def likeness(one: str, other: str, *, alternates: tuple[str, str] = ("", "")) -> Likeness | None:
    """Return why two names may be one person's, None if they are not suspected."""
    names = [
        Name(number, name_key(name), name_key(alternate))
        for number, (name, alternate) in enumerate(zip((one, other), alternates, strict=True))
    ]
    pairs = likely_pairs(names)
    return pairs[0].likeness if pairs else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("陳瑩", "陈　莹", Likeness.SAME),
        ("Gary O'Neall", "gary o’neall", Likeness.SAME),
        ("孙全中", "Sun Quanzhong", Likeness.SCRIPT),
        ("孙全中", "Quanzhong Sun", Likeness.SCRIPT),
        ("曾志伟", "Zeng Zhiwei", Likeness.SCRIPT),
        ("鍾偉", "钟伟", Likeness.SCRIPT),
        ("Kate Stewart", "Stewart, Kate", Likeness.ORDER),
        ("Kate Stewart", "Kate Stewarz", Likeness.SPELLING),
        ("Kate Stewart", "Kate Setwart", Likeness.SPELLING),
        ("Philip Koehn Smith", "Phillip Koehn Smithe", Likeness.SPELLING),
        ("李建华", "李剑华", Likeness.SPELLING),
    ],
)
def test_names_that_may_be_one_persons(one: str, other: str, expected: Likeness):
    assert likeness(one, other) == expected
    assert likeness(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kate Stewart", "Kate Smith"),
        ("Tim Lee", "Kim Lee"),
        ("王伟", "汪伟"),
        ("王伟", "王玮"),
        ("李建华", "李建国"),
        ("张建华", "章建华"),
        ("Resident 12", "Resident 13"),
        ("Kate Stewart", "John Meyer"),
        ("", ""),
    ],
)
def test_names_that_are_two_peoples(one: str, other: str):
    assert likeness(one, other) is None


def test_alternate_name_tells_too():
    assert likeness("Ying C.", "陈莹", alternates=("陈莹", "")) == Likeness.SCRIPT
    assert likeness("Chen Ying", "莹莹", alternates=("", "Chen Ying")) == Likeness.SCRIPT


def test_same_alternate_name_of_two_chinese_names_is_no_sign():
    assert likeness("陈莹", "陈颖", alternates=("Chen Ying", "Chen Ying")) is None


def test_pairs_come_once_the_surest_first():
    people = ("Kate Stewart", "Kate Stewarz", "kate stewart")

    pairs = likely_pairs([Name(number, name_key(name)) for number, name in enumerate(people)])

    assert pairs == [
        Pair(0, 2, Likeness.SAME),
        Pair(0, 1, Likeness.SPELLING),
        Pair(1, 2, Likeness.SPELLING),
    ]


def test_many_namesakes_make_few_pairs():
    pairs = likely_pairs([Name(number, "委员") for number in range(1000)])

    assert len(pairs) == 999


def test_word_that_everybody_shares_tells_nothing():
    names = [Name(number, f"councillor {chr(97 + number % 26)}{number % 7}x") for number in range(5000)]

    assert [pair for pair in likely_pairs(names) if pair.likeness is Likeness.SPELLING] == []
