"""The query parser: any string gives a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import LONGEST_QUERY, MOST_TERMS, MOST_TOKENS, parse
from archive.text.tokens import Phrase


def clauses(text: str) -> list[list[str]]:
    """Return the terms of each clause as they are shown."""
    return [[term.text for term in clause] for clause in parse(text).clauses]


def without(text: str) -> list[str]:
    return [term.text for term in parse(text).without]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flood budget", [["flood"], ["budget"]]),
        ('"code of conduct" flood', [["code of conduct"], ["flood"]]),
        ("“code of conduct”", [["code of conduct"]]),
        ('“code of conduct"', [["code of conduct"]]),
        ("「工作条例」防汛", [["工作条例"], ["防汛"]]),
        ('flood"code of', [["flood"], ["code of"]]),
        ("flood OR storm wind", [["flood", "storm"], ["wind"]]),
        ("a OR b OR c", [["a", "b", "c"]]),
        ("flood AND storm", [["flood"], ["storm"]]),
        ("flood or storm", [["flood"], ["or"], ["storm"]]),
        ("OR flood", [["OR"], ["flood"]]),
        ("flood OR", [["flood"], ["OR"]]),
        ('flood "OR" storm', [["flood"], ["OR"], ["storm"]]),
        ("flood OR -storm wind", [["flood"], ["wind"]]),
        ("budget-2024", [["budget-2024"]]),
        ("flood - storm", [["flood"], ["storm"]]),
        ("flood* *flood", [["flood*"], ["*flood"]]),
        ("flood\u3000storm", [["flood"], ["storm"]]),
        ("… !? *", []),
    ],
)
def test_parse_reads_clauses(text: str, expected: list[list[str]]):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flood -storm", ["storm"]),
        ('flood -"code of conduct"', ["code of conduct"]),
        ("-「条例」 flood", ["条例"]),
        ("flood OR -storm", ["storm"]),
        ("-…", []),
        ("pre-war", []),
    ],
)
def test_parse_reads_what_to_leave_out(text: str, expected: list[str]):
    assert without(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Floods", [Phrase(("flood",), prefix=False)]),
        ("O'Neall", [Phrase(("o", "neall"), prefix=False), Phrase(("oneal",), prefix=False)]),
        (
            "第12条",
            [Phrase(("第", "12", "条"), prefix=True), Phrase(("第十", "十二", "二条"), prefix=False)],
        ),
        ("第", [Phrase(("第",), prefix=True)]),
        ("应急管理", [Phrase(("应急", "急管", "管理"), prefix=False)]),
        ("號", [Phrase(("号",), prefix=True)]),
        ("flood*", [Phrase(("flood",), prefix=True), Phrase(("¶wflood",), prefix=True)]),
        ("a-flooding*", [Phrase(("a", "flooding"), prefix=True), Phrase(("a", "flood"), prefix=False)]),
        ("budget-20*", [Phrase(("budget", "20"), prefix=True)]),
        ("应急*", [Phrase(("应急",), prefix=False)]),
    ],
)
def test_term_gives_phrases(text: str, expected: list[Phrase]):
    assert list(parse(text).clauses[0][0].phrases) == expected


@pytest.mark.parametrize("text", ["flood storm", "应急 budget-2024", ""])
def test_plain_query_needs_no_explanation(text: str):
    assert parse(text).is_plain


@pytest.mark.parametrize(
    "text", ['"code of conduct"', "flood -storm", "flood OR storm", "flood*", "a " * 40]
)
def test_other_query_is_explained(text: str):
    assert not parse(text).is_plain


@pytest.mark.parametrize(
    ("text", "is_nothing"), [("", True), ("-flood", True), ("…", True), ("flood", False)]
)
def test_query_without_a_word_to_look_for_finds_nothing(text: str, is_nothing: bool):
    assert parse(text).finds_nothing == is_nothing


def test_query_is_cut_at_the_longest():
    assert not parse("a" * LONGEST_QUERY).is_cut
    assert parse("a" * (LONGEST_QUERY + 1)).is_cut


@pytest.mark.parametrize("text", ["a*" * 400, '"' + "budget " * 120, "應急" * 200])
def test_query_is_cut_at_the_most_tokens(text: str):
    query = parse(text)

    phrases = [phrase for clause in query.clauses for term in clause for phrase in term.phrases]
    assert max(len(phrase.tokens) for phrase in phrases) == MOST_TOKENS
    assert query.is_cut


def test_query_is_cut_at_the_most_terms():
    query = parse("a " * (MOST_TERMS + 1))

    assert query.is_cut
    assert len(query.clauses) == MOST_TERMS


@given(st.text())
def test_parse_is_total(text: str):
    query = parse(text)

    terms = [*query.without, *(term for clause in query.clauses for term in clause)]
    assert all(phrase.tokens for term in terms for phrase in term.phrases)


@given(
    st.lists(st.sampled_from(['"', "“", "」", "-", "*", "OR", "AND", "a", "应", " ", "\0", "\ud800"])).map(
        "".join
    )
)
def test_parse_is_total_for_signs_of_the_language(text: str):
    query = parse(text)

    assert all(term.phrases for clause in query.clauses for term in clause)
