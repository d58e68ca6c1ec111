"""Full-text search as a filter on a resolution queryset."""

import datetime as dt

import pytest
from django.db import transaction

from archive.models import Meeting, Resolution
from archive.operations.publish import publish
from archive.search.engines.base import SearchTimeoutError
from archive.search.entries import Kind
from archive.search.find import find, in_time, matching
from archive.search.query import parse
from tests.factories import make_body, make_draft, make_item, make_resolution

pytestmark = pytest.mark.django_db

FLOOD = parse("flood")
SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id FROM n",
    "postgresql": "SELECT 1 AS id FROM pg_sleep(60)",
}


def decide(name: str, *, year: int = 2023, body=None, **fields) -> Resolution:
    """Make a resolution of a published meeting."""
    meeting = make_draft(date=dt.date(year, 1, 1), body=body)
    resolution = make_resolution(meeting, name=name, **fields)
    publish(meeting)
    return resolution


def names(query, resolutions) -> list[str]:
    return [row.name for row in matching(query, resolutions).newest_first()]


def test_matching_keeps_what_both_keep():
    decide("Flood wall", year=2021, result="rejected")
    decide("Flood reserve", year=2023, result="rejected")
    decide("Flood siren")
    decide("Swings", result="rejected")

    assert names(FLOOD, Resolution.objects.published().with_result("rejected")) == [
        "Flood reserve",
        "Flood wall",
    ]


def test_matching_gives_other_resolutions_of_the_same_meeting_no_chance():
    meeting = make_draft()
    make_resolution(meeting, name="Flood wall", result="rejected")
    make_resolution(meeting, name="Flood siren")
    publish(meeting)

    assert names(FLOOD, Resolution.objects.published().with_result("rejected")) == ["Flood wall"]


def test_matching_looks_for_phrases_words_left_out_and_fields():
    board = make_body("Water Board")
    decide("The flood wall", body=board, year=2022)
    decide("A wall against the flood", body=board, year=2022)
    decide("The flood wall in the park", body=board, year=2022)
    decide("The flood wall", body=board, year=2020)
    decide("The flood wall", year=2022)

    query = parse('"flood wall" -park body:water year:2022')

    assert len(names(query, Resolution.objects.published())) == 1


def test_matching_never_keeps_what_is_not_published():
    make_resolution(make_draft(), name="Flood draft")
    meeting = make_draft()
    make_resolution(meeting, name="Flood secret", agenda_item=make_item(meeting, is_public=False))
    publish(meeting)

    assert names(FLOOD, Resolution.objects.all()) == []


def test_matching_keeps_nothing_without_a_word():
    decide("Flood wall")

    assert names(parse("-wall"), Resolution.objects.published()) == []


def test_what_takes_too_long_is_ended(engine: str):
    with pytest.raises(SearchTimeoutError), transaction.atomic(), in_time(FLOOD, seconds=0.05):
        list(Resolution.objects.raw(SLOW[engine]))


@pytest.mark.parametrize("text", ["", "-flood"])
def test_a_query_without_words_costs_nothing(django_assert_num_queries, text: str):
    decide("Flood wall")

    with django_assert_num_queries(0):
        resolutions = matching(parse(text), Resolution.objects.all())
        results = find(parse(text), Meeting.objects.published(), kind=Kind.RESOLUTION)

        assert (list(resolutions), results.total) == ([], 0)
