"""Other names of people and bodies: known by them as by the name of today."""

import pytest

from archive.models import Body, Person
from tests.factories import make_body, make_other_name, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["Ida Merrow", "IDA  MERROW"])
def test_known_as_finds_people_by_former_name(written: str):
    person = make_person("Ida Holm")
    make_other_name(person, "Ida Merrow")

    assert Person.objects.known_as([written, "Ida Holm"]) == {"ida merrow": [person], "ida holm": [person]}


def test_known_as_names_who_has_the_name_today_first():
    renamed = make_person("Ida Holm")
    make_other_name(renamed, "Ida Merrow")
    make_other_name(renamed, "ida merrow", kind="spelling")
    namesake = make_person("Ida Merrow")

    assert Person.objects.known_as(["Ida Merrow"]) == {"ida merrow": [namesake, renamed]}


def test_known_as_without_names_finds_nobody():
    make_other_name(make_body(), "...")
    make_person("...")

    assert Person.objects.known_as(["", "Nobody Known"]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_known_as_query_count(django_assert_num_queries, count: int):
    for number in range(count):
        make_other_name(make_person(f"Holm {number}"), f"Merrow {number}")

    with django_assert_num_queries(2):
        known = Person.objects.known_as([f"Merrow {number}" for number in range(count)])

    assert len(known) == count


@pytest.mark.parametrize("typed", ["merrow", "Ida Merrow", "merrow ida", "Ida Hol"])
def test_matching_finds_people_by_parts_of_any_name(typed: str):
    person = make_person("Ida Holm")
    make_other_name(person, "Ida Merrow")
    make_person("Ada Nowak")

    assert list(Person.objects.matching(typed)) == [person]


@pytest.mark.parametrize("typed", ["陈盈", "陳盈", "chenying", "chen ying"])
def test_matching_finds_other_chinese_names_in_both_scripts_and_pinyin(typed: str):
    person = make_person("李小红")
    make_other_name(person, "陈盈", kind="spelling")

    assert list(Person.objects.matching(typed)) == [person]


def test_called_counts_other_names():
    person = make_person("Ida Holm")
    make_other_name(person, "Ida Merrow")

    assert list(Person.objects.called("ida merrow")) == [person]


def test_bodies_are_known_and_matched_by_former_name():
    body = make_body("Harbour and Ferries Board")
    make_other_name(body, "Ferry Board")

    assert list(Body.objects.known_as("Ferry Board")) == [body]
    assert list(Body.objects.matching("ferry bo")) == [body]


def test_body_with_the_name_today_comes_first():
    renamed = make_body("Harbour Board")
    make_other_name(renamed, "Ferry Board")
    today = make_body("Ferry Board")

    assert list(Body.objects.known_as("Ferry Board")) == [today, renamed]
