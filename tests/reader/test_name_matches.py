"""Names that were read, matched with people who are known."""

import pytest

from archive.reader.attendance import read_names
from archive.reader.name_matches import match_names
from archive.text.spelling import edit_distance

KNOWN = [
    (1, ["陳瑩", "Chen Ying"]),
    (2, ["Jane Smith"]),
    (3, ["王小明"]),
    (4, ["王伟"]),
    (5, ["Johannes Müller"]),
]


def match(name):
    return match_names(read_names(name).entries, KNOWN)[0]


@pytest.mark.parametrize(
    ("name", "person"), [("陈　莹", 1), ("JANE SMITH", 2), ("Chen Ying", 1), ("王小明", 3)]
)
def test_match_names_finds_the_same_name(name, person):
    assert match(name).person == person


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Jane Smyth", 2),
        ("Smith Jane", 2),
        ("J. Smith", 2),
        ("王晓明", 3),
        ("Johanes Muller", 5),
    ],
)
def test_match_names_offers_what_is_near(name, person):
    assert (match(name).person, match(name).near) == (None, [person])


@pytest.mark.parametrize("name", ["王芳", "李伟", "Bob Ray", "Jane Brown"])
def test_match_names_takes_others_for_new(name):
    assert (match(name).person, match(name).near) == (None, [])


def test_match_names_asks_where_simplified_chinese_joins_two():
    [entry] = read_names("钟伟").entries

    [found] = match_names([entry], [(1, ["鍾偉"]), (2, ["鐘偉"]), (3, ["忠伟"])])

    assert (found.person, found.near) == (None, [1, 2])


def test_match_names_lets_the_clerk_choose_between_namesakes():
    entries = read_names("Ann Lee").entries

    assert match_names(entries, [(1, ["Ann Lee"]), (2, ["Ann Lee"])])[0].near == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abcd", "abd", 1), ("abc", "xyz", None)],
)
def test_edits_counts_a_swap_as_one(one, other, distance):
    assert edit_distance(one, other, 2) == distance
