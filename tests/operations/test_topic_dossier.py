"""Dossiers: what belongs to a topic, in which order, and what never does."""

import datetime as dt

import pytest

from archive.models import Resolution, ResolutionRelation
from archive.operations.publish import publish, withdraw
from archive.operations.topic_dossier import dossier_of
from tests.factories import make_draft, make_item, make_meeting, make_resolution, make_topic

pytestmark = pytest.mark.django_db


def decide(name: str, year: int = 2020, **fields) -> Resolution:
    """Make a resolution of a published meeting, so that it can be found."""
    meeting = make_draft(date=dt.date(year, 1, 1))
    resolution = make_resolution(meeting, name=name, **fields)
    publish(meeting)
    return resolution


def act(source: Resolution, target: Resolution, kind: str = "amends") -> None:
    ResolutionRelation.objects.create(source=source, target=target, kind=kind)


def shape(nodes):
    """Return a tree as nested tuples: (name, (children…))."""
    return tuple((node.row.name, shape(node.children)) for node in nodes)


def tree(topic):
    return shape(dossier_of(topic).nodes)


def test_dossier_gathers_by_words_and_by_hand_in_order_of_time():
    decide("Flood wall", 2022)
    picked = decide("Bricks", 2021)
    decide("Swings")
    meeting = make_meeting(name="Hearing", date=dt.date(2021, 6, 1))

    topic = make_topic(query="flood", resolutions=[picked], meetings=[meeting])

    assert tree(topic) == (("Bricks", ()), ("Hearing", ()), ("Flood wall", ()))


def test_dossier_shows_once_what_is_found_and_picked():
    wall = decide("Flood wall")

    assert tree(make_topic(query="flood", resolutions=[wall])) == (("Flood wall", ()),)


def test_dossier_without_words_finds_nothing_by_itself():
    decide("Flood wall")

    assert tree(make_topic()) == ()


def test_dossier_leaves_out_what_the_words_should_not_have_found():
    wrong = decide("Flood of letters")
    decide("Flood wall")

    topic = make_topic(query="flood", left_out=[wrong])

    assert tree(topic) == (("Flood wall", ()),)
    assert [row.name for row in dossier_of(topic).resolutions] == ["Flood wall"]


def test_dossier_puts_later_amendments_beneath_what_they_change():
    wall, height, colour = decide("Flood wall", 2020), decide("Height", 2021), decide("Colour", 2023)
    decide("Flood reserve", 2022)
    act(height, wall)
    act(colour, height, "replaces")

    topic = make_topic(query="flood")

    assert tree(topic) == (
        ("Flood wall", (("Height", (("Colour", ()),)),)),
        ("Flood reserve", ()),
    )
    assert [row.name for row in dossier_of(topic).resolutions] == [
        "Flood wall",
        "Height",
        "Flood reserve",
        "Colour",
    ]


def test_dossier_puts_what_acts_on_two_beneath_the_earlier():
    first, second, both = decide("First", 2020), decide("Second", 2021), decide("Both", 2022)
    for target in (second, first):
        act(both, target)

    nodes = dossier_of(make_topic(resolutions=[first, second])).nodes

    assert shape(nodes) == (("First", (("Both", ()),)), ("Second", ()))
    assert {relation.target for relation in nodes[0].children[0].relations} == {first, second}


def test_dossier_follows_neither_earlier_decisions_nor_what_only_relates():
    wall = decide("Wall", 2020)
    act(wall, decide("Plan", 2019), "implements")
    act(decide("Report", 2021), wall, "relates_to")

    assert tree(make_topic(resolutions=[wall])) == (("Wall", ()),)


def test_dossier_puts_nothing_beneath_what_came_later():
    early, late = decide("Early", 2020), decide("Late", 2021)
    act(early, late)

    assert tree(make_topic(resolutions=[early, late])) == (("Early", ()), ("Late", ()))


def test_dossier_leaves_out_an_amendment_that_does_not_belong():
    wall, other = decide("Wall", 2020), decide("Other", 2021)
    act(other, wall)

    assert tree(make_topic(resolutions=[wall], left_out=[other])) == (("Wall", ()),)


def test_dossier_shows_nothing_that_the_public_may_not_read():
    wall = decide("Wall", 2020)
    draft = make_draft(name="Zebra meeting")
    zebra = make_resolution(draft, name="Zebra flood")
    act(zebra, wall)
    meeting = make_draft()
    quagga = make_resolution(meeting, name="Quagga flood", agenda_item=make_item(meeting, is_public=False))
    publish(meeting)
    act(quagga, wall)
    okapi = decide("Okapi flood")
    withdraw(okapi.meeting, reason="Entered twice.")

    topic = make_topic(
        query="flood OR zebra", resolutions=[wall, zebra, quagga, okapi], meetings=[draft, okapi.meeting]
    )

    assert tree(topic) == (("Wall", ()),)


def test_dossier_says_when_the_words_find_too_much():
    for year in (2020, 2021, 2022):
        decide(f"Flood {year}", year)

    dossier = dossier_of(make_topic(query="flood"), most=2)

    assert (dossier.is_cut, dossier.found) == (True, 3)
    assert [row.name for row in dossier.resolutions] == ["Flood 2021", "Flood 2022"]


@pytest.mark.parametrize("query", ["!!!", '"unclosed', "-", "(((", "a" * 500])
def test_dossier_takes_any_words(query):
    decide("Flood wall")

    assert tree(make_topic(query=query)) == ()
