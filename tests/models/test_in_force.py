"""What is in force on a day: results, dates, repeals and replacements along their chains."""

import datetime as dt

import pytest

from archive.models import Resolution, ResolutionRelation
from archive.operations.publish import withdraw
from tests.factories import make_body, make_draft, make_item, make_meeting, make_resolution

pytestmark = pytest.mark.django_db


def day(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


def decide(year: int, *, meeting=None, **fields) -> Resolution:
    """Make a published resolution that was decided on the first day of a year."""
    return make_resolution(meeting or make_meeting(date=day(year)), **fields)


def end(target: Resolution, source: Resolution, kind: str = "replaces") -> Resolution:
    """Let one resolution end another, and return the former."""
    ResolutionRelation.objects.create(source=source, target=target, kind=kind)
    return source


def in_force(on: dt.date) -> list[Resolution]:
    return list(Resolution.objects.published().in_force_on(on).order_by("date", "pk"))


# Results and dates


@pytest.mark.parametrize("result", Resolution.Result.values)
def test_in_force_is_only_what_passed(result):
    resolution = decide(2020, result=result)

    passed = result in {"adopted", "adopted_as_amended", "agreed_in_principle"}
    assert in_force(day(2021)) == ([resolution] if passed else [])


def test_in_force_begins_on_the_day_of_the_decision():
    resolution = decide(2020)

    assert in_force(dt.date(2019, 12, 31)) == []
    assert in_force(day(2020)) == [resolution]


def test_in_force_begins_on_the_effective_date_and_ends_after_the_expiry_date():
    resolution = decide(2020, effective_date=day(2021), expiry_date=day(2022))

    dates = [dt.date(2020, 12, 31), day(2021), day(2022), dt.date(2022, 1, 2)]
    assert [in_force(date) for date in dates] == [[], [resolution], [resolution], []]


# Endings


@pytest.mark.parametrize("kind", ["replaces", "repeals"])
def test_in_force_ends_when_what_ends_it_begins(kind):
    old = decide(2020)
    new = end(old, decide(2021, effective_date=day(2022)), kind)

    assert in_force(day(2021, 6)) == [old]
    assert in_force(day(2022)) == [new]


@pytest.mark.parametrize("kind", ["amends", "repeals_in_part", "implements", "relates_to"])
def test_in_force_does_not_end_with_other_relations(kind):
    old = decide(2020)
    new = end(old, decide(2021), kind)

    assert in_force(day(2022)) == [old, new]


@pytest.mark.parametrize("result", ["rejected", "deferred", "noted"])
def test_in_force_does_not_end_with_what_did_not_pass(result):
    old = decide(2020)
    end(old, decide(2021, result=result))

    assert in_force(day(2022)) == [old]


def test_in_force_does_not_end_with_what_the_public_may_not_know_of():
    drafted, closed, withdrawn = decide(2020), decide(2020), decide(2020)
    end(drafted, make_resolution(make_draft(date=day(2021))))
    meeting = make_meeting(date=day(2021))
    end(closed, make_resolution(meeting, agenda_item=make_item(meeting, is_public=False)))
    end(withdrawn, decide(2021, meeting=(gone := make_meeting(date=day(2021)))))
    withdraw(gone, reason="Entered twice.")

    assert in_force(day(2022)) == [drafted, closed, withdrawn]


# Chains


def test_in_force_at_the_end_of_a_chain_of_replacements_is_only_the_last():
    first = decide(2018)
    second = end(first, decide(2019))
    third = end(second, decide(2020))

    assert [in_force(day(year, 6)) for year in (2018, 2019, 2020)] == [[first], [second], [third]]


def test_in_force_nothing_revives_when_a_repeal_is_repealed_or_expires():
    first, other = decide(2018), decide(2018)
    repeal = end(first, decide(2019), "repeals")
    repeal_of_repeal = end(repeal, decide(2020), "repeals")
    end(other, decide(2019, expiry_date=day(2020)), "repeals")

    assert in_force(day(2021)) == [repeal_of_repeal]


def test_in_force_stays_what_a_replacement_was_to_end_that_was_repealed_before_it_began():
    first = decide(2018)
    second = end(first, decide(2019, effective_date=day(2022)))
    repeal = end(second, decide(2020), "repeals")

    assert in_force(day(2023)) == [first, repeal]


def test_in_force_a_replacement_that_was_replaced_before_it_began_leaves_its_work_to_its_successor():
    first = decide(2018)
    second = end(first, decide(2019, effective_date=day(2024)))
    third = end(second, decide(2020, effective_date=day(2021)))

    assert in_force(day(2020, 6)) == [first]
    assert in_force(day(2022)) == [third]
    assert in_force(day(2025)) == [third]


def test_in_force_a_repeal_that_was_itself_repealed_in_time_forestalls_nothing():
    first = decide(2017)
    second = end(first, decide(2018, effective_date=day(2024)))
    third = end(second, decide(2019, effective_date=day(2023)), "repeals")
    fourth = end(third, decide(2020), "repeals")

    assert in_force(day(2022)) == [first, fourth]
    assert in_force(day(2025)) == [second, fourth]


def test_in_force_takes_two_queries_whatever_the_chains(django_assert_num_queries):
    old = decide(2018)
    for year in range(2019, 2024):
        old = end(old, decide(year))

    with django_assert_num_queries(2):
        assert in_force(day(2024)) == [old]


def test_in_force_can_be_narrowed_further():
    body = make_body()
    mine = decide(2020, meeting=make_meeting(body=body, date=day(2020)))
    decide(2020)

    assert list(Resolution.objects.published().in_force_on(day(2021)).for_body(body)) == [mine]


# What can be in force at all: the same in SQL and in Python


@pytest.mark.parametrize("is_procedural", [False, True])
@pytest.mark.parametrize("classification", Resolution.Classification.values)
@pytest.mark.parametrize("result", ["adopted", "rejected", "not_recorded"])
def test_in_force_agrees_with_the_answer_for_one(is_procedural, classification, result):
    resolution = decide(2020, is_procedural=is_procedural, classification=classification, result=result)

    can_be = resolution.is_passed and resolution.is_registrable

    assert in_force(day(2021)) == ([resolution] if can_be else [])


def test_in_force_vouches_for_bodies_that_keep_a_register():
    checked = [dt.date(2024, 3, 1), dt.date(2024, 2, 1)]
    for date in checked:
        body = make_body(keeps_register=True, register_checked_on=date)
        decide(2020, meeting=make_meeting(body=body, date=day(2020)))
    decide(2020)

    assert Resolution.objects.in_force_on(day(2021)).register_counts() == (2, dt.date(2024, 2, 1))
    assert Resolution.objects.none().register_counts() == (0, None)
