import pytest
from django.http import Http404
from django.test import RequestFactory

from archive.models import Person
from archive.paging import Page, page_of, page_of_list
from tests.factories import make_person

pytestmark = pytest.mark.django_db

PEOPLE = Person.objects.by_name()


def request_for(page: str = ""):
    return RequestFactory().get("/people/", {"page": page})


def make_people(count: int) -> list[str]:
    """Make people whose names sort as they are numbered, and return the names."""
    names = [f"P{number:02}" for number in range(count)]
    for name in names:
        make_person(name)
    return names


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_page_of_returns_the_rows_of_any_page_in_order(number):
    names = make_people(7)

    page = page_of(request_for(str(number)), PEOPLE.all(), size=2)

    assert [person.name for person in page.items] == names[2 * (number - 1) : 2 * number]
    assert (page.number, page.count, page.pages) == (number, 7, 4)


def test_page_of_knows_its_neighbours():
    make_people(5)

    first, middle, last = (page_of(request_for(str(n)), PEOPLE.all(), size=2) for n in (1, 2, 3))

    assert (first.previous_number, first.next_number) == (None, 2)
    assert (middle.previous_number, middle.next_number) == (1, 3)
    assert (last.previous_number, last.next_number) == (2, None)


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (8, 9, [1, None, 7, 8, 9]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_page_shows_the_first_the_last_and_its_neighbours(number, pages, shown):
    assert Page([], number, count=pages, size=1).shown_numbers == shown


@pytest.mark.parametrize("number", ["1", "4"])
def test_page_of_costs_three_queries_at_either_end(django_assert_num_queries, number):
    make_people(7)

    with django_assert_num_queries(3):
        page = page_of(request_for(number), PEOPLE.all(), size=2)

    assert page.items


def test_page_of_an_empty_list_is_one_page_and_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        page = page_of(request_for(), PEOPLE.all())

    assert (page.items, page.number, page.pages) == ([], 1, 1)


def test_page_of_keeps_annotations():
    make_people(1)

    page = page_of(request_for(), PEOPLE.extra(select={"answer": "42"}))

    assert page.items[0].answer == 42


@pytest.mark.parametrize("number", ["0", "-1", "x", "2.5", "5", "9" * 30, "9" * 5000, "\0", "1\0", "²"])
def test_page_of_what_is_no_page_is_not_found(number):
    make_people(7)

    with pytest.raises(Http404, match="page"):
        page_of(request_for(number), PEOPLE.all(), size=2)


def test_page_of_list_cuts_a_list():
    page = page_of_list(request_for("2"), ["a", "b", "c"], 2)

    assert (page.items, page.number, page.count, page.pages) == (["c"], 2, 3, 2)
    with pytest.raises(Http404):
        page_of_list(request_for("3"), ["a", "b", "c"], 2)
