"""Whom a mover's or a voter's name means among those who attended."""

import pytest

from archive.reader.results import NameEntry, Span
from archive.reader.who_is_meant import who_is_meant

pytestmark = pytest.mark.any_engine


def entry(name: str, label: str = "", role: str = "", status: str = "present") -> NameEntry:
    return NameEntry(name, name, Span(0, 1), Span(0, 1), label, role, status)


LISTED = [
    entry("Adaeze Obi", "Mayor, in the chair", "chair"),
    entry("Lars Bergen", "Councillor"),
    entry("Lena Bergen", "Town Clerk"),
    entry("Mina Castell", "Councillor"),
    entry("Pavel Roth", "Councillor", status="excused"),
    entry("Ruth Roth", "Councillor"),
    entry("Sam Greene Jr."),
    entry("王大明", "局长"),
    entry("王小华", "科长"),
    entry("李建国", "委员"),
]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Mina Castell", ["Mina Castell"]),
        ("Councillor Castell", ["Mina Castell"]),
        ("M. Castell", ["Mina Castell"]),
        ("Cllr. M Castell", ["Mina Castell"]),
        ("CASTELL", ["Mina Castell"]),
        ("Mina", ["Mina Castell"]),
        ("Councillor Bergen", ["Lars Bergen"]),
        ("Bergen", ["Lars Bergen", "Lena Bergen"]),
        ("L. Bergen", ["Lars Bergen", "Lena Bergen"]),
        ("Roth", ["Ruth Roth"]),
        ("P. Roth", ["Pavel Roth"]),
        ("Mr. Greene, Jr.", ["Sam Greene Jr."]),
        ("Greene", ["Sam Greene Jr."]),
        ("the Mayor", ["Adaeze Obi"]),
        ("Mayor Obi", ["Adaeze Obi"]),
        ("Chairman", ["Adaeze Obi"]),
        ("王局长", ["王大明"]),
        ("李委员", ["李建国"]),
        ("李建国委员", ["李建国"]),
        ("王大明", ["王大明"]),
        ("Cllr Mills", []),
        ("Bergen and Castell", []),
        ("", []),
        ("防汛科", []),
    ],
)
def test_who_is_meant(words: str, names: list[str]):
    assert [one.name for one in who_is_meant(words, LISTED)] == names


def test_title_alone_may_be_left_out():
    assert who_is_meant("Town Clerk", LISTED, by_title=False) == []
