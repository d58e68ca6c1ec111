"""Words looked for among resolutions that something else has narrowed."""

import datetime as dt

import pytest

from archive.models import Resolution
from archive.operations.publishing import publish
from archive.search import Filters, among, find_among, parse
from tests.factories import make_body, make_draft, make_item, make_resolution

pytestmark = pytest.mark.django_db

FLOOD = parse("flood")


def decide(name: str, *, year: int = 2023, body=None, **fields) -> Resolution:
    """Make a resolution of a published meeting."""
    meeting = make_draft(date=dt.date(year, 1, 1), body=body)
    resolution = make_resolution(meeting, name=name, **fields)
    publish(meeting)
    return resolution


def names(found) -> list[str]:
    return [hit.object.name for hit in found.hits]


def test_find_among_keeps_what_both_keep_newest_first():
    decide("Flood wall", year=2021, result="rejected")
    decide("Flood reserve", year=2023, result="rejected")
    decide("Flood siren")
    decide("Swings", result="rejected")

    found = find_among(FLOOD, Resolution.objects.published().with_result("rejected"), Filters())

    assert names(found) == ["Flood reserve", "Flood wall"]
    assert (found.total, found.is_cut) == (2, False)


def test_find_among_gives_other_resolutions_of_the_same_meeting_no_chance():
    meeting = make_draft()
    make_resolution(meeting, name="Flood wall", result="rejected")
    make_resolution(meeting, name="Flood siren")
    publish(meeting)

    found = find_among(FLOOD, Resolution.objects.published().with_result("rejected"), Filters())

    assert names(found) == ["Flood wall"]


def test_find_among_pages_through_what_is_kept():
    for year in (2021, 2022, 2023):
        decide(f"Flood {year}", year=year)

    found = find_among(FLOOD, Resolution.objects.published(), Filters(), page=2, size=2)

    assert (names(found), found.total) == (["Flood 2021"], 3)


def test_find_among_narrows_by_body_and_dates():
    board = make_body()
    decide("Flood wall", body=board, year=2022)
    decide("Flood reserve", body=board, year=2020)
    decide("Flood siren", year=2022)

    found = find_among(
        FLOOD, Resolution.objects.published(), Filters(bodies=[board.pk], since=dt.date(2021, 1, 1))
    )

    assert names(found) == ["Flood wall"]


def test_find_among_says_when_older_ones_were_not_looked_at(monkeypatch):
    monkeypatch.setattr(among, "MOST_SIFTED", 2)
    for year in (2021, 2022, 2023):
        decide(f"Flood {year}", year=year)

    found = find_among(FLOOD, Resolution.objects.published(), Filters())

    assert (names(found), found.is_cut) == (["Flood 2023", "Flood 2022"], True)


def test_find_among_never_finds_what_is_not_published():
    make_resolution(make_draft(), name="Flood draft")
    meeting = make_draft()
    make_resolution(meeting, name="Flood secret", agenda_item=make_item(meeting, is_public=False))
    publish(meeting)

    assert names(find_among(FLOOD, Resolution.objects.all(), Filters())) == []
