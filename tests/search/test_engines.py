"""What the two engines are asked, in their own syntax."""

import pytest

from archive.search import postgresql, sqlite
from archive.search.document import Stream
from archive.search.query import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floods", '("flood")'),
        ("flood storm", '("flood") AND ("storm")'),
        ("flood OR storm", '("flood" OR "storm")'),
        ("budget-2024", '("budget 2024")'),
        ("flood -storm -wind", '(("flood")) NOT ("storm" OR "wind")'),
        ("号", '("号" *)'),
        ("floods*", '("floods" * OR "flood")'),
    ],
)
def test_sqlite_expression_quotes_every_token(text: str, expected: str):
    assert sqlite.match_expression(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floods", "(('flood'))"),
        ("flood storm", "(('flood')) & (('storm'))"),
        ("flood OR storm", "(('flood') | ('storm'))"),
        ("budget-2024", "(('budget' <-> '2024'))"),
        ("flood -storm -wind", "(('flood')) & !(('storm') | ('wind'))"),
        ("5号", "(('5' <-> '号':*))"),
        ("floods*", "(('floods':*) | ('flood'))"),
    ],
)
def test_postgresql_query_quotes_every_token(text: str, expected: str):
    assert postgresql.exact_query(parse(text)) == expected


def test_tsvector_weighs_titles_and_leaves_a_gap_after_them():
    assert postgresql.columns_of(Stream("a b", "b ¶ c")) == ("'a':1A 'b':2A,4 'c':6", None)


@pytest.mark.parametrize("body", ["a " * 257, " ".join(f"w{n}" for n in range(16_383))])
def test_tsvector_of_a_long_text_has_no_positions(body: str):
    vector, stream = postgresql.columns_of(Stream("title", body))

    assert vector.startswith("'title' ")
    assert ":" not in vector
    assert stream == f" {' '.join(f'title ¶ {body}'.split())} "


def test_postgresql_asks_long_texts_for_phrases_as_they_are_stored():
    _condition, params = postgresql.match_condition(parse('应急管理 "a 号" b*'))

    assert params[2:] == ("应急管理", " a 号", "'b':*")
