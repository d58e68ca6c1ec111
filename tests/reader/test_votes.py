"""Votes: counts and names, for and against, and what a text counts in two ways."""

import pytest

from archive.reader.results import Span
from archive.reader.source import Source
from archive.reader.votes import read_votes

pytestmark = pytest.mark.any_engine


def votes(text: str):
    source = Source(text)
    return read_votes(source, Span(0, len(text)))


def counts(text: str) -> tuple[int | None, int | None, int | None]:
    found = votes(text)
    assert found is not None
    return found.yes_count, found.no_count, found.abstain_count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Carried 7-0.", (7, 0, None)),
        ("On a poll, votes for: 10,200; votes against: 3,400; withheld: 120.", (10200, 3400, None)),
        ("3票同意0票反对", (3, 0, None)),
        ("The motion passed by a vote of 5 to 2, with 1 abstention.", (5, 2, 1)),
        ("The vote was tied 4-4 and the motion failed.", (4, 4, None)),
        ("6 in favour, 1 against, 2 abstentions", (6, 1, 2)),
        ("Ayes: Bergen, Castell (2). Nays: Holm (1).", (2, 1, None)),
        ("Ayes: 5. Nays: none.", (5, 0, None)),
        ("Yeas: Directors Orr, Dunn and Wray. Nays: None. Absent: Mayor Jens.", (3, 0, None)),
        ("For: 4; Against: 3 (Orr, Dunn, Wray)", (4, 3, None)),
        ("In favour: 4, against: 0, abstentions: 0.", (4, 0, 0)),
        ("Ayes: Bergen, Castell,\nDayan and Falk\nNays: Holm", (4, 1, None)),
        ("贊成18票，反對0票，棄權1票", (18, 0, 1)),
        ("同意五人，不同意二人", (5, 2, None)),
        ("赞成：王大明、李小华；反对：陈建国；弃权：无", (2, 1, 0)),
        ("Roll call: Lee - Aye; Ray - Aye; Orr - Nay", (2, 1, None)),
    ],
)
def test_counts(text: str, expected: tuple[int | None, ...]):
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Council adopted Resolution 12-04.",
        "The motion on Ordinance No. 7-3 failed.",
        "Defer #7 for exploration.",
        "Resolved that the subscription be £20 for 2025.",
        "Resolved to book 3 for 2025.",
        "The Board voted to retain the 3 to 7 percent range.",
    ],
)
def test_number_of_a_resolution_is_no_vote(text: str):
    assert votes(text) is None


def test_roll_call_with_one_who_withdrew():
    found = votes("Yeas: Bergen, Obi. Nays: Ilves (1). Recused: Kerr. Motion carried 2-1.")

    assert found
    assert found.names == [("Bergen", "yes"), ("Obi", "yes"), ("Ilves", "no"), ("Kerr", "recused")]
    assert not found.others


@pytest.mark.parametrize("text", ["贊成：王大明、李小華；反對：陳國", "赞成：王大明、李小华；反对：陈国"])
def test_names_stay_as_the_text_spells_them(text: str):
    found = votes(text)

    assert found
    assert all(name in text for name, _option in found.names)
    assert [option for _name, option in found.names] == ["yes", "yes", "no"]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Ayes: Lee, Ray (2). Nays: Rue. Carried 3-1.", ["Ayes: Lee, Ray (2). Nays: Rue", "Carried 3-1"]),
        ("Ayes: Lee, Ray, Orr (2)", ["Ayes: Lee, Ray, Orr (2)"]),
        ("That the hall be painted. Vote: 5-3. ADOPTED, 6-2.", ["Vote: 5-3", "ADOPTED, 6-2"]),
        (
            "6 in favour, 2 against. Carried: 5 for, 3 against.",
            ["6 in favour, 2 against", "5 for, 3 against"],
        ),
        ("赞成6票，反对2票。表决结果：赞成5票，反对3票。", ["赞成6票，反对2票", "赞成5票，反对3票"]),
    ],
)
def test_what_is_counted_in_two_ways_is_not_counted(text: str, readings: list[str]):
    found = votes(text)

    assert found
    assert (found.yes_count, found.no_count) == (None, None)
    assert [value.as_written for value in found.others] == readings


def test_unanimous_is_not_said_of_a_vote_with_nays():
    assert votes("Carried unanimously.").unanimous
    assert not votes("Passed unanimously. Nays: Orr").unanimous


def test_full_stop_within_a_list_does_not_end_it():
    assert counts("Ayes: Lee, Ray. Orr, Poe. and Mr. Kay. Nays: None. Orr, Lee and Ray left.") == (
        5,
        0,
        None,
    )


def test_lists_by_sign():
    found = votes("+1 votes: Ann Lee, Bob Ray\n-1 votes: none\n0 votes: Orr Poe")

    assert found
    assert found.names == [("Ann Lee", "yes"), ("Bob Ray", "yes"), ("Orr Poe", "abstain")]
    assert counts("+1 votes: Ann Lee, Bob Ray\n-1 votes: none\n0 votes: Orr Poe") == (2, 0, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fonts move (+6, 0, -1)", (6, 1, 0)),
        ("Vote: +3 / -1 / 0. Passed.", (3, 1, 0)),
        ("Agreed, 4 to 1.", (4, 1, None)),
    ],
)
def test_counts_in_figures(text: str, expected: tuple[int, int, int | None]):
    assert counts(text) == expected
