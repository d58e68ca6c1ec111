"""What the two engines are asked, in their own syntax."""

import pytest
from django.db import connection

from archive.search.engines import postgresql, sqlite
from archive.search.filters import STALE
from archive.search.query import parse
from tests.factories import make_meeting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floods", '("flood")'),
        ("flood storm", '("flood") AND ("storm")'),
        ("flood OR storm", '("flood" OR "storm")'),
        ("budget-2024", '("budget 2024")'),
        ("flood -storm -wind", '(("flood")) NOT ("storm" OR "wind")'),
        ("号", '("号" *)'),
        ("floods*", '("floods" * OR "¶wfloods" *)'),
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
        ("budget-2024", "(('budget' & '2024'))"),
        ("flood -storm -wind", "(('flood')) & !(('storm')) & !(('wind'))"),
        ('flood -"storm wind"', "(('flood'))"),
        ("5号", "(('5' & '号':*))"),
        ("floods*", "(('floods':*) | ('¶wfloods':*))"),
    ],
)
def test_postgresql_query_quotes_every_token(text: str, expected: str):
    assert postgresql.token_query(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("flood OR storm", ()),
        ("应急管理", (" 应急 急管 管理 ", "应急 急管 管理 ")),
        ("budget-2024 OR 5号", (" budget 2024 ", "budget 2024 ", " 5 号", "5 号")),
        ('storm -"flood wind" -rain', (" flood wind ", "flood wind ")),
    ],
)
def test_postgresql_asks_streams_for_phrases_only(text: str, expected: tuple[str, ...]):
    _condition, params = postgresql.stream_condition(parse(text))

    assert params == expected


@pytest.mark.django_db
def test_sqlite_begins_with_the_few_meetings_that_are_not_published(engine: str):
    if engine != "sqlite":
        pytest.skip("PostgreSQL knows from its statistics")
    for _number in range(3):
        make_meeting(resolutions=3)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN QUERY PLAN {STALE}")
        [first, *_rest] = cursor.fetchall()

    assert first[3] == "SCAN meeting USING INDEX meeting_not_published"
