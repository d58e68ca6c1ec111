"""What the days of meetings tell of missing ones, and when they tell nothing."""

import datetime as dt

import pytest

from archive.models import Meeting
from archive.record.rhythm import ShortYear, gaps_between, rhythms_of, short_years
from tests.factories import make_body, make_draft, make_meeting

START = dt.date(2020, 1, 6)


def weekly(count: int, *, skipped: range = range(0), days: int = 7) -> list[dt.date]:
    return [START + dt.timedelta(days * place) for place in range(count) if place not in skipped]


def test_sixty_days_of_a_weekly_team_are_a_gap():
    (gap,) = gaps_between(weekly(40, skipped=range(20, 28))) or []

    assert (gap.days, gap.usual) == (63, 7)


@pytest.mark.parametrize("skipped", [range(0), range(20, 22), range(20, 25)])
def test_holidays_are_no_gap(skipped: range):
    assert gaps_between(weekly(40, skipped=skipped)) == []


def test_days_without_a_rhythm_tell_nothing():
    irregular = [START + dt.timedelta(sum(([3, 40, 9, 70, 5, 22] * 5)[:place])) for place in range(30)]

    assert gaps_between(irregular) is None
    assert gaps_between(weekly(5)) is None


def yearly(counts: dict[int, int]) -> list[dt.date]:
    return [dt.date(year, month, 1) for year, count in counts.items() for month in range(1, count + 1)]


def test_year_with_fewer_meetings_than_most_is_short():
    counts = {1993: 3, 1994: 8, 1995: 7, 1996: 8, 1997: 8, 1998: 8, 1999: 2}

    assert short_years(yearly(counts)) == [ShortYear(1995, 7, 8)]


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {2000: 8, 2001: 8, 2002: 7, 2003: 8},
        {2000: 8, 2001: 8, 2002: 7, 2003: 9, 2004: 6, 2005: 8, 2006: 8},
        dict.fromkeys(range(2000, 2010), 1),
    ],
)
def test_years_that_differ_tell_nothing(counts: dict[int, int]):
    assert short_years(yearly(counts)) is None


@pytest.mark.django_db
def test_rhythm_is_judged_only_where_most_meetings_carry_no_number():
    numbered, other = make_body(), make_body()
    for place, date in enumerate(weekly(20)):
        make_meeting(body=numbered, date=date, number=str(place + 1))
        make_meeting(body=other, date=date)
    make_draft(body=other, date=START - dt.timedelta(3))

    found = rhythms_of(Meeting.objects.all())

    assert found[numbered.pk] == (20, 0, False, [], [])
    assert found[other.pk] == (0, 20, True, [], [])
