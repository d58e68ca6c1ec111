"""Fields typed in the search box."""

import datetime as dt

import pytest

from archive.models import Resolution
from archive.search.query import Field, field_of


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("body:council", "body", "council"),
        ("BODY：Council", "body", "Council"),
        ('body:"City  Council"', "body", "City Council"),
        ("機構：「應急管理局」", "body", "應急管理局"),
        ("单位:应急", "body", "应急"),
        ("人：孙全中", "person", "孙全中"),
        ("name:Stewart", "person", "Stewart"),
        ("年:2015", "year", "2015"),
        ("結果：通過", "result", "通過"),
    ],
)
def test_name_and_value_are_read(text: str, name: str, value: str):
    assert field_of(text) == Field(name, value)


@pytest.mark.parametrize(
    "text",
    [
        "council",
        "10:30",
        "re:budget",
        "body:",
        "body:…",
        "year:soon",
        "year:0000",
        "year:2020-2015",
        "result:maybe",
    ],
)
def test_other_words_are_no_fields(text: str):
    assert field_of(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2015", (dt.date(2015, 1, 1), dt.date(2015, 12, 31))),
        ("2015年", (dt.date(2015, 1, 1), dt.date(2015, 12, 31))),
        ("2015-2020", (dt.date(2015, 1, 1), dt.date(2020, 12, 31))),
        ("2015年至2020年", (dt.date(2015, 1, 1), dt.date(2020, 12, 31))),
        ("２０１５～２０２０", (dt.date(2015, 1, 1), dt.date(2020, 12, 31))),
        ("2015..", (dt.date(2015, 1, 1), None)),
        ("-2020", (None, dt.date(2020, 12, 31))),
    ],
)
def test_years_are_spans_of_days(value: str, expected: tuple[dt.date | None, dt.date | None]):
    assert Field("year", value).years == expected


def test_year_cannot_be_excluded_and_is_a_word_then():
    assert field_of("year:2015", excluded=True) is None


def test_results_are_those_that_are_stored():
    assert all(Field("result", result).results for result in Resolution.Result.values)
    assert Field("result", "照案通过").results == ("adopted", "adopted_as_amended")
