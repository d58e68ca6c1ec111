"""The line of time a resolution stands in, and whether it is in force."""

import datetime as dt
import itertools

import pytest

from archive.models import Resolution, ResolutionRelation
from archive.record.resolution_timeline import relations_of, standing_of, timeline_of
from tests.factories import make_draft, make_meeting, make_resolution

pytestmark = pytest.mark.django_db

TODAY = dt.date(2024, 1, 1)


def decide(year: int, **fields) -> Resolution:
    meeting = make_meeting(date=dt.date(year, 1, 1))
    return make_resolution(meeting, name=str(year), **fields)


def act(source: Resolution, target: Resolution, kind: str = "amends") -> None:
    ResolutionRelation.objects.create(source=source, target=target, kind=kind)


def line(resolution: Resolution) -> list[tuple[str, list[str]]]:
    """Return (title, [what it does to which]) along the line."""
    return [
        (entry.resolution.name, [f"{each.kind} {each.target.name}" for each in entry.relations])
        for entry in timeline_of(resolution, relations_of(resolution))
    ]


def test_line_of_a_resolution_alone_is_itself():
    assert line(decide(2020)) == [("2020", [])]


def test_line_follows_chains_both_ways_in_order_of_time():
    first, second, third = decide(2018), decide(2020), decide(2022)
    act(third, second, "replaces")
    act(second, first)

    expected = [("2018", []), ("2020", ["amends 2018"]), ("2022", ["replaces 2020"])]
    assert [line(row) for row in (first, second, third)] == [expected] * 3


def test_line_leaves_out_what_only_shares_an_ancestor():
    root, mine, other = decide(2018), decide(2020), decide(2021)
    act(mine, root)
    act(other, root)

    assert [name for name, _deeds in line(mine)] == ["2018", "2020"]


def test_line_shows_what_relates_but_follows_it_no_further():
    mine, near, far = decide(2018), decide(2020), decide(2022)
    act(near, mine, "relates_to")
    act(far, near, "amends")

    assert [name for name, _deeds in line(mine)] == ["2018", "2020"]


def test_line_hides_what_the_public_may_not_read():
    mine = decide(2018)
    act(make_resolution(make_draft(), name="Zebra"), mine)

    assert line(mine) == [("2018", [])]


def test_relations_cost_a_query_for_each_step(django_assert_num_queries):
    rows = [decide(year) for year in (2018, 2019, 2020)]
    for earlier, later in itertools.pairwise(rows):
        act(later, earlier)

    with django_assert_num_queries(3):
        assert len(relations_of(rows[0])) == 2


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, ("unchecked", "", None, None)),
        ({"effective_date": dt.date(2025, 1, 1)}, ("no", "not_yet", None, None)),
        ({"expiry_date": dt.date(2023, 1, 1)}, ("no", "expired", None, None)),
        ({"result": "rejected"}, ("no", "not_adopted", None, None)),
        ({"result": "noted"}, None),
        ({"result": "not_recorded"}, None),
        ({"is_procedural": True}, None),
        ({"classification": "appointment"}, None),
    ],
)
def test_standing_by_dates_and_result(fields, standing):
    resolution = decide(2020, **fields)

    assert standing_of(resolution, [], TODAY) == standing


def test_standing_names_what_ended_it():
    old, new = decide(2020), decide(2022)
    act(new, old, "replaces")

    standing = standing_of(old, relations_of(old), TODAY)

    assert standing
    assert (standing.answer, standing.reason) == ("no", "ended")
    assert standing.ended_by
    assert standing.ended_by.source == new
